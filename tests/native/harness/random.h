/* PCG32 (O'Neill 2014): seeded, the same everywhere. */
#ifndef RANDOM_H
#define RANDOM_H

#include <stdint.h>

typedef struct pcg {
    uint64_t state;
} pcg;

static inline uint32_t pcg_next(pcg *r) {
    const uint64_t old = r->state;
    r->state = old * 6364136223846793005u + 1442695040888963407u;
    const uint32_t word = (uint32_t)((old >> 18 ^ old) >> 27), turn = (uint32_t)(old >> 59);
    return word >> turn | word << (-turn & 31);
}

static inline uint32_t pcg_below(pcg *r, uint32_t end) { return pcg_next(r) % end; }

#endif
