/*
 * Convolutions and pointwise layers that leave exactly. The inputs of some pixels are widened to 16 bits, then every eight channels go over
 * these pixels; one multiplication per tap brings the next weights with it. Up to 16 inputs per output the pixels are one loop.
 */
#include "../patch.h"
#include "exact.h"

enum { WIDE_VALUES = 512 }; /* widened at a time, at least EAD_PATCH_DEPTH */

static int32_t taps_of(const ead_layer *layer) {
    return (ead_depth(layer) + EAD_S3_EXACT_LANES - 1) / EAD_S3_EXACT_LANES * EAD_S3_EXACT_LANES;
}

size_t ead_exact_dense_pack_bytes_s3(const ead_layer *layer) {
    return ead_depth(layer) > EAD_PATCH_DEPTH ? 0 : ead_s3_exact_bytes(layer, ead_depth(layer), taps_of(layer));
}

void ead_exact_dense_pack_s3(const ead_layer *layer, void *destination) {
    ead_s3_pack_exact(layer, ead_depth(layer), NULL, taps_of(layer), destination);
}

#define TAP(q, sel) EAD_PIE_VSMULAS_S16_QACC_LD_INCP(q, w, q, 4, sel)
#define EIGHT_TAPS TAP(2, 0) TAP(3, 1) TAP(2, 2) TAP(3, 3) TAP(2, 4) TAP(3, 5) TAP(2, 6) TAP(3, 7)

#define PROGRAM(further, body) \
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(w), EAD_PIE_IN_OUT(block), EAD_PIE_IN_OUT(out)), \
                    EAD_PIE_OPERANDS(EAD_PIE_IN(step), EAD_PIE_IN(low), EAD_PIE_IN(high), EAD_PIE_IN(zero), EAD_PIE_IN(last), further), body)

/* `pixels` pixels of `vectors` vectors of inputs each, eight channels. Reads one vector behind the last input. */
static void run(ead_pie *pie, const int8_t *constants, const int8_t *group, uint32_t vectors, const int16_t *inputs, uint32_t pixels, int8_t *out,
                int32_t step) {
    _Alignas(16) int8_t memory[EAD_S3_EXACT_BLOCK];
    int8_t *block = memory;
    const int8_t *in = (const int8_t *)inputs, *w = group + EAD_S3_BIAS_BYTES;
    const uint32_t low = (uint8_t)group[EAD_S3_LOW_BITS_AT], high = 16 - low, zero = 0, last = (uint8_t)group[EAD_S3_SHIFT_AT];
    ead_s3_exact_block(pie, group, block);
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(w), EAD_PIE_IN_OUT(constants)), EAD_PIE_OPERANDS(EAD_PIE_IN(zero)),
        EAD_S3_EXACT_BEGIN);
    if (vectors == 1) {
        PROGRAM(EAD_PIE_IN(pixels), EAD_PIE_LOOP(pixels,
            EAD_S3_EXACT_BIAS
            EIGHT_TAPS
            EAD_S3_EXACT_LEAVE_BY(2, 3, EAD_PIE_VMULAS_S16_QACC_LD_IP, -256)));
    } else if (vectors == 2) {
        PROGRAM(EAD_PIE_IN(pixels), EAD_PIE_LOOP(pixels,
            EAD_S3_EXACT_BIAS
            EIGHT_TAPS
            EAD_PIE_VLD_128_IP(4, in, 16)
            EIGHT_TAPS
            EAD_S3_EXACT_LEAVE_BY(2, 3, EAD_PIE_VMULAS_S16_QACC_LD_IP, -384)));
    } else {
        const int32_t back = -16 * (int32_t)(8 * vectors + EAD_S3_EXACT_LEAVE - 1);
        const uint32_t further = vectors - 1;
        for (; pixels > 0; pixels--)
            PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN(further), EAD_PIE_IN(back)),
                EAD_S3_EXACT_BIAS
                EIGHT_TAPS
                EAD_PIE_LOOP(further,
                    EAD_PIE_VLD_128_IP(4, in, 16)
                    EIGHT_TAPS)
                EAD_S3_EXACT_LEAVE_BY(2, 3, EAD_PIE_VMULAS_S16_QACC_LD_XP, back));
    }
}

_Static_assert(-16 * (8 + EAD_S3_EXACT_LEAVE - 1) == -256 && -16 * (16 + EAD_S3_EXACT_LEAVE - 1) == -384, "the way back in the programs");

/* The inputs of `pixels` output columns from x on, each padded to `taps` values; what pads meets weights of zero. */
static void widen(ead_pie *pie, const ead_layer *layer, const int8_t *const rows[3], int32_t x, uint32_t pixels, int32_t taps, int16_t *to) {
    const int32_t depth = ead_depth(layer);
    if (layer->op == EAD_OP_POINTWISE && depth == taps && x * depth % EAD_PIE_LANES == 0) {
        ead_s3_widen(pie, rows[0] + (ptrdiff_t)x * depth, (pixels * (uint32_t)depth + EAD_PIE_LANES - 1) / EAD_PIE_LANES, to);
        return;
    }
    int8_t gathered[EAD_PATCH_DEPTH];
    for (uint32_t i = 0; i < pixels; i++, to += taps) {
        ead_s3_widen_some(ead_patch(layer, rows, x + (int32_t)i, gathered), depth, to);
        for (int32_t k = depth; k < taps; k++) to[k] = 0;
    }
}

void ead_exact_dense_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    ead_pie state = {0}, *const pie = &state;
    _Alignas(16) int16_t wide[WIDE_VALUES + EAD_PIE_LANES];
    _Alignas(16) int8_t results[WIDE_VALUES];
    const int8_t *constants = layer->packed;
    const int32_t taps = taps_of(layer), channels = layer->out_channels, whole = channels % EAD_S3_EXACT_LANES == 0;
    const int32_t most = taps <= WIDE_VALUES / 2 ? WIDE_VALUES / taps & ~1 : 1;
    for (int32_t x = 0; x < layer->out_columns; x += most) {
        const uint32_t pixels = (uint32_t)(layer->out_columns - x < most ? layer->out_columns - x : most);
        int8_t *out = output + (ptrdiff_t)x * channels;
        const int8_t *group = constants + EAD_S3_EXACT_CONSTANTS;
        widen(pie, layer, rows, x, pixels, taps, wide);
        for (int32_t first = 0; first < channels; first += EAD_S3_EXACT_LANES, group += ead_s3_exact_group_bytes(taps)) {
            const int32_t left = channels - first;
            run(pie, constants, group, (uint32_t)taps / EAD_S3_EXACT_LANES, wide, pixels, whole ? out + first : results, whole ? channels : EAD_S3_EXACT_LANES);
            if (!whole) ead_s3_scatter(results, pixels, left < EAD_S3_EXACT_LANES ? left : EAD_S3_EXACT_LANES, out + first, channels);
        }
    }
    ead_s3_exact_alone(layer, taps, rows, output);
}
