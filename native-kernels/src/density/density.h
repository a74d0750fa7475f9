/*
 * From a cell's int8 features to its score. Projection, smoothing and whitening are exact integer sums; what follows is IEEE single
 * precision in one stated order without fused multiply-add and without libm, so that every machine gives the same bits.
 */
#ifndef EAD_DENSITY_H
#define EAD_DENSITY_H

#include "../model/model.h"

/* z[i] = clamp(round((sums[i] - center[i]) * multiplier[i] / 2^shift[i])): sums as the table's `project` gives them, z: [dimensions]. */
void ead_scale_features(const ead_head *head, const int32_t *sums, int16_t *z);

/*
 * Averages z over the 3x3 cells around column x. rows: z of the row above, the row itself and the row below, int16
 * [columns][dimensions]; at the grid's edge the edge row stands twice. z: [dimensions].
 */
void ead_smooth(const ead_head *head, const int16_t *const rows[3], uint32_t x, int16_t *z);

/*
 * log p(z) of the cell in this row and column. z: [density_stride], zero behind the density's dimensions; sums: scratch,
 * [dimensions of the density].
 */
float ead_log_density(const ead_model *model, const ead_op_table *ops, uint32_t row, uint32_t column, const int16_t *z,
                      int32_t *sums);

/*
 * distance + y[0]^2 + ... + y[count - 1]^2, added in index order: y[i] = (sums[i] - bias[i]) * scale[i], whitened features. The model check proved
 * that the differences fit.
 */
float ead_add_squares(float distance, const int32_t *sums, const int32_t *bias, const float *scale, uint32_t count);

/* Image score of a map of cell scores. `largest`: scratch, [top_count]. */
float ead_aggregate(const ead_calibration *calibration, const float *cells, uint32_t count, float *largest);

/* e^x for x <= 0 and ln x for x > 0, relative error below 4e-7; anything that is not in range gives 0. */
float ead_exp(float x);
float ead_log(float x);

#endif
