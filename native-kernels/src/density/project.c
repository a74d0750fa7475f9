#include "density.h"

void ead_project(const ead_head *head, const int16_t *features, float *z) {
    const int8_t *row = head->projection; // [dimensions][features]
    for (uint32_t i = 0; i < head->dimensions; i++, row += head->features) {
        int32_t sum = 0;
        for (uint32_t c = 0; c < head->features; c++)
            sum += row[c] * features[c];
        z[i] = head->scale[i] * (float)sum + head->offset[i];
    }
}
