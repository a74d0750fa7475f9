#include "density.h"

/* Row i has i + 1 values and is filled up with zeros to a multiple of 8. */
void ead_whiten(const int16_t *rows, const int16_t *z, uint32_t first, uint32_t end, int32_t *sums) {
    rows += ead_triangle_of_8(first);
    for (uint32_t i = first; i < end; i++) {
        int32_t sum = 0;
        for (uint32_t j = 0; j <= i; j++)
            sum += rows[j] * z[j];
        sums[i] = sum;
        rows += ead_row_of_8(i + 1);
    }
}

float ead_add_squares(float distance, const int32_t *sums, const int32_t *bias, const float *scale, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        const float y = (float)(sums[i] - bias[i]) * scale[i];
        distance += y * y;
    }
    return distance;
}
