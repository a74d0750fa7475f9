/* Flash: NOR rules in memory that may be a file. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "host.h"

enum { SLOT = 512 * 1024, STATE = 16 * 1024, EVENTS = 96 * 1024, FLASH = 2 * SLOT + 2 * STATE + EVENTS };

/* Region by region, one behind the other, as in the boards' layouts. */
static const uint32_t SIZES[5] = {SLOT, SLOT, STATE, STATE, EVENTS};
static const uint32_t OFFSETS[5] = {0, SLOT, 2 * SLOT, 2 * SLOT + STATE, 2 * SLOT + 2 * STATE};

static bool reaches(ead_region region, uint32_t offset, uint32_t count) {
    return offset <= SIZES[region] && count <= SIZES[region] - offset;
}

static bool flash_read(void *context, ead_region region, uint32_t offset, void *bytes, uint32_t count) {
    const host *self = context;
    if (!reaches(region, offset, count)) return false;
    memcpy(bytes, self->flash + OFFSETS[region] + offset, count);
    return true;
}

static bool flash_write(void *context, ead_region region, uint32_t offset, const void *bytes, uint32_t count) {
    const host *self = context;
    const uint8_t *source = bytes;
    if (!reaches(region, offset, count)) return false;
    for (uint32_t i = 0; i < count; i++)
        self->flash[OFFSETS[region] + offset + i] &= source[i];
    return true;
}

static bool flash_erase(void *context, ead_region region, uint32_t offset) {
    const host *self = context;
    if (!reaches(region, offset, EAD_SECTOR_BYTES)) return false;
    memset(self->flash + OFFSETS[region] + offset, 0xFF, EAD_SECTOR_BYTES);
    return true;
}

static uint32_t flash_size(void *context, ead_region region) {
    (void)context;
    return SIZES[region];
}

static const uint8_t *flash_map(void *context, ead_region region) {
    const host *self = context;
    return self->flash + OFFSETS[region];
}

static uint8_t *open_flash(const char *path) {
    int file = path == NULL ? -1 : open(path, O_RDWR | O_CREAT, 0644);
    if (path != NULL && file < 0) host_give_up("cannot open", path);
    bool fresh = file < 0 || lseek(file, 0, SEEK_END) != FLASH;
    if (file >= 0 && ftruncate(file, FLASH) != 0) host_give_up("cannot write", path);
    uint8_t *bytes = mmap(NULL, FLASH, PROT_READ | PROT_WRITE, file < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED, file, 0);
    if (bytes == MAP_FAILED) host_give_up("cannot map", path == NULL ? "memory" : path);
    if (fresh) memset(bytes, 0xFF, FLASH);
    return bytes;
}

ead_flash host_flash(host *self) {
    self->flash = open_flash(getenv("EDGEAD_FLASH"));
    return (ead_flash){self, flash_read, flash_write, flash_erase, flash_size, flash_map};
}
