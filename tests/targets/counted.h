/* What an emulator counts lies between calls of these two, whose addresses it is told. For one file of a program. */
#ifndef COUNTED_H
#define COUNTED_H

void count_begin(void);
void count_end(void);

__attribute__((noinline)) void count_begin(void) {
    __asm volatile("" ::: "memory");
}

__attribute__((noinline)) void count_end(void) {
    __asm volatile("" ::: "memory");
}

#endif
