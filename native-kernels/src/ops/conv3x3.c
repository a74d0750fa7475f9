#include "ops.h"
#include "requantise.h"

void ead_conv3x3_row(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    const int32_t channels = layer->in_channels, columns = layer->in_columns;
    for (int32_t x = 0; x < layer->out_columns; x++) {
        for (int32_t o = 0; o < layer->out_channels; o++) {
            const int8_t *w = layer->weights + (ptrdiff_t)o * 9 * channels; // [3][3][in]
            int32_t acc = layer->bias[o];
            for (int32_t ky = 0; ky < 3; ky++) {
                for (int32_t kx = 0; kx < 3; kx++, w += channels) {
                    const int32_t column = x * layer->stride - layer->pad_left + kx;
                    const int8_t *in =
                        rows[ky] && column >= 0 && column < columns ? rows[ky] + (ptrdiff_t)column * channels : layer->pad;
                    for (int32_t c = 0; c < channels; c++)
                        acc += w[c] * in[c];
                }
            }
            *output++ = ead_leave(layer, acc, o);
        }
    }
}
