/* Golden vectors that do not agree: through an update, and in the engine's worker while the camera starts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../firmware/status.h"
#include "../../native-kernels/src/model/sha256.h"
#include "../native/harness/test.h"
#include "fake_board.h"
#include <edgead/edgead.h>

enum { HASH_AT = 8, HASHED_FROM = 40, HEADER = 112, GOLDEN = 14 };

static fake_board fake;
static _Alignas(16) uint8_t good[SLOT_BYTES], bad[SLOT_BYTES];
static uint32_t size, spoiled_at;

static ead_device *device(void) {
    return &fake.device;
}

static void seal(uint8_t *file) {
    ead_sha256(file, HASH_AT, file + HASHED_FROM, size - HASHED_FROM, file + HASH_AT);
}

/* True when an open engine reads that byte where it lies, so that it can rot behind its back. */
static bool counts_in_place(void) {
    static _Alignas(16) uint8_t copy[SLOT_BYTES];
    ead_engine *engine;
    memcpy(copy, good, size);
    if (ead_engine_open(fake.engine, sizeof fake.engine, copy, size, &engine, NULL) != EAD_OK) return false;
    copy[spoiled_at] ^= 1;
    return ead_self_test(engine, NULL) == EAD_E_GOLDEN;
}

/* A file that is whole and sound, but whose golden vectors are those of another model: found by changing one byte after the other. */
static bool spoil(void) {
    char path[512];
    snprintf(path, sizeof path, "%s/models/percell.ead", EAD_VECTORS_DIR);
    FILE *stream = fopen(path, "rb");
    if (stream == NULL) return false;
    size = (uint32_t)fread(good, 1, sizeof good, stream);
    fclose(stream);
    fake_board_init(&fake);
    for (spoiled_at = HEADER; spoiled_at < size; spoiled_at++) {
        uint32_t counter;
        memcpy(bad, good, size);
        bad[spoiled_at] ^= 1;
        seal(bad);
        if (ead_model_check_update(&fake.board.check, bad, size, &counter) == GOLDEN && counts_in_place()) return true;
    }
    return false;
}

/* What the worker's self-test says; it must come back. */
static int32_t self_test(int32_t handle, int32_t *index) {
    if (ead_engine_calls_start_self_test(device(), handle) != EAD_D_OK) return -1;
    for (int i = 0; i < 100; i++) {
        fake_board_pass(&fake, 1000, 1000);
        int32_t status = ead_engine_calls_try_get_self_test(device(), handle, (ead_ints){index, 1});
        if (status != EAD_D_STATE) return status;
    }
    return -1;
}

static bool judges(int32_t handle) {
    float values[8];
    if (ead_engine_calls_start(device(), handle, 1, fake.now) != EAD_D_OK) return false;
    fake_board_pass(&fake, 3 * FAKE_INTERVAL, 1000);
    return ead_engine_calls_try_get_result(device(), handle, (ead_floats){values, 8}) == EAD_D_OK;
}

/* A camera that judges with the good model, confirmed. */
static int32_t judging(void) {
    int32_t index;
    fake_board_init(&fake);
    CHECK(fake_board_install(&fake, "percell"));
    int32_t handle = ead_engine_calls_open(device(), -1);
    CHECK_EQUAL(self_test(handle, &index), EAD_D_OK);
    CHECK_EQUAL(ead_store_calls_confirm_model(device()), EAD_D_OK);
    fake_board_pass(&fake, EAD_CAMERA_PAUSE + 10 * FAKE_INTERVAL, 1000);
    CHECK(judges(handle));
    return handle;
}

static void an_update_with_wrong_golden_vectors_is_refused_and_the_old_model_goes_on(void) {
    int32_t handle = judging(), before = ead_store_calls_active_slot(device());
    CHECK_EQUAL(ead_store_calls_begin_update(device(), (int32_t)size), 0);
    while (ead_store_calls_update_state(device()) == EAD_UPDATE_ERASING)
        ead_device_step(device());
    CHECK_EQUAL(ead_store_calls_write_update(device(), 0, (ead_bytes){bad, size}, (int32_t)size), 0);
    CHECK_EQUAL(ead_store_calls_finish_update(device()), 0);
    for (int i = 0; i < 100 && ead_store_calls_update_state(device()) == EAD_UPDATE_CHECKING; i++)
        fake_board_pass(&fake, 1000, 1000);
    CHECK_EQUAL(ead_store_calls_update_state(device()), -GOLDEN);
    CHECK(judges(handle)); /* it never stopped */
    fake_board_boot(&fake);
    CHECK_EQUAL(ead_store_calls_active_slot(device()), before);
    handle = ead_engine_calls_open(device(), -1);
    CHECK(handle > 0);
    fake_board_pass(&fake, EAD_CAMERA_PAUSE + 10 * FAKE_INTERVAL, 1000);
    CHECK(judges(handle));
}

/* The file was whole when it was opened; a byte of it, or the arithmetic of this chip, has changed since. */
static void a_self_test_that_fails_says_which_vector_and_nothing_is_judged_until_it_passes(void) {
    int32_t handle = judging(), index = -7;
    uint8_t *slot = fake.flash.slots[ead_store_calls_active_slot(device())];
    slot[spoiled_at] ^= 1;
    CHECK_EQUAL(self_test(handle, &index), GOLDEN);
    CHECK(index >= 0);
    slot[spoiled_at] ^= 1;
    CHECK_EQUAL(self_test(handle, &index), EAD_D_OK);
    CHECK_EQUAL(index, -1);
    slot[spoiled_at] ^= 1;
    fake_board_boot(&fake); /* the next start looks at the hash first */
    CHECK_EQUAL(ead_engine_calls_open(device(), -1), -EAD_D_NO_MODEL);
}

/* A new model that passed its check as an update and fails its self-test at every start: three starts, then the old one is back. */
static void a_pending_model_that_never_judges_gives_way_to_the_old_one(void) {
    judging();
    int32_t before = ead_store_calls_active_slot(device());
    ead_record pending = device()->store.record;
    uint8_t other = (uint8_t)(1 - before);
    memcpy(fake.flash.slots[other], bad, size);
    pending.pending = other;
    pending.bytes[other] = size;
    pending.tries = 0;
    CHECK(ead_record_log_append(&device()->store.log, &pending));
    for (int i = 0; i < EAD_STORE_TRIES; i++) {
        int32_t index;
        fake_board_boot(&fake);
        CHECK_EQUAL(ead_store_calls_active_slot(device()), other);
        int32_t handle = ead_engine_calls_open(device(), -1);
        CHECK(handle > 0);
        CHECK_EQUAL(self_test(handle, &index), GOLDEN); /* the application raises ERR and never confirms */
    }
    fake_board_boot(&fake);
    CHECK_EQUAL(ead_store_calls_active_slot(device()), before);
    int32_t index, handle = ead_engine_calls_open(device(), -1);
    CHECK_EQUAL(self_test(handle, &index), EAD_D_OK);
}

int main(void) {
    static const test_case cases[] = {
        {"an update with wrong golden vectors is refused and the old model goes on", an_update_with_wrong_golden_vectors_is_refused_and_the_old_model_goes_on},
        {"a self-test that fails says which vector", a_self_test_that_fails_says_which_vector_and_nothing_is_judged_until_it_passes},
        {"a pending model that never judges gives way to the old one", a_pending_model_that_never_judges_gives_way_to_the_old_one},
    };
    if (!spoil()) {
        printf("no byte spoils the golden vectors\n");
        return 1;
    }
    TEST_RUN(cases);
    return test_finish();
}
