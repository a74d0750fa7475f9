/* Model files with one thing wrong each: refused with the status and the reason that were meant. */
#include "harness/block.h"
#include "harness/models.h"
#include "harness/test.h"
#include "harness/vectors.h"

#include <stdio.h>
#include <string.h>

enum { STATUS, WHAT, FILE_BYTES };

static uint32_t seen; /* bit per status */

static void run_vector(const vector_case *v) {
    const uint32_t expected = (uint32_t)*(const int32_t *)v->arrays[STATUS].data;
    const bool at_self_test = expected == EAD_E_GOLDEN || expected == EAD_E_ARGUMENT;
    block file = block_copy(v->arrays[FILE_BYTES].data, v->arrays[FILE_BYTES].bytes, 0);
    ead_diagnosis diagnosis;
    const ead_status status = model_try(file.data, file.bytes, &diagnosis);
    if (at_self_test) {
        model_engine m = model_open(&file);
        CHECK_EQUAL(ead_self_test(m.engine, &diagnosis), expected);
        model_close(&m);
    } else {
        CHECK_EQUAL(status, expected);
    }
    if (CHECK(diagnosis.what != NULL)) {
        CHECK_EQUAL(strlen(diagnosis.what), v->arrays[WHAT].bytes);
        CHECK_BYTES(diagnosis.what, v->arrays[WHAT].data, strlen(diagnosis.what));
    }
    seen |= 1u << expected;
    block_free(&file);
}

/* Header, hash and argument errors are in api_test.c; everything else must have come up here. */
static void every_status(void) {
    for (uint32_t status = EAD_E_VERSION; status <= EAD_E_GOLDEN; status++) CHECK(seen & 1u << status);
    CHECK(seen & 1u << EAD_E_MEMORY);
}

int main(void) {
    static const test_case cases[] = {{"every status of the loader was seen", every_status}};
    vectors_for_each("refusals.bin", run_vector);
    TEST_RUN(cases);
    return test_finish();
}
