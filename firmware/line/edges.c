#include "edges.h"

#include "../hal.h"

void EAD_ISR ead_edges_put(ead_edges *edges, ead_edge edge) {
    unsigned written = atomic_load_explicit(&edges->written, memory_order_relaxed);
    if (written - atomic_load_explicit(&edges->taken, memory_order_acquire) >= EAD_EDGES) {
        atomic_fetch_add_explicit(&edges->lost, 1, memory_order_relaxed);
        return;
    }
    edges->ring[written % EAD_EDGES] = edge;
    atomic_store_explicit(&edges->written, written + 1, memory_order_release);
}

bool ead_edges_take(ead_edges *edges, ead_edge *edge) {
    unsigned taken = atomic_load_explicit(&edges->taken, memory_order_relaxed);
    if (atomic_load_explicit(&edges->written, memory_order_acquire) == taken) return false;
    *edge = edges->ring[taken % EAD_EDGES];
    atomic_store_explicit(&edges->taken, taken + 1, memory_order_release);
    return true;
}
