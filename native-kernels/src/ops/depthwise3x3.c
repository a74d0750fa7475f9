#include "ops.h"
#include "requantise.h"

void ead_depthwise3x3_row(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    const int32_t channels = layer->in_channels, columns = layer->in_columns;
    for (int32_t x = 0; x < layer->out_columns; x++) {
        const int8_t *in[9]; // the window, each [channels]
        for (int32_t k = 0; k < 9; k++) {
            const int8_t *row = rows[k / 3];
            const int32_t column = x * layer->stride - layer->pad_left + k % 3;
            in[k] = row && column >= 0 && column < columns ? row + (ptrdiff_t)column * channels : layer->pad;
        }
        for (int32_t c = 0; c < channels; c++) {
            int32_t acc = layer->bias[c];
            for (int32_t k = 0; k < 9; k++)
                acc += layer->weights[k * channels + c] * in[k][c];
            *output++ = ead_leave(layer, acc, c);
        }
    }
}
