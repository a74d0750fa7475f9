#include "fake_flash.h"

#include <string.h>

static uint8_t *region_of(fake_flash *fake, ead_region region) {
    if (region == EAD_MODEL_STATE) return fake->state;
    return region <= EAD_MODEL_B ? fake->slots[region] : fake->data[region - EAD_SETTINGS];
}

static uint32_t size_of(void *context, ead_region region) {
    (void)context;
    if (region == EAD_MODEL_STATE) return STATE_BYTES;
    return region <= EAD_MODEL_B ? SLOT_BYTES : DATA_BYTES;
}

static bool read_bytes(void *context, ead_region region, uint32_t offset, void *bytes, uint32_t count) {
    fake_flash *fake = context;
    if (fake->dead || offset > size_of(fake, region) || count > size_of(fake, region) - offset) return false;
    memcpy(bytes, region_of(fake, region) + offset, count);
    return true;
}

/* How many of `count` bytes an operation reaches before power fails. */
static uint32_t reach(const fake_flash *fake, uint32_t count) {
    switch (fake->tear) {
    case 0:
        return 0;
    case 1:
        return count / 2;
    case 2:
        return count - 1;
    default:
        return count;
    }
}

static bool fails_now(fake_flash *fake) {
    return fake->operations++ == fake->cut_at;
}

static bool write_bytes(void *context, ead_region region, uint32_t offset, const void *bytes, uint32_t count) {
    fake_flash *fake = context;
    const uint8_t *source = bytes;
    if (fake->dead || offset > size_of(fake, region) || count > size_of(fake, region) - offset) return false;
    uint8_t *target = region_of(fake, region) + offset;
    fake->dead = fails_now(fake);
    uint32_t reached = fake->dead ? reach(fake, count) : count;
    for (uint32_t i = 0; i < reached; i++) {
        fake->overprogrammed |= target[i] != 0xFF;
        target[i] &= source[i];
    }
    if (fake->dead && fake->tear == 1 && reached < count) target[reached] &= (uint8_t)(source[reached] | 0x5A);
    return !fake->dead;
}

static bool erase_sector(void *context, ead_region region, uint32_t offset) {
    fake_flash *fake = context;
    if (fake->dead || offset % EAD_SECTOR_BYTES != 0 || offset >= size_of(fake, region)) return false;
    uint8_t *target = region_of(fake, region) + offset;
    fake->dead = fails_now(fake);
    uint32_t reached = fake->dead ? reach(fake, EAD_SECTOR_BYTES) : EAD_SECTOR_BYTES;
    memset(target, 0xFF, reached);
    if (fake->dead && fake->tear == 1)
        for (uint32_t i = reached; i < EAD_SECTOR_BYTES; i++)
            target[i] |= (uint8_t)(i * 37u); /* an erase sets bits here and there before it sets them all */
    if (region == EAD_MODEL_STATE) fake->erases[offset / EAD_SECTOR_BYTES]++;
    return !fake->dead;
}

static const uint8_t *map(void *context, ead_region region) {
    return region_of(context, region);
}

void fake_flash_init(fake_flash *fake) {
    memset(fake, 0, sizeof *fake);
    memset(fake->slots, 0xFF, sizeof fake->slots);
    memset(fake->state, 0xFF, sizeof fake->state);
    memset(fake->data, 0xFF, sizeof fake->data);
    fake->cut_at = -1;
}

void fake_flash_reboot(fake_flash *fake) {
    fake->dead = false;
    fake->cut_at = -1;
}

ead_flash fake_flash_hal(fake_flash *fake) {
    return (ead_flash){
        .context = fake, .read = read_bytes, .write = write_bytes, .erase = erase_sector, .size = size_of, .map = map};
}
