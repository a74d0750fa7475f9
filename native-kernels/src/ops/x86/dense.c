#include "dense.h"

enum {
    LANES = 8,  /* output channels in a vector */
    GROUPS = 2, /* vectors at a time; one where no more than eight channels are left */
    TILE = 4    /* pixels that share a load of weights */
};

_Static_assert(EAD_DENSE_PIXELS % TILE == 0 && EAD_DENSE_DEPTH % 4 == 0, "whole tiles, whole double pairs");

typedef struct work {
    int16_t patches[EAD_DENSE_PIXELS * EAD_DENSE_DEPTH + EAD_DENSE_SLACK]; /* [pixels][ead_dense_pitch(depth)] */
    int16_t weights[EAD_DENSE_DEPTH * GROUPS * LANES];                     /* [depth / 2][groups][LANES][2] */
    int32_t sums[EAD_DENSE_PIXELS][GROUPS][LANES];                         /* of patches deeper than EAD_DENSE_DEPTH */
} work;

/* Up to sixteen channels of the layer: bias, quantisation and where they go. */
typedef struct channels16 {
    const int8_t *weights;
    __m256i bias[GROUPS];
    ead_quant8 quant[GROUPS];
    ead_range8 range;
    bool shifts;
    int32_t count; /* channels that exist */
    ptrdiff_t pitch;
    int8_t *output;
} channels16;

EAD_AVX2_INLINE void channels16_load(channels16 *c, const ead_layer *layer, int32_t first, int32_t depth) {
    const int32_t left = layer->out_channels - first, count = left < GROUPS * LANES ? left : GROUPS * LANES;
    int32_t bias[GROUPS * LANES] = {0}, multiplier[GROUPS * LANES] = {0};
    int8_t shift[GROUPS * LANES] = {0};
    c->shifts = layer->requantisation == EAD_REQUANTISE_SHIFT;
    memcpy(bias, layer->bias + first, (size_t)count * sizeof *bias);
    if (!c->shifts) memcpy(multiplier, layer->multiplier + first, (size_t)count * sizeof *multiplier);
    for (int32_t i = 0; i < count; i++)
        shift[i] = ead_shift_of(layer, first + i);
    for (int32_t g = 0; g < GROUPS; g++) {
        const __m256i shifts = _mm256_cvtepi8_epi32(ead_load8(shift + g * LANES));
        c->bias[g] = ead_load32(bias + g * LANES);
        c->quant[g] = ead_quant8_of(ead_load32(multiplier + g * LANES), shifts);
    }
    c->weights = layer->weights + (ptrdiff_t)first * depth;
    c->range = ead_range8_at(layer, first, count, count > LANES ? 2 * LANES : LANES);
    c->count = count;
}

/*
 * Weights [out][depth] int8, `count` of the depth, to [count / 2][groups][LANES][2] int16: one multiply-add takes two inputs to
 * eight outputs. Lanes that have no channel repeat the last one; nobody looks at them. Depth is filled up with zeros.
 */
EAD_AVX2_INLINE void pack_group(const int8_t *const row[LANES], int32_t count, int32_t groups, int16_t *packed) {
    const int32_t step = groups * 2 * LANES; /* from pair to pair */
    int32_t k = 0;
    for (; k + 8 <= count; k += 8) {
        /* Pairs of bytes are what moves: pair j = inputs k + 2 j and k + 2 j + 1. Names: rows, then pairs. */
        const __m128i r01 = _mm_unpacklo_epi16(ead_load8(row[0] + k), ead_load8(row[1] + k));
        const __m128i r23 = _mm_unpacklo_epi16(ead_load8(row[2] + k), ead_load8(row[3] + k));
        const __m128i r45 = _mm_unpacklo_epi16(ead_load8(row[4] + k), ead_load8(row[5] + k));
        const __m128i r67 = _mm_unpacklo_epi16(ead_load8(row[6] + k), ead_load8(row[7] + k));
        const __m128i r03_p01 = _mm_unpacklo_epi32(r01, r23), r03_p23 = _mm_unpackhi_epi32(r01, r23);
        const __m128i r47_p01 = _mm_unpacklo_epi32(r45, r67), r47_p23 = _mm_unpackhi_epi32(r45, r67);
        const __m128i pair[4] = {_mm_unpacklo_epi64(r03_p01, r47_p01), _mm_unpackhi_epi64(r03_p01, r47_p01),
                                 _mm_unpacklo_epi64(r03_p23, r47_p23), _mm_unpackhi_epi64(r03_p23, r47_p23)};
        for (int32_t j = 0; j < 4; j++)
            _mm256_storeu_si256((__m256i *)(void *)(packed + (k / 2 + j) * step), _mm256_cvtepi8_epi16(pair[j]));
    }
    for (; k < ead_dense_pitch(count); k++)
        for (int32_t i = 0; i < LANES; i++)
            packed[k / 2 * step + 2 * i + k % 2] = k < count ? row[i][k] : 0;
}

EAD_AVX2_INLINE void pack_weights(const channels16 *c, int32_t depth, int32_t from, int32_t count, int32_t groups,
                                  int16_t *packed) {
    for (int32_t g = 0; g < groups; g++) {
        const int8_t *row[LANES];
        for (int32_t i = 0; i < LANES; i++) {
            const int32_t channel = g * LANES + i < c->count ? g * LANES + i : c->count - 1;
            row[i] = c->weights + (ptrdiff_t)channel * depth + from;
        }
        pack_group(row, count, groups, packed + g * 2 * LANES);
    }
}

/* Two inputs of four pixels: sum[p][g] += the pair of patch p . its weights. A pair of products is at most 2 * 2^14 in size; the
 * model check bounds the sum. */
EAD_AVX2_INLINE void multiply_pair(const int16_t *patch, int32_t pitch, const int16_t *weights, int32_t groups,
                                   __m256i sum[TILE][GROUPS]) {
    __m256i w[GROUPS];
    for (int32_t g = 0; g < groups; g++)
        w[g] = ead_load32(weights + g * 2 * LANES);
    for (int32_t p = 0; p < TILE; p++) {
        int32_t inputs; /* two int16, the same for all lanes */
        memcpy(&inputs, patch + p * pitch, sizeof inputs);
        const __m256i in = _mm256_set1_epi32(inputs);
        for (int32_t g = 0; g < groups; g++)
            sum[p][g] = _mm256_add_epi32(sum[p][g], _mm256_madd_epi16(w[g], in));
    }
}

/* Four requantised vectors to 4 x 8 bytes, in order. */
EAD_AVX2_INLINE __m256i pack4(__m256i a, __m256i b, __m256i c, __m256i d, const ead_range8 *range) {
    /* Groups of four channels: lower half 0..3 of a, b, c, d, upper half 4..7. */
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    const __m256i bytes = _mm256_packs_epi16(ead_pack16(a, b, range), ead_pack16(c, d, range));
    return ead_clamp32(_mm256_permutevar8x32_epi32(bytes, order), range);
}

/* Requantises a tile and writes the channels of its first `pixels`. */
EAD_AVX2_INLINE void finish(const channels16 *c, __m256i sum[TILE][GROUPS], int32_t groups, int32_t pixels, int8_t *output) {
    for (int32_t p = 0; p < TILE; p++)
        for (int32_t g = 0; g < groups; g++)
            sum[p][g] = ead_leave8(sum[p][g], &c->quant[g], c->shifts);
    if (groups == 1) {
        const __m256i bytes = pack4(sum[0][0], sum[1][0], sum[2][0], sum[3][0], &c->range);
        const __m128i first = _mm256_castsi256_si128(bytes), second = _mm256_extracti128_si256(bytes, 1);
        ead_store_part(output, first, c->count);
        if (pixels > 1) ead_store_part(output + c->pitch, _mm_unpackhi_epi64(first, first), c->count);
        if (pixels > 2) ead_store_part(output + 2 * c->pitch, second, c->count);
        if (pixels > 3) ead_store_part(output + 3 * c->pitch, _mm_unpackhi_epi64(second, second), c->count);
        return;
    }
    for (int32_t p = 0; p < TILE; p += 2) {
        const __m256i bytes = pack4(sum[p][0], sum[p][1], sum[p + 1][0], sum[p + 1][1], &c->range);
        if (pixels > p) ead_store_part(output + p * c->pitch, _mm256_castsi256_si128(bytes), c->count);
        if (pixels > p + 1) ead_store_part(output + (p + 1) * c->pitch, _mm256_extracti128_si256(bytes, 1), c->count);
    }
}

/* One piece of depth for all pixels at hand: starts from the bias or the sums so far, ends in the output or in the sums. */
EAD_AVX2_INLINE void piece(work *w, const channels16 *c, int32_t pixels, int32_t count, int32_t groups, bool first, bool last) {
    const int32_t pitch = ead_dense_pitch(count);
    int8_t *output = c->output;
    for (int32_t x = 0; x < pixels; x += TILE, output += TILE * c->pitch) {
        const int16_t *patch = w->patches + x * pitch, *weights = w->weights;
        __m256i sum[TILE][GROUPS];
        for (int32_t p = 0; p < TILE; p++)
            for (int32_t g = 0; g < groups; g++)
                sum[p][g] = first ? c->bias[g] : ead_load32(w->sums[x + p][g]);
        for (int32_t k = 0; k < pitch; k += 4, weights += 4 * groups * LANES) {
            multiply_pair(patch + k, pitch, weights, groups, sum);
            multiply_pair(patch + k + 2, pitch, weights + 2 * groups * LANES, groups, sum);
        }
        if (last) {
            finish(c, sum, groups, pixels - x, output);
            continue;
        }
        for (int32_t p = 0; p < TILE; p++)
            for (int32_t g = 0; g < groups; g++)
                _mm256_storeu_si256((__m256i *)(void *)w->sums[x + p][g], sum[p][g]);
    }
}

/* Patches of pixels x.. for one piece of depth. The last tile's missing pixels are zero. */
static void fill(work *w, const ead_layer *layer, const int8_t *const rows[3], ead_patch_fn patch, int32_t x, int32_t pixels,
                 int32_t from, int32_t count) {
    const int32_t pitch = ead_dense_pitch(count), missing = (TILE - pixels % TILE) % TILE;
    patch(layer, rows, x, pixels, from, count, w->patches);
    memset(w->patches + pixels * pitch, 0, (size_t)(missing * pitch) * sizeof *w->patches);
}

/* Sixteen channels (`groups` = 2) or eight for all pixels at hand. */
EAD_AVX2_INLINE void columns(work *w, const ead_layer *layer, const int8_t *const rows[3], int32_t depth, ead_patch_fn patch,
                             const channels16 *c, int32_t x, int32_t pixels, int32_t groups) {
    if (depth <= EAD_DENSE_DEPTH) { /* the patches are there already */
        pack_weights(c, depth, 0, depth, groups, w->weights);
        piece(w, c, pixels, depth, groups, true, true);
        return;
    }
    for (int32_t k = 0; k < depth; k += EAD_DENSE_DEPTH) {
        const int32_t count = depth - k < EAD_DENSE_DEPTH ? depth - k : EAD_DENSE_DEPTH;
        fill(w, layer, rows, patch, x, pixels, k, count);
        pack_weights(c, depth, k, count, groups, w->weights);
        piece(w, c, pixels, count, groups, k == 0, k + count == depth);
    }
}

EAD_AVX2 void ead_dense_row_avx2(const ead_layer *layer, const int8_t *const rows[3], int32_t depth, ead_patch_fn patch,
                                 int8_t *output) {
    work w;
    const int32_t outs = layer->out_channels;
    for (int32_t x = 0; x < layer->out_columns; x += EAD_DENSE_PIXELS) {
        const int32_t left = layer->out_columns - x, pixels = left < EAD_DENSE_PIXELS ? left : EAD_DENSE_PIXELS;
        if (depth <= EAD_DENSE_DEPTH) fill(&w, layer, rows, patch, x, pixels, 0, depth); /* serves all channels */
        for (int32_t o = 0; o < outs; o += GROUPS * LANES) {
            channels16 c;
            channels16_load(&c, layer, o, depth);
            c.pitch = outs;
            c.output = output + (ptrdiff_t)x * outs + o;
            if (c.count > LANES)
                columns(&w, layer, rows, depth, patch, &c, x, pixels, GROUPS);
            else
                columns(&w, layer, rows, depth, patch, &c, x, pixels, 1);
        }
    }
}
