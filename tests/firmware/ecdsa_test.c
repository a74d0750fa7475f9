/* The board's signature check (mbedTLS) against a file that `edgead sign` made, and the model store with it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../firmware/status.h"
#include "../../firmware/store/ecdsa.h"
#include "../../firmware/store/store.h"
#include "../../native-kernels/src/model/sha256.h"
#include "../native/harness/test.h"
#include "fake_flash.h"
#include "vectors/keys.h"

enum { HASH_AT = 8, SIGNATURE_AT = 40, KEY_ID_AT = 104, HEADER = 112 };

static _Alignas(16) uint8_t file[SLOT_BYTES], memory[1 << 17];
static uint32_t size;
static ead_public_key key;
static ead_model_check check = {.memory = memory, .memory_bytes = sizeof memory, .verify = ead_ecdsa_verify, .verify_context = &key};
static const uint8_t POINT[64] = {EAD_PUBLIC_KEY};

static void load(void) {
    FILE *stream = fopen(EAD_FIRMWARE_VECTORS "/signed.ead", "rb");
    if (stream == NULL || (size = (uint32_t)fread(file, 1, sizeof file, stream)) < HEADER) {
        printf("cannot read signed.ead\n");
        exit(1);
    }
    fclose(stream);
    CHECK(ead_public_key_init(&key, POINT));
}

/* The file's own hash again, so that only the signature can tell. */
static void seal(void) {
    static uint8_t rest[SLOT_BYTES];
    memcpy(rest, file, HASH_AT);
    memcpy(rest + HASH_AT, file + SIGNATURE_AT, size - SIGNATURE_AT);
    ead_sha256(rest, size - 32, NULL, 0, file + HASH_AT);
}

static int status(void) {
    uint32_t counter = 0;
    int result = ead_model_check_update(&check, file, size, &counter);
    if (result == EAD_D_OK) CHECK_EQUAL(counter, 7);
    return result;
}

static void the_signature_of_edgead_sign_is_accepted(void) {
    load();
    CHECK_EQUAL(status(), EAD_D_OK);
}

/* Every bit of signature and key id, and one bit in every sixteenth byte of the content. */
static void any_changed_bit_is_refused(void) {
    load();
    for (uint32_t at = SIGNATURE_AT; at < size; at += at < HEADER ? 1 : 16) {
        uint8_t bit = (uint8_t)(1u << at % 8);
        file[at] ^= bit;
        seal();
        CHECK_EQUAL(status(), EAD_D_SIGNATURE);
        file[at] ^= bit;
    }
    seal();
    CHECK_EQUAL(status(), EAD_D_OK);
}

static void an_unsigned_model_is_refused(void) {
    load();
    memset(file + SIGNATURE_AT, 0, HEADER - SIGNATURE_AT);
    seal();
    CHECK_EQUAL(status(), EAD_D_SIGNATURE);
    memcpy(file + KEY_ID_AT, key.id, sizeof key.id); /* r = s = 0 under the right name */
    seal();
    CHECK_EQUAL(status(), EAD_D_SIGNATURE);
    memset(file + SIGNATURE_AT, 0xFF, 64); /* beyond the order of the curve */
    seal();
    CHECK_EQUAL(status(), EAD_D_SIGNATURE);
}

static void a_point_that_is_not_on_the_curve_is_no_key(void) {
    load();
    uint8_t point[64];
    memcpy(point, POINT, sizeof point);
    point[63] ^= 1;
    CHECK(!ead_public_key_init(&key, point));
    memcpy(key.id, file + KEY_ID_AT, sizeof key.id);
    CHECK_EQUAL(status(), EAD_D_SIGNATURE);
    memset(point, 0, sizeof point);
    CHECK(!ead_public_key_init(&key, point));
}

static void the_store_takes_the_signed_model_and_no_other(void) {
    static fake_flash fake;
    static ead_store store;
    load();
    fake_flash_init(&fake);
    ead_flash flash = fake_flash_hal(&fake);
    CHECK_EQUAL(ead_store_open(&store, &flash, &check), EAD_D_NO_MODEL);
    for (int spoiled = 1; spoiled >= 0; spoiled--) {
        CHECK_EQUAL(ead_store_begin(&store, size), EAD_D_OK);
        while (ead_store_step(&store) == EAD_UPDATE_ERASING) {
        }
        file[SIGNATURE_AT] ^= (uint8_t)spoiled;
        seal();
        CHECK_EQUAL(ead_store_write(&store, 0, file, size), EAD_D_OK);
        file[SIGNATURE_AT] ^= (uint8_t)spoiled;
        CHECK_EQUAL(ead_store_finish(&store), spoiled ? EAD_D_SIGNATURE : EAD_D_OK);
    }
    if (!CHECK_EQUAL(ead_store_open(&store, &flash, &check), EAD_D_OK)) return;
    CHECK_EQUAL(ead_store_confirm(&store), EAD_D_OK);
    CHECK_EQUAL(store.record.counter, 7);
    fake.slots[store.running][SIGNATURE_AT] ^= 1; /* what changed in flash does not start again */
    CHECK_EQUAL(ead_store_open(&store, &flash, &check), EAD_D_NO_MODEL);
}

int main(void) {
    static const test_case cases[] = {
        {"the signature of edgead sign is accepted", the_signature_of_edgead_sign_is_accepted},
        {"any changed bit is refused", any_changed_bit_is_refused},
        {"an unsigned model is refused", an_unsigned_model_is_refused},
        {"a point that is not on the curve is no key", a_point_that_is_not_on_the_curve_is_no_key},
        {"the store takes the signed model and no other", the_store_takes_the_signed_model_and_no_other},
    };
    TEST_RUN(cases);
    return test_finish();
}
