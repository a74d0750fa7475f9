/*
 * Additions of maps of different scales, as quantisers make them: the input of the larger scale comes with the multiplier 1/2, so it counts
 * exactly 2^19 for each of its steps; only the other one is rounded. With m = 2^16 * h + l for a multiplier in numbers of 16 bits, as in
 * exact.h for a shift to the right by r, eight lanes of 40 bits:
 *
 *     q = floor(A * m / 2^10)                          A: a value less its zero point, |A| < 2^8; from 32 * A * l and 64 * A * h
 *     rounded = floor((q + 1 + 2^r - 2 * [q < -1]) / 2^(r+1))       r = 0: floor((q + 1) / 2)
 *     S = rounded + 2^19 * B = 2^15 * S1 + S0          |S| < 2^29
 *     x = floor((S * m + 2^30) / 2^31)
 *     result = floor((x + 2^(r-1) - [x < 0]) / 2^r) + zero point
 */
#include "exact.h"

enum { LEAST_LAST_SHIFT = 15, MOST_LAST_SHIFT = 29, MOST_FIRST_SHIFT = 14, HALF = 1 << 30, VECTORS = 19 };

static int is_half(const ead_layer *layer, int32_t input) {
    return layer->multiplier[input] == HALF && layer->shift[input] == 0;
}

/* Which of the inputs has the multiplier 1/2. */
static int32_t whole_input(const ead_layer *layer) {
    return is_half(layer, 0) ? 0 : 1;
}

static int fits(const ead_layer *layer) {
    const int32_t whole = whole_input(layer), last = -layer->shift[2];
    if (!is_half(layer, whole) || layer->shift[!whole] < -MOST_FIRST_SHIFT || last < LEAST_LAST_SHIFT || last > MOST_LAST_SHIFT) return 0;
    return ead_s3_high_of(layer->multiplier[!whole]) <= INT16_MAX && ead_s3_high_of(layer->multiplier[2]) <= INT16_MAX &&
           ead_s3_low_of(layer->multiplier[2]) > INT16_MIN;
}

size_t ead_exact_add_pack_bytes_s3(const ead_layer *layer) {
    return fits(layer) ? 16 * VECTORS : 0;
}

/* All that the program loads, in that order; the first two stay in registers. */
void ead_exact_add_pack_s3(const ead_layer *layer, void *destination) {
    const int32_t whole = whole_input(layer), first = layer->multiplier[!whole], right = -layer->shift[!whole], third = layer->multiplier[2];
    const int32_t zero_points[2] = {layer->in_zero_point, layer->in2_zero_point};
    const int32_t values[VECTORS] = {1, 1 << 14, -zero_points[!whole], -zero_points[whole], 32, ead_s3_low_of(first), ead_s3_high_of(first), -1,
                                     right > 0 ? 2 : 0, right > 0 ? 1 + (1 << right) : 1, -(1 << 15), ead_s3_low_of(third) - 1, ead_s3_low_of(third),
                                     ead_s3_high_of(third), 1 << (-layer->shift[2] - 15), layer->clamp_max, 1, layer->zero_point, layer->clamp_min};
    int16_t *to = destination;
    for (int32_t i = 0; i < VECTORS; i++)
        for (int32_t lane = 0; lane < EAD_S3_EXACT_LANES; lane++) *to++ = (int16_t)values[i];
}

/* Whole vectors of eight: what is read and written behind the last value of a row is slack. */
static void in_lanes(const ead_layer *layer, int32_t whole, const int8_t *a, const int8_t *b, int8_t *output) {
    ead_pie state = {0}, *const pie = &state;
    _Alignas(16) int8_t memory[EAD_S3_BIAS_BYTES];
    int8_t *block = memory;
    const int8_t *w = layer->packed;
    const uint32_t count = ((uint32_t)layer->out_columns * layer->out_channels + EAD_S3_EXACT_LANES - 1) / EAD_S3_EXACT_LANES;
    const uint32_t zero = 0, one = 1, fifteen = 15, last = (uint32_t)-layer->shift[2];
    const uint32_t rounding = 1u + (uint32_t)-layer->shift[!whole];
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(w)), EAD_PIE_OPERANDS(EAD_PIE_IN(zero)),
        EAD_PIE_SSR(zero)
        EAD_PIE_VLD_128_IP(6, w, 16)
        EAD_PIE_VLD_128_IP(7, w, 16));
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(a), EAD_PIE_IN_OUT(b), EAD_PIE_IN_OUT(w), EAD_PIE_IN_OUT(block), EAD_PIE_IN_OUT(output)),
                    EAD_PIE_OPERANDS(EAD_PIE_IN(zero), EAD_PIE_IN(one), EAD_PIE_IN(fifteen), EAD_PIE_IN(rounding), EAD_PIE_IN(last), EAD_PIE_IN(count)),
        EAD_PIE_SSR(zero)
        EAD_PIE_LOOP(count,
            EAD_PIE_VLD_L_64_IP(0, a, 8)
            EAD_PIE_VLD_L_64_IP(1, b, 8)
            EAD_PIE_XORQ(5, 5, 5)
            EAD_PIE_VCMP_LT_S8(2, 0, 5)
            EAD_PIE_VZIP_8(0, 2)
            EAD_PIE_VCMP_LT_S8(2, 1, 5)
            EAD_PIE_VZIP_8(1, 2)
            EAD_PIE_VLD_128_IP(2, w, 16)
            EAD_PIE_VADDS_S16_LD_INCP(3, w, 0, 0, 2) /* A */
            EAD_PIE_VADDS_S16_LD_INCP(2, w, 1, 1, 3) /* B */
            EAD_PIE_VMUL_U16_LD_INCP(3, w, 0, 0, 2)
            EAD_PIE_VMUL_U16(1, 1, 2)
            EAD_PIE_VADDS_S16_LD_INCP(2, w, 4, 0, 0)
            EAD_PIE_ZERO_QACC()
            EAD_PIE_VMULAS_S16_QACC_LD_IP(3, w, 16, 0, 3)
            EAD_PIE_SRCMB_S16_QACC(0, fifteen)
            EAD_PIE_VMULAS_S16_QACC_LD_IP(2, w, 16, 4, 2) /* q */
            EAD_PIE_SRCMB_S16_QACC(0, zero)
            EAD_PIE_VCMP_LT_S16(0, 0, 3)
            EAD_PIE_VMULAS_S16_QACC_LD_IP(3, w, 16, 0, 2)
            EAD_PIE_VMULAS_S16_QACC_LD_IP(2, w, 16, 3, 6)
            EAD_PIE_SRCMB_S16_QACC(0, rounding)
            EAD_PIE_VMULAS_S16_QACC_LD_IP(4, w, 16, 1, 7) /* S */
            EAD_S3_STORE_QACC(block, -36)
            EAD_PIE_SRCMB_S16_QACC(1, fifteen) /* S1 */
            EAD_S3_LOAD_QACC(block, -36)
            EAD_PIE_VMULAS_S16_QACC_LD_IP(3, w, 16, 1, 2)
            EAD_PIE_SRCMB_S16_QACC(0, zero) /* S0 */
            EAD_PIE_VMULAS_S16_QACC_LD_IP(4, w, 16, 0, 4)
            EAD_PIE_SRCMB_S16_QACC(2, fifteen)
            EAD_PIE_VMULAS_S16_QACC_LD_IP(3, w, 16, 1, 3)
            EAD_PIE_SRCMB_S16_QACC(2, one)
            EAD_PIE_VMULAS_S16_QACC_LD_IP(2, w, 16, 0, 4)
            EAD_PIE_VMULAS_S16_QACC(7, 6)
            EAD_PIE_SRCMB_S16_QACC(0, fifteen)
            EAD_PIE_VMULAS_S16_QACC_LD_IP(1, w, 16, 1, 4) /* x */
            EAD_PIE_SRCMB_S16_QACC(0, zero)
            EAD_PIE_VCMP_LT_S16(0, 0, 5)
            EAD_PIE_VMULAS_S16_QACC_LD_IP(4, w, 16, 0, 1)
            EAD_PIE_VMULAS_S16_QACC_LD_IP(1, w, -256, 3, 7)
            EAD_PIE_SRCMB_S16_QACC(0, last)
            EAD_PIE_VADDS_S16(0, 0, 4)
            EAD_PIE_VMAX_S16(0, 0, 1)
            EAD_PIE_VMIN_S16(0, 0, 2)
            EAD_PIE_VUNZIP_8(0, 1)
            EAD_PIE_VST_L_64_IP(0, output, 8)));
}

_Static_assert(-16 * (VECTORS - 3) == -256, "the way back in the program");

void ead_exact_add_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    const int32_t whole = whole_input(layer);
    in_lanes(layer, whole, rows[!whole], rows[whole], output);
}
