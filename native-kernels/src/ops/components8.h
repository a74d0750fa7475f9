/*
 * A mixture for all cells, packed for targets that take eight components in the lanes of their vectors. Memory: zeroed, aligned to
 * EAD_ALIGNMENT. Per eight components (those that do not exist are zero): constants [8], then for each pair of rows 2r and 2r + 1 of
 * the triangle two ead_row8 and the weights [r + 1 pairs of columns][2 rows][8 components][2]. An odd last row has an empty neighbour.
 */
#ifndef EAD_COMPONENTS8_H
#define EAD_COMPONENTS8_H

#include "../model/model.h"

#include <string.h>

enum { EAD_LANES8 = EAD_COMPONENTS_AT_ONCE };

/* What belongs to one whitened feature of eight components. */
typedef struct ead_row8 {
    int32_t bias[EAD_LANES8];
    float scale[EAD_LANES8];
} ead_row8;

_Static_assert(sizeof(ead_row8) == 64, "whole vectors");

/* Bytes of a pair of rows. */
static inline size_t ead_rows8_bytes(uint32_t pair) {
    return 2 * sizeof(ead_row8) + (size_t)(pair + 1) * 64;
}

/* Bytes of eight components. */
static inline size_t ead_components8_bytes(uint32_t dimensions) {
    const size_t pairs = (dimensions + 1) / 2; /* of rows; 1 + 2 + ... + pairs of columns */
    return EAD_LANES8 * sizeof(float) + pairs * 2 * sizeof(ead_row8) + pairs * (pairs + 1) / 2 * 64;
}

/* Bytes of the density; 0: one that is not packed. */
static inline size_t ead_density8_bytes(const ead_density *density) {
    if (density->scope != EAD_SCOPE_SHARED || density->covariance != EAD_COVARIANCE_FULL || density->components == 1) return 0;
    return (density->components + EAD_LANES8 - 1) / EAD_LANES8 * ead_components8_bytes(density->dimensions);
}

/* Row i of one component into its lane. */
static inline void ead_pack_row8(const ead_density *density, size_t component, uint32_t i, uint32_t lane, uint8_t *rows) {
    const uint32_t full = i / 8; /* rows before row i take 8, ..., 8 full values, and i % 8 of them 8 (full + 1) */
    const int16_t *from = density->whiten + component * density->whiten_count + (4 * full * (full + 1) + i % 8 * (full + 1)) * 8;
    ead_row8 *row = (ead_row8 *)(void *)rows + i % 2;
    int16_t *weights = (int16_t *)(void *)(rows + 2 * sizeof(ead_row8));
    row->bias[lane] = density->bias[component * density->dimensions + i];
    row->scale[lane] = density->scale[component * density->dimensions + i];
    for (uint32_t j = 0; j <= i; j++)
        weights[((j / 2 * 2 + i % 2) * EAD_LANES8 + lane) * 2 + j % 2] = from[j];
}

static inline void ead_pack_density8(const ead_density *density, uint8_t *to) {
    for (uint32_t first = 0; first < density->components; first += EAD_LANES8) {
        const uint32_t left = density->components - first, count = left < EAD_LANES8 ? left : EAD_LANES8;
        memcpy(to, density->constants + first, count * sizeof(float));
        to += EAD_LANES8 * sizeof(float);
        for (uint32_t pair = 0; pair < (density->dimensions + 1) / 2; pair++) {
            for (uint32_t i = 2 * pair; i < 2 * pair + 2 && i < density->dimensions; i++)
                for (uint32_t lane = 0; lane < count; lane++)
                    ead_pack_row8(density, first + lane, i, lane, to);
            to += ead_rows8_bytes(pair);
        }
    }
}

#endif
