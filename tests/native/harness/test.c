#include "test.h"

#include <stdio.h>

enum { FAILURES_PRINTED = 5 }; /* per test */

static const char *current = "?";
static unsigned failures, passed, failed;

void test_begin(const char *name) {
    current = name;
    failures = 0;
}

void test_end(void) {
    if (failures)
        failed++;
    else
        passed++;
}

void test_run(const test_case *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        test_begin(cases[i].name);
        cases[i].run();
        test_end();
    }
}

int test_finish(void) {
    if (passed + failed == 0) failed = 1; /* a program that tests nothing has not succeeded */
    printf("%u passed, %u failed\n", passed, failed);
    return failed ? 1 : 0;
}

static bool note(bool good) {
    if (!good) failures++;
    return !good && failures <= FAILURES_PRINTED;
}

bool test_check(bool good, const char *text, const char *file, int line) {
    if (note(good)) printf("%s:%d: %s: not true: %s\n", file, line, current, text);
    return good;
}

bool test_equal(long long actual, long long expected, const char *text, const char *file, int line) {
    const bool good = actual == expected;
    if (note(good)) printf("%s:%d: %s: %s is %lld, not %lld\n", file, line, current, text, actual, expected);
    return good;
}

bool test_bytes(const void *actual, const void *expected, size_t count, const char *text, const char *file, int line) {
    const uint8_t *a = actual, *b = expected;
    size_t i = 0;
    while (i < count && a[i] == b[i]) i++;
    if (note(i == count)) printf("%s:%d: %s: %s differs at byte %zu of %zu: %d, not %d\n", file, line, current, text, i, count, a[i], b[i]);
    return i == count;
}
