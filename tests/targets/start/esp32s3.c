/* ESP32-S3's core in QEMU's sim machine: simcalls, call0 ABI, coprocessors on. Any exception ends the program through the vectors below. */
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
      "  movi a2, 0\n"
      "  wsr.ps a2\n"
      "  movi a2, 255\n"
      "  wsr.cpenable a2\n"
      "  rsync\n"
      "  movi a0, target_start\n"
      "  jx a0\n"
      ".section .exceptions,\"ax\"\n"
      "target_vectors:\n"
      ".rept 64\n"
      ".align 16\n"
      "  j target_fault\n"
      ".endr\n"
      ".text\n");
