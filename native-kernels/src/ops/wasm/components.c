/* Log densities of full Gaussians: eight components of a mixture in two vectors, packed as components8.h says; single ones through the rows' sums. */
#include "../../density/density.h"
#include "../components8.h"
#include "wasm.h"

enum { LANES = EAD_LANES8 };

/* y of four sums, squared. */
static inline v128_t square(v128_t sum, const int32_t *bias, const float *scale) {
    const v128_t y = wasm_f32x4_mul(wasm_f32x4_convert_i32x4(wasm_i32x4_sub(sum, wasm_v128_load(bias))), wasm_v128_load(scale));
    return wasm_f32x4_mul(y, y);
}

static inline v128_t add_product(v128_t sum, v128_t x, const uint8_t *weights) {
    return wasm_i32x4_add(sum, wasm_i32x4_dot_i16x8(x, wasm_v128_load(weights)));
}

static inline v128_t from_distance(const uint8_t *constants, v128_t distance) {
    return wasm_f32x4_sub(wasm_v128_load(constants), wasm_f32x4_mul(wasm_f32x4_splat(0.5f), distance));
}

/* Behind an odd number of features z holds a zero. */
static void eight_components(const uint8_t *packed, const int16_t *z, uint32_t dimensions, float *values) {
    const uint8_t *constants = packed;
    v128_t low = wasm_f32x4_splat(0), high = low; /* distances of components 0..3 and 4..7 */
    packed += LANES * sizeof(float);
    for (uint32_t pair = 0; pair < (dimensions + 1) / 2; pair++) {
        const ead_row8 *rows = (const ead_row8 *)(const void *)packed;
        const uint8_t *weights = packed + 2 * sizeof(ead_row8);
        v128_t even_low = wasm_i32x4_splat(0), even_high = even_low, odd_low = even_low, odd_high = even_low;
        for (uint32_t j = 0; j <= pair; j++, weights += 64) {
            const v128_t x = wasm_v128_load32_splat(z + 2 * j);
            even_low = add_product(even_low, x, weights), even_high = add_product(even_high, x, weights + 16);
            odd_low = add_product(odd_low, x, weights + 32), odd_high = add_product(odd_high, x, weights + 48);
        }
        low = wasm_f32x4_add(low, square(even_low, rows[0].bias, rows[0].scale));
        high = wasm_f32x4_add(high, square(even_high, rows[0].bias + 4, rows[0].scale + 4));
        if (2 * pair + 1 < dimensions) {
            low = wasm_f32x4_add(low, square(odd_low, rows[1].bias, rows[1].scale));
            high = wasm_f32x4_add(high, square(odd_high, rows[1].bias + 4, rows[1].scale + 4));
        }
        packed += ead_rows8_bytes(pair);
    }
    wasm_v128_store(values, from_distance(constants, low));
    wasm_v128_store(values + 4, from_distance(constants + 16, high));
}

/* One component from the file: four squares at a time, then the sum in index order. */
static float one_component(const ead_density *density, size_t component, const int16_t *z, int32_t *sums) {
    const uint32_t d = density->dimensions;
    const int32_t *bias = density->bias + component * d;
    const float *scale = density->scale + component * d;
    float distance = 0;
    ead_whiten_wasm(density->whiten + component * density->whiten_count, z, 0, d, sums);
    uint32_t i = 0;
    for (; i + 4 <= d; i += 4) {
        const v128_t squares = square(wasm_v128_load(sums + i), bias + i, scale + i);
        distance += wasm_f32x4_extract_lane(squares, 0), distance += wasm_f32x4_extract_lane(squares, 1);
        distance += wasm_f32x4_extract_lane(squares, 2), distance += wasm_f32x4_extract_lane(squares, 3);
    }
    for (; i < d; i++) {
        const float y = (float)(sums[i] - bias[i]) * scale[i];
        distance += y * y;
    }
    return density->constants[component] - 0.5f * distance;
}

void ead_components_wasm(const ead_density *density, size_t first, uint32_t count, const int16_t *z, ead_known known, int32_t *sums, float *values) {
    (void)known; /* eight at a time end together */
    if (density->packed) {
        const uint8_t *packed = density->packed;
        eight_components(packed + first / LANES * ead_components8_bytes(density->dimensions), z, density->dimensions, values);
        return;
    }
    for (uint32_t k = 0; k < count; k++)
        values[k] = one_component(density, first + k, z, sums);
}

/* ead_exp, step by step. Lanes that are out of range are replaced at the end, whatever their way through the middle gave. */
static v128_t exponential(v128_t x) {
    static const float taylor[] = {1.0f / 720, 1.0f / 120, 1.0f / 24, 1.0f / 6, 0.5f, 1.0f, 1.0f};
    const v128_t n = wasm_i32x4_trunc_sat_f32x4(wasm_f32x4_sub(wasm_f32x4_mul(x, wasm_f32x4_splat(1.44269504f)), wasm_f32x4_splat(0.5f)));
    const v128_t whole = wasm_f32x4_convert_i32x4(n);
    const v128_t coarse = wasm_f32x4_sub(x, wasm_f32x4_mul(whole, wasm_f32x4_splat(0.693359375f)));
    const v128_t r = wasm_f32x4_sub(coarse, wasm_f32x4_mul(whole, wasm_f32x4_splat(-2.12194440e-4f)));
    v128_t p = wasm_f32x4_splat(1.0f / 5040);
    for (uint32_t i = 0; i < sizeof taylor / sizeof *taylor; i++)
        p = wasm_f32x4_add(wasm_f32x4_mul(p, r), wasm_f32x4_splat(taylor[i]));
    const v128_t power = wasm_i32x4_shl(wasm_i32x4_add(n, wasm_i32x4_splat(127)), 23);
    const v128_t normal = wasm_f32x4_ge(x, wasm_f32x4_splat(-87.0f)), not_less = wasm_f32x4_ge(x, wasm_f32x4_splat(0));
    return wasm_v128_and(wasm_v128_bitselect(wasm_f32x4_splat(1.0f), wasm_f32x4_mul(p, power), not_less), normal);
}

/*
 * Which exponent is the largest at each step does not depend on the sum, so all exponentials can be taken before it. The smaller less the
 * larger, not one difference or the other: clang 14 gave the wrong one for the first lane.
 */
void ead_add_exponents_wasm(ead_log_sum_exp *total, const float *values) {
    float x[LANES], largest = total->largest, sum = total->sum;
    bool grows[LANES]; /* larger than all before it */
    for (uint32_t k = 0; k < LANES; k++) {
        grows[k] = values[k] > largest;
        const float high = grows[k] ? values[k] : largest, low = grows[k] ? largest : values[k];
        x[k] = low - high;
        largest = high;
    }
    wasm_v128_store(x, exponential(wasm_v128_load(x)));
    wasm_v128_store(x + 4, exponential(wasm_v128_load(x + 4)));
    for (uint32_t k = 0; k < LANES; k++)
        sum = grows[k] ? sum * x[k] + 1 : sum + x[k];
    *total = (ead_log_sum_exp){.largest = largest, .sum = sum};
}
