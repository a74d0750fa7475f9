#include "mve.h"

/* Maps of one scale: codes are added, 16 at a time where nothing but int8 saturates, else in int16. Everything else runs from reference C. */
void ead_add_row_mve(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    if (!ead_is_plain_sum(layer)) {
        ead_add_row(layer, rows, output);
        return;
    }
    const int32_t count = (int32_t)layer->out_columns * layer->out_channels;
    const int16_t offset = (int16_t)(layer->zero_point - layer->in_zero_point - layer->in2_zero_point);
    const int8_t *a = rows[0], *b = rows[1];
    if (offset == 0 && layer->clamp_min == -128 && layer->clamp_max == 127) {
        for (int32_t i = 0; i < count; i += 16) {
            const mve_pred16_t lanes = vctp8q((uint32_t)(count - i));
            vstrbq_p_s8(output + i, vqaddq_s8(vldrbq_z_s8(a + i, lanes), vldrbq_z_s8(b + i, lanes)), lanes);
        }
        return;
    }
    const int16x8_t low = vdupq_n_s16(layer->clamp_min), high = vdupq_n_s16(layer->clamp_max);
    for (int32_t i = 0; i < count; i += 8) {
        const mve_pred16_t lanes = vctp16q((uint32_t)(count - i));
        const int16x8_t sum = vaddq_n_s16(vaddq_s16(vldrbq_z_s16(a + i, lanes), vldrbq_z_s16(b + i, lanes)), offset);
        vstrbq_p_s16(output + i, vminq_s16(vmaxq_s16(sum, low), high), lanes);
    }
}
