/* The head's two sums, of four rows at a time. */
#include "../../density/density.h"
#include "wasm.h"

/* The sums over the lanes of four vectors. */
static inline v128_t sum_across(v128_t a, v128_t b, v128_t c, v128_t d) {
    const v128_t ab = wasm_i32x4_add(wasm_i32x4_shuffle(a, b, 0, 4, 1, 5), wasm_i32x4_shuffle(a, b, 2, 6, 3, 7));
    const v128_t cd = wasm_i32x4_add(wasm_i32x4_shuffle(c, d, 0, 4, 1, 5), wasm_i32x4_shuffle(c, d, 2, 6, 3, 7));
    return wasm_i32x4_add(wasm_i64x2_shuffle(ab, cd, 0, 2), wasm_i64x2_shuffle(ab, cd, 1, 3));
}

static inline v128_t add_dot(v128_t sum, v128_t a, v128_t b) { return wasm_i32x4_add(sum, wasm_i32x4_dot_i16x8(a, b)); }

void ead_project_wasm(const int8_t *matrix, const int8_t *features, uint32_t dimensions, uint32_t stride, int32_t *sums) {
    uint32_t i = 0;
    for (; i + 4 <= dimensions; i += 4, matrix += 4 * (size_t)stride) {
        const int8_t *const second = matrix + stride, *const third = second + stride, *const fourth = third + stride;
        v128_t a = wasm_i32x4_splat(0), b = a, c = a, d = a;
        for (uint32_t k = 0; k < stride; k += 8) {
            const v128_t f = wasm_i16x8_load8x8(features + k);
            a = add_dot(a, wasm_i16x8_load8x8(matrix + k), f), b = add_dot(b, wasm_i16x8_load8x8(second + k), f);
            c = add_dot(c, wasm_i16x8_load8x8(third + k), f), d = add_dot(d, wasm_i16x8_load8x8(fourth + k), f);
        }
        wasm_v128_store(sums + i, sum_across(a, b, c, d));
    }
    for (; i < dimensions; i++, matrix += stride) {
        v128_t sum = wasm_i32x4_splat(0);
        for (uint32_t k = 0; k < stride; k += 8) sum = add_dot(sum, wasm_i16x8_load8x8(matrix + k), wasm_i16x8_load8x8(features + k));
        sums[i] = ead_sum4(sum);
    }
}

/* Four rows of `count` values. */
static inline __attribute__((always_inline)) v128_t four_rows(const int16_t *rows, const int16_t *z, uint32_t count) {
    const v128_t first = wasm_v128_load(z);
    v128_t a = wasm_i32x4_dot_i16x8(wasm_v128_load(rows), first), b = wasm_i32x4_dot_i16x8(wasm_v128_load(rows + count), first);
    v128_t c = wasm_i32x4_dot_i16x8(wasm_v128_load(rows + 2 * count), first), d = wasm_i32x4_dot_i16x8(wasm_v128_load(rows + 3 * count), first);
    for (uint32_t k = 8; k < count; k += 8) {
        const v128_t next = wasm_v128_load(z + k);
        a = add_dot(a, wasm_v128_load(rows + k), next), b = add_dot(b, wasm_v128_load(rows + count + k), next);
        c = add_dot(c, wasm_v128_load(rows + 2 * count + k), next), d = add_dot(d, wasm_v128_load(rows + 3 * count + k), next);
    }
    return sum_across(a, b, c, d);
}

/*
 * Rows end with zeros, as the model check has seen. Four rows from a multiple of four on are equally long: 8 values up to row 8, 16 up to
 * row 16, ...
 */
void ead_whiten_wasm(const int16_t *rows, const int16_t *z, uint32_t first, uint32_t end, int32_t *sums) {
    uint32_t i = first;
    rows += ead_triangle_of_8(first);
    for (; i + 4 <= end && i < 8; i += 4, rows += 4 * 8) wasm_v128_store(sums + i, four_rows(rows, z, 8));
    for (; i + 4 <= end && i < 16; i += 4, rows += 4 * 16) wasm_v128_store(sums + i, four_rows(rows, z, 16));
    for (; i + 4 <= end; i += 4) {
        const uint32_t count = ead_row_of_8(i + 1);
        wasm_v128_store(sums + i, four_rows(rows, z, count));
        rows += 4 * count;
    }
    for (; i < end; i++) {
        const uint32_t count = ead_row_of_8(i + 1);
        v128_t sum = wasm_i32x4_splat(0);
        for (uint32_t k = 0; k < count; k += 8) sum = add_dot(sum, wasm_v128_load(rows + k), wasm_v128_load(z + k));
        sums[i] = ead_sum4(sum);
        rows += count;
    }
}
