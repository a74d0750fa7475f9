/* Packing of layers that leave exactly. See exact.h. */
#include "../patch.h"
#include "exact.h"

enum { MOST_E = 15, LEAST_LOW_BITS = 8, MOST_LOW_BITS = 15, MOST_ALONE = 2 /* one channel in two */ };

/* How a channel leaves: multiplier and shifts as in exact.h; `left` is s. A channel that is `dead` gives the same whatever the picture: its
 * zero point, in place of the layer's. */
typedef struct way {
    int32_t multiplier, right, left;
    uint64_t bound; /* of |A| and of all its partial sums */
    int32_t largest, smallest; /* weights */
    int dead;
    int32_t zero_point;
} way;

static int32_t weight_of(const ead_layer *layer, int32_t depth, int32_t channel, int32_t k) {
    return layer->op == EAD_OP_DEPTHWISE3X3 ? layer->weights[k * layer->in_channels + channel] : layer->weights[(ptrdiff_t)channel * depth + k];
}

static way way_of(const ead_layer *layer, int32_t depth, int32_t channel) {
    const int32_t shift = layer->shift[channel], bias = layer->bias[channel];
    way w = {.multiplier = layer->multiplier[channel], .right = shift < 0 ? -shift : 0, .left = shift > 0 ? shift : 0};
    w.bound = (uint64_t)(bias < 0 ? -(int64_t)bias : bias);
    for (int32_t k = 0; k < depth; k++) {
        const int32_t value = weight_of(layer, depth, channel, k);
        w.bound += 128u * (uint32_t)(value < 0 ? -value : value);
        if (value > w.largest) w.largest = value;
        if (value < w.smallest) w.smallest = value;
    }
    const int32_t reach = (int32_t)(w.bound - (uint64_t)(bias < 0 ? -(int64_t)bias : bias)); /* sums lie within bias +- reach: results are in order */
    const int8_t least = ead_leave(layer, bias - reach, channel), most = ead_leave(layer, bias + reach, channel);
    w.zero_point = layer->zero_point;
    if (least == most) w = (way){.right = 1, .dead = 1, .zero_point = most};
    return w;
}

static int32_t channels_from(const ead_layer *layer, int32_t first) {
    return layer->out_channels - first < EAD_S3_EXACT_LANES ? layer->out_channels - first : EAD_S3_EXACT_LANES;
}

/* d of a channel; E + s for shifts to the left. */
static int32_t scale_of(const way *w, int32_t common) {
    return w->right > 0 ? common - w->right : common + w->left;
}

/* k that a channel needs beside others with this E, or 0 when some number of it does not fit its place. */
static int32_t low_bits_of(const way *w, int32_t common) {
    const int32_t d = scale_of(w, common);
    int32_t low_bits = LEAST_LOW_BITS;
    if (w->dead) return low_bits;
    if (d < (w->right > 0) || d > MOST_E || w->largest * (1 << d) > INT16_MAX || w->smallest * (1 << d) < INT16_MIN) return 0;
    if (ead_s3_low_of(w->multiplier) == INT16_MIN || ead_s3_high_of(w->multiplier) > INT16_MAX) return 0;
    while (w->bound << d >> (15 + low_bits)) low_bits++;
    return low_bits <= MOST_LOW_BITS ? low_bits : 0;
}

/* E of the channels from `first` on: the smallest with which most of them fit. */
static int32_t common_shift(const ead_layer *layer, int32_t depth, int32_t first) {
    way ways[EAD_S3_EXACT_LANES];
    int32_t best = 2, most = -1;
    for (int32_t i = 0; i < channels_from(layer, first); i++) ways[i] = way_of(layer, depth, first + i);
    for (int32_t common = 2; common <= MOST_E; common++) {
        int32_t fit = 0;
        for (int32_t i = 0; i < channels_from(layer, first); i++) fit += low_bits_of(&ways[i], common) > 0;
        if (fit > most) best = common, most = fit;
    }
    return best;
}

/* k of a layer; to `alone`, if it is not null, go the channels that do not fit beside their neighbours, `*count` of them. */
static int32_t plan(const ead_layer *layer, int32_t depth, int32_t *count, int32_t *alone) {
    int32_t low_bits = LEAST_LOW_BITS;
    *count = 0;
    for (int32_t first = 0; first < layer->out_channels; first += EAD_S3_EXACT_LANES) {
        const int32_t common = common_shift(layer, depth, first);
        for (int32_t i = 0; i < channels_from(layer, first); i++) {
            const way w = way_of(layer, depth, first + i);
            const int32_t needs = low_bits_of(&w, common);
            if (needs > low_bits) low_bits = needs;
            if (needs > 0) continue;
            if (alone) alone[*count] = first + i;
            ++*count;
        }
    }
    return low_bits;
}

size_t ead_s3_exact_bytes(const ead_layer *layer, int32_t depth, int32_t taps) {
    int32_t alone;
    if (layer->requantisation != EAD_REQUANTISE_EXACT) return 0;
    plan(layer, depth, &alone, NULL);
    return MOST_ALONE * alone > layer->out_channels ? 0 : ead_s3_exact_alone_at(layer, taps) + 4 * (1 + (size_t)alone);
}

static void set(int8_t *vector, int32_t lane, int32_t value) {
    const int16_t word = (int16_t)value;
    memcpy(vector + 2 * lane, &word, sizeof word);
}

/* Bias of 40 bits to lane i of the zeroed bytes that QACC is loaded from. */
static void pack_wide_lane(int8_t *to, int32_t i, int64_t value) {
    for (int32_t b = 0; b < 5; b++) {
        const int32_t at = 5 * (i % 4) + b;
        to[at < 16 ? 16 * (i / 4) + at : 32 + 4 * (i / 4) + at - 16] = (int8_t)(value >> 8 * b);
    }
}

static void pack_lane(const ead_layer *layer, int32_t depth, const uint8_t *order, int32_t taps, int32_t common, int32_t channel, int32_t lane, int8_t *to) {
    const way w = way_of(layer, depth, channel);
    if (low_bits_of(&w, common) == 0) return;
    const int32_t d = scale_of(&w, common);
    int8_t *weights = to + EAD_S3_BIAS_BYTES, *leave = weights + 16 * taps;
    if (!w.dead) {
        pack_wide_lane(to, lane, (int64_t)layer->bias[channel] * (1 << d));
        for (int32_t k = 0; k < depth; k++) set(weights + 16 * k, lane, weight_of(layer, depth, channel, order ? order[k] : k) * (1 << d));
    }
    set(leave, lane, ead_s3_low_of(w.multiplier) - 1);
    set(leave + 16, lane, ead_s3_low_of(w.multiplier));
    set(leave + 32, lane, ead_s3_high_of(w.multiplier));
    set(leave + 48, lane, (1 << (common - 1)) + (w.right > 0 ? 1 << (d - 1) : 0));
    set(leave + 64, lane, 1 << (common - 2));
    set(leave + 80, lane, w.right > 0 ? 1 << (d - 1) : 0);
    set(leave + 96, lane, w.zero_point);
    set(leave + 112, lane, taps % 2 ? layer->clamp_max : layer->clamp_min);
    set(leave + 128, lane, taps % 2 ? layer->clamp_min : layer->clamp_max);
}

void ead_s3_pack_exact(const ead_layer *layer, int32_t depth, const uint8_t *order, int32_t taps, int8_t *to) {
    int32_t *const alone = (int32_t *)(void *)(to + ead_s3_exact_alone_at(layer, taps));
    const int32_t low_bits = plan(layer, depth, alone, alone + 1);
    for (int32_t lane = 0; lane < EAD_S3_EXACT_LANES; lane++) {
        set(to, lane, -(1 << low_bits));
        set(to + 16, lane, 1 << (15 - low_bits));
    }
    to += EAD_S3_EXACT_CONSTANTS;
    for (int32_t first = 0; first < layer->out_channels; first += EAD_S3_EXACT_LANES, to += ead_s3_exact_group_bytes(taps)) {
        const int32_t common = common_shift(layer, depth, first);
        for (int32_t i = 0; i < channels_from(layer, first); i++) pack_lane(layer, depth, order, taps, common, first + i, i, to);
        to[EAD_S3_SHIFT_AT] = (int8_t)(common - 1);
        to[EAD_S3_LOW_BITS_AT] = (int8_t)low_bits;
    }
}

void ead_s3_exact_alone(const ead_layer *layer, int32_t taps, const int8_t *const rows[3], int8_t *output) {
    const int32_t *alone = (const int32_t *)(const void *)((const int8_t *)layer->packed + ead_s3_exact_alone_at(layer, taps));
    const int32_t count = *alone++, channels = layer->out_channels, depthwise = layer->op == EAD_OP_DEPTHWISE3X3;
    int8_t gathered[EAD_PATCH_DEPTH];
    for (int32_t x = 0; x < layer->out_columns && count > 0; x++, output += channels) {
        const int8_t *patch = depthwise ? NULL : ead_patch(layer, rows, x, gathered);
        for (int32_t i = 0; i < count; i++) {
            const int32_t c = alone[i], depth = depthwise ? 9 : ead_depth(layer);
            int32_t acc = layer->bias[c];
            for (int32_t k = 0; k < depth; k++) {
                const int32_t column = x * layer->stride - layer->pad_left + k % 3;
                const int inside = depthwise && rows[k / 3] && column >= 0 && column < layer->in_columns;
                const int32_t value = !depthwise ? patch[k] : inside ? rows[k / 3][column * channels + c] : layer->pad[c];
                acc += value * weight_of(layer, depth, c, k);
            }
            output[c] = ead_leave(layer, acc, c);
        }
    }
}

void ead_s3_exact_block(ead_pie *pie, const int8_t *group, int8_t *block) {
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(group), EAD_PIE_IN_OUT(block)), EAD_PIE_OPERANDS(EAD_PIE_IN(pie)),
        EAD_PIE_VLD_128_IP(0, group, 16)
        EAD_PIE_VLD_128_IP(1, group, 16)
        EAD_PIE_VLD_128_IP(2, group, 16)
        EAD_PIE_VST_128_IP(0, block, 16)
        EAD_PIE_VST_128_IP(1, block, 16)
        EAD_PIE_VST_128_IP(2, block, 16));
}

void ead_s3_widen(ead_pie *pie, const int8_t *from, uint32_t vectors, int16_t *to) {
    int8_t *out = (int8_t *)to;
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(from), EAD_PIE_IN_OUT(out)), EAD_PIE_OPERANDS(EAD_PIE_IN(vectors)),
        EAD_PIE_XORQ(7, 7, 7)
        EAD_PIE_LOOP(vectors,
            EAD_PIE_VLD_128_IP(0, from, 16)
            EAD_S3_WIDEN
            EAD_PIE_VST_128_IP(0, out, 16)
            EAD_PIE_VST_128_IP(1, out, 16)));
}
