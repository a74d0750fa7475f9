/*
 * Model files from anywhere: damaged by one bit, cut short, or rewritten at random with a correct hash, so that what comes after the hash is
 * reached. Each is refused, or loads and runs a frame without harm; AddressSanitizer and UBSan watch, memory is exactly as large as stated.
 */
#include "harness/block.h"
#include "harness/models.h"
#include "harness/random.h"
#include "harness/test.h"

#include <stdio.h>
#include <string.h>

enum { HEADER = EAD_HEADER_BYTES, ROUNDS = 1000 /* random files per model */ };

static void for_each_model(void (*test)(block *file, pcg *random)) {
    for (size_t i = 0; i < SMALL_MODELS; i++) {
        pcg random = {1000 + i};
        block file = model_load(model_names[i]);
        test(&file, &random);
        block_free(&file);
    }
}

static void flip_header(block *file, pcg *random) {
    (void)random;
    for (uint32_t bit = 0; bit < HEADER * 8; bit++) {
        ead_diagnosis diagnosis;
        file->data[bit / 8] ^= (uint8_t)(1u << bit % 8);
        const bool identifier = bit / 8 >= 4 && bit / 8 < 8;
        CHECK_EQUAL(model_try(file->data, file->bytes, &diagnosis), identifier ? EAD_E_FORMAT : EAD_E_HASH);
        file->data[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
}

static void flip_content(block *file, pcg *random) {
    for (size_t at = HEADER; at < file->bytes; at++) {
        ead_diagnosis diagnosis;
        const uint8_t mask = (uint8_t)(1u << pcg_below(random, 8));
        file->data[at] ^= mask;
        CHECK_EQUAL(model_try(file->data, file->bytes, &diagnosis), EAD_E_HASH);
        file->data[at] ^= mask;
    }
}

static void cut_short(block *file, pcg *random) {
    (void)random;
    for (size_t size = 0; size < file->bytes; size++) {
        ead_diagnosis diagnosis;
        CHECK_EQUAL(model_try(file->data, size, &diagnosis), size <= HEADER ? EAD_E_TRUNCATED : EAD_E_HASH);
    }
}

static void cut_short_sealed(block *file, pcg *random) {
    (void)random;
    for (size_t size = HEADER + 1; size < file->bytes; size++) {
        ead_diagnosis diagnosis;
        block part = block_copy(file->data, size, 0);
        model_seal(part.data, size);
        const ead_status status = model_try(part.data, size, &diagnosis);
        CHECK(status == EAD_E_STRUCTURE || (status == EAD_OK && size + 200 > file->bytes)); /* the end holds provenance, which nobody reads */
        block_free(&part);
    }
}

/* Every byte of the structure with some of its bits flipped. */
static void flip_sealed(block *file, pcg *random) {
    for (size_t at = 0; at < file->bytes; at++) {
        if (at >= 4 && at < HEADER) continue; /* identifier, hash, signature, key */
        ead_diagnosis diagnosis;
        block copy = block_copy(file->data, file->bytes, 0);
        copy.data[at] ^= (uint8_t)(1 + pcg_below(random, 255));
        model_seal(copy.data, copy.bytes);
        model_try(copy.data, copy.bytes, &diagnosis);
        block_free(&copy);
    }
}

/* A value of the kind that breaks readers. */
static uint32_t nasty(pcg *random, size_t size) {
    static const uint32_t values[] = {0, 1, 2, 3, 4, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7F800000, 0x7FC00000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};
    const uint32_t kind = pcg_below(random, 4);
    if (kind == 0) return pcg_next(random);
    if (kind == 1) return (uint32_t)size - pcg_below(random, 64);
    if (kind == 2) return pcg_below(random, (uint32_t)size) & ~3u;
    return values[pcg_below(random, sizeof values / sizeof *values)];
}

static void random_sealed(block *file, pcg *random) {
    for (int round = 0; round < ROUNDS; round++) {
        ead_diagnosis diagnosis;
        block copy = block_copy(file->data, file->bytes, 0);
        for (uint32_t edits = 1 + pcg_below(random, 3); edits > 0; edits--) {
            const uint32_t width = 1u << pcg_below(random, 3), spot = pcg_below(random, (uint32_t)(copy.bytes - HEADER)) / width * width;
            const uint32_t value = nasty(random, copy.bytes);
            if (HEADER + spot + width <= copy.bytes) memcpy(copy.data + HEADER + spot, &value, width);
        }
        model_seal(copy.data, copy.bytes);
        model_try(copy.data, copy.bytes, &diagnosis);
        block_free(&copy);
    }
}

/* Pieces of the file moved over others: offsets and vtables that are valid, but elsewhere. */
static void shuffled_sealed(block *file, pcg *random) {
    for (int round = 0; round < ROUNDS; round++) {
        ead_diagnosis diagnosis;
        block copy = block_copy(file->data, file->bytes, 0);
        const uint32_t room = (uint32_t)copy.bytes - HEADER, bytes = 4 + pcg_below(random, room / 2) / 4 * 4;
        const uint32_t from = pcg_below(random, room - bytes) / 4 * 4, to = pcg_below(random, room - bytes) / 4 * 4;
        memmove(copy.data + HEADER + to, copy.data + HEADER + from, bytes < 64 || round % 2 ? bytes : 64);
        model_seal(copy.data, copy.bytes);
        model_try(copy.data, copy.bytes, &diagnosis);
        block_free(&copy);
    }
}

static void header_bits(void) { for_each_model(flip_header); }
static void content_bits(void) { for_each_model(flip_content); }
static void truncations(void) { for_each_model(cut_short); }
static void sealed_truncations(void) { for_each_model(cut_short_sealed); }
static void sealed_flips(void) { for_each_model(flip_sealed); }
static void sealed_values(void) { for_each_model(random_sealed); }
static void sealed_shuffles(void) { for_each_model(shuffled_sealed); }

int main(void) {
    static const test_case cases[] = {{"every bit of the header flipped", header_bits},
                                      {"a bit of every byte flipped", content_bits},
                                      {"cut at every length", truncations},
                                      {"cut at every length, with a correct hash", sealed_truncations},
                                      {"every byte changed, with a correct hash", sealed_flips},
                                      {"random values at random places, with a correct hash", sealed_values},
                                      {"pieces moved, with a correct hash", sealed_shuffles}};
    TEST_RUN(cases);
    return test_finish();
}
