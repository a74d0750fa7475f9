/*
 * Memory for tests: exactly as long as asked for, so that AddressSanitizer sees the first byte read or written behind it, and at a chosen
 * distance from a 16-byte boundary. The bytes before it are painted and checked when it is given back.
 */
#ifndef BLOCK_H
#define BLOCK_H

#include <stddef.h>
#include <stdint.h>

typedef struct block {
    uint8_t *data;
    size_t bytes;
    uint8_t *base;
    size_t offset;
} block;

/* offset 0..15 */
block block_new(size_t bytes, size_t offset);
block block_copy(const void *source, size_t bytes, size_t offset);
void block_free(block *b);

#endif
