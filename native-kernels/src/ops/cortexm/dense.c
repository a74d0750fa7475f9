/*
 * Convolution and pointwise. The inputs of a row's pixels are widened to int16 once, each output channel's weights once a row; then two
 * channels times two pixels share their loads. Widened values stand in the order 0 2 1 3 of each four, which costs nothing to make and
 * does not change a sum.
 */
#include "../patch.h"
#include "cortexm.h"

enum { VALUES = 2400 }; /* widened at a time: 48 pixels of 48 values; 4.8 KB of stack */

/* Widens `depth` values to whole fours, what fills up being zero. */
static void widen(const int8_t *in, int32_t depth, uint32_t *to) {
    int32_t k = 0;
    for (; k + 4 <= depth; k += 4, to += 2) {
        const uint32_t word = ead_word(in + k);
        to[0] = (uint32_t)ead_even(word);
        to[1] = (uint32_t)ead_odd(word);
    }
    if (k == depth) return;
    uint32_t word = 0;
    memcpy(&word, in + k, (size_t)(depth - k));
    to[0] = (uint32_t)ead_even(word);
    to[1] = (uint32_t)ead_odd(word);
}

/* How one channel leaves. */
typedef struct channel {
    const ead_layer *layer;
    int32_t index, bias, low, high;
    uint32_t shift;
} channel;

static channel channel_at(const ead_layer *layer, int32_t o) {
    channel c = {.layer = layer, .index = o, .bias = layer->bias[o]};
    if (layer->requantisation == EAD_REQUANTISE_SHIFT) {
        c.low = layer->channel_min[o], c.high = layer->channel_max[o];
        c.shift = layer->group_shift[o / EAD_GROUP];
    }
    return c;
}

static inline int8_t leave(channel c, int32_t acc, int shifts) {
    return shifts ? ead_clamp(acc >> c.shift, c.low, c.high) : ead_leave(c.layer, acc, c.index);
}

/* Two channels of all pixels. in: [pixels][words], w: [2][words], words even. */
static inline __attribute__((always_inline)) void two(channel a, channel b, const uint32_t *in, const uint32_t *w, int32_t words,
                                                      int32_t pixels, int32_t pitch, int8_t *output, int shifts) {
    const int16x2_t low = (int16x2_t)(((uint32_t)a.low & 0xFFFF) | (uint32_t)b.low << 16);
    const int16x2_t high = (int16x2_t)(((uint32_t)a.high & 0xFFFF) | (uint32_t)b.high << 16);
    int32_t x = 0;
    for (; x + 2 <= pixels; x += 2, in += words, output += 2 * pitch) {
        int32_t a0 = a.bias, a1 = a.bias, b0 = b.bias, b1 = b.bias;
        const uint32_t *wa = w, *wb = w + words, *other = in + words, *const end = other;
        do {
            const int16x2_t p = (int16x2_t)in[0], q = (int16x2_t)other[0], u = (int16x2_t)wa[0], v = (int16x2_t)wb[0];
            a0 = __smlad(p, u, a0), a1 = __smlad(q, u, a1), b0 = __smlad(p, v, b0), b1 = __smlad(q, v, b1);
            const int16x2_t r = (int16x2_t)in[1], s = (int16x2_t)other[1], y = (int16x2_t)wa[1], z = (int16x2_t)wb[1];
            a0 = __smlad(r, y, a0), a1 = __smlad(s, y, a1), b0 = __smlad(r, z, b0), b1 = __smlad(s, z, b1);
            in += 2, other += 2, wa += 2, wb += 2;
        } while (in != end);
        if (shifts) { /* the two channels are of one group, and so share its shift */
            const int16x2_t first = ead_leave2(a0, b0, a.shift, low, high), second = ead_leave2(a1, b1, a.shift, low, high);
            output[0] = (int8_t)first, output[1] = (int8_t)(first >> 16);
            output[pitch] = (int8_t)second, output[pitch + 1] = (int8_t)(second >> 16);
            continue;
        }
        output[0] = leave(a, a0, 0), output[pitch] = leave(a, a1, 0);
        output[1] = leave(b, b0, 0), output[pitch + 1] = leave(b, b1, 0);
    }
    if (x == pixels) return;
    int32_t a0 = a.bias, b0 = b.bias;
    for (int32_t k = 0; k < words; k++) {
        a0 = __smlad((int16x2_t)in[k], (int16x2_t)w[k], a0);
        b0 = __smlad((int16x2_t)in[k], (int16x2_t)w[words + k], b0);
    }
    output[0] = leave(a, a0, shifts), output[1] = leave(b, b0, shifts);
}

static void last_one(channel a, const uint32_t *in, const uint32_t *w, int32_t words, int32_t pixels, int32_t pitch, int8_t *output) {
    for (int32_t x = 0; x < pixels; x++, in += words, output += pitch) {
        int32_t acc = a.bias;
        for (int32_t k = 0; k < words; k++) acc = __smlad((int16x2_t)in[k], (int16x2_t)w[k], acc);
        *output = ead_leave(a.layer, acc, a.index);
    }
}

static void all_channels(const ead_layer *layer, const uint32_t *in, int32_t words, int32_t pixels, int8_t *output) {
    uint32_t w[EAD_PATCH_DEPTH];
    const int32_t depth = ead_depth(layer), outs = layer->out_channels;
    const int8_t *weights = layer->weights;
    int32_t o = 0;
    for (; o + 2 <= outs; o += 2, weights += 2 * depth) {
        const channel a = channel_at(layer, o), b = channel_at(layer, o + 1);
        widen(weights, depth, w);
        widen(weights + depth, depth, w + words);
        if (layer->requantisation == EAD_REQUANTISE_SHIFT)
            two(a, b, in, w, words, pixels, outs, output + o, 1);
        else
            two(a, b, in, w, words, pixels, outs, output + o, 0);
    }
    if (o == outs) return;
    const channel a = channel_at(layer, o);
    widen(weights, depth, w);
    last_one(a, in, w, words, pixels, outs, output + o);
}

void ead_dense_row_cortexm(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    const int32_t depth = ead_depth(layer), words = (depth + 3) / 4 * 2;
    if (depth > EAD_PATCH_DEPTH) {
        ead_ops_reference.row[layer->op](layer, rows, output);
        return;
    }
    uint32_t in[VALUES / 2];
    int8_t gathered[EAD_PATCH_DEPTH];
    const int32_t most = VALUES / 2 / words;
    for (int32_t x = 0; x < layer->out_columns; x += most) {
        const int32_t left = layer->out_columns - x, pixels = left < most ? left : most;
        for (int32_t i = 0; i < pixels; i++) widen(ead_patch(layer, rows, x + i, gathered), depth, in + i * words);
        all_channels(layer, in, words, pixels, output + (ptrdiff_t)x * layer->out_channels);
    }
}
