/*
 * What runs where on the ESP32-S3. In the C model of its vector instructions (EAD_ESP32S3_MODEL) and on the processor: which channels of exact layers go value by
 * value. Through the model also how many instructions of programs the layers of MobileNetV2 0.35 at 96x96 take, leaving by shifts and exactly; with the
 * argument `count` they are printed with the bytes that they pack. The instructions themselves are in pie_test.c and pie_wide_test.c.
 */
#include "density/density.h"
#include "harness/block.h"
#include "harness/layers.h"
#include "harness/random.h"
#include "harness/test.h"
#include "ops/esp32s3/exact.h"

#include <stdio.h>
#include <string.h>

/* Red of YUYV, shrink_yuyv.c: what v adds, from 16 bits as from 17. */
static void red_of_chroma(void) {
    for (int32_t v = 0; v < 256; v++) CHECK_EQUAL(((v + 256 * 28) * 45943 >> 15) - 10229, (91881 * (v - 128) + 32768) >> 16);
}

enum { EXACT_CHANNELS = 16, EXACT_COLUMNS = 12, ALONE = 3 };

/* Layers of every kind that leave exactly; taps: as they are packed. */
typedef struct exact_kind {
    ead_op op;
    uint16_t in, stride;
    int32_t taps;
} exact_kind;

static const exact_kind exact_kinds[] = {{EAD_OP_CONV3X3, 3, 2, 27}, {EAD_OP_CONV3X3, 1, 2, 9}, {EAD_OP_CONV3X3, 5, 1, 48},
                                         {EAD_OP_POINTWISE, 16, 1, 16}, {EAD_OP_DEPTHWISE3X3, EXACT_CHANNELS, 1, 9}};

/* Multipliers with 2^15 in their lower half do not fit: their channels stand in a list and are computed value by value. Without the list they
 * are wrong, and they alone. */
static void channels_that_do_not_fit_go_value_by_value(void) {
    static const int32_t alone[ALONE] = {2, 9, 14};
    enum { INPUTS = 16, TAPS = 9 * INPUTS, COLUMNS = 2 * EXACT_COLUMNS };
    pcg random = {3};
    for (size_t kind = 0; kind < sizeof exact_kinds / sizeof *exact_kinds; kind++) {
        const exact_kind *k = &exact_kinds[kind];
        int8_t weights[EXACT_CHANNELS * TAPS], pad[INPUTS] = {0}, shift[EXACT_CHANNELS];
        int32_t bias[EXACT_CHANNELS] = {0}, multiplier[EXACT_CHANNELS];
        for (size_t i = 0; i < sizeof weights; i++) weights[i] = (int8_t)((int32_t)pcg_below(&random, 41) - 20);
        for (int32_t c = 0; c < EXACT_CHANNELS; c++) multiplier[c] = 1 << 30 | (int32_t)pcg_below(&random, 1 << 15), shift[c] = -6;
        for (int32_t i = 0; i < ALONE; i++) multiplier[alone[i]] = 1 << 30 | 1 << 15;
        ead_layer layer = {.op = (uint8_t)k->op, .weights = weights, .bias = bias, .multiplier = multiplier, .shift = shift, .pad = pad, .in_rows = 3, .out_rows = 1,
                           .in_columns = (uint16_t)(EXACT_COLUMNS * k->stride), .out_columns = EXACT_COLUMNS, .in_channels = k->in, .out_channels = EXACT_CHANNELS,
                           .stride = (uint8_t)k->stride, .pad_left = k->op != EAD_OP_POINTWISE && k->stride == 1, .clamp_min = -128, .clamp_max = 127};
        block packed = layer_pack(&layer, ead_ops_best()), in[3], wanted = block_new(EXACT_COLUMNS * EXACT_CHANNELS, 0), given = block_new(EXACT_COLUMNS * EXACT_CHANNELS, 0);
        const int8_t *rows[3];
        for (int i = 0; i < 3; i++) {
            in[i] = block_new(COLUMNS * INPUTS + EAD_ROW_SLACK, 0);
            for (size_t b = 0; b < in[i].bytes; b++) in[i].data[b] = (uint8_t)(pcg_next(&random) >> 8);
            rows[i] = (const int8_t *)in[i].data;
        }
        int32_t *list = (int32_t *)(void *)(packed.data + ead_s3_exact_alone_at(&layer, k->taps));
        CHECK_EQUAL(*list, ALONE);
        CHECK_BYTES(list + 1, alone, sizeof alone);
        ead_ops_reference.row[k->op](&layer, rows, (int8_t *)wanted.data);
        ead_ops_best()->row[k->op](&layer, rows, (int8_t *)given.data);
        CHECK_BYTES(given.data, wanted.data, wanted.bytes);
        *list = 0;
        ead_ops_best()->row[k->op](&layer, rows, (int8_t *)given.data);
        for (int32_t c = 0, i = 0; c < EXACT_CHANNELS; c++) {
            int32_t wrong = 0;
            for (int32_t x = 0; x < EXACT_COLUMNS; x++) wrong += given.data[x * EXACT_CHANNELS + c] != wanted.data[x * EXACT_CHANNELS + c];
            const bool listed = i < ALONE && c == alone[i];
            CHECK((wrong > 0) == listed);
            i += listed;
        }
        for (int i = 0; i < 3; i++) block_free(&in[i]);
        block_free(&packed), block_free(&wanted), block_free(&given);
    }
}

#ifdef EAD_PIE_COUNTED
typedef struct shape {
    const char *name;
    ead_op op;
    uint16_t in_side, in, out_side, out, stride;
} shape;

static const shape net[] = {
    {"conv1", EAD_OP_CONV3X3, 96, 3, 48, 16, 2},         {"b0 depthwise", EAD_OP_DEPTHWISE3X3, 48, 16, 48, 16, 1},
    {"b0 project", EAD_OP_POINTWISE, 48, 16, 48, 8, 1},  {"b1 expand", EAD_OP_POINTWISE, 48, 8, 48, 48, 1},
    {"b1 depthwise", EAD_OP_DEPTHWISE3X3, 48, 48, 24, 48, 2}, {"b1 project", EAD_OP_POINTWISE, 24, 48, 24, 8, 1},
    {"b2 expand", EAD_OP_POINTWISE, 24, 8, 24, 48, 1},   {"b2 depthwise", EAD_OP_DEPTHWISE3X3, 24, 48, 24, 48, 1},
    {"b2 project", EAD_OP_POINTWISE, 24, 48, 24, 8, 1},  {"b2 add", EAD_OP_ADD, 24, 8, 24, 8, 1},
    {"b3 expand", EAD_OP_POINTWISE, 24, 8, 24, 48, 1},   {"b3 depthwise", EAD_OP_DEPTHWISE3X3, 24, 48, 12, 48, 2},
    {"b3 project", EAD_OP_POINTWISE, 12, 48, 12, 16, 1}, {"b4 expand", EAD_OP_POINTWISE, 12, 16, 12, 96, 1},
    {"b4 depthwise", EAD_OP_DEPTHWISE3X3, 12, 96, 12, 96, 1}, {"b4 project", EAD_OP_POINTWISE, 12, 96, 12, 16, 1},
    {"b4 add", EAD_OP_ADD, 12, 16, 12, 16, 1},           {"b5 expand", EAD_OP_POINTWISE, 12, 16, 12, 96, 1},
    {"b5 depthwise", EAD_OP_DEPTHWISE3X3, 12, 96, 12, 96, 1}, {"b5 project", EAD_OP_POINTWISE, 12, 96, 12, 16, 1},
    {"b5 add", EAD_OP_ADD, 12, 16, 12, 16, 1},           {"b6 expand", EAD_OP_POINTWISE, 12, 16, 12, 96, 1}};

/* The first layer of a grey model. */
static const shape grey_conv1 = {"conv1, grey", EAD_OP_CONV3X3, 96, 1, 48, 16, 2}, uneven_grey_conv1 = {"uneven", EAD_OP_CONV3X3, 88, 1, 44, 16, 2};

/* Vector instructions of one layer, all rows, leaving by shifts or exactly. Weights are zero: no instruction depends on a value. */
static uint64_t executed_by(const shape *s, bool exact, size_t *packed_bytes) {
    enum { MOST = 1 << 14, CHANNELS = 128 };
    static const int8_t zeros[MOST], shifts_of_plain_sums[3] = {0, 0, -18};
    static const int32_t wide_zeros[CHANNELS], plain[3] = {1 << 30, 1 << 30, 1 << 30};
    static int32_t multipliers[CHANNELS];
    static int8_t shifts[CHANNELS];
    const bool depthwise = s->op == EAD_OP_DEPTHWISE3X3, add = s->op == EAD_OP_ADD;
    for (int i = 0; i < CHANNELS; i++) multipliers[i] = 1 << 30, shifts[i] = -8;
    ead_layer layer = {.op = (uint8_t)s->op, .weights = zeros, .bias = wide_zeros, .multiplier = add ? plain : multipliers, .shift = add ? shifts_of_plain_sums : shifts,
                       .pad = zeros, .group_shift = (const uint8_t *)zeros, .channel_min = zeros, .channel_max = zeros,
                       .in_rows = s->in_side, .in_columns = s->in_side, .in_channels = s->in, .out_rows = s->out_side,
                       .out_columns = s->out_side, .out_channels = s->out, .stride = (uint8_t)s->stride,
                       .pad_left = depthwise && s->stride == 1, .pad_top = depthwise && s->stride == 1,
                       .requantisation = add || exact ? EAD_REQUANTISE_EXACT : EAD_REQUANTISE_SHIFT};
    block packed = layer_pack(&layer, ead_ops_best()), in = block_new((size_t)s->in_side * s->in + EAD_ROW_SLACK, 0);
    block out = block_new((size_t)s->out_side * s->out + 16, 0);
    const int8_t *const row = (const int8_t *)in.data;
    CHECK(layer.packed != NULL);
    *packed_bytes = packed.bytes;
    ead_pie_executed = 0;
    for (int32_t y = 0; y < s->out_side; y++) {
        const int32_t top = y * s->stride - layer.pad_top;
        const int8_t *const rows[3] = {top >= 0 ? row : NULL, row, top + 2 < s->in_side || add ? row : NULL};
        ead_ops_best()->row[s->op](&layer, rows, (int8_t *)out.data);
    }
    block_free(&packed), block_free(&in), block_free(&out);
    return ead_pie_executed;
}

static void stays_within(bool exact, uint64_t budget) {
    uint64_t total = 0;
    for (size_t i = 0, bytes; i < sizeof net / sizeof *net; i++) {
        const uint64_t executed = executed_by(&net[i], exact, &bytes);
        CHECK(executed > 0);
        total += executed;
    }
    CHECK(total <= budget);
}

static void the_default_net_stays_within_its_budget(void) { stays_within(false, 2500000); }
static void the_default_net_with_exact_multipliers_stays_within_its_budget(void) { stays_within(true, 4000000); }

/* Per row: what stays in registers, then blocks of pixels (8 at 17 instructions; exactly, two groups of channels, 4 at 43), two instructions for each turn. */
static void first_layers_of_grey_models_have_programs_of_their_own(void) {
    size_t bytes;
    CHECK_EQUAL(executed_by(&grey_conv1, false, &bytes), 48 * (11 + 6 * (8 * 17 + 2)));
    CHECK_EQUAL(executed_by(&uneven_grey_conv1, false, &bytes), 44 * (11 + 5 * (8 * 17 + 2) + 4 * 17));
    CHECK_EQUAL(executed_by(&grey_conv1, true, &bytes), 48 * (3 * 32 + 2 * (11 + 12 * (4 * 43 + 3 + 2))) - 32); /* the last row has but two to widen */
}

/* The head of 16 dimensions runs in programs, and a component that adds nothing ends after eight of its rows. */
static void the_head_runs_in_programs(void) {
    enum { D = 16, FEATURES = 96 };
    static _Alignas(16) const int16_t zero_z[D], whiten[2 * (8 * 8 + 8 * 16)];
    static _Alignas(16) const int8_t matrix[D * FEATURES], features[FEATURES];
    static const int32_t zeros[2 * D];
    static const float scale[2 * D], constants[2] = {0, -100};
    uint8_t shifts[D];
    int32_t sums[D];
    int16_t z[D];
    float values[EAD_COMPONENTS_AT_ONCE];
    const ead_op_table *ops = ead_ops_best();
    memset(shifts, 33, sizeof shifts);
    const ead_head head = {.center = zeros, .multiplier = zeros, .shift = shifts, .dimensions = D};
    ead_density density = {.constants = constants, .whiten = whiten, .bias = zeros, .scale = scale, .components = 2, .dimensions = D,
                           .whiten_count = 8 * 8 + 8 * 16, .covariance = EAD_COVARIANCE_FULL};
    ead_pie_executed = 0;
    ops->project(matrix, features, D, FEATURES, sums);
    CHECK_EQUAL(ead_pie_executed, 8 + 1 + 10 * D);
    ead_pie_executed = 0;
    ops->scale(&head, sums, z);
    CHECK_EQUAL(ead_pie_executed, 1 + 15 * D + 5 * D / 4);
    ead_pie_executed = 0;
    ops->components(&density, 0, 1, zero_z, (ead_known){EAD_NONE_KNOWN, -17}, sums, values);
    CHECK_EQUAL(ead_pie_executed, 3 + (1 + 8 * 10) + (2 + 8 * 11));
    ead_pie_executed = 0;
    ops->components(&density, 0, 2, zero_z, (ead_known){EAD_NONE_KNOWN, -17}, sums, values);
    CHECK_EQUAL(ead_pie_executed, 3 + 2 * (1 + 8 * 10) + (2 + 8 * 11));
    CHECK(values[0] == 0 && values[1] == -100);
}

static void print_counts_of(const shape *s, uint64_t total[2], size_t total_bytes[2]) {
    printf("| %s ", s->name);
    for (int exact = 0; exact < 2; exact++) {
        size_t bytes;
        const uint64_t executed = executed_by(s, exact, &bytes);
        printf("| %llu | %zu ", (unsigned long long)executed, bytes);
        total[exact] += executed, total_bytes[exact] += bytes;
    }
    puts("|");
}

static int print_counts(void) {
    uint64_t total[2] = {0}, beside[2] = {0};
    size_t total_bytes[2] = {0}, bytes_beside[2] = {0};
    for (size_t i = 0; i < sizeof net / sizeof *net; i++) print_counts_of(&net[i], total, total_bytes);
    printf("| total | %llu | %zu | %llu | %zu |\n", (unsigned long long)total[0], total_bytes[0], (unsigned long long)total[1], total_bytes[1]);
    print_counts_of(&grey_conv1, beside, bytes_beside);
    return 0;
}
#endif

int main(int argc, char **argv) {
    static const test_case cases[] = {{"channels that do not fit go value by value", channels_that_do_not_fit_go_value_by_value},
                                      {"red of chroma", red_of_chroma},
#ifdef EAD_PIE_COUNTED
                                      {"the default net stays within its budget", the_default_net_stays_within_its_budget},
                                      {"the default net with exact multipliers stays within its budget", the_default_net_with_exact_multipliers_stays_within_its_budget},
                                      {"first layers of grey models have programs of their own", first_layers_of_grey_models_have_programs_of_their_own},
                                      {"the head runs in programs", the_head_runs_in_programs}
#endif
    };
#ifdef EAD_PIE_COUNTED
    if (argc == 2 && strcmp(argv[1], "count") == 0) return print_counts();
#else
    (void)argc, (void)argv;
#endif
    TEST_RUN(cases);
    return test_finish();
}
