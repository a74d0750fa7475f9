/* The C model of PIE: one function is one instruction (its other address forms included), its comment what the manual says. See pie.h. */
#include "pie.h"

#ifdef EAD_PIE_MODEL_H

#ifdef EAD_PIE_COUNTED
uint64_t ead_pie_executed;
#endif

/* 128-bit accesses force the lowest four bits of the address to 0, 64-bit accesses the lowest three, 32-bit accesses two. */
static const int8_t *ead_pie_align(const int8_t *at, uintptr_t bytes) { return at - ((uintptr_t)at & (bytes - 1)); }

static int32_t ead_pie_saturate(int32_t value, int32_t bits) {
    const int32_t most = (int32_t)((1u << (bits - 1)) - 1);
    return value > most ? most : value < -most - 1 ? -most - 1 : value;
}

/* EE.VLD.128.IP: qu = load128(as with bits 3..0 zero), as += imm (a multiple of 16, -2048..2032). EE.VLD.128.XP: as += ad. Steps: pie_model.h. */
void ead_pie_vld_128(ead_pie *p, int qu, const int8_t *as) {
    memcpy(p->q[qu], ead_pie_align(as, 16), 16);
}

/* EE.VST.128.IP, EE.VST.128.XP: store128(as with bits 3..0 zero) = qv, as += imm or ad. */
void ead_pie_vst_128(const ead_pie *p, int qv, int8_t **as, int32_t step) {
    memcpy(*as - ((uintptr_t)*as & 15), p->q[qv], 16);
    *as += step;
}

/* EE.VST.L.64.IP and XP: store64(as with bits 2..0 zero) = qv[63:0]; EE.VST.H.64.XP: qv[127:64]. as += imm or ad. */
void ead_pie_vst_64(const ead_pie *p, int qv, int high, int8_t **as, int32_t step) {
    memcpy(*as - ((uintptr_t)*as & 7), p->q[qv] + 8 * high, 8);
    *as += step;
}

/* Bits [first * 8, (first + bytes) * 8) of QACC_L (half 0) or QACC_H (half 1) = the bytes at `from`; other bits stay. */
static void ead_pie_load_qacc(ead_pie *p, int half, int first, const int8_t *from, int bytes) {
    int32_t *lanes = p->qacc + 8 * half;
    for (int bit = 8 * first; bit < 8 * (first + bytes); bit++) {
        const uint32_t value = (uint32_t)(uint8_t)from[bit / 8 - first] >> bit % 8 & 1, at = (uint32_t)bit % 20;
        const uint32_t lane = ((uint32_t)lanes[bit / 20] & ~(1u << at)) | value << at;
        lanes[bit / 20] = (int32_t)(lane & 0x7FFFF) - (int32_t)(lane & 0x80000);
    }
}

/* EE.LD.QACC_L.L.128.IP and EE.LD.QACC_H.L.128.IP: QACC_L[127:0] or QACC_H[127:0] = load128(as with bits 3..0 zero), as += imm. */
void ead_pie_ld_qacc_l_128(ead_pie *p, int half, const int8_t **as, int32_t step) {
    ead_pie_load_qacc(p, half, 0, ead_pie_align(*as, 16), 16);
    *as += step;
}

/* EE.LD.QACC_L.H.32.IP and EE.LD.QACC_H.H.32.IP: QACC_L[159:128] or QACC_H[159:128] = load32(as with bits 1..0 zero), as += imm. */
void ead_pie_ld_qacc_h_32(ead_pie *p, int half, const int8_t **as, int32_t step) {
    ead_pie_load_qacc(p, half, 16, ead_pie_align(*as, 4), 4);
    *as += step;
}

/* EE.ST.QACC_L.L.128.IP, EE.ST.QACC_L.H.32.IP and those of QACC_H: the same bits, stored. */
static void ead_pie_store_qacc(const ead_pie *p, int half, int first, int8_t *to, int bytes) {
    const int32_t *lanes = p->qacc + 8 * half;
    memset(to, 0, (size_t)bytes);
    for (int bit = 8 * first; bit < 8 * (first + bytes); bit++) {
        int8_t *byte = to + (bit / 8 - first);
        *byte = (int8_t)((uint8_t)*byte | ((uint32_t)lanes[bit / 20] >> bit % 20 & 1) << bit % 8);
    }
}
void ead_pie_st_qacc_l_128(const ead_pie *p, int half, int8_t **as, int32_t step) {
    ead_pie_store_qacc(p, half, 0, *as - ((uintptr_t)*as & 15), 16);
    *as += step;
}
void ead_pie_st_qacc_h_32(const ead_pie *p, int half, int8_t **as, int32_t step) {
    ead_pie_store_qacc(p, half, 16, *as - ((uintptr_t)*as & 3), 4);
    *as += step;
}

/* EE.VMULAS.S8.QACC: lane i = min(max(lane i + qx[i] * qy[i], -2^19), 2^19 - 1), 16 lanes: QACC_L holds 0..7, QACC_H 8..15. */
void ead_pie_vmulas_s8_qacc(ead_pie *p, int qx, int qy) {
    for (int i = 0; i < EAD_PIE_LANES; i++) p->qacc[i] = ead_pie_saturate(p->qacc[i] + p->q[qx][i] * p->q[qy][i], 20);
}

/* EE.VSMULAS.S8.QACC: likewise with one value, lane i += qx[i] * qy[sel], sel 0..15. */
void ead_pie_vsmulas_s8_qacc(ead_pie *p, int qx, int qy, int sel) {
    const int32_t value = p->q[qy][sel];
    for (int i = 0; i < EAD_PIE_LANES; i++) p->qacc[i] = ead_pie_saturate(p->qacc[i] + p->q[qx][i] * value, 20);
}

/* EE.SRCMB.S8.QACC: lane i >>= as[4:0], arithmetic, rounding down; QACC keeps the shifted lanes, qu[i] = min(max(lane i, -2^7), 2^7 - 1). */
void ead_pie_srcmb_s8_qacc(ead_pie *p, int qu, uint32_t as) {
    for (int i = 0; i < EAD_PIE_LANES; i++) {
        p->qacc[i] >>= as & 31;
        p->q[qu][i] = (int8_t)ead_pie_saturate(p->qacc[i], 8);
    }
}

/* EE.VMAX.S8: qa[i] = qx[i] >= qy[i] ? qx[i] : qy[i]. EE.VMIN.S8: the smaller. */
void ead_pie_vmax_s8(ead_pie *p, int qa, int qx, int qy) {
    for (int i = 0; i < EAD_PIE_LANES; i++) p->q[qa][i] = p->q[qx][i] > p->q[qy][i] ? p->q[qx][i] : p->q[qy][i];
}
void ead_pie_vmin_s8(ead_pie *p, int qa, int qx, int qy) {
    for (int i = 0; i < EAD_PIE_LANES; i++) p->q[qa][i] = p->q[qx][i] < p->q[qy][i] ? p->q[qx][i] : p->q[qy][i];
}

static int64_t ead_pie_saturate40(int64_t value) {
    const int64_t most = ((int64_t)1 << 39) - 1;
    return value > most ? most : value < -most - 1 ? -most - 1 : value;
}

/* EE.VMULAS.S8.ACCX: ACCX = min(max(ACCX + sum of qx[i] * qy[i] over 16 lanes, -2^39), 2^39 - 1). */
void ead_pie_vmulas_s8_accx(ead_pie *p, int qx, int qy) {
    int64_t sum = p->accx;
    for (int i = 0; i < EAD_PIE_LANES; i++) sum += p->q[qx][i] * p->q[qy][i];
    p->accx = ead_pie_saturate40(sum);
}

/* EE.VMULAS.S16.ACCX: likewise, eight lanes of int16. */
void ead_pie_vmulas_s16_accx(ead_pie *p, int qx, int qy) {
    int16_t x[8], y[8];
    memcpy(x, p->q[qx], 16);
    memcpy(y, p->q[qy], 16);
    int64_t sum = p->accx;
    for (int i = 0; i < 8; i++) sum += (int32_t)x[i] * y[i];
    p->accx = ead_pie_saturate40(sum);
}

/* EE.SRS.ACCX: ACCX >>= as[5:0], arithmetic; au = min(max(ACCX, -2^31), 2^31 - 1). */
int32_t ead_pie_srs_accx(ead_pie *p, uint32_t as) {
    p->accx >>= as & 63;
    return p->accx > INT32_MAX ? INT32_MAX : p->accx < INT32_MIN ? INT32_MIN : (int32_t)p->accx;
}

/* EE.VLD.L.64.IP and XP: qu[63:0] = load64(as with bits 2..0 zero), EE.VLD.H.64.XP: qu[127:64]; the other half stays; as += imm or ad (pie_model.h). */
void ead_pie_vld_64(ead_pie *p, int qu, int high, const int8_t *as) {
    memcpy(p->q[qu] + 8 * high, ead_pie_align(as, 8), 8);
}

/* EE.LD.128.USAR.IP: qu = load128(as with bits 3..0 zero), SAR_BYTE = as[3:0], as += imm. */
void ead_pie_ld_128_usar(ead_pie *p, int qu, const int8_t **as, int32_t step) {
    p->sar_byte = (uint32_t)((uintptr_t)*as & 15);
    ead_pie_vld_128(p, qu, *as);
    *as += step;
}

/* EE.SRC.Q: qa = {qs1, qs0} >> (SAR_BYTE << 3), the lower 128 bits. */
void ead_pie_src_q(ead_pie *p, int qa, int qs0, int qs1) {
    int8_t both[32];
    memcpy(both, p->q[qs0], 16);
    memcpy(both + 16, p->q[qs1], 16);
    memcpy(p->q[qa], both + p->sar_byte, 16);
}

/* EE.ANDQ: qa = qx & qy. EE.ORQ: qa = qx | qy. EE.XORQ: qa = qx ^ qy. */
void ead_pie_andq(ead_pie *p, int qa, int qx, int qy) {
    for (int i = 0; i < EAD_PIE_LANES; i++) p->q[qa][i] = p->q[qx][i] & p->q[qy][i];
}
void ead_pie_orq(ead_pie *p, int qa, int qx, int qy) {
    for (int i = 0; i < EAD_PIE_LANES; i++) p->q[qa][i] = p->q[qx][i] | p->q[qy][i];
}
void ead_pie_xorq(ead_pie *p, int qa, int qx, int qy) {
    for (int i = 0; i < EAD_PIE_LANES; i++) p->q[qa][i] = p->q[qx][i] ^ p->q[qy][i];
}

/* EE.VMUL.U16: qz[i] = the lower 16 bits of (qx[i] * qy[i]) >> SAR, eight unsigned lanes, products of 32 bits. */
void ead_pie_vmul_u16(ead_pie *p, int qz, int qx, int qy) {
    uint16_t x[8], y[8];
    memcpy(x, p->q[qx], 16);
    memcpy(y, p->q[qy], 16);
    for (int i = 0; i < 8; i++) x[i] = (uint16_t)((uint32_t)x[i] * y[i] >> p->sar);
    memcpy(p->q[qz], x, 16);
}

/* EE.VADDS.S16: qa[i] = min(max(qx[i] + qy[i], -2^15), 2^15 - 1). */
void ead_pie_vadds_s16(ead_pie *p, int qa, int qx, int qy) {
    int16_t x[8], y[8];
    memcpy(x, p->q[qx], 16);
    memcpy(y, p->q[qy], 16);
    for (int i = 0; i < 8; i++) x[i] = (int16_t)ead_pie_saturate(x[i] + y[i], 16);
    memcpy(p->q[qa], x, 16);
}

/* EE.VUNZIP.8, .16, .32: of the 32 bytes of qs0 and qs1 behind it, qs0 = the elements with even places, qs1 = those with odd ones. */
void ead_pie_vunzip(ead_pie *p, int qs0, int qs1, int bytes) {
    int8_t both[32];
    memcpy(both, p->q[qs0], 16);
    memcpy(both + 16, p->q[qs1], 16);
    for (int i = 0; i < 32; i++) {
        const int element = i / bytes, to = element / 2 * bytes + i % bytes;
        p->q[element % 2 ? qs1 : qs0][to] = both[i];
    }
}

/* EE.VZIP.8, .16, .32: elements of qs0 and qs1 in turn; qs0 = the first half of them, qs1 = the second. */
void ead_pie_vzip(ead_pie *p, int qs0, int qs1, int bytes) {
    int8_t both[32];
    for (int i = 0; i < 32; i++) {
        const int element = i / bytes;
        both[i] = p->q[element % 2 ? qs1 : qs0][element / 2 * bytes + i % bytes];
    }
    memcpy(p->q[qs0], both, 16);
    memcpy(p->q[qs1], both + 16, 16);
}

/* QACC as eight lanes of 40 bits: QACC_L holds 0..3, QACC_H 4..7; each is two lanes of 20, the lower bits first. */
static int64_t ead_pie_wide_lane(const ead_pie *p, int i) {
    return (int64_t)p->qacc[2 * i + 1] * (1 << 20) + (p->qacc[2 * i] & 0xFFFFF);
}
static void ead_pie_set_wide_lane(ead_pie *p, int i, int64_t value) {
    const int32_t low = (int32_t)(value & 0xFFFFF);
    p->qacc[2 * i] = low - ((low & 0x80000) << 1);
    p->qacc[2 * i + 1] = (int32_t)(value >> 20);
}

/* EE.VMULAS.S16.QACC: lane i = min(max(lane i + qx[i] * qy[i], -2^39), 2^39 - 1), 8 lanes of 40 bits, factors of 16. */
void ead_pie_vmulas_s16_qacc(ead_pie *p, int qx, int qy) {
    int16_t x[8], y[8];
    memcpy(x, p->q[qx], 16);
    memcpy(y, p->q[qy], 16);
    for (int i = 0; i < 8; i++) ead_pie_set_wide_lane(p, i, ead_pie_saturate40(ead_pie_wide_lane(p, i) + (int32_t)x[i] * y[i]));
}

/* EE.VSMULAS.S16.QACC: likewise with one value, lane i += qx[i] * qy[sel], sel 0..7. */
void ead_pie_vsmulas_s16_qacc(ead_pie *p, int qx, int qy, int sel) {
    int16_t x[8], y[8];
    memcpy(x, p->q[qx], 16);
    memcpy(y, p->q[qy], 16);
    for (int i = 0; i < 8; i++) ead_pie_set_wide_lane(p, i, ead_pie_saturate40(ead_pie_wide_lane(p, i) + (int32_t)x[i] * y[sel]));
}

/* EE.MOV.U16.QACC: lane i of 40 bits = qs[i], eight lanes of uint16. */
void ead_pie_mov_u16_qacc(ead_pie *p, int qs) {
    uint16_t x[8];
    memcpy(x, p->q[qs], 16);
    for (int i = 0; i < 8; i++) ead_pie_set_wide_lane(p, i, x[i]);
}

/* EE.VMULAS.U16.QACC: lane i = min(lane i + qx[i] * qy[i], 2^40 - 1), 8 lanes of 40 bits, all unsigned. */
void ead_pie_vmulas_u16_qacc(ead_pie *p, int qx, int qy) {
    const int64_t most = ((int64_t)1 << 40) - 1;
    uint16_t x[8], y[8];
    memcpy(x, p->q[qx], 16);
    memcpy(y, p->q[qy], 16);
    for (int i = 0; i < 8; i++) {
        const int64_t sum = (ead_pie_wide_lane(p, i) & most) + (int64_t)x[i] * y[i], lane = sum > most ? most : sum;
        ead_pie_set_wide_lane(p, i, lane > most / 2 ? lane - most - 1 : lane);
    }
}

/* EE.SRCMB.S16.QACC: lane i >>= as[5:0], arithmetic, rounding down; QACC keeps the shifted lanes, qu[i] = min(max(lane i, -2^15), 2^15 - 1). */
void ead_pie_srcmb_s16_qacc(ead_pie *p, int qu, uint32_t as) {
    for (int i = 0; i < 8; i++) {
        const int64_t shifted = ead_pie_wide_lane(p, i) >> (as & 63);
        const int16_t value = (int16_t)(shifted > INT16_MAX ? INT16_MAX : shifted < INT16_MIN ? INT16_MIN : shifted);
        ead_pie_set_wide_lane(p, i, shifted);
        memcpy(p->q[qu] + 2 * i, &value, 2);
    }
}

/* EE.VCMP.LT.S8: qa[i] = qx[i] < qy[i] ? 0xFF : 0. EE.VCMP.LT.S16: eight lanes, 0xFFFF. */
void ead_pie_vcmp_lt_s8(ead_pie *p, int qa, int qx, int qy) {
    for (int i = 0; i < EAD_PIE_LANES; i++) p->q[qa][i] = (int8_t)-(p->q[qx][i] < p->q[qy][i]);
}
void ead_pie_vcmp_lt_s16(ead_pie *p, int qa, int qx, int qy) {
    int16_t x[8], y[8];
    memcpy(x, p->q[qx], 16);
    memcpy(y, p->q[qy], 16);
    for (int i = 0; i < 8; i++) x[i] = (int16_t)-(x[i] < y[i]);
    memcpy(p->q[qa], x, 16);
}

/* EE.VMAX.S16: qa[i] = the larger of qx[i] and qy[i], eight lanes. EE.VMIN.S16: the smaller. */
void ead_pie_vmax_s16(ead_pie *p, int qa, int qx, int qy) {
    int16_t x[8], y[8];
    memcpy(x, p->q[qx], 16);
    memcpy(y, p->q[qy], 16);
    for (int i = 0; i < 8; i++) x[i] = x[i] > y[i] ? x[i] : y[i];
    memcpy(p->q[qa], x, 16);
}
void ead_pie_vmin_s16(ead_pie *p, int qa, int qx, int qy) {
    int16_t x[8], y[8];
    memcpy(x, p->q[qx], 16);
    memcpy(y, p->q[qy], 16);
    for (int i = 0; i < 8; i++) x[i] = x[i] < y[i] ? x[i] : y[i];
    memcpy(p->q[qa], x, 16);
}

#endif
