/*
 * From camera rows to model rows: centre crop or stretch, resize, colour conversion, one source row at a time and in integers
 * only, so that every machine gives the same bytes.
 *
 * Each axis is resized on its own. Shrinking averages the source area under a target pixel (weights are whole multiples of
 * 1 / target size, so areas are exact); enlarging interpolates linearly between pixel centres. Between the passes values have 8
 * fractional bits.
 */
#ifndef EAD_FRAME_H
#define EAD_FRAME_H

#include "../ops/ops.h"

#include <stdbool.h>

enum { EAD_MAX_SOURCE_SIDE = 8192 };

/* Shrinking by a ratio of small numbers, in whole numbers from pixels to result; the bytes are the definition's (area.c). */
typedef struct ead_area {
    uint32_t units_x, across;  /* a source pixel is units_x wide and a target pixel `across`; without a common divisor */
    uint32_t units_y, down;    /* and down the picture */
    uint32_t half, reciprocal; /* x / N to the nearest is (x + half) * reciprocal >> 24 */
    uint32_t room, rest;       /* units that the target row under way lacks; what the last source row left for the next one */
    uint32_t *sums, *line;     /* [width][1 or 2], target row under way and newest source row */
} ead_area;

typedef struct ead_frame {
    uint32_t width, height, channels; /* target; channels 3: RGB, 1: luma */
    uint32_t format, source_width, source_height;
    uint32_t crop_x, crop_y, crop_width, crop_height;
    uint32_t source_row; /* rows taken so far, crop or not */
    uint32_t target_row; /* rows given so far */
    uint32_t position;   /* shrinking: place inside the crop in units of 1 / target height rows; by area: target row behind those of `together` */
    bool by_area;        /* `area` instead of the two passes below */
    ead_area area;
    const ead_op_table *ops; /* may shrink several rows at once; null: plain C */
    const uint8_t *together; /* such rows that were taken, from the period on whose target rows are given next; null: none */
    size_t stride;           /* and how far they lie apart */
    uint64_t across;     /* ead_reciprocal of what the horizontal pass divides by */
    uint64_t down;       /* and the vertical one */
    uint16_t *current;   /* [width][channels], newest source row resized horizontally, 8.8 fixed point */
    union {
        uint32_t *sum;      /* shrinking: [width][channels], area-weighted rows of the target row under way */
        uint16_t *previous; /* enlarging: the source row before `current` */
    } history;
} ead_frame;

/*
 * Division by a constant d, 1..8192, exact for n < 2^16 * d: n / d = n * reciprocal >> 43. The reciprocal is (2^43 + e) / d with
 * e < d, so the result is too large by n * e / (d * 2^43) < 2^16 * d / 2^43 before it is cut off; that is less than 1 / d, the
 * least that n / d can lack to the next whole number, because d^2 <= 2^26. The product stays below 2^60.
 */
static inline uint64_t ead_reciprocal(uint32_t d) {
    return (((uint64_t)1 << 43) + d - 1) / d;
}

static inline uint32_t ead_divide(uint32_t n, uint64_t reciprocal) {
    return (uint32_t)(n * reciprocal >> 43);
}

/* Bytes of working memory for a target of this size, and its distribution (`memory` aligned to EAD_ALIGNMENT). */
size_t ead_frame_bytes(uint32_t width, uint32_t channels);
void ead_frame_place(ead_frame *frame, void *memory, uint32_t width, uint32_t height, uint32_t channels);

/* Bytes of one source row of this format, or 0 when format or width are not possible. */
size_t ead_frame_row_bytes(uint32_t format, uint32_t width);

/* Starts a frame; `stretch` instead of centre crop. */
ead_status ead_frame_begin(ead_frame *frame, const ead_source *source, bool stretch);

/* From the first row on by the two passes of the definition, whole numbers or not: for tests. */
void ead_frame_by_passes(ead_frame *frame);

/* Takes the next source row; then ead_frame_next gives every target row that is complete: int8 [width][channels], pixel - 128. */
void ead_frame_take(ead_frame *frame, const uint8_t *row);

/*
 * Takes one or more of `count` >= 1 rows that lie `stride` bytes apart, and says how many: all periods of rows that frame->ops shrinks at
 * once, which then stay the caller's and unchanged until ead_frame_next has given all there is. Target rows start at multiples of 16 bytes.
 */
uint32_t ead_frame_take_rows(ead_frame *frame, const uint8_t *rows, size_t stride, uint32_t count);
bool ead_frame_next(ead_frame *frame, int8_t *target);

/* Whether these sides can be shrunk in whole numbers; if so, fills in the ratios. */
bool ead_area_plan(ead_area *area, uint32_t crop_width, uint32_t width, uint32_t crop_height, uint32_t height);
size_t ead_area_bytes(uint32_t width, uint32_t channels);
void ead_area_begin(ead_frame *frame, void *memory);
void ead_area_take(ead_frame *frame, const uint8_t *row);
bool ead_area_give(ead_frame *frame, int8_t *target);

/* Horizontal pass: resizes the crop of one source row into frame->current. */
void ead_frame_resize_row(ead_frame *frame, const uint8_t *row);

#endif
