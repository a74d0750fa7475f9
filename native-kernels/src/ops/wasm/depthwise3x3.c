/*
 * Four channels along a row, four pixels at a time. Taps above each other make pairs for the dot product: rows 0 and 1 of a column; of
 * row 2 two columns beside each other.
 */
#include "wasm.h"

enum { LANES = 4, TILE = 4 };

/* Two columns x, x+1 as int16 pairs: (row 0, row 1) of x, of x+1; row 2 of (x, x+1). */
typedef struct columns {
    v128_t first, second, third;
} columns;

/* Weights that meet them: the three columns of rows 0 and 1; row 2 of windows that start at a pair of columns, and one later. */
enum { W0, W1, W2, HERE, HERE_NEXT, LATER, LATER_NEXT, WEIGHTS };

typedef struct group {
    int32_t bias[LANES];
    ead_clamps clamps;
    int8_t pad[16]; /* the first four count */
    int16_t weights[WEIGHTS][2 * LANES];
} group;

size_t ead_depthwise3x3_pack_bytes_wasm(const ead_layer *layer) {
    return ((size_t)layer->in_channels + LANES - 1) / LANES * sizeof(group);
}

void ead_depthwise3x3_pack_wasm(const ead_layer *layer, void *destination) {
    static const int8_t taps[WEIGHTS][2] = {{0, 3}, {1, 4}, {2, 5}, {6, 7}, {8, -1}, {-1, 6}, {7, 8}};
    const int32_t channels = layer->in_channels;
    for (int32_t c = 0; c < channels; c++) {
        group *const g = (group *)destination + c / LANES;
        if (c % LANES == 0) ead_pack_leaving(layer, c, LANES, g->bias, &g->clamps);
        g->pad[c % LANES] = layer->pad[c];
        for (int32_t i = 0; i < 2 * WEIGHTS; i++) {
            const int32_t tap = taps[i / 2][i % 2];
            const int32_t weight = tap < 0 ? 0 : layer->weights[(ptrdiff_t)tap * channels + c] * ead_scale_to_point(layer, c);
            g->weights[i / 2][c % LANES * 2 + i % 2] = (int16_t)weight;
        }
    }
}

/* The rows under the windows: from the picture, or padding, which stays where it is. Loads are of eight bytes; four count. */
typedef struct source {
    const int8_t *row[3], *pad;
    int32_t step[3], columns;
} source;

static inline v128_t pair(const int8_t *a, const int8_t *b) {
    return wasm_i16x8_shuffle(wasm_i16x8_load8x8(a), wasm_i16x8_load8x8(b), 0, 8, 1, 9, 2, 10, 3, 11);
}

static inline __attribute__((always_inline)) columns columns_at(const source *s, int32_t x) {
    const int8_t *at[3], *next[3];
    for (int32_t i = 0; i < 3; i++) {
        at[i] = s->row[i] + (ptrdiff_t)x * s->step[i];
        next[i] = at[i] + s->step[i];
    }
    if (x < 0 || x >= s->columns) at[0] = at[1] = at[2] = s->pad;
    if (x + 1 >= s->columns) next[0] = next[1] = next[2] = s->pad;
    return (columns){pair(at[0], at[1]), pair(next[0], next[1]), pair(at[2], next[2])};
}

/* The same inside the picture, from where `at` points to; moves on by two columns. */
static inline __attribute__((always_inline)) columns columns_inside(const int8_t *at[3], const int32_t step[3]) {
    const columns c = {pair(at[0], at[1]), pair(at[0] + step[0], at[1] + step[1]), pair(at[2], at[2] + step[2])};
    for (int32_t i = 0; i < 3; i++) at[i] += 2 * step[i];
    return c;
}

static inline v128_t dot(const group *g, int32_t which, v128_t in, v128_t sum) {
    return wasm_i32x4_add(sum, wasm_i32x4_dot_i16x8(in, wasm_v128_load(g->weights[which])));
}

/* The window over columns x to x+2, and over x+1 to x+3. */
static inline v128_t here(const group *g, columns a, columns b) {
    const v128_t left = dot(g, W1, a.second, dot(g, W0, a.first, wasm_v128_load(g->bias)));
    return dot(g, HERE_NEXT, b.third, dot(g, HERE, a.third, dot(g, W2, b.first, left)));
}

static inline v128_t later(const group *g, columns a, columns b) {
    const v128_t left = dot(g, W1, b.first, dot(g, W0, a.second, wasm_v128_load(g->bias)));
    return dot(g, LATER_NEXT, b.third, dot(g, LATER, a.third, dot(g, W2, b.second, left)));
}

/* Up to four pixels of four channels. */
static inline __attribute__((always_inline)) void store(const group *g, const v128_t sums[TILE], int32_t pixels, int32_t pitch, int8_t *output) {
    const v128_t bytes = ead_leave16(&g->clamps, sums[0], sums[1], sums[2], sums[3]);
    wasm_v128_store32_lane(output, bytes, 0);
    if (pixels > 1) wasm_v128_store32_lane(output + pitch, bytes, 1);
    if (pixels > 2) wasm_v128_store32_lane(output + 2 * pitch, bytes, 2);
    if (pixels > 3) wasm_v128_store32_lane(output + 3 * pitch, bytes, 3);
}

/* Four channels of a row, by EAD_POINT. */
static inline __attribute__((always_inline)) void by_point(const ead_layer *layer, const group *g, const source *s, int32_t stride, int8_t *output) {
    const int32_t pitch = layer->out_channels, width = TILE * stride;
    int32_t x = -layer->pad_left, left = layer->out_columns;
    columns a = columns_at(s, x);
    v128_t sums[TILE];
    while (left > 0) {
        const int8_t *at[3];
        for (int32_t i = 0; i < 3; i++) at[i] = s->row[i] + (ptrdiff_t)(x + 2) * s->step[i];
        /* Tiles whose columns x+2 to x+width+1 all lie inside. */
        for (; left >= TILE && x + width + 1 < s->columns; left -= TILE, x += width, output += TILE * pitch) {
            for (int32_t i = 0; i < TILE; i += stride == 1 ? 2 : 1) {
                const columns b = columns_inside(at, s->step);
                sums[i] = here(g, a, b);
                if (stride == 1) sums[i + 1] = later(g, a, b);
                a = b;
            }
            store(g, sums, TILE, pitch, output);
        }
        if (left <= 0) return;
        for (int32_t i = 0; i < TILE; i += stride == 1 ? 2 : 1) {
            const columns b = columns_at(s, x += 2);
            sums[i] = here(g, a, b);
            if (stride == 1) sums[i + 1] = later(g, a, b);
            a = b;
        }
        store(g, sums, left, pitch, output);
        left -= TILE, output += TILE * pitch;
    }
}

/* Any requantisation, `channels` of the four. */
static void one_by_one(const ead_layer *layer, const group *g, const source *s, int32_t first, int32_t channels, int8_t *output) {
    for (int32_t i = 0; i < layer->out_columns; i++, output += layer->out_channels) {
        const int32_t x = i * layer->stride - layer->pad_left;
        ead_leave_some(layer, here(g, columns_at(s, x), columns_at(s, x + 2)), first, channels, output);
    }
}

void ead_depthwise3x3_row_wasm(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    const int32_t channels = layer->in_channels;
    const group *g = layer->packed;
    for (int32_t c = 0; c < channels; c += LANES, g++) {
        source s = {.pad = g->pad, .columns = layer->in_columns};
        for (int32_t i = 0; i < 3; i++) {
            s.row[i] = rows[i] ? rows[i] + c : g->pad;
            s.step[i] = rows[i] ? channels : 0;
        }
        const int32_t left = channels - c;
        if (left < LANES || !ead_leaves_by_point(layer, c))
            one_by_one(layer, g, &s, c, left < LANES ? left : LANES, output + c);
        else if (layer->stride == 1)
            by_point(layer, g, &s, 1, output + c);
        else
            by_point(layer, g, &s, 2, output + c);
    }
}
