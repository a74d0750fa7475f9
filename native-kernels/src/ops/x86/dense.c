#include "dense.h"

enum { LANES = 8, TILE = 4 }; /* output channels in a vector, pixels that share a load of weights */

typedef struct work {
    int16_t patches[EAD_DENSE_PIXELS * EAD_DENSE_DEPTH]; /* [pixels][depth rounded up to even] */
    int16_t weights[EAD_DENSE_DEPTH * LANES];            /* [depth / 2][LANES][2] */
    int32_t sums[EAD_DENSE_PIXELS][LANES];               /* of patches that are deeper than EAD_DENSE_DEPTH */
} work;

/*
 * weights [out][depth] int8 to [count / 2][LANES][2] int16, so that one multiply-add takes two inputs to eight outputs. Lanes from
 * `lanes` on repeat the last row; nobody looks at them.
 */
EAD_AVX2_INLINE void pack_weights(const int8_t *weights, ptrdiff_t depth, int32_t count, int32_t lanes, int16_t *packed) {
    const int8_t *row[LANES];
    for (int32_t i = 0; i < LANES; i++)
        row[i] = weights + (i < lanes ? i : lanes - 1) * depth;
    int32_t k = 0;
    for (; k + 8 <= count; k += 8) {
        /* Pairs of bytes are what moves: pair j = inputs k + 2 j and k + 2 j + 1. Names: rows, then pairs. */
        const __m128i r01 = _mm_unpacklo_epi16(ead_load8(row[0] + k), ead_load8(row[1] + k));
        const __m128i r23 = _mm_unpacklo_epi16(ead_load8(row[2] + k), ead_load8(row[3] + k));
        const __m128i r45 = _mm_unpacklo_epi16(ead_load8(row[4] + k), ead_load8(row[5] + k));
        const __m128i r67 = _mm_unpacklo_epi16(ead_load8(row[6] + k), ead_load8(row[7] + k));
        const __m128i r03_p01 = _mm_unpacklo_epi32(r01, r23), r03_p23 = _mm_unpackhi_epi32(r01, r23);
        const __m128i r47_p01 = _mm_unpacklo_epi32(r45, r67), r47_p23 = _mm_unpackhi_epi32(r45, r67);
        __m256i *to = (__m256i *)(void *)(packed + k * LANES);
        _mm256_storeu_si256(to, _mm256_cvtepi8_epi16(_mm_unpacklo_epi64(r03_p01, r47_p01)));
        _mm256_storeu_si256(to + 1, _mm256_cvtepi8_epi16(_mm_unpackhi_epi64(r03_p01, r47_p01)));
        _mm256_storeu_si256(to + 2, _mm256_cvtepi8_epi16(_mm_unpacklo_epi64(r03_p23, r47_p23)));
        _mm256_storeu_si256(to + 3, _mm256_cvtepi8_epi16(_mm_unpackhi_epi64(r03_p23, r47_p23)));
    }
    for (; k < count; k += 2)
        for (int32_t i = 0; i < LANES; i++) {
            packed[k * LANES + 2 * i] = row[i][k];
            packed[k * LANES + 2 * i + 1] = k + 1 < count ? row[i][k + 1] : 0;
        }
}

/* sum[p][lane] += patch[p][0..2*pairs-1] . weights[lane]. A pair of products is at most 2 * 2^14; the model check bounds the sum. */
EAD_AVX2_INLINE void multiply(const int16_t *const patch[TILE], const int16_t *weights, int32_t pairs, __m256i sum[TILE]) {
    for (int32_t k = 0; k < pairs; k++) {
        const __m256i w = ead_load32(weights + 2 * LANES * k);
        for (int32_t p = 0; p < TILE; p++) {
            int32_t inputs; /* two int16, for all lanes the same */
            memcpy(&inputs, patch[p] + 2 * k, sizeof inputs);
            sum[p] = _mm256_add_epi32(sum[p], _mm256_madd_epi16(w, _mm256_set1_epi32(inputs)));
        }
    }
}

/* Requantises four pixels x eight channels and writes `lanes` channels of the first `pixels`, `pitch` bytes apart. */
EAD_AVX2_INLINE void finish(const __m256i sum[TILE], const ead_quant8 *quant, const ead_range8 *range, int32_t pixels, int32_t lanes,
                            ptrdiff_t pitch, int8_t *output) {
    const __m256i p01 = ead_pack16(ead_requantise8(sum[0], quant), ead_requantise8(sum[1], quant), range);
    const __m256i p23 = ead_pack16(ead_requantise8(sum[2], quant), ead_requantise8(sum[3], quant), range);
    /* Groups of four channels: lower half channels 0..3 of pixels 0..3, upper half channels 4..7; put pixel by pixel. */
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    const __m256i bytes = _mm256_permutevar8x32_epi32(ead_pack8(p01, p23, range), order);
    const __m128i first = _mm256_castsi256_si128(bytes), second = _mm256_extracti128_si256(bytes, 1);
    ead_store_part(output, first, lanes);
    if (pixels > 1) ead_store_part(output + pitch, _mm_unpackhi_epi64(first, first), lanes);
    if (pixels > 2) ead_store_part(output + 2 * pitch, second, lanes);
    if (pixels > 3) ead_store_part(output + 3 * pitch, _mm_unpackhi_epi64(second, second), lanes);
}

/* Eight channels of a piece of the row: bias, quantisation and where they go. */
typedef struct channels8 {
    __m256i bias;
    ead_quant8 quant;
    ead_range8 range;
    int32_t lanes; /* channels that exist, 1..8 */
    ptrdiff_t pitch;
    int8_t *output;
} channels8;

EAD_AVX2_INLINE channels8 channels8_of(const ead_layer *layer, int32_t first, int8_t *output) {
    const int32_t left = layer->out_channels - first, lanes = left < LANES ? left : LANES;
    int32_t bias[LANES] = {0}, multiplier[LANES] = {0};
    int8_t shift[LANES] = {0};
    memcpy(bias, layer->bias + first, (size_t)lanes * sizeof *bias);
    memcpy(multiplier, layer->multiplier + first, (size_t)lanes * sizeof *multiplier);
    memcpy(shift, layer->shift + first, (size_t)lanes);
    return (channels8){.bias = ead_load32(bias),
                       .quant = ead_quant8_of(ead_load32(multiplier), _mm256_cvtepi8_epi32(ead_load8(shift))),
                       .range = ead_range8_of(layer),
                       .lanes = lanes,
                       .pitch = layer->out_channels,
                       .output = output + first};
}

/* One piece of depth for all pixels at hand: starts from the bias or the sums so far, ends in the output or in the sums. */
EAD_AVX2_INLINE void piece(work *w, const channels8 *c, int32_t pixels, int32_t count, bool first, bool last) {
    const int32_t pairs = (count + 1) / 2;
    for (int32_t x = 0; x < pixels; x += TILE) {
        const int16_t *patch[TILE];
        int32_t *sums[TILE]; /* pixels past the end repeat the last one */
        __m256i sum[TILE];
        for (int32_t p = 0; p < TILE; p++) {
            const int32_t pixel = x + p < pixels ? x + p : pixels - 1;
            patch[p] = w->patches + 2 * pairs * pixel;
            sums[p] = w->sums[pixel];
            sum[p] = first ? c->bias : ead_load32(sums[p]);
        }
        multiply(patch, w->weights, pairs, sum);
        if (last)
            finish(sum, &c->quant, &c->range, pixels - x, c->lanes, c->pitch, c->output + x * c->pitch);
        else
            for (int32_t p = 0; p < TILE; p++)
                _mm256_storeu_si256((__m256i *)(void *)sums[p], sum[p]);
    }
}

EAD_AVX2 void ead_dense_row_avx2(const ead_layer *layer, const int8_t *const rows[3], int32_t depth, ead_patch_fn patch,
                                 int8_t *output) {
    work w;
    const int32_t columns = layer->out_columns, outs = layer->out_channels;
    for (int32_t x = 0; x < columns; x += EAD_DENSE_PIXELS) {
        const int32_t pixels = columns - x < EAD_DENSE_PIXELS ? columns - x : EAD_DENSE_PIXELS;
        if (depth <= EAD_DENSE_DEPTH) patch(layer, rows, x, pixels, 0, depth, w.patches); /* serves all channels */
        for (int32_t o = 0; o < outs; o += LANES) {
            const channels8 c = channels8_of(layer, o, output + (ptrdiff_t)x * outs);
            const int8_t *weights = layer->weights + (ptrdiff_t)o * depth;
            if (depth <= EAD_DENSE_DEPTH) {
                pack_weights(weights, depth, depth, c.lanes, w.weights);
                piece(&w, &c, pixels, depth, true, true);
                continue;
            }
            for (int32_t k = 0; k < depth; k += EAD_DENSE_DEPTH) {
                const int32_t count = depth - k < EAD_DENSE_DEPTH ? depth - k : EAD_DENSE_DEPTH;
                patch(layer, rows, x, pixels, k, count, w.patches);
                pack_weights(weights + k, depth, count, c.lanes, w.weights);
                piece(&w, &c, pixels, count, k == 0, k + count == depth);
            }
        }
    }
}
