/* The first rows of a triangle times z, which stays in registers. */
#ifndef EAD_CORTEXM_WHITEN_H
#define EAD_CORTEXM_WHITEN_H

#include <stdint.h>

enum { EAD_WHITEN_ROWS = 16 };

/* count: 1..EAD_WHITEN_ROWS. Rows of 8 values up to the eighth, then of 16, filled up with zeros; z: as many as `count`, filled up to 8. */
void ead_whiten_rows(const int16_t *rows, const int16_t *z, uint32_t count, int32_t *sums);

/* Rows 8.. alone: `rows` and `sums` from there on, count: 1..8. */
void ead_whiten_rows_from_8(const int16_t *rows, const int16_t *z, uint32_t count, int32_t *sums);

#endif
