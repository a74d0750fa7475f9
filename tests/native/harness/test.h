/* A test harness in one breath: named tests, checks that note file and line, a closing line `N passed, N failed`. */
#ifndef TEST_H
#define TEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct test_case {
    const char *name;
    void (*run)(void);
} test_case;

/* Runs a table of tests. */
void test_run(const test_case *cases, size_t count);
#define TEST_RUN(cases) test_run(cases, sizeof(cases) / sizeof *(cases))

/* Or one test at a time, for tests that come from a vector file. */
void test_begin(const char *name);
void test_end(void);

/* Prints the closing line; the exit status of main. */
int test_finish(void);

/* Each returns whether it held; a failure prints one line and marks the test. */
bool test_check(bool good, const char *text, const char *file, int line);
bool test_equal(long long actual, long long expected, const char *text, const char *file, int line);
bool test_bytes(const void *actual, const void *expected, size_t count, const char *text, const char *file, int line);
#define CHECK(condition) test_check((condition), #condition, __FILE__, __LINE__)
#define CHECK_EQUAL(actual, expected) test_equal((long long)(actual), (long long)(expected), #actual, __FILE__, __LINE__)
#define CHECK_BYTES(actual, expected, count) test_bytes((actual), (expected), (count), #actual, __FILE__, __LINE__)

#endif
