/*
 * Pointwise and 3x3 convolutions that leave by shifts: what an output pixel sees is one run of values (pointwise: its input channels) or
 * three (convolution: three columns of each row), cut into pairs. A pair of inputs, the same for all lanes, times [8][2] weights goes into
 * eight sums. Inputs are widened to int16 once, with what lies outside the picture around them.
 */
#include "shift.h"

enum {
    SCRATCH = 8192, /* widened inputs */
    RUN = SCRATCH / 3, /* from one run to the next */
    SLACK = 32,     /* that are read or written behind the last one */
    WIDE = 6,       /* pixels at a time with sixteen channels: twelve sums, two vectors of weights, one of inputs */
    NARROW = 12     /* with eight */
};

/* Where the inputs of output pixel 0 lie, and how the next pixels follow. */
typedef struct source {
    const int16_t *at;   /* run r begins RUN values behind run r - 1 */
    ptrdiff_t step;      /* values from one output pixel's runs to the next */
    int32_t runs, pairs; /* pairs of each run; a value behind a run's end meets a weight of zero */
} source;

static int32_t runs_of(const ead_layer *layer) {
    return layer->op == EAD_OP_CONV3X3 ? 3 : 1;
}

static int32_t run_values(const ead_layer *layer) {
    return layer->op == EAD_OP_CONV3X3 ? 3 * layer->in_channels : layer->in_channels;
}

static int32_t pairs_of(const ead_layer *layer) {
    return (run_values(layer) + 1) / 2;
}

/* Packed: per sixteen channels ead_block16, then weights [run][pair][vectors][8][2]; eight channels or fewer have one vector. */
static int32_t vectors_of(const ead_layer *layer, int32_t first) {
    return layer->out_channels - first > 8 ? 2 : 1;
}

static size_t block_bytes(const ead_layer *layer, int32_t vectors) {
    return sizeof(ead_block16) + (size_t)(runs_of(layer) * pairs_of(layer) * vectors) * 32;
}

/* Values from one output pixel's runs to the next. */
static int32_t step_of(const ead_layer *layer) {
    return (layer->op == EAD_OP_CONV3X3 ? layer->stride : 1) * layer->in_channels;
}

/* Output pixels whose inputs fit into the scratch: a multiple of NARROW, 0 when there is no room. */
static int32_t chunk_of(const ead_layer *layer) {
    const int32_t room = (layer->op == EAD_OP_CONV3X3 ? RUN : SCRATCH) - SLACK - run_values(layer);
    return room < 0 ? 0 : (room / step_of(layer) + 1) / NARROW * NARROW;
}

size_t ead_dense_pack_bytes_avx2(const ead_layer *layer) {
    size_t bytes = 32;
    if (chunk_of(layer) == 0) return 0; /* too deep for the scratch: runs from the file */
    for (int32_t first = 0; first < layer->out_channels; first += EAD_GROUP)
        bytes += block_bytes(layer, vectors_of(layer, first));
    return bytes;
}

/* Where a channel of a block lies: one vector holds eight in order, two share sixteen as ead_block16 says. */
static int32_t place_of(int32_t channel, int32_t vectors) {
    return vectors == 1 ? channel : 8 * ead_vector_of(channel) + ead_lane_of(channel);
}

void ead_dense_pack_avx2(const ead_layer *layer, void *destination) {
    const int32_t outs = layer->out_channels, values = run_values(layer), runs = runs_of(layer), pairs = pairs_of(layer);
    uint8_t *to = ead_aligned32(destination);
    for (int32_t first = 0; first < outs; first += EAD_GROUP) {
        const int32_t left = outs - first, count = left < EAD_GROUP ? left : EAD_GROUP, vectors = vectors_of(layer, first);
        ead_block16 *block = (ead_block16 *)(void *)to;
        int16_t *weights = (int16_t *)(void *)(to + sizeof *block);
        ead_block16_pack(block, layer, first, count);
        for (int32_t i = 0; i < count; i++) {
            const int8_t *w = layer->weights + (ptrdiff_t)(first + i) * runs * values;
            if (vectors == 1) block->bias[0][i] = layer->bias[first + i];
            for (int32_t k = 0; k < runs * values; k++) {
                const int32_t pair = k / values * pairs + k % values / 2;
                weights[(pair * vectors * 8 + place_of(i, vectors)) * 2 + k % values % 2] = w[k];
            }
        }
        to += block_bytes(layer, vectors);
    }
}

/* `count` values to int16; reads and writes whole vectors of 16. */
EAD_AVX2_INLINE void widen(const int8_t *from, int32_t count, int16_t *to) {
    for (int32_t i = 0; i < count; i += 16)
        _mm256_storeu_si256((__m256i *)(void *)(to + i), _mm256_cvtepi8_epi16(ead_load16(from + i)));
}

/* Sums of `pixels` x `vectors` x 8, shifted; both are constants at every call, so that all sums stay in registers. */
EAD_AVX2_INLINE void sum_up(const source *in, const int16_t *at, const ead_block16 *block, int32_t pixels, int32_t vectors,
                            __m256i sum[NARROW][2]) {
    const uint8_t *weights = (const uint8_t *)(block + 1);
    const ptrdiff_t step = in->step;
    EAD_UNROLL
    for (int32_t p = 0; p < pixels; p++)
        EAD_UNROLL
    for (int32_t v = 0; v < vectors; v++)
        sum[p][v] = ead_load32(block->bias[v]);
    for (int32_t r = 0; r < in->runs; r++) {
        const int16_t *from = at + r * RUN, *end = from + 2 * in->pairs;
        for (; from < end; from += 2, weights += (size_t)vectors * 32) {
            __m256i w[2];
            EAD_UNROLL
            for (int32_t v = 0; v < vectors; v++)
                w[v] = ead_load32(weights + 32 * v);
            EAD_UNROLL
            for (int32_t p = 0; p < pixels; p++) {
                int32_t pair;
                memcpy(&pair, from + p * step, sizeof pair);
                const __m256i x = _mm256_set1_epi32(pair);
                EAD_UNROLL
                for (int32_t v = 0; v < vectors; v++)
                    sum[p][v] = _mm256_add_epi32(sum[p][v], _mm256_madd_epi16(x, w[v]));
            }
        }
    }
    const __m128i shift = _mm_cvtsi32_si128(block->shift[0][0]);
    EAD_UNROLL
    for (int32_t p = 0; p < pixels; p++)
        EAD_UNROLL
    for (int32_t v = 0; v < vectors; v++)
        sum[p][v] = _mm256_sra_epi32(sum[p][v], shift);
}

/* Sixteen channels, of which the first `count` are stored, of WIDE pixels. */
EAD_AVX2_INLINE void tile16(const source *in, const int16_t *at, const ead_block16 *block, int32_t count, int8_t *output, ptrdiff_t pitch) {
    __m256i sum[NARROW][2];
    sum_up(in, at, block, WIDE, 2, sum);
    const ead_clamp16 clamp = ead_clamp16_of(block);
    EAD_UNROLL
    for (int32_t p = 0; p < WIDE; p += 2) {
        const __m256i bytes = ead_leave_two(sum[p], sum[p + 1], &clamp);
        ead_store_part(output + p * pitch, _mm256_castsi256_si128(bytes), count);
        ead_store_part(output + (p + 1) * pitch, _mm256_extracti128_si256(bytes, 1), count);
    }
}

/* Eight channels of NARROW pixels. Groups of four channels move to where they belong: 0..3 of four pixels, then 4..7. */
EAD_AVX2_INLINE void tile8(const source *in, const int16_t *at, const ead_block16 *block, int32_t count, int8_t *output, ptrdiff_t pitch) {
    __m256i sum[NARROW][2];
    sum_up(in, at, block, NARROW, 1, sum);
    const __m256i low = _mm256_broadcastq_epi64(ead_load8(block->low)), high = _mm256_broadcastq_epi64(ead_load8(block->high));
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    EAD_UNROLL
    for (int32_t p = 0; p < NARROW; p += 4) {
        const __m256i halves = _mm256_packs_epi16(_mm256_packs_epi32(sum[p][0], sum[p + 1][0]), _mm256_packs_epi32(sum[p + 2][0], sum[p + 3][0]));
        const __m256i bytes = _mm256_min_epi8(_mm256_max_epi8(_mm256_permutevar8x32_epi32(halves, order), low), high);
        const __m128i first = _mm256_castsi256_si128(bytes), second = _mm256_extracti128_si256(bytes, 1);
        ead_store_part(output + p * pitch, first, count);
        ead_store_part(output + (p + 1) * pitch, _mm_unpackhi_epi64(first, first), count);
        ead_store_part(output + (p + 2) * pitch, second, count);
        ead_store_part(output + (p + 3) * pitch, _mm_unpackhi_epi64(second, second), count);
    }
}

/* One block of channels of `pixels` output pixels. `wide` and, where it is 8 or 16, `count` are constants at the call. */
EAD_AVX2_INLINE void tiles(const source *in, const ead_block16 *block, bool wide, int32_t count, int32_t pixels, int8_t *output,
                           ptrdiff_t pitch) {
    const int32_t at_once = wide ? WIDE : NARROW;
    const int16_t *at = in->at;
    int32_t x = 0;
    for (; x + at_once <= pixels; x += at_once, output += at_once * pitch, at += at_once * in->step)
        if (wide)
            tile16(in, at, block, count, output, pitch);
        else
            tile8(in, at, block, count, output, pitch);
    if (x == pixels) return;
    int8_t rest[NARROW * 16]; /* some of these pixels do not exist: their inputs are what the scratch holds */
    if (wide)
        tile16(in, at, block, 16, rest, 16);
    else
        tile8(in, at, block, 8, rest, 16);
    for (int32_t p = 0; x + p < pixels; p++)
        memcpy(output + p * pitch, rest + 16 * p, (size_t)count);
}

/* All channels of `pixels` output pixels. */
EAD_AVX2_INLINE void multiply(const ead_layer *layer, const source *in, int8_t *output, int32_t pixels) {
    const uint8_t *packed = ead_aligned32(layer->packed);
    const int32_t pitch = layer->out_channels;
    for (int32_t first = 0; first < pitch; first += EAD_GROUP, output += EAD_GROUP) {
        const int32_t left = pitch - first;
        const ead_block16 *block = (const ead_block16 *)(const void *)packed;
        if (left >= 16)
            tiles(in, block, true, 16, pixels, output, pitch);
        else if (left > 8)
            tiles(in, block, true, left, pixels, output, pitch);
        else if (left == 8)
            tiles(in, block, false, 8, pixels, output, pitch);
        else
            tiles(in, block, false, left, pixels, output, pitch);
        packed += block_bytes(layer, vectors_of(layer, first));
    }
}

EAD_AVX2 void ead_pointwise_shift_row_avx2(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    int16_t scratch[SCRATCH];
    const int32_t chunk = chunk_of(layer), channels = layer->in_channels;
    const source in = {.at = scratch, .step = channels, .runs = 1, .pairs = pairs_of(layer)};
    for (int32_t x = 0; x < layer->out_columns; x += chunk) {
        const int32_t left = layer->out_columns - x, pixels = left < chunk ? left : chunk;
        widen(rows[0] + (ptrdiff_t)x * channels, pixels * channels, scratch);
        multiply(layer, &in, output + (ptrdiff_t)x * layer->out_channels, pixels);
    }
}

/* `count` pixels outside the picture. */
static int16_t *outside(const ead_layer *layer, int32_t count, int16_t *to) {
    for (int32_t i = 0; i < count; i++)
        for (int32_t c = 0; c < layer->in_channels; c++)
            *to++ = layer->pad[c];
    return to;
}

/* Input columns [first, first + count) of one row, those outside the picture from the padding. */
EAD_AVX2_INLINE void widen_columns(const ead_layer *layer, const int8_t *row, int32_t first, int32_t count, int16_t *to) {
    const int32_t channels = layer->in_channels, columns = layer->in_columns;
    const int32_t begin = first < 0 ? 0 : first, end = first + count < columns ? first + count : columns;
    if (!row || begin >= end) {
        outside(layer, count, to);
        return;
    }
    to = outside(layer, begin - first, to);
    widen(row + (ptrdiff_t)begin * channels, (end - begin) * channels, to);
    outside(layer, first + count - end, to + (end - begin) * channels);
}

EAD_AVX2 void ead_conv3x3_shift_row_avx2(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    int16_t scratch[SCRATCH];
    const int32_t chunk = chunk_of(layer);
    for (int32_t x = 0; x < layer->out_columns; x += chunk) {
        const int32_t left = layer->out_columns - x, pixels = left < chunk ? left : chunk, columns = (pixels - 1) * layer->stride + 3;
        const source in = {.at = scratch, .step = step_of(layer), .runs = 3, .pairs = pairs_of(layer)};
        for (int32_t k = 0; k < 3; k++)
            widen_columns(layer, rows[k], x * layer->stride - layer->pad_left, columns, scratch + k * RUN);
        multiply(layer, &in, output + (ptrdiff_t)x * layer->out_channels, pixels);
    }
}
