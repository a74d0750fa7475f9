/*
 * ESP32-S3: sixteen channels lie in the sixteen lanes of QACC, weights are packed in that order. Layers that leave by shifts run so when
 * their output channels are a multiple of 8 (depthwise: of 16). Layers that leave by exact multipliers run eight channels at a time (exact.h).
 * All others run from reference C.
 *
 * No lane can saturate before its sum is complete: the model check has proved for every channel of such a layer that
 * 128 * sum |w| + |bias| <= 2^19 - 1, which bounds every partial sum, in any order.
 */
#ifndef EAD_ESP32S3_H
#define EAD_ESP32S3_H

#include "../requantise.h"
#include "pie.h"

/* What every group of 16 channels has in packed memory, first or last: bias as QACC is loaded, 16 + 16 + 4 + 4 bytes, then the group's shift and
 * what fills up to 48 bytes. */
enum { EAD_S3_SHIFT_AT = 40, EAD_S3_BIAS_BYTES = 48 };

/* Channels of the group that starts at channel `first`, as far as they exist. */
static inline int32_t ead_s3_channels(const ead_layer *layer, int32_t first) {
    return layer->out_channels - first < EAD_GROUP ? layer->out_channels - first : EAD_GROUP;
}

/* Packs up to 16 sums of 20 bits into the 40 zeroed bytes that QACC is loaded from. */
void ead_s3_pack_qacc(const int32_t *values, int32_t count, int8_t *to);

/* Bias and shift of a group. Returns what is behind. */
int8_t *ead_s3_pack_bias(const ead_layer *layer, int32_t first, int8_t *to);

/* QACC from 40 bytes; `from` moves on by 36 + step bytes. Halves take turns, so that no load waits for the one before. */
#define EAD_S3_LOAD_QACC(from, step) \
    EAD_PIE_LD_QACC_L_L_128_IP(from, 16) \
    EAD_PIE_LD_QACC_H_L_128_IP(from, 16) \
    EAD_PIE_LD_QACC_L_H_32_IP(from, 4) \
    EAD_PIE_LD_QACC_H_H_32_IP(from, step)
#define EAD_S3_STORE_QACC(to, step) \
    EAD_PIE_ST_QACC_L_L_128_IP(to, 16) \
    EAD_PIE_ST_QACC_H_L_128_IP(to, 16) \
    EAD_PIE_ST_QACC_L_H_32_IP(to, 4) \
    EAD_PIE_ST_QACC_H_H_32_IP(to, step)
#define EAD_S3_LOAD_BIAS(step) EAD_S3_LOAD_QACC(bias, step)

size_t ead_dense_pack_bytes_s3(const ead_layer *layer);
void ead_dense_pack_s3(const ead_layer *layer, void *destination);
void ead_dense_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);

/* The same for layers that leave exactly (exact.h); 0 bytes: some number does not fit, the layer runs from reference C. */
size_t ead_exact_dense_pack_bytes_s3(const ead_layer *layer);
void ead_exact_dense_pack_s3(const ead_layer *layer, void *destination);
void ead_exact_dense_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);
size_t ead_exact_add_pack_bytes_s3(const ead_layer *layer);
void ead_exact_add_pack_s3(const ead_layer *layer, void *destination);
void ead_exact_add_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);
size_t ead_exact_depthwise3x3_pack_bytes_s3(const ead_layer *layer);
void ead_exact_depthwise3x3_pack_s3(const ead_layer *layer, void *destination);
void ead_exact_depthwise3x3_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);

/* First layers of backbones: convolutions of three channels, grey: of one, at stride 2 without padding at the left (exact_stem: anyhow). Whether a
 * convolution that leaves by shifts (exact: exactly) is one that these take. */
int ead_is_stem_s3(const ead_layer *layer);
size_t ead_stem_pack_bytes_s3(const ead_layer *layer);
void ead_stem_pack_s3(const ead_layer *layer, void *destination);
void ead_stem_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);
int ead_is_grey_stem_s3(const ead_layer *layer);
size_t ead_grey_stem_pack_bytes_s3(const ead_layer *layer);
void ead_grey_stem_pack_s3(const ead_layer *layer, void *destination);
void ead_grey_stem_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);
int ead_is_exact_stem_s3(const ead_layer *layer);
size_t ead_exact_stem_pack_bytes_s3(const ead_layer *layer);
void ead_exact_stem_pack_s3(const ead_layer *layer, void *destination);
void ead_exact_stem_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);
int ead_is_exact_grey_stem_s3(const ead_layer *layer);
size_t ead_exact_grey_stem_pack_bytes_s3(const ead_layer *layer);
void ead_exact_grey_stem_pack_s3(const ead_layer *layer, void *destination);
void ead_exact_grey_stem_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);

size_t ead_depthwise3x3_pack_bytes_s3(const ead_layer *layer);
void ead_depthwise3x3_pack_s3(const ead_layer *layer, void *destination);
void ead_depthwise3x3_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);

size_t ead_add_pack_bytes_s3(const ead_layer *layer);
void ead_add_pack_s3(const ead_layer *layer, void *destination);
void ead_add_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);

void ead_project_s3(const int8_t *matrix, const int8_t *features, uint32_t dimensions, uint32_t stride, int32_t *sums);
void ead_whiten_s3(const int16_t *rows, const int16_t *z, uint32_t first, uint32_t end, int32_t *sums);
void ead_scale_features_s3(const struct ead_head *head, const int32_t *sums, int16_t *z);
void ead_components_s3(const struct ead_density *density, size_t first, uint32_t count, const int16_t *z, ead_known known, int32_t *sums, float *values);

void ead_row_sums_s3(const int8_t *row, uint32_t columns, uint32_t channels, int32_t sums[2]);

int ead_shrinks_s3(const struct ead_frame *frame, const uint8_t *rows, size_t stride);
void ead_shrink_s3(const struct ead_frame *frame, const uint8_t *rows, size_t stride, uint32_t index, int8_t *target);

#endif
