/*
 * Bounds-checked reading of FlatBuffers, in place. Every access is checked against the end of the file, at any time, so a caller
 * cannot forget it. The first violation sets `bad` and every later read gives zero or "absent"; callers check `bad` when a
 * section is read.
 */
#ifndef EAD_FLAT_H
#define EAD_FLAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ead_flat {
    const uint8_t *bytes;
    uint32_t size;
    bool bad;
} ead_flat;

/* Position of a table or vector in the file; 0 is "absent" (offset 0 holds the root offset, never a table). */
typedef uint32_t ead_flat_at;

/* The root table, or 0 when the root offset or the table is malformed. */
ead_flat_at ead_flat_root(ead_flat *flat);

/* Scalars of a table by field number (0-based, in schema order), with the schema's default. */
uint8_t ead_flat_u8(ead_flat *flat, ead_flat_at table, uint32_t field, uint8_t fallback);
int8_t ead_flat_i8(ead_flat *flat, ead_flat_at table, uint32_t field, int8_t fallback);
uint16_t ead_flat_u16(ead_flat *flat, ead_flat_at table, uint32_t field, uint16_t fallback);
uint32_t ead_flat_u32(ead_flat *flat, ead_flat_at table, uint32_t field, uint32_t fallback);
float ead_flat_f32(ead_flat *flat, ead_flat_at table, uint32_t field, float fallback);

/* A sub-table, or 0 when the field is absent. */
ead_flat_at ead_flat_table(ead_flat *flat, ead_flat_at table, uint32_t field);

/* Elements of a vector of scalars or structs (element_size bytes each, aligned to `alignment`), or null with *count = 0. */
const void *ead_flat_vector(ead_flat *flat, ead_flat_at table, uint32_t field, uint32_t element_size, uint32_t alignment,
                            uint32_t *count);

/* A vector of tables: its position (0 when absent) and length, then its elements. */
ead_flat_at ead_flat_tables(ead_flat *flat, ead_flat_at table, uint32_t field, uint32_t *count);
ead_flat_at ead_flat_element(ead_flat *flat, ead_flat_at tables, uint32_t index);

#endif
