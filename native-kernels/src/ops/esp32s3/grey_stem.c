/*
 * The first layer of grey models: a convolution of one channel at stride 2. Three bytes of each of three rows make an output pixel; eight
 * pixels take a vector of each row and the first byte of the next. They are written out with the place of each byte, as in stem.c; four more may
 * follow at the end of a row.
 *
 * Three weights stay in registers, everything else that a pixel needs lies in the order in which it is used and comes with multiplications and
 * limits; the last load of the bias goes back to where it begins. So a pixel takes four instructions for its bias, nine for its taps and four to leave.
 */
#include "esp32s3.h"

enum {
    TAPS = 9,
    PAD_BYTES = 16, /* a vector of padding: what lies behind the last column, and a row that is missing */
    LEAST = 5 * 16, /* behind five weights */
    BIAS_L = LEAST + 16,
    MOST = BIAS_L + 16,
    BIAS_H = MOST + 16,
    FIRST = BIAS_H + 16, /* the sixth, with which the next pixel begins */
    BIAS_REST = FIRST + 16,
    SHIFT = BIAS_REST + 8,
    STAYING = BIAS_REST + 16,
    GROUP_BYTES = STAYING + 3 * 16
};

/* Where the weights of the nine taps lie, [3][3]: the middle column stays. */
static const uint8_t weights_at[TAPS] = {FIRST, STAYING, 32, 0, STAYING + 16, 48, 16, STAYING + 32, 64};

int ead_is_grey_stem_s3(const ead_layer *layer) {
    return layer->in_channels == 1 && layer->stride == 2 && layer->pad_left == 0 && layer->out_columns % 4 == 0 &&
           layer->in_columns == 2 * layer->out_columns && layer->out_channels % EAD_GROUP == 0;
}

size_t ead_grey_stem_pack_bytes_s3(const ead_layer *layer) {
    return PAD_BYTES + (size_t)layer->out_channels / EAD_GROUP * GROUP_BYTES;
}

void ead_grey_stem_pack_s3(const ead_layer *layer, void *destination) {
    int8_t *to = destination;
    memset(to, layer->pad[0], PAD_BYTES);
    to += PAD_BYTES;
    for (int32_t first = 0; first < layer->out_channels; first += EAD_GROUP, to += GROUP_BYTES) {
        int8_t bias[EAD_S3_BIAS_BYTES] = {0};
        ead_s3_pack_bias(layer, first, bias);
        memcpy(to + BIAS_L, bias, 16);
        memcpy(to + BIAS_H, bias + 16, 16);
        memcpy(to + BIAS_REST, bias + 32, 8);
        to[SHIFT] = bias[EAD_S3_SHIFT_AT];
        memcpy(to + LEAST, layer->channel_min + first, EAD_GROUP);
        memcpy(to + MOST, layer->channel_max + first, EAD_GROUP);
        for (int32_t k = 0; k < TAPS; k++)
            for (int32_t i = 0; i < EAD_GROUP; i++) to[weights_at[k] + i] = layer->weights[(first + i) * TAPS + k];
    }
}

/* x: a vector of a row, its byte `sel` is multiplied with q. With: q6, q7 or the next vector of a row is loaded behind it. */
#define TAP(q, x, sel) EAD_PIE_VSMULAS_S8_QACC(q, x, sel)
#define WITH(load, q, x, sel) EAD_PIE_VSMULAS_S8_QACC_LD_INCP(load, w, q, x, sel)
#define WITH_ROW(r, q, x, sel) EAD_PIE_VSMULAS_S8_QACC_LD_INCP(x, r, q, x, sel)

/* The result leaves in q7; q6 has the smallest values, then the largest, then the first weights of the next pixel, whose bias is loaded meanwhile. */
#define LEAVE \
    EAD_PIE_SRCMB_S8_QACC(7, shift) \
    EAD_PIE_LD_QACC_L_L_128_IP(w, 16) \
    EAD_PIE_VMAX_S8_LD_INCP(6, w, 7, 7, 6) \
    EAD_PIE_LD_QACC_H_L_128_IP(w, 16) \
    EAD_PIE_VMIN_S8_LD_INCP(6, w, 7, 7, 6) \
    EAD_PIE_LD_QACC_L_H_32_IP(w, 4) \
    EAD_PIE_VST_128_XP(7, out, step) \
    EAD_PIE_LD_QACC_H_H_32_IP(w, -164)

/* The columns of a window are bytes a, b and c of a vector of each row, */
#define PIXEL(a, b, c) \
    WITH(7, 6, 0, a) WITH(6, 3, 0, b) WITH(7, 7, 1, a) TAP(4, 1, b) WITH(6, 6, 2, a) TAP(5, 2, b) WITH(7, 7, 0, c) WITH(6, 6, 1, c) TAP(7, 2, c) \
    LEAVE
/* or the last two of one and the first of the next. */
#define LAST_PIXEL \
    WITH(7, 6, 0, 14) WITH_ROW(r0, 3, 0, 15) WITH(6, 7, 1, 14) WITH_ROW(r1, 4, 1, 15) WITH(7, 6, 2, 14) WITH_ROW(r2, 5, 2, 15) \
    WITH(6, 7, 0, 0) WITH(7, 6, 1, 0) WITH(6, 7, 2, 0) \
    LEAVE

#define FOUR_PIXELS PIXEL(0, 1, 2) PIXEL(2, 3, 4) PIXEL(4, 5, 6) PIXEL(6, 7, 8)

_Static_assert(STAYING + 32 - BIAS_L == 112 && BIAS_REST + 4 == 164, "the steps in the programs");

/* One group of a row, behind whose eights of pixels lies `behind`. A row that is missing is the padding, again and again: there eights go one by one. */
static void pixels(ead_pie *pie, const ead_layer *layer, const int8_t *group, const int8_t *const rows[3], const int8_t *const behind[3], int8_t *out) {
    const int8_t *const pad = layer->packed, *const *first = layer->out_columns < 8 ? behind : rows, *w = group + STAYING;
    const int8_t *r0 = first[0] ? first[0] : pad, *r1 = first[1] ? first[1] : pad, *r2 = first[2] ? first[2] : pad;
    const uint32_t shift = (uint8_t)group[SHIFT];
    const int32_t step = layer->out_channels;
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(r0), EAD_PIE_IN_OUT(r1), EAD_PIE_IN_OUT(r2), EAD_PIE_IN_OUT(w)), EAD_PIE_OPERANDS(EAD_PIE_IN(shift)),
        EAD_PIE_VLD_128_IP(3, w, 16)
        EAD_PIE_VLD_128_IP(4, w, 16)
        EAD_PIE_VLD_128_IP(5, w, -112)
        EAD_PIE_LD_QACC_L_L_128_IP(w, 32)
        EAD_PIE_LD_QACC_H_L_128_IP(w, 16)
        EAD_PIE_VLD_128_IP(6, w, 16)
        EAD_PIE_LD_QACC_L_H_32_IP(w, 4)
        EAD_PIE_LD_QACC_H_H_32_IP(w, -164)
        EAD_PIE_VLD_128_IP(0, r0, 16)
        EAD_PIE_VLD_128_IP(1, r1, 16)
        EAD_PIE_VLD_128_IP(2, r2, 16));
    const int whole = rows[0] && rows[1] && rows[2];
    for (uint32_t left = layer->out_columns / 8u; left > 0;) {
        uint32_t count = whole && left > 1 ? left - 1 : 1;
        left -= count;
        if (left == 0) {
            r0 = behind[0], r1 = behind[1], r2 = behind[2];
        } else if (!whole) {
            if (!rows[0]) r0 = pad;
            if (!rows[1]) r1 = pad;
            if (!rows[2]) r2 = pad;
        }
        EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(r0), EAD_PIE_IN_OUT(r1), EAD_PIE_IN_OUT(r2), EAD_PIE_IN_OUT(w), EAD_PIE_IN_OUT(out), EAD_PIE_IN_OUT(count)),
                        EAD_PIE_OPERANDS(EAD_PIE_IN(step), EAD_PIE_IN(shift)),
            EAD_PIE_REPEAT(count,
                FOUR_PIXELS PIXEL(8, 9, 10) PIXEL(10, 11, 12) PIXEL(12, 13, 14) LAST_PIXEL));
    }
    if (layer->out_columns % 8)
        EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(w), EAD_PIE_IN_OUT(out)), EAD_PIE_OPERANDS(EAD_PIE_IN(step), EAD_PIE_IN(shift)), FOUR_PIXELS);
}

void ead_grey_stem_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    ead_pie state = {0}, *const pie = &state;
    const int8_t *const pad = layer->packed, *group = pad + PAD_BYTES, *behind[3] = {pad, pad, pad};
    _Alignas(16) int8_t rest[3][PAD_BYTES]; /* what the last four pixels see of a row, and padding */
    if (layer->out_columns % 8)
        for (int32_t k = 0; k < 3; k++) {
            memset(rest[k], *pad, PAD_BYTES);
            if (rows[k]) memcpy(rest[k], rows[k] + layer->in_columns - 8, 8);
            behind[k] = rest[k];
        }
    for (int32_t first = 0; first < layer->out_channels; first += EAD_GROUP, group += GROUP_BYTES) pixels(pie, layer, group, rows, behind, output + first);
}
