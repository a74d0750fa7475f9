/* The thin layer below everything in this folder: what a board must offer. On the PC tests/firmware implements it. */
#ifndef EAD_HAL_H
#define EAD_HAL_H

#include <stdbool.h>
#include <stdint.h>

enum { EAD_SECTOR_BYTES = 4096 };

/* Partitions of the board's flash layout (boards/layouts). */
typedef enum ead_region { EAD_MODEL_A = 0, EAD_MODEL_B = 1, EAD_MODEL_STATE = 2, EAD_SETTINGS = 3, EAD_EVENTS = 4 } ead_region;

/* NOR flash. Erasing sets a sector to 0xFF; programming only clears bits. Power may fail during either: then a prefix of the
 * bytes is programmed, or a sector holds anything. Each function returns false when it failed. */
typedef struct ead_flash {
    void *context;
    bool (*read)(void *context, ead_region region, uint32_t offset, void *bytes, uint32_t count);
    bool (*write)(void *context, ead_region region, uint32_t offset, const void *bytes, uint32_t count);
    bool (*erase)(void *context, ead_region region, uint32_t sector_offset);
    uint32_t (*size)(void *context, ead_region region);
    const uint8_t *(*map)(void *context, ead_region region); /* read in place; 16-byte aligned; NULL: cannot */
} ead_flash;

/* ECDSA P-256 over a SHA-256 digest: mbedTLS on the board. True when `signature` (r || s) is the one of the key with this id. */
typedef bool (*ead_verify_signature)(void *context, const uint8_t digest[32], const uint8_t signature[64],
                                     const uint8_t key_id[8]);

#endif
