/* How far the line has moved from the frames that the model was trained on: light, focus, position. See Drift in the schema. */
#ifndef EAD_DRIFT_H
#define EAD_DRIFT_H

#include "density.h"

/* Sums over one frame. */
typedef struct ead_frame_sums {
    int64_t level, edges;                 /* of the input's codes, and of their absolute horizontal differences */
    int64_t levels, edge_count, cells;    /* how many were added up */
    int64_t *z;                           /* [dimensions] */
} ead_frame_sums;

void ead_drift_clear(ead_frame_sums *sums, uint32_t dimensions);
void ead_drift_input_row(ead_frame_sums *sums, const ead_op_table *ops, const int8_t *row, uint32_t columns, uint32_t channels); /* row: [columns][channels] */
/* z of a row of cells, before smoothing: [columns][dimensions]. */
void ead_drift_row(ead_frame_sums *sums, const int16_t *z, uint32_t columns, uint32_t dimensions);

/*
 * Takes a finished frame into the averages [count], notes its statistics [count] and writes the result's drift figures, which must be
 * zero before.
 */
void ead_drift_update(const ead_drift *drift, const ead_frame_sums *sums, float *averages, float *statistics, ead_result *result);

#endif
