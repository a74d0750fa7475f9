/* The regions of settings and events, addressed as StoreCalls does; arguments come from managed code and are checked here. */
#ifndef EAD_REGIONS_H
#define EAD_REGIONS_H

#include "../hal.h"

/* Bytes of region 0 (settings) or 1 (events), whole sectors; 0: no such region, or it has less than two sectors. */
int32_t ead_region_bytes(const ead_flash *flash, int32_t region);

/* `room`: bytes of the array behind `bytes`. EAD_D_OK, EAD_D_ARGUMENT, EAD_D_FLASH. */
int32_t ead_region_read(const ead_flash *flash, int32_t region, int32_t offset, uint8_t *bytes, uint32_t room, int32_t count);
int32_t ead_region_write(const ead_flash *flash, int32_t region, int32_t offset, const uint8_t *bytes, uint32_t room, int32_t count);
int32_t ead_region_erase(const ead_flash *flash, int32_t region, int32_t offset);

#endif
