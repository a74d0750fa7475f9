/* The head's two sums. */
#include "../../density/density.h"
#include "mve.h"

void ead_project_mve(const int8_t *matrix, const int8_t *features, uint32_t dimensions, uint32_t stride, int32_t *sums) {
    for (uint32_t i = 0; i < dimensions; i++, matrix += stride) {
        int32_t sum = 0;
        for (uint32_t c = 0; c < stride; c += 16) sum = vmladavaq_s8(sum, vldrbq_s8(matrix + c), vldrbq_s8(features + c));
        sums[i] = sum;
    }
}

/* What fills a row up is zero, whatever z holds there. */
void ead_whiten_mve(const int16_t *rows, const int16_t *z, uint32_t dimensions, int32_t *sums) {
    for (uint32_t i = 0; i < dimensions; i++) {
        const uint32_t count = ead_row_of_8(i + 1);
        int32_t sum = 0;
        for (uint32_t j = 0; j < count; j += 8) sum = vmladavaq_s16(sum, vldrhq_s16(rows + j), vldrhq_s16(z + j));
        sums[i] = sum;
        rows += count;
    }
}
