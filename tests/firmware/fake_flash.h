/* NOR flash in memory that can lose power in the middle of any operation. */
#ifndef FAKE_FLASH_H
#define FAKE_FLASH_H

#include "../../firmware/hal.h"

enum { SLOT_BYTES = 16384, STATE_BYTES = 2 * EAD_SECTOR_BYTES, STATE_SECTORS = 2, DATA_BYTES = 3 * EAD_SECTOR_BYTES };

typedef struct fake_flash {
    _Alignas(16) uint8_t slots[2][SLOT_BYTES];
    uint8_t state[STATE_BYTES];
    uint8_t data[2][DATA_BYTES]; /* settings, events */
    long operations; /* writes and erases so far */
    long cut_at;     /* the operation during which power fails; -1: never */
    int tear;  /* how far that operation gets: 0 nothing, 1 half with a garbled byte, 2 all but the last byte, 3 everything */
    bool dead; /* power is off: nothing works until fake_flash_reboot */
    long erases[STATE_SECTORS];
    bool overprogrammed; /* a write met bytes that were not erased */
} fake_flash;

void fake_flash_init(fake_flash *fake);
void fake_flash_reboot(fake_flash *fake);
ead_flash fake_flash_hal(fake_flash *fake);

#endif
