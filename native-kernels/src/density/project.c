#include "density.h"

void ead_project(const int8_t *matrix, const int8_t *features, uint32_t dimensions, uint32_t stride, int32_t *sums) {
    for (uint32_t i = 0; i < dimensions; i++, matrix += stride) {
        int32_t sum = 0;
        for (uint32_t c = 0; c < stride; c++)
            sum += matrix[c] * features[c];
        sums[i] = sum;
    }
}

/* The model check proved that sums - center fits 32 bits and shift is 1..62, so the product stays below 2^62 and its rounding fits. */
void ead_scale_features(const ead_head *head, const int32_t *sums, int16_t *z) {
    for (uint32_t i = 0; i < head->dimensions; i++) {
        const int64_t product = (int64_t)(sums[i] - head->center[i]) * head->multiplier[i];
        const int64_t value = (product + ((int64_t)1 << (head->shift[i] - 1))) >> head->shift[i];
        z[i] = (int16_t)(value > EAD_LARGEST_Z ? EAD_LARGEST_Z : value < -EAD_LARGEST_Z ? -EAD_LARGEST_Z : value);
    }
}

void ead_smooth(const ead_head *head, const int16_t *const rows[3], uint32_t x, int16_t *z) {
    const uint32_t d = head->dimensions, last = head->grid_columns - 1;
    const size_t left = (size_t)(x > 0 ? x - 1 : 0) * d, middle = (size_t)x * d, right = (size_t)(x < last ? x + 1 : last) * d;
    for (uint32_t i = 0; i < d; i++) {
        int32_t sum = 0;
        for (uint32_t k = 0; k < 3; k++)
            sum += rows[k][left + i] + rows[k][middle + i] + rows[k][right + i];
        z[i] = (int16_t)((sum + (sum < 0 ? -4 : 4)) / 9); /* nearest: no ties in ninths */
    }
}
