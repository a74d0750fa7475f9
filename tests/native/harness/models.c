#include "models.h"
#include "model/sha256.h"
#include "stream/engine.h"
#include "test.h"
#include "vectors.h"

#include <stdio.h>
#include <stdlib.h>

const char *const model_names[] = {"minimal", "strides", "cuts", "percell", "layerwise", "shifts", "wide1", "wide2", NULL};

enum { LARGEST_TRIED = 1 << 18 }; /* bytes of engine memory; damaged files may ask for 64 MiB, which proves nothing more */

block model_load(const char *name) {
    char path[64];
    size_t size;
    snprintf(path, sizeof path, "models/%s.ead", name);
    uint8_t *bytes = vectors_read(path, &size);
    const block file = block_copy(bytes, size, 0);
    free(bytes);
    return file;
}

void model_seal(uint8_t *file, size_t size) {
    if (size > 40) ead_sha256(file, 8, file + 40, size - 40, file + 8);
}

model_engine model_open(const block *file) {
    model_engine m = {.file = block_copy(file->data, file->bytes, 0)};
    size_t bytes = 0;
    ead_diagnosis diagnosis = {0};
    CHECK_EQUAL(ead_engine_bytes(m.file.data, m.file.bytes, &bytes, &diagnosis), EAD_OK);
    m.memory = block_new(bytes, 0);
    if (!CHECK_EQUAL(ead_engine_open(m.memory.data, bytes, m.file.data, m.file.bytes, &m.engine, &diagnosis), EAD_OK)) {
        printf("a valid model was refused: %s\n", diagnosis.what);
        exit(2);
    }
    return m;
}

void model_close(model_engine *m) {
    block_free(&m->memory);
    block_free(&m->file);
    m->engine = NULL;
}

ead_golden model_golden(const model_engine *m, uint32_t index) {
    ead_golden golden;
    CHECK(ead_model_golden(&m->engine->model, index, &golden));
    return golden;
}

/* One noisy frame, a little larger than the input, in the format that the file's length picks. */
static void run_frame(ead_engine *engine, size_t seed) {
    ead_info info;
    ead_result result;
    CHECK_EQUAL(ead_get_info(engine, &info), EAD_OK);
    const ead_source source = {(uint32_t)(seed % 5), (info.input_width + 3) / 2 * 2, info.input_height + 3};
    const size_t stride = source.width * 3;
    block row = block_new(stride, 1);
    CHECK_EQUAL(ead_begin(engine, &source), EAD_OK);
    for (uint32_t y = 0; y < source.height; y++) {
        for (size_t i = 0; i < stride; i++) row.data[i] = (uint8_t)(i * 37 + y * 101 + seed);
        CHECK_EQUAL(ead_push_rows(engine, row.data, 0, 1), EAD_OK);
    }
    if (CHECK_EQUAL(ead_finish(engine, &result), EAD_OK)) {
        CHECK_EQUAL(result.rows * result.columns, info.grid_rows * info.grid_columns);
        CHECK(result.worst < result.rows * result.columns);
        CHECK_EQUAL(result.reject, !(result.score <= result.threshold));
    }
    block_free(&row);
}

ead_status model_try(const uint8_t *file, size_t size, ead_diagnosis *diagnosis) {
    block copy = block_copy(file, size, 0);
    size_t bytes = 0;
    *diagnosis = (ead_diagnosis){0};
    ead_verified verified;
    const ead_status status = ead_verify(copy.data, size, &verified, &bytes, diagnosis);
    if (status != EAD_OK) {
        CHECK(diagnosis->what != NULL);
    } else if (bytes <= LARGEST_TRIED) {
        block memory = block_new(bytes, 0);
        ead_engine *engine;
        ead_diagnosis unused;
        CHECK_EQUAL(ead_engine_build(&verified, memory.data, bytes, &engine, diagnosis), EAD_OK);
        run_frame(engine, size);
        ead_self_test(engine, &unused); /* may differ, must not harm */
        block_free(&memory);
    }
    block_free(&copy);
    return status;
}
