/* The lock between the worker's task and managed code, and its clock. */
#ifndef EAD_TURNS_H
#define EAD_TURNS_H

#include "worker.h"

static inline void enter(const ead_worker *worker) {
    worker->lock->enter(worker->lock->context);
}

static inline void leave(const ead_worker *worker) {
    worker->lock->leave(worker->lock->context);
}

static inline int64_t now_of(const ead_worker *worker) {
    return worker->wires->now(worker->wires->context);
}

#endif
