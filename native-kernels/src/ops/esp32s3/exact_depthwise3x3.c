/*
 * Depthwise layers that leave exactly, eight channels after eight: the three rows under some output columns are widened to 16 bits, padding in
 * its place, so that every window lies inside. Every tap loads its input; the weights come with multiplications.
 */
#include "exact.h"

enum {
    TAPS = 9,
    COLUMNS = 34, /* widened at a time, of each row */
    PITCH = COLUMNS * 16,
    GROUP_VALUES = 3 * COLUMNS * EAD_S3_EXACT_LANES /* of eight channels; the next eight lie behind them */
};

static int32_t groups_of(const ead_layer *layer) {
    return (layer->out_channels + EAD_S3_EXACT_LANES - 1) / EAD_S3_EXACT_LANES;
}

/* Behind all else, the padding of each group, widened. */
static size_t pads_at(const ead_layer *layer) {
    const int32_t *alone = (const int32_t *)(const void *)((const int8_t *)layer->packed + ead_s3_exact_alone_at(layer, TAPS));
    return (ead_s3_exact_alone_at(layer, TAPS) + 4 * (1 + (size_t)*alone) + 15) / 16 * 16;
}

size_t ead_exact_depthwise3x3_pack_bytes_s3(const ead_layer *layer) {
    const size_t bytes = ead_s3_exact_bytes(layer, TAPS, TAPS);
    return bytes > 0 ? (bytes + 15) / 16 * 16 + 16 * (size_t)groups_of(layer) : 0;
}

void ead_exact_depthwise3x3_pack_s3(const ead_layer *layer, void *destination) {
    ead_s3_pack_exact(layer, TAPS, NULL, TAPS, destination);
    ead_layer packed = *layer;
    packed.packed = destination;
    ead_s3_widen_some(layer->pad, layer->in_channels, (int16_t *)(void *)((int8_t *)destination + pads_at(&packed)));
}

/* `pixels` output columns from the widened rows; q0 and q4 take turns with inputs. 512 bytes further than the last column of a window is the
 * first in the next row, `next` goes to the next window. Reads one vector behind the last window's first column. */
static void run(ead_pie *pie, const int8_t *constants, const int8_t *group, const int16_t *inputs, int32_t stride, uint32_t pixels, int8_t *out, int32_t step) {
    _Alignas(16) int8_t memory[EAD_S3_EXACT_BLOCK];
    int8_t *block = memory;
    const int8_t *in = (const int8_t *)inputs, *w = group + EAD_S3_BIAS_BYTES;
    const uint32_t low = (uint8_t)group[EAD_S3_LOW_BITS_AT], high = 16 - low, zero = 0, last = (uint8_t)group[EAD_S3_SHIFT_AT];
    const int32_t next = 16 * stride - 2 * PITCH - 32;
    ead_s3_exact_block(pie, group, block);
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(w), EAD_PIE_IN_OUT(constants)), EAD_PIE_OPERANDS(EAD_PIE_IN(zero)),
        EAD_S3_EXACT_BEGIN);
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(w), EAD_PIE_IN_OUT(block), EAD_PIE_IN_OUT(out)),
                    EAD_PIE_OPERANDS(EAD_PIE_IN(step), EAD_PIE_IN(low), EAD_PIE_IN(high), EAD_PIE_IN(zero), EAD_PIE_IN(last), EAD_PIE_IN(next), EAD_PIE_IN(pixels)),
        EAD_PIE_LOOP(pixels,
            EAD_PIE_VLD_128_IP(0, in, 16)
            EAD_S3_EXACT_BIAS
            EAD_PIE_VMULAS_S16_QACC_LD_IP(2, w, 16, 4, 2)
            EAD_PIE_VLD_128_IP(4, in, 512)
            EAD_PIE_VMULAS_S16_QACC_LD_IP(3, w, 16, 0, 3)
            EAD_PIE_VLD_128_IP(0, in, 16)
            EAD_PIE_VMULAS_S16_QACC_LD_IP(2, w, 16, 4, 2)
            EAD_PIE_VLD_128_IP(4, in, 16)
            EAD_PIE_VMULAS_S16_QACC_LD_IP(3, w, 16, 0, 3)
            EAD_PIE_VLD_128_IP(0, in, 512)
            EAD_PIE_VMULAS_S16_QACC_LD_IP(2, w, 16, 4, 2)
            EAD_PIE_VLD_128_IP(4, in, 16)
            EAD_PIE_VMULAS_S16_QACC_LD_IP(3, w, 16, 0, 3)
            EAD_PIE_VLD_128_IP(0, in, 16)
            EAD_PIE_VMULAS_S16_QACC_LD_IP(2, w, 16, 4, 2)
            EAD_PIE_VLD_128_XP(4, in, next)
            EAD_PIE_VMULAS_S16_QACC_LD_IP(3, w, 16, 0, 3)
            EAD_PIE_VMULAS_S16_QACC_LD_IP(2, w, 16, 4, 2)
            EAD_S3_EXACT_LEAVE_BY(3, 2, EAD_PIE_VMULAS_S16_QACC_LD_IP, -272)));
}

_Static_assert(-16 * (TAPS + EAD_S3_EXACT_LEAVE - 1) == -272 && PITCH - 32 == 512 && 2 * GROUP_VALUES == 1632, "the steps in the programs");

/* Some channels of `columns` pixels that lie `step` bytes apart: eight, `from` is a multiple of 8; or sixteen, a multiple of 16, two groups at a time. */
#define WIDEN(name, load, store) \
    static void name(ead_pie *pie, const int8_t *from, int32_t step, uint32_t columns, int16_t *to) { \
        int8_t *out = (int8_t *)to; \
        EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(from), EAD_PIE_IN_OUT(out)), EAD_PIE_OPERANDS(EAD_PIE_IN(step), EAD_PIE_IN(columns)), \
            EAD_PIE_XORQ(7, 7, 7) \
            EAD_PIE_LOOP(columns, load(0, from, step) EAD_S3_WIDEN store)); \
    }

WIDEN(widen_eight, EAD_PIE_VLD_L_64_XP, EAD_PIE_VST_128_IP(0, out, 16))
WIDEN(widen_sixteen, EAD_PIE_VLD_128_XP, EAD_PIE_VST_128_IP(0, out, 1632) EAD_PIE_VST_128_IP(1, out, -1616))

/* `columns` times the padding of a group. */
static void fill(ead_pie *pie, const int8_t *pad, uint32_t columns, int16_t *to) {
    int8_t *out = (int8_t *)to;
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(pad), EAD_PIE_IN_OUT(out)), EAD_PIE_OPERANDS(EAD_PIE_IN(columns)),
        EAD_PIE_VLD_128_IP(0, pad, 16)
        EAD_PIE_LOOP(columns, EAD_PIE_VST_128_IP(0, out, 16)));
}

/* Which of the input columns [column, column + columns) under some output columns lie inside the picture: [low, high). */
typedef struct span {
    int32_t column, columns, low, high;
} span;

/* `count` channels from `first` on of these columns of a row; null: a row of padding. Sixteen are two groups. */
static void widen(ead_pie *pie, const ead_layer *layer, const int8_t *row, const span *s, int32_t first, int32_t count, const int8_t *pad, int16_t *to) {
    const int32_t channels = layer->in_channels, end = s->column + s->columns, low = row ? s->low : end, high = row ? s->high : end;
    int16_t *const inside = to + (low - s->column) * EAD_S3_EXACT_LANES;
    if (row) row += (ptrdiff_t)low * channels + first;
    if (row && count > EAD_S3_EXACT_LANES)
        widen_sixteen(pie, row, channels, (uint32_t)(high - low), inside);
    else if (row && channels % EAD_S3_EXACT_LANES == 0)
        widen_eight(pie, row, channels, (uint32_t)(high - low), inside);
    else
        for (int32_t i = 0; i < high - low; i++) ead_s3_widen_some(row + (ptrdiff_t)i * channels, count, inside + i * EAD_S3_EXACT_LANES);
    for (; count > 0; count -= EAD_S3_EXACT_LANES, pad += 16, to += GROUP_VALUES) {
        if (low > s->column) fill(pie, pad, (uint32_t)(low - s->column), to);
        if (high < end) fill(pie, pad, (uint32_t)(end - high), to + (high - s->column) * EAD_S3_EXACT_LANES);
    }
}

void ead_exact_depthwise3x3_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    ead_pie state = {0}, *const pie = &state;
    _Alignas(16) int16_t wide[2 * GROUP_VALUES + EAD_S3_EXACT_LANES];
    _Alignas(16) int8_t results[COLUMNS * EAD_S3_EXACT_LANES];
    const int8_t *constants = layer->packed;
    const int32_t stride = layer->stride, channels = layer->out_channels, most = (COLUMNS - 3) / stride + 1;
    const int32_t whole = channels % EAD_S3_EXACT_LANES == 0, at_once = channels % EAD_PIE_LANES == 0 ? EAD_PIE_LANES : EAD_S3_EXACT_LANES;
    for (int32_t x = 0; x < layer->out_columns; x += most) {
        const int32_t pixels = layer->out_columns - x < most ? layer->out_columns - x : most;
        span s = {.column = x * stride - layer->pad_left, .columns = (pixels - 1) * stride + 3};
        s.low = s.column > 0 ? s.column : 0;
        s.high = s.column + s.columns < layer->in_columns ? s.column + s.columns : layer->in_columns;
        const int8_t *group = constants + EAD_S3_EXACT_CONSTANTS, *pad = constants + pads_at(layer);
        int8_t *out = output + (ptrdiff_t)x * channels;
        for (int32_t first = 0; first < channels; first += EAD_S3_EXACT_LANES, group += ead_s3_exact_group_bytes(TAPS), pad += 16) {
            const int32_t left = channels - first, count = left < EAD_S3_EXACT_LANES ? left : EAD_S3_EXACT_LANES, half = first % at_once;
            for (int32_t k = 0; k < 3 && half == 0; k++)
                widen(pie, layer, rows[k], &s, first, whole ? at_once : count, pad, wide + k * COLUMNS * EAD_S3_EXACT_LANES);
            run(pie, constants, group, wide + (half ? GROUP_VALUES : 0), stride, (uint32_t)pixels, whole ? out + first : results,
                whole ? channels : EAD_S3_EXACT_LANES);
            if (!whole) ead_s3_scatter(results, (uint32_t)pixels, count, out + first, channels);
        }
    }
    ead_s3_exact_alone(layer, TAPS, rows, output);
}
