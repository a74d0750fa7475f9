/*
 * Four channels at a time. Their input columns are widened once a row to pairs of taps that lie above each other, and beside each other in
 * the third row, so that nine products are five instructions; then each channel passes along the row.
 */
#include "cortexm.h"
#include "pass.h"
#include "widen.h"

enum {
    LANES = 4,
    MOST_PAIRS = EAD_COLUMNS_BYTES / 4 / EAD_PASS_COLUMNS, /* of columns, widened at a time: 54 outputs at stride 1; 1.3 KB of stack */
    CHANNEL_WORDS = MOST_PAIRS * EAD_PASS_COLUMNS,
    /* One pair of columns at the left edge, those inside, up to two at the right: windows touch the picture and pad_left is 0 or 1. */
    MOST_PIECES = 4
};

/* Some outputs of a row: the pieces of input under them, all channels. */
typedef struct stretch {
    int32_t first, count; /* outputs; an even count at stride 1 */
    int32_t used, pairs[MOST_PIECES];
    ead_columns pieces[MOST_PIECES];
} stretch;

static const int8_t *column_at(const ead_layer *layer, const int8_t *row, int32_t x) {
    return row && x >= 0 && x < layer->in_columns ? row + (ptrdiff_t)x * layer->in_channels : layer->pad;
}

static stretch stretch_at(const ead_layer *layer, const int8_t *const rows[3], int32_t first, int32_t count) {
    stretch s = {.first = first, .count = count};
    int32_t x = first * layer->stride - layer->pad_left;
    const int32_t end = x + 2 * (1 + (layer->stride == 1 ? count / 2 : count));
    while (x < end) {
        const int32_t n = s.used++;
        const int32_t inside = x < 0 ? 0 : ((layer->in_columns < end ? layer->in_columns : end) - x) / 2, pairs = inside > 0 ? inside : 1;
        for (int32_t i = 0; i < 3; i++) {
            const int8_t *const at = column_at(layer, rows[i], x), *const next = column_at(layer, rows[i], x + 1);
            s.pieces[n].row[i] = at;
            s.pieces[n].step[i] = (int32_t)((uintptr_t)next - (uintptr_t)at); /* between row and padding, too */
        }
        s.pairs[n] = pairs;
        x += 2 * pairs;
    }
    return s;
}

/* Weights times 2^up, and bias, of four channels. */
static void widen_weights(const ead_layer *layer, int32_t c, uint32_t up, uint32_t to[LANES][EAD_PASS_WEIGHTS]) {
    const int32_t channels = layer->in_channels;
    const ead_scale by = ead_scale_by(up);
    uint32_t w[9];
    for (int32_t k = 0; k < 9; k++) w[k] = ead_word(layer->weights + (ptrdiff_t)k * channels + c);
    const uint32_t pairs[5][2] = {{w[0], w[3]}, {w[1], w[4]}, {w[2], w[5]}, {w[6], w[7]}, {w[7], w[8]}};
    for (int32_t k = 0; k < 5; k++) {
        const uint32_t low = ead_lower(pairs[k][0], pairs[k][1]), high = ead_upper(pairs[k][0], pairs[k][1]);
        to[0][k] = ead_scaled(ead_even(low), by), to[1][k] = ead_scaled(ead_odd(low), by);
        to[2][k] = ead_scaled(ead_even(high), by), to[3][k] = ead_scaled(ead_odd(high), by);
    }
    for (int32_t i = 0; i < LANES; i++) to[i][5] = (uint32_t)(layer->bias[c + i] * (1 << up));
}

/* Four channels from their widened columns to the output of their first pixel, by EAD_POINT. */
static void leave_by_point(const ead_layer *layer, int32_t c, const uint32_t *in, const uint32_t *in_end, uint32_t weights[LANES][EAD_PASS_WEIGHTS],
                           int8_t *output) {
    if (ead_word(layer->channel_min + c) == 0x80808080 && ead_word(layer->channel_max + c) == 0x7F7F7F7F) {
        (layer->stride == 1 ? ead_pass1 : ead_pass2)(in, weights[0], output, layer->in_channels, in_end);
        return;
    }
    for (int32_t i = 0; i < LANES; i++, in += CHANNEL_WORDS, in_end += CHANNEL_WORDS) {
        const int32_t low = layer->channel_min[c + i], high = layer->channel_max[c + i];
        const uint32_t floor = (uint32_t)(255 - high + low) * 0x10001, lowest = (uint8_t)low * 0x10001u;
        weights[i][5] = (uint32_t)ead_bias_to_point(layer, c + i);
        (layer->stride == 1 ? ead_pass1_clamped : ead_pass2_clamped)(in, weights[i], output + i, layer->in_channels, in_end, floor, lowest);
    }
}

/* By any requantisation. */
static void leave_sums(const ead_layer *layer, int32_t c, int32_t count, const uint32_t *in, const uint32_t *in_end, const uint32_t *weights,
                       int8_t *output) {
    int32_t sums[2 * MOST_PAIRS];
    (layer->stride == 1 ? ead_pass1_sums : ead_pass2_sums)(in, weights, sums, 0, in_end);
    for (int32_t x = 0; x < count; x++, output += layer->in_channels) *output = ead_leave(layer, sums[x], c);
}

static void four(const ead_layer *layer, const stretch *s, int32_t c, int8_t *output) {
    uint32_t in[LANES * CHANNEL_WORDS] __attribute__((aligned(8))), weights[LANES][EAD_PASS_WEIGHTS], *end = in;
    for (int32_t n = 0; n < s->used; n++) {
        ead_widen_columns(&s->pieces[n], end, end + s->pairs[n] * EAD_PASS_COLUMNS, c);
        end += s->pairs[n] * EAD_PASS_COLUMNS;
    }
    const bool by_point = ead_leaves_by_point(layer, c);
    widen_weights(layer, c, by_point ? ead_up_to_point(layer, c) : 0, weights);
    if (by_point) {
        leave_by_point(layer, c, in, end, weights, output);
        return;
    }
    for (int32_t i = 0; i < LANES; i++)
        leave_sums(layer, c + i, s->count, in + i * CHANNEL_WORDS, end + i * CHANNEL_WORDS, weights[i], output + i);
}

/* Any channel, any requantisation. */
static void one(const ead_layer *layer, const int8_t *const rows[3], int32_t c, int32_t x, int8_t *output) {
    int32_t acc = layer->bias[c];
    for (int32_t k = 0; k < 9; k++)
        acc += layer->weights[(ptrdiff_t)k * layer->in_channels + c] * column_at(layer, rows[k / 3], x * layer->stride - layer->pad_left + k % 3)[c];
    output[(ptrdiff_t)x * layer->in_channels + c] = ead_leave(layer, acc, c);
}

void ead_depthwise3x3_row_cortexm(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    const int32_t channels = layer->in_channels, columns = layer->out_columns;
    /* Channels four by four and, at stride 1, columns two by two, where words can be loaded from anywhere; the rest one by one. */
    const int32_t fours = channels % 4 == 0 ? channels : 0, whole = layer->stride == 1 ? columns / 2 * 2 : columns;
    const int32_t most = layer->stride == 1 ? 2 * (MOST_PAIRS - 1) : MOST_PAIRS - 1;
    for (int32_t x = 0; x < whole; x += most) {
        const stretch s = stretch_at(layer, rows, x, whole - x < most ? whole - x : most);
        for (int32_t c = 0; c < fours; c += LANES) four(layer, &s, c, output + (ptrdiff_t)x * channels + c);
    }
    for (int32_t x = 0; x < columns; x++)
        for (int32_t c = x < whole ? fours : 0; c < channels; c++) one(layer, rows, c, x, output);
}
