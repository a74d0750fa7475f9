/*
 * Assembly for the same reason as tile.c.
 *
 * r0: in. r2: output. r3: pitch. r4-r8: weights. r9: bias. r10 r11: the pairs of rows 0 and 1. r12: the pair of row 2. r1 lr: sums of
 * two neighbours. A sum's last column belongs to the next pair of columns, which takes the registers of the one before.
 */
#include "pass.h"

#define UNUSED __attribute__((unused))

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

/* Four channels. On the stack: in, weights, output, channels left; what is saved; in_end. */
#define FOUR_CHANNELS                                                                                                  \
    "mov r12, r3\n mov r3, #4\n push {r0-r11, lr}\n mov r3, r12\n"                                                     \
    "1: ldr r1, [sp, #4]\n ldmia r1!, {r4-r9}\n str r1, [sp, #4]\n"                                                    \
    "ldr lr, [sp, #52]\n ldmia r0!, {r10-r12}\n sub r1, lr, r0\n tst r1, #4\n" /* ne: an odd number of pairs to come */

#define NEXT_CHANNEL                                                                                                   \
    "ldr r0, [sp]\n add r0, r0, #336\n str r0, [sp]\n ldr r1, [sp, #52]\n add r1, r1, #336\n str r1, [sp, #52]\n"      \
    "ldr r2, [sp, #8]\n add r2, r2, #1\n str r2, [sp, #8]\n"                                                           \
    "ldr r1, [sp, #12]\n subs r1, r1, #1\n str r1, [sp, #12]\n bne 1b\n"                                               \
    "add sp, sp, #16\n pop {r4-r11, pc}\n"

#define TWO_OUTPUTS                                                                                                    \
    TWO_SUMS "ssat r1, #8, r1, asr #12\n ssat lr, #8, lr, asr #12\n"                                                   \
             "strb r1, [r2]\n strb lr, [r2, r3]\n add r2, r2, r3, lsl #1\n"

__attribute__((naked)) void ead_pass1(UNUSED const uint32_t *in, UNUSED const uint32_t *weights, UNUSED int8_t *output, UNUSED int32_t pitch,
                                      UNUSED const uint32_t *in_end) {
    __asm volatile(FOUR_CHANNELS "bne 3f\n"
                   "2: " TWO_OUTPUTS "3: " TWO_OUTPUTS "ldr r1, [sp, #52]\n cmp r0, r1\n bne 2b\n" NEXT_CHANNEL);
}

__attribute__((naked)) void ead_pass2(UNUSED const uint32_t *in, UNUSED const uint32_t *weights, UNUSED int8_t *output, UNUSED int32_t pitch,
                                      UNUSED const uint32_t *in_end) {
    __asm volatile(FOUR_CHANNELS "itt ne\n subne r2, r2, r3\n bne 3f\n"
                   "2: " ONE_SUM "ssat r1, #8, r1, asr #12\n strb r1, [r2]\n"
                   "3: " ONE_SUM "ssat r1, #8, r1, asr #12\n strb r1, [r2, r3]\n add r2, r2, r3, lsl #1\n cmp r0, lr\n bne 2b\n" NEXT_CHANNEL);
}

/* One channel. */
#define BEGIN "push {r4-r11, lr}\n ldmia r1, {r4-r9}\n ldmia r0!, {r10-r12}\n 1:\n"
#define END "ldr r1, [sp, #36]\n cmp r0, r1\n bne 1b\n pop {r4-r11, pc}\n"
#define FLOOR "[sp, #40]"
#define LOWEST "[sp, #44]"

__attribute__((naked)) void ead_pass1_clamped(UNUSED const uint32_t *in, UNUSED const uint32_t *weights, UNUSED int8_t *output,
                                              UNUSED int32_t pitch, UNUSED const uint32_t *in_end, UNUSED uint32_t floor, UNUSED uint32_t lowest) {
    __asm volatile(BEGIN TWO_SUMS "usat r1, #8, r1, asr #12\n usat lr, #8, lr, asr #12\n orr r1, r1, lr, lsl #16\n"
                                  "ldr lr, " FLOOR "\n uqsub8 r1, r1, lr\n ldr lr, " LOWEST "\n uadd8 r1, r1, lr\n"
                                  "strb r1, [r2]\n lsr r1, r1, #16\n strb r1, [r2, r3]\n add r2, r2, r3, lsl #1\n" END);
}

__attribute__((naked)) void ead_pass2_clamped(UNUSED const uint32_t *in, UNUSED const uint32_t *weights, UNUSED int8_t *output,
                                              UNUSED int32_t pitch, UNUSED const uint32_t *in_end, UNUSED uint32_t floor, UNUSED uint32_t lowest) {
    __asm volatile(BEGIN ONE_SUM "usat r1, #8, r1, asr #12\n ldr lr, " FLOOR "\n uqsub8 r1, r1, lr\n ldr lr, " LOWEST "\n"
                                 "uadd8 r1, r1, lr\n strb r1, [r2]\n add r2, r2, r3\n" END);
}

__attribute__((naked)) void ead_pass1_sums(UNUSED const uint32_t *in, UNUSED const uint32_t *weights, UNUSED int32_t *sums, UNUSED int32_t unused,
                                           UNUSED const uint32_t *in_end) {
    __asm volatile(BEGIN TWO_SUMS "strd r1, lr, [r2], #8\n" END);
}

__attribute__((naked)) void ead_pass2_sums(UNUSED const uint32_t *in, UNUSED const uint32_t *weights, UNUSED int32_t *sums, UNUSED int32_t unused,
                                           UNUSED const uint32_t *in_end) {
    __asm volatile(BEGIN ONE_SUM "str r1, [r2], #4\n" END);
}
