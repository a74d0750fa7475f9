/*
 * The model store: rules one by one, then power cuts. Every operation of an update is cut, in four ways, and again every
 * operation of the start after it: the old or the new model must run each time, and a repeated update must arrive.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../firmware/status.h"
#include "../../firmware/store/store.h"
#include "../../native-kernels/src/model/sha256.h"
#include "../native/harness/test.h"
#include "fake_flash.h"

typedef struct model_file {
    _Alignas(16) uint8_t bytes[SLOT_BYTES];
    uint32_t size;
} model_file;

static fake_flash fake;
static ead_flash flash;
static _Alignas(16) uint8_t memory[1 << 17];
static ead_model_check check;
static model_file old_model, new_model, bad_golden;
static ead_store store;

/* Stands in for ECDSA, which the board's library computes: the digest itself is the signature, under one key id. */
static bool test_verify(void *context, const uint8_t digest[32], const uint8_t signature[64], const uint8_t key_id[8]) {
    (void)context;
    return key_id[0] == 0x4B && memcmp(signature, digest, 32) == 0;
}

static void seal(model_file *model) {
    memset(model->bytes + 8, 0, 104);
    uint8_t digest[32];
    ead_sha256(model->bytes, model->size, NULL, 0, digest);
    memcpy(model->bytes + 40, digest, 32);
    model->bytes[104] = 0x4B;
    uint8_t rest[SLOT_BYTES];
    memcpy(rest, model->bytes, 8);
    memcpy(rest + 8, model->bytes + 40, model->size - 40);
    ead_sha256(rest, model->size - 32, NULL, 0, model->bytes + 8);
}

static uint32_t get32(const uint8_t *at) {
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* Place of the update counter (field 1 of the root table), 0 when the file has none. */
static uint32_t counter_at(const model_file *model) {
    uint32_t root = get32(model->bytes), vtable = root - get32(model->bytes + root);
    uint32_t field = (uint32_t)model->bytes[vtable + 6] | (uint32_t)model->bytes[vtable + 7] << 8;
    return field == 0 ? 0 : root + field;
}

static void load(model_file *model, const char *name, uint32_t counter) {
    char path[512];
    snprintf(path, sizeof path, "%s/models/%s.ead", EAD_VECTORS_DIR, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL || (model->size = (uint32_t)fread(model->bytes, 1, sizeof model->bytes, file)) == 0) {
        printf("cannot read %s\n", path);
        exit(1);
    }
    fclose(file);
    uint32_t at = counter_at(model);
    if (at == 0) {
        printf("%s has no counter\n", path);
        exit(1);
    }
    for (int i = 0; i < 4; i++)
        model->bytes[at + (uint32_t)i] = (uint8_t)(counter >> (8 * i));
    seal(model);
}

/* A model whose structure is sound and whose golden vectors do not agree: found by changing one byte after the other. */
static void spoil_golden(void) {
    for (uint32_t at = 112; at < new_model.size; at++) {
        uint32_t counter;
        bad_golden = new_model;
        bad_golden.bytes[at] ^= 1;
        seal(&bad_golden);
        if (ead_model_check_update(&check, bad_golden.bytes, bad_golden.size, &counter) == 14 && counter == 2) return;
    }
    printf("no byte spoils the golden vectors\n");
    exit(1);
}

static int start(void) {
    return ead_store_open(&store, &flash, &check);
}

static bool runs(const model_file *model) {
    const uint8_t *file;
    uint32_t bytes;
    return ead_store_running(&store, &file, &bytes) && bytes == model->size && memcmp(file, model->bytes, bytes) == 0;
}

static int install(const model_file *model) {
    int status = ead_store_begin(&store, model->size);
    if (status != EAD_D_OK) return status;
    while ((status = ead_store_step(&store)) == EAD_UPDATE_ERASING) {
    }
    if (status < 0) return -status;
    for (uint32_t at = 0; at < model->size; at += 256) {
        uint32_t piece = model->size - at < 256 ? model->size - at : 256;
        if ((status = ead_store_write(&store, at, model->bytes + at, piece)) != EAD_D_OK) return status;
    }
    return ead_store_finish(&store);
}

/* A camera on which the old model is confirmed. */
static void with_old(void) {
    fake_flash_init(&fake);
    start();
    CHECK_EQUAL(install(&old_model), EAD_D_OK);
    CHECK_EQUAL(start(), EAD_D_OK);
    CHECK_EQUAL(ead_store_confirm(&store), EAD_D_OK);
    fake.operations = 0;
}

static void an_empty_store_runs_nothing(void) {
    fake_flash_init(&fake);
    CHECK_EQUAL(start(), EAD_D_NO_MODEL);
    memset(fake.state, 0xA5, sizeof fake.state); /* whatever was there before */
    CHECK_EQUAL(start(), EAD_D_NO_MODEL);
    CHECK_EQUAL(install(&old_model), EAD_D_OK);
    CHECK_EQUAL(start(), EAD_D_OK);
    CHECK(runs(&old_model));
}

static void an_update_runs_after_the_next_start_and_stays_when_confirmed(void) {
    with_old();
    CHECK_EQUAL(install(&new_model), EAD_D_OK);
    CHECK(runs(&old_model)); /* until the start */
    CHECK_EQUAL(store.update, EAD_UPDATE_PENDING);
    CHECK_EQUAL(start(), EAD_D_OK);
    CHECK(runs(&new_model));
    CHECK_EQUAL(ead_store_confirm(&store), EAD_D_OK);
    for (int i = 0; i < 2 * EAD_STORE_TRIES; i++) {
        CHECK_EQUAL(start(), EAD_D_OK);
        CHECK(runs(&new_model));
    }
    CHECK(!fake.overprogrammed);
}

static void three_starts_without_a_good_cycle_roll_back(void) {
    with_old();
    CHECK_EQUAL(install(&new_model), EAD_D_OK);
    for (int i = 0; i < EAD_STORE_TRIES; i++) {
        CHECK_EQUAL(start(), EAD_D_OK);
        CHECK(runs(&new_model));
    }
    CHECK_EQUAL(start(), EAD_D_OK);
    CHECK(runs(&old_model));
    CHECK_EQUAL(ead_store_confirm(&store), EAD_D_OK); /* nothing pending */
    CHECK_EQUAL(start(), EAD_D_OK);
    CHECK(runs(&old_model));
    CHECK_EQUAL(install(&new_model), EAD_D_OK); /* and another attempt is welcome */
}

static void an_older_model_is_refused(void) {
    with_old();
    CHECK_EQUAL(install(&old_model), EAD_D_COUNTER);
    CHECK_EQUAL(install(&new_model), EAD_D_OK);
    start();
    ead_store_confirm(&store);
    CHECK_EQUAL(install(&old_model), EAD_D_COUNTER);
    CHECK_EQUAL(start(), EAD_D_OK);
    CHECK(runs(&new_model));
}

static void a_model_that_fails_a_check_is_refused(void) {
    model_file broken = new_model;
    with_old();
    broken.bytes[41] ^= 1;
    CHECK_EQUAL(install(&broken), EAD_D_SIGNATURE);
    broken = new_model;
    broken.bytes[104] = 0; /* another key */
    CHECK_EQUAL(install(&broken), EAD_D_SIGNATURE);
    broken = new_model;
    broken.bytes[4] ^= 0xFF; /* signed, but no model */
    seal(&broken);
    CHECK_EQUAL(install(&broken), 5 /* EAD_E_FORMAT */);
    CHECK_EQUAL(install(&bad_golden), 14 /* EAD_E_GOLDEN */);
    CHECK_EQUAL(start(), EAD_D_OK);
    CHECK(runs(&old_model));
}

static void calls_out_of_order_are_refused(void) {
    with_old();
    CHECK_EQUAL(ead_store_write(&store, 0, new_model.bytes, 1), EAD_D_STATE);
    CHECK_EQUAL(ead_store_finish(&store), EAD_D_STATE);
    CHECK_EQUAL(ead_store_begin(&store, 0), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_store_begin(&store, SLOT_BYTES + 1), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_store_begin(&store, 100), EAD_D_OK);
    CHECK_EQUAL(ead_store_write(&store, 0, new_model.bytes, 1), EAD_D_STATE); /* still erasing */
    CHECK_EQUAL(ead_store_step(&store), EAD_UPDATE_WRITING);
    CHECK_EQUAL(ead_store_write(&store, 1, new_model.bytes, 1), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_store_write(&store, 0, new_model.bytes, 101), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_store_finish(&store), EAD_D_STATE); /* bytes are missing */
    CHECK_EQUAL(install(&new_model), EAD_D_OK);
    CHECK_EQUAL(ead_store_begin(&store, 100), EAD_D_STATE); /* pending */
}

static void a_rotten_model_does_not_run(void) {
    with_old();
    fake.slots[store.running][300] ^= 1;
    CHECK_EQUAL(start(), EAD_D_NO_MODEL);
}

/* Starts and updates for years: both sectors of the log age alike, one erase for 128 records. */
static void wear_is_spread(void) {
    with_old();
    model_file model = new_model;
    long writes = 0;
    for (uint32_t i = 0; i < 500; i++) {
        uint32_t at = counter_at(&model);
        model.bytes[at] = (uint8_t)(i + 3), model.bytes[at + 1] = (uint8_t)((i + 3) >> 8);
        seal(&model);
        CHECK_EQUAL(install(&model), EAD_D_OK);
        CHECK_EQUAL(start(), EAD_D_OK);
        CHECK_EQUAL(ead_store_confirm(&store), EAD_D_OK);
        writes += 4; /* slot forgotten, pending, try, confirmed */
    }
    long most = writes * EAD_RECORD_BYTES / STATE_BYTES + 2;
    CHECK(fake.erases[0] <= most && fake.erases[1] <= most);
    CHECK(!fake.overprogrammed);
}

/* The life of an update: install, start, confirm, start. Stops where power fails. */
static void live_through_update(void) {
    if (install(&new_model) != EAD_D_OK || start() != EAD_D_OK || ead_store_confirm(&store) != EAD_D_OK) return;
    start();
}

static void must_run_and_converge(long cut, int tear) {
    fake_flash_reboot(&fake);
    if (!CHECK_EQUAL(start(), EAD_D_OK) || !CHECK(runs(&old_model) || runs(&new_model))) {
        printf("    after a cut at operation %ld, tear %d\n", cut, tear);
        return;
    }
    if (runs(&new_model)) {
        CHECK_EQUAL(ead_store_confirm(&store), EAD_D_OK);
    } else {
        CHECK_EQUAL(store.record.pending, EAD_NO_SLOT);
        CHECK_EQUAL(install(&new_model), EAD_D_OK);
        CHECK_EQUAL(start(), EAD_D_OK);
        CHECK(runs(&new_model));
        CHECK_EQUAL(ead_store_confirm(&store), EAD_D_OK);
    }
    CHECK_EQUAL(start(), EAD_D_OK);
    CHECK(runs(&new_model));
    CHECK_EQUAL(store.record.pending, EAD_NO_SLOT);
}

/* Fills the log so that the update's records cross from one sector into the next. */
static void age_log(int records) {
    with_old();
    for (int i = 0; i < records; i++) {
        ead_record record = store.record;
        CHECK(ead_record_log_append(&store.log, &record));
        store.record = record;
    }
    fake.operations = 0;
}

static void power_may_fail_once_anywhere(void) {
    static fake_flash before;
    long cuts = 0;
    for (int age = 118; age <= 250; age += 3) {
        age_log(age);
        before = fake;
        ead_store opened = store;
        live_through_update();
        const long all = fake.operations;
        for (long cut = 0; cut < all; cut++) {
            for (int tear = 0; tear < 4; tear++, cuts++) {
                fake = before, store = opened;
                fake.cut_at = cut, fake.tear = tear;
                live_through_update();
                CHECK(fake.dead);
                must_run_and_converge(cut, tear);
                CHECK(!fake.overprogrammed);
            }
        }
    }
    printf("   power cuts tried: %ld\n", cuts);
    CHECK(cuts > 1000);
}

static void power_may_fail_again_during_the_start_after_it(void) {
    static fake_flash before, broken;
    long cuts = 0;
    for (int age = 122; age <= 128; age++) {
        age_log(age);
        before = fake;
        ead_store opened = store;
        live_through_update();
        const long all = fake.operations;
        for (long cut = 0; cut < all; cut++) {
            fake = before, store = opened;
            fake.cut_at = cut, fake.tear = 1;
            live_through_update();
            fake_flash_reboot(&fake);
            broken = fake;
            for (long second = 0;; second++) {
                fake = broken;
                fake.operations = 0, fake.cut_at = second, fake.tear = (int)(second % 4);
                start();
                if (!fake.dead) break; /* the start has fewer operations than that */
                cuts++;
                must_run_and_converge(cut, 10 + fake.tear);
            }
        }
    }
    printf("   double power cuts tried: %ld\n", cuts);
    CHECK(cuts > 10);
}

/* Starts until nothing is pending: at most as many as an update is given. */
static int starts_to_settle(void) {
    int starts = 0;
    do {
        CHECK_EQUAL(start(), EAD_D_OK);
        CHECK(runs(&old_model) || runs(&new_model));
    } while (++starts <= EAD_STORE_TRIES && store.record.pending != EAD_NO_SLOT);
    CHECK_EQUAL(store.record.pending, EAD_NO_SLOT);
    return starts;
}

/* An update that nobody confirms: install, three tries, roll back. Power fails in each operation of that; the camera goes on starting and never gets a
 * good cycle from the new model. It must come back to the old one within the tries, and a repeated update must arrive. */
static void live_through_roll_back(void) {
    if (install(&new_model) != EAD_D_OK) return;
    for (int i = 0; i < EAD_STORE_TRIES + 2; i++)
        if (start() != EAD_D_OK) return;
}

/* An update that is refused, and the start after it. */
static void live_through_refusal(void) {
    CHECK(install(&bad_golden) != EAD_D_OK);
    if (!fake.dead) start();
}

static long cut_everywhere(void (*live)(void)) {
    static fake_flash before;
    long cuts = 0;
    for (int age = 118; age <= 256; age += age == 133 ? 113 : 3) { /* around both changes of sector */
        age_log(age);
        before = fake;
        ead_store opened = store;
        live();
        CHECK(runs(&old_model));
        const long all = fake.operations;
        for (long cut = 0; cut < all; cut++) {
            for (int tear = 0; tear < 4; tear++, cuts++) {
                fake = before, store = opened;
                fake.cut_at = cut, fake.tear = tear;
                live();
                CHECK(fake.dead);
                fake_flash_reboot(&fake);
                starts_to_settle();
                if (!CHECK(runs(&old_model))) printf("    after a cut at operation %ld, tear %d\n", cut, tear);
                must_run_and_converge(cut, tear);
                CHECK(!fake.overprogrammed);
            }
        }
    }
    return cuts;
}

static void power_may_fail_anywhere_in_a_roll_back(void) {
    long cuts = cut_everywhere(live_through_roll_back);
    printf("   power cuts tried in roll backs: %ld\n", cuts);
    CHECK(cuts > 800);
}

static void power_may_fail_anywhere_in_an_update_that_is_refused(void) {
    long cuts = cut_everywhere(live_through_refusal);
    printf("   power cuts tried in refused updates: %ld\n", cuts);
    CHECK(cuts > 500);
}

/* The very bytes that `edgead flash` writes for a model of 5388 bytes with counter 7; tests/ModelPacker.Tests holds the same. */
static void the_tools_first_record_is_understood(void) {
    static const uint8_t expected[EAD_RECORD_BYTES] = {0x45, 0x41, 0x44, 0x53, 1, 0, 0, 0, 0, 0xFF, 0, 0, 7,    0,    0,    0,
                                                       0x0C, 0x15, 0,    0,    0, 0, 0, 0, 0, 0,    0, 0, 0x5F, 0x25, 0xEC, 0x19};
    uint8_t raw[EAD_RECORD_BYTES];
    ead_record_encode(&(ead_record){.sequence = 1, .active = 0, .pending = EAD_NO_SLOT, .counter = 7, .bytes = {5388, 0}}, raw);
    CHECK_BYTES(raw, expected, sizeof raw);
}

static void a_record_survives_its_encoding_and_no_flipped_bit_does(void) {
    ead_record record = {.sequence = 7, .active = 1, .pending = EAD_NO_SLOT, .tries = 2, .counter = 0x01020304, .bytes = {5, 6}},
               back;
    uint8_t raw[EAD_RECORD_BYTES];
    ead_record_encode(&record, raw);
    CHECK(ead_record_decode(raw, &back));
    CHECK(back.sequence == 7 && back.active == 1 && back.pending == EAD_NO_SLOT && back.tries == 2 &&
          back.counter == 0x01020304 && back.bytes[0] == 5 && back.bytes[1] == 6);
    for (int bit = 0; bit < 8 * EAD_RECORD_BYTES; bit++) {
        raw[bit / 8] ^= (uint8_t)(1 << bit % 8);
        CHECK(!ead_record_decode(raw, &back));
        raw[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
}

int main(void) {
    static const test_case cases[] = {
        {"an empty store runs nothing", an_empty_store_runs_nothing},
        {"an update runs after the next start", an_update_runs_after_the_next_start_and_stays_when_confirmed},
        {"three starts without a good cycle roll back", three_starts_without_a_good_cycle_roll_back},
        {"an older model is refused", an_older_model_is_refused},
        {"a model that fails a check is refused", a_model_that_fails_a_check_is_refused},
        {"calls out of order are refused", calls_out_of_order_are_refused},
        {"a rotten model does not run", a_rotten_model_does_not_run},
        {"wear is spread", wear_is_spread},
        {"power may fail once anywhere", power_may_fail_once_anywhere},
        {"power may fail again during the start", power_may_fail_again_during_the_start_after_it},
        {"power may fail anywhere in a roll back", power_may_fail_anywhere_in_a_roll_back},
        {"power may fail anywhere in an update that is refused", power_may_fail_anywhere_in_an_update_that_is_refused},
        {"the tool's first record is understood", the_tools_first_record_is_understood},
        {"a record survives its encoding", a_record_survives_its_encoding_and_no_flipped_bit_does},
    };
    flash = fake_flash_hal(&fake);
    check = (ead_model_check){.memory = memory, .memory_bytes = sizeof memory, .verify = test_verify};
    load(&old_model, "strides", 1);
    load(&new_model, "strides", 2);
    spoil_golden();
    TEST_RUN(cases);
    return test_finish();
}
