/* The head's two sums, two products at a time. */
#include "../../density/density.h"
#include "cortexm.h"

void ead_project_cortexm(const int8_t *matrix, const int8_t *features, uint32_t dimensions, uint32_t stride, int32_t *sums) {
    for (uint32_t i = 0; i < dimensions; i++, matrix += stride) {
        int32_t sum = 0;
        for (uint32_t c = 0; c < stride; c += 4) {
            const uint32_t m = ead_word(matrix + c), f = ead_word(features + c);
            sum = ead_smlad(ead_odd(m), ead_odd(f), ead_smlad(ead_even(m), ead_even(f), sum));
        }
        sums[i] = sum;
    }
}

void ead_whiten_cortexm(const int16_t *rows, const int16_t *z, uint32_t dimensions, int32_t *sums) {
    for (uint32_t i = 0; i < dimensions; i++) {
        int32_t sum = i % 2 ? 0 : rows[i] * z[i];
        for (uint32_t j = 0; j + 2 <= i + 1; j += 2) sum = __smlad((int16x2_t)ead_word(rows + j), (int16x2_t)ead_word(z + j), sum);
        sums[i] = sum;
        rows += ead_row_of_8(i + 1);
    }
}
