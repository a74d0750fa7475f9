/*
 * The default network, MobileNetV2-0.35 at 96x96 cut at block_6_expand with a head of 16 dimensions, layer by layer on random
 * weights and rows, for counting and timing: what a row costs does not depend on values, but for clamps narrower than int8. Quantised as
 * `edgead train` does it: all layers by shifts, one channel in 16 clamped (in the demo model one in 20, in its depthwise layers one in 32),
 * none in projections, additions of maps that share a scale. Then the same layers with exact multipliers (TensorFlow Lite's scheme),
 * inputs of additions of different scales; beside both the first layer of a grey model. Prints each layer's name; count_begin and count_end
 * enclose its work.
 */
#include "counted.h"
#include "harness/block.h"
#include "harness/layers.h"
#include "harness/random.h"

#include <stdio.h>
#include <string.h>

typedef struct shape {
    const char *name;
    uint16_t op, side, in, out, stride; /* side: of the output, in rows and columns */
} shape;

static const shape shapes[] = {
    {"conv1", EAD_OP_CONV3X3, 48, 3, 16, 2},       {"b0 depthwise", EAD_OP_DEPTHWISE3X3, 48, 16, 16, 1},
    {"b0 project", EAD_OP_POINTWISE, 48, 16, 8, 1}, {"b1 expand", EAD_OP_POINTWISE, 48, 8, 48, 1},
    {"b1 depthwise", EAD_OP_DEPTHWISE3X3, 24, 48, 48, 2}, {"b1 project", EAD_OP_POINTWISE, 24, 48, 8, 1},
    {"b2 expand", EAD_OP_POINTWISE, 24, 8, 48, 1}, {"b2 depthwise", EAD_OP_DEPTHWISE3X3, 24, 48, 48, 1},
    {"b2 project", EAD_OP_POINTWISE, 24, 48, 8, 1}, {"b2 add", EAD_OP_ADD, 24, 8, 8, 1},
    {"b3 expand", EAD_OP_POINTWISE, 24, 8, 48, 1}, {"b3 depthwise", EAD_OP_DEPTHWISE3X3, 12, 48, 48, 2},
    {"b3 project", EAD_OP_POINTWISE, 12, 48, 16, 1}, {"b4 expand", EAD_OP_POINTWISE, 12, 16, 96, 1},
    {"b4 depthwise", EAD_OP_DEPTHWISE3X3, 12, 96, 96, 1}, {"b4 project", EAD_OP_POINTWISE, 12, 96, 16, 1},
    {"b4 add", EAD_OP_ADD, 12, 16, 16, 1},         {"b5 expand", EAD_OP_POINTWISE, 12, 16, 96, 1},
    {"b5 depthwise", EAD_OP_DEPTHWISE3X3, 12, 96, 96, 1}, {"b5 project", EAD_OP_POINTWISE, 12, 96, 16, 1},
    {"b5 add", EAD_OP_ADD, 12, 16, 16, 1},         {"b6 expand", EAD_OP_POINTWISE, 12, 16, 96, 1}};

/* The first layer of a grey model, beside the others. */
static const shape grey_conv1 = {"conv1", EAD_OP_CONV3X3, 48, 1, 16, 2};

enum { LAYERS = sizeof shapes / sizeof *shapes, CHANNELS = 96, ROW = 96 * 48, CELLS = 144, FEATURES = 96, DIMENSIONS = 16, COMPONENTS = 16 };

static ead_layer layers[LAYERS];
static int8_t weights[CHANNELS * CHANNELS] __attribute__((aligned(16)));
static int8_t row_bytes[3][ROW + EAD_ROW_SLACK] __attribute__((aligned(16)));
static int8_t output[ROW] __attribute__((aligned(16)));
static int32_t bias[CHANNELS], sums[DIMENSIONS];
static int8_t pad[CHANNELS], low[CHANNELS], high[CHANNELS], highest[CHANNELS];
static uint8_t group_shift[CHANNELS / EAD_GROUP];
static int32_t multiplier[CHANNELS];
static int8_t shifts[CHANNELS];
static const int32_t add_multiplier[3] = {1 << 30, 1 << 30, 1 << 30};
static const int8_t add_shift[3] = {0, 0, -18};
static int16_t triangle[DIMENSIONS * DIMENSIONS] __attribute__((aligned(16))), z[DIMENSIONS] __attribute__((aligned(16)));

void frame(void);

static ead_layer layer_of(const shape *s) {
    const uint16_t window = s->op == EAD_OP_CONV3X3 || s->op == EAD_OP_DEPTHWISE3X3, side = (uint16_t)(s->side * s->stride);
    return (ead_layer){.op = (uint8_t)s->op, .in_rows = side, .in_columns = side, .in_channels = s->in, .out_rows = s->side,
                       .out_columns = s->side, .out_channels = s->out, .stride = (uint8_t)s->stride,
                       .pad_left = window && s->stride == 1, .requantisation = s->op == EAD_OP_ADD ? EAD_REQUANTISE_EXACT : EAD_REQUANTISE_SHIFT,
                       .weights = weights, .bias = bias, .pad = pad, .group_shift = group_shift, .channel_min = low, .channel_max = s->out < s->in ? highest : high,
                       .multiplier = add_multiplier, .shift = add_shift, .clamp_min = -128, .clamp_max = 127};
}

static void run(const ead_layer *layer) {
    const int8_t *const rows[3] = {row_bytes[0], row_bytes[1], row_bytes[2]};
    for (uint32_t y = 0; y < layer->out_rows; y++) ead_ops_best()->row[layer->op](layer, rows, output);
}

/* Sums of `taps` products with weights below 16 in size are at most 2^11 * taps: they leave to about int8. */
static void make_exact(ead_layer *layer) {
    static const int32_t of_additions[3] = {1 << 30, 1518500250, 1610612736};
    static const int8_t shifts_of_additions[3] = {0, -1, -18};
    const int add = layer->op == EAD_OP_ADD;
    int8_t right = 3;
    for (uint32_t taps = layer->op == EAD_OP_DEPTHWISE3X3 ? 9 : layer->op == EAD_OP_CONV3X3 ? 9 * layer->in_channels : layer->in_channels; taps > 1; taps /= 2) right++;
    for (int c = 0; c < CHANNELS; c++) shifts[c] = (int8_t)-(right + c % 3);
    layer->requantisation = EAD_REQUANTISE_EXACT;
    layer->multiplier = add ? of_additions : multiplier;
    layer->shift = add ? shifts_of_additions : shifts;
    layer->zero_point = layer->clamp_min = -128;
}

static void project(void) {
    for (int i = 0; i < CELLS; i++) ead_ops_best()->project(weights, row_bytes[0], DIMENSIONS, FEATURES, sums);
}

static void whiten(void) {
    for (int i = 0; i < CELLS * COMPONENTS; i++) ead_ops_best()->whiten(triangle, z, 0, DIMENSIONS, sums);
}

/* All of it once, for timing. */
void frame(void) {
    for (int i = 0; i < LAYERS; i++) run(&layers[i]);
    project();
    whiten();
}

int main(void) {
    pcg random = {1};
    for (size_t i = 0; i < sizeof weights; i++) weights[i] = (int8_t)((int32_t)pcg_below(&random, 31) - 15);
    for (size_t i = 0; i < sizeof row_bytes; i++) (&row_bytes[0][0])[i] = (int8_t)pcg_next(&random);
    for (int c = 0; c < CHANNELS; c++) {
        low[c] = -128, highest[c] = 127, high[c] = c % 16 == 5 ? 90 : 127;
        bias[c] = (int32_t)pcg_below(&random, 2000);
        multiplier[c] = (int32_t)(1u << 30 | pcg_next(&random) >> 2);
    }
    memset(group_shift, 7, sizeof group_shift);
    for (int i = 0; i < LAYERS; i++) {
        layers[i] = layer_of(&shapes[i]);
        layer_pack(&layers[i], ead_ops_best());
        count_begin();
        run(&layers[i]);
        count_end();
        printf("layer %s\n", shapes[i].name);
    }
    count_begin();
    project();
    count_end();
    printf("layer head: projection\n");
    count_begin();
    whiten();
    count_end();
    printf("layer head: whitening, 16 components\n");
    for (int i = 0; i < LAYERS; i++) {
        ead_layer layer = layers[i];
        make_exact(&layer);
        layer_pack(&layer, ead_ops_best());
        count_begin();
        run(&layer);
        count_end();
        printf("exact %s\n", shapes[i].name);
    }
    for (int exact = 0; exact < 2; exact++) {
        ead_layer layer = layer_of(&grey_conv1);
        if (exact) make_exact(&layer);
        layer_pack(&layer, ead_ops_best());
        count_begin();
        run(&layer);
        count_end();
        printf("grey %s%s\n", exact ? "exact " : "", grey_conv1.name);
    }
    return 0;
}
