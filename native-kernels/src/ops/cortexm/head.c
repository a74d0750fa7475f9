/* The head's two sums. */
#include "../../density/density.h"
#include "cortexm.h"
#include "whiten.h"

enum { DEEPEST = 384 }; /* features that are widened once for all rows; 768 bytes of stack */

/* A row times features, from where they lie. */
static int32_t sum_of(const int8_t *row, const int8_t *features, uint32_t stride) {
    int32_t sum = 0;
    for (uint32_t c = 0; c < stride; c += 4) {
        const uint32_t m = ead_word(row + c), f = ead_word(features + c);
        sum = ead_smlad(ead_odd(m), ead_odd(f), ead_smlad(ead_even(m), ead_even(f), sum));
    }
    return sum;
}

/* Two rows times widened features, sixteen at a time. */
static void two_sums(const int8_t *row, uint32_t stride, const uint32_t *wide, int32_t sums[2]) {
    int32_t a = 0, b = 0;
    for (const int8_t *const end = row + stride; row != end; row += 16, wide += 8)
        for (int32_t k = 0; k < 4; k++) {
            const uint32_t even = wide[2 * k], odd = wide[2 * k + 1], m = ead_word(row + 4 * k), n = ead_word(row + stride + 4 * k);
            a = ead_smlad(ead_odd(m), odd, ead_smlad(ead_even(m), even, a));
            b = ead_smlad(ead_odd(n), odd, ead_smlad(ead_even(n), even, b));
        }
    sums[0] = a, sums[1] = b;
}

void ead_project_cortexm(const int8_t *matrix, const int8_t *features, uint32_t dimensions, uint32_t stride, int32_t *sums) {
    uint32_t wide[DEEPEST / 2] __attribute__((aligned(8))), i = 0;
    for (uint32_t c = 0; stride <= DEEPEST && c < stride; c += 4) {
        const uint32_t word = ead_word(features + c);
        wide[c / 2] = ead_even(word), wide[c / 2 + 1] = ead_odd(word);
    }
    for (; stride <= DEEPEST && i + 2 <= dimensions; i += 2) two_sums(matrix + (size_t)i * stride, stride, wide, sums + i);
    for (; i < dimensions; i++) sums[i] = sum_of(matrix + (size_t)i * stride, features, stride);
}

void ead_whiten_cortexm(const int16_t *rows, const int16_t *z, uint32_t first, uint32_t end, int32_t *sums) {
    const uint32_t written = end < EAD_WHITEN_ROWS ? end : EAD_WHITEN_ROWS;
    if (first == 0)
        ead_whiten_rows(rows, z, written, sums);
    else if (first == 8)
        ead_whiten_rows_from_8(rows + 8 * 8, z, written - 8, sums + 8);
    if (end <= EAD_WHITEN_ROWS) return;
    uint32_t i = first < EAD_WHITEN_ROWS ? EAD_WHITEN_ROWS : first;
    for (rows += ead_triangle_of_8(i); i < end; i++) {
        int32_t sum = i % 2 ? 0 : rows[i] * z[i];
        for (uint32_t j = 0; j + 2 <= i + 1; j += 2) sum = ead_smlad(ead_word(rows + j), ead_word(z + j), sum);
        sums[i] = sum;
        rows += ead_row_of_8(i + 1);
    }
}
