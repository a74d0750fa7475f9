#include "density.h"

float ead_aggregate(const ead_calibration *calibration, const float *cells, uint32_t count, float *largest) {
    const uint32_t top = calibration->aggregation == EAD_AGGREGATE_MAX ? 1 : calibration->top_count;
    uint32_t held = 0; /* `largest` holds the largest so far in falling order */
    for (uint32_t i = 0; i < count; i++) {
        const float value = cells[i];
        if (!(value == value)) return value; /* not a number: nor is the image score, and the part is rejected */
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
