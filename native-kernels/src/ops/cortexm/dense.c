/*
 * Convolution and pointwise. A row's inputs are widened to int16 pairs once, the weights of four output channels once a row; nothing
 * lies in engine memory. The order of a sum's values is free and the same on both sides: 0 2, 1 3 of each four bytes, which costs
 * least to make.
 */
#include "../patch.h"
#include "cortexm.h"
#include "tile.h"
#include "widen.h"

enum {
    WORDS = 1200,                   /* of widened inputs at a time: 48 pixels of 48 values; 4.8 KB of stack */
    DEEPEST = EAD_PATCH_DEPTH / 2  /* steps */
};

/* Two rows of values side by side: a step's pairs at to[0] and to[1], the next step's at to[across]. */
static inline __attribute__((always_inline)) void widen_words(uint32_t a, uint32_t b, ead_scale s, uint32_t *to, int32_t across) {
    to[0] = ead_scaled(ead_even(a), s), to[1] = ead_scaled(ead_even(b), s);
    to[across] = ead_scaled(ead_odd(a), s), to[across + 1] = ead_scaled(ead_odd(b), s);
}

/* To whole fours, what fills up being zero. */
static inline __attribute__((always_inline)) void widen(const int8_t *a, const int8_t *b, int32_t depth, ead_scale s, uint32_t *to, int32_t across) {
    for (const int8_t *const end = a + depth / 4 * 4; a != end; a += 4, b += 4, to += 2 * across)
        widen_words(ead_word(a), ead_word(b), s, to, across);
    if (depth % 4 == 0) return;
    uint32_t rest[2] = {0, 0};
    memcpy(&rest[0], a, (size_t)depth % 4);
    memcpy(&rest[1], b, (size_t)depth % 4);
    widen_words(rest[0], rest[1], s, to, across);
}

/* Patches of 3 rows of 9 bytes each: eight of a row by words, then the three that are left. */
static inline __attribute__((always_inline)) void widen_colour(const int8_t *const a[3], const int8_t *const b[3], ead_scale s, uint32_t *to,
                                                               int32_t across) {
    for (int32_t y = 0; y < 3; y++, to += 4 * across) {
        widen_words(ead_word(a[y]), ead_word(b[y]), s, to, across);
        widen_words(ead_word(a[y] + 4), ead_word(b[y] + 4), s, to + 2 * across, across);
    }
    to[0] = ead_scaled(ead_pair(a[0][8], a[1][8]), s), to[1] = ead_scaled(ead_pair(b[0][8], b[1][8]), s);
    to[across] = ead_scaled(ead_pair(a[2][8], 0), s), to[across + 1] = ead_scaled(ead_pair(b[2][8], 0), s);
}

static bool is_colour(const ead_layer *layer) { return layer->op == EAD_OP_CONV3X3 && layer->in_channels == 3; }

/* Weights of four channels; where there are fewer, the first stands in for the rest. */
static void widen_weights(const ead_layer *layer, int32_t channel, uint32_t up, uint32_t *to) {
    const int32_t depth = ead_depth(layer), left = layer->out_channels - channel;
    const int8_t *const w = layer->weights + (ptrdiff_t)channel * depth;
    if (left >= 4 && ead_is_aligned(w) && depth % 4 == 0) {
        ead_widen_rows(w, depth, to, w + depth, up);
        return;
    }
    const ead_scale by = ead_scale_by(up);
    for (int32_t o = 0; o < 4; o += 2) {
        const int8_t *const a = o < left ? w + o * depth : w, *const b = o + 1 < left ? a + depth : w;
        if (is_colour(layer))
            widen_colour((const int8_t *const[3]){a, a + 9, a + 18}, (const int8_t *const[3]){b, b + 9, b + 18}, by, to + o, EAD_TILE_CHANNELS);
        else
            widen(a, b, depth, by, to + o, EAD_TILE_CHANNELS);
    }
}

/* The three rows of a colour patch, where they lie or gathered. */
static inline void colour_rows(const ead_layer *layer, const int8_t *const rows[3], int32_t x, int8_t *gathered, const int8_t *at[3]) {
    const int32_t first = x * layer->stride - layer->pad_left;
    const bool inside = rows[0] && rows[1] && rows[2] && first >= 0 && first + 3 <= layer->in_columns;
    if (!inside) ead_patch(layer, rows, x, gathered);
    for (int32_t y = 0; y < 3; y++) at[y] = inside ? rows[y] + 3 * first : gathered + 9 * y;
}

/* Inputs of two pixels. */
static void widen_inputs(const ead_layer *layer, const int8_t *const rows[3], int32_t first, int32_t second, uint32_t *to) {
    int8_t gathered[2][EAD_PATCH_DEPTH];
    if (is_colour(layer)) {
        const int8_t *a[3], *b[3];
        colour_rows(layer, rows, first, gathered[0], a);
        colour_rows(layer, rows, second, gathered[1], b);
        widen_colour(a, b, (ead_scale){0, UINT32_MAX}, to, EAD_TILE_PIXELS);
        return;
    }
    const int8_t *const a = ead_patch(layer, rows, first, gathered[0]), *const b = ead_patch(layer, rows, second, gathered[1]);
    widen(a, b, ead_depth(layer), (ead_scale){0, UINT32_MAX}, to, EAD_TILE_PIXELS);
}

/* Widened inputs of a stretch of pixels; an odd last one makes a tile with the one before it, which so is computed twice. */
typedef struct stretch {
    const uint32_t *in;
    int32_t pixels, steps, pitch;
    int8_t *output; /* of the first pixel */
} stretch;

/* Runs `tile` over a stretch; output is that of the four channels. */
static void run(ead_tile_fn tile, const stretch *s, const uint32_t *weights, int8_t *output, uint32_t floor, uint32_t lowest) {
    const uint32_t *const end = s->in + s->pixels / 2 * s->steps * EAD_TILE_PIXELS;
    const uint32_t *const weights_end = weights + EAD_TILE_CHANNELS * (1 + s->steps);
    if (s->pixels > 1) tile(s->in, weights, output, s->pitch, end, floor, lowest, weights_end);
    if (s->pixels % 2 == 0) return;
    const int32_t first = s->pixels > 1 ? s->pixels - 2 : 0, pitch = s->pixels > 1 ? s->pitch : 0;
    tile(end, weights, output + (ptrdiff_t)first * s->pitch, pitch, end + s->steps * EAD_TILE_PIXELS, floor, lowest, weights_end);
}

/* By whatever requantisation, any number of channels up to four. */
static void leave_sums(const ead_layer *layer, const stretch *s, const uint32_t *weights, int32_t channel, int32_t count) {
    const ead_tile_fn tile = s->steps % 4 ? ead_tile_sums2 : ead_tile_sums4;
    const uint32_t *in = s->in;
    for (int32_t x = 0; x < s->pixels; x += 2, in += s->steps * EAD_TILE_PIXELS) {
        int32_t sums[EAD_TILE_PIXELS][EAD_TILE_CHANNELS];
        tile(in, weights, sums, 0, in + s->steps * EAD_TILE_PIXELS, 0, 0, weights + EAD_TILE_CHANNELS * (1 + s->steps));
        const int32_t first = x + 2 <= s->pixels ? x : x > 0 ? x - 1 : 0;
        for (int32_t i = 0; i < 2 && first + i < s->pixels; i++)
            for (int32_t o = 0; o < count; o++)
                s->output[(ptrdiff_t)(first + i) * s->pitch + channel + o] = ead_leave(layer, sums[i][o], channel + o);
    }
}

/* Four channels of a stretch. */
static void four(const ead_layer *layer, const stretch *s, int32_t channel) {
    uint32_t weights[EAD_TILE_CHANNELS * (1 + DEEPEST)] __attribute__((aligned(8)));
    if (s->pitch % 4 || !ead_leaves_by_point(layer, channel)) {
        const int32_t left = layer->out_channels - channel, count = left < 4 ? left : 4;
        for (int32_t o = 0; o < count; o++) weights[o] = (uint32_t)layer->bias[channel + o];
        widen_weights(layer, channel, 0, weights + EAD_TILE_CHANNELS);
        leave_sums(layer, s, weights, channel, count);
        return;
    }
    for (int32_t o = 0; o < 4; o++) weights[o] = (uint32_t)ead_bias_to_point(layer, channel + o);
    widen_weights(layer, channel, ead_up_to_point(layer, channel), weights + EAD_TILE_CHANNELS);
    run(s->steps % 4 ? ead_tile_bytes2 : ead_tile_bytes4, s, weights, s->output + channel, ead_floors(layer, channel),
        ead_word(layer->channel_min + channel));
}

/* Inputs of `pixels` pixels; an odd last one beside the one before it. */
static void widen_stretch(const ead_layer *layer, const int8_t *const rows[3], int32_t x, int32_t pixels, int32_t steps, uint32_t *to) {
    int32_t i = 0;
    if (layer->op == EAD_OP_POINTWISE && layer->in_channels % 4 == 0 && pixels >= 2) {
        i = pixels / 2 * 2;
        ead_widen_pixels(rows[0] + (ptrdiff_t)x * layer->in_channels, layer->in_channels, to, to + i * steps);
    }
    for (; i < pixels; i += 2) {
        const int32_t first = i + 2 <= pixels ? i : i > 0 ? i - 1 : 0, second = first + 1 < pixels ? first + 1 : first;
        widen_inputs(layer, rows, x + first, x + second, to + i * steps);
    }
}

void ead_dense_row_cortexm(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    const int32_t depth = ead_depth(layer), pitch = layer->out_channels;
    if (depth > EAD_PATCH_DEPTH) {
        ead_ops_reference.row[layer->op](layer, rows, output);
        return;
    }
    uint32_t in[WORDS] __attribute__((aligned(8)));
    const int32_t steps = (depth + 3) / 4 * 2, most = WORDS / steps / 2 * 2;
    for (int32_t x = 0; x < layer->out_columns; x += most) {
        const int32_t left = layer->out_columns - x, pixels = left < most ? left : most;
        widen_stretch(layer, rows, x, pixels, steps, in);
        const stretch s = {in, pixels, steps, pitch, output + (ptrdiff_t)x * pitch};
        for (int32_t channel = 0; channel < pitch; channel += 4) four(layer, &s, channel);
    }
}
