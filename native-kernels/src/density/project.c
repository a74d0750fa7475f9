#include "density.h"

void ead_project(const int8_t *matrix, const int8_t *features, uint32_t dimensions, uint32_t stride, int32_t *sums) {
    for (uint32_t i = 0; i < dimensions; i++, matrix += stride) {
        int32_t sum = 0;
        for (uint32_t c = 0; c < stride; c++)
            sum += matrix[c] * features[c];
        sums[i] = sum;
    }
}

static int16_t clamped(int32_t value) {
    return (int16_t)(value > EAD_LARGEST_Z ? EAD_LARGEST_Z : value < -EAD_LARGEST_Z ? -EAD_LARGEST_Z : value);
}

/* round(product / 2^shift), halves upwards, for shift <= 32. */
static int16_t scaled_by_little(int64_t product, uint32_t shift) {
    const int32_t upper = (int32_t)(product >> 32);
    const uint32_t by = shift - 1;
    const int32_t twice = (int32_t)((uint32_t)upper << 1 << (31 - by) | (uint32_t)product >> by);
    if (twice >> 31 != upper >> by) return upper < 0 ? -EAD_LARGEST_Z : EAD_LARGEST_Z; /* more than 32 bits */
    return clamped((twice >> 1) + (twice & 1));
}

/*
 * ((product >> (shift - 1)) + 1) >> 1. The model check proved that sums - center fits 32 bits, that multipliers are not negative and that shift
 * is 1..62. As a rule shift is above 32: then the product's lower half is shifted out, and its upper half, less than 2^30, leaves room for
 * the 1. The loop is free of branches for the sake of processors that can repeat one without jumping.
 */
void ead_scale_features(const ead_head *head, const int32_t *sums, int16_t *z) {
    const uint32_t d = head->dimensions;
    const int32_t *center = head->center, *multiplier = head->multiplier;
    const uint8_t *shift = head->shift;
    uint32_t little = 0; /* the topmost bit: a shift of 32 or less */
    for (uint32_t i = 0; i < d; i++) {
        const uint32_t by = shift[i] - 33u;
        const int32_t upper = (int32_t)((int64_t)(sums[i] - center[i]) * multiplier[i] >> 32);
        little |= by;
        z[i] = clamped(((upper >> (by & 31)) + 1) >> 1);
    }
    for (uint32_t i = 0; little >> 31 && i < d; i++)
        if (shift[i] <= 32) z[i] = scaled_by_little((int64_t)(sums[i] - center[i]) * multiplier[i], shift[i]);
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
