/* Assembly for stores of several registers, which compilers do not make of what they may reorder. */
#include "widen.h"

#define UNUSED __attribute__((unused))

__attribute__((naked)) void ead_widen_pixels(UNUSED const int8_t *in, UNUSED int32_t depth, UNUSED uint32_t *to, UNUSED const uint32_t *end) {
    __asm volatile("push {r4-r10, lr}\n"
                   "1: add r4, r0, r1\n mov r12, r4\n"
                   "2: ldr r5, [r0], #4\n ldr r6, [r4], #4\n"
                   "sxtb16 r7, r5\n sxtb16 r8, r6\n sxtb16 r9, r5, ror #8\n sxtb16 r10, r6, ror #8\n"
                   "stmia r2!, {r7-r10}\n cmp r0, r12\n bne 2b\n"
                   "mov r0, r4\n cmp r2, r3\n bne 1b\n"
                   "pop {r4-r10, pc}\n");
}

/* r12: up. lr: clears what the sign of the lower half pushes into the upper. */
#define TWO(a, b, turn, place)                                                                                         \
    "sxtb16 r4, " a turn "\n sxtb16 r6, " b turn "\n lsl r4, r4, r12\n lsl r6, r6, r12\n and r4, r4, lr\n and r6, r6, lr\n" \
    "strd r4, r6, " place "\n"

__attribute__((naked)) void ead_widen_rows(UNUSED const int8_t *rows, UNUSED int32_t depth, UNUSED uint32_t *to, UNUSED const int8_t *end,
                                           UNUSED uint32_t up) {
    __asm volatile("push {r4-r10, lr}\n ldr r12, [sp, #32]\n"
                   "mov r4, #1\n lsl r4, r4, r12\n sub r4, r4, #1\n mvn lr, r4, lsl #16\n"
                   "add r5, r1, r1, lsl #1\n"
                   "1: ldr r8, [r0, r1]\n ldr r9, [r0, r1, lsl #1]\n ldr r10, [r0, r5]\n ldr r7, [r0], #4\n"
                   TWO("r9", "r10", "", "[r2, #8]") TWO("r9", "r10", ", ror #8", "[r2, #24]")
                   TWO("r7", "r8", ", ror #8", "[r2, #16]") TWO("r7", "r8", "", "[r2], #32")
                   "cmp r0, r3\n bne 1b\n"
                   "pop {r4-r10, pc}\n");
}

/* r3-r5: rows. r6-r8: steps. r1: to. */
__attribute__((naked)) void ead_widen_columns(UNUSED const ead_columns *columns, UNUSED uint32_t *to, UNUSED const uint32_t *end,
                                              UNUSED int32_t offset) {
    __asm volatile("push {r4-r11, lr}\n mov r9, r3\n ldmia r0, {r3-r8}\n add r3, r3, r9\n add r4, r4, r9\n add r5, r5, r9\n"
                   "1: ldr r9, [r3]\n ldr r10, [r4]\n ldr r12, [r3, r6]\n ldr r11, [r4, r7]\n"
                   "pkhbt r0, r9, r10, lsl #16\n pkhtb r9, r10, r9, asr #16\n"    /* x: r0 channels 0 1, r9 channels 2 3 */
                   "pkhbt r10, r12, r11, lsl #16\n pkhtb r12, r11, r12, asr #16\n" /* x+1: r10, r12 */
                   "sxtb16 r11, r0\n sxtb16 lr, r10\n strd r11, lr, [r1]\n"
                   "sxtb16 r11, r0, ror #8\n sxtb16 lr, r10, ror #8\n strd r11, lr, [r1, #336]\n"
                   "sxtb16 r11, r9\n sxtb16 lr, r12\n strd r11, lr, [r1, #672]\n"
                   "sxtb16 r11, r9, ror #8\n sxtb16 lr, r12, ror #8\n strd r11, lr, [r1, #1008]\n"
                   "ldr r9, [r5]\n ldr r10, [r5, r8]\n"
                   "add r3, r3, r6, lsl #1\n add r4, r4, r7, lsl #1\n add r5, r5, r8, lsl #1\n"
                   "pkhbt r0, r9, r10, lsl #16\n pkhtb r9, r10, r9, asr #16\n"
                   "sxtb16 r11, r0\n sxtb16 r0, r0, ror #8\n sxtb16 r12, r9\n sxtb16 r9, r9, ror #8\n"
                   "str r11, [r1, #8]\n str r0, [r1, #344]\n str r12, [r1, #680]\n str r9, [r1, #1016]\n"
                   "add r1, r1, #12\n cmp r1, r2\n bne 1b\n"
                   "pop {r4-r11, pc}\n");
}
