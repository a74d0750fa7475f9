/*
 * What the AVX2 operators of layers that leave by shifts share. Weights are packed once, when an engine is opened, as int16 pairs: one
 * multiply-add takes two inputs to eight channels. Sums are the reference's, int32, whatever their order.
 */
#ifndef EAD_SHIFT_H
#define EAD_SHIFT_H

#include "avx2.h"

/* Before loops over a few vectors whose number is known once everything is inlined: only unrolled do they stay in registers. */
#if defined(__clang__)
#define EAD_UNROLL _Pragma("unroll")
#else
#define EAD_UNROLL _Pragma("GCC unroll 16")
#endif

/*
 * Up to sixteen output channels, packed; what does not exist is zero. Lanes are in the order that packing to bytes undoes: vector 0 has
 * channels 0..3 and 8..11, vector 1 channels 4..7 and 12..15.
 */
typedef struct ead_block16 {
    int32_t bias[2][8];
    int32_t shift[2][8];
    int8_t low[16], high[16];
} ead_block16;

_Static_assert(sizeof(ead_block16) % 32 == 0, "whole vectors");

/* Vector and lane of a channel. */
static inline int32_t ead_vector_of(int32_t channel) {
    return channel / 4 % 2;
}

static inline int32_t ead_lane_of(int32_t channel) {
    return channel / 8 * 4 + channel % 4;
}

/* Channels first..first+count-1 of a layer. */
static inline void ead_block16_pack(ead_block16 *block, const ead_layer *layer, int32_t first, int32_t count) {
    for (int32_t i = 0; i < count; i++) {
        block->bias[ead_vector_of(i)][ead_lane_of(i)] = layer->bias[first + i];
        block->shift[ead_vector_of(i)][ead_lane_of(i)] = layer->group_shift[(first + i) / EAD_GROUP];
        block->low[i] = layer->channel_min[first + i];
        block->high[i] = layer->channel_max[first + i];
    }
}

/* The first multiple of 32: engine memory is only aligned to 16 bytes. */
static inline uint8_t *ead_aligned32(const void *packed) {
    return (uint8_t *)(((uintptr_t)packed + 31) / 32 * 32);
}

/* The clamp, twice sixteen channels. */
typedef struct ead_clamp16 {
    __m256i low, high;
} ead_clamp16;

EAD_AVX2_INLINE ead_clamp16 ead_clamp16_of(const ead_block16 *block) {
    return (ead_clamp16){_mm256_broadcastsi128_si256(ead_load16(block->low)), _mm256_broadcastsi128_si256(ead_load16(block->high))};
}

/* Shifted sums of two pixels to bytes [2][16], clamped. Saturation on the way does no harm: the clamp would cut further. */
EAD_AVX2_INLINE __m256i ead_leave_two(const __m256i first[2], const __m256i second[2], const ead_clamp16 *clamp) {
    const __m256i halves = _mm256_packs_epi16(_mm256_packs_epi32(first[0], first[1]), _mm256_packs_epi32(second[0], second[1]));
    const __m256i bytes = _mm256_permute4x64_epi64(halves, 0xD8);
    return _mm256_min_epi8(_mm256_max_epi8(bytes, clamp->low), clamp->high);
}

size_t ead_dense_pack_bytes_avx2(const ead_layer *layer);
void ead_dense_pack_avx2(const ead_layer *layer, void *destination);
size_t ead_depthwise3x3_pack_bytes_avx2(const ead_layer *layer);
void ead_depthwise3x3_pack_avx2(const ead_layer *layer, void *destination);

/* Rows of layers that were packed. */
void ead_conv3x3_shift_row_avx2(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);
void ead_pointwise_shift_row_avx2(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);
void ead_depthwise3x3_shift_row_avx2(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);

#endif
