#include "../requantise.h"
#include "avx2.h"

enum { LEFT_SHIFT = 20 }; /* as in the reference: (-255..255) * 2^20 < 2^28, and the sum of two fits easily */

typedef struct scales {
    ead_quant8 first, second, sum;
    __m256i first_zero, second_zero; /* 8 x int32 */
} scales;

/* Eight values of both inputs, in the lower eight bytes, to eight int32 that only lack the output's zero point. */
EAD_AVX2_INLINE __m256i add8(__m128i a, __m128i b, const scales *s) {
    const __m256i a_wide = _mm256_slli_epi32(_mm256_sub_epi32(_mm256_cvtepi8_epi32(a), s->first_zero), LEFT_SHIFT);
    const __m256i b_wide = _mm256_slli_epi32(_mm256_sub_epi32(_mm256_cvtepi8_epi32(b), s->second_zero), LEFT_SHIFT);
    const __m256i sum = _mm256_add_epi32(ead_requantise8(a_wide, &s->first), ead_requantise8(b_wide, &s->second));
    return ead_requantise8(sum, &s->sum);
}

EAD_AVX2_INLINE __m128i add16(__m128i a, __m128i b, const scales *s, const ead_range8 *range) {
    const __m256i low = add8(a, b, s), high = add8(_mm_unpackhi_epi64(a, a), _mm_unpackhi_epi64(b, b), s);
    const __m256i halves = ead_pack16(low, high, range); /* 0..3 8..11 | 4..7 12..15 */
    const __m256i bytes = ead_clamp32(_mm256_packs_epi16(halves, halves), range);
    return _mm_unpacklo_epi32(_mm256_castsi256_si128(bytes), _mm256_extracti128_si256(bytes, 1));
}

/* Maps of one scale: int16 sums, 16 at a time; reads and writes the padding behind the row as well. */
EAD_AVX2_INLINE void add_plain(const ead_layer *layer, const int8_t *a, const int8_t *b, int32_t count, int8_t *output) {
    const __m256i zero = _mm256_set1_epi16((int16_t)(layer->zero_point - layer->in_zero_point - layer->in2_zero_point));
    const __m128i low = _mm_set1_epi8(layer->clamp_min), high = _mm_set1_epi8(layer->clamp_max);
    for (int32_t i = 0; i < count; i += 16) {
        const __m256i sum = _mm256_add_epi16(_mm256_cvtepi8_epi16(ead_load16(a + i)), _mm256_cvtepi8_epi16(ead_load16(b + i)));
        const __m256i wide = _mm256_add_epi16(sum, zero);
        const __m128i bytes = _mm_packs_epi16(_mm256_castsi256_si128(wide), _mm256_extracti128_si256(wide, 1));
        _mm_storeu_si128((__m128i *)(void *)(output + i), _mm_min_epi8(_mm_max_epi8(bytes, low), high));
    }
}

EAD_AVX2 void ead_add_row_avx2(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    const int8_t *a = rows[0], *b = rows[1];
    const int32_t count = (int32_t)layer->out_columns * layer->out_channels;
    if (ead_is_plain_sum(layer)) {
        add_plain(layer, a, b, count, output);
        return;
    }
    const ead_range8 range = ead_range8_of(layer);
    const scales s = {.first = ead_quant8_all(layer->multiplier[0], layer->shift[0]),
                      .second = ead_quant8_all(layer->multiplier[1], layer->shift[1]),
                      .sum = ead_quant8_all(layer->multiplier[2], layer->shift[2]),
                      .first_zero = _mm256_set1_epi32(layer->in_zero_point),
                      .second_zero = _mm256_set1_epi32(layer->in2_zero_point)};
    int32_t i = 0;
    for (; i + 16 <= count; i += 16)
        _mm_storeu_si128((__m128i *)(void *)(output + i), add16(ead_load16(a + i), ead_load16(b + i), &s, &range));
    if (i < count)
        ead_store_part(output + i, add16(ead_load_part(a + i, count - i), ead_load_part(b + i, count - i), &s, &range),
                       count - i);
}
