/*
 * TensorFlow Lite's requantisation (tensorflow/lite/kernels/internal/common.h, gemmlowp fixed point), bit for bit:
 *   value = RoundingDivideByPOT(SaturatingRoundingDoublingHighMul(acc * 2^left, multiplier), right)
 * Both steps round: the first half up (away from zero for ties of negative products included in its nudge), the second half away
 * from zero.
 */
#ifndef EAD_REQUANTISE_H
#define EAD_REQUANTISE_H

#include "ops.h"

/* round(a * b / 2^31). Only a = b = -2^31 could saturate, and multipliers are never negative here. */
static inline int32_t ead_high_multiply(int32_t a, int32_t b) {
    const int64_t product = (int64_t)a * b;
    const int64_t nudge = product >= 0 ? (int64_t)1 << 30 : 1 - ((int64_t)1 << 30);
    return (int32_t)((product + nudge) / ((int64_t)1 << 31));
}

/* x / 2^exponent rounded to nearest, ties away from zero; exponent 0..31. */
static inline int32_t ead_rounding_shift(int32_t x, uint32_t exponent) {
    const int32_t mask = (int32_t)(((int64_t)1 << exponent) - 1);
    const int32_t remainder = x & mask;
    const int32_t threshold = (mask >> 1) + (x < 0);
    return (x >> exponent) + (remainder > threshold);
}

/* acc * multiplier / 2^31 * 2^shift; the model check guarantees that acc * 2^shift fits for positive shifts. */
static inline int32_t ead_requantise(int32_t acc, int32_t multiplier, int32_t shift) {
    const uint32_t left = shift > 0 ? (uint32_t)shift : 0, right = shift > 0 ? 0 : (uint32_t)-shift;
    return ead_rounding_shift(ead_high_multiply((int32_t)(acc * ((int64_t)1 << left)), multiplier), right);
}

static inline int8_t ead_clamp(int32_t value, int32_t low, int32_t high) {
    return (int8_t)(value < low ? low : value > high ? high : value);
}

/*
 * True for additions whose maps share one scale (as our quantiser makes them): the three requantisations then are exactly 2^19,
 * 1/2 and 2^-18 of what comes in, nothing is rounded, and output = clamp(a + b - in_zero_point - in2_zero_point + zero_point).
 */
static inline int ead_is_plain_sum(const ead_layer *layer) {
    const int32_t half = 1 << 30;
    return layer->multiplier[0] == half && layer->multiplier[1] == half && layer->multiplier[2] == half && layer->shift[0] == 0 &&
           layer->shift[1] == 0 && layer->shift[2] == -18;
}

/* How the accumulator of output channel c, bias included, leaves its layer. The shift rounds towards minus infinity. */
static inline int8_t ead_leave(const ead_layer *layer, int32_t acc, int32_t c) {
    if (layer->requantisation == EAD_REQUANTISE_SHIFT)
        return ead_clamp(acc >> layer->group_shift[c / EAD_GROUP], layer->channel_min[c], layer->channel_max[c]);
    const int32_t value = ead_requantise(acc, layer->multiplier[c], layer->shift[c]) + layer->zero_point;
    return ead_clamp(value, layer->clamp_min, layer->clamp_max);
}

#endif
