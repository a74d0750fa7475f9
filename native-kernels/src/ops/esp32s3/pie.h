/*
 * The vector instructions (PIE) of the ESP32-S3 that the operators of this folder use, as a C model. One function is one instruction
 * (ead_pie_ld_qacc: four); `executed` counts them. Register numbers and immediates are constants at every call, so that each function
 * can become a line of inline assembly. There is none yet, and the model is still to be compared with the ESP32-S3 Technical Reference
 * Manual and with a simulator: docs/esp32s3.md.
 *
 * Left out on purpose, because emulators are known to get them wrong: EE.VADDS.S8 at -128, EE.VMULAS.U8.QACC, CMUL, dynamic shifts
 * across registers.
 */
#ifndef EAD_PIE_H
#define EAD_PIE_H

#include <stdint.h>
#include <string.h>

enum { EAD_PIE_LANES = 16 };

typedef struct ead_pie {
    _Alignas(16) int8_t q[8][EAD_PIE_LANES];
    int32_t qacc[EAD_PIE_LANES]; /* QACC_L and QACC_H as sixteen lanes of 20 bits */
    int64_t accx;                /* 40 bits */
    uint32_t executed;
} ead_pie;

/* 128-bit accesses ignore the lowest four bits of the address, 64-bit accesses the lowest three. */
static inline const int8_t *ead_pie_align(const int8_t *at, uintptr_t bytes) { return at - ((uintptr_t)at & (bytes - 1)); }

static inline int32_t ead_pie_saturate(int32_t value, int32_t bits) {
    const int32_t most = (int32_t)((1u << (bits - 1)) - 1);
    return value > most ? most : value < -most - 1 ? -most - 1 : value;
}

/* EE.ZERO.ACCX */
static inline void ead_pie_zero_accx(ead_pie *p) { p->accx = 0, p->executed++; }

/* EE.VLD.128.IP qu, as, imm: qu = 16 bytes at as; as += imm. */
static inline void ead_pie_vld_128(ead_pie *p, int qu, const int8_t **as, int imm) {
    memcpy(p->q[qu], ead_pie_align(*as, 16), 16);
    *as += imm, p->executed++;
}

/* EE.VLDBC.8.IP qu, as, imm: every byte of qu = the byte at as; as += imm. */
static inline void ead_pie_vldbc_8(ead_pie *p, int qu, const int8_t **as, int imm) {
    memset(p->q[qu], **as, 16);
    *as += imm, p->executed++;
}

/* EE.VST.128.IP qv, as, imm */
static inline void ead_pie_vst_128(ead_pie *p, int qv, int8_t **as, int imm) {
    memcpy((int8_t *)ead_pie_align(*as, 16), p->q[qv], 16);
    *as += imm, p->executed++;
}

/* EE.VST.L.64.IP and EE.VST.H.64.IP qv, as, imm: the lower or upper eight bytes. */
static inline void ead_pie_vst_64(ead_pie *p, int qv, int high, int8_t **as, int imm) {
    memcpy((int8_t *)ead_pie_align(*as, 8), p->q[qv] + 8 * high, 8);
    *as += imm, p->executed++;
}

/*
 * EE.LD.QACC_L.L.128.IP, EE.LD.QACC_H.L.128.IP, EE.LD.QACC_L.H.32.IP, EE.LD.QACC_H.H.32.IP: the four instructions that fill both
 * halves of QACC, 160 bits each, lane 0 in the lowest 20 bits. as: 16 + 16 + 4 + 4 bytes, then imm to the next.
 */
static inline void ead_pie_ld_qacc(ead_pie *p, const int8_t **as, int imm) {
    for (int half = 0; half < 2; half++) {
        uint8_t bytes[20];
        memcpy(bytes, *as + 16 * half, 16);
        memcpy(bytes + 16, *as + 32 + 4 * half, 4);
        for (int i = 0; i < 8; i++) {
            const int bit = 20 * i, at = bit / 8;
            const uint32_t low = (uint32_t)bytes[at] | (uint32_t)bytes[at + 1] << 8 | (uint32_t)bytes[at + 2] << 16;
            const int32_t lane = (int32_t)(low >> bit % 8 & 0xFFFFF);
            p->qacc[8 * half + i] = lane - (lane >> 19 << 20);
        }
    }
    *as += imm, p->executed += 4;
}

/* EE.VMULAS.S8.QACC qx, qy: each lane += qx * qy, saturated to 20 bits. */
static inline void ead_pie_multiply(ead_pie *p, int qx, int qy) {
    for (int i = 0; i < EAD_PIE_LANES; i++) p->qacc[i] = ead_pie_saturate(p->qacc[i] + p->q[qx][i] * p->q[qy][i], 20);
}
static inline void ead_pie_vmulas_s8_qacc(ead_pie *p, int qx, int qy) { ead_pie_multiply(p, qx, qy), p->executed++; }

/* EE.VMULAS.S8.QACC.LDBC.INCP qu, as, qx, qy: multiplies, then every byte of qu = the byte at as; as += 1. */
static inline void ead_pie_vmulas_s8_qacc_ldbc(ead_pie *p, int qu, const int8_t **as, int qx, int qy) {
    ead_pie_multiply(p, qx, qy);
    ead_pie_vldbc_8(p, qu, as, 1);
}

/* EE.VMULAS.S8.QACC.LD.IP qu, as, imm, qx, qy: multiplies, then qu = 16 bytes at as; as += imm. */
static inline void ead_pie_vmulas_s8_qacc_ld(ead_pie *p, int qu, const int8_t **as, int imm, int qx, int qy) {
    ead_pie_multiply(p, qx, qy);
    ead_pie_vld_128(p, qu, as, imm);
}

/* EE.SRCMB.S8.QACC qu, as, 0: lanes >>= as (arithmetic); qu = lanes, saturated to int8. */
static inline void ead_pie_srcmb_s8(ead_pie *p, int qu, uint32_t shift) {
    for (int i = 0; i < EAD_PIE_LANES; i++) {
        p->qacc[i] >>= shift;
        p->q[qu][i] = (int8_t)ead_pie_saturate(p->qacc[i], 8);
    }
    p->executed++;
}

/* EE.VMAX.S8 qa, qx, qy and EE.VMIN.S8 */
static inline void ead_pie_vmax_s8(ead_pie *p, int qa, int qx, int qy) {
    for (int i = 0; i < EAD_PIE_LANES; i++) p->q[qa][i] = p->q[qx][i] > p->q[qy][i] ? p->q[qx][i] : p->q[qy][i];
    p->executed++;
}
static inline void ead_pie_vmin_s8(ead_pie *p, int qa, int qx, int qy) {
    for (int i = 0; i < EAD_PIE_LANES; i++) p->q[qa][i] = p->q[qx][i] < p->q[qy][i] ? p->q[qx][i] : p->q[qy][i];
    p->executed++;
}

static inline int64_t ead_pie_saturate40(int64_t value) {
    const int64_t most = ((int64_t)1 << 39) - 1;
    return value > most ? most : value < -most - 1 ? -most - 1 : value;
}

/* EE.VMULAS.S8.ACCX qx, qy: ACCX += the sum of 16 products, saturated to 40 bits. */
static inline void ead_pie_vmulas_s8_accx(ead_pie *p, int qx, int qy) {
    int64_t sum = p->accx;
    for (int i = 0; i < EAD_PIE_LANES; i++) sum += p->q[qx][i] * p->q[qy][i];
    p->accx = ead_pie_saturate40(sum), p->executed++;
}

/* EE.VMULAS.S16.ACCX qx, qy: likewise, eight products of int16. */
static inline void ead_pie_vmulas_s16_accx(ead_pie *p, int qx, int qy) {
    int16_t x[8], y[8];
    memcpy(x, p->q[qx], 16), memcpy(y, p->q[qy], 16);
    int64_t sum = p->accx;
    for (int i = 0; i < 8; i++) sum += (int32_t)x[i] * y[i];
    p->accx = ead_pie_saturate40(sum), p->executed++;
}

/* EE.SRS.ACCX au, as, 0 with as = 0: ACCX, saturated to 32 bits. */
static inline int32_t ead_pie_srs_accx(ead_pie *p) {
    p->executed++;
    return p->accx > INT32_MAX ? INT32_MAX : p->accx < INT32_MIN ? INT32_MIN : (int32_t)p->accx;
}

#endif
