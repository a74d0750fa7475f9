#include "wasm.h"

/* Maps of one scale: codes are added, in int16. Everything else runs from reference C. */
void ead_add_row_wasm(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    if (!ead_is_plain_sum(layer)) {
        ead_add_row(layer, rows, output);
        return;
    }
    const int32_t count = (int32_t)layer->out_columns * layer->out_channels;
    const int32_t offset = layer->zero_point - layer->in_zero_point - layer->in2_zero_point;
    const v128_t offsets = wasm_i16x8_splat((int16_t)offset);
    const v128_t low = wasm_i8x16_splat(layer->clamp_min), high = wasm_i8x16_splat(layer->clamp_max);
    int32_t i = 0;
    for (; i + 8 <= count; i += 8) {
        const v128_t sum = wasm_i16x8_add(wasm_i16x8_add(wasm_i16x8_load8x8(rows[0] + i), wasm_i16x8_load8x8(rows[1] + i)), offsets);
        const v128_t bytes = wasm_i8x16_narrow_i16x8(sum, sum);
        wasm_v128_store64_lane(output + i, wasm_i8x16_min(wasm_i8x16_max(bytes, low), high), 0);
    }
    for (; i < count; i++) output[i] = ead_clamp(rows[0][i] + rows[1][i] + offset, layer->clamp_min, layer->clamp_max);
}
