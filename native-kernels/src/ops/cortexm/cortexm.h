/* Cortex-M with the DSP extension: products of two int16 pairs in one instruction (SMLAD). Nothing is repacked in memory. */
#ifndef EAD_CORTEXM_H
#define EAD_CORTEXM_H

#include "../requantise.h"

#include <arm_acle.h>
#include <string.h>

void ead_dense_row_cortexm(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);
void ead_depthwise3x3_row_cortexm(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);
void ead_add_row_cortexm(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);
void ead_project_cortexm(const int8_t *matrix, const int8_t *features, uint32_t dimensions, uint32_t stride, int32_t *sums);
void ead_whiten_cortexm(const int16_t *rows, const int16_t *z, uint32_t dimensions, int32_t *sums);

/* Four bytes wherever they lie; this core loads words from any address. */
static inline uint32_t ead_word(const void *from) {
    uint32_t word;
    memcpy(&word, from, sizeof word);
    return word;
}

/* Bytes 0 and 2 as two int16; bytes 1 and 3. */
static inline int16x2_t ead_even(uint32_t word) {
    return __sxtb16((int8x4_t)word);
}

static inline int16x2_t ead_odd(uint32_t word) {
    return __sxtb16((int8x4_t)(word >> 8 | word << 24));
}

#endif
