/*
 * Convolutions of three channels that leave exactly, the first layer of backbones. Nine bytes of each of three rows make an output pixel, from
 * wherever they start: vectors between two vectors, widened. A pixel is six vectors of 16 bits, the first eight bytes of the rows, then the
 * rows' ninth bytes with what follows them, which no tap looks at.
 */
#include "exact.h"

enum { TAPS = 27, ROW = 9, VECTORS = 6, PIXEL = VECTORS * EAD_S3_EXACT_LANES, PIXELS = 16 }; /* PIXELS: widened at a time */

/* The place in a patch of each tap. */
static const uint8_t order[TAPS] = {0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 18, 19, 20, 21, 22, 23, 24, 25, 8, 17, 26};

int ead_is_exact_stem_s3(const ead_layer *layer) {
    return layer->in_channels == 3;
}

size_t ead_exact_stem_pack_bytes_s3(const ead_layer *layer) {
    return ead_s3_exact_bytes(layer, TAPS, TAPS);
}

void ead_exact_stem_pack_s3(const ead_layer *layer, void *destination) {
    ead_s3_pack_exact(layer, TAPS, order, TAPS, destination);
}

#define TAP(q, sel) EAD_PIE_VSMULAS_S16_QACC_LD_INCP(q, w, q, 4, sel)
#define EIGHT_TAPS TAP(2, 0) TAP(3, 1) TAP(2, 2) TAP(3, 3) TAP(2, 4) TAP(3, 5) TAP(2, 6) TAP(3, 7)

/* Eight channels of `pixels` pixels. Reads one vector behind the last. */
static void run(ead_pie *pie, const int8_t *constants, const int8_t *group, const int16_t *inputs, uint32_t pixels, int8_t *out, int32_t step) {
    _Alignas(16) int8_t memory[EAD_S3_EXACT_BLOCK];
    int8_t *block = memory;
    const int8_t *in = (const int8_t *)inputs, *w = group + EAD_S3_BIAS_BYTES;
    const uint32_t low = (uint8_t)group[EAD_S3_LOW_BITS_AT], high = 16 - low, zero = 0, last = (uint8_t)group[EAD_S3_SHIFT_AT];
    const int32_t back = -16 * (TAPS + EAD_S3_EXACT_LEAVE - 1);
    ead_s3_exact_block(pie, group, block);
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(w), EAD_PIE_IN_OUT(constants)), EAD_PIE_OPERANDS(EAD_PIE_IN(zero)),
        EAD_S3_EXACT_BEGIN);
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(w), EAD_PIE_IN_OUT(block), EAD_PIE_IN_OUT(out)),
                    EAD_PIE_OPERANDS(EAD_PIE_IN(step), EAD_PIE_IN(low), EAD_PIE_IN(high), EAD_PIE_IN(zero), EAD_PIE_IN(last), EAD_PIE_IN(back), EAD_PIE_IN(pixels)),
        EAD_PIE_LOOP(pixels,
            EAD_S3_EXACT_BIAS
            EIGHT_TAPS
            EAD_PIE_VLD_128_IP(4, in, 16)
            EIGHT_TAPS
            EAD_PIE_VLD_128_IP(4, in, 16)
            EIGHT_TAPS
            EAD_PIE_VLD_128_IP(4, in, 16)
            TAP(2, 0)
            EAD_PIE_VLD_128_IP(4, in, 16)
            TAP(3, 0)
            EAD_PIE_VLD_128_IP(4, in, 16)
            TAP(2, 0)
            EAD_S3_EXACT_LEAVE_BY(3, 2, EAD_PIE_VMULAS_S16_QACC_LD_XP, back)));
}

/* Sixteen bytes of a row from anywhere, widened to two vectors three apart; `by` goes to the next pixel's. */
#define WIDEN_ROW(row, on) \
    EAD_PIE_LD_128_USAR_IP(0, row, 16) \
    EAD_PIE_VLD_128_IP(1, row, 0) \
    EAD_PIE_ADD(row, by) \
    EAD_PIE_SRC_Q(0, 0, 1) \
    EAD_S3_WIDEN \
    EAD_PIE_VST_128_IP(0, out, 48) \
    EAD_PIE_VST_128_IP(1, out, on)

static void widen_inside(ead_pie *pie, const int8_t *r0, const int8_t *r1, const int8_t *r2, int32_t step, uint32_t pixels, int16_t *to) {
    int8_t *out = (int8_t *)to;
    const int32_t by = step - 16;
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(r0), EAD_PIE_IN_OUT(r1), EAD_PIE_IN_OUT(r2), EAD_PIE_IN_OUT(out)), EAD_PIE_OPERANDS(EAD_PIE_IN(by), EAD_PIE_IN(pixels)),
        EAD_PIE_XORQ(7, 7, 7)
        EAD_PIE_LOOP(pixels, WIDEN_ROW(r0, -32) WIDEN_ROW(r1, -32) WIDEN_ROW(r2, 16)));
}

static void widen_one(const ead_layer *layer, const int8_t *const rows[3], int32_t x, int16_t *to) {
    for (int32_t ky = 0; ky < 3; ky++, to += EAD_S3_EXACT_LANES) {
        int32_t column = x * layer->stride - layer->pad_left;
        for (int32_t k = 0; k < ROW; k += 3, column++) {
            const int8_t *in = rows[ky] && column >= 0 && column < layer->in_columns ? rows[ky] + 3 * column : layer->pad;
            to[k] = in[0], to[k + 1] = in[1], to[k == 6 ? 24 : k + 2] = in[2];
        }
    }
}

/* `pixels` output columns from x on. Two vectors are read of every row: pixels where the second ends beyond the slack go byte by byte, as do
 * those at an edge. */
static void widen(ead_pie *pie, const ead_layer *layer, const int8_t *const rows[3], int32_t x, int32_t pixels, int16_t *to) {
    const int32_t step = 3 * layer->stride, end = 3 * layer->in_columns + EAD_ROW_SLACK, first = x * step - 3 * layer->pad_left;
    int32_t inside = 0, before = first < 0;
    if (rows[0] && rows[1] && rows[2])
        for (inside = pixels - before; inside > 0; inside--) {
            const int32_t at = first + (before + inside - 1) * step;
            if (at + ROW <= end - EAD_ROW_SLACK && at / 16 * 16 + 32 <= end) break;
        }
    if (inside > 0) {
        const int32_t at = first + before * step;
        widen_inside(pie, rows[0] + at, rows[1] + at, rows[2] + at, step, (uint32_t)inside, to + before * PIXEL);
    } else
        inside = before = 0;
    for (int32_t i = 0; i < pixels; i++)
        if (i < before || i >= before + inside) widen_one(layer, rows, x + i, to + i * PIXEL);
}

void ead_exact_stem_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    ead_pie state = {0}, *const pie = &state;
    _Alignas(16) int16_t wide[PIXELS * PIXEL + EAD_S3_EXACT_LANES];
    _Alignas(16) int8_t results[PIXELS * EAD_S3_EXACT_LANES];
    const int8_t *constants = layer->packed;
    const int32_t channels = layer->out_channels, whole = channels % EAD_S3_EXACT_LANES == 0;
    for (int32_t x = 0; x < layer->out_columns; x += PIXELS) {
        const int32_t pixels = layer->out_columns - x < PIXELS ? layer->out_columns - x : PIXELS;
        const int8_t *group = constants + EAD_S3_EXACT_CONSTANTS;
        int8_t *out = output + (ptrdiff_t)x * channels;
        widen(pie, layer, rows, x, pixels, wide);
        for (int32_t first = 0; first < channels; first += EAD_S3_EXACT_LANES, group += ead_s3_exact_group_bytes(TAPS)) {
            const int32_t count = channels - first < EAD_S3_EXACT_LANES ? channels - first : EAD_S3_EXACT_LANES;
            run(pie, constants, group, wide, (uint32_t)pixels, whole ? out + first : results, whole ? channels : EAD_S3_EXACT_LANES);
            if (!whole) ead_s3_scatter(results, (uint32_t)pixels, count, out + first, channels);
        }
    }
    ead_s3_exact_alone(layer, TAPS, rows, output);
}
