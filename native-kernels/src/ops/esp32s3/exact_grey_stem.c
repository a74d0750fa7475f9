/*
 * First layers of grey models that leave exactly: convolutions of one channel at stride 2. The inputs of some pixels are widened, a vector of eight of
 * each of the three rows after the other; four pixels take three vectors and the first value of the next three. They are written out with the
 * place of each value, as in grey_stem.c.
 */
#include "exact.h"

enum {
    TAPS = 9,
    PIXELS = 48, /* widened at a time */
    COLUMNS = 2 * PIXELS,
    VECTORS = COLUMNS / EAD_S3_EXACT_LANES + 1, /* of each row */
    NEXT = 3 * EAD_S3_EXACT_LANES               /* values from a vector of a row to its next */
};

/* The place in a window of each tap. */
static const uint8_t order[TAPS] = {0, 1, 3, 4, 6, 7, 2, 5, 8};

int ead_is_exact_grey_stem_s3(const ead_layer *layer) {
    return layer->in_channels == 1 && layer->stride == 2 && layer->pad_left == 0;
}

size_t ead_exact_grey_stem_pack_bytes_s3(const ead_layer *layer) {
    return ead_s3_exact_bytes(layer, TAPS, TAPS);
}

void ead_exact_grey_stem_pack_s3(const ead_layer *layer, void *destination) {
    ead_s3_pack_exact(layer, TAPS, order, TAPS, destination);
}

#define TAP(q, x, sel) EAD_PIE_VSMULAS_S16_QACC_LD_INCP(q, w, q, x, sel)
#define LEAVE EAD_S3_EXACT_LEAVE_BY(3, 2, EAD_PIE_VMULAS_S16_QACC_LD_IP, -272)

/* The first row's vector is in q4. Columns a, b and c lie in one vector, */
#define PIXEL(a, b, c) \
    EAD_PIE_VLD_128_IP(0, in, 16) \
    EAD_PIE_VLD_128_IP(1, in, -32) \
    EAD_S3_EXACT_BIAS \
    TAP(2, 4, a) TAP(3, 4, b) TAP(2, 0, a) TAP(3, 0, b) TAP(2, 1, a) TAP(3, 1, b) TAP(2, 4, c) TAP(3, 0, c) TAP(2, 1, c) \
    LEAVE
/* or the last one lies in the next. */
#define LAST_PIXEL \
    EAD_PIE_VLD_128_IP(0, in, 16) \
    EAD_PIE_VLD_128_IP(1, in, 16) \
    EAD_S3_EXACT_BIAS \
    TAP(2, 4, 6) TAP(3, 4, 7) \
    EAD_PIE_VLD_128_IP(4, in, 16) \
    TAP(2, 0, 6) TAP(3, 0, 7) \
    EAD_PIE_VLD_128_IP(0, in, 16) \
    TAP(2, 1, 6) TAP(3, 1, 7) \
    EAD_PIE_VLD_128_IP(1, in, -32) \
    TAP(2, 4, 0) TAP(3, 0, 0) TAP(2, 1, 0) \
    LEAVE

_Static_assert(-16 * (TAPS + EAD_S3_EXACT_LEAVE - 1) == -272, "the way back in the programs");

/* Eight channels of four times `blocks` pixels. */
static void run(ead_pie *pie, const int8_t *constants, const int8_t *group, const int16_t *inputs, uint32_t blocks, int8_t *out, int32_t step) {
    _Alignas(16) int8_t memory[EAD_S3_EXACT_BLOCK];
    int8_t *block = memory;
    const int8_t *in = (const int8_t *)inputs, *w = group + EAD_S3_BIAS_BYTES;
    const uint32_t low = (uint8_t)group[EAD_S3_LOW_BITS_AT], high = 16 - low, zero = 0, last = (uint8_t)group[EAD_S3_SHIFT_AT];
    ead_s3_exact_block(pie, group, block);
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(w), EAD_PIE_IN_OUT(constants)), EAD_PIE_OPERANDS(EAD_PIE_IN(zero)),
        EAD_S3_EXACT_BEGIN);
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(w), EAD_PIE_IN_OUT(block), EAD_PIE_IN_OUT(out), EAD_PIE_IN_OUT(blocks)),
                    EAD_PIE_OPERANDS(EAD_PIE_IN(step), EAD_PIE_IN(low), EAD_PIE_IN(high), EAD_PIE_IN(zero), EAD_PIE_IN(last)),
        EAD_PIE_REPEAT(blocks, PIXEL(0, 1, 2) PIXEL(2, 3, 4) PIXEL(4, 5, 6) LAST_PIXEL));
}

/* `vectors` times sixteen bytes of a row, each to two vectors with those of the other rows between them. */
static void widen_inside(ead_pie *pie, const int8_t *from, uint32_t vectors, int16_t *to) {
    int8_t *out = (int8_t *)to;
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(from), EAD_PIE_IN_OUT(out)), EAD_PIE_OPERANDS(EAD_PIE_IN(vectors)),
        EAD_PIE_XORQ(7, 7, 7)
        EAD_PIE_LOOP(vectors,
            EAD_PIE_VLD_128_IP(0, from, 16)
            EAD_S3_WIDEN
            EAD_PIE_VST_128_IP(0, out, 48)
            EAD_PIE_VST_128_IP(1, out, 48)));
}

/* The `columns` columns of a row from `column` on, a multiple of 16; what lies outside is padding, and a row that is missing. */
static void widen(ead_pie *pie, const ead_layer *layer, const int8_t *row, int32_t column, int32_t columns, int16_t *to) {
    const int32_t there = row ? layer->in_columns - column : 0, inside = there < columns ? there : columns, vectors = inside / EAD_PIE_LANES;
    if (vectors > 0) widen_inside(pie, row + column, (uint32_t)vectors, to);
    for (int32_t i = vectors * EAD_PIE_LANES; i < columns; i++)
        to[i / EAD_S3_EXACT_LANES * NEXT + i % EAD_S3_EXACT_LANES] = i < inside ? row[column + i] : layer->pad[0];
}

void ead_exact_grey_stem_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    ead_pie state = {0}, *const pie = &state;
    _Alignas(16) int16_t wide[VECTORS * NEXT];
    _Alignas(16) int8_t results[PIXELS * EAD_S3_EXACT_LANES];
    const int8_t *constants = layer->packed;
    const int32_t channels = layer->out_channels;
    for (int32_t x = 0; x < layer->out_columns; x += PIXELS) {
        const int32_t pixels = layer->out_columns - x < PIXELS ? layer->out_columns - x : PIXELS, blocks = (pixels + 3) / 4;
        const int whole = channels % EAD_S3_EXACT_LANES == 0 && pixels % 4 == 0;
        const int8_t *group = constants + EAD_S3_EXACT_CONSTANTS;
        int8_t *out = output + (ptrdiff_t)x * channels;
        for (int32_t k = 0; k < 3; k++) widen(pie, layer, rows[k], 2 * x, 8 * blocks + 1, wide + k * EAD_S3_EXACT_LANES);
        for (int32_t first = 0; first < channels; first += EAD_S3_EXACT_LANES, group += ead_s3_exact_group_bytes(TAPS)) {
            const int32_t count = channels - first < EAD_S3_EXACT_LANES ? channels - first : EAD_S3_EXACT_LANES;
            run(pie, constants, group, wide, (uint32_t)blocks, whole ? out + first : results, whole ? channels : EAD_S3_EXACT_LANES);
            if (!whole) ead_s3_scatter(results, (uint32_t)pixels, count, out + first, channels);
        }
    }
    ead_s3_exact_alone(layer, TAPS, rows, output);
}
