/* What callers can do wrong, and what they are told. */
#include "harness/block.h"
#include "harness/models.h"
#include "harness/test.h"
#include "stream/engine.h"

#include <math.h>
#include <string.h>

static const ead_source gray4 = {EAD_PIXELS_GRAY8, 4, 4};
static const uint8_t pixels[16 * 3];

static void opening(void) {
    block file = model_load("strides");
    size_t bytes;
    ead_diagnosis diagnosis;
    CHECK_EQUAL(ead_engine_bytes(NULL, 1000, &bytes, &diagnosis), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_engine_bytes(file.data, file.bytes, NULL, NULL), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_engine_bytes(file.data, file.bytes, &bytes, NULL), EAD_OK);
    for (size_t offset = 1; offset < 16; offset++) {
        block askew = block_copy(file.data, file.bytes, offset);
        CHECK_EQUAL(ead_engine_bytes(askew.data, askew.bytes, &bytes, &diagnosis), EAD_E_ALIGNMENT);
        block_free(&askew);
    }
    block memory = block_new(bytes, 0);
    ead_engine *engine = NULL;
    CHECK_EQUAL(ead_engine_open(NULL, bytes, file.data, file.bytes, &engine, &diagnosis), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_engine_open(memory.data, bytes, NULL, file.bytes, &engine, &diagnosis), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_engine_open(memory.data, bytes, file.data, file.bytes, NULL, &diagnosis), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_engine_open(memory.data + 8, bytes - 8, file.data, file.bytes, &engine, &diagnosis), EAD_E_ALIGNMENT);
    CHECK_EQUAL(ead_engine_open(memory.data, bytes - 1, file.data, file.bytes, &engine, &diagnosis), EAD_E_MEMORY);
    CHECK_EQUAL(diagnosis.index, bytes);
    CHECK_EQUAL(ead_engine_open(memory.data, 0, file.data, file.bytes, &engine, NULL), EAD_E_MEMORY);
    CHECK(engine == NULL); /* no engine from any refusal */
    CHECK_EQUAL(ead_engine_open(memory.data, bytes, file.data, file.bytes, &engine, NULL), EAD_OK);

    ead_verified verified;
    size_t again = 0;
    memset(&verified, 0xA5, sizeof verified);
    CHECK_EQUAL(ead_verify(NULL, 1000, &verified, &again, &diagnosis), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_engine_build(&verified, memory.data, bytes, &engine, &diagnosis), EAD_E_STATE); /* refused: nothing to build from */
    CHECK(diagnosis.what != NULL);
    CHECK_EQUAL(ead_verify(file.data, file.bytes, NULL, &again, NULL), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_verify(file.data, file.bytes, &verified, NULL, NULL), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_verify(file.data, file.bytes, &verified, &again, NULL), EAD_OK);
    CHECK_EQUAL(again, bytes);
    CHECK_EQUAL(ead_engine_build(NULL, memory.data, bytes, &engine, &diagnosis), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_engine_build(&verified, NULL, bytes, &engine, &diagnosis), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_engine_build(&verified, memory.data, bytes, NULL, &diagnosis), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_engine_build(&verified, memory.data + 8, bytes - 8, &engine, &diagnosis), EAD_E_ALIGNMENT);
    CHECK_EQUAL(ead_engine_build(&verified, memory.data, bytes - 1, &engine, &diagnosis), EAD_E_MEMORY);
    CHECK_EQUAL(diagnosis.index, bytes);
    const ead_verified copy = verified;
    CHECK_EQUAL(ead_engine_build(&copy, memory.data, bytes, &engine, NULL), EAD_OK);
    CHECK_EQUAL(ead_self_test(engine, NULL), EAD_OK);
    file.data[file.bytes - 1] ^= 1;
    CHECK_EQUAL(ead_verify(file.data, file.bytes, &verified, &again, NULL), EAD_E_HASH);
    CHECK_EQUAL(ead_engine_build(&verified, memory.data, bytes, &engine, NULL), EAD_E_STATE);
    file.data[file.bytes - 1] ^= 1;
    block_free(&memory);
    block_free(&file);
}

static size_t half_a_gigabyte(const ead_layer *layer) { return layer->op == EAD_OP_ADD ? 0 : (size_t)1 << 29; }

/* Sizes that would wrap around are refused, whatever the operators ask for. */
static void too_large(void) {
    const ead_op_table greedy = {.name = "greedy", .pack_bytes = half_a_gigabyte};
    block file = model_load("strides"), memory = block_new(4096, 0);
    size_t bytes = 0;
    ead_engine *engine = NULL;
    CHECK_EQUAL(ead_engine_bytes_with(&greedy, file.data, file.bytes, &bytes, NULL), EAD_E_MEMORY);
    CHECK_EQUAL(ead_engine_open_with(&greedy, memory.data, memory.bytes, file.data, file.bytes, &engine, NULL), EAD_E_MEMORY);
    CHECK_EQUAL(ead_engine_open_with(&greedy, memory.data, SIZE_MAX, file.data, file.bytes, &engine, NULL), EAD_E_MEMORY);
    CHECK(bytes == 0 && engine == NULL);
    block_free(&memory);
    block_free(&file);
}

static void headers(void) {
    block file = model_load("minimal");
    size_t bytes;
    ead_diagnosis diagnosis;
    CHECK_EQUAL(ead_engine_bytes(file.data, 0, &bytes, &diagnosis), EAD_E_TRUNCATED);
    CHECK_EQUAL(ead_engine_bytes(file.data, 7, &bytes, &diagnosis), EAD_E_TRUNCATED);
    CHECK_EQUAL(ead_engine_bytes(file.data, 112, &bytes, &diagnosis), EAD_E_TRUNCATED);
    CHECK_EQUAL(diagnosis.index, 112);
    CHECK_EQUAL(ead_engine_bytes(file.data, 113, &bytes, &diagnosis), EAD_E_HASH);
    CHECK_EQUAL(ead_engine_bytes(file.data, (size_t)INT32_MAX + 1, &bytes, &diagnosis), EAD_E_FORMAT); /* refused before it is read */
    file.data[file.bytes - 1] ^= 1;
    CHECK_EQUAL(ead_engine_bytes(file.data, file.bytes, &bytes, &diagnosis), EAD_E_HASH);
    file.data[7] = '2';
    CHECK_EQUAL(ead_engine_bytes(file.data, file.bytes, &bytes, &diagnosis), EAD_E_FORMAT);
    CHECK_EQUAL(ead_engine_bytes(file.data, 8, &bytes, &diagnosis), EAD_E_FORMAT);
    block_free(&file);
}

static void null_arguments(void) {
    block file = model_load("minimal");
    model_engine m = model_open(&file);
    ead_diagnosis diagnosis;
    ead_result result;
    ead_info info;
    ead_tensor_info tensor;
    CHECK_EQUAL(ead_begin(NULL, &gray4), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_begin(m.engine, NULL), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_push_rows(NULL, pixels, 4, 1), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_push_rows(m.engine, NULL, 4, 1), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_finish(NULL, &result), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_finish(m.engine, NULL), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_score_frame(NULL, &gray4, pixels, 4, &result), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_score_frame(m.engine, NULL, pixels, 4, &result), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_score_frame(m.engine, &gray4, NULL, 4, &result), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_score_frame(m.engine, &gray4, pixels, 4, NULL), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_self_test(NULL, &diagnosis), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_set_threshold(NULL, 1), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_get_info(NULL, &info), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_get_info(m.engine, NULL), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_get_tensor(NULL, 0, &tensor), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_get_tensor(m.engine, 0, NULL), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_get_tensor(m.engine, 1, &tensor), EAD_E_ARGUMENT); /* the minimal model has one tensor */
    CHECK_EQUAL(ead_set_taps(NULL, NULL), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_reset_drift(NULL), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_score_features(NULL, NULL, NULL), EAD_E_ARGUMENT);
    model_close(&m);
    block_free(&file);
}

static void sources(void) {
    static const ead_source bad[] = {{EAD_PIXELS_GRAY8, 0, 4},    {EAD_PIXELS_GRAY8, 4, 0}, {EAD_PIXELS_GRAY8, 8193, 4},
                                     {EAD_PIXELS_GRAY8, 4, 8193}, {EAD_PIXELS_YUYV, 5, 4},  {5, 4, 4},
                                     {UINT32_MAX, 4, 4},          {0, UINT32_MAX, 4},       {0, 4, UINT32_MAX}};
    block file = model_load("minimal");
    model_engine m = model_open(&file);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ead_result result;
        CHECK_EQUAL(ead_begin(m.engine, &gray4), EAD_OK);
        CHECK_EQUAL(ead_begin(m.engine, &bad[i]), EAD_E_ARGUMENT);
        CHECK_EQUAL(ead_push_rows(m.engine, pixels, 4, 1), EAD_E_STATE); /* the frame before is dropped all the same */
        CHECK_EQUAL(ead_score_frame(m.engine, &bad[i], pixels, 4, &result), EAD_E_ARGUMENT);
    }
    model_close(&m);
    block_free(&file);
}

static void order_of_calls(void) {
    block file = model_load("minimal");
    model_engine m = model_open(&file);
    ead_result result;
    CHECK_EQUAL(ead_push_rows(m.engine, pixels, 4, 1), EAD_E_STATE); /* before begin */
    CHECK_EQUAL(ead_finish(m.engine, &result), EAD_E_STATE);
    CHECK_EQUAL(ead_begin(m.engine, &gray4), EAD_OK);
    CHECK_EQUAL(ead_finish(m.engine, &result), EAD_E_STATE); /* before any row */
    CHECK_EQUAL(ead_push_rows(m.engine, NULL, 0, 0), EAD_OK); /* no rows are fine */
    CHECK_EQUAL(ead_push_rows(m.engine, pixels, 4, 3), EAD_OK);
    CHECK_EQUAL(ead_finish(m.engine, &result), EAD_E_STATE); /* a row is missing; the frame goes on */
    CHECK_EQUAL(ead_push_rows(m.engine, pixels, 4, 2), EAD_E_STATE); /* more rows than the source has: none is taken */
    CHECK_EQUAL(ead_push_rows(m.engine, pixels, 4, 1), EAD_OK);
    CHECK_EQUAL(ead_push_rows(m.engine, pixels, 4, 1), EAD_E_STATE);
    CHECK_EQUAL(ead_push_rows(m.engine, pixels, 4, UINT32_MAX), EAD_E_STATE);
    CHECK_EQUAL(ead_finish(m.engine, &result), EAD_OK);
    CHECK_EQUAL(ead_finish(m.engine, &result), EAD_E_STATE); /* twice */
    CHECK_EQUAL(ead_push_rows(m.engine, pixels, 4, 1), EAD_E_STATE);
    model_close(&m);
    block_free(&file);
}

static void strides(void) {
    static const ead_source rgb = {EAD_PIXELS_RGB888, 4, 4};
    block file = model_load("minimal");
    model_engine m = model_open(&file);
    CHECK_EQUAL(ead_begin(m.engine, &rgb), EAD_OK);
    CHECK_EQUAL(ead_push_rows(m.engine, pixels, 11, 2), EAD_E_ARGUMENT); /* rows would overlap */
    CHECK_EQUAL(ead_push_rows(m.engine, pixels, 0, 1), EAD_OK);          /* one row needs no stride */
    CHECK_EQUAL(ead_push_rows(m.engine, pixels, 12, 3), EAD_OK);
    model_close(&m);
    block_free(&file);
}

static void threshold_values(void) {
    block file = model_load("minimal");
    model_engine m = model_open(&file);
    ead_result result;
    CHECK_EQUAL(ead_set_threshold(m.engine, NAN), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_set_threshold(m.engine, INFINITY), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_set_threshold(m.engine, -INFINITY), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_set_threshold(m.engine, 1e30f), EAD_OK);
    CHECK_EQUAL(ead_score_frame(m.engine, &gray4, pixels, 4, &result), EAD_OK);
    CHECK(result.reject == 0 && result.threshold == 1e30f);
    CHECK_EQUAL(ead_set_threshold(m.engine, -1e30f), EAD_OK);
    CHECK_EQUAL(ead_score_frame(m.engine, &gray4, pixels, 4, &result), EAD_OK);
    CHECK(result.reject == 1);
    model_close(&m);
    block_free(&file);
}

static void facts(void) {
    block file = model_load("strides");
    model_engine m = model_open(&file);
    ead_info info;
    ead_tensor_info tensor;
    CHECK_EQUAL(ead_get_info(m.engine, &info), EAD_OK);
    CHECK_EQUAL(info.input_width, 21);
    CHECK_EQUAL(info.input_height, 17);
    CHECK_EQUAL(info.input_channels, 3);
    CHECK_EQUAL(info.layer_count, 5);
    CHECK_EQUAL(info.tensor_count, 6);
    CHECK_EQUAL(info.golden_count, 3);
    CHECK_EQUAL(info.grid_rows, 5);
    CHECK_EQUAL(info.grid_columns, 6);
    CHECK_EQUAL(info.dimensions, 4);
    CHECK_EQUAL(info.components, 1);
    CHECK_EQUAL(info.counter, 7);
    CHECK_EQUAL(info.engine_bytes, m.memory.bytes);
    CHECK(info.arena_bytes > 0 && info.arena_bytes < info.engine_bytes);
    CHECK(info.device_bytes > info.arena_bytes && info.device_bytes <= info.engine_bytes - info.packed_bytes);
    CHECK_BYTES(info.sha256, file.data + 8, 32);
    CHECK_EQUAL(ead_get_tensor(m.engine, 0, &tensor), EAD_OK);
    CHECK(tensor.rows == 17 && tensor.columns == 21 && tensor.channels == 3 && tensor.scale == 1.0f / 64 && tensor.zero_point == -3);
    CHECK_EQUAL(ead_get_tensor(m.engine, 5, &tensor), EAD_OK);
    CHECK(tensor.rows == 5 && tensor.columns == 6 && tensor.channels == 17);
    CHECK_EQUAL(ead_version(), EAD_API_VERSION);
    model_close(&m);
    block_free(&file);
}

static void texts(void) {
    for (uint32_t i = 0; i <= EAD_E_GOLDEN; i++)
        for (uint32_t k = 0; k < i; k++) CHECK(strcmp(ead_status_text(i), ead_status_text(k)) != 0);
    CHECK(strlen(ead_status_text(EAD_E_GOLDEN + 1)) > 0);
    CHECK(strlen(ead_status_text(UINT32_MAX)) > 0);
}

int main(void) {
    static const test_case cases[] = {{"opening", opening},
                                      {"an engine of a gigabyte", too_large},
                                      {"headers", headers},
                                      {"null arguments", null_arguments},
                                      {"impossible sources", sources},
                                      {"calls out of order", order_of_calls},
                                      {"strides", strides},
                                      {"thresholds", threshold_values},
                                      {"facts about a model", facts},
                                      {"every status has a text of its own", texts}};
    TEST_RUN(cases);
    return test_finish();
}
