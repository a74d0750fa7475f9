#include "density.h"

/* Cells above the cell threshold, each counting by how far it is above, at most 1. */
static float area(const ead_calibration *calibration, const float *cells, uint32_t count) {
    float sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        const float excess = cells[i] - calibration->cell_threshold;
        if (!(excess == excess)) return excess; /* not a number: nor is the image score, and the part is rejected */
        sum += excess > 1 ? 1 : excess > 0 ? excess : 0;
    }
    return sum;
}

/* Mean of the largest, added from the largest down. */
static float top_mean(const float *cells, uint32_t count, uint32_t top, float *largest) {
    uint32_t held = 0; /* `largest` holds the largest so far in falling order */
    for (uint32_t i = 0; i < count; i++) {
        const float value = cells[i];
        if (!(value == value)) return value; /* as above */
        if (held == top && !(value > largest[top - 1])) continue;
        uint32_t at = held < top ? held++ : top - 1;
        for (; at > 0 && value > largest[at - 1]; at--)
            largest[at] = largest[at - 1];
        largest[at] = value;
    }
    float sum = 0;
    for (uint32_t i = 0; i < held; i++)
        sum += largest[i];
    return sum / (float)held;
}

float ead_aggregate(const ead_calibration *calibration, const float *cells, uint32_t count, float *largest) {
    if (calibration->aggregation == EAD_AGGREGATE_AREA) return area(calibration, cells, count);
    const uint32_t top = calibration->aggregation == EAD_AGGREGATE_MAX ? 1 : calibration->top_count;
    return top_mean(cells, count, top, largest);
}
