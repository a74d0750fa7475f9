/*
 * PIE as a C model: one function is one instruction. See pie.h. EAD_PIE_COUNTED (test builds only) counts the instructions, scalar ones of
 * programs included, in ead_pie_executed.
 */
#ifndef EAD_PIE_MODEL_H
#define EAD_PIE_MODEL_H

typedef struct ead_pie {
    _Alignas(16) int8_t q[8][EAD_PIE_LANES];
    int32_t qacc[EAD_PIE_LANES]; /* QACC_L, then QACC_H: lanes of 20 bits, the lowest bits first */
    int64_t accx;                /* 40 bits */
    uint32_t sar, sar_byte;
} ead_pie;

#ifdef EAD_PIE_COUNTED
extern uint64_t ead_pie_executed;
#define EAD_PIE_COUNT() ead_pie_executed++
#else
#define EAD_PIE_COUNT() (void)0
#endif

/* What each does stands in pie_model.c. */
void ead_pie_vld_128(ead_pie *p, int qu, const int8_t *as);
void ead_pie_vst_128(const ead_pie *p, int qv, int8_t **as, int32_t step);
void ead_pie_vst_64(const ead_pie *p, int qv, int high, int8_t **as, int32_t step);
void ead_pie_ld_qacc_l_128(ead_pie *p, int half, const int8_t **as, int32_t step);
void ead_pie_ld_qacc_h_32(ead_pie *p, int half, const int8_t **as, int32_t step);
void ead_pie_st_qacc_l_128(const ead_pie *p, int half, int8_t **as, int32_t step);
void ead_pie_st_qacc_h_32(const ead_pie *p, int half, int8_t **as, int32_t step);
void ead_pie_vmulas_s8_qacc(ead_pie *p, int qx, int qy);
void ead_pie_vsmulas_s8_qacc(ead_pie *p, int qx, int qy, int sel);
void ead_pie_srcmb_s8_qacc(ead_pie *p, int qu, uint32_t as);
void ead_pie_vmax_s8(ead_pie *p, int qa, int qx, int qy);
void ead_pie_vmin_s8(ead_pie *p, int qa, int qx, int qy);
void ead_pie_vmulas_s8_accx(ead_pie *p, int qx, int qy);
void ead_pie_vmulas_s16_accx(ead_pie *p, int qx, int qy);
int32_t ead_pie_srs_accx(ead_pie *p, uint32_t as);
void ead_pie_vld_64(ead_pie *p, int qu, int high, const int8_t *as);
void ead_pie_ld_128_usar(ead_pie *p, int qu, const int8_t **as, int32_t step);
void ead_pie_src_q(ead_pie *p, int qa, int qs0, int qs1);
void ead_pie_andq(ead_pie *p, int qa, int qx, int qy);
void ead_pie_orq(ead_pie *p, int qa, int qx, int qy);
void ead_pie_xorq(ead_pie *p, int qa, int qx, int qy);
void ead_pie_vmul_u16(ead_pie *p, int qz, int qx, int qy);
void ead_pie_vadds_s16(ead_pie *p, int qa, int qx, int qy);
void ead_pie_vunzip(ead_pie *p, int qs0, int qs1, int bytes);
void ead_pie_vzip(ead_pie *p, int qs0, int qs1, int bytes);
void ead_pie_vmulas_s16_qacc(ead_pie *p, int qx, int qy);
void ead_pie_vsmulas_s16_qacc(ead_pie *p, int qx, int qy, int sel);
void ead_pie_mov_u16_qacc(ead_pie *p, int qs);
void ead_pie_vmulas_u16_qacc(ead_pie *p, int qx, int qy);
void ead_pie_srcmb_s16_qacc(ead_pie *p, int qu, uint32_t as);
void ead_pie_vcmp_lt_s8(ead_pie *p, int qa, int qx, int qy);
void ead_pie_vcmp_lt_s16(ead_pie *p, int qa, int qx, int qy);
void ead_pie_vmax_s16(ead_pie *p, int qa, int qx, int qy);
void ead_pie_vmin_s16(ead_pie *p, int qa, int qx, int qy);

#define EAD_PIE_IN_OUT(variable)
#define EAD_PIE_IN_OUT_FLOAT(variable)
#define EAD_PIE_OUT(variable)
#define EAD_PIE_OUT_FLOAT(variable)
#define EAD_PIE_IN(variable)
#define EAD_PIE_OPERANDS(...)
#define EAD_PIE_PROGRAM(in_out, in, body) do { body } while (0)
#define EAD_PIE_DO(statement) { EAD_PIE_COUNT(); statement; } /* no comma: bodies are arguments of further macros */
#define EAD_PIE_LOAD(load, half, as, imm) { EAD_PIE_COUNT(); const int8_t *pie_from = as; load(pie, half, &pie_from, imm); as += imm; } /* of any pointer to bytes */

/* LOOPNEZ: the body `count` times, also not once. */
#define EAD_PIE_LOOP(count, body) EAD_PIE_COUNT(); for (uint32_t pie_i = 0; pie_i < (uint32_t)count; pie_i++) { body }

/* A loop of two scalar instructions a turn around bodies that are too long for LOOPNEZ (256 bytes) or contain one; `count` >= 1 ends at 0. */
#define EAD_PIE_REPEAT(count, body) for (; count > 0; count--) { body EAD_PIE_COUNT(); EAD_PIE_COUNT(); }

#define EAD_PIE_MOV(a, b) EAD_PIE_DO(a = b)
#define EAD_PIE_ADDI(a, imm) EAD_PIE_DO(a += imm)
#define EAD_PIE_ADD(a, b) EAD_PIE_DO(a += b)
#define EAD_PIE_SUB(a, b) EAD_PIE_DO(a -= b)
#define EAD_PIE_L8UI(a, at, imm) EAD_PIE_DO(a = (uint8_t)(at)[imm])
#define EAD_PIE_L32I(a, at, imm) EAD_PIE_DO(memcpy(&a, (at) + (imm), 4))
#define EAD_PIE_S32I(a, at, imm) EAD_PIE_DO(memcpy((at) + (imm), &a, 4))

/* MULSH: the upper 32 bits of the signed product. SRA: shifts by SAR, here below 32. MIN, MAX: signed. */
#define EAD_PIE_MULSH(a, b) EAD_PIE_DO(a = (int32_t)((int64_t)a * b >> 32))
#define EAD_PIE_SRA(a) EAD_PIE_DO(a >>= pie->sar)
#define EAD_PIE_SRAI(a, imm) EAD_PIE_DO(a >>= imm)
#define EAD_PIE_MIN(a, b) EAD_PIE_DO(a = a < b ? a : b)
#define EAD_PIE_MAX(a, b) EAD_PIE_DO(a = a > b ? a : b)
#define EAD_PIE_OR(a, b) EAD_PIE_DO(a |= b)
#define EAD_PIE_S16I(a, at, imm) EAD_PIE_DO(memcpy((at) + (imm), &(int16_t){(int16_t)a}, 2))

/* Single precision, each operation rounded to nearest even: FLOAT.S, LSI, MUL.S, ADD.S. */
#define EAD_PIE_FLOAT_S(f, a) EAD_PIE_DO(f = (float)a)
#define EAD_PIE_LSI(f, at, imm) EAD_PIE_DO(memcpy(&f, (at) + (imm), 4))
#define EAD_PIE_MUL_S(f, x) EAD_PIE_DO(f *= x)
#define EAD_PIE_ADD_S(f, x) EAD_PIE_DO(f += x)

#define EAD_PIE_VLD_128_IP(qu, as, imm) EAD_PIE_DO((ead_pie_vld_128(pie, qu, as), as += imm))
#define EAD_PIE_VLD_128_XP(qu, as, ad) EAD_PIE_DO((ead_pie_vld_128(pie, qu, as), as += ad))
#define EAD_PIE_VST_128_IP(qv, as, imm) EAD_PIE_DO(ead_pie_vst_128(pie, qv, &as, imm))
#define EAD_PIE_VST_128_XP(qv, as, ad) EAD_PIE_DO(ead_pie_vst_128(pie, qv, &as, ad))
#define EAD_PIE_VST_L_64_IP(qv, as, imm) EAD_PIE_DO(ead_pie_vst_64(pie, qv, 0, &as, imm))
#define EAD_PIE_VST_L_64_XP(qv, as, ad) EAD_PIE_DO(ead_pie_vst_64(pie, qv, 0, &as, ad))
#define EAD_PIE_VST_H_64_XP(qv, as, ad) EAD_PIE_DO(ead_pie_vst_64(pie, qv, 1, &as, ad))
#define EAD_PIE_VST_H_64_IP(qv, as, imm) EAD_PIE_DO(ead_pie_vst_64(pie, qv, 1, &as, imm))
#define EAD_PIE_VLD_L_64_XP(qu, as, ad) EAD_PIE_DO((ead_pie_vld_64(pie, qu, 0, as), as += ad))
#define EAD_PIE_VLD_L_64_IP(qu, as, imm) EAD_PIE_DO((ead_pie_vld_64(pie, qu, 0, as), as += imm))
#define EAD_PIE_VLD_H_64_XP(qu, as, ad) EAD_PIE_DO((ead_pie_vld_64(pie, qu, 1, as), as += ad))

#define EAD_PIE_LD_QACC_L_L_128_IP(as, imm) EAD_PIE_LOAD(ead_pie_ld_qacc_l_128, 0, as, imm)
#define EAD_PIE_LD_QACC_H_L_128_IP(as, imm) EAD_PIE_LOAD(ead_pie_ld_qacc_l_128, 1, as, imm)
#define EAD_PIE_LD_QACC_L_H_32_IP(as, imm) EAD_PIE_LOAD(ead_pie_ld_qacc_h_32, 0, as, imm)
#define EAD_PIE_LD_QACC_H_H_32_IP(as, imm) EAD_PIE_LOAD(ead_pie_ld_qacc_h_32, 1, as, imm)

#define EAD_PIE_ST_QACC_L_L_128_IP(as, imm) EAD_PIE_DO(ead_pie_st_qacc_l_128(pie, 0, &as, imm))
#define EAD_PIE_ST_QACC_H_L_128_IP(as, imm) EAD_PIE_DO(ead_pie_st_qacc_l_128(pie, 1, &as, imm))
#define EAD_PIE_ST_QACC_L_H_32_IP(as, imm) EAD_PIE_DO(ead_pie_st_qacc_h_32(pie, 0, &as, imm))
#define EAD_PIE_ST_QACC_H_H_32_IP(as, imm) EAD_PIE_DO(ead_pie_st_qacc_h_32(pie, 1, &as, imm))

#define EAD_PIE_VMULAS_S8_QACC(qx, qy) EAD_PIE_DO(ead_pie_vmulas_s8_qacc(pie, qx, qy))
#define EAD_PIE_VMULAS_S8_QACC_LD_IP(qu, as, imm, qx, qy) EAD_PIE_DO((ead_pie_vmulas_s8_qacc(pie, qx, qy), ead_pie_vld_128(pie, qu, as), as += imm))
#define EAD_PIE_VMULAS_S8_QACC_LD_XP(qu, as, ad, qx, qy) EAD_PIE_VMULAS_S8_QACC_LD_IP(qu, as, ad, qx, qy)
#define EAD_PIE_VSMULAS_S8_QACC(qx, qy, sel) EAD_PIE_DO(ead_pie_vsmulas_s8_qacc(pie, qx, qy, sel))
#define EAD_PIE_VSMULAS_S8_QACC_LD_INCP(qu, as, qx, qy, sel) EAD_PIE_DO((ead_pie_vsmulas_s8_qacc(pie, qx, qy, sel), ead_pie_vld_128(pie, qu, as), as += 16))
#define EAD_PIE_SRCMB_S8_QACC(qu, as) EAD_PIE_DO(ead_pie_srcmb_s8_qacc(pie, qu, (uint32_t)as))

#define EAD_PIE_VMAX_S8(qa, qx, qy) EAD_PIE_DO(ead_pie_vmax_s8(pie, qa, qx, qy))
#define EAD_PIE_VMIN_S8(qa, qx, qy) EAD_PIE_DO(ead_pie_vmin_s8(pie, qa, qx, qy))
#define EAD_PIE_VMAX_S8_LD_INCP(qu, as, qa, qx, qy) EAD_PIE_DO((ead_pie_vmax_s8(pie, qa, qx, qy), ead_pie_vld_128(pie, qu, as), as += 16))
#define EAD_PIE_VMIN_S8_LD_INCP(qu, as, qa, qx, qy) EAD_PIE_DO((ead_pie_vmin_s8(pie, qa, qx, qy), ead_pie_vld_128(pie, qu, as), as += 16))

/* EE.ZERO.ACCX: ACCX = 0. */
#define EAD_PIE_ZERO_ACCX() EAD_PIE_DO(pie->accx = 0)
#define EAD_PIE_VMULAS_S8_ACCX(qx, qy) EAD_PIE_DO(ead_pie_vmulas_s8_accx(pie, qx, qy))
#define EAD_PIE_VMULAS_S8_ACCX_LD_IP(qu, as, imm, qx, qy) EAD_PIE_DO((ead_pie_vmulas_s8_accx(pie, qx, qy), ead_pie_vld_128(pie, qu, as), as += imm))
#define EAD_PIE_VMULAS_S16_ACCX(qx, qy) EAD_PIE_DO(ead_pie_vmulas_s16_accx(pie, qx, qy))
#define EAD_PIE_VMULAS_S16_ACCX_LD_IP(qu, as, imm, qx, qy) EAD_PIE_DO((ead_pie_vmulas_s16_accx(pie, qx, qy), ead_pie_vld_128(pie, qu, as), as += imm))
#define EAD_PIE_SRS_ACCX(au, as) EAD_PIE_DO(au = ead_pie_srs_accx(pie, (uint32_t)as))

/* SSR: SAR = as[4:0]. SSAI: SAR = imm. */
#define EAD_PIE_SSR(as) EAD_PIE_DO(pie->sar = (uint32_t)as & 31)
#define EAD_PIE_SSAI(imm) EAD_PIE_DO(pie->sar = imm)
#define EAD_PIE_LD_128_USAR_IP(qu, as, imm) EAD_PIE_DO(ead_pie_ld_128_usar(pie, qu, &as, imm))
#define EAD_PIE_SRC_Q(qa, qs0, qs1) EAD_PIE_DO(ead_pie_src_q(pie, qa, qs0, qs1))
#define EAD_PIE_ANDQ(qa, qx, qy) EAD_PIE_DO(ead_pie_andq(pie, qa, qx, qy))
#define EAD_PIE_ORQ(qa, qx, qy) EAD_PIE_DO(ead_pie_orq(pie, qa, qx, qy))
#define EAD_PIE_XORQ(qa, qx, qy) EAD_PIE_DO(ead_pie_xorq(pie, qa, qx, qy))
#define EAD_PIE_VMUL_U16(qz, qx, qy) EAD_PIE_DO(ead_pie_vmul_u16(pie, qz, qx, qy))
#define EAD_PIE_VMUL_U16_LD_INCP(qu, as, qz, qx, qy) EAD_PIE_DO((ead_pie_vmul_u16(pie, qz, qx, qy), ead_pie_vld_128(pie, qu, as), as += 16))
#define EAD_PIE_VADDS_S16(qa, qx, qy) EAD_PIE_DO(ead_pie_vadds_s16(pie, qa, qx, qy))
#define EAD_PIE_VADDS_S16_LD_INCP(qu, as, qa, qx, qy) EAD_PIE_DO((ead_pie_vadds_s16(pie, qa, qx, qy), ead_pie_vld_128(pie, qu, as), as += 16))
#define EAD_PIE_VADDS_S16_ST_INCP(qv, as, qa, qx, qy) EAD_PIE_DO((ead_pie_vst_128(pie, qv, &as, 16), ead_pie_vadds_s16(pie, qa, qx, qy)))
#define EAD_PIE_VUNZIP_8(qs0, qs1) EAD_PIE_DO(ead_pie_vunzip(pie, qs0, qs1, 1))
#define EAD_PIE_VUNZIP_16(qs0, qs1) EAD_PIE_DO(ead_pie_vunzip(pie, qs0, qs1, 2))
#define EAD_PIE_VUNZIP_32(qs0, qs1) EAD_PIE_DO(ead_pie_vunzip(pie, qs0, qs1, 4))
#define EAD_PIE_VZIP_8(qs0, qs1) EAD_PIE_DO(ead_pie_vzip(pie, qs0, qs1, 1))
#define EAD_PIE_VZIP_16(qs0, qs1) EAD_PIE_DO(ead_pie_vzip(pie, qs0, qs1, 2))
#define EAD_PIE_VZIP_32(qs0, qs1) EAD_PIE_DO(ead_pie_vzip(pie, qs0, qs1, 4))

#define EAD_PIE_VMULAS_S16_QACC(qx, qy) EAD_PIE_DO(ead_pie_vmulas_s16_qacc(pie, qx, qy))
#define EAD_PIE_VMULAS_S16_QACC_LD_IP(qu, as, imm, qx, qy) EAD_PIE_DO((ead_pie_vmulas_s16_qacc(pie, qx, qy), ead_pie_vld_128(pie, qu, as), as += imm))
#define EAD_PIE_VMULAS_S16_QACC_LD_XP(qu, as, ad, qx, qy) EAD_PIE_VMULAS_S16_QACC_LD_IP(qu, as, ad, qx, qy)
#define EAD_PIE_VSMULAS_S16_QACC_LD_INCP(qu, as, qx, qy, sel) EAD_PIE_DO((ead_pie_vsmulas_s16_qacc(pie, qx, qy, sel), ead_pie_vld_128(pie, qu, as), as += 16))
#define EAD_PIE_MOV_U16_QACC(qs) EAD_PIE_DO(ead_pie_mov_u16_qacc(pie, qs))
#define EAD_PIE_VMULAS_U16_QACC(qx, qy) EAD_PIE_DO(ead_pie_vmulas_u16_qacc(pie, qx, qy))
#define EAD_PIE_VMULAS_U16_QACC_LD_IP(qu, as, imm, qx, qy) EAD_PIE_DO((ead_pie_vmulas_u16_qacc(pie, qx, qy), ead_pie_vld_128(pie, qu, as), as += imm))
#define EAD_PIE_SRCMB_S16_QACC(qu, as) EAD_PIE_DO(ead_pie_srcmb_s16_qacc(pie, qu, (uint32_t)as))
#define EAD_PIE_VCMP_LT_S8(qa, qx, qy) EAD_PIE_DO(ead_pie_vcmp_lt_s8(pie, qa, qx, qy))
#define EAD_PIE_VCMP_LT_S16(qa, qx, qy) EAD_PIE_DO(ead_pie_vcmp_lt_s16(pie, qa, qx, qy))
/* EE.ZERO.QACC: QACC = 0. */
#define EAD_PIE_ZERO_QACC() EAD_PIE_DO(memset(pie->qacc, 0, sizeof pie->qacc))
#define EAD_PIE_VMAX_S16(qa, qx, qy) EAD_PIE_DO(ead_pie_vmax_s16(pie, qa, qx, qy))
#define EAD_PIE_VMIN_S16(qa, qx, qy) EAD_PIE_DO(ead_pie_vmin_s16(pie, qa, qx, qy))
#define EAD_PIE_VMIN_S16_ST_INCP(qv, as, qa, qx, qy) EAD_PIE_DO((ead_pie_vst_128(pie, qv, &as, 16), ead_pie_vmin_s16(pie, qa, qx, qy)))
#define EAD_PIE_VMAX_S16_LD_INCP(qu, as, qa, qx, qy) EAD_PIE_DO((ead_pie_vmax_s16(pie, qa, qx, qy), ead_pie_vld_128(pie, qu, as), as += 16))
#define EAD_PIE_VMIN_S16_LD_INCP(qu, as, qa, qx, qy) EAD_PIE_DO((ead_pie_vmin_s16(pie, qa, qx, qy), ead_pie_vld_128(pie, qu, as), as += 16))

#endif
