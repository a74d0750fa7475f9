#include "updates.h"

#include "../status.h"

void ead_updates_begin_use(ead_updates *updates, ead_store *store) {
    updates->store = store;
    atomic_store(&updates->turn, EAD_TURN_MANAGED);
    atomic_store(&updates->refused, 0);
}

static void give_back(ead_updates *updates, int refused) {
    atomic_store(&updates->refused, refused);
    atomic_store(&updates->turn, EAD_TURN_MANAGED);
}

bool ead_updates_step(ead_updates *updates) {
    int status;
    switch (atomic_load(&updates->turn)) {
    case EAD_TURN_ERASE:
        status = ead_store_step(updates->store);
        if (status != EAD_UPDATE_ERASING) give_back(updates, status < 0 ? -status : 0);
        return true;
    case EAD_TURN_CHECK:
        give_back(updates, ead_store_finish(updates->store));
        return true;
    default:
        return false;
    }
}

bool ead_updates_checking(const ead_updates *updates) {
    return atomic_load(&updates->turn) == EAD_TURN_CHECK;
}

int32_t ead_updates_begin(ead_updates *updates, uint32_t bytes) {
    if (atomic_load(&updates->turn) != EAD_TURN_MANAGED) return EAD_D_STATE;
    int status = ead_store_begin(updates->store, bytes);
    if (status != EAD_D_OK) return status;
    atomic_store(&updates->refused, 0);
    atomic_store(&updates->turn, EAD_TURN_ERASE);
    return EAD_D_OK;
}

int32_t ead_updates_write(ead_updates *updates, uint32_t offset, const uint8_t *data, uint32_t count) {
    if (atomic_load(&updates->turn) != EAD_TURN_MANAGED) return EAD_D_STATE;
    int status = ead_store_write(updates->store, offset, data, count);
    if (status == EAD_D_FLASH) atomic_store(&updates->refused, status);
    return status;
}

int32_t ead_updates_finish(ead_updates *updates) {
    const ead_store *store = updates->store;
    if (atomic_load(&updates->turn) != EAD_TURN_MANAGED || store->update != EAD_UPDATE_WRITING ||
        store->update_done != store->update_bytes)
        return EAD_D_STATE;
    atomic_store(&updates->turn, EAD_TURN_CHECK);
    return EAD_D_OK;
}

int32_t ead_updates_state(const ead_updates *updates) {
    int refused = atomic_load(&updates->refused);
    switch (atomic_load(&updates->turn)) {
    case EAD_TURN_ERASE:
        return EAD_UPDATE_ERASING;
    case EAD_TURN_CHECK:
        return EAD_UPDATE_CHECKING;
    default:
        return refused != 0 ? -refused : (int32_t)updates->store->update;
    }
}

int32_t ead_updates_confirm(ead_updates *updates) {
    if (atomic_load(&updates->turn) != EAD_TURN_MANAGED) return EAD_D_FLASH; /* try again */
    return ead_store_confirm(updates->store);
}
