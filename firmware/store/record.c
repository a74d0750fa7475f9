#include "record.h"

#include <string.h>

static const uint32_t MAGIC = 0x53444145u; /* "EADS" */

static uint32_t crc32(const uint8_t *bytes, uint32_t count) {
    uint32_t crc = 0xFFFFFFFFu;
    for (uint32_t i = 0; i < count; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1u)));
    }
    return ~crc;
}

static void put(uint8_t *at, uint32_t value) {
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

static uint32_t get(const uint8_t *at) {
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

void ead_record_encode(const ead_record *record, uint8_t raw[EAD_RECORD_BYTES]) {
    memset(raw, 0, EAD_RECORD_BYTES);
    put(raw, MAGIC);
    put(raw + 4, record->sequence);
    raw[8] = record->active;
    raw[9] = record->pending;
    raw[10] = record->tries;
    put(raw + 12, record->counter);
    put(raw + 16, record->bytes[0]);
    put(raw + 20, record->bytes[1]);
    put(raw + 28, crc32(raw, 28));
}

static bool is_slot(uint8_t slot) {
    return slot <= 1 || slot == EAD_NO_SLOT;
}

bool ead_record_decode(const uint8_t raw[EAD_RECORD_BYTES], ead_record *record) {
    if (get(raw) != MAGIC || get(raw + 28) != crc32(raw, 28) || !is_slot(raw[8]) || !is_slot(raw[9])) return false;
    *record = (ead_record){.sequence = get(raw + 4),
                           .active = raw[8],
                           .pending = raw[9],
                           .tries = raw[10],
                           .counter = get(raw + 12),
                           .bytes = {get(raw + 16), get(raw + 20)}};
    return true;
}

static bool is_erased(const uint8_t raw[EAD_RECORD_BYTES]) {
    for (int i = 0; i < EAD_RECORD_BYTES; i++)
        if (raw[i] != 0xFF) return false;
    return true;
}

/* Behind the last place of the newest record's sector that was ever written to, torn records included. */
static bool find_end(ead_record_log *log, uint32_t sector) {
    uint8_t raw[EAD_RECORD_BYTES];
    uint32_t end = sector;
    for (uint32_t at = sector; at < sector + EAD_SECTOR_BYTES; at += EAD_RECORD_BYTES) {
        if (!log->flash->read(log->flash->context, EAD_MODEL_STATE, at, raw, sizeof raw)) return false;
        if (!is_erased(raw)) end = at + EAD_RECORD_BYTES;
    }
    log->next = end;
    return true;
}

bool ead_record_log_open(ead_record_log *log, const ead_flash *flash, ead_record *newest) {
    const uint32_t size = flash->size(flash->context, EAD_MODEL_STATE);
    uint8_t raw[EAD_RECORD_BYTES];
    ead_record record;
    uint32_t sector = 0;
    bool found = false;
    *log = (ead_record_log){.flash = flash, .next = 0};
    *newest = (ead_record){.active = EAD_NO_SLOT, .pending = EAD_NO_SLOT};
    for (uint32_t at = 0; at + EAD_RECORD_BYTES <= size; at += EAD_RECORD_BYTES) {
        if (!flash->read(flash->context, EAD_MODEL_STATE, at, raw, sizeof raw)) return false;
        if (!ead_record_decode(raw, &record) || (found && record.sequence <= newest->sequence)) continue;
        *newest = record;
        sector = at - at % EAD_SECTOR_BYTES;
        found = true;
    }
    /* Without a record nothing is worth keeping: the first append erases sector 0. */
    return found ? find_end(log, sector) : true;
}

bool ead_record_log_append(ead_record_log *log, ead_record *record) {
    const ead_flash *flash = log->flash;
    uint8_t raw[EAD_RECORD_BYTES], back[EAD_RECORD_BYTES];
    ead_record numbered = *record;
    numbered.sequence++;
    ead_record_encode(&numbered, raw);
    uint32_t at = log->next % flash->size(flash->context, EAD_MODEL_STATE);
    /* A sector is only erased when the newest record lies in the one before it (the region has at least two). */
    if (at % EAD_SECTOR_BYTES == 0 && !flash->erase(flash->context, EAD_MODEL_STATE, at)) return false;
    log->next = at + EAD_RECORD_BYTES; /* a place is never tried twice, even when writing fails */
    if (!flash->write(flash->context, EAD_MODEL_STATE, at, raw, sizeof raw)) return false;
    if (!flash->read(flash->context, EAD_MODEL_STATE, at, back, sizeof back) || memcmp(raw, back, sizeof raw) != 0) return false;
    *record = numbered;
    return true;
}
