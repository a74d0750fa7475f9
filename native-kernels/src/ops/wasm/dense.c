/* Convolution and pointwise: four pixels times eight output channels at a time. */
#include "../patch.h"
#include "wasm.h"

enum { TILE = 4, LANES = 8, COLOURS = 3 };

/* Packed: for every eight channels this, then their weights, int16 [pairs][8][2]; what fills up is zero. */
typedef struct group {
    int32_t bias[LANES];
    ead_clamps clamps;
} group;

static int32_t pairs_of(const ead_layer *layer) { return (ead_depth(layer) + 1) / 2; }

static size_t group_bytes(const ead_layer *layer) { return sizeof(group) + (size_t)pairs_of(layer) * 2 * LANES * sizeof(int16_t); }

static bool is_colour(const ead_layer *layer) { return layer->op == EAD_OP_CONV3X3 && layer->in_channels == COLOURS; }

/* Where value k of a patch stands among the widened: of each row of a colour patch first eight, behind all rows the ninth. */
static int32_t place_of(const ead_layer *layer, int32_t k) { return !is_colour(layer) ? k : k % 9 < 8 ? k / 9 * 8 + k % 9 : 24 + k / 9; }

size_t ead_dense_pack_bytes_wasm(const ead_layer *layer) {
    return ead_depth(layer) > EAD_PATCH_DEPTH ? 0 : (size_t)(layer->out_channels + LANES - 1) / LANES * group_bytes(layer);
}

void ead_dense_pack_wasm(const ead_layer *layer, void *destination) {
    const int32_t depth = ead_depth(layer);
    for (int32_t o = 0; o < layer->out_channels; o++) {
        group *const g = (group *)(void *)((uint8_t *)destination + (size_t)(o / LANES) * group_bytes(layer));
        int16_t *const weights = (int16_t *)(void *)(g + 1);
        if (o % LANES == 0) ead_pack_leaving(layer, o, LANES, g->bias, &g->clamps);
        for (int32_t k = 0; k < depth; k++) {
            const int32_t place = place_of(layer, k);
            weights[(place / 2 * LANES + o % LANES) * 2 + place % 2] =
                (int16_t)(layer->weights[(ptrdiff_t)o * depth + k] * ead_scale_to_point(layer, o));
        }
    }
}

/* Widens to int16; reads and writes up to seven values more. */
static void widen(const int8_t *in, int32_t count, int16_t *to) {
    for (int32_t k = 0; k < count; k += 8) wasm_v128_store(to + k, wasm_i16x8_load8x8(in + k));
}

static void widen_colour(const ead_layer *layer, const int8_t *const rows[3], int32_t x, int16_t *to) {
    const int32_t first = x * layer->stride - layer->pad_left;
    const bool inside = rows[0] && rows[1] && rows[2] && first >= 0 && first + 3 <= layer->in_columns;
    int8_t gathered[9 * COLOURS];
    if (!inside) ead_patch(layer, rows, x, gathered);
    for (int32_t y = 0; y < 3; y++) {
        const int8_t *const at = inside ? rows[y] + (ptrdiff_t)first * COLOURS : gathered + 9 * y;
        wasm_v128_store(to + 8 * y, wasm_i16x8_load8x8(at));
        to[24 + y] = at[8];
    }
    to[27] = 0;
}

/* The patches of up to four pixels from x on, `pitch` values apart. to: with room for seven values more. */
static void widen_tile(const ead_layer *layer, const int8_t *const rows[3], int32_t x, int32_t pixels, int32_t pitch, int16_t *to) {
    const int32_t depth = ead_depth(layer);
    int8_t gathered[EAD_PATCH_DEPTH + 8];
    if (is_colour(layer)) {
        for (int32_t i = 0; i < pixels; i++) widen_colour(layer, rows, x + i, to + i * pitch);
        return;
    }
    if (layer->op == EAD_OP_POINTWISE && pitch == depth) {
        widen(rows[0] + (ptrdiff_t)x * depth, pixels * depth, to);
        return;
    }
    for (int32_t i = 0; i < pixels; i++) {
        widen(ead_patch(layer, rows, x + i, gathered), depth, to + i * pitch);
        if (pitch > depth) to[i * pitch + depth] = 0;
    }
}

/* Eight channels of four pixels. */
static inline __attribute__((always_inline)) void sums_of(const group *g, int32_t pairs, const int16_t *const in[TILE], v128_t sums[TILE][2]) {
    const v128_t bias_low = wasm_v128_load(g->bias), bias_high = wasm_v128_load(g->bias + 4);
    v128_t a0 = bias_low, a1 = bias_low, a2 = bias_low, a3 = bias_low, b0 = bias_high, b1 = bias_high, b2 = bias_high, b3 = bias_high;
    const int16_t *w = (const int16_t *)(const void *)(g + 1);
    for (int32_t k = 0; k < 2 * pairs; k += 2, w += 2 * LANES) {
        const v128_t low = wasm_v128_load(w), high = wasm_v128_load(w + LANES);
        const v128_t in0 = wasm_v128_load32_splat(in[0] + k), in1 = wasm_v128_load32_splat(in[1] + k);
        a0 = wasm_i32x4_add(a0, wasm_i32x4_dot_i16x8(low, in0)), b0 = wasm_i32x4_add(b0, wasm_i32x4_dot_i16x8(high, in0));
        a1 = wasm_i32x4_add(a1, wasm_i32x4_dot_i16x8(low, in1)), b1 = wasm_i32x4_add(b1, wasm_i32x4_dot_i16x8(high, in1));
        const v128_t in2 = wasm_v128_load32_splat(in[2] + k), in3 = wasm_v128_load32_splat(in[3] + k);
        a2 = wasm_i32x4_add(a2, wasm_i32x4_dot_i16x8(low, in2)), b2 = wasm_i32x4_add(b2, wasm_i32x4_dot_i16x8(high, in2));
        a3 = wasm_i32x4_add(a3, wasm_i32x4_dot_i16x8(low, in3)), b3 = wasm_i32x4_add(b3, wasm_i32x4_dot_i16x8(high, in3));
    }
    sums[0][0] = a0, sums[0][1] = b0, sums[1][0] = a1, sums[1][1] = b1;
    sums[2][0] = a2, sums[2][1] = b2, sums[3][0] = a3, sums[3][1] = b3;
}

/* A tile that is whole: four pixels, all channels in eights, all by EAD_POINT. */
static void whole_tile(const ead_layer *layer, const int16_t *const in[TILE], int8_t *output) {
    const int32_t pairs = pairs_of(layer), pitch = layer->out_channels;
    const size_t bytes = group_bytes(layer);
    const uint8_t *at = layer->packed;
    for (int32_t o = 0; o < pitch; o += LANES, at += bytes) {
        const group *const g = (const group *)(const void *)at;
        v128_t sums[TILE][2];
        sums_of(g, pairs, in, sums);
        const v128_t first = ead_leave16(&g->clamps, sums[0][0], sums[0][1], sums[1][0], sums[1][1]);
        const v128_t second = ead_leave16(&g->clamps, sums[2][0], sums[2][1], sums[3][0], sums[3][1]);
        wasm_v128_store64_lane(output + o, first, 0);
        wasm_v128_store64_lane(output + pitch + o, first, 1);
        wasm_v128_store64_lane(output + 2 * pitch + o, second, 0);
        wasm_v128_store64_lane(output + 3 * pitch + o, second, 1);
    }
}

static void any_tile(const ead_layer *layer, const int16_t *const in[TILE], int32_t pixels, int8_t *output) {
    const int32_t pairs = pairs_of(layer), pitch = layer->out_channels;
    for (int32_t o = 0; o < pitch; o += LANES) {
        v128_t sums[TILE][2];
        sums_of((const group *)(const void *)((const uint8_t *)layer->packed + (size_t)(o / LANES) * group_bytes(layer)), pairs, in, sums);
        for (int32_t i = 0; i < 2 * pixels; i++) {
            const int32_t first = o + i % 2 * 4, left = pitch - first;
            ead_leave_some(layer, sums[i / 2][i % 2], first, left < 4 ? left : 4, output + (ptrdiff_t)(i / 2) * pitch + first);
        }
    }
}

void ead_dense_row_wasm(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    if (!layer->packed) {
        ead_ops_reference.row[layer->op](layer, rows, output);
        return;
    }
    const int32_t pitch = 2 * pairs_of(layer);
    bool whole = layer->out_channels % LANES == 0;
    for (int32_t o = 0; o < layer->out_channels; o += EAD_GROUP) whole = whole && ead_leaves_by_point(layer, o);
    int16_t values[TILE * EAD_PATCH_DEPTH + 8];
    for (int32_t x = 0; x < layer->out_columns; x += TILE, output += TILE * layer->out_channels) {
        const int32_t left = layer->out_columns - x, pixels = left < TILE ? left : TILE;
        const int16_t *in[TILE];
        for (int32_t i = 0; i < TILE; i++) in[i] = values + (i < pixels ? i : 0) * pitch;
        widen_tile(layer, rows, x, pixels, pitch, values);
        if (whole && pixels == TILE)
            whole_tile(layer, in, output);
        else
            any_tile(layer, in, pixels, output);
    }
}
