/*
 * Frame conversion: five source rows of RGB565 at a time to two rows of the model, 5 pixels to 2 across and down: 240x240 (or the middle of
 * 320x240) to 96x96. YUYV stands in shrink_yuyv.c, 3 to 2 in shrink_rgb565.c, grey in shrink_luma.c; other ratios and formats run from plain C (src/frame).
 *
 * A target pixel is round(X / 25), X the sum of weight * value over 3x3 pixels, weights 4, 2 and 1; X and what is added to it stay below
 * 2^14, so that no sum of 16-bit lanes saturates. Colour by colour:
 *   columns  sums of eight neighbouring columns in eight lanes, 2 (a + b) + c and c + 2 (d + e) of the rows a..e;
 *   across   lanes become eight places of the row that lie the same way between source and target (four quarters of the row, two places ten
 *            pixels apart in each), then 2 (p0 + p1) + p2 and p2 + 2 (p3 + p4), and the division;
 *   weave    results of the three colours, byte by byte, to where they belong in the row.
 *
 * Memory is the one that plain C would need (ead_area_bytes, 16 bytes for each target column): sums of columns of both target rows for one
 * colour, 10; results of both rows, 3 and 3.
 */
#include "shrink.h"

enum { FROM = 5, TO = 2, GROUP_PIXELS = 20 /* of a quarter; a group of four quarters gives 32 results of a colour */ };

/* A colour: its bits, and what makes 8 bits of them by repeating the upper ones, value * factor >> shift = 8 r + (r >> 2) or 4 g + (g >> 4).
 * Green of pixels with the upper byte first is taken after a swap of bytes. */
typedef struct colour {
    uint16_t mask[8], factor[8];
    uint32_t shift, unused[3];
} colour;
static const colour upper_first[3] __attribute__((aligned(16))) = {
    {EIGHT(0x00F8), EIGHT(33 << 5), 10, {0}}, {EIGHT(0x07E0), EIGHT(65 << 1), 10, {0}}, {EIGHT(0x1F00), EIGHT(33), 10, {0}}};
static const colour lower_first[3] __attribute__((aligned(16))) = {
    {EIGHT(0xF800), EIGHT(33), 13, {0}}, {EIGHT(0x07E0), EIGHT(65 << 4), 13, {0}}, {EIGHT(0x001F), EIGHT(33), 2, {0}}};

static const uint16_t division[3][8] __attribute__((aligned(16))) = {EIGHT(EAD_S3_HALF), EIGHT(EAD_S3_HALF), EIGHT(EAD_S3_RECIPROCAL)};

/* q6: mask, q7: factor. The sum of the second row leaves with the next column's first addition. */
#define EIGHT_COLUMNS(swap_ab, swap_cd, swap_e, c, d, e) \
    swap_ab EAD_PIE_ANDQ(0, 0, 6) EAD_PIE_VMUL_U16_LD_INCP(2, row_c, 0, 0, 7) \
    EAD_PIE_ANDQ(1, 1, 6) EAD_PIE_VMUL_U16_LD_INCP(3, row_d, 1, 1, 7) \
    EAD_PIE_VADDS_S16_ST_INCP(5, second, 0, 0, 1) \
    swap_cd EAD_PIE_ANDQ(c, c, 6) EAD_PIE_VMUL_U16_LD_INCP(4, row_e, c, c, 7) \
    ADD(0, 0, 0) EAD_PIE_ANDQ(d, d, 6) ADD(0, 0, c) EAD_PIE_VMUL_U16_LD_INCP(1, row_b, d, d, 7) \
    swap_e EAD_PIE_ANDQ(e, e, 6) MUL(e, e, 7) \
    EAD_PIE_VADDS_S16_ST_INCP(0, first, 5, d, e) EAD_PIE_VADDS_S16_LD_INCP(0, row_a, 5, 5, 5) ADD(5, 5, c)

#define ALL_COLUMNS(body) \
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(row_a), EAD_PIE_IN_OUT(row_b), EAD_PIE_IN_OUT(row_c), EAD_PIE_IN_OUT(row_d), EAD_PIE_IN_OUT(row_e), \
                                     EAD_PIE_IN_OUT(first), EAD_PIE_IN_OUT(second), EAD_PIE_IN_OUT(how)), \
                    EAD_PIE_OPERANDS(EAD_PIE_IN(count), EAD_PIE_IN(shift)), \
        EAD_PIE_SSR(shift) \
        EAD_PIE_VLD_128_IP(6, how, 16) EAD_PIE_VLD_128_IP(7, how, 16) EAD_PIE_VLD_128_IP(0, row_a, 16) EAD_PIE_VLD_128_IP(1, row_b, 16) \
        EAD_PIE_LOOP(count, body) \
        EAD_PIE_VST_128_IP(5, second, 16))

/* Reads 16 bytes behind the columns in rows a and b: there are rows behind them. The first store to `second`, of nothing yet, falls on the
 * last sums of `first`, which come later. */
static inline void columns(ead_pie *pie, const colour *bits, int swapped, const uint8_t *rows, ptrdiff_t stride, uint32_t groups, int8_t *first) {
    const int8_t *row_a = (const int8_t *)rows, *row_b = row_a + stride, *row_c = row_b + stride, *row_d = row_c + stride, *row_e = row_d + stride;
    const int8_t *how = (const int8_t *)bits;
    const uint32_t shift = bits->shift, count = groups * (EAD_S3_QUARTERS * GROUP_PIXELS / 8);
    int8_t *second = first + 16 * count - 16;
    if (swapped)
        ALL_COLUMNS(EIGHT_COLUMNS(EAD_S3_SWAP(0, 1), EAD_S3_SWAP(2, 3), EAD_S3_SWAP(4, 5), 3, 2, 5));
    else
        ALL_COLUMNS(EIGHT_COLUMNS(, , , 2, 3, 4));
}

/* Eight places of a row: four results each, from four sums of each quarter at a time. Pairs of sums and those ten pixels on, split into even
 * and odd pixels: p0 .. p9 in turn. */
#define EIGHT_PLACES \
    EAD_S3_WORDS_OF_EACH(0, 1) \
    EAD_S3_WORDS_OF_EACH(2, 3) \
    EAD_S3_WORDS_OF_EACH(4, 5) \
    EAD_PIE_VUNZIP_16(0, 5) \
    EAD_PIE_VADDS_S16_LD_INCP(6, constant, 0, 0, 5) \
    EAD_S3_WORDS_OF_EACH(5, 7) \
    EAD_PIE_VUNZIP_16(1, 5) \
    ADD(0, 0, 0) ADD(1, 1, 6) ADD(0, 0, 1) \
    EAD_PIE_VUNZIP_16(2, 7) \
    ADD(5, 5, 2) ADD(5, 5, 5) ADD(1, 1, 5) \
    EAD_S3_WORDS_OF_EACH(2, 5) \
    EAD_PIE_VUNZIP_16(3, 2) \
    EAD_PIE_VADDS_S16_LD_INCP(6, constant, 7, 7, 3) \
    EAD_PIE_VUNZIP_16(4, 5) \
    ADD(2, 2, 6) EAD_PIE_VADDS_S16_LD_INCP(6, constant, 7, 7, 7) ADD(7, 7, 2) \
    ADD(4, 4, 5) ADD(4, 4, 4) ADD(4, 4, 2) \
    MUL(0, 0, 6) MUL(1, 1, 6) MUL(7, 7, 6) MUL(4, 4, 6) \
    EAD_PIE_VUNZIP_8(0, 7) \
    EAD_PIE_VUNZIP_8(1, 4) \
    EAD_PIE_VST_128_IP(0, to, 16) \
    EAD_PIE_VST_128_IP(1, to, 16) \
    EAD_PIE_ADDI(constant, -48)

/* One colour of both rows. The first row ends at its second quarter, three before the second row. */
static inline void across(ead_pie *pie, const int8_t *in, uint32_t count, int8_t *to) {
    const int8_t *constant = (const int8_t *)division;
    const int32_t quarter = 2 * GROUP_PIXELS * (int32_t)count, back = 8 - 3 * quarter, other_row = 2 * EAD_S3_GROUP_RESULTS * (int32_t)count;
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(constant), EAD_PIE_IN_OUT(to)),
                    EAD_PIE_OPERANDS(EAD_PIE_IN(quarter), EAD_PIE_IN(back), EAD_PIE_IN(other_row), EAD_PIE_IN(count)),
        EAD_PIE_SSAI(18)
        EAD_PIE_LOOP(count, EIGHT_PLACES)
        EAD_PIE_ADD(in, quarter) EAD_PIE_ADD(in, quarter) EAD_PIE_ADD(in, quarter) EAD_PIE_ADD(to, other_row)
        EAD_PIE_LOOP(count, EIGHT_PLACES));
}
_Static_assert(EAD_S3_RECIPROCAL_SHIFT == 18 && sizeof division == 48, "the steps in the program");

/* Results of a colour lie as targets 0 and 2, then 1 and 3 of all quarters and places; a place of a quarter is 12 bytes of the row. */
static inline void weave(ead_pie *pie, const int8_t *red, uint32_t count, int8_t *to) {
    const uint32_t width = EAD_S3_GROUP_RESULTS * count;
    const int8_t *green = red + width, *blue = green + width;
    const int32_t next = ead_s3_next_quarter(width, 3), back = ead_s3_first_quarter(width, 3);
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(red), EAD_PIE_IN_OUT(green), EAD_PIE_IN_OUT(blue), EAD_PIE_IN_OUT(to)),
                    EAD_PIE_OPERANDS(EAD_PIE_IN(next), EAD_PIE_IN(back), EAD_PIE_IN(count)),
        EAD_PIE_LOOP(count,
            EAD_PIE_VLD_128_IP(0, red, 16) EAD_PIE_VLD_128_IP(1, red, 16) EAD_PIE_VLD_128_IP(2, green, 16) EAD_PIE_VLD_128_IP(3, green, 16)
            EAD_PIE_VLD_128_IP(4, blue, 16) EAD_PIE_VLD_128_IP(5, blue, 16)
            EAD_S3_WEAVE));
}

/* Quarters are whole groups; rows start at multiples of what is loaded at a time, those of YUYV at a pixel that has the word's luma first. */
int ead_shrinks_s3(const ead_frame *frame, const uint8_t *rows, size_t stride) {
    const ead_area *area = &frame->area;
    const uint32_t from = area->across, yuyv = frame->format == EAD_PIXELS_YUYV;
    const int grey = frame->channels == 1;
    if (area->units_x != TO || area->units_y != TO || area->down != from || (from != 5 && from != 3)) return 0;
    if (!(yuyv && !grey) && frame->format != EAD_PIXELS_RGB565_BE && frame->format != EAD_PIXELS_RGB565_LE) return 0;
    return frame->width % EAD_S3_GROUP_RESULTS == 0 && (!yuyv || frame->crop_x % 2 == 0) &&
           (((uintptr_t)rows + 2 * frame->crop_x) | stride) % (yuyv || grey || from == 3 ? 8 : 16) == 0;
}

static void shrink_rgb565(const ead_frame *frame, const uint8_t *rows, size_t stride, uint32_t index, int8_t *target) {
    ead_pie state = {0}, *const pie = &state;
    const uint32_t width = frame->width, groups = width / EAD_S3_GROUP_RESULTS;
    int8_t *const sums = (int8_t *)frame->area.line, *results = sums + 2 * FROM * width; /* two rows of FROM / TO * width sums */
    if (index == 0) {
        const int big_endian = frame->format == EAD_PIXELS_RGB565_BE;
        const colour *bits = big_endian ? upper_first : lower_first;
        rows += 2 * frame->crop_x;
        for (int c = 0; c < 3; c++, bits++, results += width) {
            columns(pie, bits, big_endian && c == 1, rows, (ptrdiff_t)stride, groups, sums);
            across(pie, sums, groups, results);
        }
        results -= 3 * width;
    } else
        results += 3 * width;
    weave(pie, results, groups, target);
}

void ead_shrink_s3(const ead_frame *frame, const uint8_t *rows, size_t stride, uint32_t index, int8_t *target) {
    if (frame->channels == 1)
        ead_s3_shrink_luma(frame, rows, stride, index, target);
    else if (frame->format == EAD_PIXELS_YUYV)
        ead_s3_shrink_yuyv(frame, rows, stride, index, target);
    else
        (frame->area.down == FROM ? shrink_rgb565 : ead_s3_shrink_rgb565_3_to_2)(frame, rows, stride, index, target);
}
