/* ECDSA P-256 with mbedTLS, which ESP-IDF has and PCs can have: the ead_verify_signature of every board. */
#ifndef EAD_ECDSA_H
#define EAD_ECDSA_H

#include "../hal.h"

/* The public half of a signing key, as `edgead keys` prints it. */
typedef struct ead_public_key {
    uint8_t point[64]; /* x, then y, most significant byte first */
    uint8_t id[8];     /* first bytes of the SHA-256 of the point; ead_public_key_init computes it */
} ead_public_key;

/* False: the point is not on the curve. Then no signature is ever right. */
bool ead_public_key_init(ead_public_key *key, const uint8_t point[64]);

/* An ead_verify_signature; `context` is an ead_public_key. */
bool ead_ecdsa_verify(void *context, const uint8_t digest[32], const uint8_t signature[64], const uint8_t key_id[8]);

#endif
