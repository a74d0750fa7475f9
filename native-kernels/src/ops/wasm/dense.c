/* Convolution and pointwise: four pixels times eight output channels at a time. */
#include "../patch.h"
#include "wasm.h"

enum { TILE = 4, LANES = 8 };

/* Packed: bias [groups][8], lowest [groups][8], highest [groups][8], weights [groups][pairs][2][4][2]; what fills up is zero. */
typedef struct packed_layer {
    int32_t groups, pairs;
    const int32_t *bias;
    const int8_t *low, *high;
    const int16_t *weights;
} packed_layer;

static packed_layer packed_at(const ead_layer *layer, const void *memory) {
    const int32_t groups = (layer->out_channels + LANES - 1) / LANES;
    const uint8_t *at = memory;
    return (packed_layer){.groups = groups,
                          .pairs = (ead_depth(layer) + 1) / 2,
                          .bias = memory,
                          .low = (const int8_t *)(at + groups * LANES * 4),
                          .high = (const int8_t *)(at + groups * LANES * 5),
                          .weights = (const int16_t *)(const void *)(at + groups * LANES * 6)};
}

size_t ead_dense_pack_bytes_wasm(const ead_layer *layer) {
    if (ead_depth(layer) > EAD_PATCH_DEPTH) return 0;
    const packed_layer p = packed_at(layer, NULL);
    return (size_t)(p.groups * LANES * (6 + 4 * p.pairs));
}

void ead_dense_pack_wasm(const ead_layer *layer, void *destination) {
    const packed_layer p = packed_at(layer, destination);
    const int32_t depth = ead_depth(layer);
    int32_t *bias = destination;
    int8_t *low = (int8_t *)destination + ((const uint8_t *)p.low - (const uint8_t *)destination), *high = low + (p.high - p.low);
    int16_t *weights = (int16_t *)(void *)(low + 2 * p.groups * LANES);
    for (int32_t o = 0; o < layer->out_channels; o++) {
        bias[o] = layer->bias[o];
        if (layer->requantisation == EAD_REQUANTISE_SHIFT) low[o] = layer->channel_min[o], high[o] = layer->channel_max[o];
        for (int32_t k = 0; k < depth; k++)
            weights[(o / LANES * p.pairs + k / 2) * 2 * LANES + o % LANES * 2 + k % 2] = layer->weights[o * depth + k];
    }
}

/* Widens a patch to int16, filled up to whole pairs with zero. */
static void widen(const int8_t *in, int32_t depth, int16_t *to) {
    int32_t k = 0;
    for (; k + 8 <= depth; k += 8) wasm_v128_store(to + k, wasm_i16x8_load8x8(in + k));
    for (; k < depth; k++) to[k] = in[k];
    if (depth % 2) to[depth] = 0;
}

static void leave(const ead_layer *layer, const packed_layer *p, int32_t first, v128_t low, v128_t high, int8_t *output) {
    const int32_t left = layer->out_channels - first, count = left < LANES ? left : LANES;
    if (layer->requantisation == EAD_REQUANTISE_SHIFT) {
        v128_t bytes = ead_shift8(low, high, layer->group_shift[first / EAD_GROUP]);
        bytes = wasm_i8x16_max(bytes, wasm_v128_load64_zero(p->low + first));
        bytes = wasm_i8x16_min(bytes, wasm_v128_load64_zero(p->high + first));
        if (count == LANES) {
            wasm_v128_store64_lane(output, bytes, 0);
            return;
        }
        int8_t eight[16];
        wasm_v128_store(eight, bytes);
        memcpy(output, eight, (size_t)count);
        return;
    }
    int32_t sums[LANES];
    wasm_v128_store(sums, low);
    wasm_v128_store(sums + 4, high);
    for (int32_t i = 0; i < count; i++) output[i] = ead_leave(layer, sums[i], first + i);
}

/* Eight channels of a tile. patches: [TILE][EAD_PATCH_DEPTH] */
static void columns(const ead_layer *layer, const packed_layer *p, int32_t group, const int16_t (*patches)[EAD_PATCH_DEPTH],
                    int32_t pixels, int8_t *output) {
    const int16_t *w = p->weights + (ptrdiff_t)group * p->pairs * 2 * LANES;
    const v128_t bias_low = wasm_v128_load(p->bias + group * LANES), bias_high = wasm_v128_load(p->bias + group * LANES + 4);
    v128_t a0 = bias_low, a1 = bias_low, a2 = bias_low, a3 = bias_low, b0 = bias_high, b1 = bias_high, b2 = bias_high, b3 = bias_high;
    for (int32_t k = 0; k < p->pairs; k++, w += 2 * LANES) {
        const v128_t low = wasm_v128_load(w), high = wasm_v128_load(w + LANES);
        const v128_t in0 = wasm_v128_load32_splat(patches[0] + 2 * k), in1 = wasm_v128_load32_splat(patches[1] + 2 * k);
        const v128_t in2 = wasm_v128_load32_splat(patches[2] + 2 * k), in3 = wasm_v128_load32_splat(patches[3] + 2 * k);
        a0 = wasm_i32x4_add(a0, wasm_i32x4_dot_i16x8(low, in0)), b0 = wasm_i32x4_add(b0, wasm_i32x4_dot_i16x8(high, in0));
        a1 = wasm_i32x4_add(a1, wasm_i32x4_dot_i16x8(low, in1)), b1 = wasm_i32x4_add(b1, wasm_i32x4_dot_i16x8(high, in1));
        a2 = wasm_i32x4_add(a2, wasm_i32x4_dot_i16x8(low, in2)), b2 = wasm_i32x4_add(b2, wasm_i32x4_dot_i16x8(high, in2));
        a3 = wasm_i32x4_add(a3, wasm_i32x4_dot_i16x8(low, in3)), b3 = wasm_i32x4_add(b3, wasm_i32x4_dot_i16x8(high, in3));
    }
    const int32_t first = group * LANES, pitch = layer->out_channels;
    leave(layer, p, first, a0, b0, output);
    if (pixels > 1) leave(layer, p, first, a1, b1, output + pitch);
    if (pixels > 2) leave(layer, p, first, a2, b2, output + 2 * pitch);
    if (pixels > 3) leave(layer, p, first, a3, b3, output + 3 * pitch);
}

void ead_dense_row_wasm(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    if (!layer->packed) {
        ead_ops_reference.row[layer->op](layer, rows, output);
        return;
    }
    const packed_layer p = packed_at(layer, layer->packed);
    const int32_t depth = ead_depth(layer);
    int16_t patches[TILE][EAD_PATCH_DEPTH];
    int8_t gathered[EAD_PATCH_DEPTH];
    for (int32_t x = 0; x < layer->out_columns; x += TILE) {
        const int32_t left = layer->out_columns - x, pixels = left < TILE ? left : TILE;
        for (int32_t i = 0; i < TILE; i++) widen(ead_patch(layer, rows, i < pixels ? x + i : x, gathered), depth, patches[i]);
        for (int32_t g = 0; g < p.groups; g++)
            columns(layer, &p, g, (const int16_t(*)[EAD_PATCH_DEPTH])patches, pixels, output + (ptrdiff_t)x * layer->out_channels + g * LANES);
    }
}
