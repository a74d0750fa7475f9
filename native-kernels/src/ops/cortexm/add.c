#include "cortexm.h"

/* Maps of one scale: codes are added, two of four bytes at a time. Everything else runs from reference C. */
void ead_add_row_cortexm(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    const int32_t offset = layer->zero_point - layer->in_zero_point - layer->in2_zero_point;
    if (!ead_is_plain_sum(layer)) {
        ead_add_row(layer, rows, output);
        return;
    }
    const int32_t count = (int32_t)layer->out_columns * layer->out_channels, low = layer->clamp_min, high = layer->clamp_max;
    int32_t i = 0;
    if (offset == 0 && low == -128 && high == 127)
        for (; i + 4 <= count; i += 4) {
            const uint32_t sum = (uint32_t)__qadd8((int8x4_t)ead_word(rows[0] + i), (int8x4_t)ead_word(rows[1] + i));
            memcpy(output + i, &sum, sizeof sum);
        }
    for (; i < count; i++) output[i] = ead_clamp(rows[0][i] + rows[1][i] + offset, low, high);
}
