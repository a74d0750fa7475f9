/*
 * Depthwise 3x3, layers that leave by shifts. Sixteen channels of one picture column are one vector [16][4]: for each channel the
 * three rows of the window and a zero. Each output is three such columns times three vectors of weights.
 */
#include "avx512.h"

enum { COLUMNS = 4 /* outputs at a time */ };

/* Packed: per sixteen channels ead_lanes16, then weights [kx][16][ky, 4th zero]. */
enum { GROUP_BYTES = sizeof(ead_lanes16) + 3 * EAD_LINE };

size_t ead_depthwise3x3_pack_bytes_avx512(const ead_layer *layer) {
    return EAD_LINE + (size_t)((layer->out_channels + EAD_GROUP - 1) / EAD_GROUP) * GROUP_BYTES;
}

void ead_depthwise3x3_pack_avx512(const ead_layer *layer, void *destination) {
    const int32_t channels = layer->out_channels;
    uint8_t *to = ead_line(destination);
    for (int32_t first = 0; first < channels; first += EAD_GROUP, to += GROUP_BYTES) {
        ead_lanes16 *lanes = (ead_lanes16 *)(void *)to;
        int8_t *weights = (int8_t *)(to + sizeof *lanes);
        int32_t sums[16] = {0};
        for (int32_t i = 0; i < 16 && first + i < channels; i++)
            for (int32_t k = 0; k < 9; k++) {
                const int8_t w = layer->weights[k * channels + first + i];
                weights[k % 3 * EAD_LINE + 4 * i + k / 3] = w;
                sums[i] += w;
            }
        ead_lanes16_pack(lanes, layer, first, sums);
        for (int32_t i = 0; i < 16 && first + i < channels; i++)
            lanes->pad[i] = layer->pad[first + i];
    }
}

/* Three rows at sixteen channels, each a place and the bytes from one picture column to the next (0: outside the picture). */
typedef struct window {
    const int8_t *row[3];
    ptrdiff_t step[3];
    __m512i order, outside;
    int32_t columns;
} window;

EAD_AVX512_INLINE __m512i interleave(__m128i top, __m128i middle, __m128i bottom, __m512i order) {
    const __m512i rows = _mm512_inserti32x4(_mm512_inserti32x4(_mm512_zextsi128_si512(top), middle, 1), bottom, 2);
    return _mm512_xor_si512(_mm512_permutexvar_epi8(order, rows), _mm512_set1_epi8(-128));
}

EAD_AVX512_INLINE __m512i load_column(const window *w, int32_t column) {
    __m128i in[3];
    for (int32_t k = 0; k < 3; k++)
        in[k] = _mm_loadu_si128((const __m128i *)(const void *)(w->row[k] + column * w->step[k]));
    return interleave(in[0], in[1], in[2], w->order);
}

EAD_AVX512_INLINE __m512i any_column(const window *w, int32_t column) {
    return column >= 0 && column < w->columns ? load_column(w, column) : w->outside;
}

/* Up to COLUMNS outputs from the columns under them. `stride` is a constant at every call. */
EAD_AVX512_INLINE void outputs(const ead_lanes16 *lanes, const __m512i weights[3], const __m512i *in, int32_t stride,
                               int32_t count, int32_t pixels, ptrdiff_t pitch, int8_t *output) {
    __m512i sum[COLUMNS];
    EAD_UNROLL
    for (int32_t i = 0; i < COLUMNS; i++) {
        sum[i] = _mm512_dpbusd_epi32(_mm512_load_si512(lanes->bias), in[stride * i], weights[0]);
        sum[i] = _mm512_dpbusd_epi32(sum[i], in[stride * i + 1], weights[1]);
        sum[i] = _mm512_dpbusd_epi32(sum[i], in[stride * i + 2], weights[2]);
    }
    ead_store4(ead_leave4(sum, lanes), output, pitch, count, pixels);
}

/* Sixteen channels of the whole row. `stride` is a constant at both calls. */
EAD_AVX512_INLINE void block(const ead_layer *layer, const window *w, const uint8_t *packed, int32_t stride, int32_t count,
                             int8_t *output) {
    enum { MOST_SPAN = 2 * (COLUMNS - 1) + 3 };
    const ead_lanes16 *lanes = (const ead_lanes16 *)(const void *)packed;
    const int32_t columns = layer->out_columns, step = stride * COLUMNS, span = step - stride + 3, shared = span - step;
    const ptrdiff_t pitch = layer->out_channels;
    __m512i weights[3], in[MOST_SPAN];
    EAD_UNROLL
    for (int32_t k = 0; k < 3; k++)
        weights[k] = _mm512_load_si512(packed + sizeof *lanes + (size_t)k * EAD_LINE);

    int32_t x = 0, first = -layer->pad_left;
    EAD_UNROLL
    for (int32_t i = 0; i < shared; i++)
        in[i] = any_column(w, first + i);
    for (; x < columns;
         x += COLUMNS, first += step, output += COLUMNS * pitch) { /* the first `shared` columns are there already */
        const int32_t left = columns - x;
        if (first >= 0 && first + span <= w->columns && left >= COLUMNS) {
            EAD_UNROLL
            for (int32_t i = shared; i < span; i++)
                in[i] = load_column(w, first + i);
            outputs(lanes, weights, in, stride, count, COLUMNS, pitch, output);
        } else {
            EAD_UNROLL
            for (int32_t i = shared; i < span; i++)
                in[i] = any_column(w, first + i);
            outputs(lanes, weights, in, stride, count, left < COLUMNS ? left : COLUMNS, pitch, output);
        }
        EAD_UNROLL
        for (int32_t i = 0; i < shared; i++)
            in[i] = in[step + i];
    }
}

EAD_AVX512 void ead_depthwise3x3_row_avx512(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    const int32_t channels = layer->in_channels;
    const uint8_t *packed = ead_line(layer->packed);
    int8_t order[EAD_LINE];
    for (int32_t i = 0; i < EAD_LINE; i++)
        order[i] = (int8_t)(i % 4 * 16 + i / 4); /* byte i: channel i / 4 of row i % 4 */
    window w = {.columns = layer->in_columns, .order = _mm512_loadu_si512(order)};
    for (int32_t c = 0; c < channels; c += EAD_GROUP, packed += GROUP_BYTES) {
        const int8_t *pad = ((const ead_lanes16 *)(const void *)packed)->pad;
        const __m128i outside = _mm_load_si128((const __m128i *)(const void *)pad);
        for (int32_t k = 0; k < 3; k++) {
            w.row[k] = rows[k] ? rows[k] + c : pad;
            w.step[k] = rows[k] ? channels : 0;
        }
        w.outside = interleave(outside, outside, outside, w.order);
        const int32_t left = channels - c, count = left < EAD_GROUP ? left : EAD_GROUP;
        if (layer->stride == 1)
            block(layer, &w, packed, 1, count, output + c);
        else
            block(layer, &w, packed, 2, count, output + c);
    }
}
