/* WebAssembly SIMD128. Weights are repacked as int16 pairs of inputs, so that one dot product takes two inputs to four outputs. */
#ifndef EAD_WASM_H
#define EAD_WASM_H

#include "../requantise.h"

#include <wasm_simd128.h>

size_t ead_dense_pack_bytes_wasm(const ead_layer *layer);
void ead_dense_pack_wasm(const ead_layer *layer, void *destination);
void ead_dense_row_wasm(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);

size_t ead_depthwise3x3_pack_bytes_wasm(const ead_layer *layer);
void ead_depthwise3x3_pack_wasm(const ead_layer *layer, void *destination);
void ead_depthwise3x3_row_wasm(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);

void ead_add_row_wasm(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);
void ead_project_wasm(const int8_t *matrix, const int8_t *features, uint32_t dimensions, uint32_t stride, int32_t *sums);
void ead_whiten_wasm(const int16_t *rows, const int16_t *z, uint32_t dimensions, int32_t *sums);

/* Eight accumulators of channels first.. to bytes (the low eight): shift, saturate; the clamp is the caller's. */
static inline v128_t ead_shift8(v128_t low, v128_t high, uint32_t shift) {
    const v128_t words = wasm_i16x8_narrow_i32x4(wasm_i32x4_shr(low, shift), wasm_i32x4_shr(high, shift));
    return wasm_i8x16_narrow_i16x8(words, words);
}

static inline int32_t ead_sum4(v128_t v) {
    v = wasm_i32x4_add(v, wasm_i32x4_shuffle(v, v, 2, 3, 0, 1));
    return wasm_i32x4_extract_lane(v, 0) + wasm_i32x4_extract_lane(v, 1);
}

#endif
