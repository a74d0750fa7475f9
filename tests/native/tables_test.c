/*
 * Every table that this machine can run against the reference, byte for byte: random layers of every shape that the loader admits, then
 * whole models. (The operator vectors run through all tables in operators_test.c.) Where the reference is all there is, both sides are the
 * same and the test still shows that nothing reads or writes out of place.
 */
#include "harness/block.h"
#include "harness/layers.h"
#include "harness/models.h"
#include "harness/random.h"
#include "harness/test.h"
#include "stream/engine.h"

#include <stdio.h>
#include <string.h>

#ifndef EAD_ROUNDS
#define EAD_ROUNDS 1500 /* random layers per operator; emulated targets take fewer */
#endif

/* A layer with memory of exactly the size it needs. */
typedef struct random_layer {
    ead_layer layer;
    block weights, bias, multiplier, shift, pad, group_shift, channel_min, channel_max;
} random_layer;

static uint32_t between(pcg *r, uint32_t low, uint32_t high) { return low + pcg_below(r, high - low + 1); }

/* Small numbers most of the time, up to `most` now and then. */
static uint32_t size_of(pcg *r, uint32_t most) {
    const uint32_t kind = pcg_below(r, 8);
    return between(r, 1, kind == 0 ? most : kind < 4 ? (most < 40 ? most : 40) : most < 9 ? most : 9);
}

static int32_t whole_bits(pcg *r) { return (int32_t)pcg_next(r); }

/* int8 noise: everything, small values, or nothing but extremes. */
static void fill(pcg *r, block *b) {
    const uint32_t kind = pcg_below(r, 4);
    for (size_t i = 0; i < b->bytes; i++) {
        const uint32_t v = pcg_next(r) >> 8;
        b->data[i] = (uint8_t)(kind == 0 ? v % 7 - 3u : kind == 1 ? (v & 1 ? 127u : 128u) : kind == 2 && v % 64 ? 128u : v);
    }
}

static uint64_t weight_sum(const ead_layer *l, uint32_t channel, uint32_t taps) {
    uint64_t sum = 0;
    for (uint32_t k = 0; k < taps; k++) {
        const int32_t w = l->op == EAD_OP_DEPTHWISE3X3 ? l->weights[k * l->in_channels + channel] : l->weights[(size_t)channel * taps + k];
        sum += (uint64_t)(w < 0 ? -w : w);
    }
    return sum;
}

static int32_t random_multiplier(pcg *r) {
    static const int32_t special[] = {0, 1, 1 << 30, (1 << 30) + 1, INT32_MAX};
    switch (pcg_below(r, 8)) {
    case 0:
        return special[pcg_below(r, 5)];
    case 1:
        return whole_bits(r) & INT32_MAX;
    default:
        return (whole_bits(r) & ((1 << 30) - 1)) | 1 << 30;
    }
}

/* Bias, multiplier and shift: whatever the model check lets pass, with results inside the clamp in most cases. */
static void quantise(pcg *r, random_layer *l, uint32_t channel, uint32_t taps) {
    const uint64_t most = INT32_MAX - 256, sum = 128 * weight_sum(&l->layer, channel, taps);
    const uint32_t kind = pcg_below(r, 6);
    uint64_t room = most - sum; /* for |bias| */
    if (kind < 4) room = room < 2 * sum ? room : 2 * sum;
    const int64_t bias = (int64_t)(((uint64_t)pcg_next(r) << 32 | pcg_next(r)) % (room + 1));
    ((int32_t *)(void *)l->bias.data)[channel] = (int32_t)(pcg_below(r, 2) ? bias : -bias);
    ((int32_t *)(void *)l->multiplier.data)[channel] = random_multiplier(r);
    const uint64_t bound = sum + (uint64_t)bias;
    int32_t left = 0, bits = 0;
    while (left < 30 && bound << (left + 1) <= most) left++;
    while (bound >> bits) bits++;
    int32_t shift = kind == 0 ? (int32_t)between(r, 0, 31) - 31 : 8 - bits + (int32_t)between(r, 0, 3) - 2;
    if (kind == 1) shift = (int32_t)between(r, 0, (uint32_t)left);
    ((int8_t *)l->shift.data)[channel] = (int8_t)(shift < -31 ? -31 : shift > left ? left : shift);
}

/* Shift form: bias and weights within 20 bits (weights shrink until they are), shifts of which most leave results inside int8. */
static void quantise_shift(pcg *r, random_layer *l, uint32_t channel, uint32_t taps) {
    const bool depthwise = l->layer.op == EAD_OP_DEPTHWISE3X3;
    const size_t step = depthwise ? l->layer.in_channels : 1;
    int8_t *w = (int8_t *)l->weights.data + (depthwise ? channel : (size_t)channel * taps);
    while (128 * weight_sum(&l->layer, channel, taps) > EAD_MAX_SHIFT_ACC)
        for (uint32_t k = 0; k < taps; k++) w[k * step] = (int8_t)(w[k * step] / 2);
    const uint32_t sum = 128 * (uint32_t)weight_sum(&l->layer, channel, taps), room = EAD_MAX_SHIFT_ACC - sum;
    const uint32_t bias = pcg_below(r, 4) ? pcg_below(r, (room < sum ? room : sum) + 1) : pcg_below(r, 2) ? room : pcg_below(r, room + 1);
    ((int32_t *)(void *)l->bias.data)[channel] = pcg_below(r, 2) ? (int32_t)bias : -(int32_t)bias;
    if (channel % EAD_GROUP == 0) l->group_shift.data[channel / EAD_GROUP] = (uint8_t)(pcg_below(r, 3) ? between(r, 4, 12) : pcg_below(r, EAD_MAX_GROUP_SHIFT + 1));
    const uint32_t low = pcg_below(r, 4) ? 0 : pcg_below(r, 256), high = pcg_below(r, 4) ? 255 : between(r, low, 255);
    l->channel_min.data[channel] = (uint8_t)(low - 128);
    l->channel_max.data[channel] = (uint8_t)(high - 128);
}

typedef struct shape {
    uint32_t in, out, stride, pad_left, columns, out_columns;
} shape;

static shape random_shape(pcg *r, ead_op op) {
    const bool window = op == EAD_OP_CONV3X3 || op == EAD_OP_DEPTHWISE3X3;
    shape s = {.in = size_of(r, 300)};
    s.out = op == EAD_OP_CONV3X3 || op == EAD_OP_POINTWISE ? size_of(r, 300) : s.in;
    s.stride = window ? between(r, 1, 2) : 1;
    s.pad_left = window ? pcg_below(r, 2) : 0;
    s.columns = size_of(r, s.in * s.out > 3000 ? 12 : 110);
    /* Any width whose last window still touches the picture. */
    const uint32_t most = (s.columns + s.pad_left - 1) / s.stride + 1;
    s.out_columns = window ? between(r, most > 3 ? most - 3 : 1, most) : s.columns;
    return s;
}

static random_layer layer_of(pcg *r, ead_op op, ead_requantisation requantisation, shape s) {
    const bool shifts = requantisation == EAD_REQUANTISE_SHIFT;
    const bool window = op == EAD_OP_CONV3X3 || op == EAD_OP_DEPTHWISE3X3, add = op == EAD_OP_ADD;
    const uint32_t in = s.in, out = s.out, taps = op == EAD_OP_CONV3X3 ? 9 * in : op == EAD_OP_DEPTHWISE3X3 ? 9 : add ? 0 : in;
    const uint32_t low = pcg_below(r, 4) ? 0 : pcg_below(r, 256), high = pcg_below(r, 4) ? 255 : between(r, low, 255);
    random_layer l = {.layer = {.op = (uint8_t)op,
                                .in_rows = 3,
                                .in_columns = (uint16_t)s.columns,
                                .in_channels = (uint16_t)in,
                                .out_rows = 1,
                                .out_columns = (uint16_t)s.out_columns,
                                .out_channels = (uint16_t)out,
                                .requantisation = (uint8_t)requantisation,
                                .stride = (uint8_t)s.stride,
                                .pad_left = (uint8_t)s.pad_left,
                                .clamp_min = (int8_t)((int32_t)low - 128),
                                .clamp_max = (int8_t)((int32_t)high - 128),
                                .zero_point = (int8_t)whole_bits(r),
                                .in_zero_point = (int8_t)whole_bits(r),
                                .in2_zero_point = (int8_t)whole_bits(r)},
                      .weights = block_new((size_t)taps * (op == EAD_OP_DEPTHWISE3X3 ? in : out), 0),
                      .bias = block_new(add ? 0 : out * sizeof(int32_t), 0),
                      .multiplier = block_new((add ? 3 : out) * sizeof(int32_t), 0),
                      .shift = block_new(add ? 3 : out, pcg_below(r, 16)),
                      .pad = block_new(window ? in : 0, pcg_below(r, 16)),
                      .group_shift = block_new(shifts ? (out + EAD_GROUP - 1) / EAD_GROUP : 0, pcg_below(r, 16)),
                      .channel_min = block_new(shifts ? out : 0, 0),
                      .channel_max = block_new(shifts ? out : 0, 0)};
    fill(r, &l.weights);
    fill(r, &l.pad);
    l.layer.weights = (const int8_t *)l.weights.data;
    l.layer.bias = (const int32_t *)(const void *)l.bias.data;
    l.layer.multiplier = (const int32_t *)(const void *)l.multiplier.data;
    l.layer.shift = (const int8_t *)l.shift.data;
    l.layer.pad = (const int8_t *)l.pad.data;
    l.layer.group_shift = l.group_shift.data;
    l.layer.channel_min = (const int8_t *)l.channel_min.data;
    l.layer.channel_max = (const int8_t *)l.channel_max.data;
    for (uint32_t c = 0; !add && c < out; c++) shifts ? quantise_shift(r, &l, c, taps) : quantise(r, &l, c, taps);
    const bool plain = pcg_below(r, 4) == 0; /* maps of one scale: codes are added */
    for (uint32_t i = 0; add && i < 3; i++) {
        ((int32_t *)(void *)l.multiplier.data)[i] = plain ? 1 << 30 : random_multiplier(r);
        const uint32_t right = pcg_below(r, 4) ? pcg_below(r, 4) + (i == 2 ? 18 : 0) : pcg_below(r, 32);
        ((int8_t *)l.shift.data)[i] = (int8_t)-(int32_t)(plain ? (i == 2 ? 18 : 0) : right);
    }
    return l;
}

static random_layer random_layer_new(pcg *r, ead_op op, ead_requantisation requantisation) {
    const shape s = random_shape(r, op);
    return layer_of(r, op, requantisation, s);
}

static void random_layer_free(random_layer *l) {
    block_free(&l->weights);
    block_free(&l->bias);
    block_free(&l->multiplier);
    block_free(&l->shift);
    block_free(&l->pad);
    block_free(&l->group_shift);
    block_free(&l->channel_min);
    block_free(&l->channel_max);
}

/* One output row of one table from three input rows, any of which may lie outside the picture. */
static void check_row(const ead_op_table *table, ead_layer layer, const int8_t *const rows[3], const block *expected) {
    const size_t bytes = (size_t)layer.out_columns * layer.out_channels;
    block packed = layer_pack(&layer, table), actual = block_new((bytes + 15) / 16 * 16, 0);
    table->row[layer.op](&layer, rows, (int8_t *)actual.data);
    if (!CHECK_BYTES(actual.data, expected->data, bytes))
        printf("  %s, op %u, requantisation %u, %u columns x %u to %u x %u, stride %u, pad %u\n", table->name, layer.op, layer.requantisation,
               layer.in_columns, layer.in_channels, layer.out_columns, layer.out_channels, layer.stride, layer.pad_left);
    block_free(&actual);
    block_free(&packed);
}

static void compare(pcg *r, const random_layer *l) {
    const ead_layer *layer = &l->layer;
    const bool window = layer->op == EAD_OP_CONV3X3 || layer->op == EAD_OP_DEPTHWISE3X3;
    const uint32_t row_count = window ? 3 : layer->op == EAD_OP_ADD ? 2 : 1;
    block in[3] = {0};
    const int8_t *rows[3] = {NULL, NULL, NULL};
    for (uint32_t i = 0; i < row_count; i++) {
        in[i] = block_new((size_t)layer->in_columns * layer->in_channels + EAD_ROW_SLACK, 0);
        fill(r, &in[i]);
        if (!window || pcg_below(r, 5)) rows[i] = (const int8_t *)in[i].data;
    }
    block expected = block_new((size_t)layer->out_columns * layer->out_channels, 0);
    ead_ops_reference.row[layer->op](layer, rows, (int8_t *)expected.data);
    for (uint32_t t = 0; ead_ops_at(t); t++) check_row(ead_ops_at(t), *layer, rows, &expected);
    block_free(&expected);
    for (uint32_t i = 0; i < row_count; i++) block_free(&in[i]);
}

static void random_layers(ead_op op, ead_requantisation requantisation) {
    pcg r = {op + 10u * requantisation};
    for (int round = 0; round < EAD_ROUNDS; round++) {
        random_layer l = random_layer_new(&r, op, requantisation);
        compare(&r, &l);
        random_layer_free(&l);
    }
}

static void convolutions(void) { random_layers(EAD_OP_CONV3X3, EAD_REQUANTISE_EXACT); }
static void depthwises(void) { random_layers(EAD_OP_DEPTHWISE3X3, EAD_REQUANTISE_EXACT); }
static void pointwises(void) { random_layers(EAD_OP_POINTWISE, EAD_REQUANTISE_EXACT); }
static void additions(void) { random_layers(EAD_OP_ADD, EAD_REQUANTISE_EXACT); }
static void shifted_convolutions(void) { random_layers(EAD_OP_CONV3X3, EAD_REQUANTISE_SHIFT); }
static void shifted_depthwises(void) { random_layers(EAD_OP_DEPTHWISE3X3, EAD_REQUANTISE_SHIFT); }
static void shifted_pointwises(void) { random_layers(EAD_OP_POINTWISE, EAD_REQUANTISE_SHIFT); }

/*
 * Depthwise layers whose sums of three taps come as close to the ends of int16 as they can, with biases to match; every other one with small
 * weights and shifts, so that every bit of the sum shows.
 */
static void fullest_depthwises(void) {
    pcg r = {44};
    for (int round = 0; round < EAD_ROUNDS; round++) {
        random_layer l = random_layer_new(&r, EAD_OP_DEPTHWISE3X3, EAD_REQUANTISE_SHIFT);
        const bool small = round % 2;
        const uint32_t most = small ? 500 : round % 8 ? 131071 : EAD_MAX_SHIFT_ACC - 128 * 9 * 85;
        for (uint32_t i = 0; i < l.weights.bytes; i++) {
            const uint32_t w = small ? pcg_below(&r, 2) : pcg_below(&r, 8) ? 85 : between(&r, 82, 85); /* three are at most 255 */
            const uint32_t negative = i % l.layer.in_channels % 2; /* most taps of a channel pull the same way */
            l.weights.data[i] = (uint8_t)((pcg_below(&r, 8) ? negative : !negative) ? 0 - w : w);
        }
        for (uint32_t c = 0; c < l.layer.in_channels; c++) {
            const int32_t bias = (int32_t)(pcg_below(&r, 2) ? most : between(&r, 0, most));
            ((int32_t *)(void *)l.bias.data)[c] = pcg_below(&r, 2) ? bias : -bias;
            if (c % EAD_GROUP == 0) l.group_shift.data[c / EAD_GROUP] = (uint8_t)(small ? between(&r, 2, 3) : between(&r, 2, 11));
            if (small) l.channel_min.data[c] = 0x80, l.channel_max.data[c] = 0x7F;
        }
        compare(&r, &l);
        random_layer_free(&l);
    }
}

/*
 * Exact layers as quantisers make them: multipliers from 2^30 on, shifts that bring a channel's sums to about int8, so to either side, channels of
 * a layer up to 2^3 apart, one in 32 so small that it always gives the same, one in 32 far from the others. Every eighth layer has channels of one weight, 1, whose sums
 * differ by one, so that many lie on the edges of both roundings.
 */
static void usual_channel(pcg *r, random_layer *l, uint32_t channel, uint32_t taps, uint32_t round) {
    const bool depthwise = l->layer.op == EAD_OP_DEPTHWISE3X3, steps = round % 8 == 3;
    int8_t *w = (int8_t *)l->weights.data + (depthwise ? channel : (size_t)channel * taps);
    const uint32_t size = 1 + pcg_below(r, 4) * 42;
    for (uint32_t k = 0; k < taps; k++) w[k * (depthwise ? l->layer.in_channels : 1)] = steps ? k == 0 : (int8_t)((int32_t)between(r, 0, 2 * size) - (int32_t)size);
    const uint32_t sum = steps ? 40000 : 128 * (uint32_t)weight_sum(&l->layer, channel, taps);
    const int32_t bias = (int32_t)between(r, 0, 2 * sum) - (int32_t)sum, multiplier = round % 8 == 5 ? random_multiplier(r) : (whole_bits(r) & ((1 << 30) - 1)) | 1 << 30;
    int32_t bits = 0;
    while (((uint32_t)(bias < 0 ? -bias : bias) + sum) >> bits) bits++;
    ((int32_t *)(void *)l->bias.data)[channel] = bias;
    ((int32_t *)(void *)l->multiplier.data)[channel] = multiplier;
    ((int8_t *)l->shift.data)[channel] = (int8_t)(pcg_below(r, 32) == 0 ? -31 : pcg_below(r, 32) ? 9 - bits - (int32_t)pcg_below(r, 4) : -1 - (int32_t)pcg_below(r, 12));
}

/* Of convolutions and pointwise layers of usual depth, and of all depthwise layers, the ESP32-S3 must take most through its vectors. */
static void usual_layers(ead_op op) {
    pcg r = {op + 1000u};
    uint32_t usual = 0, packed = 0;
    for (uint32_t round = 0; round < EAD_ROUNDS; round++) {
        random_layer l = random_layer_new(&r, op, EAD_REQUANTISE_EXACT);
        const uint32_t taps = op == EAD_OP_CONV3X3 ? 9u * l.layer.in_channels : op == EAD_OP_DEPTHWISE3X3 ? 9 : l.layer.in_channels;
        for (uint32_t c = 0; c < l.layer.out_channels; c++) usual_channel(&r, &l, c, taps, round);
        compare(&r, &l);
        if (strcmp(ead_ops_at(0)->name, "esp32s3") == 0 && taps <= 108) usual++, packed += ead_ops_at(0)->pack_bytes(&l.layer) > 0;
        random_layer_free(&l);
    }
    CHECK(4 * packed >= 3 * usual);
}

/*
 * Multipliers for which one of the sums lies as close to an edge between two results as it can: A * M + 2^30 + 2^(30+e), less 2^31 where the
 * first rounding gives something negative, is a multiple of 2^(31+e), give or take A. Every column is one sum; every lane has its own edge.
 */
static void edges_of_rounding(void) {
    enum { COLUMNS = 256, CHANNELS = 24 };
    pcg r = {2024};
    for (uint32_t round = 0; round < EAD_ROUNDS / 4; round++) {
        random_layer l = random_layer_new(&r, EAD_OP_POINTWISE, EAD_REQUANTISE_EXACT);
        static _Alignas(16) int8_t row[COLUMNS + EAD_ROW_SLACK];
        static int8_t weights[CHANNELS], shift[CHANNELS];
        static int32_t bias[CHANNELS], multiplier[CHANNELS];
        for (int32_t i = 0; i < COLUMNS; i++) row[i] = (int8_t)(i - 128);
        for (uint32_t c = 0; c < CHANNELS;) {
            const int64_t e = between(&r, 1, 10), sum = (int64_t)between(&r, 1, 1u << (e + 5)) * (pcg_below(&r, 2) ? 1 : -1), result = (int32_t)between(&r, 0, 254) - 127;
            const int64_t edge = result * ((int64_t)1 << (31 + e)) - (1 << 30) - ((int64_t)1 << (30 + e)) + (result <= 0 ? (int64_t)1 << 31 : 0) + pcg_below(&r, 3) - 1;
            const int64_t m = edge / sum + pcg_below(&r, 2);
            if (m <= 0 || m > INT32_MAX) continue;
            weights[c] = 1, bias[c] = (int32_t)sum - row[pcg_below(&r, COLUMNS)], multiplier[c] = (int32_t)m, shift[c++] = (int8_t)-e;
        }
        ead_layer layer = l.layer;
        layer.in_columns = layer.out_columns = COLUMNS, layer.in_channels = 1, layer.out_channels = CHANNELS;
        layer.clamp_min = -128, layer.clamp_max = 127;
        layer.weights = weights, layer.bias = bias, layer.multiplier = multiplier, layer.shift = shift;
        const int8_t *const rows[3] = {row, NULL, NULL};
        block expected = block_new(COLUMNS * CHANNELS, 0);
        ead_pointwise_row(&layer, rows, (int8_t *)expected.data);
        for (uint32_t t = 0; ead_ops_at(t); t++) check_row(ead_ops_at(t), layer, rows, &expected);
        block_free(&expected);
        random_layer_free(&l);
    }
}

/* One input with the multiplier 1/2, the other below; results over all of int8 and beyond. */
static void usual_additions(void) {
    pcg r = {4096};
    for (uint32_t round = 0; round < EAD_ROUNDS; round++) {
        random_layer l = random_layer_new(&r, EAD_OP_ADD, EAD_REQUANTISE_EXACT);
        int32_t *multiplier = (int32_t *)(void *)l.multiplier.data;
        int8_t *shift = (int8_t *)l.shift.data;
        const uint32_t whole = pcg_below(&r, 2);
        for (uint32_t i = 0; i < 3; i++) {
            multiplier[i] = i == whole ? 1 << 30 : round % 8 == 5 ? random_multiplier(&r) : (whole_bits(&r) & ((1 << 30) - 1)) | 1 << 30;
            shift[i] = (int8_t)(i == whole ? 0 : i == 2 ? -(int32_t)between(&r, 17, 21) : -(int32_t)pcg_below(&r, pcg_below(&r, 4) ? 4 : 15));
        }
        compare(&r, &l);
        if (strcmp(ead_ops_at(0)->name, "esp32s3") == 0 && round % 8 != 5) CHECK(ead_ops_at(0)->pack_bytes(&l.layer) > 0);
        random_layer_free(&l);
    }
}

/* First layers of backbones, colour and grey, as wide as a vector of pixels or not, any of their rows outside the picture. */
static void first_layers(void) {
    pcg r = {31};
    for (uint32_t round = 0; round < EAD_ROUNDS; round++) {
        const ead_requantisation requantisation = round % 2 ? EAD_REQUANTISE_SHIFT : EAD_REQUANTISE_EXACT;
        const uint32_t columns = 2 * (round % 3 ? 4 * between(&r, 1, 14) : between(&r, 1, 60));
        shape s = {.in = pcg_below(&r, 3) ? 1 : 3, .out = pcg_below(&r, 3) ? 16 * between(&r, 1, 2) : 8 * between(&r, 1, 5), .stride = 2, .columns = columns, .out_columns = columns / 2};
        random_layer l = layer_of(&r, EAD_OP_CONV3X3, requantisation, s);
        if (requantisation == EAD_REQUANTISE_EXACT)
            for (uint32_t c = 0; c < s.out; c++) usual_channel(&r, &l, c, 9 * s.in, round);
        compare(&r, &l);
        random_layer_free(&l);
    }
}

static void usual_convolutions(void) { usual_layers(EAD_OP_CONV3X3); }
static void usual_depthwises(void) { usual_layers(EAD_OP_DEPTHWISE3X3); }
static void usual_pointwises(void) { usual_layers(EAD_OP_POINTWISE); }

/* Channels at the loader's limit: patches many pieces deep. */
static void deepest(void) {
    pcg r = {77};
    const ead_op ops[] = {EAD_OP_CONV3X3, EAD_OP_POINTWISE, EAD_OP_DEPTHWISE3X3};
    for (size_t i = 0; i < 3; i++) {
        const bool depthwise = ops[i] == EAD_OP_DEPTHWISE3X3;
        const uint32_t in = EAD_MAX_CHANNELS, out = depthwise ? in : 9, taps = ops[i] == EAD_OP_POINTWISE ? in : 9 * in;
        random_layer l = {.layer = {.op = (uint8_t)ops[i], .in_rows = 3, .in_columns = 7, .out_columns = 7, .in_channels = (uint16_t)in,
                                    .out_channels = (uint16_t)out, .stride = 1, .pad_left = ops[i] != EAD_OP_POINTWISE, .clamp_min = -128, .clamp_max = 127},
                          .weights = block_new(depthwise ? taps : (size_t)taps * out, 0),
                          .bias = block_new(out * sizeof(int32_t), 0),
                          .multiplier = block_new(out * sizeof(int32_t), 0),
                          .shift = block_new(out, 0),
                          .pad = block_new(in, 3)};
        fill(&r, &l.weights);
        fill(&r, &l.pad);
        l.layer.weights = (const int8_t *)l.weights.data, l.layer.pad = (const int8_t *)l.pad.data;
        l.layer.bias = (const int32_t *)(const void *)l.bias.data;
        l.layer.multiplier = (const int32_t *)(const void *)l.multiplier.data;
        l.layer.shift = (const int8_t *)l.shift.data;
        for (uint32_t c = 0; c < out; c++) quantise(&r, &l, c, depthwise ? 9 : taps);
        for (int round = 0; round < 4; round++) compare(&r, &l);
        random_layer_free(&l);
    }
}

/* The head's sums, features and values exactly as long as the model check asks for. */
static void random_heads(void) {
    pcg r = {99};
    for (int round = 0; round < EAD_ROUNDS; round++) {
        const uint32_t d = between(&r, 1, pcg_below(&r, 16) ? 40 : EAD_MAX_DIMENSIONS), stride = 16 * between(&r, 1, pcg_below(&r, 4) ? 8 : 30);
        block matrix = block_new((size_t)d * stride, 0), features = block_new(stride, 0), expected = block_new(d * sizeof(int32_t), 0);
        block triangle = block_new(ead_triangle_of_8(d) * sizeof(int16_t), 0), z = block_new(ead_row_of_8(d) * sizeof(int16_t), 0);
        fill(&r, &matrix);
        fill(&r, &features);
        memset(triangle.data, 0, triangle.bytes);
        memset(z.data, 0, z.bytes);
        int16_t *row = (int16_t *)(void *)triangle.data;
        const int32_t most = INT32_MAX / EAD_LARGEST_Z / (int32_t)d < INT16_MAX ? INT32_MAX / EAD_LARGEST_Z / (int32_t)d : INT16_MAX;
        for (uint32_t i = 0; i < d; row += ead_row_of_8(++i))
            for (uint32_t j = 0; j <= i; j++) row[j] = (int16_t)(pcg_below(&r, 4) ? (int32_t)between(&r, 0, (uint32_t)(2 * most)) - most : -most);
        for (uint32_t i = 0; i < d; i++) ((int16_t *)(void *)z.data)[i] = (int16_t)((int32_t)between(&r, 0, 2 * EAD_LARGEST_Z) - EAD_LARGEST_Z);
        for (uint32_t t = 0; ead_ops_at(t); t++) {
            block actual = block_new(expected.bytes, 0);
            ead_project((const int8_t *)matrix.data, (const int8_t *)features.data, d, stride, (int32_t *)(void *)expected.data);
            ead_ops_at(t)->project((const int8_t *)matrix.data, (const int8_t *)features.data, d, stride, (int32_t *)(void *)actual.data);
            if (!CHECK_BYTES(actual.data, expected.data, expected.bytes)) printf("  %s, projection of %u to %u\n", ead_ops_at(t)->name, stride, d);
            ead_whiten((const int16_t *)(void *)triangle.data, (const int16_t *)(void *)z.data, 0, d, (int32_t *)(void *)expected.data);
            ead_ops_at(t)->whiten((const int16_t *)(void *)triangle.data, (const int16_t *)(void *)z.data, 0, d, (int32_t *)(void *)actual.data);
            if (!CHECK_BYTES(actual.data, expected.data, expected.bytes)) printf("  %s, whitening of %u\n", ead_ops_at(t)->name, d);
            const uint32_t first = pcg_below(&r, (d + 7) / 8) * 8, end = first + between(&r, 1, d - first); /* some of the rows; the others' sums stay */
            memset(actual.data, 0x55, actual.bytes);
            memset(expected.data, 0x55, first * sizeof(int32_t));
            memset(expected.data + end * sizeof(int32_t), 0x55, (d - end) * sizeof(int32_t));
            ead_ops_at(t)->whiten((const int16_t *)(void *)triangle.data, (const int16_t *)(void *)z.data, first, end, (int32_t *)(void *)actual.data);
            if (!CHECK_BYTES(actual.data, expected.data, expected.bytes)) printf("  %s, whitening of %u, rows %u to %u\n", ead_ops_at(t)->name, d, first, end);
            block_free(&actual);
        }
        block_free(&matrix);
        block_free(&features);
        block_free(&expected);
        block_free(&triangle);
        block_free(&z);
    }
}

/* An engine over a model with one table, the feature maps of whose first golden frame are kept. */
typedef struct tapped {
    block memory, maps[EAD_MAX_TENSORS];
    uint32_t count;
} tapped;

/* Every golden vector of a model through an engine with this table: score and cells, then every feature map of the first. */
static tapped run_model(const ead_op_table *table, const block *file) {
    static ead_tap taps[EAD_MAX_TENSORS + 2];
    tapped t = {0};
    size_t bytes;
    ead_engine *engine = NULL;
    CHECK_EQUAL(ead_engine_bytes_with(table, file->data, file->bytes, &bytes, NULL), EAD_OK);
    t.memory = block_new(bytes, 0);
    CHECK_EQUAL(ead_engine_open_with(table, t.memory.data, bytes, file->data, file->bytes, &engine, NULL), EAD_OK);
    CHECK_EQUAL(ead_self_test(engine, NULL), EAD_OK);
    memset(taps, 0, sizeof taps);
    t.count = engine->model.tensor_count;
    for (uint32_t k = 0; k < t.count; k++) {
        const ead_tensor *tensor = &engine->model.tensors[k];
        t.maps[k] = block_new((size_t)tensor->rows * ead_row_bytes(tensor), 0);
        taps[k] = (ead_tap){t.maps[k].data, t.maps[k].bytes};
    }
    ead_golden golden;
    ead_result result;
    CHECK(ead_model_golden(&engine->model, 0, &golden));
    CHECK_EQUAL(ead_set_taps(engine, taps), EAD_OK);
    const size_t stride = ead_frame_row_bytes(golden.source.format, golden.source.width);
    CHECK_EQUAL(ead_score_frame(engine, &golden.source, golden.pixels, stride, &result), EAD_OK);
    return t;
}

static void tapped_free(tapped *t) {
    for (uint32_t k = 0; k < t->count; k++) block_free(&t->maps[k]);
    block_free(&t->memory);
}

static void models(void) {
    for (size_t i = 0; model_names[i]; i++) {
        block file = model_load(model_names[i]);
        tapped reference = run_model(&ead_ops_reference, &file);
        for (uint32_t t = 0; ead_ops_at(t); t++) {
            tapped other = run_model(ead_ops_at(t), &file);
            for (uint32_t k = 0; k < other.count; k++) CHECK_BYTES(other.maps[k].data, reference.maps[k].data, other.maps[k].bytes);
            tapped_free(&other);
        }
        tapped_free(&reference);
        block_free(&file);
    }
}

/* Sums for drift over rows of 1 to 3 channels, whole vectors or not. */
static void row_sums(void) {
    pcg random = {14};
    const ead_op_table *ops;
    for (uint32_t round = 0; round < 200; round++) {
        const uint32_t channels = between(&random, 1, 3), columns = round % 3 ? 16 * between(&random, 1, 12) : between(&random, 1, 100);
        block row = block_new(columns * channels + EAD_ROW_SLACK, 0);
        int32_t wanted[2], given[2] = {0};
        fill(&random, &row);
        ead_row_sums((const int8_t *)row.data, columns, channels, wanted);
        for (uint32_t i = 0; (ops = ead_ops_at(i)); i++) {
            if (!ops->row_sums) continue;
            ops->row_sums((const int8_t *)row.data, columns, channels, given);
            CHECK_EQUAL(given[0], wanted[0]);
            CHECK_EQUAL(given[1], wanted[1]);
        }
        block_free(&row);
    }
}

int main(void) {
    static const test_case cases[] = {{"random convolutions", convolutions},
                                      {"random depthwise layers", depthwises},
                                      {"random pointwise layers", pointwises},
                                      {"random additions", additions},
                                      {"random convolutions that leave by shifts", shifted_convolutions},
                                      {"random depthwise layers that leave by shifts", shifted_depthwises},
                                      {"random pointwise layers that leave by shifts", shifted_pointwises},
                                      {"convolutions as quantisers make them", usual_convolutions},
                                      {"depthwise layers as quantisers make them", usual_depthwises},
                                      {"pointwise layers as quantisers make them", usual_pointwises},
                                      {"additions as quantisers make them", usual_additions},
                                      {"first layers of backbones", first_layers},
                                      {"multipliers at the edges of rounding", edges_of_rounding},
                                      {"depthwise layers at the ends of int16", fullest_depthwises},
                                      {"2048 channels", deepest},
                                      {"random heads", random_heads},
                                      {"sums over rows", row_sums},
                                      {"whole models through every table", models}};
    TEST_RUN(cases);
    return test_finish();
}
