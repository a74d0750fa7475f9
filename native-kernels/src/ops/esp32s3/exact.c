/* Packing of layers that leave exactly. See exact.h. */
#include "exact.h"

enum { MOST_E = 15, LEAST_LOW_BITS = 8, MOST_LOW_BITS = 15 };

/* How a channel leaves: multiplier and shifts as in exact.h; `left` is s. A channel that is `dead` gives 0 whatever the picture. */
typedef struct way {
    int32_t multiplier, right, left;
    uint64_t bound; /* of |A| and of all its partial sums */
    int32_t largest, smallest; /* weights */
    int dead;
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
    /* |x| < 2^(e-1) for all sums; bound < 2^31 by the model check */
    w.dead = w.right > 0 && (w.bound * (uint64_t)w.multiplier + (1u << 30)) >> 31 < (uint64_t)1 << (w.right - 1);
    if (w.dead) w = (way){.right = 1, .dead = 1};
    return w;
}

static int32_t channels_from(const ead_layer *layer, int32_t first) {
    return layer->out_channels - first < EAD_S3_EXACT_LANES ? layer->out_channels - first : EAD_S3_EXACT_LANES;
}

/* E of the channels from `first` on: the smallest that leaves d >= 1 to every shift to the right. */
static int32_t common_shift(const ead_layer *layer, int32_t depth, int32_t first) {
    int32_t common = 2;
    for (int32_t i = 0; i < channels_from(layer, first); i++) {
        const way w = way_of(layer, depth, first + i);
        if (w.right >= common) common = w.right + 1;
    }
    return common;
}

/* d of a channel; E + s for shifts to the left. */
static int32_t scale_of(const way *w, int32_t common) {
    return w->right > 0 ? common - w->right : common + w->left;
}

int32_t ead_s3_exact_low_bits(const ead_layer *layer, int32_t depth) {
    int32_t low_bits = LEAST_LOW_BITS;
    if (layer->requantisation != EAD_REQUANTISE_EXACT) return 0;
    for (int32_t first = 0; first < layer->out_channels; first += EAD_S3_EXACT_LANES) {
        const int32_t common = common_shift(layer, depth, first);
        if (common > MOST_E) return 0;
        for (int32_t i = 0; i < channels_from(layer, first); i++) {
            const way w = way_of(layer, depth, first + i);
            const int32_t d = scale_of(&w, common);
            if (w.dead) continue;
            while (low_bits <= MOST_LOW_BITS && w.bound << d >> (15 + low_bits)) low_bits++;
            if (d > MOST_E || low_bits > MOST_LOW_BITS || w.largest * (1 << d) > INT16_MAX || w.smallest * (1 << d) < INT16_MIN) return 0;
            if (ead_s3_low_of(w.multiplier) == INT16_MIN || ead_s3_high_of(w.multiplier) > INT16_MAX) return 0;
        }
    }
    return low_bits;
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
    set(leave + 96, lane, layer->zero_point);
    set(leave + 112, lane, taps % 2 ? layer->clamp_max : layer->clamp_min);
    set(leave + 128, lane, taps % 2 ? layer->clamp_min : layer->clamp_max);
}

void ead_s3_pack_exact(const ead_layer *layer, int32_t depth, const uint8_t *order, int32_t taps, int8_t *to) {
    const int32_t low_bits = ead_s3_exact_low_bits(layer, depth);
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
            EAD_PIE_VCMP_LT_S8(1, 0, 7)
            EAD_PIE_VZIP_8(0, 1)
            EAD_PIE_VST_128_IP(0, out, 16)
            EAD_PIE_VST_128_IP(1, out, 16)));
}
