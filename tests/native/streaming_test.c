/* The executor: however rows arrive and whatever the memory held before, the bytes are those of the whole-frame reference. */
#include "harness/block.h"
#include "harness/models.h"
#include "harness/random.h"
#include "harness/test.h"
#include "harness/vectors.h"
#include "stream/engine.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { VECTOR_MAX_Z = 1024 };

static void for_each_golden(void (*test)(model_engine *m, const ead_golden *golden, pcg *random)) {
    for (size_t i = 0; model_names[i]; i++) {
        pcg random = {i};
        block file = model_load(model_names[i]);
        model_engine m = model_open(&file);
        ead_info info;
        CHECK_EQUAL(ead_get_info(m.engine, &info), EAD_OK);
        CHECK(info.golden_count > 0);
        for (uint32_t g = 0; g < info.golden_count; g++) {
            const ead_golden golden = model_golden(&m, g);
            test(&m, &golden, &random);
        }
        model_close(&m);
        block_free(&file);
    }
}

static void check_result(const ead_result *result, const ead_golden *golden) {
    CHECK_BYTES(&result->score, &golden->score, sizeof result->score);
    CHECK_BYTES(result->cells, golden->cells, (size_t)result->rows * result->columns * sizeof(float));
    CHECK_EQUAL(result->reject, golden->score > result->threshold);
    for (uint32_t i = 0; i < result->rows * result->columns; i++) CHECK(result->cells[i] <= result->cells[result->worst]);
}

static size_t row_bytes(const ead_golden *golden) { return ead_frame_row_bytes(golden->source.format, golden->source.width); }

static void whole(model_engine *m, const ead_golden *golden, pcg *random) {
    const size_t stride = row_bytes(golden);
    for (size_t offset = 0; offset < 16; offset++) {
        block pixels = block_copy(golden->pixels, stride * golden->source.height, offset);
        ead_result result;
        CHECK_EQUAL(ead_score_frame(m->engine, &golden->source, pixels.data, stride, &result), EAD_OK);
        check_result(&result, golden);
        block_free(&pixels);
    }
    (void)random;
}

/* Chunks of random height, rows with gaps between them, each chunk in memory that ends with its last pixel. */
static void push_chunks(model_engine *m, const ead_golden *golden, pcg *random, uint32_t end) {
    const size_t bytes = row_bytes(golden);
    for (uint32_t y = 0; y < end;) {
        const uint32_t left = end - y, most = left < 9 ? left : 9, count = pcg_below(random, most + 1);
        const size_t stride = bytes + pcg_below(random, 20);
        block chunk = block_new(count ? (count - 1) * stride + bytes : 0, pcg_below(random, 16));
        for (uint32_t i = 0; i < count; i++) memcpy(chunk.data + i * stride, golden->pixels + (y + i) * bytes, bytes);
        CHECK_EQUAL(ead_push_rows(m->engine, chunk.data, stride, count), EAD_OK);
        block_free(&chunk);
        y += count;
    }
}

static void chunks(model_engine *m, const ead_golden *golden, pcg *random) {
    for (int round = 0; round < 20; round++) {
        ead_result result;
        CHECK_EQUAL(ead_begin(m->engine, &golden->source), EAD_OK);
        push_chunks(m, golden, random, golden->source.height);
        CHECK_EQUAL(ead_finish(m->engine, &result), EAD_OK);
        check_result(&result, golden);
    }
}

/* Another frame was under way, of another size, and is dropped at a random row. */
static void aborted(model_engine *m, const ead_golden *golden, pcg *random) {
    for (int round = 0; round < 20; round++) {
        const ead_golden other = model_golden(m, pcg_below(random, m->engine->model.golden_count));
        CHECK_EQUAL(ead_begin(m->engine, &other.source), EAD_OK);
        push_chunks(m, &other, random, pcg_below(random, other.source.height + 1));
        ead_result result;
        CHECK_EQUAL(ead_begin(m->engine, &golden->source), EAD_OK);
        push_chunks(m, golden, random, golden->source.height);
        CHECK_EQUAL(ead_finish(m->engine, &result), EAD_OK);
        check_result(&result, golden);
    }
}

/* Nothing before or behind the stated memory is written, and what it held before does not matter. */
static void painted(model_engine *m, const ead_golden *golden, pcg *random) {
    enum { GUARD = 64 };
    for (int round = 0; round < 3; round++) {
        const uint8_t paint = (uint8_t)(round * 127);
        const size_t bytes = m->memory.bytes;
        block memory = block_new(bytes + 2 * GUARD, 0), guard = block_new(GUARD, 0);
        memset(memory.data, paint, memory.bytes);
        memset(guard.data, paint, guard.bytes);
        model_engine painted_engine = {.file = m->file};
        CHECK_EQUAL(ead_engine_open(memory.data + GUARD, bytes, m->file.data, m->file.bytes, &painted_engine.engine, NULL), EAD_OK);
        ead_result result;
        CHECK_EQUAL(ead_begin(painted_engine.engine, &golden->source), EAD_OK);
        push_chunks(&painted_engine, golden, random, golden->source.height);
        CHECK_EQUAL(ead_finish(painted_engine.engine, &result), EAD_OK);
        check_result(&result, golden);
        CHECK_BYTES(memory.data, guard.data, GUARD);
        CHECK_BYTES(memory.data + GUARD + bytes, guard.data, GUARD);
        block_free(&memory);
        block_free(&guard);
    }
}

static bool within(const block *memory, const void *address) {
    const uint8_t *at = address;
    return at >= memory->data && at < memory->data + memory->bytes;
}

/* Memory beyond what is needed takes copies of the density, and nothing of it is read from the file then; one byte less takes none. */
static void constants(model_engine *m, const ead_golden *golden, pcg *random) {
    ead_verified verified;
    size_t needed;
    CHECK_EQUAL(ead_verify(m->file.data, m->file.bytes, &verified, &needed, NULL), EAD_OK);
    const size_t more = ead_constants_bytes(&verified);
    const ead_density *density = &m->engine->model.density;
    CHECK_EQUAL(more == 0, m->engine->ops->pack_density_bytes && m->engine->ops->pack_density_bytes(density) > 0);
    for (size_t less = 0; less < 2 && more > 0; less++) {
        model_engine other = {.file = m->file, .memory = block_new(needed + more - less, 0)};
        CHECK_EQUAL(ead_engine_build(&verified, other.memory.data, other.memory.bytes, &other.engine, NULL), EAD_OK);
        density = &other.engine->model.density;
        const block *home = less ? &m->file : &other.memory;
        CHECK(within(home, density->whiten) && within(home, density->bias) && within(home, density->scale) && within(home, density->constants));
        ead_info info;
        ead_result result;
        CHECK_EQUAL(ead_get_info(other.engine, &info), EAD_OK);
        CHECK_EQUAL(info.engine_bytes, needed + (less ? 0 : more));
        CHECK_EQUAL(ead_begin(other.engine, &golden->source), EAD_OK);
        push_chunks(&other, golden, random, golden->source.height);
        CHECK_EQUAL(ead_finish(other.engine, &result), EAD_OK);
        check_result(&result, golden);
        block_free(&other.memory);
    }
    CHECK_EQUAL(ead_constants_bytes(NULL), 0);
}

/* The arena is as large as it must be and no larger: its last vector is written, nothing behind it is. */
static void high_water(model_engine *m, const ead_golden *golden, pcg *random) {
    const uint32_t arena = m->engine->model.arena_bytes;
    uint32_t used = 0;
    for (int round = 0; round < 2; round++) { /* what happens to look like one paint does not look like the other */
        const uint8_t paint = (uint8_t)(round * 85 + 42);
        memset(m->engine->arena, paint, arena);
        CHECK_EQUAL(ead_begin(m->engine, &golden->source), EAD_OK);
        push_chunks(m, golden, random, golden->source.height);
        for (uint32_t i = 0; i < arena; i++)
            if (m->engine->arena[i] != paint && i + 1 > used) used = i + 1;
    }
    CHECK(used <= arena && used + 16 > arena);
    ead_info info;
    CHECK_EQUAL(ead_get_info(m->engine, &info), EAD_OK);
    if (sizeof(void *) == 4) CHECK_EQUAL(info.device_bytes, info.engine_bytes - info.packed_bytes);
}

/* Two engines over one file, fed in turns. */
static void side_by_side(model_engine *m, const ead_golden *golden, pcg *random) {
    model_engine second = model_open(&m->file);
    const size_t bytes = row_bytes(golden);
    ead_result result;
    CHECK_EQUAL(ead_begin(m->engine, &golden->source), EAD_OK);
    CHECK_EQUAL(ead_begin(second.engine, &golden->source), EAD_OK);
    for (uint32_t y = 0; y < golden->source.height; y++) {
        CHECK_EQUAL(ead_push_rows(m->engine, golden->pixels + y * bytes, bytes, 1), EAD_OK);
        CHECK_EQUAL(ead_push_rows(second.engine, golden->pixels + y * bytes, bytes, 1), EAD_OK);
    }
    CHECK_EQUAL(ead_finish(m->engine, &result), EAD_OK);
    check_result(&result, golden);
    CHECK_EQUAL(ead_finish(second.engine, &result), EAD_OK);
    check_result(&result, golden);
    model_close(&second);
    (void)random;
}

static void whole_frames(void) { for_each_golden(whole); }
static void random_chunks(void) { for_each_golden(chunks); }
static void aborted_frames(void) { for_each_golden(aborted); }
static void painted_memory(void) { for_each_golden(painted); }
static void copies_of_constants(void) { for_each_golden(constants); }
static void arena_high_water(void) { for_each_golden(high_water); }
static void two_engines(void) { for_each_golden(side_by_side); }

static void self_tests(void) {
    for (size_t i = 0; model_names[i]; i++) {
        block file = model_load(model_names[i]);
        model_engine m = model_open(&file);
        ead_diagnosis diagnosis;
        CHECK_EQUAL(ead_self_test(m.engine, &diagnosis), EAD_OK);
        CHECK_EQUAL(ead_self_test(m.engine, NULL), EAD_OK);
        model_close(&m);
        block_free(&file);
    }
}

/* The first golden frame of every test model scores exactly at its threshold: not rejected; a hair lower and it is. */
static void thresholds(void) {
    for (size_t i = 0; model_names[i]; i++) {
        block file = model_load(model_names[i]);
        model_engine m = model_open(&file);
        const ead_golden golden = model_golden(&m, 0);
        const float below = nextafterf(golden.score, -FLT_MAX);
        ead_result result;
        CHECK_EQUAL(ead_score_frame(m.engine, &golden.source, golden.pixels, row_bytes(&golden), &result), EAD_OK);
        CHECK(result.threshold == golden.score && result.reject == 0);
        CHECK_EQUAL(ead_set_threshold(m.engine, below), EAD_OK);
        CHECK_EQUAL(ead_score_frame(m.engine, &golden.source, golden.pixels, row_bytes(&golden), &result), EAD_OK);
        CHECK(result.threshold == below && result.reject == 1);
        model_close(&m);
        block_free(&file);
    }
}

/* Every feature map against the reference, row chunks as they come; with one tap alone and with all of them. */
static void check_maps(const vector_case *v) {
    block file = model_load(v->name);
    model_engine m = model_open(&file);
    const ead_golden golden = model_golden(&m, 0);
    const uint32_t count = v->array_count;
    CHECK_EQUAL(count, m.engine->model.tensor_count + 2);
    int16_t z[VECTOR_MAX_Z]; /* the last array as the engine gives it */
    const size_t z_count = v->arrays[count - 1].bytes / 4;
    if (!CHECK(z_count <= VECTOR_MAX_Z)) return;
    for (size_t i = 0; i < z_count; i++) z[i] = (int16_t)((const int32_t *)v->arrays[count - 1].data)[i];
    for (uint32_t only = 0; only <= count; only++) { /* only = count: all at once */
        ead_tap taps[VECTOR_MAX_ARRAYS] = {{0}};
        block maps[VECTOR_MAX_ARRAYS];
        for (uint32_t t = 0; t < count; t++) {
            maps[t] = block_new(t == count - 1 ? z_count * sizeof *z : v->arrays[t].bytes, t % 4 & ~1u);
            if (t == only || only == count) taps[t] = (ead_tap){maps[t].data, maps[t].bytes};
        }
        ead_result result;
        CHECK_EQUAL(ead_set_taps(m.engine, taps), EAD_OK);
        CHECK_EQUAL(ead_score_frame(m.engine, &golden.source, golden.pixels, row_bytes(&golden), &result), EAD_OK);
        check_result(&result, &golden);
        for (uint32_t t = 0; t < count; t++) {
            const void *expected = t == count - 1 ? (const void *)z : v->arrays[t].data;
            if (taps[t].destination) CHECK_BYTES(maps[t].data, expected, maps[t].bytes);
            taps[t].bytes--;
        }
        CHECK_EQUAL(ead_set_taps(m.engine, taps), EAD_E_MEMORY); /* one byte too few; and no tap is left behind */
        for (uint32_t t = 0; t < count; t++) block_free(&maps[t]);
        CHECK_EQUAL(ead_score_frame(m.engine, &golden.source, golden.pixels, row_bytes(&golden), &result), EAD_OK);
        CHECK_EQUAL(ead_set_taps(m.engine, NULL), EAD_OK);
    }
    model_close(&m);
    block_free(&file);
}

/* Features that were tapped give the bytes of the frame they came from, and leave drift alone. */
static void tapped_features(void) {
    for (size_t i = 0; model_names[i]; i++) {
        block file = model_load(model_names[i]);
        model_engine m = model_open(&file);
        ead_info info;
        CHECK_EQUAL(ead_get_info(m.engine, &info), EAD_OK);
        static ead_tap taps[EAD_MAX_TENSORS + 2];
        memset(taps, 0, sizeof taps);
        block features = block_new((size_t)info.grid_rows * info.grid_columns * info.features, 1);
        taps[info.tensor_count] = (ead_tap){features.data, features.bytes};
        const ead_golden golden = model_golden(&m, 0), other = model_golden(&m, info.golden_count - 1);
        ead_result first, frame, result;
        CHECK_EQUAL(ead_score_frame(m.engine, &golden.source, golden.pixels, row_bytes(&golden), &first), EAD_OK);
        CHECK_EQUAL(ead_reset_drift(m.engine), EAD_OK);
        CHECK_EQUAL(ead_set_taps(m.engine, taps), EAD_OK);
        CHECK_EQUAL(ead_score_frame(m.engine, &golden.source, golden.pixels, row_bytes(&golden), &frame), EAD_OK);
        CHECK_EQUAL(ead_set_taps(m.engine, NULL), EAD_OK);
        CHECK_BYTES(&frame.drift, &first.drift, sizeof first.drift);
        CHECK_EQUAL(frame.drift > 0, info.drift_statistics > 0);
        CHECK_EQUAL(ead_reset_drift(m.engine), EAD_OK);
        CHECK_EQUAL(ead_score_frame(m.engine, &other.source, other.pixels, row_bytes(&other), &result), EAD_OK);
        const float drift = result.drift;
        CHECK_EQUAL(ead_score_features(m.engine, (const int8_t *)features.data, &result), EAD_OK);
        check_result(&result, &golden);
        CHECK(result.drift == 0 && result.frame_drift == 0);
        CHECK_EQUAL(ead_self_test(m.engine, NULL), EAD_OK);
        CHECK_EQUAL(ead_reset_drift(m.engine), EAD_OK);
        CHECK_EQUAL(ead_score_frame(m.engine, &other.source, other.pixels, row_bytes(&other), &result), EAD_OK);
        CHECK_BYTES(&result.drift, &drift, sizeof drift);
        block_free(&features);
        model_close(&m);
        block_free(&file);
    }
}

int main(void) {
    static const test_case cases[] = {{"whole frames at every alignment", whole_frames},
                                      {"rows in random chunks", random_chunks},
                                      {"a frame that was dropped leaves no trace", aborted_frames},
                                      {"memory that was painted before, guarded around", painted_memory},
                                      {"copies of the density in memory to spare", copies_of_constants},
                                      {"high-water mark of the rows under way", arena_high_water},
                                      {"two engines over one file", two_engines},
                                      {"self-test", self_tests},
                                      {"a score at the threshold passes", thresholds},
                                      {"features in place of a frame", tapped_features}};
    TEST_RUN(cases);
    vectors_for_each("maps.bin", check_maps);
    return test_finish();
}
