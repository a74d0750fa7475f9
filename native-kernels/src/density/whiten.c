#include "density.h"

/* Row i has i + 1 values and is filled up with zeros to a multiple of 8. */
void ead_whiten(const int16_t *rows, const int16_t *z, uint32_t dimensions, int32_t *sums) {
    for (uint32_t i = 0; i < dimensions; i++) {
        int32_t sum = 0;
        for (uint32_t j = 0; j <= i; j++)
            sum += rows[j] * z[j];
        sums[i] = sum;
        rows += ead_row_of_8(i + 1);
    }
}
