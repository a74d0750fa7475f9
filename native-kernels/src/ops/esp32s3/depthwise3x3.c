/* Depthwise layers: nine inputs and nine weights per 16 channels; the next weights are loaded by the multiplication before them. */
#include "esp32s3.h"

static size_t groups_bytes(const ead_layer *layer) {
    return (size_t)(layer->out_channels / EAD_GROUP) * (EAD_S3_GROUP_BYTES + 10 * EAD_PIE_LANES);
}

/* Behind the groups: an aligned copy of the values outside the picture. */
size_t ead_depthwise3x3_pack_bytes_s3(const ead_layer *layer) {
    if (layer->requantisation != EAD_REQUANTISE_SHIFT || layer->out_channels % EAD_GROUP) return 0;
    return groups_bytes(layer) + layer->in_channels;
}

/* Ten rows of weights: the last is only loaded. */
void ead_depthwise3x3_pack_s3(const ead_layer *layer, void *destination) {
    int8_t *to = destination;
    for (int32_t first = 0; first < layer->out_channels; first += EAD_GROUP) {
        to = ead_s3_pack_group(layer, first, to);
        for (int32_t k = 0; k < 9; k++) memcpy(to + k * EAD_PIE_LANES, layer->weights + k * layer->in_channels + first, EAD_PIE_LANES);
        to += 10 * EAD_PIE_LANES;
    }
    memcpy(to, layer->pad, layer->in_channels);
}

void ead_depthwise3x3_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    if (!layer->packed) {
        ead_depthwise3x3_row(layer, rows, output);
        return;
    }
    ead_pie p = {.executed = 0};
    const int8_t *const pad = (const int8_t *)layer->packed + groups_bytes(layer);
    for (int32_t x = 0; x < layer->out_columns; x++) {
        const int8_t *in[9]; /* the window, each [channels] */
        for (int32_t k = 0; k < 9; k++) {
            const int8_t *row = rows[k / 3];
            const int32_t column = x * layer->stride - layer->pad_left + k % 3;
            in[k] = row && column >= 0 && column < layer->in_columns ? row + (ptrdiff_t)column * layer->in_channels : pad;
        }
        const int8_t *w = layer->packed;
        for (int32_t first = 0; first < layer->out_channels; first += EAD_GROUP) {
            ead_pie_ld_qacc(&p, &w, EAD_S3_BIAS_BYTES);
            ead_pie_vld_128(&p, 4, &w, 16);
            ead_pie_vld_128(&p, 5, &w, 16);
            ead_pie_vld_128(&p, 0, &w, 16);
            for (int32_t k = 0; k < 9; k++) {
                ead_pie_vld_128(&p, 1, &in[k], 16);
                ead_pie_vmulas_s8_qacc_ld(&p, 0, &w, 16, 0, 1);
            }
            ead_s3_leave(&p, layer->group_shift[first / EAD_GROUP], EAD_GROUP, 1, &output);
        }
    }
    ead_pie_executed += p.executed;
}
