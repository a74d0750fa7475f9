#ifndef EAD_SHA256_H
#define EAD_SHA256_H

#include <stddef.h>
#include <stdint.h>

/* SHA-256 (FIPS 180-4) over two pieces, one after the other; either may be empty. */
void ead_sha256(const uint8_t *first, size_t first_size, const uint8_t *second, size_t second_size, uint8_t digest[32]);

#endif
