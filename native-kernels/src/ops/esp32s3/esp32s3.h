/*
 * ESP32-S3, through the C model of pie.h: sixteen channels lie in the sixteen lanes of QACC, weights are packed in that order. Layers run here when they leave
 * by shifts and their output channels are a multiple of 8 (depthwise: of 16); all others run from reference C.
 *
 * No lane can saturate before its sum is complete: the model check has proved for every channel of such a layer that
 * 128 * sum |w| + |bias| <= 2^19 - 1, which bounds every partial sum, in any order.
 */
#ifndef EAD_ESP32S3_H
#define EAD_ESP32S3_H

#include "../requantise.h"
#include "pie.h"

/* What every group of 16 channels starts with in packed memory; weights [taps][16] follow. */
enum { EAD_S3_BIAS_BYTES = 48, EAD_S3_GROUP_BYTES = EAD_S3_BIAS_BYTES + 2 * EAD_PIE_LANES };

/* Channels of group g that exist. */
static inline int32_t ead_s3_channels(const ead_layer *layer, int32_t first) {
    return layer->out_channels - first < EAD_GROUP ? layer->out_channels - first : EAD_GROUP;
}

/* Packs up to 16 sums of 20 bits into the 40 zeroed bytes that QACC is loaded from. */
void ead_s3_pack_qacc(const int32_t *values, int32_t count, int8_t *to);

/* Bias as QACC is loaded (16 + 16 + 4 + 4 bytes, 8 unused), then smallest and largest values. Returns where weights go. */
int8_t *ead_s3_pack_group(const ead_layer *layer, int32_t first, int8_t *to);

/* Shift, clamp and store one group; q4, q5: smallest and largest values. */
static inline void ead_s3_leave(ead_pie *p, uint32_t shift, int32_t channels, int whole, int8_t **out) {
    ead_pie_srcmb_s8(p, 3, shift);
    ead_pie_vmax_s8(p, 3, 3, 4);
    ead_pie_vmin_s8(p, 3, 3, 5);
    if (whole) {
        ead_pie_vst_128(p, 3, out, 16);
        return;
    }
    ead_pie_vst_64(p, 3, 0, out, 8);
    if (channels > 8) ead_pie_vst_64(p, 3, 1, out, 8);
}

size_t ead_dense_pack_bytes_s3(const ead_layer *layer);
void ead_dense_pack_s3(const ead_layer *layer, void *destination);
void ead_dense_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);

size_t ead_depthwise3x3_pack_bytes_s3(const ead_layer *layer);
void ead_depthwise3x3_pack_s3(const ead_layer *layer, void *destination);
void ead_depthwise3x3_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);

size_t ead_add_pack_bytes_s3(const ead_layer *layer);
void ead_add_pack_s3(const ead_layer *layer, void *destination);
void ead_add_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);

void ead_project_s3(const int8_t *matrix, const int8_t *features, uint32_t dimensions, uint32_t stride, int32_t *sums);
void ead_whiten_s3(const int16_t *rows, const int16_t *z, uint32_t dimensions, int32_t *sums);

/* Vector instructions executed so far, added up by every operator here. */
extern uint64_t ead_pie_executed;

#endif
