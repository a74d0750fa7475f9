/* Every operator of every table against its vectors. Each row lies in a block of its own, with nothing behind the bytes that an operator may touch. */
#include "harness/block.h"
#include "harness/layers.h"
#include "harness/test.h"
#include "harness/vectors.h"
#include "ops/ops.h"

enum { PARAMETERS, FIRST, SECOND, WEIGHTS, BIAS, MULTIPLIER, SHIFT, PAD, GROUP_SHIFT, CHANNEL_MIN, CHANNEL_MAX, OUTPUT, PARTS = OUTPUT - WEIGHTS };
enum { MAX_ROWS = 16 };

static const ead_op_table *table;

static ead_layer layer_of(const vector_case *v) {
    const int32_t *p = v->arrays[PARAMETERS].data;
    return (ead_layer){.op = (uint8_t)p[0],
                       .in_rows = (uint16_t)p[1],
                       .in_columns = (uint16_t)p[2],
                       .in_channels = (uint16_t)p[3],
                       .out_rows = (uint16_t)p[4],
                       .out_columns = (uint16_t)p[5],
                       .out_channels = (uint16_t)p[6],
                       .stride = (uint8_t)p[7],
                       .pad_top = (uint8_t)p[8],
                       .pad_left = (uint8_t)p[9],
                       .clamp_min = (int8_t)p[10],
                       .clamp_max = (int8_t)p[11],
                       .zero_point = (int8_t)p[12],
                       .in_zero_point = (int8_t)p[13],
                       .in2_zero_point = (int8_t)p[14],
                       .requantisation = (uint8_t)p[15]};
}

/* The rows under output row y, as the executor hands them over. */
static void rows_of(const ead_layer *layer, const block *first, const block *second, uint32_t y, const int8_t *rows[3]) {
    rows[0] = rows[1] = rows[2] = NULL;
    if (layer->op == EAD_OP_POINTWISE || layer->op == EAD_OP_ADD) {
        rows[0] = (const int8_t *)first[y].data;
        if (layer->op == EAD_OP_ADD) rows[1] = (const int8_t *)second[y].data;
        return;
    }
    for (int32_t k = 0; k < 3; k++) {
        const int32_t row = (int32_t)y * layer->stride - layer->pad_top + k;
        if (row >= 0 && row < layer->in_rows) rows[k] = (const int8_t *)first[row].data;
    }
}

static void run_layer(const vector_case *v, const ead_layer *layer) {
    block first[MAX_ROWS], second[MAX_ROWS];
    const size_t in_bytes = (size_t)layer->in_columns * layer->in_channels, out_bytes = (size_t)layer->out_columns * layer->out_channels;
    const bool add = layer->op == EAD_OP_ADD;
    for (uint32_t y = 0; y < layer->in_rows; y++) {
        first[y] = row_copy((const uint8_t *)v->arrays[FIRST].data + y * in_bytes, in_bytes);
        if (add) second[y] = row_copy((const uint8_t *)v->arrays[SECOND].data + y * in_bytes, in_bytes);
    }
    for (uint32_t y = 0; y < layer->out_rows; y++) {
        const int8_t *rows[3];
        block output = block_new((out_bytes + 15) / 16 * 16, 0);
        rows_of(layer, first, second, y, rows);
        table->row[layer->op](layer, rows, (int8_t *)output.data);
        CHECK_BYTES(output.data, (const uint8_t *)v->arrays[OUTPUT].data + y * out_bytes, out_bytes);
        block_free(&output);
    }
    for (uint32_t y = 0; y < layer->in_rows; y++) {
        CHECK_BYTES(first[y].data, (const uint8_t *)v->arrays[FIRST].data + y * in_bytes, in_bytes);
        block_free(&first[y]);
        if (add) block_free(&second[y]);
    }
}

static void run_vector(const vector_case *v) {
    ead_layer layer = layer_of(v);
    block parts[PARTS];
    for (uint32_t i = 0; i < PARTS; i++) parts[i] = block_copy(v->arrays[WEIGHTS + i].data, v->arrays[WEIGHTS + i].bytes, 0);
    layer.weights = (const int8_t *)parts[0].data;
    layer.bias = (const int32_t *)(const void *)parts[1].data;
    layer.multiplier = (const int32_t *)(const void *)parts[2].data;
    layer.shift = (const int8_t *)parts[3].data;
    layer.pad = (const int8_t *)parts[4].data;
    layer.group_shift = parts[5].data;
    layer.channel_min = (const int8_t *)parts[6].data;
    layer.channel_max = (const int8_t *)parts[7].data;
    CHECK(layer.in_rows <= MAX_ROWS);
    CHECK_EQUAL(v->arrays[OUTPUT].bytes, (size_t)layer.out_rows * layer.out_columns * layer.out_channels);
    block packed = layer_pack(&layer, table);
    run_layer(v, &layer);
    block_free(&packed);
    for (uint32_t i = 0; i < PARTS; i++) block_free(&parts[i]);
}

int main(void) {
    for (uint32_t i = 0; (table = ead_ops_at(i)) != NULL; i++) vectors_for_each("operators.bin", run_vector);
    return test_finish();
}
