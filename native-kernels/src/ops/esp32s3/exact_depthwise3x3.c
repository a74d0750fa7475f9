/*
 * Depthwise layers that leave exactly, eight channels after eight: the three rows under some output columns are widened to 16 bits, padding in
 * its place, so that every window lies inside. Every tap loads its input; the weights come with multiplications.
 */
#include "exact.h"

enum { TAPS = 9, COLUMNS = 34, PITCH = COLUMNS * 16 }; /* COLUMNS: widened at a time, of each row */

size_t ead_exact_depthwise3x3_pack_bytes_s3(const ead_layer *layer) {
    const int32_t groups = (layer->out_channels + EAD_S3_EXACT_LANES - 1) / EAD_S3_EXACT_LANES;
    return ead_s3_exact_low_bits(layer, TAPS) ? EAD_S3_EXACT_CONSTANTS + (size_t)groups * ead_s3_exact_group_bytes(TAPS) : 0;
}

void ead_exact_depthwise3x3_pack_s3(const ead_layer *layer, void *destination) {
    ead_s3_pack_exact(layer, TAPS, NULL, TAPS, destination);
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

_Static_assert(-16 * (TAPS + EAD_S3_EXACT_LEAVE - 1) == -272 && PITCH - 32 == 512, "the steps in the program");

/* Eight channels of `columns` pixels that lie `step` bytes apart; `from` is a multiple of 8. */
static void widen_inside(ead_pie *pie, const int8_t *from, int32_t step, uint32_t columns, int16_t *to) {
    int8_t *out = (int8_t *)to;
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(from), EAD_PIE_IN_OUT(out)), EAD_PIE_OPERANDS(EAD_PIE_IN(step), EAD_PIE_IN(columns)),
        EAD_PIE_XORQ(7, 7, 7)
        EAD_PIE_LOOP(columns,
            EAD_PIE_VLD_L_64_XP(0, from, step)
            EAD_PIE_VCMP_LT_S8(1, 0, 7)
            EAD_PIE_VZIP_8(0, 1)
            EAD_PIE_VST_128_IP(0, out, 16)));
}

/* `count` channels from `first` on of input columns [column, column + columns) of a row, or of padding where there is none. */
static void widen(ead_pie *pie, const ead_layer *layer, const int8_t *row, int32_t first, int32_t count, int32_t column, int32_t columns, int16_t *to) {
    const int32_t channels = layer->in_channels, end = column + columns;
    int32_t low = column > 0 ? column : 0, high = end < layer->in_columns ? end : layer->in_columns;
    if (!row || high < low) low = high = end;
    int16_t *const inside = to + (low - column) * EAD_S3_EXACT_LANES;
    if (channels % EAD_S3_EXACT_LANES == 0)
        widen_inside(pie, row ? row + (ptrdiff_t)low * channels + first : layer->pad, channels, (uint32_t)(high - low), inside);
    else
        for (int32_t x = low; x < high; x++) ead_s3_widen_some(row + (ptrdiff_t)x * channels + first, count, inside + (x - low) * EAD_S3_EXACT_LANES);
    for (int32_t x = column; x < end; x++)
        if (x < low || x >= high) ead_s3_widen_some(layer->pad + first, count, to + (x - column) * EAD_S3_EXACT_LANES);
}

void ead_exact_depthwise3x3_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    ead_pie state = {0}, *const pie = &state;
    _Alignas(16) int16_t wide[3 * COLUMNS * EAD_S3_EXACT_LANES + EAD_S3_EXACT_LANES];
    _Alignas(16) int8_t results[COLUMNS * EAD_S3_EXACT_LANES];
    const int8_t *constants = layer->packed;
    const int32_t stride = layer->stride, channels = layer->out_channels, whole = channels % EAD_S3_EXACT_LANES == 0, most = (COLUMNS - 3) / stride + 1;
    for (int32_t x = 0; x < layer->out_columns; x += most) {
        const int32_t pixels = layer->out_columns - x < most ? layer->out_columns - x : most, columns = (pixels - 1) * stride + 3;
        const int8_t *group = constants + EAD_S3_EXACT_CONSTANTS;
        int8_t *out = output + (ptrdiff_t)x * channels;
        for (int32_t first = 0; first < channels; first += EAD_S3_EXACT_LANES, group += ead_s3_exact_group_bytes(TAPS)) {
            const int32_t count = channels - first < EAD_S3_EXACT_LANES ? channels - first : EAD_S3_EXACT_LANES;
            for (int32_t k = 0; k < 3; k++)
                widen(pie, layer, rows[k], first, count, x * stride - layer->pad_left, columns, wide + k * COLUMNS * EAD_S3_EXACT_LANES);
            run(pie, constants, group, wide, stride, (uint32_t)pixels, whole ? out + first : results, whole ? channels : EAD_S3_EXACT_LANES);
            if (!whole) ead_s3_scatter(results, (uint32_t)pixels, count, out + first, channels);
        }
    }
}
