/* First fit in one block of memory; neighbours that are free are joined on the way. */
#include <stdlib.h>

#include "../target.h"

#include <stdio.h>

enum { HEAP = TARGET_HEAP };

typedef struct piece {
    size_t bytes; /* behind this head */
    size_t in_use;
    size_t fill[16 / sizeof(size_t) - 2];
} piece;

_Static_assert(sizeof(piece) == 16, "keeps the alignment");

static uint8_t heap[HEAP] __attribute__((aligned(16)));

static piece *next_of(piece *p) {
    return (piece *)(void *)((uint8_t *)(p + 1) + p->bytes);
}

void *malloc(size_t bytes) {
    piece *const end = (piece *)(void *)(heap + HEAP);
    piece *p = (piece *)(void *)heap;
    if (p->bytes == 0) p->bytes = HEAP - sizeof *p;
    bytes = (bytes + 31) / 16 * 16;
    for (; p < end; p = next_of(p)) {
        if (p->in_use) continue;
        for (piece *n = next_of(p); n < end && !n->in_use; n = next_of(p)) p->bytes += sizeof *n + n->bytes;
        if (p->bytes < bytes) continue;
        if (p->bytes > bytes + sizeof *p) {
            piece *rest = (piece *)(void *)((uint8_t *)(p + 1) + bytes);
            *rest = (piece){.bytes = p->bytes - bytes - sizeof *p};
            p->bytes = bytes;
        }
        p->in_use = 1;
        return p + 1;
    }
    return NULL;
}

void free(void *memory) {
    if (memory) ((piece *)memory - 1)->in_use = 0;
}

void exit(int status) {
    target_exit(status);
}
