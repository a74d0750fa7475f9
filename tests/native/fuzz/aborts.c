/* The checks of harness/test.h for fuzzers: one that fails ends the program, so that the input is kept. */
#include "harness/test.h"

#include <stdio.h>
#include <stdlib.h>

static bool demand(bool good, const char *text, const char *file, int line) {
    if (!good) {
        fprintf(stderr, "%s:%d: not true: %s\n", file, line, text);
        abort();
    }
    return good;
}

void test_begin(const char *name) { (void)name; }

void test_end(void) {}

bool test_check(bool good, const char *text, const char *file, int line) {
    return demand(good, text, file, line);
}

bool test_equal(long long actual, long long expected, const char *text, const char *file, int line) {
    return demand(actual == expected, text, file, line);
}

bool test_bytes(const void *actual, const void *expected, size_t count, const char *text, const char *file, int line) {
    const uint8_t *a = actual, *b = expected;
    for (size_t i = 0; i < count; i++) demand(a[i] == b[i], text, file, line);
    return true;
}
