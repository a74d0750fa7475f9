/*
 * Convolution and pointwise are the same work once the inputs under an output pixel lie side by side: a patch of `depth` values
 * times a matrix [out][depth].
 */
#ifndef EAD_DENSE_H
#define EAD_DENSE_H

#include "avx2.h"

enum {
    EAD_DENSE_PIXELS = 48, /* output pixels at a time */
    EAD_DENSE_DEPTH = 192, /* values of a patch at a time */
    EAD_DENSE_SLACK = 16   /* values that may be scribbled on behind the last patch */
};

/* Values from one patch to the next: `count` rounded up to two pairs. */
static inline int32_t ead_dense_pitch(int32_t count) {
    return (count + 3) / 4 * 4;
}

/* Writes values from..from+count-1 of the patches of output pixels x..x+pixels-1: int16 [pixels][ead_dense_pitch(count)], what
 * fills up being 0. */
typedef void (*ead_patch_fn)(const ead_layer *layer, const int8_t *const rows[3], int32_t x, int32_t pixels, int32_t from,
                             int32_t count, int16_t *patches);

/* One output row; weights of the layer [out][depth]. About 24 KB of stack, whatever the shape. */
void ead_dense_row_avx2(const ead_layer *layer, const int8_t *const rows[3], int32_t depth, ead_patch_fn patch, int8_t *output);

#endif
