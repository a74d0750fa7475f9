#include "dense.h"

/* Values from..to-1 of the [3][channels] that one row of the window sees, its first column being `column`. */
EAD_AVX2_INLINE void copy_run(const ead_layer *layer, const int8_t *row, int32_t column, int32_t from, int32_t to,
                              int16_t *patch) {
    const int32_t channels = layer->in_channels, columns = layer->in_columns;
    if (row && column >= 0 && column + 3 <= columns) {
        ead_widen(row + (ptrdiff_t)column * channels + from, to - from, patch);
        return;
    }
    for (int32_t k = from; k < to;) { /* pixel by pixel: some lie outside the picture */
        const int32_t pixel = k / channels, begin = pixel * channels;
        const int32_t end = begin + channels < to ? begin + channels : to;
        const bool inside = row && column + pixel >= 0 && column + pixel < columns;
        const int8_t *in = inside ? row + (ptrdiff_t)(column + pixel) * channels : layer->pad;
        ead_widen(in + (k - begin), end - k, patch);
        patch += end - k;
        k = end;
    }
}

/* Values from..from+count-1 of one patch, whose window starts at `column`. */
EAD_AVX2_INLINE void copy_patch(const ead_layer *layer, const int8_t *const rows[3], int32_t column, int32_t from, int32_t count,
                                int16_t *to) {
    const int32_t run = 3 * layer->in_channels;
    for (int32_t ky = 0; ky < 3; ky++) {
        const int32_t start = ky * run; /* of this row in the patch */
        const int32_t low = from > start ? from : start, high = from + count < start + run ? from + count : start + run;
        if (low < high) copy_run(layer, rows[ky], column, low - start, high - start, to + (low - from));
    }
}

/* Sixteen values, of which the caller wants the first few and will overwrite the others. */
EAD_AVX2_INLINE void copy_loosely(const int8_t *from, int16_t *to) {
    _mm256_storeu_si256((__m256i *)(void *)to, _mm256_cvtepi8_epi16(ead_load16(from)));
}

/* A patch is [3][3][channels], as the weights are. */
EAD_AVX2 static void patches(const ead_layer *layer, const int8_t *const rows[3], int32_t x, int32_t pixels, int32_t from,
                             int32_t count, int16_t *to) {
    const int32_t channels = layer->in_channels, run = 3 * channels, pitch = ead_dense_pitch(count);
    const bool loose = run <= 16 && rows[0] && rows[1] && rows[2]; /* the first layer of every net: 3 or 9 values per row */
    for (int32_t i = 0; i < pixels; i++, to += pitch) {
        const int32_t column = (x + i) * layer->stride - layer->pad_left;
        if (loose && column >= 0 && column * channels + 16 <= layer->in_columns * channels) {
            for (int32_t ky = 0; ky < 3; ky++)
                copy_loosely(rows[ky] + column * channels, to + ky * run);
        } else {
            copy_patch(layer, rows, column, from, count, to);
        }
        for (int32_t k = count; k < pitch; k++)
            to[k] = 0;
    }
}

EAD_AVX2 void ead_conv3x3_row_avx2(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    ead_dense_row_avx2(layer, rows, 9 * layer->in_channels, patches, output);
}
