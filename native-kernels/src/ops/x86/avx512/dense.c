/*
 * Pointwise and 3x3 convolutions that leave by shifts: what an output pixel sees is one run of bytes (pointwise: its input
 * channels) or three (convolution: three columns of each row), cut into quads. A quad of inputs, the same for all lanes, times
 * [16][4] weights goes into sixteen sums. Inputs are copied once with their sign bit flipped, with what lies outside the picture
 * around them.
 */
#include "avx512.h"

enum {
    SCRATCH = 8192, /* bytes of flipped inputs */
    TILE = 4,       /* pixels at a time */
    MOST_RUNS = 3
};

/* Where the inputs of output pixel 0 lie, and how the next pixels follow. */
typedef struct source {
    const uint8_t *run[MOST_RUNS];
    ptrdiff_t step;      /* bytes from one output pixel's runs to the next */
    int32_t runs, quads; /* quads of each run; bytes behind a run's end meet weights of zero */
} source;

static int32_t runs_of(const ead_layer *layer) {
    return layer->op == EAD_OP_CONV3X3 ? 3 : 1;
}

/* Input bytes of a run. */
static int32_t run_bytes(const ead_layer *layer) {
    return layer->op == EAD_OP_CONV3X3 ? 3 * layer->in_channels : layer->in_channels;
}

static int32_t quads_of(const ead_layer *layer) {
    return (run_bytes(layer) + 3) / 4;
}

/* Packed: per sixteen channels ead_lanes16, then weights [run][quad][16][4]. */
static size_t group_bytes(const ead_layer *layer) {
    return sizeof(ead_lanes16) + (size_t)(runs_of(layer) * quads_of(layer)) * EAD_LINE;
}

/* Input pixels under `pixels` neighbouring output pixels. */
static int32_t reach(const ead_layer *layer, int32_t pixels) {
    return layer->op == EAD_OP_CONV3X3 ? (pixels - 1) * layer->stride + 3 : pixels;
}

/* Output pixels whose inputs fit into the scratch: a multiple of TILE, 0 when there is no room for one tile. */
static int32_t chunk_of(const ead_layer *layer) {
    const int32_t room = SCRATCH / runs_of(layer) - EAD_LINE,
                  each = (layer->op == EAD_OP_CONV3X3 ? layer->stride : 1) * layer->in_channels;
    const int32_t more = room - reach(layer, 1) * layer->in_channels; /* behind the first pixel */
    return more < 0 ? 0 : (more / each + 1) / TILE * TILE;
}

size_t ead_dense_pack_bytes_avx512(const ead_layer *layer) {
    if (chunk_of(layer) == 0) return 0; /* too deep for the scratch: runs from the file */
    return EAD_LINE + (size_t)((layer->out_channels + EAD_GROUP - 1) / EAD_GROUP) * group_bytes(layer);
}

void ead_dense_pack_avx512(const ead_layer *layer, void *destination) {
    const int32_t outs = layer->out_channels, bytes = run_bytes(layer), runs = runs_of(layer), quads = quads_of(layer);
    uint8_t *to = ead_line(destination);
    for (int32_t first = 0; first < outs; first += EAD_GROUP, to += group_bytes(layer)) {
        int8_t *weights = (int8_t *)(to + sizeof(ead_lanes16));
        int32_t sums[16] = {0};
        for (int32_t i = 0; i < 16 && first + i < outs; i++)
            for (int32_t k = 0; k < runs * bytes; k++) {
                const int8_t w = layer->weights[(ptrdiff_t)(first + i) * runs * bytes + k];
                weights[(k / bytes * quads + k % bytes / 4) * EAD_LINE + 4 * i + k % bytes % 4] = w;
                sums[i] += w;
            }
        ead_lanes16_pack((ead_lanes16 *)(void *)to, layer, first, sums);
    }
}

/* `count` bytes with their sign bit flipped. Reads and writes whole vectors of 16. */
EAD_AVX512_INLINE void flip(const int8_t *from, int32_t count, uint8_t *to) {
    int32_t i = 0;
    for (; i + EAD_LINE <= count; i += EAD_LINE)
        _mm512_storeu_si512(to + i, _mm512_xor_si512(_mm512_loadu_si512(from + i), _mm512_set1_epi8(-128)));
    for (; i < count; i += 16) {
        const __m128i some = _mm_loadu_si128((const __m128i *)(const void *)(from + i));
        _mm_storeu_si128((__m128i *)(void *)(to + i), _mm_xor_si128(some, _mm_set1_epi8(-128)));
    }
}

/* TILE pixels times GROUPS x 16 channels; constants at every call, so that all sums stay in registers. */
EAD_AVX512_INLINE void tile(const source *in, const uint8_t *packed, size_t bytes, int32_t groups,
                            const uint8_t *const run[MOST_RUNS], int8_t *output, ptrdiff_t pitch, int32_t last_count,
                            int32_t pixels) {
    __m512i sum[3][TILE];
    EAD_UNROLL
    for (int32_t g = 0; g < groups; g++)
        EAD_UNROLL
    for (int32_t p = 0; p < TILE; p++)
        sum[g][p] = _mm512_load_si512(packed + (size_t)g * bytes);
    const uint8_t *weights = packed + sizeof(ead_lanes16);
    for (int32_t r = 0; r < in->runs; r++) {
        const uint8_t *from = run[r];
        for (int32_t q = 0; q < in->quads; q++, from += 4, weights += EAD_LINE) {
            __m512i w[3];
            EAD_UNROLL
            for (int32_t g = 0; g < groups; g++)
                w[g] = _mm512_load_si512(weights + (size_t)g * bytes);
            EAD_UNROLL
            for (int32_t p = 0; p < TILE; p++) {
                int32_t quad;
                memcpy(&quad, from + p * in->step, sizeof quad);
                const __m512i x = _mm512_set1_epi32(quad);
                EAD_UNROLL
                for (int32_t g = 0; g < groups; g++)
                    sum[g][p] = _mm512_dpbusd_epi32(sum[g][p], x, w[g]);
            }
        }
    }
    EAD_UNROLL
    for (int32_t g = 0; g < groups; g++) {
        const ead_lanes16 *lanes = (const ead_lanes16 *)(const void *)(packed + (size_t)g * bytes);
        ead_store4(ead_leave4(sum[g], lanes), output + g * EAD_GROUP, pitch, g + 1 == groups ? last_count : EAD_GROUP, pixels);
    }
}

EAD_AVX512_INLINE void all_tiles(const ead_layer *layer, const source *in, const uint8_t *packed, size_t bytes, int32_t groups,
                                 int32_t last_count, int8_t *output, int32_t pixels) {
    const uint8_t *run[MOST_RUNS] = {in->run[0], in->run[1], in->run[2]};
    for (int32_t x = 0; x < pixels; x += TILE) {
        const int32_t left = pixels - x;
        tile(in, packed, bytes, groups, run, output, layer->out_channels, last_count, left < TILE ? left : TILE);
        output += TILE * layer->out_channels;
        for (int32_t r = 0; r < in->runs; r++)
            run[r] += TILE * in->step;
    }
}

/* All channels of `pixels` output pixels. */
EAD_AVX512_INLINE void multiply(const ead_layer *layer, const source *in, int8_t *output, int32_t pixels) {
    const size_t bytes = group_bytes(layer);
    const uint8_t *packed = ead_line(layer->packed);
    for (int32_t first = 0; first < layer->out_channels; first += 3 * EAD_GROUP, packed += 3 * bytes) {
        const int32_t left = layer->out_channels - first;
        if (left > 2 * EAD_GROUP)
            all_tiles(layer, in, packed, bytes, 3, left < 3 * EAD_GROUP ? left - 2 * EAD_GROUP : EAD_GROUP, output + first,
                      pixels);
        else if (left > EAD_GROUP)
            all_tiles(layer, in, packed, bytes, 2, left - EAD_GROUP, output + first, pixels);
        else
            all_tiles(layer, in, packed, bytes, 1, left, output + first, pixels);
    }
}

EAD_AVX512 void ead_pointwise_row_avx512(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    uint8_t scratch[SCRATCH + EAD_LINE];
    const int32_t chunk = chunk_of(layer), channels = layer->in_channels;
    const source in = {.run = {scratch}, .step = channels, .runs = 1, .quads = quads_of(layer)};
    for (int32_t x = 0; x < layer->out_columns; x += chunk) {
        const int32_t left = layer->out_columns - x, pixels = left < chunk ? left : chunk;
        flip(rows[0] + (ptrdiff_t)x * channels, pixels * channels, scratch);
        multiply(layer, &in, output + (ptrdiff_t)x * layer->out_channels, pixels);
    }
}

/* `count` pixels outside the picture. */
static uint8_t *flip_outside(const ead_layer *layer, int32_t count, uint8_t *to) {
    for (int32_t i = 0; i < count; i++)
        for (int32_t c = 0; c < layer->in_channels; c++)
            *to++ = (uint8_t)(layer->pad[c] ^ -128);
    return to;
}

/* Input columns [first, first + count) of one row, those outside the picture from the padding. */
EAD_AVX512_INLINE void flip_columns(const ead_layer *layer, const int8_t *row, int32_t first, int32_t count, uint8_t *to) {
    const int32_t channels = layer->in_channels, columns = layer->in_columns;
    const int32_t begin = first < 0 ? 0 : first, end = first + count < columns ? first + count : columns;
    if (!row || begin >= end) {
        flip_outside(layer, count, to);
        return;
    }
    to = flip_outside(layer, begin - first, to);
    flip(row + (ptrdiff_t)begin * channels, (end - begin) * channels, to);
    flip_outside(layer, first + count - end, to + (end - begin) * channels);
}

EAD_AVX512 void ead_conv3x3_row_avx512(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    uint8_t scratch[SCRATCH + EAD_LINE];
    const int32_t chunk = chunk_of(layer), channels = layer->in_channels;
    for (int32_t x = 0; x < layer->out_columns; x += chunk) {
        const int32_t left = layer->out_columns - x, pixels = left < chunk ? left : chunk;
        const int32_t count = reach(layer, pixels), pitch = count * channels + EAD_LINE / 2;
        source in = {.step = (ptrdiff_t)layer->stride * channels, .runs = 3, .quads = quads_of(layer)};
        for (int32_t k = 0; k < 3; k++) {
            in.run[k] = scratch + k * pitch;
            flip_columns(layer, rows[k], x * layer->stride - layer->pad_left, count, scratch + k * pitch);
        }
        multiply(layer, &in, output + (ptrdiff_t)x * layer->out_channels, pixels);
    }
}
