#include "ops.h"
#include "requantise.h"

/* Inputs are brought to a common scale with 20 extra bits: (-255..255) * 2^20 < 2^28 each, so the sum fits easily. */
enum { LEFT_SHIFT = 20 };

void ead_add_row(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    const int8_t *a = rows[0], *b = rows[1];
    const int32_t count = (int32_t)layer->out_columns * layer->out_channels;
    for (int32_t i = 0; i < count; i++) {
        const int32_t a_wide = (a[i] - layer->in_zero_point) * (1 << LEFT_SHIFT);
        const int32_t b_wide = (b[i] - layer->in2_zero_point) * (1 << LEFT_SHIFT);
        const int32_t sum = ead_requantise(a_wide, layer->multiplier[0], layer->shift[0]) +
                            ead_requantise(b_wide, layer->multiplier[1], layer->shift[1]);
        const int32_t value = ead_requantise(sum, layer->multiplier[2], layer->shift[2]) + layer->zero_point;
        output[i] = ead_clamp(value, layer->clamp_min, layer->clamp_max);
    }
}
