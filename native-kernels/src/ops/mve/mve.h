/* Cortex-M55 and later with Helium (MVE): 16 products of bytes are summed into a scalar register by one instruction (VMLADAV). */
#ifndef EAD_MVE_H
#define EAD_MVE_H

#include "../requantise.h"

#include <arm_mve.h>
#include <string.h>

size_t ead_dense_pack_bytes_mve(const ead_layer *layer);
void ead_dense_pack_mve(const ead_layer *layer, void *destination);
void ead_dense_row_mve(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);

size_t ead_depthwise3x3_pack_bytes_mve(const ead_layer *layer);
void ead_depthwise3x3_pack_mve(const ead_layer *layer, void *destination);
void ead_depthwise3x3_row_mve(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);

void ead_add_row_mve(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);
void ead_project_mve(const int8_t *matrix, const int8_t *features, uint32_t dimensions, uint32_t stride, int32_t *sums);
void ead_whiten_mve(const int16_t *rows, const int16_t *z, uint32_t first, uint32_t end, int32_t *sums);

/* Four sums side by side. The compiler would move them one by one. */
static inline int32x4_t ead_lanes4(int32_t a, int32_t b, int32_t c, int32_t d) {
    int32x4_t v;
    __asm("vmov %q0[2], %q0[0], %1, %2\n\tvmov %q0[3], %q0[1], %3, %4" : "=&w"(v) : "r"(a), "r"(c), "r"(b), "r"(d));
    return v;
}

/*
 * Accumulators of channels first.. as far as `lanes` goes, bias not included, leave by either requantisation. VQRDMULH rounds as
 * ead_high_multiply does (half up), and subtracting 1 from what is negative makes VRSHL round ties away from zero.
 */
static inline int32x4_t ead_leave4(const ead_layer *layer, int32x4_t sums, int32_t first, mve_pred16_t lanes) {
    const int32x4_t acc = vaddq_s32(sums, vldrwq_z_s32(layer->bias + first, lanes));
    if (layer->requantisation == EAD_REQUANTISE_SHIFT) {
        const int32x4_t low = vldrbq_z_s32(layer->channel_min + first, lanes), high = vldrbq_z_s32(layer->channel_max + first, lanes);
        return vminq_s32(vmaxq_s32(vshlq_r_s32(acc, -(int32_t)layer->group_shift[first / EAD_GROUP]), low), high);
    }
    const int32x4_t shift = vldrbq_z_s32(layer->shift + first, lanes), zero = vdupq_n_s32(0), right = vminq_s32(shift, zero);
    int32x4_t value = vqrdmulhq_s32(vshlq_s32(acc, vmaxq_s32(shift, zero)), vldrwq_z_s32(layer->multiplier + first, lanes));
    value = vrshlq_s32(vqaddq_s32(value, vshrq_n_s32(vandq_s32(value, right), 31)), right);
    value = vaddq_n_s32(value, layer->zero_point);
    return vminq_s32(vmaxq_s32(value, vdupq_n_s32(layer->clamp_min)), vdupq_n_s32(layer->clamp_max));
}

#endif
