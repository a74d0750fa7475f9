#include "dense.h"

EAD_AVX2 static void patches(const ead_layer *layer, const int8_t *const rows[3], int32_t x, int32_t pixels, int32_t from,
                             int32_t count, int16_t *to) {
    const int32_t channels = layer->in_channels, pitch = ead_dense_pitch(count);
    const int8_t *in = rows[0] + (ptrdiff_t)x * channels + from;
    if (count == channels && pitch == count) { /* without gaps */
        ead_widen(in, pixels * channels, to);
        return;
    }
    for (int32_t i = 0; i < pixels; i++, in += channels, to += pitch) {
        memset(to + pitch - 4, 0, 4 * sizeof *to);
        ead_widen(in, count, to);
    }
}

EAD_AVX2 void ead_pointwise_row_avx2(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    ead_dense_row_avx2(layer, rows, layer->in_channels, patches, output);
}
