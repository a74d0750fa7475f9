/* SHA-256 against the examples of FIPS 180-4, in one piece and split in two at every place. */
#include "harness/block.h"
#include "harness/test.h"
#include "model/sha256.h"

#include <stdio.h>
#include <string.h>

static void check_digest(const char *text, const char *expected) {
    const size_t size = strlen(text);
    for (size_t split = 0; split <= size; split++) {
        block first = block_copy(text, split, split % 16), second = block_copy(text + split, size - split, 3);
        uint8_t digest[32];
        char hex[65];
        ead_sha256(first.data, split, second.data, size - split, digest);
        for (size_t i = 0; i < 32; i++) snprintf(hex + 2 * i, 3, "%02x", digest[i]);
        CHECK_BYTES(hex, expected, 64);
        block_free(&first);
        block_free(&second);
    }
}

static void empty(void) { check_digest("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"); }

static void one_block(void) { check_digest("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"); }

static void two_blocks(void) {
    check_digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                 "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void long_message(void) {
    check_digest("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                 "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
}

static void million(void) {
    static uint8_t letters[1000000];
    static const uint8_t expected[4] = {0xcd, 0xc7, 0x6e, 0x5c}, last[4] = {0xc7, 0x11, 0x2c, 0xd0};
    uint8_t digest[32];
    memset(letters, 'a', sizeof letters);
    ead_sha256(letters, 123457, letters, sizeof letters - 123457, digest);
    CHECK_BYTES(digest, expected, 4);
    CHECK_BYTES(digest + 28, last, 4);
}

int main(void) {
    static const test_case cases[] = {{"empty message", empty},
                                      {"abc", one_block},
                                      {"448 bits", two_blocks},
                                      {"896 bits", long_message},
                                      {"a million letters", million}};
    TEST_RUN(cases);
    return test_finish();
}
