/* What the vectors of a target without data to copy jump to: the program, and the end of a program that did what it must not. */
#include "../target.h"

#include <string.h>

extern char bss_start[], bss_end[];

void target_start(void);
void target_start(void) {
    memset(bss_start, 0, (size_t)(bss_end - bss_start));
    target_exit(main());
}

void target_fault(void);
void target_fault(void) {
    static const char text[] = "exception (unaligned access, bad address or instruction)\n";
    target_write(text, sizeof text - 1);
    target_exit(3);
}
