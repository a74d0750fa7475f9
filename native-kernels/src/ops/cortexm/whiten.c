/*
 * r4-r11: z, in pairs. r0: rows. r3: sums. r1 r2: two pairs of a row. r12: the sum. lr: where the last sum goes. A row's zero behind its
 * last value lets pairs be whole.
 */
#include "whiten.h"

#define UNUSED __attribute__((unused))

/* Row i of a triangle in words: 1, 1, 2, 2, ... 8, 8. The first product starts the sum. */
#define PAIR(at, a, b) "ldrd r1, r2, [r0, #" at "]\n smlad r12, r1, " a ", r12\n smlad r12, r2, " b ", r12\n"
#define SINGLE(at, a) "ldr r1, [r0, #" at "]\n smlad r12, r1, " a ", r12\n"
#define START "ldrd r1, r2, [r0]\n smuad r12, r1, r4\n smlad r12, r2, r5, r12\n"
#define STORE(p) "add r0, r0, #" p "\n str r12, [r3], #4\n cmp r3, lr\n beq 1f\n"

#define ROW1 "ldr r1, [r0]\n smuad r12, r1, r4\n" STORE("16")
#define ROW2 START STORE("16")
#define ROW3 START SINGLE("8", "r6") STORE("16")
#define ROW4 START PAIR("8", "r6", "r7") STORE("16")
#define ROW5 START PAIR("8", "r6", "r7") SINGLE("16", "r8") STORE("32")
#define ROW6 START PAIR("8", "r6", "r7") PAIR("16", "r8", "r9") STORE("32")
#define ROW7 START PAIR("8", "r6", "r7") PAIR("16", "r8", "r9") SINGLE("24", "r10") STORE("32")
#define ROW8 START PAIR("8", "r6", "r7") PAIR("16", "r8", "r9") PAIR("24", "r10", "r11") STORE("32")

__attribute__((naked)) void ead_whiten_rows(UNUSED const int16_t *rows, UNUSED const int16_t *z, UNUSED uint32_t count, UNUSED int32_t *sums) {
    __asm volatile("push {r4-r11, lr}\n add lr, r3, r2, lsl #2\n"
                   "cmp r2, #8\n ldmia r1!, {r4-r7}\n it hi\n ldmiahi r1, {r8-r11}\n"
                   ROW1 ROW1 ROW2 ROW2 ROW3 ROW3 ROW4 ROW4
                   "ead_whiten_row_8:\n" ROW5 ROW5 ROW6 ROW6 ROW7 ROW7 ROW8 ROW8
                   "1: pop {r4-r11, pc}\n");
}

__attribute__((naked)) void ead_whiten_rows_from_8(UNUSED const int16_t *rows, UNUSED const int16_t *z, UNUSED uint32_t count, UNUSED int32_t *sums) {
    __asm volatile("push {r4-r11, lr}\n add lr, r3, r2, lsl #2\n"
                   "ldmia r1, {r4-r11}\n"
                   "b ead_whiten_row_8\n");
}
