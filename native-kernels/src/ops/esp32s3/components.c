/*
 * Log densities of full Gaussians, one after another, from the file: a row's sum leaves ACCX for the floating-point unit and is never
 * stored. Rows come in eights of equal length; up to three vectors a row are written out, which is 24 dimensions.
 */
#include "../../density/density.h"
#include "esp32s3.h"

#define LOAD(q) EAD_PIE_VLD_128_IP(q, row, 16)
#define MULTIPLY(q, z) EAD_PIE_VMULAS_S16_ACCX(q, z)
#define MULTIPLY_LOAD(q, z) EAD_PIE_VMULAS_S16_ACCX_LD_IP(q, row, 16, q, z) /* the same vector of the next row */

/* y = (sum - bias) * scale waits in y and s for the row after, where it is multiplied and added: a float takes several cycles. */
#define FIRST_ROW(products) \
    EAD_PIE_ZERO_ACCX() \
    products \
    EAD_PIE_L32I(offset, bias, 0) \
    EAD_PIE_SRS_ACCX(sum, none) \
    EAD_PIE_LSI(s0, scale, 0) \
    EAD_PIE_SUB(sum, offset) \
    EAD_PIE_FLOAT_S(y0, sum)

#define ROW(products, at, y, s, y_before, s_before) \
    EAD_PIE_ZERO_ACCX() \
    EAD_PIE_MUL_S(y_before, s_before) \
    products \
    EAD_PIE_L32I(offset, bias, at) \
    EAD_PIE_SRS_ACCX(sum, none) \
    EAD_PIE_LSI(s, scale, at) \
    EAD_PIE_MUL_S(y_before, y_before) \
    EAD_PIE_SUB(sum, offset) \
    EAD_PIE_FLOAT_S(y, sum) \
    EAD_PIE_ADD_S(distance, y_before)

#define EIGHT_ROWS(loads, products_loads, products) \
    loads \
    FIRST_ROW(products_loads) \
    ROW(products_loads, 4, y1, s1, y0, s0) \
    ROW(products_loads, 8, y0, s0, y1, s1) \
    ROW(products_loads, 12, y1, s1, y0, s0) \
    ROW(products_loads, 16, y0, s0, y1, s1) \
    ROW(products_loads, 20, y1, s1, y0, s0) \
    ROW(products_loads, 24, y0, s0, y1, s1) \
    ROW(products, 28, y1, s1, y0, s0) \
    EAD_PIE_MUL_S(y1, s1) \
    EAD_PIE_MUL_S(y1, y1) \
    EAD_PIE_ADD_S(distance, y1)

/* A component where it lies in the file. */
typedef struct component {
    const int16_t *whiten;
    const int8_t *bias, *scale; /* int32 and float */
} component;

/* distance + the squares of rows 0 to 7, 8 to 15 or 16 to 23. z lies in q0, q1, q2. */
#define ADD_EIGHT(name, from, first_row, loads, products_loads, products) \
    static inline float name(ead_pie *pie, component of, float distance) { \
        const int8_t *row = (const int8_t *)((of).whiten + (from)), *bias = (of).bias + 4 * (first_row), *scale = (of).scale + 4 * (first_row); \
        const uint32_t none = 0; \
        int32_t sum, offset; \
        float y0, y1, s0, s1; \
        EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(row), EAD_PIE_OUT(sum), EAD_PIE_OUT(offset), EAD_PIE_IN_OUT_FLOAT(distance), \
                                         EAD_PIE_OUT_FLOAT(y0), EAD_PIE_OUT_FLOAT(y1), EAD_PIE_OUT_FLOAT(s0), EAD_PIE_OUT_FLOAT(s1)), \
                        EAD_PIE_OPERANDS(EAD_PIE_IN(bias), EAD_PIE_IN(scale), EAD_PIE_IN(none)), EIGHT_ROWS(loads, products_loads, products)); \
        return distance; \
    }

ADD_EIGHT(add_first_eight, 0, 0, LOAD(5), MULTIPLY_LOAD(5, 0), MULTIPLY(5, 0))
ADD_EIGHT(add_second_eight, 64, 8, LOAD(5) LOAD(6), MULTIPLY_LOAD(5, 0) MULTIPLY_LOAD(6, 1), MULTIPLY(5, 0) MULTIPLY(6, 1))
ADD_EIGHT(add_third_eight, 192, 16, LOAD(5) LOAD(6) LOAD(7), MULTIPLY_LOAD(5, 0) MULTIPLY_LOAD(6, 1) MULTIPLY_LOAD(7, 2),
          MULTIPLY(5, 0) MULTIPLY(6, 1) MULTIPLY(7, 2))

/* Given up after eight or sixteen rows where mixture.c allows it. */
static inline float log_density(ead_pie *pie, component of, float constant, uint32_t d, const int16_t *z, ead_known known, int32_t *sums) {
    float distance = 0;
    uint32_t i = 0;
    if (d >= 8) {
        distance = add_first_eight(pie, of, distance), i = 8;
        const float most = constant - 0.5f * distance;
        if (d == 8 || most - known.exponent < known.margin) return most;
    }
    if (d >= 16) {
        distance = add_second_eight(pie, of, distance), i = 16;
        const float most = constant - 0.5f * distance;
        if (d == 16 || most - known.exponent < known.margin) return most;
    }
    if (d >= 24) distance = add_third_eight(pie, of, distance), i = 24;
    if (i < d) {
        ead_whiten_s3(of.whiten, z, i, d, sums);
        distance = ead_add_squares(distance, sums + i, (const int32_t *)(const void *)of.bias + i, (const float *)(const void *)of.scale + i, d - i);
    }
    return constant - 0.5f * distance;
}

/* z's first three vectors, as far as there are three. */
static inline void load_z(ead_pie *pie, const int16_t *z, uint32_t d) {
    const int8_t *first = (const int8_t *)z, *second = (const int8_t *)(d > 8 ? z + 8 : z), *third = (const int8_t *)(d > 16 ? z + 16 : z);
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(first), EAD_PIE_IN_OUT(second), EAD_PIE_IN_OUT(third)), EAD_PIE_OPERANDS(EAD_PIE_IN(pie)),
        EAD_PIE_VLD_128_IP(0, first, 16) EAD_PIE_VLD_128_IP(1, second, 16) EAD_PIE_VLD_128_IP(2, third, 16));
}

void ead_components_s3(const ead_density *density, size_t first, uint32_t count, const int16_t *z, ead_known known, int32_t *sums, float *values) {
    ead_pie state = {0}, *const pie = &state;
    const uint32_t d = density->dimensions;
    component of = {density->whiten + first * density->whiten_count, (const int8_t *)(density->bias + first * d), (const int8_t *)(density->scale + first * d)};
    const float *constant = density->constants + first;
    load_z(pie, z, d); /* where ead_whiten_s3 loads z, it loads the same */
    for (uint32_t k = 0; k < count; k++) {
        values[k] = log_density(pie, of, constant[k], d, z, known, sums);
        if (values[k] > known.exponent) known.exponent = values[k];
        of.whiten += density->whiten_count, of.bias += 4 * d, of.scale += 4 * d;
    }
}
