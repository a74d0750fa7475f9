/* Eight channels at a time: two taps beside each other make pairs for the dot product; the tenth tap has weight zero. */
#include "wasm.h"

#include <string.h>

enum { LANES = 8, PAIRS = 5 };

/* Packed: weights of whole groups of eight channels, [groups][pairs][8][2]. What is left of the channels runs from the file. */
size_t ead_depthwise3x3_pack_bytes_wasm(const ead_layer *layer) {
    return (size_t)layer->in_channels / LANES * PAIRS * LANES * 2 * sizeof(int16_t);
}

void ead_depthwise3x3_pack_wasm(const ead_layer *layer, void *destination) {
    int16_t *weights = destination;
    const int32_t channels = layer->in_channels, whole = channels / LANES * LANES;
    for (int32_t c = 0; c < whole; c++)
        for (int32_t k = 0; k < 9; k++)
            weights[((c / LANES * PAIRS + k / 2) * LANES + c % LANES) * 2 + k % 2] = layer->weights[k * channels + c];
}

static void eight(const ead_layer *layer, const int8_t *const in[9], int32_t c, int8_t *output) {
    const int16_t *w = (const int16_t *)layer->packed + c / LANES * PAIRS * LANES * 2;
    v128_t low = wasm_v128_load(layer->bias + c), high = wasm_v128_load(layer->bias + c + 4);
    for (int32_t k = 0; k < PAIRS; k++, w += 2 * LANES) {
        const v128_t a = wasm_v128_load64_zero(in[2 * k] + c), b = wasm_v128_load64_zero(in[k < 4 ? 2 * k + 1 : 8] + c);
        const v128_t pairs = wasm_i8x16_shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        low = wasm_i32x4_add(low, wasm_i32x4_dot_i16x8(wasm_i16x8_extend_low_i8x16(pairs), wasm_v128_load(w)));
        high = wasm_i32x4_add(high, wasm_i32x4_dot_i16x8(wasm_i16x8_extend_high_i8x16(pairs), wasm_v128_load(w + LANES)));
    }
    if (layer->requantisation == EAD_REQUANTISE_SHIFT) {
        v128_t bytes = ead_shift8(low, high, layer->group_shift[c / EAD_GROUP]);
        bytes = wasm_i8x16_max(bytes, wasm_v128_load64_zero(layer->channel_min + c));
        bytes = wasm_i8x16_min(bytes, wasm_v128_load64_zero(layer->channel_max + c));
        wasm_v128_store64_lane(output + c, bytes, 0);
        return;
    }
    int32_t sums[LANES];
    wasm_v128_store(sums, low);
    wasm_v128_store(sums + 4, high);
    for (int32_t i = 0; i < LANES; i++) output[c + i] = ead_leave(layer, sums[i], c + i);
}

static int8_t one(const ead_layer *layer, const int8_t *const in[9], int32_t c) {
    int32_t acc = layer->bias[c];
    for (int32_t k = 0; k < 9; k++) acc += layer->weights[k * layer->in_channels + c] * in[k][c];
    return ead_leave(layer, acc, c);
}

void ead_depthwise3x3_row_wasm(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    const int32_t channels = layer->in_channels, columns = layer->in_columns;
    for (int32_t x = 0; x < layer->out_columns; x++, output += channels) {
        const int8_t *in[9]; /* the window, each [channels] */
        for (int32_t k = 0; k < 9; k++) {
            const int8_t *row = rows[k / 3];
            const int32_t column = x * layer->stride - layer->pad_left + k % 3;
            in[k] = row && column >= 0 && column < columns ? row + (ptrdiff_t)column * channels : layer->pad;
        }
        int32_t c = 0;
        for (; c + LANES <= channels; c += LANES) eight(layer, in, c, output);
        for (; c < channels; c++) output[c] = one(layer, in, c);
    }
}
