/*
 * Random whole networks of up to 300 channels: through every table, in chunks of any number of rows, the bytes of the reference that was
 * given the whole frame. The golden vectors inside the files come from tests/vectors/reference, which shares no code with either.
 * nets_test FILE... ; without files the wide models of tests/vectors.
 */
#include "harness/block.h"
#include "harness/models.h"
#include "harness/random.h"
#include "harness/test.h"
#include "stream/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FRAMES = 12 };

typedef struct runner {
    block memory, maps[EAD_MAX_TENSORS];
    ead_engine *engine;
    ead_tap taps[EAD_MAX_TENSORS + 2];
} runner;

static void open_with(runner *r, const ead_op_table *table, const block *file) {
    size_t bytes = 0;
    ead_diagnosis diagnosis = {0};
    memset(r, 0, sizeof *r);
    if (!CHECK_EQUAL(ead_engine_bytes_with(table, file->data, file->bytes, &bytes, &diagnosis), EAD_OK)) printf("  %s\n", diagnosis.what);
    r->memory = block_new(bytes, 0);
    if (!CHECK_EQUAL(ead_engine_open_with(table, r->memory.data, bytes, file->data, file->bytes, &r->engine, &diagnosis), EAD_OK)) exit(2);
    CHECK_EQUAL(ead_self_test(r->engine, &diagnosis), EAD_OK);
    for (uint32_t k = 0; k < r->engine->model.tensor_count; k++) {
        const ead_tensor *tensor = &r->engine->model.tensors[k];
        r->maps[k] = block_new((size_t)tensor->rows * ead_row_bytes(tensor), 0);
        r->taps[k] = (ead_tap){r->maps[k].data, r->maps[k].bytes};
    }
    CHECK_EQUAL(ead_set_taps(r->engine, r->taps), EAD_OK);
}

static void close_runner(runner *r) {
    for (uint32_t k = 0; k < r->engine->model.tensor_count; k++) block_free(&r->maps[k]);
    block_free(&r->memory);
}

/* Noise of any format, a size around the input's. */
static block frame_of(const ead_model *model, pcg *random, ead_source *source) {
    *source = (ead_source){pcg_below(random, 5), 1 + pcg_below(random, 3 * model->input_width), 1 + pcg_below(random, 3 * model->input_height)};
    if (pcg_below(random, 3) == 0) source->width = model->input_width, source->height = model->input_height;
    if (source->format == EAD_PIXELS_YUYV) source->width += source->width % 2;
    block pixels = block_new(ead_frame_row_bytes(source->format, source->width) * source->height, 0);
    for (size_t i = 0; i < pixels.bytes; i++) pixels.data[i] = (uint8_t)pcg_next(random);
    return pixels;
}

static void push(ead_engine *engine, pcg *random, const ead_source *source, const block *pixels) {
    const size_t row = ead_frame_row_bytes(source->format, source->width);
    CHECK_EQUAL(ead_begin(engine, source), EAD_OK);
    for (uint32_t y = 0; y < source->height;) {
        const uint32_t left = source->height - y, most = pcg_below(random, 2) ? 3 : left, count = pcg_below(random, (most < left ? most : left) + 1);
        block chunk = block_copy(pixels->data + y * row, count * row, pcg_below(random, 16));
        CHECK_EQUAL(ead_push_rows(engine, chunk.data, row, count), EAD_OK);
        block_free(&chunk);
        y += count;
    }
}

static void check_same(const ead_result *result, const ead_result *expected, const runner *r, const runner *reference) {
    CHECK_BYTES(&result->score, &expected->score, sizeof result->score);
    CHECK_BYTES(result->cells, expected->cells, (size_t)result->rows * result->columns * sizeof *result->cells);
    CHECK_EQUAL(result->reject, expected->reject);
    for (uint32_t k = 0; k < r->engine->model.tensor_count; k++)
        if (!CHECK_BYTES(r->maps[k].data, reference->maps[k].data, r->maps[k].bytes)) printf("  %s, tensor %u\n", r->engine->ops->name, (unsigned)k);
}

static void check_net(const block *file) {
    static runner reference, other;
    open_with(&reference, &ead_ops_reference, file);
    for (uint32_t t = 0; ead_ops_at(t); t++) {
        pcg random = {t};
        open_with(&other, ead_ops_at(t), file);
        for (int i = 0; i < FRAMES; i++) {
            ead_source source;
            ead_result result, expected;
            block pixels = frame_of(&reference.engine->model, &random, &source);
            CHECK_EQUAL(ead_score_frame(reference.engine, &source, pixels.data, ead_frame_row_bytes(source.format, source.width), &expected), EAD_OK);
            push(other.engine, &random, &source, &pixels);
            if (CHECK_EQUAL(ead_finish(other.engine, &result), EAD_OK)) check_same(&result, &expected, &other, &reference);
            block_free(&pixels);
        }
        close_runner(&other);
    }
    close_runner(&reference);
}

static block read_file(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f) {
        printf("%s: cannot be opened\n", path);
        exit(2);
    }
    fseek(f, 0, SEEK_END);
    block file = block_new((size_t)ftell(f), 0);
    rewind(f);
    if (fread(file.data, 1, file.bytes, f) != file.bytes) exit(2);
    fclose(f);
    return file;
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        block file = read_file(argv[i]);
        test_begin(argv[i]);
        check_net(&file);
        test_end();
        block_free(&file);
    }
    for (size_t i = SMALL_MODELS; argc < 2 && model_names[i]; i++) {
        block file = model_load(model_names[i]);
        test_begin(model_names[i]);
        check_net(&file);
        test_end();
        block_free(&file);
    }
    return test_finish();
}
