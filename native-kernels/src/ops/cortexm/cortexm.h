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

/* Two accumulators leave by a shift: saturated to int16 side by side, then clamped without a branch. */
static inline int16x2_t ead_leave2(int32_t first, int32_t second, uint32_t shift, int16x2_t low, int16x2_t high) {
    uint32_t a, b;
    __asm("ssat %0, #16, %1" : "=r"(a) : "r"(first >> shift)); /* the intrinsic does not pass -Wconversion */
    __asm("ssat %0, #16, %1" : "=r"(b) : "r"(second >> shift));
    int16x2_t value = (int16x2_t)((a & 0xFFFF) | b << 16);
    __ssub16(value, low); /* sets the flags that select */
    value = (int16x2_t)__sel((uint8x4_t)value, (uint8x4_t)low);
    __ssub16(high, value);
    return (int16x2_t)__sel((uint8x4_t)value, (uint8x4_t)high);
}

#endif
