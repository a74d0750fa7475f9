/* Projection, mixture and image score: the stated bits, and how far they may lie from the value in high precision. */
#include "density/density.h"
#include "harness/block.h"
#include "harness/test.h"
#include "harness/vectors.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    PARAMETERS,
    PROJECTION,
    SCALE,
    OFFSET,
    FEATURES,
    Z,
    EXACT_Z,
    BOUND_Z,
    CONSTANTS,
    WHITEN,
    SHIFT,
    LOG_P,
    EXACT_LOG_P,
    BOUND_LOG_P,
    SCORE,
    EXACT_SCORE,
    BOUND_SCORE
};
enum { MAX_DIMENSIONS = 128, MAX_FEATURES = 128, MAX_CELLS = 16 };

static void check_number(float actual, const vector_case *v, uint32_t bits, uint32_t i) {
    const float expected = ((const float *)v->arrays[bits].data)[i];
    const double exact = ((const double *)v->arrays[bits + 1].data)[i], bound = ((const double *)v->arrays[bits + 2].data)[i];
    CHECK_BYTES(&actual, &expected, sizeof actual);
    CHECK(fabs((double)actual - exact) <= bound);
}

static void run_vector(const vector_case *v) {
    const int32_t *p = v->arrays[PARAMETERS].data;
    const uint32_t components = (uint32_t)p[3], dimensions = (uint32_t)p[4], features = (uint32_t)p[5], cells = (uint32_t)p[6];
    block projection = block_copy(v->arrays[PROJECTION].data, v->arrays[PROJECTION].bytes, 0);
    block whiten = block_copy(v->arrays[WHITEN].data, v->arrays[WHITEN].bytes, 0);
    const ead_head head = {.projection = (const int8_t *)projection.data,
                           .scale = v->arrays[SCALE].data,
                           .offset = v->arrays[OFFSET].data,
                           .dimensions = dimensions,
                           .features = features};
    const bool full = p[1] == EAD_COVARIANCE_FULL;
    const ead_density density = {.constants = v->arrays[CONSTANTS].data,
                                 .whiten = whiten.data,
                                 .shift = v->arrays[SHIFT].data,
                                 .components = components,
                                 .dimensions = dimensions,
                                 .whiten_count = full ? dimensions * (dimensions + 1) / 2 : dimensions,
                                 .scope = (uint8_t)p[0],
                                 .covariance = (uint8_t)p[1],
                                 .storage = (uint8_t)p[2]};
    const ead_calibration calibration = {.aggregation = (uint8_t)p[7], .top_count = (uint32_t)p[8]};
    float z[MAX_DIMENSIONS], surprise[MAX_CELLS], largest[MAX_CELLS];
    if (!CHECK(dimensions <= MAX_DIMENSIONS && features <= MAX_FEATURES && cells <= MAX_CELLS)) return;
    for (uint32_t cell = 0; cell < cells; cell++) {
        int16_t inputs[MAX_FEATURES];
        for (uint32_t i = 0; i < features; i++) inputs[i] = (int16_t)((const int32_t *)v->arrays[FEATURES].data)[cell * features + i];
        ead_project(&head, inputs, z);
        for (uint32_t i = 0; i < dimensions; i++) check_number(z[i], v, Z, cell * dimensions + i);
        const float log_p = ead_log_density(&density, cell, (const float *)v->arrays[Z].data + cell * dimensions);
        check_number(log_p, v, LOG_P, cell);
        surprise[cell] = -log_p;
    }
    check_number(ead_aggregate(&calibration, surprise, cells, largest), v, SCORE, 0);
    block_free(&projection);
    block_free(&whiten);
}

static void halves(void) {
    for (uint32_t bits = 0; bits < 65536; bits++) {
        const uint32_t exponent = bits >> 10 & 31, fraction = bits & 1023;
        if (exponent == 31) continue; /* infinities and NaN never pass the model check */
        const double size = exponent ? ldexp(1024 + fraction, (int)exponent - 25) : ldexp(fraction, -24);
        const float expected = (float)(bits >> 15 ? -size : size), actual = ead_half((uint16_t)bits);
        CHECK_BYTES(&actual, &expected, sizeof actual);
    }
}

/* A score that is not a number must not pass as a small one. */
static void not_a_number(void) {
    const ead_calibration maximum = {.aggregation = EAD_AGGREGATE_MAX, .top_count = 1}, mean = {.aggregation = EAD_AGGREGATE_TOP_MEAN, .top_count = 2};
    for (uint32_t at = 0; at < 4; at++) {
        float cells[4] = {1, 2, 3, 4}, largest[2];
        cells[at] = NAN;
        CHECK(isnan(ead_aggregate(&maximum, cells, 4, largest)));
        CHECK(isnan(ead_aggregate(&mean, cells, 4, largest)));
        cells[at] = INFINITY;
        CHECK(isinf(ead_aggregate(&maximum, cells, 4, largest)));
        CHECK(isinf(ead_aggregate(&mean, cells, 4, largest)));
    }
}

/* Features so far out that squares overflow: surprise is infinite, never a number that could pass. */
static void far_out(void) {
    const float constants[2] = {0, 0}, whiten[2] = {1, 1}, shift[2] = {0, 1}, z = 3e38f;
    const ead_density density = {.constants = constants, .whiten = (const uint8_t *)whiten, .shift = shift, .components = 2, .dimensions = 1, .whiten_count = 1};
    CHECK(!(ead_log_density(&density, 0, &z) > -INFINITY));
}

int main(void) {
    static const test_case cases[] = {
        {"every half", halves}, {"a cell that is not a number", not_a_number}, {"squares that overflow", far_out}};
    vectors_for_each("density.bin", run_vector);
    TEST_RUN(cases);
    return test_finish();
}
