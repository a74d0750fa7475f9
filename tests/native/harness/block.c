#include "block.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAINT = 0xA5 };

block block_new(size_t bytes, size_t offset) {
    block b = {.bytes = bytes, .offset = offset, .base = malloc(offset + bytes + (offset + bytes == 0))};
    if (!b.base || (uintptr_t)b.base % 16 != 0) {
        puts("no memory, or not aligned to 16 bytes");
        exit(2);
    }
    b.data = b.base + offset;
    memset(b.base, PAINT, offset + bytes);
    return b;
}

block block_copy(const void *source, size_t bytes, size_t offset) {
    block b = block_new(bytes, offset);
    if (bytes) memcpy(b.data, source, bytes);
    return b;
}

void block_free(block *b) {
    for (size_t i = 0; i < b->offset; i++) CHECK_EQUAL(b->base[i], PAINT);
    free(b->base);
    *b = (block){0};
}
