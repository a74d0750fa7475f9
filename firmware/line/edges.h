/* Edges of inputs on their way from an interrupt to managed code: one writer, one reader, no lock. */
#ifndef EAD_EDGES_H
#define EAD_EDGES_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { EAD_EDGES = 128 }; /* a power of two */

typedef struct ead_edge {
    uint8_t signal, level;
    int64_t time, position; /* microseconds; encoder count */
} ead_edge;

typedef struct ead_edges {
    ead_edge ring[EAD_EDGES];
    atomic_uint written, taken; /* count on for ever; their difference is what waits */
    atomic_uint lost;
} ead_edges;

/* From the interrupt. A full queue drops the new edge and counts it. */
void ead_edges_put(ead_edges *edges, ead_edge edge);

/* From managed code: the oldest edge. False when there is none. */
bool ead_edges_take(ead_edges *edges, ead_edge *edge);

#endif
