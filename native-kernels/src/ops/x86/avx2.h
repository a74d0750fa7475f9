/*
 * What the AVX2 operators share: TensorFlow Lite's requantisation on eight int32 lanes, and loads and stores that touch no byte
 * outside a row or a vector.
 *
 * Every function carries its target as an attribute, so these files need no compiler option and the rest of the library runs on
 * any x86-64.
 */
#ifndef EAD_AVX2_H
#define EAD_AVX2_H

#include "../ops.h"

#include <immintrin.h>
#include <stdbool.h>
#include <string.h>

#define EAD_AVX2 __attribute__((target("avx2")))
#define EAD_AVX2_INLINE static inline __attribute__((always_inline, target("avx2")))

EAD_AVX2_INLINE __m128i ead_load16(const void *bytes) {
    return _mm_loadu_si128((const __m128i *)bytes);
}

EAD_AVX2_INLINE __m128i ead_load8(const void *bytes) {
    return _mm_loadl_epi64((const __m128i *)bytes);
}

EAD_AVX2_INLINE __m256i ead_load32(const void *bytes) {
    return _mm256_loadu_si256((const __m256i *)bytes);
}

/* How eight channels leave the accumulator; lane i belongs to channel i of the group. */
typedef struct ead_quant8 {
    __m256i multiplier;     /* Q31, 0..2^31 - 1 */
    __m256i odd_multiplier; /* lanes 1, 3, 5, 7 moved down to 0, 2, 4, 6 */
    __m256i left, right;    /* shift counts, at least one of them 0 */
    __m256i half;           /* 2^(right - 1), or 0 when right is 0 */
} ead_quant8;

EAD_AVX2_INLINE ead_quant8 ead_quant8_of(__m256i multiplier, __m256i shift) {
    const __m256i zero = _mm256_setzero_si256();
    const __m256i right = _mm256_max_epi32(_mm256_sub_epi32(zero, shift), zero);
    return (ead_quant8){
        .multiplier = multiplier,
        .odd_multiplier = _mm256_srli_epi64(multiplier, 32),
        .left = _mm256_max_epi32(shift, zero),
        .right = right,
        .half = _mm256_srli_epi32(_mm256_sllv_epi32(_mm256_set1_epi32(1), right), 1),
    };
}

/* The same for all lanes. */
EAD_AVX2_INLINE ead_quant8 ead_quant8_all(int32_t multiplier, int32_t shift) {
    return ead_quant8_of(_mm256_set1_epi32(multiplier), _mm256_set1_epi32(shift));
}

/*
 * ead_requantise on eight lanes, bit for bit.
 *
 * High multiply. With P = acc * 2^left * multiplier the reference computes (P + 2^30) / 2^31 for P >= 0 and (P + 1 - 2^30) / 2^31
 * rounded towards zero for P < 0. The latter is ceil((P + 1 - 2^30) / 2^31) = floor((P + 2^30) / 2^31), so both are one
 * arithmetic shift: bits 31..62 of P + 2^30. |P| < 2^62, because the model check bounds |acc * 2^left| below 2^31. Products are
 * 64 bits wide, so even lanes and odd lanes take turns: even results are shifted down into their lane, odd ones up.
 *
 * Rounding shift, ties away from zero: sign(x) * ((|x| + half) >> right), unsigned, |x| + half <= 2^31 + 2^30. x = 0 gives 0.
 */
EAD_AVX2_INLINE __m256i ead_requantise8(__m256i acc, const ead_quant8 *q) {
    const __m256i nudge = _mm256_set1_epi64x((int64_t)1 << 30);
    const __m256i a = _mm256_sllv_epi32(acc, q->left);
    const __m256i even = _mm256_add_epi64(_mm256_mul_epi32(a, q->multiplier), nudge);
    const __m256i odd = _mm256_add_epi64(_mm256_mul_epi32(_mm256_srli_epi64(a, 32), q->odd_multiplier), nudge);
    const __m256i x = _mm256_blend_epi32(_mm256_srli_epi64(even, 31), _mm256_slli_epi64(odd, 1), 0xAA);
    const __m256i size = _mm256_srlv_epi32(_mm256_add_epi32(_mm256_abs_epi32(x), q->half), q->right);
    return _mm256_sign_epi32(size, x);
}

/* How a channel leaves by a shift, as a quantisation that only `right` is used of. */
EAD_AVX2_INLINE int8_t ead_shift_of(const ead_layer *layer, int32_t channel) {
    return layer->requantisation == EAD_REQUANTISE_SHIFT ? (int8_t)-layer->group_shift[channel / EAD_GROUP] : layer->shift[channel];
}

/* ead_leave up to zero point and clamp, on eight lanes. */
EAD_AVX2_INLINE __m256i ead_leave8(__m256i acc, const ead_quant8 *q, bool shifts) {
    return shifts ? _mm256_srav_epi32(acc, q->right) : ead_requantise8(acc, q);
}

/* Output zero point and clamp of a layer. */
typedef struct ead_range8 {
    __m256i zero_point; /* 16 x int16 */
    __m256i low, high;  /* 32 x int8 */
} ead_range8;

EAD_AVX2_INLINE ead_range8 ead_range8_of(const ead_layer *layer) {
    return (ead_range8){.zero_point = _mm256_set1_epi16(layer->zero_point),
                        .low = _mm256_set1_epi8(layer->clamp_min),
                        .high = _mm256_set1_epi8(layer->clamp_max)};
}

/* The same for channels that follow each other: bytes i and i + 16 clamp channel first + i % period; `count` channels exist. */
EAD_AVX2_INLINE ead_range8 ead_range8_at(const ead_layer *layer, int32_t first, int32_t count, int32_t period) {
    ead_range8 range = ead_range8_of(layer);
    if (layer->requantisation != EAD_REQUANTISE_SHIFT) return range;
    int8_t low[16] = {0}, high[16] = {0};
    for (int32_t i = 0; i < 16; i++) {
        low[i] = i % period < count ? layer->channel_min[first + i % period] : 0;
        high[i] = i % period < count ? layer->channel_max[first + i % period] : 0;
    }
    range.zero_point = _mm256_setzero_si256(); /* stands in the bias */
    range.low = _mm256_broadcastsi128_si256(ead_load16(low));
    range.high = _mm256_broadcastsi128_si256(ead_load16(high));
    return range;
}

/*
 * Sixteen int32 to int16 with the zero point added. Saturation does no harm: a value outside int16 is outside int8 by more than
 * any zero point, and the clamp would cut it anyway. Like every AVX2 pack it works within 128-bit halves: the lower half of the
 * result holds first[0..3], second[0..3], the upper first[4..7], second[4..7].
 */
EAD_AVX2_INLINE __m256i ead_pack16(__m256i first, __m256i second, const ead_range8 *range) {
    return _mm256_adds_epi16(_mm256_packs_epi32(first, second), range->zero_point);
}

EAD_AVX2_INLINE __m256i ead_clamp32(__m256i bytes, const ead_range8 *range) {
    return _mm256_min_epi8(_mm256_max_epi8(bytes, range->low), range->high);
}

/* bytes 0..count-1 of a vector to memory, count 0..16. */
EAD_AVX2_INLINE void ead_store_part(int8_t *to, __m128i bytes, int32_t count) {
    if (count == 16) {
        _mm_storeu_si128((__m128i *)(void *)to, bytes);
    } else if (count == 8) {
        _mm_storel_epi64((__m128i *)(void *)to, bytes);
    } else {
        int8_t whole[16];
        _mm_storeu_si128((__m128i *)(void *)whole, bytes);
        memcpy(to, whole, (size_t)count);
    }
}

/* The first count bytes, 0..16, of memory that may end there; the rest is zero. */
EAD_AVX2_INLINE __m128i ead_load_part(const int8_t *from, int32_t count) {
    if (count == 16) return ead_load16(from);
    if (count == 8) return ead_load8(from);
    int8_t whole[16] = {0};
    memcpy(whole, from, (size_t)count);
    return ead_load16(whole);
}

/* int8 to int16. Where the count is no multiple of eight, the last eight go over some values again. */
EAD_AVX2_INLINE void ead_widen(const int8_t *from, int32_t count, int16_t *to) {
    if (count < 8) {
        for (int32_t i = 0; i < count; i++)
            to[i] = from[i];
        return;
    }
    int32_t i = 0;
    for (; i + 16 <= count; i += 16)
        _mm256_storeu_si256((__m256i *)(void *)(to + i), _mm256_cvtepi8_epi16(ead_load16(from + i)));
    for (; i < count; i += 8) {
        const int32_t at = i + 8 <= count ? i : count - 8;
        _mm_storeu_si128((__m128i *)(void *)(to + at), _mm_cvtepi8_epi16(ead_load8(from + at)));
    }
}

extern const ead_op_table ead_ops_avx2;

void ead_conv3x3_row_avx2(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);
void ead_depthwise3x3_row_avx2(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);
void ead_pointwise_row_avx2(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);
void ead_project_avx2(const int8_t *matrix, const int8_t *features, uint32_t dimensions, uint32_t stride, int32_t *sums);
void ead_whiten_avx2(const int16_t *rows, const int16_t *z, uint32_t first, uint32_t end, int32_t *sums);
void ead_scale_features_avx2(const struct ead_head *head, const int32_t *sums, int16_t *z);
void ead_add_exponents_avx2(ead_log_sum_exp *total, const float *values);
void ead_components_avx2(const struct ead_density *density, size_t first, uint32_t count, const int16_t *z, ead_known known, int32_t *sums, float *values);
size_t ead_pack_density_bytes_avx2(const struct ead_density *density);
void ead_pack_density_avx2(const struct ead_density *density, void *destination);
void ead_add_row_avx2(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);

#endif
