#include "ecdsa.h"

#include <string.h>

#include <mbedtls/ecdsa.h>
#include <mbedtls/ecp.h>

#include "../../native-kernels/src/model/sha256.h"

enum { SIDE = 32, UNCOMPRESSED = 4 };

/* mbedTLS wants SEC 1: 04, x, y. */
static bool read_point(mbedtls_ecp_group *group, mbedtls_ecp_point *point, const uint8_t bytes[2 * SIDE]) {
    uint8_t encoded[1 + 2 * SIDE];
    encoded[0] = UNCOMPRESSED;
    memcpy(encoded + 1, bytes, 2 * SIDE);
    return mbedtls_ecp_group_load(group, MBEDTLS_ECP_DP_SECP256R1) == 0 &&
           mbedtls_ecp_point_read_binary(group, point, encoded, sizeof encoded) == 0 && mbedtls_ecp_check_pubkey(group, point) == 0;
}

bool ead_public_key_init(ead_public_key *key, const uint8_t point[64]) {
    mbedtls_ecp_group group;
    mbedtls_ecp_point parsed;
    uint8_t hash[32];
    mbedtls_ecp_group_init(&group);
    mbedtls_ecp_point_init(&parsed);
    memcpy(key->point, point, sizeof key->point);
    ead_sha256(point, sizeof key->point, NULL, 0, hash);
    memcpy(key->id, hash, sizeof key->id);
    bool good = read_point(&group, &parsed, key->point);
    mbedtls_ecp_point_free(&parsed);
    mbedtls_ecp_group_free(&group);
    return good;
}

bool ead_ecdsa_verify(void *context, const uint8_t digest[32], const uint8_t signature[64], const uint8_t key_id[8]) {
    const ead_public_key *key = context;
    if (memcmp(key->id, key_id, sizeof key->id) != 0) return false;
    mbedtls_ecp_group group;
    mbedtls_ecp_point point;
    mbedtls_mpi r, s;
    mbedtls_ecp_group_init(&group);
    mbedtls_ecp_point_init(&point);
    mbedtls_mpi_init(&r);
    mbedtls_mpi_init(&s);
    bool good = read_point(&group, &point, key->point) && mbedtls_mpi_read_binary(&r, signature, SIDE) == 0 &&
                mbedtls_mpi_read_binary(&s, signature + SIDE, SIDE) == 0 &&
                mbedtls_ecdsa_verify(&group, digest, 32, &point, &r, &s) == 0;
    mbedtls_mpi_free(&s);
    mbedtls_mpi_free(&r);
    mbedtls_ecp_point_free(&point);
    mbedtls_ecp_group_free(&group);
    return good;
}
