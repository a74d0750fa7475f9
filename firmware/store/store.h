/*
 * Two model slots in flash, read in place. docs/model-update.md draws the states and argues why power may fail at any moment.
 *
 *   ead_store_open(&store, &flash, &check);            // at start: decides which slot runs
 *   ead_store_begin(&store, bytes);                    // update: erases the idle slot ...
 *   while (ead_store_step(&store) == EAD_UPDATE_ERASING) {}
 *   ead_store_write(&store, offset, data, count);      // ... takes the file in pieces ...
 *   ead_store_finish(&store);                          // ... checks it and marks it pending: it runs at the next start
 *   ead_store_confirm(&store);                         // after the first good cycles; three starts without roll back
 */
#ifndef EAD_STORE_H
#define EAD_STORE_H

#include "model_check.h"
#include "record.h"

enum { EAD_STORE_TRIES = 3 };

/* The numbers of StoreCalls.Update... */
typedef enum ead_update {
    EAD_UPDATE_IDLE = 0,
    EAD_UPDATE_ERASING = 1,
    EAD_UPDATE_WRITING = 2,
    EAD_UPDATE_CHECKING = 3,
    EAD_UPDATE_PENDING = 4
} ead_update;

typedef struct ead_store {
    const ead_flash *flash;
    const ead_model_check *check;
    ead_record_log log;
    ead_record record;
    uint8_t running; /* slot whose model runs since the start, or EAD_NO_SLOT */
    ead_update update;
    uint32_t update_bytes, update_done; /* size of the coming model; bytes erased or written so far */
} ead_store;

/* Decides which slot runs and counts a try of a pending one. EAD_D_OK, EAD_D_NO_MODEL or EAD_D_FLASH. */
int ead_store_open(ead_store *store, const ead_flash *flash, const ead_model_check *check);

/* The model that runs. False when none does. */
bool ead_store_running(const ead_store *store, const uint8_t **file, uint32_t *bytes);

/* EAD_D_OK; EAD_D_ARGUMENT: does not fit; EAD_D_STATE: a pending model is not confirmed yet; EAD_D_FLASH. */
int ead_store_begin(ead_store *store, uint32_t bytes);

/* Erases one sector while the update is EAD_UPDATE_ERASING. The update's state, or -EAD_D_FLASH: the update is dropped. */
int ead_store_step(ead_store *store);

/* The next piece, without gaps. EAD_D_OK, EAD_D_STATE, EAD_D_ARGUMENT, EAD_D_FLASH. */
int ead_store_write(ead_store *store, uint32_t offset, const uint8_t *data, uint32_t count);

/* Checks signature, counter, structure and golden vectors, then marks the model pending. Whatever is wrong drops the update. */
int ead_store_finish(ead_store *store);

/* The pending model that runs stays. EAD_D_OK also when nothing is pending; EAD_D_FLASH: try again. */
int ead_store_confirm(ead_store *store);

#endif
