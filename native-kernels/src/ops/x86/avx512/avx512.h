/*
 * What the AVX-512 operators share: sixteen output channels in sixteen int32 lanes, products of four unsigned and four signed
 * bytes per lane and instruction (VNNI), and the way back to int8 by a shift.
 *
 * Products take inputs as x + 128 (the sign bit flipped); 128 * sum w goes off the bias when weights are packed, so sums are the
 * reference's, and below 2^21 on the way (the model check bounds 128 * sum |w| + |bias| below 2^19).
 */
#ifndef EAD_AVX512_H
#define EAD_AVX512_H

#include "../../ops.h"

#include <immintrin.h>
#include <stdbool.h>
#include <string.h>

#define EAD_AVX512_TARGET "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vnni"
#define EAD_AVX512 __attribute__((target(EAD_AVX512_TARGET)))
#define EAD_AVX512_INLINE static inline __attribute__((always_inline, target(EAD_AVX512_TARGET)))

/* Before loops over a few vectors whose number is known once everything is inlined: only unrolled do they stay in registers. */
#if defined(__clang__)
#define EAD_UNROLL _Pragma("unroll")
#else
#define EAD_UNROLL _Pragma("GCC unroll 16")
#endif

enum { EAD_LINE = 64 }; /* bytes of a vector; packed weights start at multiples of it */

/* Up to sixteen output channels of a layer, packed. Channels that do not exist have zeros. */
typedef struct ead_lanes16 {
    int32_t bias[16];
    int8_t low[16], high[16];
    int8_t pad[16]; /* depthwise: what lies outside the picture */
    int32_t shift, unused[3];
} ead_lanes16;

_Static_assert(sizeof(ead_lanes16) == 2 * EAD_LINE, "whole vectors");

/* The first multiple of EAD_LINE: engine memory is only aligned to 16 bytes. */
static inline uint8_t *ead_line(const void *packed) {
    return (uint8_t *)(((uintptr_t)packed + EAD_LINE - 1) / EAD_LINE * EAD_LINE);
}

/* Fills in the channels from `first` on; `sums` of their weights. */
static inline void ead_lanes16_pack(ead_lanes16 *lanes, const ead_layer *layer, int32_t first, const int32_t sums[16]) {
    memset(lanes, 0, sizeof *lanes);
    lanes->shift = layer->group_shift[first / EAD_GROUP];
    for (int32_t i = 0; i < 16 && first + i < layer->out_channels; i++) {
        lanes->bias[i] = layer->bias[first + i] - 128 * sums[i];
        lanes->low[i] = layer->channel_min[first + i];
        lanes->high[i] = layer->channel_max[first + i];
    }
}

/*
 * Four pixels' sums to bytes [4][16]. Packs work within 128-bit pieces, so piece i then holds channels 4 i .. 4 i + 3 of all four
 * pixels; the permutation puts pixels together. Saturation on the way does no harm: the clamp would cut further.
 */
EAD_AVX512_INLINE __m512i ead_leave4(const __m512i sum[4], const ead_lanes16 *lanes) {
    const __m128i count = _mm_cvtsi32_si128(lanes->shift);
    const __m512i low = _mm512_packs_epi32(_mm512_sra_epi32(sum[0], count), _mm512_sra_epi32(sum[1], count));
    const __m512i high = _mm512_packs_epi32(_mm512_sra_epi32(sum[2], count), _mm512_sra_epi32(sum[3], count));
    const __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    const __m512i bytes = _mm512_permutexvar_epi32(order, _mm512_packs_epi16(low, high));
    const __m512i least = _mm512_broadcast_i32x4(_mm_load_si128((const __m128i *)(const void *)lanes->low));
    const __m512i most = _mm512_broadcast_i32x4(_mm_load_si128((const __m128i *)(const void *)lanes->high));
    return _mm512_min_epi8(_mm512_max_epi8(bytes, least), most);
}

/* Bytes 0..count-1, count 1..16. Masked stores of bytes are slow; the usual counts go without. */
EAD_AVX512_INLINE void ead_store_part512(int8_t *to, __m128i bytes, int32_t count) {
    if (count == 16)
        _mm_storeu_si128((__m128i *)(void *)to, bytes);
    else if (count == 8)
        _mm_storel_epi64((__m128i *)(void *)to, bytes);
    else
        _mm_mask_storeu_epi8(to, (__mmask16)((1u << count) - 1), bytes);
}

/* Stores `count` channels (1..16) of `pixels` (1..4) that lie `pitch` bytes apart. */
EAD_AVX512_INLINE void ead_store4(__m512i bytes, int8_t *output, ptrdiff_t pitch, int32_t count, int32_t pixels) {
    if (count == 16 && pitch == 16 && pixels == 4) {
        _mm512_storeu_si512(output, bytes);
        return;
    }
    const __m128i pixel[4] = {_mm512_castsi512_si128(bytes), _mm512_extracti32x4_epi32(bytes, 1),
                              _mm512_extracti32x4_epi32(bytes, 2), _mm512_extracti32x4_epi32(bytes, 3)};
    if (count == 16 && pixels == 4) {
        for (int32_t i = 0; i < 4; i++)
            _mm_storeu_si128((__m128i *)(void *)(output + i * pitch), pixel[i]);
        return;
    }
    for (int32_t i = 0; i < pixels; i++)
        ead_store_part512(output + i * pitch, pixel[i], count);
}

extern const ead_op_table ead_ops_avx512;

size_t ead_dense_pack_bytes_avx512(const ead_layer *layer);
void ead_dense_pack_avx512(const ead_layer *layer, void *destination);
size_t ead_depthwise3x3_pack_bytes_avx512(const ead_layer *layer);
void ead_depthwise3x3_pack_avx512(const ead_layer *layer, void *destination);

void ead_conv3x3_row_avx512(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);
void ead_depthwise3x3_row_avx512(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);
void ead_pointwise_row_avx512(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);
void ead_add_row_avx512(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);

#endif
