/*
 * From a cell's int8 features to its score. The projection adds integers; everything after it is IEEE single precision in one
 * stated order without fused multiply-add and without libm, so that every machine gives the same bits.
 */
#ifndef EAD_DENSITY_H
#define EAD_DENSITY_H

#include "../model/model.h"

/* z[i] = scale[i] * (sum_c projection[i][c] * features[c]) + offset[i]; the sum is exact (the model check proved that it fits).
 */
void ead_project(const ead_head *head, const int16_t *features, float *z);

/* log p(z) under mixture `cell` (ignored when the mixture is shared). */
float ead_log_density(const ead_density *density, uint32_t cell, const float *z);

/* Image score of a map: maximum, or mean of the top_count largest. `largest`: scratch, [top_count]. */
float ead_aggregate(const ead_calibration *calibration, const float *cells, uint32_t count, float *largest);

/* IEEE half to single; exact. */
float ead_half(uint16_t bits);

/* e^x for x <= 0 and ln x for x > 0, relative error below 4e-7; anything that is not in range gives 0. */
float ead_exp(float x);
float ead_log(float x);

#endif
