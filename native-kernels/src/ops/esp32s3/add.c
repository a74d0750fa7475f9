/*
 * Additions of maps that share a scale: clamp(a + b + constant), summed in QACC. Others go value by value, with the upper half of a product
 * where the reference has all of it.
 */
#include "esp32s3.h"

enum { ONES = EAD_S3_BIAS_BYTES, LEAST = ONES + 16, MOST = LEAST + 16, BYTES = MOST + 16 };

size_t ead_add_pack_bytes_s3(const ead_layer *layer) {
    return ead_is_plain_sum(layer) ? BYTES : 0;
}

void ead_add_pack_s3(const ead_layer *layer, void *destination) {
    int32_t constants[EAD_GROUP];
    int8_t *to = destination;
    for (int32_t i = 0; i < EAD_GROUP; i++) constants[i] = layer->zero_point - layer->in_zero_point - layer->in2_zero_point;
    ead_s3_pack_qacc(constants, EAD_GROUP, to);
    memset(to + ONES, 1, 16);
    memset(to + LEAST, layer->clamp_min, 16);
    memset(to + MOST, layer->clamp_max, 16);
}

/* How a value leaves: see exact. */
typedef struct way {
    int32_t multiplier, half, sign;
    uint32_t right;
} way;

static way way_of(const ead_layer *layer, int32_t i) {
    const int32_t right = -layer->shift[i];
    return (way){.multiplier = layer->multiplier[i], .half = right > 0 ? 1 << (right - 1) : 0, .sign = right > 0 ? -1 : 0, .right = (uint32_t)right};
}

/* Requantises value / 4, |value| < 2^31: floor((v * multiplier + 2^30) / 2^31) from floor(v * multiplier / 2^30), then as ead_rounding_shift. */
static inline int32_t leave(const way *w, int32_t value) {
    const int32_t x = ((int32_t)((int64_t)value * w->multiplier >> 32) + 1) >> 1;
    return (x + w->half + (x >> 31 & w->sign)) >> w->right;
}

/* Inputs are taken times 2^22 in place of 2^20: 255 * 2^22 < 2^30. A sum is below 2 * 255 * 2^20 in size: four times as much fits. */
static void exact(const ead_layer *layer, const int8_t *a, const int8_t *b, int8_t *output) {
    const way first = way_of(layer, 0), second = way_of(layer, 1), third = way_of(layer, 2);
    const int32_t count = (int32_t)layer->out_columns * layer->out_channels, a_zero = layer->in_zero_point, b_zero = layer->in2_zero_point;
    const int32_t zero = layer->zero_point, low = layer->clamp_min, high = layer->clamp_max;
    for (int32_t i = 0; i < count; i++) {
        const int32_t sum = leave(&first, (a[i] - a_zero) * (1 << 22)) + leave(&second, (b[i] - b_zero) * (1 << 22));
        output[i] = ead_clamp(leave(&third, sum * 4) + zero, low, high);
    }
}

/* Whole vectors: what is read and written behind the last value of a row is slack. */
void ead_add_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    if (!layer->packed) {
        exact(layer, rows[0], rows[1], output);
        return;
    }
    ead_pie state = {0}, *const pie = &state;
    const int8_t *a = rows[0], *b = rows[1], *bias = layer->packed, *at = bias + ONES;
    const uint32_t count = ((uint32_t)layer->out_columns * layer->out_channels + EAD_PIE_LANES - 1) / EAD_PIE_LANES, shift = 0;
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(a), EAD_PIE_IN_OUT(b), EAD_PIE_IN_OUT(bias), EAD_PIE_IN_OUT(at), EAD_PIE_IN_OUT(output)),
                    EAD_PIE_OPERANDS(EAD_PIE_IN(count), EAD_PIE_IN(shift)),
        EAD_PIE_VLD_128_IP(0, at, 16)
        EAD_PIE_VLD_128_IP(4, at, 16)
        EAD_PIE_VLD_128_IP(5, at, 16)
        EAD_PIE_LOOP(count,
            EAD_PIE_VLD_128_IP(1, a, 16)
            EAD_S3_LOAD_BIAS(-36)
            EAD_PIE_VMULAS_S8_QACC_LD_IP(2, b, 16, 0, 1)
            EAD_PIE_VMULAS_S8_QACC(0, 2)
            EAD_PIE_SRCMB_S8_QACC(3, shift)
            EAD_PIE_VMAX_S8(3, 3, 4)
            EAD_PIE_VMIN_S8(3, 3, 5)
            EAD_PIE_VST_128_IP(3, output, 16)));
}
