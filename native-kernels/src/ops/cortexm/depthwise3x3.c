/* Four channels at a time; a product of the lower or the upper halves of two pairs is one instruction (SMLABB, SMLATT). */
#include "cortexm.h"

static inline void store4(int8_t *to, int16x2_t even, int16x2_t odd) {
    const uint32_t word = ((uint32_t)even & 0xFF00FF) | ((uint32_t)odd & 0xFF00FF) << 8;
    memcpy(to, &word, sizeof word);
}

/* Two pixels share the weights. in: their windows, [pixel][9], each [channels]. */
static inline __attribute__((always_inline)) void four(const ead_layer *layer, const int8_t *const in[2][9], int32_t c, int8_t *first,
                                                       int8_t *second, int shifts) {
    const int32_t channels = layer->in_channels;
    const int32_t *bias = layer->bias + c;
    int32_t a0 = bias[0], a1 = bias[1], a2 = bias[2], a3 = bias[3], b0 = a0, b1 = a1, b2 = a2, b3 = a3;
    const int8_t *w = layer->weights + c;
    for (int32_t k = 0; k < 9; k++, w += channels) {
        const uint32_t weights = ead_word(w), a = ead_word(in[0][k] + c), b = ead_word(in[1][k] + c);
        const int16x2_t we = (int16x2_t)ead_even(weights), wo = (int16x2_t)ead_odd(weights), ae = (int16x2_t)ead_even(a), ao = (int16x2_t)ead_odd(a);
        const int16x2_t be = (int16x2_t)ead_even(b), bo = (int16x2_t)ead_odd(b);
        a0 = __smlabb(ae, we, a0), a2 = __smlatt(ae, we, a2), a1 = __smlabb(ao, wo, a1), a3 = __smlatt(ao, wo, a3);
        b0 = __smlabb(be, we, b0), b2 = __smlatt(be, we, b2), b1 = __smlabb(bo, wo, b1), b3 = __smlatt(bo, wo, b3);
    }
    if (shifts) {
        const uint32_t shift = layer->group_shift[c / EAD_GROUP], lows = ead_word(layer->channel_min + c), highs = ead_word(layer->channel_max + c);
        const int16x2_t low_even = (int16x2_t)ead_even(lows), low_odd = (int16x2_t)ead_odd(lows);
        const int16x2_t high_even = (int16x2_t)ead_even(highs), high_odd = (int16x2_t)ead_odd(highs);
        store4(first + c, ead_leave2(a0, a2, shift, low_even, high_even), ead_leave2(a1, a3, shift, low_odd, high_odd));
        store4(second + c, ead_leave2(b0, b2, shift, low_even, high_even), ead_leave2(b1, b3, shift, low_odd, high_odd));
        return;
    }
    first[c] = ead_leave(layer, a0, c), second[c] = ead_leave(layer, b0, c);
    first[c + 1] = ead_leave(layer, a1, c + 1), second[c + 1] = ead_leave(layer, b1, c + 1);
    first[c + 2] = ead_leave(layer, a2, c + 2), second[c + 2] = ead_leave(layer, b2, c + 2);
    first[c + 3] = ead_leave(layer, a3, c + 3), second[c + 3] = ead_leave(layer, b3, c + 3);
}

static int8_t one(const ead_layer *layer, const int8_t *const in[9], int32_t c) {
    int32_t acc = layer->bias[c];
    for (int32_t k = 0; k < 9; k++) acc += layer->weights[k * layer->in_channels + c] * in[k][c];
    return ead_leave(layer, acc, c);
}

static void window_at(const ead_layer *layer, const int8_t *const rows[3], int32_t x, const int8_t *in[9]) {
    for (int32_t k = 0; k < 9; k++) {
        const int32_t column = x * layer->stride - layer->pad_left + k % 3;
        const int8_t *row = rows[k / 3];
        in[k] = row && column >= 0 && column < layer->in_columns ? row + (ptrdiff_t)column * layer->in_channels : layer->pad;
    }
}

void ead_depthwise3x3_row_cortexm(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    const int32_t channels = layer->in_channels, columns = layer->out_columns;
    for (int32_t x = 0; x < columns; x += 2, output += 2 * channels) {
        const int8_t *in[2][9];
        int8_t *second = x + 1 < columns ? output + channels : output; /* an odd last pixel is computed twice */
        window_at(layer, rows, x, in[0]);
        window_at(layer, rows, x + 1 < columns ? x + 1 : x, in[1]);
        const int8_t *const(*windows)[9] = (const int8_t *const(*)[9])in;
        int32_t c = 0;
        if (layer->requantisation == EAD_REQUANTISE_SHIFT)
            for (; c + 4 <= channels; c += 4) four(layer, windows, c, output, second, 1);
        else
            for (; c + 4 <= channels; c += 4) four(layer, windows, c, output, second, 0);
        for (; c < channels; c++) output[c] = one(layer, windows[0], c), second[c] = one(layer, windows[1], c);
    }
}
