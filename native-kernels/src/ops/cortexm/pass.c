/*
 * Assembly for the same reason as tile.c.
 *
 * r0: in. r2: output. r3: pitch. r4-r8: weights. r9: bias. r10 r11: the pairs of rows 0 and 1. r12: the pair of row 2. r1 lr: sums of
 * two neighbours. A sum's last column belongs to the next pair of columns, which takes the registers of the one before.
 */
#include "pass.h"

#define BEGIN "push {r4-r11, lr}\n ldmia r1, {r4-r9}\n ldmia r0!, {r10-r12}\n 1:\n"
#define END "pop {r4-r11, pc}\n"
#define IN_END "[sp, #36]"
#define FLOOR "[sp, #40]"
#define LOWEST "[sp, #44]"

/* Columns x to x+2 and x+1 to x+3. */
#define TWO_SUMS                                                                                                       \
    "smlad r1, r10, r4, r9\n smlad lr, r11, r4, r9\n smlad r1, r11, r5, r1\n smlad r1, r12, r7, r1\n smlatb lr, r12, r7, lr\n" \
    "ldmia r0!, {r10-r12}\n"                                                                                           \
    "smlad r1, r10, r6, r1\n smlabt r1, r12, r8, r1\n smlad lr, r10, r5, lr\n smlad lr, r11, r6, lr\n smlad lr, r12, r8, lr\n"

/* Columns x to x+2. */
#define ONE_SUM                                                                                                        \
    "smlad r1, r10, r4, r9\n smlad r1, r11, r5, r1\n smlad r1, r12, r7, r1\n"                                          \
    "ldmia r0!, {r10-r12}\n"                                                                                           \
    "smlad r1, r10, r6, r1\n smlabt r1, r12, r8, r1\n"

#define PASS(name, code)                                                                                               \
    __attribute__((naked)) void name(__attribute__((unused)) const uint32_t *in, __attribute__((unused)) const uint32_t *weights, \
                                     __attribute__((unused)) void *output, __attribute__((unused)) int32_t pitch,    \
                                     __attribute__((unused)) const uint32_t *in_end, __attribute__((unused)) uint32_t floor, \
                                     __attribute__((unused)) uint32_t lowest) {                                        \
        __asm volatile(code);                                                                                          \
    }

#define NEXT "ldr r1, " IN_END "\n cmp r0, r1\n bne 1b\n"

PASS(ead_pass1, BEGIN TWO_SUMS "ssat r1, #8, r1, asr #12\n ssat lr, #8, lr, asr #12\n"
                               "strb r1, [r2]\n strb lr, [r2, r3]\n add r2, r2, r3, lsl #1\n" NEXT END)

PASS(ead_pass1_clamped, BEGIN TWO_SUMS "usat r1, #8, r1, asr #12\n usat lr, #8, lr, asr #12\n orr r1, r1, lr, lsl #16\n"
                                       "ldr lr, " FLOOR "\n uqsub8 r1, r1, lr\n ldr lr, " LOWEST "\n uadd8 r1, r1, lr\n"
                                       "strb r1, [r2]\n lsr r1, r1, #16\n strb r1, [r2, r3]\n add r2, r2, r3, lsl #1\n" NEXT END)

PASS(ead_pass2, BEGIN ONE_SUM "ssat r1, #8, r1, asr #12\n strb r1, [r2]\n add r2, r2, r3\n" NEXT END)

PASS(ead_pass2_clamped, BEGIN ONE_SUM "usat r1, #8, r1, asr #12\n ldr lr, " FLOOR "\n uqsub8 r1, r1, lr\n ldr lr, " LOWEST "\n"
                                      "uadd8 r1, r1, lr\n strb r1, [r2]\n add r2, r2, r3\n" NEXT END)

PASS(ead_pass1_sums, BEGIN TWO_SUMS "strd r1, lr, [r2], #8\n" NEXT END)

PASS(ead_pass2_sums, BEGIN ONE_SUM "str r1, [r2], #4\n" NEXT END)
