/* The inputs under one output pixel, side by side, for operators that treat convolutions as pointwise layers. */
#ifndef EAD_PATCH_H
#define EAD_PATCH_H

#include "ops.h"

#include <string.h>

/* The largest patch, in values, that kernels keep on the stack; deeper convolutions and pointwise layers run from reference C. */
enum { EAD_PATCH_DEPTH = 384 };

/* Values that one output of a convolution or of a pointwise layer sums up. */
static inline int32_t ead_depth(const ead_layer *layer) {
    return (layer->op == EAD_OP_CONV3X3 ? 9 : 1) * (int32_t)layer->in_channels;
}

/* The patch of output column x: where it lies in the input row (pointwise), or gathered into `to`, [3][3][in]. */
static inline const int8_t *ead_patch(const ead_layer *layer, const int8_t *const rows[3], int32_t x, int8_t *to) {
    const int32_t channels = layer->in_channels, columns = layer->in_columns, first = x * layer->stride - layer->pad_left;
    if (layer->op == EAD_OP_POINTWISE) return rows[0] + (ptrdiff_t)x * channels;
    int8_t *out = to;
    for (int32_t ky = 0; ky < 3; ky++) {
        if (rows[ky] && first >= 0 && first + 3 <= columns) {
            memcpy(out, rows[ky] + (ptrdiff_t)first * channels, 3 * (size_t)channels);
            out += 3 * channels;
            continue;
        }
        for (int32_t column = first; column < first + 3; column++, out += channels) {
            const int inside = rows[ky] && column >= 0 && column < columns;
            memcpy(out, inside ? rows[ky] + (ptrdiff_t)column * channels : layer->pad, (size_t)channels);
        }
    }
    return to;
}

#endif
