#include "store.h"

#include "../status.h"

static const uint8_t *slot(const ead_store *store, uint8_t number) {
    return store->flash->map(store->flash->context, (ead_region)number);
}

static uint8_t idle_slot(const ead_store *store) {
    return store->record.active == 0 ? 1 : 0;
}

static bool may_start(const ead_store *store, uint8_t number) {
    const uint8_t *file = number == EAD_NO_SLOT ? NULL : slot(store, number);
    uint32_t counter;
    uint32_t bytes = file == NULL ? 0 : store->record.bytes[number];
    return bytes != 0 && bytes <= store->flash->size(store->flash->context, (ead_region)number) &&
           ead_model_check_start(store->check, file, bytes, &counter) == EAD_D_OK;
}

/* A record in flash first, then in memory: what the store believes is never ahead of what it will find after a power cut. */
static bool remember(ead_store *store, ead_record record) {
    if (!ead_record_log_append(&store->log, &record)) return false;
    store->record = record;
    return true;
}

static void roll_back(ead_store *store) {
    ead_record record = store->record;
    record.bytes[record.pending] = 0;
    record.pending = EAD_NO_SLOT;
    record.tries = 0;
    remember(store, record); /* if it fails, the next start rolls back again */
}

/* Runs the pending model for this start if a try is left and could be counted. */
static bool try_pending(ead_store *store) {
    ead_record record = store->record;
    if (record.pending == EAD_NO_SLOT) return false;
    if (record.tries >= EAD_STORE_TRIES || !may_start(store, record.pending)) {
        roll_back(store);
        return false;
    }
    record.tries++;
    if (!remember(store, record)) return false;
    store->running = record.pending;
    return true;
}

int ead_store_open(ead_store *store, const ead_flash *flash, const ead_model_check *check) {
    *store = (ead_store){.flash = flash, .check = check, .running = EAD_NO_SLOT, .update = EAD_UPDATE_IDLE};
    if (!ead_record_log_open(&store->log, flash, &store->record)) return EAD_D_FLASH;
    if (try_pending(store)) {
        store->update = EAD_UPDATE_PENDING;
        return EAD_D_OK;
    }
    if (!may_start(store, store->record.active)) return EAD_D_NO_MODEL;
    store->running = store->record.active;
    return EAD_D_OK;
}

bool ead_store_running(const ead_store *store, const uint8_t **file, uint32_t *bytes) {
    if (store->running == EAD_NO_SLOT) return false;
    *file = slot(store, store->running);
    *bytes = store->record.bytes[store->running];
    return true;
}

int ead_store_begin(ead_store *store, uint32_t bytes) {
    const uint8_t idle = idle_slot(store);
    if (store->record.pending != EAD_NO_SLOT) return EAD_D_STATE;
    if (bytes == 0 || bytes > store->flash->size(store->flash->context, (ead_region)idle)) return EAD_D_ARGUMENT;
    store->update = EAD_UPDATE_IDLE;
    if (store->record.bytes[idle] != 0) { /* what is about to be erased is no model any more */
        ead_record record = store->record;
        record.bytes[idle] = 0;
        if (!remember(store, record)) return EAD_D_FLASH;
    }
    store->update = EAD_UPDATE_ERASING;
    store->update_bytes = bytes;
    store->update_done = 0;
    return EAD_D_OK;
}

static int drop(ead_store *store, int status) {
    store->update = EAD_UPDATE_IDLE;
    return status;
}

int ead_store_step(ead_store *store) {
    if (store->update != EAD_UPDATE_ERASING) return (int)store->update;
    if (!store->flash->erase(store->flash->context, (ead_region)idle_slot(store), store->update_done))
        return drop(store, -EAD_D_FLASH);
    store->update_done += EAD_SECTOR_BYTES;
    if (store->update_done >= store->update_bytes) {
        store->update = EAD_UPDATE_WRITING;
        store->update_done = 0;
    }
    return (int)store->update;
}

int ead_store_write(ead_store *store, uint32_t offset, const uint8_t *data, uint32_t count) {
    if (store->update != EAD_UPDATE_WRITING) return EAD_D_STATE;
    if (offset != store->update_done || count > store->update_bytes - store->update_done || (data == NULL && count != 0))
        return EAD_D_ARGUMENT;
    if (!store->flash->write(store->flash->context, (ead_region)idle_slot(store), offset, data, count))
        return drop(store, EAD_D_FLASH);
    store->update_done += count;
    return EAD_D_OK;
}

int ead_store_finish(ead_store *store) {
    const uint8_t idle = idle_slot(store);
    const uint8_t *file = slot(store, idle);
    uint32_t counter = 0;
    if (store->update != EAD_UPDATE_WRITING || store->update_done != store->update_bytes) return EAD_D_STATE;
    store->update = EAD_UPDATE_CHECKING;
    if (file == NULL) return drop(store, EAD_D_FLASH);
    int status = ead_model_check_update(store->check, file, store->update_bytes, &counter);
    if (status != EAD_D_OK) return drop(store, status);
    if (store->record.active != EAD_NO_SLOT && counter <= store->record.counter) return drop(store, EAD_D_COUNTER);
    ead_record record = store->record;
    record.pending = idle;
    record.tries = 0;
    record.bytes[idle] = store->update_bytes;
    if (!remember(store, record)) return drop(store, EAD_D_FLASH);
    store->update = EAD_UPDATE_PENDING;
    return EAD_D_OK;
}

int ead_store_confirm(ead_store *store) {
    ead_record record = store->record;
    if (record.pending == EAD_NO_SLOT || store->running != record.pending) return EAD_D_OK;
    uint32_t counter;
    if (ead_model_check_start(store->check, slot(store, record.pending), record.bytes[record.pending], &counter) != EAD_D_OK)
        return EAD_D_FLASH;
    record.active = record.pending;
    record.pending = EAD_NO_SLOT;
    record.tries = 0;
    record.counter = counter;
    if (!remember(store, record)) return EAD_D_FLASH;
    store->update = EAD_UPDATE_IDLE;
    return EAD_D_OK;
}
