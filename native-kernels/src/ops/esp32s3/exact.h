/*
 * Exact requantisation in vectors: eight channels lie in the eight lanes of QACC in its other form, lanes of 40 bits, and inputs and weights
 * are numbers of 16 bits. What TensorFlow Lite rounds twice, each time in its own way, comes out of shifts that round down, bit for bit.
 *
 * A channel leaves its sum A by its multiplier M and a shift to the right by e (e >= 1):
 *
 *     x = floor((A * M + 2^30) / 2^31),  result = floor((x + 2^(e-1) - [x < 0]) / 2^e)      see ../requantise.h
 *       = floor((A * M + 2^30 + 2^(30+e) - [x < 0] * 2^31) / 2^(31+e))                      floors of floors
 *
 * Lanes share every shift, so the weights and bias of a channel are taken 2^d times, d = E - e for one E of the group: A' = 2^d * A.
 * A' = 2^k * A1 + A0, 0 <= A0 < 2^k, and M = 2^16 * M1 + M0 in numbers of 16 bits (k is 8 where A' has 24 bits, up to 15 where it has more), and
 * with them, one product and one shift after the other,
 *
 *     h = floor(A' * M / 2^(16+k)),  g = floor((h + 2^(14-k+d) + 2^(14-k+E)) / 2^(16-k)) = floor((A' * M + 2^(30+d) + 2^(30+E)) / 2^32)
 *     x < 0 exactly when g < 2^(E-2),  result = floor((g - [x < 0] * 2^(d-1)) / 2^(E-1))
 *
 * A shift to the left by s >= 0 ends at x = floor((2^s * A * M + 2^30) / 2^31): the same with d = E + s, no 2^(30+d) and nothing taken off.
 */
#ifndef EAD_S3_EXACT_H
#define EAD_S3_EXACT_H

#include "esp32s3.h"

enum {
    EAD_S3_EXACT_LANES = 8,
    EAD_S3_EXACT_CONSTANTS = 32, /* bytes that packed memory starts with: -2^k and 2^(15-k) in all lanes */
    EAD_S3_LOW_BITS_AT = EAD_S3_SHIFT_AT + 1, /* of a group: k */
    EAD_S3_EXACT_LEAVE = 9,      /* vectors behind the weights of a group: M0 - 1, M0, M1, 2^(d-1) + 2^(E-1), 2^(E-2), 2^(d-1), zero point, limits */
    EAD_S3_EXACT_BLOCK = 2 * EAD_S3_BIAS_BYTES /* memory of a program: the bias as QACC is loaded, room for QACC */
};

/* M0 and M1 of a multiplier: its lower 16 bits, signed, and the rest. */
static inline int32_t ead_s3_low_of(int32_t multiplier) {
    return (multiplier & 0x7FFF) - (multiplier & 0x8000);
}
static inline int32_t ead_s3_high_of(int32_t multiplier) {
    return (int32_t)(((int64_t)multiplier - ead_s3_low_of(multiplier)) >> 16);
}

/* Bytes of a group of `taps` weights per channel. */
static inline size_t ead_s3_exact_group_bytes(int32_t taps) {
    return EAD_S3_BIAS_BYTES + ((size_t)taps + EAD_S3_EXACT_LEAVE) * 16;
}

/* Where the list of channels begins that do not fit beside their neighbours: behind the groups. */
static inline size_t ead_s3_exact_alone_at(const ead_layer *layer, int32_t taps) {
    return EAD_S3_EXACT_CONSTANTS + (size_t)((layer->out_channels + EAD_S3_EXACT_LANES - 1) / EAD_S3_EXACT_LANES) * ead_s3_exact_group_bytes(taps);
}

/* Packed bytes of a layer that leaves exactly and sums up `depth` values per output, or 0 when more than one channel in two does not fit. */
size_t ead_s3_exact_bytes(const ead_layer *layer, int32_t depth, int32_t taps);

/* Constants, then every group: bias, last shift (at EAD_S3_SHIFT_AT), k, `taps` weights, of which those beyond the depth are zero, and what
 * stands above; then the number of channels that do not fit, and these. order: which weight each tap has, null: as they come. The limits end
 * with the smallest, or (`odd`, an odd number of taps) with the largest. */
void ead_s3_pack_exact(const ead_layer *layer, int32_t depth, const uint8_t *order, int32_t taps, int8_t *to);

/* The channels of that list, value by value, over a row that is complete but for them. */
void ead_s3_exact_alone(const ead_layer *layer, int32_t taps, const int8_t *const rows[3], int8_t *output);

/* The bias of a group to where programs find it. */
void ead_s3_exact_block(ead_pie *pie, const int8_t *group, int8_t *block);

/* Bytes to numbers of 16 bits, `vectors` times 16 of them. */
void ead_s3_widen(ead_pie *pie, const int8_t *from, uint32_t vectors, int16_t *to);

/* Sixteen bytes in q0 to numbers of 16 bits, the lower eight in q0, the others in q1; q7 is zero. */
#define EAD_S3_WIDEN \
    EAD_PIE_VCMP_LT_S8(1, 0, 7) \
    EAD_PIE_VZIP_8(0, 1)

/* `count` values to numbers of 16 bits, from anywhere. */
static inline void ead_s3_widen_some(const int8_t *from, int32_t count, int16_t *to) {
    for (int32_t i = 0; i < count; i++) to[i] = from[i];
}

/* The lower `count` channels of `pixels` times eight results to where they belong. */
static inline void ead_s3_scatter(const int8_t *results, uint32_t pixels, int32_t count, int8_t *out, int32_t stride) {
    for (uint32_t i = 0; i < pixels; i++, results += EAD_S3_EXACT_LANES, out += stride)
        for (int32_t c = 0; c < count; c++) out[c] = results[c];
}

/* Loads constants to q5 and q6, the first weights to q2 and q3 and the first input to q4. */
#define EAD_S3_EXACT_BEGIN \
    EAD_PIE_VLD_128_IP(5, constants, 16) \
    EAD_PIE_VLD_128_IP(6, constants, 16) \
    EAD_PIE_VLD_128_IP(2, w, 16) \
    EAD_PIE_VLD_128_IP(3, w, 16) \
    EAD_PIE_VLD_128_IP(4, in, 16)

/* QACC = bias; `block` moves on to the room behind it. */
#define EAD_S3_EXACT_BIAS EAD_S3_LOAD_QACC(block, 12)

/*
 * Eight results from QACC. The last two taps have loaded M0 - 1 to qa and M0 to qb, which are q2 and q3 in this order or the other. q1 = A1,
 * then A0 = A' - 2^k * A1 is what is left in QACC, q0; QACC goes on as A0 + A0 * (M0 - 1). `go_back` loads what comes last and leaves `w` at
 * the first weights; from there q2 and q3, and from `in` q4, are loaded for what follows.
 */
#define EAD_S3_EXACT_LEAVE_BY(qa, qb, go_back, back) \
    EAD_S3_STORE_QACC(block, -36) \
    EAD_PIE_SRCMB_S16_QACC(1, low) \
    EAD_S3_LOAD_QACC(block, -84) \
    EAD_PIE_VMULAS_S16_QACC_LD_IP(7, w, 16, 1, 5) \
    EAD_PIE_SRCMB_S16_QACC(0, zero) \
    EAD_PIE_VMULAS_S16_QACC_LD_IP(qa, w, 16, 0, qa) \
    EAD_PIE_SRCMB_S16_QACC(4, low) \
    EAD_PIE_VMULAS_S16_QACC_LD_IP(qb, w, 16, 1, qb) \
    EAD_PIE_SRCMB_S16_QACC(4, high) \
    EAD_PIE_VMULAS_S16_QACC_LD_IP(0, w, 16, 0, 7) \
    EAD_PIE_SRCMB_S16_QACC(4, low) \
    EAD_PIE_VMULAS_S16_QACC_LD_IP(7, w, 16, 1, 7) \
    EAD_PIE_VMULAS_S16_QACC_LD_IP(qa, w, 16, qa, 6) \
    EAD_PIE_SRCMB_S16_QACC(4, high) \
    EAD_PIE_VCMP_LT_S16(4, 4, qb) \
    go_back(qb, w, back, 4, 0) \
    EAD_PIE_SRCMB_S16_QACC(0, last) \
    EAD_PIE_VADDS_S16_LD_INCP(4, in, 0, 0, 7) \
    EAD_PIE_VMAX_S16_LD_INCP(2, w, 0, 0, 2) \
    EAD_PIE_VMIN_S16_LD_INCP(3, w, 0, 0, 3) \
    EAD_PIE_VUNZIP_8(0, 1) \
    EAD_PIE_VST_L_64_XP(0, out, step)

_Static_assert(EAD_S3_BIAS_BYTES == 48, "the steps in the programs");

#endif
