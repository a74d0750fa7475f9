/*
 * WebAssembly SIMD128. Weights are repacked as int16 pairs of inputs, so that one dot product takes two inputs to four outputs.
 */
#ifndef EAD_WASM_H
#define EAD_WASM_H

#include "../requantise.h"

#include <stdbool.h>
#include <string.h>
#include <wasm_simd128.h>

size_t ead_dense_pack_bytes_wasm(const ead_layer *layer);
void ead_dense_pack_wasm(const ead_layer *layer, void *destination);
void ead_dense_row_wasm(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);

size_t ead_depthwise3x3_pack_bytes_wasm(const ead_layer *layer);
void ead_depthwise3x3_pack_wasm(const ead_layer *layer, void *destination);
void ead_depthwise3x3_row_wasm(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);

void ead_add_row_wasm(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);
void ead_project_wasm(const int8_t *matrix, const int8_t *features, uint32_t dimensions, uint32_t stride, int32_t *sums);
void ead_whiten_wasm(const int16_t *rows, const int16_t *z, uint32_t first, uint32_t end, int32_t *sums);
void ead_components_wasm(const struct ead_density *density, size_t first, uint32_t count, const int16_t *z, ead_known known, int32_t *sums, float *values);
void ead_add_exponents_wasm(ead_log_sum_exp *total, const float *values);

/*
 * How channels leave. Weights and bias of those that leave by shifts of 4 to 12 are packed times 2^(12 - shift), so that the shift is a
 * constant of the code: |acc + bias| < 2^19 and 128 * 2^8 leave room. Clamps repeat, for pixels side by side in a vector.
 */
enum { EAD_POINT = 12, EAD_MOST_UP = 8 };

typedef struct ead_clamps {
    int8_t low[16], high[16];
} ead_clamps;

static inline bool ead_leaves_by_point(const ead_layer *layer, int32_t channel) {
    if (layer->requantisation != EAD_REQUANTISE_SHIFT) return false;
    const int32_t shift = layer->group_shift[channel / EAD_GROUP];
    return shift >= EAD_POINT - EAD_MOST_UP && shift <= EAD_POINT;
}

/* What weights and bias of a channel are multiplied with. */
static inline int32_t ead_scale_to_point(const ead_layer *layer, int32_t channel) {
    return ead_leaves_by_point(layer, channel) ? 1 << (EAD_POINT - layer->group_shift[channel / EAD_GROUP]) : 1;
}

/* Bias and clamps of `lanes` channels from `first` on, as many as there are; what they are written to is zero before. */
static inline void ead_pack_leaving(const ead_layer *layer, int32_t first, int32_t lanes, int32_t *bias, ead_clamps *clamps) {
    for (int32_t i = 0; i < lanes && first + i < layer->out_channels; i++) {
        bias[i] = layer->bias[first + i] * ead_scale_to_point(layer, first + i);
        for (int32_t k = i; layer->requantisation == EAD_REQUANTISE_SHIFT && k < 16; k += lanes)
            clamps->low[k] = layer->channel_min[first + i], clamps->high[k] = layer->channel_max[first + i];
    }
}

/* Sixteen sums by EAD_POINT. */
static inline v128_t ead_leave16(const ead_clamps *clamps, v128_t a, v128_t b, v128_t c, v128_t d) {
    const v128_t first = wasm_i16x8_narrow_i32x4(wasm_i32x4_shr(a, EAD_POINT), wasm_i32x4_shr(b, EAD_POINT));
    const v128_t second = wasm_i16x8_narrow_i32x4(wasm_i32x4_shr(c, EAD_POINT), wasm_i32x4_shr(d, EAD_POINT));
    return wasm_i8x16_min(wasm_i8x16_max(wasm_i8x16_narrow_i16x8(first, second), wasm_v128_load(clamps->low)), wasm_v128_load(clamps->high));
}

/* Any requantisation: `count` channels, up to four, of one pixel. */
static inline void ead_leave_some(const ead_layer *layer, v128_t sums, int32_t first, int32_t count, int8_t *output) {
    int32_t acc[4];
    wasm_v128_store(acc, sums);
    for (int32_t i = 0; i < count; i++) output[i] = ead_leave(layer, acc[i] / ead_scale_to_point(layer, first + i), first + i);
}

static inline int32_t ead_sum4(v128_t v) {
    v = wasm_i32x4_add(v, wasm_i32x4_shuffle(v, v, 2, 3, 0, 1));
    return wasm_i32x4_extract_lane(v, 0) + wasm_i32x4_extract_lane(v, 1);
}

#endif
