#include "regions.h"

#include <stddef.h>

#include "../status.h"

static const ead_region REGIONS[2] = {EAD_SETTINGS, EAD_EVENTS};

int32_t ead_region_bytes(const ead_flash *flash, int32_t region) {
    if (region < 0 || region > 1) return 0;
    uint32_t sectors = flash->size(flash->context, REGIONS[region]) / EAD_SECTOR_BYTES;
    return sectors < 2 ? 0 : (int32_t)(sectors * EAD_SECTOR_BYTES);
}

/* offset + count cannot overflow: each is at most the region's size when it is used. */
static bool fits(const ead_flash *flash, int32_t region, int32_t offset, const uint8_t *bytes, uint32_t room, int32_t count) {
    int32_t size = ead_region_bytes(flash, region);
    return bytes != NULL && offset >= 0 && count >= 0 && (uint32_t)count <= room && offset <= size && count <= size - offset;
}

int32_t ead_region_read(const ead_flash *flash, int32_t region, int32_t offset, uint8_t *bytes, uint32_t room, int32_t count) {
    if (!fits(flash, region, offset, bytes, room, count) || ead_region_bytes(flash, region) == 0) return EAD_D_ARGUMENT;
    return flash->read(flash->context, REGIONS[region], (uint32_t)offset, bytes, (uint32_t)count) ? EAD_D_OK : EAD_D_FLASH;
}

int32_t ead_region_write(const ead_flash *flash, int32_t region, int32_t offset, const uint8_t *bytes, uint32_t room, int32_t count) {
    if (!fits(flash, region, offset, bytes, room, count) || ead_region_bytes(flash, region) == 0) return EAD_D_ARGUMENT;
    return flash->write(flash->context, REGIONS[region], (uint32_t)offset, bytes, (uint32_t)count) ? EAD_D_OK : EAD_D_FLASH;
}

int32_t ead_region_erase(const ead_flash *flash, int32_t region, int32_t offset) {
    if (offset < 0 || offset >= ead_region_bytes(flash, region) || offset % EAD_SECTOR_BYTES != 0) return EAD_D_ARGUMENT;
    return flash->erase(flash->context, REGIONS[region], (uint32_t)offset) ? EAD_D_OK : EAD_D_FLASH;
}
