#include "ops.h"
#include "requantise.h"

void ead_pointwise_row(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    const int32_t channels = layer->in_channels;
    const int8_t *in = rows[0];
    for (int32_t x = 0; x < layer->out_columns; x++, in += channels) {
        const int8_t *w = layer->weights; // [out][in]
        for (int32_t o = 0; o < layer->out_channels; o++, w += channels) {
            int32_t acc = layer->bias[o];
            for (int32_t c = 0; c < channels; c++)
                acc += w[c] * in[c];
            *output++ = ead_leave(layer, acc, o);
        }
    }
}
