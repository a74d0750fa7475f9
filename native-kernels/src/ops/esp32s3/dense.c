/*
 * Convolutions and pointwise layers: one multiplication per tap, which brings the next weights with it. An input vector is loaded once per
 * sixteen inputs; each of its values is multiplied with the weights of sixteen output channels.
 *
 * Group by group along the row. Up to 16 inputs per output (`narrow`) a whole row is one zero-overhead loop; above that (`wide`) the loop
 * runs over vectors of 16 inputs, pixel by pixel.
 */
#include "../patch.h"
#include "esp32s3.h"

enum { LEAST = 0, MOST = 16, WEIGHTS = 32 /* and behind them the bias */, READ_AHEAD = 32 };

/* How the values of a group are stored: one vector, two halves where pixels start at odd multiples of 8, eight values. */
typedef enum store { WHOLE, HALVES, EIGHT } store;

/* Two pixels of eight channels lie in one vector. */
static int in_pairs(const ead_layer *layer) {
    return layer->op == EAD_OP_POINTWISE && layer->in_channels == 8;
}

/* Pixels of a row are vectors. */
static int in_vectors(const ead_layer *layer) {
    return layer->op == EAD_OP_POINTWISE && layer->in_channels % EAD_PIE_LANES == 0;
}

/* Taps of a group; weights beyond the depth are zero. */
static int32_t taps_of(const ead_layer *layer) {
    return in_pairs(layer) ? 8 : (ead_depth(layer) + EAD_PIE_LANES - 1) / EAD_PIE_LANES * EAD_PIE_LANES;
}

static ptrdiff_t bias_at(const ead_layer *layer) {
    return WEIGHTS + (ptrdiff_t)taps_of(layer) * EAD_PIE_LANES;
}

static ptrdiff_t group_bytes(const ead_layer *layer) {
    return bias_at(layer) + EAD_S3_BIAS_BYTES;
}

size_t ead_dense_pack_bytes_s3(const ead_layer *layer) {
    if (layer->requantisation == EAD_REQUANTISE_EXACT) return ead_exact_dense_pack_bytes_s3(layer);
    if (layer->out_channels % 8 || ead_depth(layer) > EAD_PATCH_DEPTH) return 0;
    return (layer->out_channels + EAD_GROUP - 1u) / EAD_GROUP * (size_t)group_bytes(layer) + READ_AHEAD;
}

void ead_dense_pack_s3(const ead_layer *layer, void *destination) {
    if (layer->requantisation == EAD_REQUANTISE_EXACT) {
        ead_exact_dense_pack_s3(layer, destination);
        return;
    }
    const int32_t depth = ead_depth(layer);
    int8_t *to = destination;
    for (int32_t first = 0; first < layer->out_channels; first += EAD_GROUP, to += group_bytes(layer)) {
        const int32_t channels = ead_s3_channels(layer, first);
        ead_s3_pack_bias(layer, first, to + bias_at(layer));
        memcpy(to + LEAST, layer->channel_min + first, (size_t)channels);
        memcpy(to + MOST, layer->channel_max + first, (size_t)channels);
        for (int32_t k = 0; k < depth; k++)
            for (int32_t i = 0; i < channels; i++) to[WEIGHTS + k * EAD_PIE_LANES + i] = layer->weights[(ptrdiff_t)(first + i) * depth + k];
    }
}

/* Weights of a tap are in q0 .. q3, the input in q4; the last tap of a pixel brings the next input. */
#define TAP(q, next, sel) EAD_PIE_VSMULAS_S8_QACC_LD_INCP(next, w, q, 4, sel)
#define PLAIN(q, sel) EAD_PIE_VSMULAS_S8_QACC(q, 4, sel)
#define TAP_NEXT_INPUT(q, sel) EAD_PIE_VSMULAS_S8_QACC_LD_INCP(4, in, q, 4, sel)

/* Bias of the next pixel; the pointer has come 36 (32) bytes further and goes by `step` from there. */
#define BIAS(from, step) EAD_S3_LOAD_QACC(from, step)
#define BIAS_OF_EIGHT(from, step) \
    EAD_PIE_LD_QACC_L_L_128_IP(from, 32) \
    EAD_PIE_LD_QACC_L_H_32_IP(from, step)

/* What is loaded between QACC's end and the clamps. */
#define LEAVE(loads) \
    EAD_PIE_SRCMB_S8_QACC(7, shift) \
    loads \
    EAD_PIE_VMAX_S8(7, 7, 5) \
    EAD_PIE_VMIN_S8(7, 7, 6)
#define STORE_WHOLE EAD_PIE_VST_128_XP(7, out, step)
#define STORE_HALVES EAD_PIE_VST_L_64_IP(7, out, 8) EAD_PIE_VST_H_64_XP(7, out, step)
#define STORE_EIGHT EAD_PIE_VST_L_64_XP(7, out, step)

/* Taps 0 and 1 have their weights in q0 and q1 for good; those of the others come and go through q2 and q3. Behind the last lies the bias, whose
 * last load goes back to the weights of tap 2. */
#define PIXEL_OF_16(bias, back, store) \
    TAP(0, 2, 0) TAP(1, 3, 1) TAP(2, 2, 2) TAP(3, 3, 3) TAP(2, 2, 4) TAP(3, 3, 5) TAP(2, 2, 6) TAP(3, 3, 7) \
    TAP(2, 2, 8) TAP(3, 3, 9) TAP(2, 2, 10) TAP(3, 3, 11) TAP(2, 2, 12) TAP(3, 3, 13) PLAIN(2, 14) TAP_NEXT_INPUT(3, 15) \
    LEAVE(bias(w, back)) store
#define FIRST_OF_PAIR(bias, back, store) \
    TAP(0, 2, 0) TAP(1, 3, 1) TAP(2, 2, 2) TAP(3, 3, 3) TAP(2, 2, 4) TAP(3, 3, 5) PLAIN(2, 6) PLAIN(3, 7) \
    LEAVE(bias(w, back)) store
#define SECOND_OF_PAIR(bias, back, store) \
    TAP(0, 2, 8) TAP(1, 3, 9) TAP(2, 2, 10) TAP(3, 3, 11) TAP(2, 2, 12) TAP(3, 3, 13) PLAIN(2, 14) TAP_NEXT_INPUT(3, 15) \
    LEAVE(bias(w, back)) store
#define PAIR(bias, back, store) FIRST_OF_PAIR(bias, back, store) SECOND_OF_PAIR(bias, back, store)

#define NARROW(body) \
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(w), EAD_PIE_IN_OUT(out)), \
                    EAD_PIE_OPERANDS(EAD_PIE_IN(step), EAD_PIE_IN(shift), EAD_PIE_IN(count)), EAD_PIE_LOOP(count, body))
/* With all that the taps of a pixel have moved on: 14 or 6 vectors, then bias. */
#define NARROW_BY(how, pixel, all, eight) \
    do { \
        if ((how) == WHOLE) \
            NARROW(pixel(BIAS, all, STORE_WHOLE)); \
        else if ((how) == HALVES) \
            NARROW(pixel(BIAS, all, STORE_HALVES)); \
        else \
            NARROW(pixel(BIAS_OF_EIGHT, eight, STORE_EIGHT)); \
    } while (0)

/* `columns` pixels of one group. Reads one vector behind the last. `out` goes from pixel to pixel by `stride` bytes. */
static void narrow(ead_pie *pie, const int8_t *group, const int8_t *bias, int pairs, store how, const int8_t *in, uint32_t columns, int8_t *out, int32_t stride) {
    const int8_t *w = group + LEAST;
    const uint32_t shift = (uint8_t)bias[EAD_S3_SHIFT_AT];
    const int32_t step = how == HALVES ? stride - 8 : stride;
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(w), EAD_PIE_IN_OUT(bias), EAD_PIE_IN_OUT(in)), EAD_PIE_OPERANDS(EAD_PIE_IN(shift)),
        EAD_PIE_VLD_128_IP(4, in, 16)
        EAD_PIE_VLD_128_IP(5, w, 16)
        EAD_PIE_VLD_128_IP(6, w, 16)
        EAD_PIE_VLD_128_IP(0, w, 16)
        EAD_PIE_VLD_128_IP(1, w, 16)
        BIAS(bias, 4));
    uint32_t count = pairs ? columns / 2 : columns;
    if (!pairs) {
        NARROW_BY(how, PIXEL_OF_16, -260, -256);
        return;
    }
    NARROW_BY(how, PAIR, -132, -128);
    if (columns % 2 == 0) return;
    count = 1;
    NARROW_BY(how, FIRST_OF_PAIR, -132, -128);
}

/*
 * All groups of a row in one program, where each is whole. From the first weights it goes on to the bias by `to_bias`, comes back with the
 * last load of it, and goes on to the next group by `to_next`, with loads that are needed or at least do no harm.
 */
#define ALL_GROUPS(pixel, back, to_bias, to_next) \
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(w), EAD_PIE_IN_OUT(out), EAD_PIE_IN_OUT(groups), EAD_PIE_IN_OUT(shift)), \
                    EAD_PIE_OPERANDS(EAD_PIE_IN(step), EAD_PIE_IN(count), EAD_PIE_IN(in_back), EAD_PIE_IN(out_next)), \
        EAD_PIE_REPEAT(groups, \
            EAD_PIE_VLD_128_IP(5, w, 16) EAD_PIE_VLD_128_IP(6, w, 16) EAD_PIE_VLD_128_IP(0, w, 16) EAD_PIE_VLD_128_IP(1, w, to_bias) \
            EAD_PIE_VLD_128_IP(4, in, 16) EAD_PIE_L8UI(shift, w, 40) \
            BIAS(w, back) \
            EAD_PIE_LOOP(count, pixel(BIAS, back, STORE_WHOLE)) \
            EAD_PIE_ADD(in, in_back) EAD_PIE_ADD(out, out_next) EAD_PIE_VLD_128_IP(0, w, to_next)))
_Static_assert(EAD_S3_SHIFT_AT == 40 && EAD_S3_BIAS_BYTES == 48, "the steps in the programs");

static void narrow_groups(ead_pie *pie, const int8_t *w, int pairs, const int8_t *in, uint32_t columns, int8_t *out, int32_t step) {
    uint32_t groups = (uint32_t)step / EAD_GROUP, shift = 0;
    const uint32_t count = pairs ? columns / 2 : columns;
    const int32_t in_back = -16 * (int32_t)(count + 1), out_next = EAD_GROUP - (int32_t)columns * step;
    if (pairs)
        ALL_GROUPS(PAIR, -132, 112, 144);
    else
        ALL_GROUPS(PIXEL_OF_16, -260, 240, 272);
}

/* One pixel of one group: q2 and q3 take turns with weights, which are read two vectors ahead. */
#define WIDE(load, store) \
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(w), EAD_PIE_IN_OUT(bias), EAD_PIE_IN_OUT(out)), \
                    EAD_PIE_OPERANDS(EAD_PIE_IN(base), EAD_PIE_IN(step), EAD_PIE_IN(shift), EAD_PIE_IN(vectors)), \
        EAD_PIE_VLD_128_IP(2, w, 16) \
        EAD_PIE_VLD_128_IP(3, w, 16) \
        load \
        EAD_PIE_LOOP(vectors, \
            EAD_PIE_VLD_128_IP(4, in, 16) \
            TAP(2, 2, 0) TAP(3, 3, 1) TAP(2, 2, 2) TAP(3, 3, 3) TAP(2, 2, 4) TAP(3, 3, 5) TAP(2, 2, 6) TAP(3, 3, 7) \
            TAP(2, 2, 8) TAP(3, 3, 9) TAP(2, 2, 10) TAP(3, 3, 11) TAP(2, 2, 12) TAP(3, 3, 13) TAP(2, 2, 14) TAP(3, 3, 15)) \
        LEAVE() store \
        EAD_PIE_MOV(w, base))

/* `columns` pixels of `vectors` vectors each. */
static void wide(ead_pie *pie, const int8_t *group, const int8_t *bias, uint32_t vectors, store how, const int8_t *in, uint32_t columns, int8_t *out, int32_t stride) {
    const int8_t *w = group + LEAST, *const base = group + WEIGHTS;
    const uint32_t shift = (uint8_t)bias[EAD_S3_SHIFT_AT];
    const int32_t step = how == HALVES ? stride - 8 : stride;
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(w)), EAD_PIE_OPERANDS(EAD_PIE_IN(shift)),
        EAD_PIE_VLD_128_IP(5, w, 16)
        EAD_PIE_VLD_128_IP(6, w, 16));
    if (how == WHOLE)
        for (; columns > 0; columns--) WIDE(BIAS(bias, -36), STORE_WHOLE);
    else if (how == HALVES)
        for (; columns > 0; columns--) WIDE(BIAS(bias, -36), STORE_HALVES);
    else
        for (; columns > 0; columns--) WIDE(BIAS_OF_EIGHT(bias, -32), STORE_EIGHT);
}

/* All groups of `columns` pixels that lie side by side at `in`. */
static void pixels(ead_pie *pie, const ead_layer *layer, const int8_t *in, uint32_t columns, int8_t *out) {
    const int8_t *group = layer->packed;
    const int pairs = in_pairs(layer);
    const uint32_t vectors = (uint32_t)taps_of(layer) / EAD_PIE_LANES;
    if ((pairs ? columns % 2 == 0 : vectors == 1) && layer->out_channels % EAD_GROUP == 0) {
        narrow_groups(pie, group, pairs, in, columns, out, layer->out_channels);
        return;
    }
    for (int32_t first = 0; first < layer->out_channels; first += EAD_GROUP, group += group_bytes(layer)) {
        const store how = ead_s3_channels(layer, first) == 8 ? EIGHT : layer->out_channels % EAD_GROUP ? HALVES : WHOLE;
        if (pairs || vectors == 1)
            narrow(pie, group, group + bias_at(layer), pairs, how, in, columns, out + first, layer->out_channels);
        else
            wide(pie, group, group + bias_at(layer), vectors, how, in, columns, out + first, layer->out_channels);
    }
}

void ead_dense_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    if (!layer->packed) {
        layer->op == EAD_OP_POINTWISE ? ead_pointwise_row(layer, rows, output) : ead_conv3x3_row(layer, rows, output);
        return;
    }
    if (layer->requantisation == EAD_REQUANTISE_EXACT) {
        ead_exact_dense_row_s3(layer, rows, output);
        return;
    }
    ead_pie state = {0}, *const pie = &state;
    if (in_pairs(layer) || in_vectors(layer)) {
        pixels(pie, layer, rows[0], layer->out_columns, output);
        return;
    }
    _Alignas(16) int8_t gathered[EAD_PATCH_DEPTH + EAD_PIE_LANES] = {0}; /* whatever is behind the patch meets weights of zero */
    for (int32_t x = 0; x < layer->out_columns; x++, output += layer->out_channels) {
        const int8_t *patch = ead_patch(layer, rows, x, gathered);
        if (patch != gathered) memcpy(gathered, patch, (size_t)ead_depth(layer));
        pixels(pie, layer, gathered, 1, output);
    }
}
