#include "density.h"

void ead_project(const int8_t *matrix, const int8_t *features, uint32_t dimensions, uint32_t stride, int32_t *sums) {
    for (uint32_t i = 0; i < dimensions; i++, matrix += stride) {
        int32_t sum = 0;
        for (uint32_t c = 0; c < stride; c++)
            sum += matrix[c] * features[c];
        sums[i] = sum;
    }
}

/*
 * round(product / 2^shift), halves upwards, clamped to EAD_LARGEST_Z: ((product >> (shift - 1)) + 1) >> 1, in 32 bits as far as they hold
 * it, since processors without 64-bit shifts scale every feature of every cell.
 */
static int32_t scaled(int64_t product, uint32_t shift) {
    const int32_t upper = (int32_t)(product >> 32);
    const uint32_t by = shift - 1;
    int32_t twice; /* of the result, not rounded yet */
    if (by >= 32) {
        twice = upper >> (by - 32);
    } else {
        twice = (int32_t)((uint32_t)upper << 1 << (31 - by) | (uint32_t)product >> by);
        if (twice >> 31 != upper >> by) return upper < 0 ? -EAD_LARGEST_Z : EAD_LARGEST_Z; /* more than 32 bits */
    }
    const int32_t value = (twice >> 1) + (twice & 1);
    return value > EAD_LARGEST_Z ? EAD_LARGEST_Z : value < -EAD_LARGEST_Z ? -EAD_LARGEST_Z : value;
}

/* The model check proved that sums - center fits 32 bits, that multipliers are not negative and that shift is 1..62. */
void ead_scale_features(const ead_head *head, const int32_t *sums, int16_t *z) {
    for (uint32_t i = 0; i < head->dimensions; i++)
        z[i] = (int16_t)scaled((int64_t)(sums[i] - head->center[i]) * head->multiplier[i], head->shift[i]);
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
