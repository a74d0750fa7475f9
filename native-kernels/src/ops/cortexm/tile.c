/*
 * Written in assembly throughout: the loop needs all fourteen registers, and compilers spill.
 *
 * r0 r1: inputs of the two pixels. r2: in. r3: weights. r4-r7: sums of the first pixel, r8-r11 of the second. r12 lr: weights.
 * What else is needed lies on the stack: the four register arguments as they came, what was saved, the other four.
 */
#include "tile.h"

#define IN_END "[sp, #52]"
#define CLAMPS "[sp, #56]" /* floor, lowest */
#define WEIGHTS_END "[sp, #64]"
#define WEIGHTS "[sp, #4]"
#define OUTPUT "[sp, #8]" /* output, pitch */

/* The first step: bias, in r8-r11, goes into both pixels. */
#define FIRST                                                                                                          \
    "ldrd r0, r1, [r2], #8\n ldrd r12, lr, [r3], #8\n"                                                                 \
    "smlad r4, r0, r12, r8\n smlad r8, r1, r12, r8\n smlad r5, r0, lr, r9\n smlad r9, r1, lr, r9\n"                    \
    "ldrd r12, lr, [r3], #8\n"                                                                                         \
    "smlad r6, r0, r12, r10\n smlad r10, r1, r12, r10\n smlad r7, r0, lr, r11\n smlad r11, r1, lr, r11\n"

#define STEP                                                                                                           \
    "ldrd r0, r1, [r2], #8\n ldrd r12, lr, [r3], #8\n"                                                                 \
    "smlad r4, r0, r12, r4\n smlad r8, r1, r12, r8\n smlad r5, r0, lr, r5\n smlad r9, r1, lr, r9\n"                    \
    "ldrd r12, lr, [r3], #8\n"                                                                                         \
    "smlad r6, r0, r12, r6\n smlad r10, r1, r12, r10\n smlad r7, r0, lr, r7\n smlad r11, r1, lr, r11\n"

#define BEGIN                                                                                                          \
    "push {r0-r11, lr}\n mov r2, r0\n"                                                                                 \
    "1: ldr r3, " WEIGHTS "\n ldmia r3!, {r8-r11}\n" FIRST STEP

#define REST                                                                                                           \
    "ldr r0, " WEIGHTS_END "\n cmp r3, r0\n beq 3f\n"                                                                  \
    "2:" STEP STEP STEP STEP "ldr r0, " WEIGHTS_END "\n cmp r3, r0\n bne 2b\n"                                         \
    "3:"

#define BYTES                                                                                                          \
    "usat r4, #8, r4, asr #12\n usat r5, #8, r5, asr #12\n usat r6, #8, r6, asr #12\n usat r7, #8, r7, asr #12\n"      \
    "usat r8, #8, r8, asr #12\n usat r9, #8, r9, asr #12\n usat r10, #8, r10, asr #12\n usat r11, #8, r11, asr #12\n"  \
    "bfi r4, r5, #8, #8\n bfi r6, r7, #8, #8\n pkhbt r4, r4, r6, lsl #16\n"                                            \
    "bfi r8, r9, #8, #8\n bfi r10, r11, #8, #8\n pkhbt r8, r8, r10, lsl #16\n"                                         \
    "ldrd r0, r1, " CLAMPS "\n"                                                                                        \
    "uqsub8 r4, r4, r0\n uqsub8 r8, r8, r0\n uadd8 r4, r4, r1\n uadd8 r8, r8, r1\n"                                    \
    "ldrd r0, r1, " OUTPUT "\n"                                                                                        \
    "str r4, [r0]\n str r8, [r0, r1]\n add r0, r0, r1, lsl #1\n str r0, " OUTPUT "\n"

#define SUMS "ldr r0, " OUTPUT "\n stmia r0!, {r4-r11}\n str r0, " OUTPUT "\n"

#define END "ldr r0, " IN_END "\n cmp r2, r0\n bne 1b\n add sp, sp, #16\n pop {r4-r11, pc}\n"

#define TILE(name, code)                                                                                               \
    __attribute__((naked)) void name(__attribute__((unused)) const uint32_t *in, __attribute__((unused)) const uint32_t *weights, \
                                     __attribute__((unused)) void *output, __attribute__((unused)) int32_t pitch,      \
                                     __attribute__((unused)) const uint32_t *in_end, __attribute__((unused)) uint32_t floor, \
                                     __attribute__((unused)) uint32_t lowest, __attribute__((unused)) const uint32_t *weights_end) { \
        __asm volatile(code);                                                                                          \
    }

TILE(ead_tile_bytes2, BEGIN REST BYTES END)
TILE(ead_tile_bytes4, BEGIN STEP STEP REST BYTES END)
TILE(ead_tile_sums2, BEGIN REST SUMS END)
TILE(ead_tile_sums4, BEGIN STEP STEP REST SUMS END)
