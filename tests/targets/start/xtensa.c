/*
 * Xtensa in QEMU's sim machine: simcalls; LX106 with the call0 ABI, the core of the ESP32-S3 (TARGET_COPROCESSORS) with either. Any exception
 * but those of the register windows ends the program.
 */
#include "../target.h"

static int simcall(int number, int a, const void *b, size_t c) {
    register int a2 __asm("a2") = number;
    register int a3 __asm("a3") = a;
    register const void *a4 __asm("a4") = b;
    register size_t a5 __asm("a5") = c;
    __asm volatile("simcall" : "+a"(a2), "+a"(a3) : "a"(a4), "a"(a5) : "memory");
    return a2;
}

void target_write(const char *text, size_t count) {
    simcall(4, 1, text, count);
}

void target_exit(int status) {
    simcall(1, status, NULL, 0);
    for (;;) {}
}

#ifdef TARGET_COPROCESSORS
#define ENABLE_COPROCESSORS "  movi a2, 255\n  wsr.cpenable a2\n"
#else
#define ENABLE_COPROCESSORS ""
#endif

#ifdef __XTENSA_WINDOWED_ABI__
/* A frame's first four registers are saved below the next frame's stack pointer, the others below the one before (its pointer at a1 - 12). */
#define WINDOWS \
    "  s32e a0, a5, -16\n  s32e a1, a5, -12\n  s32e a2, a5, -8\n  s32e a3, a5, -4\n  rfwo\n" \
    "  .align 64\n" \
    "  l32e a0, a5, -16\n  l32e a1, a5, -12\n  l32e a2, a5, -8\n  l32e a3, a5, -4\n  rfwu\n" \
    "  .align 64\n" \
    "  s32e a0, a9, -16\n  l32e a0, a1, -12\n  s32e a1, a9, -12\n  s32e a2, a9, -8\n  s32e a3, a9, -4\n" \
    "  s32e a4, a0, -32\n  s32e a5, a0, -28\n  s32e a6, a0, -24\n  s32e a7, a0, -20\n  rfwo\n" \
    "  .align 64\n" \
    "  l32e a0, a9, -16\n  l32e a1, a9, -12\n  l32e a2, a9, -8\n  l32e a7, a1, -12\n  l32e a3, a9, -4\n" \
    "  l32e a4, a7, -32\n  l32e a5, a7, -28\n  l32e a6, a7, -24\n  l32e a7, a7, -20\n  rfwu\n" \
    "  .align 64\n" \
    "  s32e a0, a13, -16\n  l32e a0, a1, -12\n  s32e a1, a13, -12\n  s32e a2, a13, -8\n  s32e a3, a13, -4\n" \
    "  s32e a4, a0, -48\n  s32e a5, a0, -44\n  s32e a6, a0, -40\n  s32e a7, a0, -36\n" \
    "  s32e a8, a0, -32\n  s32e a9, a0, -28\n  s32e a10, a0, -24\n  s32e a11, a0, -20\n  rfwo\n" \
    "  .align 64\n" \
    "  l32e a0, a13, -16\n  l32e a1, a13, -12\n  l32e a2, a13, -8\n  l32e a11, a1, -12\n  l32e a3, a13, -4\n" \
    "  l32e a4, a11, -48\n  l32e a5, a11, -44\n  l32e a6, a11, -40\n  l32e a7, a11, -36\n" \
    "  l32e a8, a11, -32\n  l32e a9, a11, -28\n  l32e a10, a11, -24\n  l32e a11, a11, -20\n  rfwu\n" \
    "  .align 64\n"
#define PROCESSOR_STATE "0x40020" /* windows on, user mode, no exception */
#define BEGIN "  addi a1, a1, -16\n  movi a2, 1\n  wsr.windowstart a2\n  movi a2, 0\n  wsr.windowbase a2\n  rsync\n  movi a0, 0\n  movi a4, target_start\n  callx4 a4\n"
#define FAULT "  movi a2, 1\n  movi a3, 3\n  simcall\n" /* no call: the windows may be what is broken */
#else
#define WINDOWS ""
#define PROCESSOR_STATE "0"
#define BEGIN "  movi a0, target_start\n  jx a0\n"
#define FAULT "  j target_fault\n"
#endif

__asm(".section .vectors,\"ax\"\n"
      ".globl target_reset\n"
      "target_reset:\n"
      "  j 1f\n"
      "  .align 4\n"
      "  .literal_position\n"
      "1:\n"
      "  movi a1, stack_top\n"
      "  movi a2, target_vectors\n"
      "  wsr.vecbase a2\n"
      "  movi a2, " PROCESSOR_STATE "\n"
      "  wsr.ps a2\n"
      ENABLE_COPROCESSORS
      "  rsync\n"
      BEGIN
      ".section .exceptions,\"ax\"\n"
      "  .align 64\n"
      "target_vectors:\n"
      WINDOWS
      ".rept 64\n"
      ".align 16\n"
      FAULT
      ".endr\n"
      ".text\n");
