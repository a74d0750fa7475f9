/* Cortex-M with the DSP extension: products of two int16 pairs in one instruction (SMLAD). Nothing is repacked in memory. */
#ifndef EAD_CORTEXM_H
#define EAD_CORTEXM_H

#include "../requantise.h"

#include <arm_acle.h>
#include <stdbool.h>
#include <string.h>

void ead_dense_row_cortexm(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);
void ead_depthwise3x3_row_cortexm(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);
void ead_add_row_cortexm(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);
void ead_project_cortexm(const int8_t *matrix, const int8_t *features, uint32_t dimensions, uint32_t stride, int32_t *sums);
void ead_whiten_cortexm(const int16_t *rows, const int16_t *z, uint32_t first, uint32_t end, int32_t *sums);

/* Four bytes wherever they lie; this core loads words from any address. */
static inline uint32_t ead_word(const void *from) {
    uint32_t word;
    memcpy(&word, from, sizeof word);
    return word;
}

static inline bool ead_is_aligned(const void *at) { return (uintptr_t)at % 4 == 0; }

/* Bytes 0 and 2 as two int16; bytes 1 and 3. (Assembly: compilers rotate in an instruction of its own.) */
static inline uint32_t ead_even(uint32_t word) {
    uint32_t pair;
    __asm("sxtb16 %0, %1" : "=r"(pair) : "r"(word));
    return pair;
}

static inline uint32_t ead_odd(uint32_t word) {
    uint32_t pair;
    __asm("sxtb16 %0, %1, ror #8" : "=r"(pair) : "r"(word));
    return pair;
}

/* The lower halves of two words, and the upper. */
static inline uint32_t ead_lower(uint32_t a, uint32_t b) {
    uint32_t pair;
    __asm("pkhbt %0, %1, %2, lsl #16" : "=r"(pair) : "r"(a), "r"(b));
    return pair;
}

static inline uint32_t ead_upper(uint32_t a, uint32_t b) {
    uint32_t pair;
    __asm("pkhtb %0, %2, %1, asr #16" : "=r"(pair) : "r"(a), "r"(b));
    return pair;
}

static inline uint32_t ead_pair(int32_t low, int32_t high) { return ead_lower((uint32_t)low, (uint32_t)high); }

static inline int32_t ead_smlad(uint32_t a, uint32_t b, int32_t sum) { return __smlad((int16x2_t)a, (int16x2_t)b, sum); }

/*
 * Channels that leave by shifts of 4 to 12 have their weights and bias multiplied by 2^(12 - shift) and then leave by a constant shift:
 * the kernels' point. What lies between the channel's highest value and the largest byte is folded into the bias, so that saturation to
 * a byte is the upper clamp:
 *   x = sat_u8(((acc + bias) >> shift) + 255 - high),  output = max(x - (255 - high + low), 0) + low
 * |acc + bias| < 2^19 keeps the multiplied sum below 2^28; -128 * 2^8 fits int16.
 */
enum { EAD_POINT = 12, EAD_MOST_UP = 8 };

static inline bool ead_leaves_by_point(const ead_layer *layer, int32_t channel) {
    if (layer->requantisation != EAD_REQUANTISE_SHIFT) return false;
    const int32_t shift = layer->group_shift[channel / EAD_GROUP];
    return shift >= EAD_POINT - EAD_MOST_UP && shift <= EAD_POINT;
}

static inline uint32_t ead_up_to_point(const ead_layer *layer, int32_t channel) {
    return (uint32_t)EAD_POINT - layer->group_shift[channel / EAD_GROUP];
}

static inline int32_t ead_bias_to_point(const ead_layer *layer, int32_t channel) {
    return layer->bias[channel] * (1 << ead_up_to_point(layer, channel)) + (255 - layer->channel_max[channel]) * (1 << EAD_POINT);
}

/* What x loses: 0..255, of four channels. */
static inline uint32_t ead_floors(const ead_layer *layer, int32_t channel) {
    return (uint32_t)__uadd8(~ead_word(layer->channel_max + channel), ead_word(layer->channel_min + channel));
}

/* Pairs times 2^shift. `keep` clears what the lower half's sign pushes into the upper half. */
typedef struct ead_scale {
    uint32_t shift, keep;
} ead_scale;

static inline ead_scale ead_scale_by(uint32_t shift) { return (ead_scale){shift, ~(((1u << shift) - 1) << 16)}; }

static inline uint32_t ead_scaled(uint32_t pair, ead_scale s) { return pair << s.shift & s.keep; }

#endif
