/*
 * An update of the idle model slot, shared between managed code and the worker's task: managed code hands over pieces, the task erases and
 * checks. `turn` says whose the store is; nobody else touches it meanwhile.
 */
#ifndef EAD_UPDATES_H
#define EAD_UPDATES_H

#include <stdatomic.h>

#include "store.h"

typedef enum ead_turn { EAD_TURN_MANAGED = 0, EAD_TURN_ERASE = 1, EAD_TURN_CHECK = 2 } ead_turn;

typedef struct ead_updates {
    ead_store *store;
    atomic_int turn;
    atomic_int refused; /* status with which the last update ended; 0: it did not */
} ead_updates;

void ead_updates_begin_use(ead_updates *updates, ead_store *store);

/* The task: erases one sector, or runs the checks. False: nothing to do. */
bool ead_updates_step(ead_updates *updates);

/* True while the task checks a model, which takes as long as its golden vectors do. */
bool ead_updates_checking(const ead_updates *updates);

/* From managed code; statuses and states as StoreCalls says. */
int32_t ead_updates_begin(ead_updates *updates, uint32_t bytes);
int32_t ead_updates_write(ead_updates *updates, uint32_t offset, const uint8_t *data, uint32_t count);
int32_t ead_updates_finish(ead_updates *updates);
int32_t ead_updates_state(const ead_updates *updates);
int32_t ead_updates_confirm(ead_updates *updates);

#endif
