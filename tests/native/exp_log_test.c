/* ead_exp and ead_log against libm in double over their whole range. */
#include "density/density.h"
#include "harness/test.h"

#include <math.h>
#include <string.h>

static const double relative_bound = 4e-7; /* what density.h states */

static float from_bits(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static uint32_t to_bits(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static bool near(double actual, double expected) { return fabs(actual - expected) <= relative_bound * fabs(expected); }

static void exp_accuracy(void) {
    for (uint32_t bits = to_bits(-0.0f); bits <= to_bits(-87.0f); bits += 613) { /* every 613th float from -0 to -87 */
        const float x = from_bits(bits);
        if (!CHECK(near(ead_exp(x), exp((double)x)))) return;
    }
}

static void log_accuracy(void) {
    for (uint32_t bits = to_bits(1.17549435e-38f); bits <= to_bits(3.40282347e+38f); bits += 613) {
        const float x = from_bits(bits);
        if (!CHECK(near(ead_log(x), log((double)x)))) return;
    }
}

/* Where the logarithm crosses zero a relative bound is hardest to keep. */
static void log_near_one(void) {
    for (uint32_t bits = to_bits(0.995f); bits <= to_bits(1.005f); bits++) {
        const float x = from_bits(bits);
        if (!CHECK(near(ead_log(x), log((double)x)))) return;
    }
}

static void special_values(void) {
    CHECK(ead_exp(0) == 1);
    CHECK(ead_exp(-0.0f) == 1);
    CHECK(ead_exp(2) == 1); /* never asked for: clamped */
    CHECK(ead_exp(-87.5f) == 0);
    CHECK(ead_exp(-INFINITY) == 0);
    CHECK(ead_exp(NAN) == 0);
    CHECK(ead_log(1) == 0);
    CHECK(ead_log(0) == 0);
    CHECK(ead_log(-1) == 0);
    CHECK(ead_log(1e-40f) == 0);
    CHECK(ead_log(INFINITY) == 0);
    CHECK(ead_log(NAN) == 0);
}

int main(void) {
    static const test_case cases[] = {{"exp from -87 to 0", exp_accuracy},
                                      {"log over all normal numbers", log_accuracy},
                                      {"log of every float near 1", log_near_one},
                                      {"values out of range", special_values}};
    TEST_RUN(cases);
    return test_finish();
}
