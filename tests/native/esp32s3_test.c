/*
 * The C model of the ESP32-S3's vector instructions at its edges, and how many of them the layers of MobileNetV2 0.35 at 96x96 take.
 * Built only with EAD_ESP32S3_MODEL. With the argument `count` it prints instructions per layer.
 */
#include "harness/block.h"
#include "harness/layers.h"
#include "harness/test.h"
#include "ops/esp32s3/esp32s3.h"

#include <stdio.h>
#include <string.h>

static void lanes_of_20_bits_load_as_packed(void) {
    static const int32_t values[EAD_GROUP] = {0, 1, -1, 524287, -524288, 2, -2, 4660, 524286, -524287, 7, -7, 255, -256, -1, 524287};
    block memory = block_new(EAD_S3_BIAS_BYTES, 0);
    memset(memory.data, 0, memory.bytes);
    const int8_t *at = (const int8_t *)memory.data;
    ead_pie p = {.executed = 0};
    ead_s3_pack_qacc(values, EAD_GROUP, (int8_t *)memory.data);
    ead_pie_ld_qacc(&p, &at, EAD_S3_BIAS_BYTES);
    for (int i = 0; i < EAD_GROUP; i++) CHECK_EQUAL(p.qacc[i], values[i]);
    CHECK_EQUAL(p.executed, 4);
    block_free(&memory);
}

/* One product from a lane's start to its end. */
static int32_t multiplied(int32_t start, int8_t x, int8_t y) {
    ead_pie p = {.executed = 0};
    p.qacc[5] = start, p.q[0][5] = x, p.q[1][5] = y;
    ead_pie_vmulas_s8_qacc(&p, 0, 1);
    return p.qacc[5];
}

static void products_saturate_at_20_bits(void) {
    CHECK_EQUAL(multiplied(524287 - 16384, -128, -128), 524287);
    CHECK_EQUAL(multiplied(524287 - 16383, -128, -128), 524287);
    CHECK_EQUAL(multiplied(524287, 1, -1), 524286);
    CHECK_EQUAL(multiplied(-524288 + 16256, 127, -128), -524288);
    CHECK_EQUAL(multiplied(-524288 + 16255, 127, -128), -524288);
    CHECK_EQUAL(multiplied(-524288, -1, -1), -524287);
}

static int32_t shifted(int32_t lane, uint32_t shift) {
    ead_pie p = {.executed = 0};
    p.qacc[9] = lane;
    ead_pie_srcmb_s8(&p, 3, shift);
    return p.q[3][9];
}

static void shifts_round_down_and_saturate(void) {
    CHECK_EQUAL(shifted(127, 0), 127);
    CHECK_EQUAL(shifted(128, 0), 127);
    CHECK_EQUAL(shifted(-128, 0), -128);
    CHECK_EQUAL(shifted(-129, 0), -128);
    CHECK_EQUAL(shifted(-1, 19), -1);
    CHECK_EQUAL(shifted(-5, 1), -3);
    CHECK_EQUAL(shifted(524287, 12), 127);
    CHECK_EQUAL(shifted(524287, 13), 63);
    CHECK_EQUAL(shifted(-524288, 19), -1);
}

static void long_sums_saturate_at_40_and_32_bits(void) {
    const int64_t most = ((int64_t)1 << 39) - 1;
    ead_pie p = {.accx = most};
    memset(p.q[0], 1, 16), memset(p.q[1], 1, 16);
    ead_pie_vmulas_s8_accx(&p, 0, 1);
    CHECK(p.accx == most);
    ead_pie_vmulas_s16_accx(&p, 0, 1);
    CHECK(p.accx == most);
    CHECK_EQUAL(ead_pie_srs_accx(&p), INT32_MAX);
    memset(p.q[1], 0xFF, 16);
    p.accx = -most - 1;
    ead_pie_vmulas_s8_accx(&p, 0, 1);
    CHECK(p.accx == -most - 1);
    CHECK_EQUAL(ead_pie_srs_accx(&p), INT32_MIN);
    p.accx = INT32_MIN;
    CHECK_EQUAL(ead_pie_srs_accx(&p), INT32_MIN);
}

static void accesses_ignore_the_low_bits_of_an_address(void) {
    _Alignas(16) int8_t memory[32];
    for (int i = 0; i < 32; i++) memory[i] = (int8_t)i;
    const int8_t *in = memory + 21;
    ead_pie p = {.executed = 0};
    ead_pie_vld_128(&p, 0, &in, -16);
    CHECK_EQUAL(p.q[0][0], 16);
    CHECK(in == memory + 5);
    int8_t *out = memory + 9;
    ead_pie_vst_64(&p, 0, 1, &out, 8);
    CHECK_EQUAL(memory[8], 24);
    CHECK(out == memory + 17);
}

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

/* Vector instructions of one layer, all rows. Weights are zero: no instruction depends on a value. */
static uint64_t executed_by(const shape *s, size_t *packed_bytes) {
    enum { MOST = 1 << 14 };
    static const int8_t zeros[MOST], shifts_of_plain_sums[3] = {0, 0, -18};
    static const int32_t wide_zeros[128], plain[3] = {1 << 30, 1 << 30, 1 << 30};
    const bool depthwise = s->op == EAD_OP_DEPTHWISE3X3;
    ead_layer layer = {.op = (uint8_t)s->op, .weights = zeros, .bias = wide_zeros, .multiplier = plain, .shift = shifts_of_plain_sums,
                       .pad = zeros, .group_shift = (const uint8_t *)zeros, .channel_min = zeros, .channel_max = zeros,
                       .in_rows = s->in_side, .in_columns = s->in_side, .in_channels = s->in, .out_rows = s->out_side,
                       .out_columns = s->out_side, .out_channels = s->out, .stride = (uint8_t)s->stride,
                       .pad_left = depthwise && s->stride == 1, .pad_top = depthwise && s->stride == 1,
                       .requantisation = s->op == EAD_OP_ADD ? EAD_REQUANTISE_EXACT : EAD_REQUANTISE_SHIFT};
    block packed = layer_pack(&layer, ead_ops_best()), in = block_new((size_t)s->in_side * s->in + EAD_ROW_SLACK, 0);
    block out = block_new((size_t)s->out_side * s->out + 16, 0);
    const int8_t *const row = (const int8_t *)in.data;
    CHECK(layer.packed != NULL);
    *packed_bytes = packed.bytes;
    ead_pie_executed = 0;
    for (int32_t y = 0; y < s->out_side; y++) {
        const int32_t top = y * s->stride - layer.pad_top;
        const int8_t *const rows[3] = {top >= 0 ? row : NULL, row, top + 2 < s->in_side || s->op == EAD_OP_ADD ? row : NULL};
        ead_ops_best()->row[s->op](&layer, rows, (int8_t *)out.data);
    }
    block_free(&packed), block_free(&in), block_free(&out);
    return ead_pie_executed;
}

static void the_default_net_stays_within_its_budget(void) {
    uint64_t total = 0;
    for (size_t i = 0, bytes; i < sizeof net / sizeof *net; i++) total += executed_by(&net[i], &bytes);
    CHECK(total > 0);
    CHECK(total <= 2500000);
}

static int print_counts(void) {
    uint64_t total = 0;
    size_t total_bytes = 0;
    for (size_t i = 0, bytes; i < sizeof net / sizeof *net; i++) {
        const uint64_t executed = executed_by(&net[i], &bytes);
        printf("| %s | %llu | %zu |\n", net[i].name, (unsigned long long)executed, bytes);
        total += executed, total_bytes += bytes;
    }
    printf("| total | %llu | %zu |\n", (unsigned long long)total, total_bytes);
    return 0;
}

int main(int argc, char **argv) {
    static const test_case cases[] = {{"lanes of 20 bits load as packed", lanes_of_20_bits_load_as_packed},
                                      {"products saturate at 20 bits", products_saturate_at_20_bits},
                                      {"shifts round down and saturate", shifts_round_down_and_saturate},
                                      {"long sums saturate at 40 and 32 bits", long_sums_saturate_at_40_and_32_bits},
                                      {"accesses ignore the low bits of an address", accesses_ignore_the_low_bits_of_an_address},
                                      {"the default net stays within its budget", the_default_net_stays_within_its_budget}};
    if (argc == 2 && strcmp(argv[1], "count") == 0) return print_counts();
    TEST_RUN(cases);
    return test_finish();
}
