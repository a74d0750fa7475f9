/*
 * What the model store remembers, as a log of 32-byte records in the region model_state. The valid record with the highest
 * sequence number holds; a torn one fails its CRC and counts as never written. Little endian:
 *
 *   0  uint32  "EADS"           12  uint32  counter of the confirmed model
 *   4  uint32  sequence         16  uint32  bytes of the model in slot 0, 0: none
 *   8  uint8   active slot      20  uint32  bytes of the model in slot 1
 *   9  uint8   pending slot     24  uint32  0
 *  10  uint8   starts tried     28  uint32  CRC-32 of the 28 bytes before
 *  11  uint8   0
 */
#ifndef EAD_RECORD_H
#define EAD_RECORD_H

#include "../hal.h"

enum { EAD_RECORD_BYTES = 32, EAD_NO_SLOT = 0xFF };

typedef struct ead_record {
    uint32_t sequence;
    uint8_t active, pending, tries;
    uint32_t counter;
    uint32_t bytes[2];
} ead_record;

/* A log in which records are appended; `next` is where. */
typedef struct ead_record_log {
    const ead_flash *flash;
    uint32_t next;
} ead_record_log;

void ead_record_encode(const ead_record *record, uint8_t raw[EAD_RECORD_BYTES]);

/* False when the bytes are no record. */
bool ead_record_decode(const uint8_t raw[EAD_RECORD_BYTES], ead_record *record);

/* Finds the newest record; without one `newest` is that of an empty store. False when flash cannot be read. */
bool ead_record_log_open(ead_record_log *log, const ead_flash *flash, ead_record *newest);

/* Appends `record` under the next sequence number, which it stores there. False: flash failed, and the record before still holds.
 */
bool ead_record_log_append(ead_record_log *log, ead_record *record);

#endif
