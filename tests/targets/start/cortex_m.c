/* Cortex-M in QEMU: vectors, start-up, semihosting. */
#include "../target.h"

#include <string.h>

extern uint32_t stack_top[], data_load[], data_start[], data_end[], bss_start[], bss_end[];

void target_reset(void) __attribute__((noreturn));
void target_fault(void) __attribute__((noreturn));

static uintptr_t semihost(uint32_t operation, const void *argument) {
    register uintptr_t r0 __asm("r0") = operation;
    register const void *r1 __asm("r1") = argument;
    __asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}

void target_write(const char *text, size_t count) {
    for (size_t i = 0; i < count; i++) semihost(3 /* SYS_WRITEC */, text + i);
}

void target_exit(int status) {
    const uint32_t block[2] = {0x20026 /* application exit */, (uint32_t)status};
    semihost(0x20 /* SYS_EXIT_EXTENDED */, block);
    for (;;) {}
}

void target_fault(void) {
    static const char text[] = "fault (unaligned access, bad address or instruction)\n";
    target_write(text, sizeof text - 1);
    target_exit(3);
}

void target_reset(void) {
    volatile uint32_t *const ccr = (volatile uint32_t *)0xE000ED14, *const cpacr = (volatile uint32_t *)0xE000ED88;
    *cpacr |= 0xFu << 20; /* floating point and vectors */
#ifdef TARGET_TRAP_UNALIGNED
    *ccr |= 1u << 3;
#else
    (void)ccr;
#endif
    __asm volatile("dsb\n isb");
    memcpy(data_start, data_load, (size_t)((char *)data_end - (char *)data_start));
    memset(bss_start, 0, (size_t)((char *)bss_end - (char *)bss_start));
    target_exit(main());
}

__attribute__((section(".vectors"), used)) static const void *const vectors[16] = {
    stack_top,    (const void *)target_reset, (const void *)target_fault, (const void *)target_fault, (const void *)target_fault,
    (const void *)target_fault, (const void *)target_fault, (const void *)target_fault};
