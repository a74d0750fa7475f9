/*
 * Depthwise 3x3, layers that leave by shifts, sixteen channels at a time. Of every picture column two rows of the window are interleaved
 * once and serve all outputs above them; the third row is paired with its neighbour to the right. So nine taps are five pairs.
 */
#include "shift.h"

enum { LANES = 16, PAIRS = 5 };

/* Packed: per sixteen channels ead_block16, then weights [pair][vector][8][2]: rows 0 and 1 at kx = 0, 1, 2; row 2 at kx = 0 and 1, at 2 and 0. */
enum { BLOCK_BYTES = sizeof(ead_block16) + PAIRS * 2 * 32 };

/* The last block steps back, so that every block has sixteen channels. */
static int32_t first_of(const ead_layer *layer, int32_t block) {
    return (block + 1) * LANES <= layer->in_channels ? block * LANES : layer->in_channels - LANES;
}

size_t ead_depthwise3x3_pack_bytes_avx2(const ead_layer *layer) {
    return layer->in_channels < LANES ? 0 : 32 + (size_t)((layer->in_channels + LANES - 1) / LANES) * BLOCK_BYTES;
}

void ead_depthwise3x3_pack_avx2(const ead_layer *layer, void *destination) {
    static const int8_t taps[PAIRS][2] = {{0, 3}, {1, 4}, {2, 5}, {6, 7}, {8, -1}};
    uint8_t *to = ead_aligned32(destination);
    for (int32_t b = 0; b * LANES < layer->in_channels; b++, to += BLOCK_BYTES) {
        const int32_t first = first_of(layer, b);
        int16_t *weights = (int16_t *)(void *)(to + sizeof(ead_block16));
        ead_block16_pack((ead_block16 *)(void *)to, layer, first, LANES);
        for (int32_t p = 0; p < PAIRS; p++)
            for (int32_t i = 0; i < LANES; i++)
                for (int32_t k = 0; k < 2; k++)
                    weights[((p * 2 + ead_vector_of(i)) * 8 + ead_lane_of(i)) * 2 + k] =
                        taps[p][k] < 0 ? 0 : layer->weights[taps[p][k] * layer->in_channels + first + i];
    }
}

/* Three rows at sixteen channels, each a place and the bytes from one picture column to the next (0: outside the picture). */
typedef struct window {
    const int8_t *row[3], *pad;
    ptrdiff_t step[3];
    int32_t columns;
} window;

/* One picture column: rows 0 and 1 interleaved (channels 0..3 and 8..11, then the others), and row 2. */
typedef struct column {
    __m256i upper[2], third;
} column;

EAD_AVX2_INLINE column column_of(const int8_t *top, const int8_t *middle, const int8_t *bottom) {
    const __m256i a = _mm256_cvtepi8_epi16(ead_load16(top)), b = _mm256_cvtepi8_epi16(ead_load16(middle));
    return (column){{_mm256_unpacklo_epi16(a, b), _mm256_unpackhi_epi16(a, b)}, _mm256_cvtepi8_epi16(ead_load16(bottom))};
}

EAD_AVX2_INLINE column any_column(const window *w, int32_t x) {
    if (x < 0 || x >= w->columns) return column_of(w->pad, w->pad, w->pad);
    return column_of(w->row[0] + x * w->step[0], w->row[1] + x * w->step[1], w->row[2] + x * w->step[2]);
}

EAD_AVX2_INLINE __m256i multiply(__m256i in, const int16_t *weights, int32_t index) {
    return _mm256_madd_epi16(in, _mm256_load_si256((const __m256i *)(const void *)(weights + 16 * index)));
}

/* Sums of one output from the three columns under it, shifted. Two products are at most 2^15 in size together; the model check bounds sums. */
EAD_AVX2_INLINE void output_of(const ead_block16 *block, const column *c0, const column *c1, const column *c2, __m256i out[2]) {
    const int16_t *weights = (const int16_t *)(const void *)(block + 1);
    const __m256i pair[2] = {_mm256_unpacklo_epi16(c0->third, c1->third), _mm256_unpackhi_epi16(c0->third, c1->third)};
    const __m256i last[2] = {_mm256_unpacklo_epi16(c2->third, c2->third), _mm256_unpackhi_epi16(c2->third, c2->third)};
    EAD_UNROLL
    for (int32_t v = 0; v < 2; v++) {
        const __m256i one = _mm256_add_epi32(multiply(c0->upper[v], weights, v), multiply(c1->upper[v], weights, 2 + v));
        const __m256i two = _mm256_add_epi32(multiply(c2->upper[v], weights, 4 + v), multiply(pair[v], weights, 6 + v));
        const __m256i three = _mm256_add_epi32(ead_load32(block->bias[v]), multiply(last[v], weights, 8 + v));
        out[v] = _mm256_srav_epi32(_mm256_add_epi32(_mm256_add_epi32(one, two), three), ead_load32(block->shift[v]));
    }
}

/* Columns first..first+count-1, all inside the picture. */
EAD_AVX2_INLINE void load_columns(const int8_t *const at[3], const ptrdiff_t step[3], int32_t count, column *to) {
    EAD_UNROLL
    for (int32_t i = 0; i < count; i++)
        to[i] = column_of(at[0] + i * step[0], at[1] + i * step[1], at[2] + i * step[2]);
}

/* Outputs x and x + 1 of the row; columns in[0] .. lie under them. `stride` is a constant at every call. */
EAD_AVX2_INLINE __m256i two_outputs(const ead_block16 *block, const column *in, int32_t stride, const ead_clamp16 *clamp) {
    __m256i first[2], second[2];
    output_of(block, &in[0], &in[1], &in[2], first);
    output_of(block, &in[stride], &in[stride + 1], &in[stride + 2], second);
    return ead_leave_two(first, second, clamp);
}

/* The whole row, two outputs at a time; the columns that the next two share with these stay in registers. */
EAD_AVX2_INLINE void block_row(const ead_layer *layer, const window *w, const ead_block16 *block, int32_t stride, int8_t *output) {
    const ead_clamp16 clamp = ead_clamp16_of(block);
    const ptrdiff_t pitch = layer->out_channels;
    const int32_t columns = layer->out_columns, fresh = 2 * stride, shared = 3 - stride; /* columns that come and stay */
    column in[5];
    int32_t x = 0, first = -layer->pad_left;
    EAD_UNROLL
    for (int32_t i = 0; i < shared; i++)
        in[i] = any_column(w, first + i);
    const int8_t *at[3];
    EAD_UNROLL
    for (int32_t k = 0; k < 3; k++)
        at[k] = w->row[k] + (first + shared) * w->step[k];
    for (; x + 2 <= columns && first + shared + fresh <= w->columns; x += 2, first += fresh, output += 2 * pitch) {
        load_columns(at, w->step, fresh, in + shared);
        const __m256i bytes = two_outputs(block, in, stride, &clamp);
        _mm_storeu_si128((__m128i *)(void *)output, _mm256_castsi256_si128(bytes));
        _mm_storeu_si128((__m128i *)(void *)(output + pitch), _mm256_extracti128_si256(bytes, 1));
        EAD_UNROLL
        for (int32_t i = 0; i < shared; i++)
            in[i] = in[fresh + i];
        EAD_UNROLL
        for (int32_t k = 0; k < 3; k++)
            at[k] += fresh * w->step[k];
    }
    for (; x < columns; x += 2, first += fresh, output += 2 * pitch) { /* the right edge */
        for (int32_t i = 0; i < shared + fresh; i++)
            in[i] = any_column(w, first + i);
        const __m256i bytes = two_outputs(block, in, stride, &clamp);
        _mm_storeu_si128((__m128i *)(void *)output, _mm256_castsi256_si128(bytes));
        if (x + 1 < columns) _mm_storeu_si128((__m128i *)(void *)(output + pitch), _mm256_extracti128_si256(bytes, 1));
    }
}

EAD_AVX2 void ead_depthwise3x3_shift_row_avx2(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    const uint8_t *packed = ead_aligned32(layer->packed);
    window w = {.columns = layer->in_columns};
    for (int32_t b = 0; b * LANES < layer->in_channels; b++, packed += BLOCK_BYTES) {
        const int32_t first = first_of(layer, b);
        const ead_block16 *block = (const ead_block16 *)(const void *)packed;
        w.pad = layer->pad + first;
        for (int32_t k = 0; k < 3; k++) {
            w.row[k] = rows[k] ? rows[k] + first : w.pad;
            w.step[k] = rows[k] ? layer->in_channels : 0;
        }
        if (layer->stride == 1)
            block_row(layer, &w, block, 1, output + first);
        else
            block_row(layer, &w, block, 2, output + first);
    }
}
