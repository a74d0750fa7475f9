/*
 * The first layer: a convolution of three channels at stride 2. Nine bytes of each of three rows make an output pixel; eight pixels take 48
 * bytes of a row, three vectors, and the first bytes of the next. They are written out with the place of each byte, so that no byte is moved.
 */
#include "esp32s3.h"

enum {
    TAPS = 27,
    PAD_BYTES = 64, /* the pixel of padding over and over: a row that is missing, and what lies behind the last column */
    LEAST = TAPS * 16, /* behind the weights */
    MOST = LEAST + 16,
    BIAS = MOST + 16,
    GROUP_BYTES = BIAS + EAD_S3_BIAS_BYTES
};

int ead_is_stem_s3(const ead_layer *layer) {
    return layer->in_channels == 3 && layer->stride == 2 && layer->pad_left == 0 && layer->out_columns % 8 == 0 &&
           layer->in_columns == 2 * layer->out_columns && layer->out_channels % EAD_GROUP == 0;
}

size_t ead_stem_pack_bytes_s3(const ead_layer *layer) {
    return PAD_BYTES + (size_t)layer->out_channels / EAD_GROUP * GROUP_BYTES;
}

void ead_stem_pack_s3(const ead_layer *layer, void *destination) {
    int8_t *to = destination;
    for (int32_t i = 0; i < PAD_BYTES; i++) to[i] = layer->pad[i % 3];
    to += PAD_BYTES;
    for (int32_t first = 0; first < layer->out_channels; first += EAD_GROUP, to += GROUP_BYTES) {
        ead_s3_pack_bias(layer, first, to + BIAS);
        for (int32_t k = 0; k < TAPS; k++)
            for (int32_t i = 0; i < EAD_GROUP; i++) to[k * 16 + i] = layer->weights[(first + i) * TAPS + k];
        memcpy(to + LEAST, layer->channel_min + first, EAD_GROUP);
        memcpy(to + MOST, layer->channel_max + first, EAD_GROUP);
    }
}

/* The nine bytes of pixel j of eight in vectors a and b of a row: taps E and O in turn, the last L. */
#define BYTES_0(E, O, L, a, b) E(a, 0) O(a, 1) E(a, 2) O(a, 3) E(a, 4) O(a, 5) E(a, 6) O(a, 7) L(a, 8)
#define BYTES_1(E, O, L, a, b) E(a, 6) O(a, 7) E(a, 8) O(a, 9) E(a, 10) O(a, 11) E(a, 12) O(a, 13) L(a, 14)
#define BYTES_2(E, O, L, a, b) E(a, 12) O(a, 13) E(a, 14) O(a, 15) E(b, 0) O(b, 1) E(b, 2) O(b, 3) L(b, 4)
#define BYTES_3(E, O, L, a, b) E(b, 2) O(b, 3) E(b, 4) O(b, 5) E(b, 6) O(b, 7) E(b, 8) O(b, 9) L(b, 10)
#define BYTES_4(E, O, L, a, b) E(b, 8) O(b, 9) E(b, 10) O(b, 11) E(b, 12) O(b, 13) E(b, 14) O(b, 15) L(a, 0)
#define BYTES_5(E, O, L, a, b) E(b, 14) O(b, 15) E(a, 0) O(a, 1) E(a, 2) O(a, 3) E(a, 4) O(a, 5) L(a, 6)
#define BYTES_6(E, O, L, a, b) E(a, 4) O(a, 5) E(a, 6) O(a, 7) E(a, 8) O(a, 9) E(a, 10) O(a, 11) L(a, 12)
#define BYTES_7(E, O, L, a, b) E(a, 10) O(a, 11) E(a, 12) O(a, 13) E(a, 14) O(a, 15) E(b, 0) O(b, 1) L(b, 2)

/* Weights take turns in q6 and q7, read two taps ahead; behind the last come the limits. */
#define WITH_6(x, sel) EAD_PIE_VSMULAS_S8_QACC_LD_INCP(6, w, 6, x, sel)
#define WITH_7(x, sel) EAD_PIE_VSMULAS_S8_QACC_LD_INCP(7, w, 7, x, sel)
#define LAST_6(x, sel) EAD_PIE_VSMULAS_S8_QACC(6, x, sel)
#define LAST_7(x, sel) EAD_PIE_VSMULAS_S8_QACC(7, x, sel)

/* The result leaves in q; the other register of weights has the smallest values, then the largest, then, behind the next pixel's bias, whose
 * last load goes back, its first weights. */
#define LEAVE(q, other) \
    EAD_PIE_SRCMB_S8_QACC(q, shift) \
    EAD_PIE_VMAX_S8_LD_INCP(other, w, q, q, other) \
    EAD_S3_LOAD_QACC(w, -500) \
    EAD_PIE_VMIN_S8_LD_INCP(other, w, q, q, other) \
    EAD_PIE_VST_128_XP(q, out, step) \
    EAD_PIE_VLD_128_IP(q, w, 16)

#define EVEN_PIXEL(bytes) \
    bytes(WITH_6, WITH_7, WITH_6, 0, 1) bytes(WITH_7, WITH_6, WITH_7, 2, 3) bytes(WITH_6, WITH_7, LAST_6, 4, 5) \
    LEAVE(6, 7)
#define ODD_PIXEL(bytes) \
    bytes(WITH_7, WITH_6, WITH_7, 0, 1) bytes(WITH_6, WITH_7, WITH_6, 2, 3) bytes(WITH_7, WITH_6, LAST_7, 4, 5) \
    LEAVE(7, 6)

#define LOAD_THREE(a, b, c, step) EAD_PIE_VLD_128_IP(a, r0, step) EAD_PIE_VLD_128_IP(b, r1, step) EAD_PIE_VLD_128_IP(c, r2, step)

_Static_assert(BIAS + 36 == 500, "the step in the programs");

/* `blocks` times eight pixels of one group, from `blocks` * 48 + 3 bytes of each row. */
static void pixels(ead_pie *pie, const int8_t *group, const int8_t *r0, const int8_t *r1, const int8_t *r2, uint32_t blocks, int8_t *out, int32_t step) {
    const int8_t *w = group + BIAS;
    const uint32_t shift = (uint8_t)w[EAD_S3_SHIFT_AT];
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(r0), EAD_PIE_IN_OUT(r1), EAD_PIE_IN_OUT(r2), EAD_PIE_IN_OUT(w), EAD_PIE_IN_OUT(out)),
                    EAD_PIE_OPERANDS(EAD_PIE_IN(step), EAD_PIE_IN(shift), EAD_PIE_IN(blocks)),
        EAD_S3_LOAD_QACC(w, -500)
        EAD_PIE_VLD_128_IP(6, w, 16)
        EAD_PIE_VLD_128_IP(7, w, 16)
        EAD_PIE_LOOP(blocks,
            LOAD_THREE(0, 2, 4, 16)
            LOAD_THREE(1, 3, 5, 16)
            EVEN_PIXEL(BYTES_0)
            ODD_PIXEL(BYTES_1)
            EVEN_PIXEL(BYTES_2)
            LOAD_THREE(0, 2, 4, 16)
            ODD_PIXEL(BYTES_3)
            EVEN_PIXEL(BYTES_4)
            ODD_PIXEL(BYTES_5)
            LOAD_THREE(1, 3, 5, 0)
            EVEN_PIXEL(BYTES_6)
            ODD_PIXEL(BYTES_7)));
}

/* The last 48 bytes of a row and the padding behind them. */
static void copy_end(ead_pie *pie, const int8_t *in, const int8_t *pad, int8_t *to) {
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(pad), EAD_PIE_IN_OUT(to)), EAD_PIE_OPERANDS(EAD_PIE_IN(pie)),
        EAD_PIE_VLD_128_IP(0, in, 16) EAD_PIE_VLD_128_IP(1, in, 16) EAD_PIE_VLD_128_IP(2, in, 16) EAD_PIE_VLD_128_IP(3, pad, 16)
        EAD_PIE_VST_128_IP(0, to, 16) EAD_PIE_VST_128_IP(1, to, 16) EAD_PIE_VST_128_IP(2, to, 16) EAD_PIE_VST_128_IP(3, to, 16));
}

/* A row that is missing is the padding, again and again: there the blocks go one by one. */
void ead_stem_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    ead_pie state = {0}, *const pie = &state;
    const int8_t *const pad = layer->packed, *group = pad + PAD_BYTES, *there[3];
    const int32_t step = layer->out_channels, last = layer->out_columns / 8 - 1;
    const int whole = rows[0] && rows[1] && rows[2];
    _Alignas(16) int8_t end[3][PAD_BYTES];
    for (int32_t k = 0; k < 3; k++) {
        there[k] = rows[k] ? rows[k] : pad;
        copy_end(pie, rows[k] ? rows[k] + 48 * last : pad, pad, end[k]);
    }
    for (int32_t first = 0; first < step; first += EAD_GROUP, group += GROUP_BYTES) {
        int8_t *out = output + first;
        for (int32_t i = 0; i < last; i = whole ? last : i + 1) {
            const int32_t at = 48 * i;
            pixels(pie, group, there[0] + (rows[0] ? at : 0), there[1] + (rows[1] ? at : 0), there[2] + (rows[2] ? at : 0), whole ? (uint32_t)last : 1,
                   out + 8 * i * step, step);
        }
        pixels(pie, group, end[0], end[1], end[2], 1, out + 8 * last * step, step);
    }
}
