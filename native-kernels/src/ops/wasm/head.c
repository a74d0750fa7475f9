/* The head's two sums. */
#include "../../density/density.h"
#include "wasm.h"

void ead_project_wasm(const int8_t *matrix, const int8_t *features, uint32_t dimensions, uint32_t stride, int32_t *sums) {
    for (uint32_t i = 0; i < dimensions; i++, matrix += stride) {
        v128_t sum = wasm_i32x4_splat(0);
        for (uint32_t c = 0; c < stride; c += 8)
            sum = wasm_i32x4_add(sum, wasm_i32x4_dot_i16x8(wasm_i16x8_load8x8(matrix + c), wasm_i16x8_load8x8(features + c)));
        sums[i] = ead_sum4(sum);
    }
}

/* What fills a row up must not count: z beyond i is not zero unless it is beyond all dimensions. */
void ead_whiten_wasm(const int16_t *rows, const int16_t *z, uint32_t dimensions, int32_t *sums) {
    const v128_t places = wasm_i16x8_make(0, 1, 2, 3, 4, 5, 6, 7);
    for (uint32_t i = 0; i < dimensions; i++) {
        const uint32_t count = ead_row_of_8(i + 1), last = count - 8;
        const v128_t counts = wasm_i16x8_lt(places, wasm_i16x8_splat((int16_t)(i + 1 - last)));
        v128_t sum = wasm_i32x4_dot_i16x8(wasm_v128_load(rows + last), wasm_v128_and(wasm_v128_load(z + last), counts));
        for (uint32_t j = 0; j < last; j += 8)
            sum = wasm_i32x4_add(sum, wasm_i32x4_dot_i16x8(wasm_v128_load(rows + j), wasm_v128_load(z + j)));
        sums[i] = ead_sum4(sum);
        rows += count;
    }
}
