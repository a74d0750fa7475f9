/* Convolutions and pointwise layers: one weight load and one multiplication, fused with the broadcast of the next input, per tap. */
#include "../patch.h"
#include "esp32s3.h"

size_t ead_dense_pack_bytes_s3(const ead_layer *layer) {
    if (layer->requantisation != EAD_REQUANTISE_SHIFT || layer->out_channels % 8 || ead_depth(layer) > EAD_PATCH_DEPTH) return 0;
    const size_t groups = (layer->out_channels + EAD_GROUP - 1u) / EAD_GROUP;
    return groups * (EAD_S3_GROUP_BYTES + (size_t)ead_depth(layer) * EAD_PIE_LANES);
}

void ead_dense_pack_s3(const ead_layer *layer, void *destination) {
    const int32_t depth = ead_depth(layer);
    int8_t *to = destination;
    for (int32_t first = 0; first < layer->out_channels; first += EAD_GROUP) {
        to = ead_s3_pack_group(layer, first, to);
        for (int32_t k = 0; k < depth; k++, to += EAD_PIE_LANES)
            for (int32_t i = 0; i < ead_s3_channels(layer, first); i++) to[i] = layer->weights[(ptrdiff_t)(first + i) * depth + k];
    }
}

/* One output pixel. A patch lies in `pieces` places of `length` bytes each; one byte behind each piece is read and not used. */
static void pixel(ead_pie *p, const ead_layer *layer, const int8_t *const piece[3], int32_t pieces, int32_t length, int8_t *out) {
    const int whole = layer->out_channels % EAD_GROUP == 0;
    const int8_t *w = layer->packed;
    for (int32_t first = 0; first < layer->out_channels; first += EAD_GROUP) {
        ead_pie_ld_qacc(p, &w, EAD_S3_BIAS_BYTES);
        ead_pie_vld_128(p, 4, &w, 16);
        ead_pie_vld_128(p, 5, &w, 16);
        for (int32_t i = 0; i < pieces; i++) {
            const int8_t *in = piece[i];
            ead_pie_vldbc_8(p, 1, &in, 1);
            for (int32_t k = 0; k < length; k++) {
                ead_pie_vld_128(p, 0, &w, 16);
                ead_pie_vmulas_s8_qacc_ldbc(p, 1, &in, 0, 1);
            }
        }
        ead_s3_leave(p, layer->group_shift[first / EAD_GROUP], ead_s3_channels(layer, first), whole, &out);
    }
}

/* Inside the picture a convolution's patch lies in three places of the rows themselves; only at edges is it gathered. */
void ead_dense_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    if (!layer->packed) {
        layer->op == EAD_OP_POINTWISE ? ead_pointwise_row(layer, rows, output) : ead_conv3x3_row(layer, rows, output);
        return;
    }
    ead_pie p = {.executed = 0};
    int8_t gathered[EAD_PATCH_DEPTH + EAD_ROW_SLACK] = {0};
    const int32_t channels = layer->in_channels;
    const int inner = layer->op == EAD_OP_CONV3X3 && rows[0] && rows[1] && rows[2];
    for (int32_t x = 0; x < layer->out_columns; x++, output += layer->out_channels) {
        const int32_t column = x * layer->stride - layer->pad_left;
        if (inner && column >= 0 && column + 3 <= layer->in_columns) {
            const ptrdiff_t at = (ptrdiff_t)column * channels;
            const int8_t *const piece[3] = {rows[0] + at, rows[1] + at, rows[2] + at};
            pixel(&p, layer, piece, 3, 3 * channels, output);
        } else {
            const int8_t *const piece[3] = {ead_patch(layer, rows, x, gathered), NULL, NULL};
            pixel(&p, layer, piece, 1, ead_depth(layer), output);
        }
    }
    ead_pie_executed += p.executed;
}
