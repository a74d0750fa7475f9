/* Bytes to int16 pairs, in the order that costs least: bytes 0 and 2, then 1 and 3 of each word. All addresses are multiples of 4. */
#ifndef EAD_CORTEXM_WIDEN_H
#define EAD_CORTEXM_WIDEN_H

#include <stdint.h>

/* Pixels of `depth` bytes, a multiple of 4, to [pairs of pixels][steps][2 pixels] up to `end`. */
void ead_widen_pixels(const int8_t *in, int32_t depth, uint32_t *to, const uint32_t *end);

/* Four rows of `depth` bytes, a multiple of 4, times 2^up to [steps][4 rows]. end: of the first row. */
void ead_widen_rows(const int8_t *rows, int32_t depth, uint32_t *to, const int8_t *end, uint32_t up);

/* Three rows of pixels, and for each the bytes from one pixel to the next. */
typedef struct ead_columns {
    const int8_t *row[3];
    int32_t step[3];
} ead_columns;

/*
 * Columns of four channels, from byte `offset` on, two at a time up to `end`. to: [channel][pairs of columns][3]: pairs of rows 0 and 1
 * at both columns, the pair of the columns of row 2; channels lie EAD_COLUMNS_BYTES apart.
 */
enum { EAD_COLUMNS_BYTES = 336 };
void ead_widen_columns(const ead_columns *columns, uint32_t *to, const uint32_t *end, int32_t offset);

#endif
