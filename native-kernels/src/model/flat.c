#include "flat.h"

#include <string.h>

/* True when [at, at + bytes) lies inside the file; sets `bad` otherwise. */
static bool inside(ead_flat *flat, uint32_t at, uint32_t bytes) {
    if (flat->bad || at > flat->size || bytes > flat->size - at) {
        flat->bad = true;
        return false;
    }
    return true;
}

static uint16_t load_u16(const ead_flat *flat, uint32_t at) {
    return (uint16_t)(flat->bytes[at] | (uint16_t)flat->bytes[at + 1] << 8);
}

static uint32_t load_u32(const ead_flat *flat, uint32_t at) {
    const uint8_t *b = flat->bytes + at;
    return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

/* Follows the unsigned forward offset stored at `at`. */
static uint32_t follow(ead_flat *flat, uint32_t at) {
    if (!inside(flat, at, 4)) return 0;
    const uint32_t offset = load_u32(flat, at);
    if (offset == 0 || offset > flat->size - at) {
        flat->bad = true;
        return 0;
    }
    return at + offset;
}

/* A table begins with the signed distance back to its vtable: {vtable bytes, table bytes, field offsets...}, uint16 each. */
static ead_flat_at check_table(ead_flat *flat, uint32_t at) {
    if (flat->bad || at == 0 || !inside(flat, at, 4)) return 0;
    const int64_t vtable = (int64_t)at - (int32_t)load_u32(flat, at);
    bool good = at % 4 == 0 && vtable >= 0 && vtable <= (int64_t)flat->size - 4 && vtable % 2 == 0;
    if (good) {
        const uint32_t vtable_bytes = load_u16(flat, (uint32_t)vtable), table_bytes = load_u16(flat, (uint32_t)vtable + 2);
        good = vtable_bytes >= 4 && vtable_bytes % 2 == 0 && vtable_bytes <= flat->size - (uint32_t)vtable && table_bytes >= 4 &&
               table_bytes <= flat->size - at;
    }
    if (!good) flat->bad = true;
    return good ? at : 0;
}

/* Where a field's `bytes` bytes lie, or 0 when it is absent. The table was checked when its position was obtained. */
static uint32_t field_at(ead_flat *flat, ead_flat_at table, uint32_t field, uint32_t bytes) {
    if (flat->bad || table == 0) return 0;
    const uint32_t vtable = (uint32_t)((int64_t)table - (int32_t)load_u32(flat, table));
    const uint32_t slot = 4 + 2 * field;
    if (slot + 2 > load_u16(flat, vtable)) return 0;
    const uint32_t offset = load_u16(flat, vtable + slot);
    if (offset == 0) return 0;
    if (offset < 4 || offset + bytes > load_u16(flat, vtable + 2) || (table + offset) % bytes != 0) {
        flat->bad = true;
        return 0;
    }
    return table + offset;
}

ead_flat_at ead_flat_root(ead_flat *flat) {
    return check_table(flat, follow(flat, 0));
}

uint8_t ead_flat_u8(ead_flat *flat, ead_flat_at table, uint32_t field, uint8_t fallback) {
    const uint32_t at = field_at(flat, table, field, 1);
    return at ? flat->bytes[at] : fallback;
}

int8_t ead_flat_i8(ead_flat *flat, ead_flat_at table, uint32_t field, int8_t fallback) {
    return (int8_t)ead_flat_u8(flat, table, field, (uint8_t)fallback);
}

uint16_t ead_flat_u16(ead_flat *flat, ead_flat_at table, uint32_t field, uint16_t fallback) {
    const uint32_t at = field_at(flat, table, field, 2);
    return at ? load_u16(flat, at) : fallback;
}

uint32_t ead_flat_u32(ead_flat *flat, ead_flat_at table, uint32_t field, uint32_t fallback) {
    const uint32_t at = field_at(flat, table, field, 4);
    return at ? load_u32(flat, at) : fallback;
}

float ead_flat_f32(ead_flat *flat, ead_flat_at table, uint32_t field, float fallback) {
    const uint32_t at = field_at(flat, table, field, 4);
    if (!at) return fallback;
    const uint32_t bits = load_u32(flat, at);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

ead_flat_at ead_flat_table(ead_flat *flat, ead_flat_at table, uint32_t field) {
    const uint32_t at = field_at(flat, table, field, 4);
    return at ? check_table(flat, follow(flat, at)) : 0;
}

/* Position of the first element of a vector, with its length; 0 when absent. */
static uint32_t vector_at(ead_flat *flat, ead_flat_at table, uint32_t field, uint32_t element_size, uint32_t alignment,
                          uint32_t *count) {
    *count = 0;
    const uint32_t at = field_at(flat, table, field, 4);
    const uint32_t vector = at ? follow(flat, at) : 0;
    if (vector == 0 || !inside(flat, vector, 4)) return 0;
    const uint32_t length = load_u32(flat, vector), data = vector + 4;
    if (vector % 4 != 0 || length > (flat->size - data) / element_size || data % alignment != 0) {
        flat->bad = true;
        return 0;
    }
    *count = length;
    return data;
}

const void *ead_flat_vector(ead_flat *flat, ead_flat_at table, uint32_t field, uint32_t element_size, uint32_t alignment,
                            uint32_t *count) {
    const uint32_t data = vector_at(flat, table, field, element_size, alignment, count);
    return data && *count ? flat->bytes + data : NULL;
}

ead_flat_at ead_flat_tables(ead_flat *flat, ead_flat_at table, uint32_t field, uint32_t *count) {
    return vector_at(flat, table, field, 4, 4, count);
}

ead_flat_at ead_flat_element(ead_flat *flat, ead_flat_at tables, uint32_t index) {
    return check_table(flat, follow(flat, tables + 4 * index));
}
