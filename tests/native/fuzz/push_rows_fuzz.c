/*
 * libFuzzer over ead_push_rows: models that passed the loader, rows in chunks of any size, frames of any size and pixel format, frames
 * dropped on the way. Whatever the model computes, an engine fed in chunks through the best operators gives the bytes of one fed the
 * whole frame through the reference, and touches no byte but its own. run.sh builds it, makes the corpus and runs it.
 *
 * An input is a model file and behind it SCRIPT bytes that say what to do with it. The mutator knows the parts of a model file: it mutates
 * the numbers inside one part at a time, so that most models still load, and sometimes anything at all; the hash is put right.
 */
#include "harness/models.h"
#include "harness/random.h"
#include "stream/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SCRIPT = 48, FRAMES = 3, LARGEST_ENGINE = 1 << 18, LARGEST_SIDE = 96, PARTS = 16 * EAD_MAX_LAYERS };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

/* A stretch of numbers in a file. */
typedef struct part {
    const void *at;
    size_t bytes;
} part;

typedef struct parts {
    part item[PARTS];
    uint32_t count;
} parts;

static void add(parts *p, const void *at, size_t bytes) {
    if (at && bytes && p->count < PARTS) p->item[p->count++] = (part){at, bytes};
}

/* The vectors of a file whose structure is sound. */
static void find_parts(const ead_model *model, parts *p) {
    const ead_head *head = &model->head;
    const ead_density *density = &model->density;
    const size_t cells = density->scope == EAD_SCOPE_PER_CELL ? (size_t)head->grid_rows * head->grid_columns : 1;
    const size_t gaussians = cells * density->components, d = density->dimensions;
    p->count = 0;
    add(p, model->tensors, model->tensor_count * sizeof *model->tensors);
    add(p, model->schedule, model->schedule_count);
    add(p, model->places, model->place_count * sizeof *model->places);
    add(p, head->cuts, head->cut_count * sizeof *head->cuts);
    add(p, head->projection, (size_t)head->stride * head->dimensions);
    add(p, head->center, head->dimensions * sizeof *head->center);
    add(p, head->multiplier, head->dimensions * sizeof *head->multiplier);
    add(p, head->shift, head->dimensions);
    add(p, head->positions, (head->grid_rows + head->grid_columns) * sizeof(int16_t));
    add(p, density->constants, gaussians * sizeof(float));
    add(p, density->whiten, gaussians * density->whiten_count * sizeof(int16_t));
    add(p, density->bias, gaussians * d * sizeof(int32_t));
    add(p, density->scale, gaussians * d * sizeof(float));
    for (uint32_t i = 0; i < model->layer_count; i++) {
        ead_layer l;
        if (!ead_model_layer(model, i, &l)) return;
        const size_t in = l.in_channels, out = l.out_channels, taps = l.op == EAD_OP_CONV3X3 ? 9 * in : l.op == EAD_OP_DEPTHWISE3X3 ? 9 : in;
        const size_t factors = l.op == EAD_OP_ADD ? 3 : out;
        for (int twice = 0; twice < 2; twice++) add(p, l.op == EAD_OP_ADD ? NULL : l.weights, taps * out);
        add(p, l.bias, out * sizeof(int32_t));
        add(p, l.multiplier, factors * sizeof(int32_t));
        add(p, l.shift, factors);
        add(p, l.pad, in);
        add(p, l.group_shift, (out + EAD_GROUP - 1) / EAD_GROUP);
        add(p, l.channel_min, out);
        add(p, l.channel_max, out);
    }
}

static void seal(uint8_t *data, size_t size) {
    memcpy(data + 4, "EAD1", 4);
    model_seal(data, size - SCRIPT);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed) {
    static parts p;
    pcg random = {seed};
    if (size <= EAD_HEADER_BYTES + SCRIPT) return LLVMFuzzerMutate(data, size, max_size);
    const uint32_t kind = pcg_below(&random, 8);
    block file = block_copy(data, size - SCRIPT, 0);
    ead_model model;
    ead_diagnosis diagnosis;
    if (kind == 0) {
        LLVMFuzzerMutate(data, size, size);
    } else if (kind < 4 || ead_model_read(&model, file.data, file.bytes, &diagnosis) != EAD_OK) {
        LLVMFuzzerMutate(data + size - SCRIPT, SCRIPT, SCRIPT);
    } else {
        find_parts(&model, &p);
        for (uint32_t edits = 1 + pcg_below(&random, 4); edits > 0; edits--) {
            const part *chosen = &p.item[pcg_below(&random, p.count)];
            const size_t at = (size_t)((const uint8_t *)chosen->at - file.data), start = pcg_below(&random, (uint32_t)chosen->bytes);
            const size_t left = chosen->bytes - start, bytes = left > 64 ? 64 : left;
            if (pcg_below(&random, 2))
                data[at + start] = (uint8_t)pcg_next(&random);
            else
                LLVMFuzzerMutate(data + at + start, bytes, bytes);
        }
    }
    block_free(&file);
    seal(data, size);
    return size;
}

/* How many inputs there were, and how many of them were models that ran; said at the end. */
static unsigned long inputs, ran;

static void say_share(void) { fprintf(stderr, "stat::models_that_ran: %lu of %lu\n", ran, inputs); }

static void check(bool good, const char *what) {
    if (good) return;
    fprintf(stderr, "push_rows_fuzz: %s\n", what);
    abort();
}

typedef struct runner {
    block memory;
    ead_engine *engine;
} runner;

static bool runner_open(runner *r, const ead_op_table *ops, const block *file) {
    ead_verified verified;
    ead_diagnosis diagnosis;
    size_t bytes;
    if (ead_verify_with(ops, file->data, file->bytes, &verified, &bytes, &diagnosis) != EAD_OK || bytes > LARGEST_ENGINE) return false;
    r->memory = block_new(bytes, 0);
    check(ead_engine_build(&verified, r->memory.data, bytes, &r->engine, &diagnosis) == EAD_OK, "a verified file was refused");
    return true;
}

/* A frame of the script: its format, its size around the input's, its pixels. */
static block frame_of(const ead_engine *engine, pcg *random, ead_source *source) {
    const ead_model *model = &engine->model;
    const uint32_t width = model->input_width < LARGEST_SIDE ? model->input_width : LARGEST_SIDE;
    const uint32_t height = model->input_height < LARGEST_SIDE ? model->input_height : LARGEST_SIDE;
    *source = (ead_source){.format = pcg_below(random, 5)};
    source->width = pcg_below(random, 3) ? 1 + pcg_below(random, 2 * width + 3) : model->input_width;
    source->height = pcg_below(random, 3) ? 1 + pcg_below(random, 2 * height + 3) : model->input_height;
    if (source->format == EAD_PIXELS_YUYV) source->width += source->width % 2;
    block pixels = block_new(ead_frame_row_bytes(source->format, source->width) * source->height, pcg_below(random, 16));
    for (size_t i = 0; i < pixels.bytes; i++) pixels.data[i] = (uint8_t)pcg_next(random);
    return pixels;
}

/* Rows up to `end` in chunks, each in memory that ends with its last pixel. */
static void push(ead_engine *engine, pcg *random, const ead_source *source, const block *pixels, uint32_t end) {
    const size_t row = ead_frame_row_bytes(source->format, source->width);
    for (uint32_t y = 0; y < end;) {
        const uint32_t left = end - y, most = pcg_below(random, 2) ? 3 : left, count = pcg_below(random, (most < left ? most : left) + 1);
        const size_t stride = row + pcg_below(random, 9);
        block chunk = block_new(count ? (count - 1) * stride + row : 0, pcg_below(random, 16));
        for (uint32_t i = 0; i < count; i++) memcpy(chunk.data + i * stride, pixels->data + (y + i) * row, row);
        check(ead_push_rows(engine, chunk.data, stride, count) == EAD_OK, "rows were refused");
        block_free(&chunk);
        y += count;
    }
}

/* Bit for bit, or neither a number. */
static bool same(float a, float b) { return memcmp(&a, &b, sizeof a) == 0 || (a != a && b != b); }

static void compare(ead_engine *chunked, ead_engine *whole, pcg *random) {
    ead_source source;
    ead_result result, expected;
    block pixels = frame_of(whole, random, &source);
    const size_t row = ead_frame_row_bytes(source.format, source.width);
    check(ead_score_frame(whole, &source, pixels.data, row, &expected) == EAD_OK, "a whole frame was refused");
    if (pcg_below(random, 4) == 0) { /* a frame that is dropped */
        check(ead_begin(chunked, &source) == EAD_OK, "a frame was refused");
        push(chunked, random, &source, &pixels, pcg_below(random, source.height + 1));
    }
    check(ead_begin(chunked, &source) == EAD_OK, "a frame was refused");
    push(chunked, random, &source, &pixels, source.height);
    check(ead_push_rows(chunked, pixels.data, row, 1) == EAD_E_STATE, "a row too many was taken");
    check(ead_finish(chunked, &result) == EAD_OK, "no verdict");
    check(same(result.score, expected.score) && result.reject == expected.reject && result.worst == expected.worst, "another verdict");
    for (uint32_t i = 0; i < result.rows * result.columns; i++) check(same(result.cells[i], expected.cells[i]), "another cell");
    block_free(&pixels);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size <= EAD_HEADER_BYTES + SCRIPT) return -1;
    if (inputs++ == 0) atexit(say_share);
    block file = block_copy(data, size - SCRIPT, 0);
    pcg random = {0};
    for (size_t i = 0; i < SCRIPT; i++) random.state = random.state * 6364136223846793005u + data[size - SCRIPT + i] + 1;
    model_seal(file.data, file.bytes);
    runner whole = {0}, chunked = {0};
    if (!runner_open(&whole, &ead_ops_reference, &file)) {
        block_free(&file);
        return 0;
    }
    ran++;
    if (runner_open(&chunked, ead_ops_best(), &file))
        for (int i = 0; i < FRAMES; i++) compare(chunked.engine, whole.engine, &random);
    if (chunked.engine) block_free(&chunked.memory);
    block_free(&whole.memory);
    block_free(&file);
    return 0;
}
