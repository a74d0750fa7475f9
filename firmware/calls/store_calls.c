#include <string.h>

#include "../device.h"
#include "../status.h"
#include "../store/regions.h"
#include "calls.h"

enum { SLOT_NUMBERS = 4, SLOT_EMPTY = 0, SLOT_PENDING = 1, SLOT_CONFIRMED = 2, HASH_AT = 8, HASH_BYTES = 32 };

int32_t ead_store_calls_active_slot(ead_device *device) {
    return device->store.running == EAD_NO_SLOT ? -1 : device->store.running;
}

static int32_t state_of(const ead_store *store, int32_t slot) {
    if (store->record.bytes[slot] == 0) return SLOT_EMPTY;
    if (store->record.pending == slot) return SLOT_PENDING;
    return store->record.active == slot ? SLOT_CONFIRMED : SLOT_EMPTY;
}

/* The counter of a pending model stands in its file alone. */
static uint32_t counter_of(ead_device *device, int32_t slot, const uint8_t *file) {
    const ead_store *store = &device->store;
    uint32_t counter = 0;
    if (store->record.active == slot) return store->record.counter;
    return ead_model_check_start(&device->board->check, file, store->record.bytes[slot], &counter) == EAD_D_OK ? counter : 0;
}

int32_t ead_store_calls_get_slot(ead_device *device, int32_t slot, ead_ints numbers, ead_bytes sha) {
    const ead_flash *flash = device->board->flash;
    if (slot < 0 || slot > 1 || numbers.count < SLOT_NUMBERS || sha.count < HASH_BYTES) return EAD_D_ARGUMENT;
    memset(numbers.at, 0, SLOT_NUMBERS * sizeof(int32_t));
    memset(sha.at, 0, HASH_BYTES);
    numbers.at[3] = (int32_t)flash->size(flash->context, (ead_region)slot);
    if (atomic_load(&device->updates.turn) != EAD_TURN_MANAGED) return EAD_D_OK; /* what is being written is no model yet */
    const uint8_t *file = flash->map(flash->context, (ead_region)slot);
    numbers.at[0] = file == NULL ? SLOT_EMPTY : state_of(&device->store, slot);
    if (numbers.at[0] == SLOT_EMPTY) return EAD_D_OK;
    numbers.at[1] = (int32_t)device->store.record.bytes[slot];
    numbers.at[2] = (int32_t)counter_of(device, slot, file);
    memcpy(sha.at, file + HASH_AT, HASH_BYTES);
    return EAD_D_OK;
}

int32_t ead_store_calls_begin_update(ead_device *device, int32_t bytes) {
    return bytes <= 0 ? EAD_D_ARGUMENT : ead_updates_begin(&device->updates, (uint32_t)bytes);
}

int32_t ead_store_calls_write_update(ead_device *device, int32_t offset, ead_bytes data, int32_t count) {
    if (offset < 0 || count < 0 || (uint32_t)count > data.count) return EAD_D_ARGUMENT;
    return ead_updates_write(&device->updates, (uint32_t)offset, data.at, (uint32_t)count);
}

int32_t ead_store_calls_finish_update(ead_device *device) {
    return ead_updates_finish(&device->updates);
}

int32_t ead_store_calls_update_state(ead_device *device) {
    return ead_updates_state(&device->updates);
}

int32_t ead_store_calls_confirm_model(ead_device *device) {
    return ead_updates_confirm(&device->updates);
}

int32_t ead_store_calls_region_bytes(ead_device *device, int32_t region) {
    return ead_region_bytes(device->board->flash, region);
}

int32_t ead_store_calls_read_region(ead_device *device, int32_t region, int32_t offset, ead_bytes buffer, int32_t count) {
    return ead_region_read(device->board->flash, region, offset, buffer.at, buffer.count, count);
}

int32_t ead_store_calls_write_region(ead_device *device, int32_t region, int32_t offset, ead_bytes data, int32_t count) {
    return ead_region_write(device->board->flash, region, offset, data.at, data.count, count);
}

int32_t ead_store_calls_erase_region(ead_device *device, int32_t region, int32_t offset) {
    return ead_region_erase(device->board->flash, region, offset);
}
