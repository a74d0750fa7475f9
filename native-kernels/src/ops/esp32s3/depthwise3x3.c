/*
 * Depthwise layers. Inside the picture: group by group along the row, five of the nine weights stay in registers, the others and the limits
 * come with multiplications. At edges: pixel by pixel over the groups, values outside the picture read from three packed pixels of padding.
 */
#include "esp32s3.h"

enum {
    WEIGHTS = EAD_S3_BIAS_BYTES, /* w0 .. w4, largest values, w5 .. w8, smallest values */
    LARGEST = WEIGHTS + 5 * 16,
    FIFTH = LARGEST + 16,
    SMALLEST = FIFTH + 4 * 16,
    GROUP_BYTES = SMALLEST + 16
};

static size_t groups_bytes(const ead_layer *layer) {
    return (size_t)(layer->out_channels / EAD_GROUP) * GROUP_BYTES;
}

/* The first input column under an output column. */
static int32_t first_column(const ead_layer *layer, int32_t x) {
    return x * layer->stride - layer->pad_left;
}

/* No window may lose two of its columns. */
size_t ead_depthwise3x3_pack_bytes_s3(const ead_layer *layer) {
    if (layer->requantisation == EAD_REQUANTISE_EXACT) return ead_exact_depthwise3x3_pack_bytes_s3(layer);
    if (layer->out_channels % EAD_GROUP || layer->in_columns < 2 || first_column(layer, layer->out_columns - 1) + 2 > layer->in_columns)
        return 0;
    return groups_bytes(layer) + 3 * (size_t)layer->in_channels;
}

void ead_depthwise3x3_pack_s3(const ead_layer *layer, void *destination) {
    if (layer->requantisation == EAD_REQUANTISE_EXACT) {
        ead_exact_depthwise3x3_pack_s3(layer, destination);
        return;
    }
    int8_t *to = destination;
    for (int32_t first = 0; first < layer->out_channels; first += EAD_GROUP, to += GROUP_BYTES) {
        ead_s3_pack_bias(layer, first, to);
        for (int32_t k = 0; k < 9; k++)
            memcpy(to + (k < 5 ? WEIGHTS + k * 16 : FIFTH + (k - 5) * 16), layer->weights + k * layer->in_channels + first, 16);
        memcpy(to + LARGEST, layer->channel_max + first, 16);
        memcpy(to + SMALLEST, layer->channel_min + first, 16);
    }
    for (int32_t i = 0; i < 3; i++, to += layer->in_channels) memcpy(to, layer->pad, layer->in_channels);
}

/*
 * `count` output pixels of one group whose windows lie inside the picture. q0 .. q4: w0 .. w4, q5 and q6 take turns with inputs, q7 with w5 ..
 * w8. Of a window's three rows each is read at column, column + 1 and column + 2; `back` then goes to the next window. `w` runs round from the
 * largest values over w5 .. w8 to the smallest.
 */
static void inside(ead_pie *pie, const int8_t *group, const int8_t *r0, const int8_t *r1, const int8_t *r2, int32_t step, int32_t back,
                   uint32_t count, int8_t *out) {
    const int8_t *bias = group, *w = group + WEIGHTS;
    const uint32_t shift = (uint8_t)group[EAD_S3_SHIFT_AT];
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(r0), EAD_PIE_IN_OUT(r1), EAD_PIE_IN_OUT(r2), EAD_PIE_IN_OUT(w), EAD_PIE_IN_OUT(bias), EAD_PIE_IN_OUT(out)),
                    EAD_PIE_OPERANDS(EAD_PIE_IN(step), EAD_PIE_IN(back), EAD_PIE_IN(count), EAD_PIE_IN(shift)),
        EAD_PIE_VLD_128_IP(0, w, 16)
        EAD_PIE_VLD_128_IP(1, w, 16)
        EAD_PIE_VLD_128_IP(2, w, 16)
        EAD_PIE_VLD_128_IP(3, w, 16)
        EAD_PIE_VLD_128_IP(4, w, 32)
        EAD_PIE_VLD_128_IP(7, w, 16)
        EAD_PIE_LOOP(count,
            EAD_PIE_VLD_128_XP(5, r0, step)
            EAD_PIE_VLD_128_XP(6, r0, step)
            EAD_S3_LOAD_BIAS(-36)
            EAD_PIE_VMULAS_S8_QACC_LD_XP(5, r0, back, 5, 0)
            EAD_PIE_VMULAS_S8_QACC_LD_XP(6, r1, step, 6, 1)
            EAD_PIE_VMULAS_S8_QACC_LD_XP(5, r1, step, 5, 2)
            EAD_PIE_VMULAS_S8_QACC_LD_XP(6, r1, back, 6, 3)
            EAD_PIE_VMULAS_S8_QACC_LD_XP(5, r2, step, 5, 4)
            EAD_PIE_VMULAS_S8_QACC_LD_IP(7, w, 16, 6, 7)
            EAD_PIE_VLD_128_XP(6, r2, step)
            EAD_PIE_VMULAS_S8_QACC_LD_IP(7, w, 16, 5, 7)
            EAD_PIE_VLD_128_XP(5, r2, back)
            EAD_PIE_VMULAS_S8_QACC_LD_IP(7, w, 16, 6, 7)
            EAD_PIE_VMULAS_S8_QACC_LD_IP(5, w, -80, 5, 7)
            EAD_PIE_SRCMB_S8_QACC(6, shift)
            EAD_PIE_VMAX_S8_LD_INCP(7, w, 6, 6, 5)
            EAD_PIE_VMIN_S8_LD_INCP(7, w, 6, 6, 7)
            EAD_PIE_VST_128_XP(6, out, step)));
}

/* One output pixel, all groups; left, middle and right load the columns of its window, row by row. */
#define AT_EDGE(left, middle, right) \
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(r0), EAD_PIE_IN_OUT(r1), EAD_PIE_IN_OUT(r2), EAD_PIE_IN_OUT(pad), EAD_PIE_IN_OUT(w), \
                                     EAD_PIE_IN_OUT(bias), EAD_PIE_IN_OUT(out), EAD_PIE_IN_OUT(shift)), \
                    EAD_PIE_OPERANDS(EAD_PIE_IN(step), EAD_PIE_IN(back), EAD_PIE_IN(groups)), \
        EAD_PIE_LOOP(groups, \
            EAD_PIE_L8UI(shift, bias, 40) \
            EAD_S3_LOAD_BIAS(188) \
            left(0, r0, 0) \
            EAD_PIE_VLD_128_IP(1, w, 16) \
            middle(2, r0, 0) \
            EAD_PIE_VMULAS_S8_QACC_LD_IP(3, w, 16, 0, 1) \
            right(4, r0, 0) \
            EAD_PIE_VMULAS_S8_QACC_LD_IP(1, w, 16, 2, 3) \
            left(0, r1, 0) \
            EAD_PIE_VMULAS_S8_QACC_LD_IP(3, w, 16, 4, 1) \
            middle(2, r1, 0) \
            EAD_PIE_VMULAS_S8_QACC_LD_IP(1, w, 32, 0, 3) \
            right(4, r1, 0) \
            EAD_PIE_VMULAS_S8_QACC_LD_IP(3, w, 16, 2, 1) \
            left(0, r2, 16) \
            EAD_PIE_VMULAS_S8_QACC_LD_IP(1, w, 16, 4, 3) \
            middle(2, r2, 16) \
            EAD_PIE_VMULAS_S8_QACC_LD_IP(3, w, 16, 0, 1) \
            right(4, r2, 16) \
            EAD_PIE_VMULAS_S8_QACC_LD_IP(1, w, 16, 2, 3) \
            EAD_PIE_VMULAS_S8_QACC_LD_IP(3, w, -80, 4, 1) \
            EAD_PIE_VLD_128_IP(5, w, 144) \
            EAD_PIE_SRCMB_S8_QACC(6, shift) \
            EAD_PIE_VMAX_S8(6, 6, 3) \
            EAD_PIE_VMIN_S8(6, 6, 5) \
            EAD_PIE_VST_128_IP(6, out, 16)))

_Static_assert(EAD_S3_SHIFT_AT == 40 && GROUP_BYTES - 36 == 188 && LARGEST - SMALLEST == -80 && GROUP_BYTES + WEIGHTS - LARGEST == 144,
               "the steps in the programs");

/* A column of row r, the last column of a row, a column outside the picture: the padding of a group, which goes on to the next with the
 * last row's. */
#define STEP(q, r, on) EAD_PIE_VLD_128_XP(q, r, step)
#define LAST(q, r, on) EAD_PIE_VLD_128_XP(q, r, back)
#define PAD(q, r, on) EAD_PIE_VLD_128_IP(q, pad, on)

/* rows: all three, where a row is missing the pixels of padding, from which any column is read as `pad` itself. */
static void at_edge(ead_pie *pie, const ead_layer *layer, const int8_t *const rows[3], const int8_t *pad, int32_t x, int8_t *out) {
    const int32_t step = layer->in_channels, column = first_column(layer, x);
    const ptrdiff_t at = (ptrdiff_t)(column > 0 ? column : 0) * step;
    const int8_t *r0 = rows[0] == pad ? pad : rows[0] + at, *r1 = rows[1] == pad ? pad : rows[1] + at, *r2 = rows[2] == pad ? pad : rows[2] + at;
    const int8_t *bias = layer->packed, *w = bias + WEIGHTS;
    const uint32_t groups = layer->out_channels / EAD_GROUP;
    uint32_t shift = 0;
    const int32_t inside_of_three = column < 0 || column + 3 > layer->in_columns ? 2 : 3, back = 16 - (inside_of_three - 1) * step;
    if (column < 0)
        AT_EDGE(PAD, STEP, LAST);
    else if (inside_of_three == 2)
        AT_EDGE(STEP, LAST, PAD);
    else
        AT_EDGE(STEP, STEP, LAST);
}

void ead_depthwise3x3_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    if (!layer->packed) {
        ead_depthwise3x3_row(layer, rows, output);
        return;
    }
    if (layer->requantisation == EAD_REQUANTISE_EXACT) {
        ead_exact_depthwise3x3_row_s3(layer, rows, output);
        return;
    }
    ead_pie state = {0}, *const pie = &state;
    const int32_t step = layer->in_channels, columns = layer->out_columns;
    const int8_t *const pad = (const int8_t *)layer->packed + groups_bytes(layer);
    const int8_t *const there[3] = {rows[0] ? rows[0] : pad, rows[1] ? rows[1] : pad, rows[2] ? rows[2] : pad};
    int32_t x = 0, end = 0; /* inside the picture: columns [x, end) */
    if (rows[0] && rows[1] && rows[2]) {
        x = layer->pad_left;
        end = (layer->in_columns + layer->pad_left - 3) / layer->stride + 1;
        if (end > columns) end = columns;
        if (end < x) x = end = 0;
        const ptrdiff_t at = (ptrdiff_t)first_column(layer, x) * step;
        const int8_t *group = layer->packed;
        for (int32_t first = 0; first < layer->out_channels && x < end; first += EAD_GROUP, group += GROUP_BYTES)
            inside(pie, group, rows[0] + at + first, rows[1] + at + first, rows[2] + at + first, step, (layer->stride - 2) * step,
                   (uint32_t)(end - x), output + (ptrdiff_t)x * step + first);
    }
    for (int32_t i = 0; i < x; i++) at_edge(pie, layer, there, pad, i, output + (ptrdiff_t)i * step);
    for (int32_t i = end; i < columns; i++) at_edge(pie, layer, there, pad, i, output + (ptrdiff_t)i * step);
}
