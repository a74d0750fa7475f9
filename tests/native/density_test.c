/* Features, mixture and image score: integers and the stated bits, and how far these may lie from the value in high precision. */
#include "density/density.h"
#include "harness/block.h"
#include "harness/random.h"
#include "harness/test.h"
#include "harness/vectors.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    PARAMETERS,
    PROJECTION,
    CENTER_MULTIPLIER,
    SHIFT,
    POSITIONS,
    FEATURES,
    Z,
    CONSTANTS,
    WHITEN,
    BIAS,
    SCALE,
    LOG_P,
    EXACT_LOG_P,
    BOUND_LOG_P,
    CELL_THRESHOLD,
    SCORE,
    EXACT_SCORE,
    BOUND_SCORE
};
enum { MAX_DIMENSIONS = 128, MAX_FEATURES = 128, MAX_CELLS = 16 };

static void check_number(float actual, const vector_case *v, uint32_t bits, uint32_t i) {
    const float expected = ((const float *)v->arrays[bits].data)[i];
    CHECK_BYTES(&actual, &expected, sizeof actual);
#ifndef TARGET_NO_DOUBLE /* elsewhere the same bits are shown to be near enough */
    const double exact = ((const double *)v->arrays[bits + 1].data)[i], bound = ((const double *)v->arrays[bits + 2].data)[i];
    CHECK(fabs((double)actual - exact) <= bound);
#endif
}

/* int32 values of a vector as the int16 that a model file would hold. */
static block narrow(const vector_array *array) {
    const size_t count = array->bytes / 4;
    block b = block_new(count * 2, 0);
    for (size_t i = 0; i < count; i++) ((int16_t *)(void *)b.data)[i] = (int16_t)((const int32_t *)array->data)[i];
    return b;
}

/* z of every cell, [cell][dimensions of the head]. */
static void project_all(const vector_case *v, const ead_head *head, const ead_op_table *ops, block *z) {
    block features = block_new(head->stride, 0);
    int32_t sums[MAX_DIMENSIONS];
    memset(features.data, 0, features.bytes);
    for (uint32_t cell = 0; cell < head->grid_rows * head->grid_columns; cell++) {
        memcpy(features.data, (const int8_t *)v->arrays[FEATURES].data + (size_t)cell * head->features, head->features);
        ops->project(head->projection, (const int8_t *)features.data, head->dimensions, head->stride, sums);
        ead_scale_features(head, sums, (int16_t *)(void *)z->data + (size_t)cell * head->dimensions);
    }
    block_free(&features);
}

/* What the density sees of one cell, zero behind it. */
static void prepare(const ead_head *head, const block *all, uint32_t y, uint32_t x, int16_t *z) {
    const uint32_t d = head->dimensions, columns = head->grid_columns, last = head->grid_rows - 1;
    const int16_t *rows[3];
    for (uint32_t k = 0; k < 3; k++) {
        const uint32_t row = y + k == 0 ? 0 : y + k - 1 > last ? last : y + k - 1;
        rows[k] = (const int16_t *)(const void *)all->data + (size_t)row * columns * d;
    }
    if (head->smoothing == 3) ead_smooth(head, rows, x, z);
    else memcpy(z, rows[1] + (size_t)x * d, d * sizeof *z);
    if (head->positions) z[d] = head->positions[y], z[d + 1] = head->positions[head->grid_rows + x];
}

static void run_table(const vector_case *v, const ead_op_table *ops) {
    const int32_t *p = v->arrays[PARAMETERS].data;
    const uint32_t features = (uint32_t)p[5], rows = (uint32_t)p[6], columns = (uint32_t)p[7], cells = rows * columns;
    block projection = block_copy(v->arrays[PROJECTION].data, v->arrays[PROJECTION].bytes, 0);
    block whiten = narrow(&v->arrays[WHITEN]), positions = narrow(&v->arrays[POSITIONS]);
    ead_model model = {.head = {.projection = (const int8_t *)projection.data,
                                .center = v->arrays[CENTER_MULTIPLIER].data,
                                .shift = v->arrays[SHIFT].data,
                                .positions = p[9] ? (const int16_t *)(const void *)positions.data : NULL,
                                .dimensions = (uint32_t)p[4],
                                .features = features,
                                .stride = (features + 15) / 16 * 16,
                                .grid_rows = rows,
                                .grid_columns = columns,
                                .smoothing = (uint32_t)p[8]},
                       .density = {.constants = v->arrays[CONSTANTS].data,
                                   .whiten = (const int16_t *)(const void *)whiten.data,
                                   .bias = v->arrays[BIAS].data,
                                   .scale = v->arrays[SCALE].data,
                                   .components = (uint32_t)p[2],
                                   .reach = (uint32_t)p[3],
                                   .scope = (uint8_t)p[0],
                                   .covariance = (uint8_t)p[1]},
                       .calibration = {.aggregation = (uint8_t)p[10],
                                       .top_count = (uint32_t)p[11],
                                       .cell_threshold = *(const float *)v->arrays[CELL_THRESHOLD].data}};
    model.head.multiplier = model.head.center + model.head.dimensions;
    const uint32_t d = model.density.dimensions = model.head.dimensions + (p[9] ? 2 : 0);
    model.density.whiten_count = p[1] == EAD_COVARIANCE_FULL ? ead_triangle_of_8(d) : ead_row_of_8(d);
    if (!CHECK(d <= MAX_DIMENSIONS && features <= MAX_FEATURES && cells <= MAX_CELLS)) return;

    block all = block_new((size_t)cells * model.head.dimensions * sizeof(int16_t), 0), z = block_new(ead_row_of_8(d) * sizeof(int16_t), 0);
    int32_t sums[MAX_DIMENSIONS];
    float surprise[MAX_CELLS], largest[MAX_CELLS];
    project_all(v, &model.head, ops, &all);
    memset(z.data, 0, z.bytes);
    for (uint32_t cell = 0; cell < cells; cell++) {
        int16_t *seen = (int16_t *)(void *)z.data;
        prepare(&model.head, &all, cell / columns, cell % columns, seen);
        for (uint32_t i = 0; i < d; i++) CHECK_EQUAL(seen[i], ((const int32_t *)v->arrays[Z].data)[cell * d + i]);
        const float log_p = ead_log_density(&model, ops, cell / columns, cell % columns, seen, sums);
        check_number(log_p, v, LOG_P, cell);
        surprise[cell] = -log_p;
    }
    check_number(ead_aggregate(&model.calibration, surprise, cells, largest), v, SCORE, 0);
    block_free(&z);
    block_free(&all);
    block_free(&positions);
    block_free(&whiten);
    block_free(&projection);
}

static void run_vector(const vector_case *v) {
    run_table(v, &ead_ops_reference);
    run_table(v, ead_ops_best());
}

/* The head's sums of this machine against the reference: every length, extremes that the loader admits. */
static void tables_agree(void) {
    pcg r = {5};
    for (uint32_t round = 0; round < 400; round++) {
        const uint32_t d = 1 + pcg_below(&r, 70), stride = 16 * (1 + pcg_below(&r, 20));
        block matrix = block_new((size_t)d * stride, 0), features = block_new(stride, 0);
        block rows = block_new(ead_triangle_of_8(d) * sizeof(int16_t), 0), z = block_new(ead_row_of_8(d) * sizeof(int16_t), 0);
        int32_t expected[70], actual[70];
        const bool extreme = round % 4 == 0;
        for (size_t i = 0; i < matrix.bytes; i++) matrix.data[i] = (uint8_t)(extreme ? 128 : pcg_next(&r) >> 9);
        for (size_t i = 0; i < features.bytes; i++) features.data[i] = (uint8_t)(extreme ? 128 : pcg_next(&r) >> 9);
        memset(z.data, 0, z.bytes);
        for (uint32_t i = 0; i < d; i++)
            ((int16_t *)(void *)z.data)[i] = (int16_t)(extreme ? -EAD_LARGEST_Z : (int32_t)pcg_below(&r, 2 * EAD_LARGEST_Z + 1) - EAD_LARGEST_Z);
        int16_t *row = (int16_t *)(void *)rows.data;
        memset(rows.data, 0, rows.bytes);
        for (uint32_t i = 0; i < d; row += ead_row_of_8(++i)) /* d * 4095 * 7000 stays below 2^31 */
            for (uint32_t j = 0; j <= i; j++) row[j] = (int16_t)((int32_t)pcg_below(&r, 14001) - 7000);
        ead_project((const int8_t *)matrix.data, (const int8_t *)features.data, d, stride, expected);
        ead_ops_best()->project((const int8_t *)matrix.data, (const int8_t *)features.data, d, stride, actual);
        CHECK_BYTES(actual, expected, d * sizeof *actual);
        ead_whiten((const int16_t *)(const void *)rows.data, (const int16_t *)(const void *)z.data, 0, d, expected);
        ead_ops_best()->whiten((const int16_t *)(const void *)rows.data, (const int16_t *)(const void *)z.data, 0, d, actual);
        CHECK_BYTES(actual, expected, d * sizeof *actual);
        block_free(&matrix);
        block_free(&features);
        block_free(&rows);
        block_free(&z);
    }
}

static void triangles(void) {
    for (uint32_t d = 1, values = 0; d <= 1026; d++) {
        values += ead_row_of_8(d);
        CHECK_EQUAL(ead_triangle_of_8(d), values);
    }
}

enum { GRID = 3, MODELS = GRID * GRID, MOST_D = 40, MOST_COMPONENTS = 21 };

/* Where exponents lie: all so close that each counts, apart, or just where a mixture's begin to count and a neighbour's is the better one. */
typedef enum spread { NEAR, APART, AT_THE_MARGIN, SPREADS } spread;

/* The arrays of a density that can be written to. */
static _Alignas(16) int16_t whiten_of[MOST_COMPONENTS * MODELS * 1024];
static int32_t bias_of[MOST_COMPONENTS * MODELS * MOST_D];
static float scale_of[MOST_COMPONENTS * MODELS * MOST_D], constants_of[MOST_COMPONENTS * MODELS];

/* Values in range; of every other component the rows from the ninth on add nothing, so that its distance is complete after eight. */
static void random_density(pcg *r, ead_density *density, uint32_t models, spread kind) {
    const uint32_t d = density->dimensions, count = models * density->components;
    memset(whiten_of, 0, (size_t)count * density->whiten_count * sizeof *whiten_of);
    for (uint32_t k = 0; k < count; k++) {
        int16_t *row = whiten_of + (size_t)k * density->whiten_count;
        const uint32_t rows = kind == AT_THE_MARGIN && k % 2 && d > 8 ? 8 : d;
        constants_of[k] = (float)pcg_below(r, kind == NEAR ? 9 : 4000) / 4;
        for (uint32_t i = 0; i < d; row += ead_row_of_8(++i)) {
            for (uint32_t j = 0; i < rows && j <= i; j++) row[j] = (int16_t)((int32_t)pcg_below(r, 10001) - 5000);
            bias_of[k * d + i] = i < rows ? (int32_t)pcg_below(r, 2000001) - 1000000 : 0;
            scale_of[k * d + i] = kind == APART ? 1e-6f * (float)(1 + pcg_below(r, 30)) : 2e-9f * (float)(1 + pcg_below(r, 9));
        }
    }
    *density = (ead_density){.constants = constants_of, .whiten = whiten_of, .bias = bias_of, .scale = scale_of, .components = density->components, .dimensions = d,
                             .whiten_count = density->whiten_count, .reach = density->reach, .scope = density->scope, .covariance = EAD_COVARIANCE_FULL};
}

static void random_z(pcg *r, const block *z, uint32_t d) {
    memset(z->data, 0, z->bytes);
    for (uint32_t i = 0; i < d; i++) ((int16_t *)(void *)z->data)[i] = (int16_t)((int32_t)pcg_below(r, 2 * EAD_LARGEST_Z + 1) - EAD_LARGEST_Z);
}

/* Over the first `rows` rows, or all. */
static float distance_over(const ead_density *density, size_t component, const int16_t *z, uint32_t rows) {
    const uint32_t d = density->dimensions;
    int32_t sums[MOST_D];
    float distance = 0;
    ead_whiten(density->whiten + component * density->whiten_count, z, 0, d, sums);
    for (uint32_t i = 0; i < d && i < rows; i++) {
        const float y = (float)(sums[i] - density->bias[component * d + i]) * density->scale[component * d + i];
        distance += y * y;
    }
    return distance;
}

static float distance_to(const ead_density *density, size_t component, const int16_t *z) {
    return distance_over(density, component, z, density->dimensions);
}

/*
 * Neighbours whose exponents are a little above 0 after eight rows and fall by about as much in those that follow: which of them is the best shows
 * only in the end, and one that is given up for being almost as good as another would stand too high.
 */
static void to_a_close_race(pcg *r, const ead_density *density, const int16_t *z) {
    static const float roots[] = {.003f, .01f, .03f}; /* |y| is less; the squares go from 1e-5 to 1e-3 */
    const uint32_t d = density->dimensions;
    const float root = roots[pcg_below(r, 3)];
    int32_t sums[MOST_D];
    for (uint32_t k = 0; k < MODELS; k++) {
        ead_whiten(density->whiten + k * density->whiten_count, z, 0, d, sums);
        for (uint32_t i = 8; i < d; i++) {
            const int32_t off = sums[i] - density->bias[k * d + i];
            scale_of[k * d + i] = root * (float)(1 + pcg_below(r, 99)) / 100 / (float)(off < 0 ? -off : off + 1);
        }
        constants_of[k] = 0.5f * distance_over(density, k, z, 8) + root * root * (float)pcg_below(r, 400) / 100;
    }
}

/* For this z, exponents of 0 and of a little more or less than the margin below it, or of what first changes a sum of 1: ln 2^-24. */
static void to_the_margin(pcg *r, const ead_density *density, uint32_t models, const int16_t *z) {
    const float margin = density->components == 1 ? 0 : pcg_below(r, 2) ? -17 : -16.635532f;
    for (uint32_t k = 0; k < models * density->components; k++) {
        const float off = pcg_below(r, 2) ? (float)((int32_t)pcg_below(r, 9) - 4) * 2e-6f : (float)((int32_t)pcg_below(r, 2001) - 1000) * 1e-3f;
        constants_of[k] = 0.5f * distance_to(density, k, z);
        if (k % density->components > 0 || density->components == 1) constants_of[k] += margin + off;
    }
}

/* The definition: every component to its end, every exponential taken. */
static float mixture_in_full(const ead_density *density, size_t mixture, const int16_t *z) {
    float largest = 0, sum = 0;
    for (uint32_t k = 0; k < density->components; k++) {
        const size_t component = mixture * density->components + k;
        const float value = density->constants[component] - 0.5f * distance_to(density, component, z);
        if (density->components == 1) return value;
        if (k == 0) largest = value;
        if (value > largest) {
            sum = sum * ead_exp(largest - value) + 1;
            largest = value;
        } else {
            sum += ead_exp(value - largest);
        }
    }
    return largest + ead_log(sum);
}

static float log_density_in_full(const ead_density *density, int32_t row, int32_t column, const int16_t *z) {
    if (density->scope == EAD_SCOPE_SHARED) return mixture_in_full(density, 0, z);
    const int32_t reach = (int32_t)density->reach;
    float best = mixture_in_full(density, (size_t)(row * GRID + column), z);
    for (int32_t y = row - reach; y <= row + reach; y++)
        for (int32_t x = column - reach; x <= column + reach; x++) {
            if (y < 0 || y >= GRID || x < 0 || x >= GRID) continue;
            const float value = mixture_in_full(density, (size_t)(y * GRID + x), z);
            if (value > best) best = value;
        }
    return best;
}

/* Several Gaussians at a time, and those given up, against the definition: all tables, as an engine would have packed them. */
static void densities_agree(void) {
    pcg r = {6};
    for (uint32_t round = 0; round < 600; round++) {
        const bool shared = round % 3 > 0;
        const spread kind = (spread)(round / 3 % SPREADS);
        ead_model model = {.head = {.grid_rows = GRID, .grid_columns = GRID},
                           .density = {.components = round % 3 == 2 ? 8 * (1 + pcg_below(&r, 2)) : 1 + pcg_below(&r, shared ? MOST_COMPONENTS : 2),
                                       .dimensions = pcg_below(&r, 3) == 0 ? 16 : 1 + pcg_below(&r, MOST_D), .scope = shared ? EAD_SCOPE_SHARED : EAD_SCOPE_PER_CELL,
                                       .reach = shared ? 0 : pcg_below(&r, 3)}};
        const uint32_t d = model.density.dimensions, models = shared ? 1 : MODELS;
        model.density.whiten_count = ead_triangle_of_8(d);
        random_density(&r, &model.density, models, kind);
        block z = block_new(ead_row_of_8(d) * sizeof(int16_t), 0);
        const int16_t *const seen = (const int16_t *)(const void *)z.data;
        random_z(&r, &z, d);
        if (kind == AT_THE_MARGIN) to_the_margin(&r, &model.density, models, seen);
        if (kind == AT_THE_MARGIN && !shared && model.density.components == 1 && d > 8 && pcg_below(&r, 3) > 0) to_a_close_race(&r, &model.density, seen);
        int32_t sums[MOST_D];
        for (uint32_t t = 0; ead_ops_at(t); t++) {
            const ead_op_table *ops = ead_ops_at(t);
            const size_t bytes = ops->pack_density_bytes ? ops->pack_density_bytes(&model.density) : 0;
            block packed = block_new(bytes, 0);
            memset(packed.data, 0, bytes);
            ead_model same = model;
            if (bytes > 0) ops->pack_density(&model.density, packed.data), same.density.packed = packed.data;
            for (uint32_t cell = 0; cell < MODELS; cell++) {
                if (kind != AT_THE_MARGIN) random_z(&r, &z, d);
                const float expected = log_density_in_full(&model.density, (int32_t)cell / GRID, (int32_t)cell % GRID, seen);
                const float actual = ead_log_density(&same, ops, cell / GRID, cell % GRID, seen, sums);
                CHECK_BYTES(&actual, &expected, sizeof actual);
            }
            block_free(&packed);
        }
        block_free(&z);
    }
}

/* The scale of features, with products up to the largest and every shift. */
static void scales_agree(void) {
    pcg r = {7};
    for (uint32_t round = 0; round < 400; round++) {
        enum { MOST = 37 };
        int32_t center[MOST], multiplier[MOST], sums[MOST];
        uint8_t shift[MOST];
        int16_t expected[MOST], actual[MOST];
        const ead_head head = {.center = center, .multiplier = multiplier, .shift = shift, .dimensions = 1 + pcg_below(&r, MOST)};
        for (uint32_t i = 0; i < MOST; i++) {
            sums[i] = (int32_t)(pcg_next(&r) >> pcg_below(&r, 20)) / 2, center[i] = (int32_t)(pcg_next(&r) >> pcg_below(&r, 20)) / 2;
            multiplier[i] = pcg_below(&r, 8) ? (int32_t)(pcg_next(&r) & INT32_MAX) : pcg_below(&r, 2) ? INT32_MAX : 0;
            shift[i] = (uint8_t)(pcg_below(&r, 3) ? 28 + pcg_below(&r, 24) : 1 + pcg_below(&r, EAD_LARGEST_SHIFT));
            if (round % 2) shift[i] = (uint8_t)(33 + pcg_below(&r, EAD_LARGEST_SHIFT - 32)); /* as a rule */
        }
        ead_scale_features(&head, sums, expected);
        for (uint32_t t = 0; ead_ops_at(t); t++) {
            if (!ead_ops_at(t)->scale) continue;
            ead_ops_at(t)->scale(&head, sums, actual);
            CHECK_BYTES(actual, expected, head.dimensions * sizeof *actual);
        }
    }
}

/* A score that is not a number must not pass as a small one. */
static void not_a_number(void) {
    const ead_calibration maximum = {.aggregation = EAD_AGGREGATE_MAX, .top_count = 1}, mean = {.aggregation = EAD_AGGREGATE_TOP_MEAN, .top_count = 2};
    const ead_calibration area = {.aggregation = EAD_AGGREGATE_AREA};
    for (uint32_t at = 0; at < 4; at++) {
        float cells[4] = {1, 2, 3, 4}, largest[2];
        cells[at] = NAN;
        CHECK(isnan(ead_aggregate(&maximum, cells, 4, largest)));
        CHECK(isnan(ead_aggregate(&mean, cells, 4, largest)));
        CHECK(isnan(ead_aggregate(&area, cells, 4, largest)));
        cells[at] = INFINITY;
        CHECK(isinf(ead_aggregate(&maximum, cells, 4, largest)));
        CHECK(isinf(ead_aggregate(&mean, cells, 4, largest)));
        CHECK(ead_aggregate(&area, cells, 4, largest) == 4); /* an area has an end */
    }
}

/* Features so far out that squares overflow: surprise is infinite, never a number that could pass. */
static void far_out(void) {
    const float constants[2] = {0, 0}, scale[2] = {3e38f, 3e38f};
    const int32_t bias[2] = {0, 1};
    int16_t whiten[16] = {[0] = 1, [8] = 1}, z[8] = {4095};
    int32_t sums[1];
    ead_model model = {.head = {.grid_rows = 1, .grid_columns = 1},
                       .density = {.constants = constants, .whiten = whiten, .bias = bias, .scale = scale, .components = 2, .dimensions = 1, .whiten_count = 8}};
    CHECK(!(ead_log_density(&model, &ead_ops_reference, 0, 0, z, sums) > -INFINITY));
}

int main(void) {
    static const test_case cases[] = {{"the head's sums through either table", tables_agree},
                                      {"several Gaussians at a time", densities_agree},
                                      {"the scale of features", scales_agree},
                                      {"size of a triangle of filled rows", triangles},
                                      {"a cell that is not a number", not_a_number},
                                      {"squares that overflow", far_out}};
    vectors_for_each("density.bin", run_vector);
    TEST_RUN(cases);
    return test_finish();
}
