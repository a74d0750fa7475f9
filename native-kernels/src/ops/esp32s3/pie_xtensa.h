/* PIE on the processor: every instruction is a line of one block of inline assembly. See pie.h. */
#ifndef EAD_PIE_XTENSA_H
#define EAD_PIE_XTENSA_H

/* Nothing to keep: the registers are the processor's. */
typedef struct ead_pie {
    char none;
} ead_pie;

/* Operands may not share a register: a program reads its last operand after it has changed its first. */
#define EAD_PIE_IN_OUT(variable) [variable] "+&r"(variable)
#define EAD_PIE_IN_OUT_FLOAT(variable) [variable] "+&f"(variable)
#define EAD_PIE_OUT(variable) [variable] "=&r"(variable) /* nothing needs to be in it */
#define EAD_PIE_OUT_FLOAT(variable) [variable] "=&f"(variable)
#define EAD_PIE_IN(variable) [variable] "r"(variable)
#define EAD_PIE_OPERANDS(...) __VA_ARGS__
#define EAD_PIE_PROGRAM(in_out, in, body) \
    do { \
        (void)pie; \
        __asm__ volatile(body : in_out : in : "memory"); \
    } while (0)

#define EAD_PIE_TEXT_(x) #x
#define EAD_PIE_TEXT(x) EAD_PIE_TEXT_(x)
#define EAD_PIE_Q(q) "q" EAD_PIE_TEXT(q)

#define EAD_PIE_LOOP(count, body) "loopnez %[" #count "], 1f\n" body "1:\n"
#define EAD_PIE_REPEAT(count, body) "2:\n" body "addi %[" #count "], %[" #count "], -1\nbnez %[" #count "], 2b\n"

#define EAD_PIE_MOV(a, b) "mov %[" #a "], %[" #b "]\n"
#define EAD_PIE_ADDI(a, imm) "addi %[" #a "], %[" #a "], " EAD_PIE_TEXT(imm) "\n"
#define EAD_PIE_ADD(a, b) "add %[" #a "], %[" #a "], %[" #b "]\n"
#define EAD_PIE_SUB(a, b) "sub %[" #a "], %[" #a "], %[" #b "]\n"
#define EAD_PIE_L8UI(a, at, imm) "l8ui %[" #a "], %[" #at "], " EAD_PIE_TEXT(imm) "\n"
#define EAD_PIE_L32I(a, at, imm) "l32i %[" #a "], %[" #at "], " EAD_PIE_TEXT(imm) "\n"
#define EAD_PIE_S32I(a, at, imm) "s32i %[" #a "], %[" #at "], " EAD_PIE_TEXT(imm) "\n"

/* a = the upper half of a * b; a = a >> SAR, and >> imm, arithmetic; the smaller, the larger, signed; a |= b. */
#define EAD_PIE_MULSH(a, b) "mulsh %[" #a "], %[" #a "], %[" #b "]\n"
#define EAD_PIE_SRA(a) "sra %[" #a "], %[" #a "]\n"
#define EAD_PIE_SRAI(a, imm) "srai %[" #a "], %[" #a "], " EAD_PIE_TEXT(imm) "\n"
#define EAD_PIE_MIN(a, b) "min %[" #a "], %[" #a "], %[" #b "]\n"
#define EAD_PIE_MAX(a, b) "max %[" #a "], %[" #a "], %[" #b "]\n"
#define EAD_PIE_OR(a, b) "or %[" #a "], %[" #a "], %[" #b "]\n"
#define EAD_PIE_S16I(a, at, imm) "s16i %[" #a "], %[" #at "], " EAD_PIE_TEXT(imm) "\n"

/* Single precision: f = a, f = the number at `at`, f *= x, f += x. */
#define EAD_PIE_FLOAT_S(f, a) "float.s %[" #f "], %[" #a "], 0\n"
#define EAD_PIE_LSI(f, at, imm) "lsi %[" #f "], %[" #at "], " EAD_PIE_TEXT(imm) "\n"
#define EAD_PIE_MUL_S(f, x) "mul.s %[" #f "], %[" #f "], %[" #x "]\n"
#define EAD_PIE_ADD_S(f, x) "add.s %[" #f "], %[" #f "], %[" #x "]\n"

#define EAD_PIE_VLD_128_IP(qu, as, imm) "ee.vld.128.ip " EAD_PIE_Q(qu) ", %[" #as "], " EAD_PIE_TEXT(imm) "\n"
#define EAD_PIE_VLD_128_XP(qu, as, ad) "ee.vld.128.xp " EAD_PIE_Q(qu) ", %[" #as "], %[" #ad "]\n"
#define EAD_PIE_VST_128_IP(qv, as, imm) "ee.vst.128.ip " EAD_PIE_Q(qv) ", %[" #as "], " EAD_PIE_TEXT(imm) "\n"
#define EAD_PIE_VST_128_XP(qv, as, ad) "ee.vst.128.xp " EAD_PIE_Q(qv) ", %[" #as "], %[" #ad "]\n"
#define EAD_PIE_VST_L_64_IP(qv, as, imm) "ee.vst.l.64.ip " EAD_PIE_Q(qv) ", %[" #as "], " EAD_PIE_TEXT(imm) "\n"
#define EAD_PIE_VST_L_64_XP(qv, as, ad) "ee.vst.l.64.xp " EAD_PIE_Q(qv) ", %[" #as "], %[" #ad "]\n"
#define EAD_PIE_VST_H_64_XP(qv, as, ad) "ee.vst.h.64.xp " EAD_PIE_Q(qv) ", %[" #as "], %[" #ad "]\n"

#define EAD_PIE_LD_QACC_L_L_128_IP(as, imm) "ee.ld.qacc_l.l.128.ip %[" #as "], " EAD_PIE_TEXT(imm) "\n"
#define EAD_PIE_LD_QACC_H_L_128_IP(as, imm) "ee.ld.qacc_h.l.128.ip %[" #as "], " EAD_PIE_TEXT(imm) "\n"
#define EAD_PIE_LD_QACC_L_H_32_IP(as, imm) "ee.ld.qacc_l.h.32.ip %[" #as "], " EAD_PIE_TEXT(imm) "\n"
#define EAD_PIE_LD_QACC_H_H_32_IP(as, imm) "ee.ld.qacc_h.h.32.ip %[" #as "], " EAD_PIE_TEXT(imm) "\n"

#define EAD_PIE_ST_QACC_L_L_128_IP(as, imm) "ee.st.qacc_l.l.128.ip %[" #as "], " EAD_PIE_TEXT(imm) "\n"
#define EAD_PIE_ST_QACC_H_L_128_IP(as, imm) "ee.st.qacc_h.l.128.ip %[" #as "], " EAD_PIE_TEXT(imm) "\n"
#define EAD_PIE_ST_QACC_L_H_32_IP(as, imm) "ee.st.qacc_l.h.32.ip %[" #as "], " EAD_PIE_TEXT(imm) "\n"
#define EAD_PIE_ST_QACC_H_H_32_IP(as, imm) "ee.st.qacc_h.h.32.ip %[" #as "], " EAD_PIE_TEXT(imm) "\n"

#define EAD_PIE_VMULAS_S8_QACC(qx, qy) "ee.vmulas.s8.qacc " EAD_PIE_Q(qx) ", " EAD_PIE_Q(qy) "\n"
#define EAD_PIE_VMULAS_S8_QACC_LD_IP(qu, as, imm, qx, qy) \
    "ee.vmulas.s8.qacc.ld.ip " EAD_PIE_Q(qu) ", %[" #as "], " EAD_PIE_TEXT(imm) ", " EAD_PIE_Q(qx) ", " EAD_PIE_Q(qy) "\n"
#define EAD_PIE_VMULAS_S8_QACC_LD_XP(qu, as, ad, qx, qy) \
    "ee.vmulas.s8.qacc.ld.xp " EAD_PIE_Q(qu) ", %[" #as "], %[" #ad "], " EAD_PIE_Q(qx) ", " EAD_PIE_Q(qy) "\n"
#define EAD_PIE_VSMULAS_S8_QACC(qx, qy, sel) "ee.vsmulas.s8.qacc " EAD_PIE_Q(qx) ", " EAD_PIE_Q(qy) ", " EAD_PIE_TEXT(sel) "\n"
#define EAD_PIE_VSMULAS_S8_QACC_LD_INCP(qu, as, qx, qy, sel) \
    "ee.vsmulas.s8.qacc.ld.incp " EAD_PIE_Q(qu) ", %[" #as "], " EAD_PIE_Q(qx) ", " EAD_PIE_Q(qy) ", " EAD_PIE_TEXT(sel) "\n"
#define EAD_PIE_SRCMB_S8_QACC(qu, as) "ee.srcmb.s8.qacc " EAD_PIE_Q(qu) ", %[" #as "], 0\n"

#define EAD_PIE_VMAX_S8(qa, qx, qy) "ee.vmax.s8 " EAD_PIE_Q(qa) ", " EAD_PIE_Q(qx) ", " EAD_PIE_Q(qy) "\n"
#define EAD_PIE_VMIN_S8(qa, qx, qy) "ee.vmin.s8 " EAD_PIE_Q(qa) ", " EAD_PIE_Q(qx) ", " EAD_PIE_Q(qy) "\n"
#define EAD_PIE_VMAX_S8_LD_INCP(qu, as, qa, qx, qy) \
    "ee.vmax.s8.ld.incp " EAD_PIE_Q(qu) ", %[" #as "], " EAD_PIE_Q(qa) ", " EAD_PIE_Q(qx) ", " EAD_PIE_Q(qy) "\n"
#define EAD_PIE_VMIN_S8_LD_INCP(qu, as, qa, qx, qy) \
    "ee.vmin.s8.ld.incp " EAD_PIE_Q(qu) ", %[" #as "], " EAD_PIE_Q(qa) ", " EAD_PIE_Q(qx) ", " EAD_PIE_Q(qy) "\n"

#define EAD_PIE_ZERO_ACCX() "ee.zero.accx\n"
#define EAD_PIE_VMULAS_S8_ACCX(qx, qy) "ee.vmulas.s8.accx " EAD_PIE_Q(qx) ", " EAD_PIE_Q(qy) "\n"
#define EAD_PIE_VMULAS_S8_ACCX_LD_IP(qu, as, imm, qx, qy) \
    "ee.vmulas.s8.accx.ld.ip " EAD_PIE_Q(qu) ", %[" #as "], " EAD_PIE_TEXT(imm) ", " EAD_PIE_Q(qx) ", " EAD_PIE_Q(qy) "\n"
#define EAD_PIE_VMULAS_S16_ACCX(qx, qy) "ee.vmulas.s16.accx " EAD_PIE_Q(qx) ", " EAD_PIE_Q(qy) "\n"
#define EAD_PIE_VMULAS_S16_ACCX_LD_IP(qu, as, imm, qx, qy) \
    "ee.vmulas.s16.accx.ld.ip " EAD_PIE_Q(qu) ", %[" #as "], " EAD_PIE_TEXT(imm) ", " EAD_PIE_Q(qx) ", " EAD_PIE_Q(qy) "\n"
#define EAD_PIE_SRS_ACCX(au, as) "ee.srs.accx %[" #au "], %[" #as "], 0\n"

#define EAD_PIE_VST_H_64_IP(qv, as, imm) "ee.vst.h.64.ip " EAD_PIE_Q(qv) ", %[" #as "], " EAD_PIE_TEXT(imm) "\n"
#define EAD_PIE_VLD_L_64_XP(qu, as, ad) "ee.vld.l.64.xp " EAD_PIE_Q(qu) ", %[" #as "], %[" #ad "]\n"
#define EAD_PIE_VLD_L_64_IP(qu, as, imm) "ee.vld.l.64.ip " EAD_PIE_Q(qu) ", %[" #as "], " EAD_PIE_TEXT(imm) "\n"
#define EAD_PIE_VLD_H_64_XP(qu, as, ad) "ee.vld.h.64.xp " EAD_PIE_Q(qu) ", %[" #as "], %[" #ad "]\n"

/* The compiler sets SAR right before each of its own shifts and expects nothing of it afterwards. */
#define EAD_PIE_SSR(as) "ssr %[" #as "]\n"
#define EAD_PIE_SSAI(imm) "ssai " EAD_PIE_TEXT(imm) "\n"
#define EAD_PIE_THREE(name, qa, qx, qy) name " " EAD_PIE_Q(qa) ", " EAD_PIE_Q(qx) ", " EAD_PIE_Q(qy) "\n"
#define EAD_PIE_TWO(name, qs0, qs1) name " " EAD_PIE_Q(qs0) ", " EAD_PIE_Q(qs1) "\n"
#define EAD_PIE_LD_128_USAR_IP(qu, as, imm) "ee.ld.128.usar.ip " EAD_PIE_Q(qu) ", %[" #as "], " EAD_PIE_TEXT(imm) "\n"
#define EAD_PIE_SRC_Q(qa, qs0, qs1) EAD_PIE_THREE("ee.src.q", qa, qs0, qs1)
#define EAD_PIE_ANDQ(qa, qx, qy) EAD_PIE_THREE("ee.andq", qa, qx, qy)
#define EAD_PIE_ORQ(qa, qx, qy) EAD_PIE_THREE("ee.orq", qa, qx, qy)
#define EAD_PIE_XORQ(qa, qx, qy) EAD_PIE_THREE("ee.xorq", qa, qx, qy)
#define EAD_PIE_VMUL_U16(qz, qx, qy) EAD_PIE_THREE("ee.vmul.u16", qz, qx, qy)
#define EAD_PIE_VMUL_U16_LD_INCP(qu, as, qz, qx, qy) EAD_PIE_THREE("ee.vmul.u16.ld.incp " EAD_PIE_Q(qu) ", %[" #as "],", qz, qx, qy)
#define EAD_PIE_VADDS_S16(qa, qx, qy) EAD_PIE_THREE("ee.vadds.s16", qa, qx, qy)
#define EAD_PIE_VADDS_S16_LD_INCP(qu, as, qa, qx, qy) EAD_PIE_THREE("ee.vadds.s16.ld.incp " EAD_PIE_Q(qu) ", %[" #as "],", qa, qx, qy)
#define EAD_PIE_VADDS_S16_ST_INCP(qv, as, qa, qx, qy) EAD_PIE_THREE("ee.vadds.s16.st.incp " EAD_PIE_Q(qv) ", %[" #as "],", qa, qx, qy)
#define EAD_PIE_VUNZIP_8(qs0, qs1) EAD_PIE_TWO("ee.vunzip.8", qs0, qs1)
#define EAD_PIE_VUNZIP_16(qs0, qs1) EAD_PIE_TWO("ee.vunzip.16", qs0, qs1)
#define EAD_PIE_VUNZIP_32(qs0, qs1) EAD_PIE_TWO("ee.vunzip.32", qs0, qs1)
#define EAD_PIE_VZIP_8(qs0, qs1) EAD_PIE_TWO("ee.vzip.8", qs0, qs1)
#define EAD_PIE_VZIP_16(qs0, qs1) EAD_PIE_TWO("ee.vzip.16", qs0, qs1)
#define EAD_PIE_VZIP_32(qs0, qs1) EAD_PIE_TWO("ee.vzip.32", qs0, qs1)

#define EAD_PIE_VMULAS_S16_QACC(qx, qy) EAD_PIE_TWO("ee.vmulas.s16.qacc", qx, qy)
#define EAD_PIE_VMULAS_S16_QACC_LD_IP(qu, as, imm, qx, qy) \
    "ee.vmulas.s16.qacc.ld.ip " EAD_PIE_Q(qu) ", %[" #as "], " EAD_PIE_TEXT(imm) ", " EAD_PIE_Q(qx) ", " EAD_PIE_Q(qy) "\n"
#define EAD_PIE_VMULAS_S16_QACC_LD_XP(qu, as, ad, qx, qy) \
    "ee.vmulas.s16.qacc.ld.xp " EAD_PIE_Q(qu) ", %[" #as "], %[" #ad "], " EAD_PIE_Q(qx) ", " EAD_PIE_Q(qy) "\n"
#define EAD_PIE_VSMULAS_S16_QACC_LD_INCP(qu, as, qx, qy, sel) \
    "ee.vsmulas.s16.qacc.ld.incp " EAD_PIE_Q(qu) ", %[" #as "], " EAD_PIE_Q(qx) ", " EAD_PIE_Q(qy) ", " EAD_PIE_TEXT(sel) "\n"
#define EAD_PIE_MOV_U16_QACC(qs) "ee.mov.u16.qacc " EAD_PIE_Q(qs) "\n"
#define EAD_PIE_VMULAS_U16_QACC(qx, qy) EAD_PIE_TWO("ee.vmulas.u16.qacc", qx, qy)
#define EAD_PIE_VMULAS_U16_QACC_LD_IP(qu, as, imm, qx, qy) \
    "ee.vmulas.u16.qacc.ld.ip " EAD_PIE_Q(qu) ", %[" #as "], " EAD_PIE_TEXT(imm) ", " EAD_PIE_Q(qx) ", " EAD_PIE_Q(qy) "\n"
#define EAD_PIE_SRCMB_S16_QACC(qu, as) "ee.srcmb.s16.qacc " EAD_PIE_Q(qu) ", %[" #as "], 0\n"
#define EAD_PIE_VCMP_LT_S8(qa, qx, qy) EAD_PIE_THREE("ee.vcmp.lt.s8", qa, qx, qy)
#define EAD_PIE_VCMP_LT_S16(qa, qx, qy) EAD_PIE_THREE("ee.vcmp.lt.s16", qa, qx, qy)
#define EAD_PIE_ZERO_QACC() "ee.zero.qacc\n"
#define EAD_PIE_VMAX_S16(qa, qx, qy) EAD_PIE_THREE("ee.vmax.s16", qa, qx, qy)
#define EAD_PIE_VMIN_S16(qa, qx, qy) EAD_PIE_THREE("ee.vmin.s16", qa, qx, qy)
#define EAD_PIE_VMIN_S16_ST_INCP(qv, as, qa, qx, qy) EAD_PIE_THREE("ee.vmin.s16.st.incp " EAD_PIE_Q(qv) ", %[" #as "],", qa, qx, qy)
#define EAD_PIE_VMAX_S16_LD_INCP(qu, as, qa, qx, qy) EAD_PIE_THREE("ee.vmax.s16.ld.incp " EAD_PIE_Q(qu) ", %[" #as "],", qa, qx, qy)
#define EAD_PIE_VMIN_S16_LD_INCP(qu, as, qa, qx, qy) EAD_PIE_THREE("ee.vmin.s16.ld.incp " EAD_PIE_Q(qu) ", %[" #as "],", qa, qx, qy)

#endif
