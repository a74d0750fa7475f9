#ifndef TARGET_STDLIB_H
#define TARGET_STDLIB_H

#include <stddef.h>

void *malloc(size_t bytes); /* 16-byte aligned */
void free(void *memory);
void exit(int status) __attribute__((noreturn));

#endif
