#include "avx2.h"

enum { LANES = 16, PAIRS = 5 }; /* channels at a time; nine taps and one that is zero, two by two */

/*
 * Everything about sixteen channels. Interleaving two taps splits them within 128-bit halves: `low` lanes are channels 0..3 and
 * 8..11, `high` lanes 4..7 and 12..15. The packs at the end undo it.
 */
typedef struct channels16 {
    __m256i low_weights[PAIRS], high_weights[PAIRS]; /* int16 [8][2]: channel, tap of the pair */
    __m256i low_bias, high_bias;
    ead_quant8 low_quant, high_quant;
    ead_range8 range;
    bool shifts;
} channels16;

EAD_AVX2_INLINE __m256i low_lanes(const int32_t values[LANES]) {
    return _mm256_set_m128i(ead_load16(values + 8), ead_load16(values));
}

EAD_AVX2_INLINE __m256i high_lanes(const int32_t values[LANES]) {
    return _mm256_set_m128i(ead_load16(values + 12), ead_load16(values + 4));
}

/* count: channels that exist, 1..16. */
EAD_AVX2_INLINE void channels16_load(channels16 *c, const ead_layer *layer, int32_t first, int32_t count) {
    __m256i taps[2 * PAIRS];
    for (int32_t k = 0; k < 9; k++)
        taps[k] = _mm256_cvtepi8_epi16(ead_load_part(layer->weights + (ptrdiff_t)k * layer->in_channels + first, count));
    taps[9] = _mm256_setzero_si256();
    for (int32_t i = 0; i < PAIRS; i++) {
        c->low_weights[i] = _mm256_unpacklo_epi16(taps[2 * i], taps[2 * i + 1]);
        c->high_weights[i] = _mm256_unpackhi_epi16(taps[2 * i], taps[2 * i + 1]);
    }
    int32_t bias[LANES] = {0}, multiplier[LANES] = {0}, shift[LANES] = {0};
    memcpy(bias, layer->bias + first, (size_t)count * sizeof *bias);
    c->shifts = layer->requantisation == EAD_REQUANTISE_SHIFT;
    if (!c->shifts) memcpy(multiplier, layer->multiplier + first, (size_t)count * sizeof *multiplier);
    for (int32_t i = 0; i < count; i++)
        shift[i] = ead_shift_of(layer, first + i);
    c->low_bias = low_lanes(bias), c->high_bias = high_lanes(bias);
    c->low_quant = ead_quant8_of(low_lanes(multiplier), low_lanes(shift));
    c->high_quant = ead_quant8_of(high_lanes(multiplier), high_lanes(shift));
    c->range = ead_range8_at(layer, first, count, LANES);
}

/* One output pixel. A pair of products is at most 2 * 2^14. */
EAD_AVX2_INLINE void window(const channels16 *c, const int8_t *const in[9], int32_t count, int8_t *output) {
    __m256i low = c->low_bias, high = c->high_bias;
    for (int32_t i = 0; i < PAIRS; i++) {
        const __m256i first = _mm256_cvtepi8_epi16(ead_load_part(in[2 * i], count));
        const __m256i second = 2 * i + 1 < 9 ? _mm256_cvtepi8_epi16(ead_load_part(in[2 * i + 1], count)) : _mm256_setzero_si256();
        low = _mm256_add_epi32(low, _mm256_madd_epi16(_mm256_unpacklo_epi16(first, second), c->low_weights[i]));
        high = _mm256_add_epi32(high, _mm256_madd_epi16(_mm256_unpackhi_epi16(first, second), c->high_weights[i]));
    }
    /* int16: lower half channels 0..7, upper 8..15 */
    const __m256i low_out = ead_leave8(low, &c->low_quant, c->shifts), high_out = ead_leave8(high, &c->high_quant, c->shifts);
    const __m256i wide = ead_pack16(low_out, high_out, &c->range);
    const __m128i bytes = _mm_packs_epi16(_mm256_castsi256_si128(wide), _mm256_extracti128_si256(wide, 1)); /* in order */
    ead_store_part(output, _mm256_castsi256_si128(ead_clamp32(_mm256_castsi128_si256(bytes), &c->range)), count);
}

/* Sixteen channels (or `count`, where there are fewer) of the whole row. */
EAD_AVX2_INLINE void block(const ead_layer *layer, const int8_t *const rows[3], int32_t first, int32_t count, int8_t *output) {
    const int32_t channels = layer->in_channels, columns = layer->in_columns;
    channels16 c;
    channels16_load(&c, layer, first, count);

    const bool rows_inside = rows[0] && rows[1] && rows[2];
    output += first;
    for (int32_t x = 0; x < layer->out_columns; x++, output += channels) {
        const int32_t column = x * layer->stride - layer->pad_left;
        const int8_t *in[9];
        if (rows_inside && column >= 0 && column + 3 <= columns) {
            for (int32_t k = 0; k < 9; k++)
                in[k] = rows[k / 3] + ((ptrdiff_t)(column + k % 3) * channels + first);
            window(&c, in, count, output);
        } else {
            for (int32_t k = 0; k < 9; k++) {
                const int32_t at = column + k % 3;
                const bool inside = rows[k / 3] && at >= 0 && at < columns;
                in[k] = (inside ? rows[k / 3] + (ptrdiff_t)at * channels : layer->pad) + first;
            }
            window(&c, in, count, output);
        }
    }
}

EAD_AVX2 void ead_depthwise3x3_row_avx2(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    const int32_t channels = layer->in_channels;
    if (channels == 8) { /* loads and stores of a constant length */
        block(layer, rows, 0, 8, output);
    } else if (channels < LANES) {
        block(layer, rows, 0, channels, output);
    } else {
        for (int32_t c = 0; c < channels; c += LANES) /* the last block steps back and computes some channels again */
            block(layer, rows, c + LANES <= channels ? c : channels - LANES, LANES, output);
    }
}
