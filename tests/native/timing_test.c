/* Facts about layers, and a clock around them. */
#include "frame/frame.h"
#include "harness/block.h"
#include "harness/models.h"
#include "harness/test.h"

#include <string.h>

static uint32_t calls;

/* Wraps around within the frame; every second call is the end of a row, 5 after its start. */
static uint32_t now(void) {
    const uint32_t call = calls++;
    return 0xFFFFFF00u + call / 2 * 100 + call % 2 * 5;
}

static void each_row_counts(void) {
    for (size_t m = 0; model_names[m]; m++) {
        block file = model_load(model_names[m]);
        model_engine e = model_open(&file);
        ead_info info;
        ead_layer_info layer;
        uint32_t ticks[256] = {0}, rows = 0;
        ead_get_info(e.engine, &info);
        const ead_golden golden = model_golden(&e, 0);
        ead_result plain, timed;
        const size_t stride = ead_frame_row_bytes(golden.source.format, golden.source.width);
        CHECK_EQUAL(ead_score_frame(e.engine, &golden.source, golden.pixels, stride, &plain), EAD_OK);

        calls = 0;
        CHECK_EQUAL(ead_set_clock(e.engine, now, ticks), EAD_OK);
        CHECK_EQUAL(ead_score_frame(e.engine, &golden.source, golden.pixels, stride, &timed), EAD_OK);
        CHECK_BYTES(&timed.score, &plain.score, sizeof plain.score);
        for (uint32_t i = 0; i < info.layer_count; i++) {
            CHECK_EQUAL(ead_get_layer(e.engine, i, &layer), EAD_OK);
            CHECK_EQUAL(ticks[i], 5 * layer.rows);
            CHECK(layer.kind && layer.kind[0] && layer.columns > 0 && layer.channels > 0 && layer.in_channels > 0 && layer.stride >= 1);
            rows += layer.rows;
        }
        CHECK_EQUAL(ticks[info.layer_count], 5 * info.grid_rows);
        CHECK_EQUAL(calls, 2 * (rows + info.grid_rows));
        CHECK_EQUAL(ticks[info.layer_count + 1], 0);

        CHECK_EQUAL(ead_set_clock(e.engine, NULL, NULL), EAD_OK);
        CHECK_EQUAL(ead_score_frame(e.engine, &golden.source, golden.pixels, stride, &timed), EAD_OK);
        CHECK_EQUAL(calls, 2 * (rows + info.grid_rows));
        CHECK_EQUAL(ead_get_layer(e.engine, info.layer_count, &layer), EAD_E_ARGUMENT);
        CHECK_EQUAL(ead_set_clock(e.engine, now, NULL), EAD_E_ARGUMENT);
        model_close(&e);
        block_free(&file);
    }
}

static void arguments(void) {
    ead_layer_info layer;
    CHECK_EQUAL(ead_get_layer(NULL, 0, &layer), EAD_E_ARGUMENT);
    CHECK_EQUAL(ead_set_clock(NULL, now, NULL), EAD_E_ARGUMENT);
}

int main(void) {
    static const test_case cases[] = {{"each row counts once, for its layer", each_row_counts}, {"refused arguments", arguments}};
    TEST_RUN(cases);
    return test_finish();
}
