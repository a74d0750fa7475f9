/*
 * Frame conversion: five source rows of RGB565 at a time to two rows of the model, 5 pixels to 2 across and down: 240x240 (or the middle of
 * 320x240) to 96x96. YUYV stands in shrink_yuyv.c, 3 to 2 in shrink_rgb565.c, frames of the model's size in same_rgb565.c, grey in shrink_luma.c; other ratios and formats run from plain C (src/frame).
 *
 * A target pixel is round(X / 25), X the sum of weight * value over 3x3 pixels, weights 4, 2 and 1. Values are linear in the sensor's bits
 * (frame/pixels.h), 8 r + 4, 4 g + 2 and 8 b + 4, so bits are added up where they lie and the rest comes with the division. Colour by colour:
 *   columns  sums of eight neighbouring columns in eight lanes, 2 (a + b) + c and c + 2 (d + e) of the rows a..e;
 *   across   lanes become eight places of the row that lie the same way between source and target (four quarters of the row, two places ten
 *            pixels apart in each), then 2 (p0 + p1) + p2 and p2 + 2 (p3 + p4), and the division;
 *   weave    results of the three colours, byte by byte, to where they belong in the row.
 * Lanes have 16 bits and a sign, and additions saturate: every sum stays below 2^15. Red and blue are brought to 8 r and 8 b, 200 r with all
 * weights. Green stays 32 g: half the row in the middle instead of twice the others, 16 g, 400 g with all weights.
 *
 * Memory is the one that plain C would need (ead_area_bytes, 16 bytes for each target column): sums of columns of both target rows for one
 * colour, 10; results of both rows, 3 and 3.
 */
#include "shrink.h"

enum { FROM = 5, TO = 2, GROUP_PIXELS = 20 /* of a quarter; a group of four quarters gives 32 results of a colour */ };

enum colour { RED, GREEN, BLUE };

/* A mask, and what bits or sums are multiplied with before they are shifted by 16 (by 8: red and blue with the lower byte first). */
static const uint16_t upper_first[3][2][8] __attribute__((aligned(16))) = {{EIGHT(0x00F8), EIGHT(0)}, {EIGHT(0x07E0), EIGHT(1 << 15)}, {EIGHT(0x1F00), EIGHT(1 << 11)}};
static const uint16_t lower_first[3][2][8] __attribute__((aligned(16))) = {{EIGHT(0x00F8), EIGHT(1)}, {EIGHT(0x07E0), EIGHT(1 << 15)}, {EIGHT(0x00F8), EIGHT(1 << 11)}};

/*
 * Half of the divisor, the middle of the step (4 or 2, 25 times) and the divisor, the first two together and twice, as they are wanted:
 *   red, blue  n = 8 (weighted r) + 100 + 12 + 25 * 128, n / 25 = n * 10486 >> 18, and the lower byte of pixel + 128 is that of pixel - 128;
 *   green      n = 16 (weighted g) + 4 (50 + 12), n / 100 = n * 5243 >> 19, as 100 * 5243 = 2^19 + 12; 128 would be too much for 16 bits and
 *              changes the upper bit when the row is woven.
 */
static const uint16_t division[2][3][8] __attribute__((aligned(16))) = {{EIGHT(EAD_S3_HALF + 25 * 4), EIGHT(EAD_S3_HALF + 25 * 4), EIGHT(EAD_S3_RECIPROCAL)},
                                                                        {EIGHT(4 * 62), EIGHT(4 * 62), EIGHT(5243)}};
static const uint8_t upper_bit[16] __attribute__((aligned(16))) = {128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128};

/*
 * Eight columns of five rows. q6: mask, q7: factor; q0 to q2: a, b and c, q5: the second sum of the columns before, which leaves on the way.
 * Loads and stores come with additions and multiplications where there are enough of them.
 */
#define EIGHT_AS_THEY_ARE \
    EAD_PIE_ANDQ(0, 0, 6) EAD_PIE_ANDQ(1, 1, 6) ADD_LD(3, row_d, 0, 0, 1) EAD_PIE_ANDQ(4, 2, 6) ADD_LD(1, row_e, 0, 0, 0) ADD_ST(5, second, 0, 0, 4) \
    EAD_PIE_ANDQ(3, 3, 6) EAD_PIE_ANDQ(1, 1, 6) ADD_ST(0, first, 3, 3, 1) ADD_LD(0, row_a, 3, 3, 3) ADD_LD(1, row_b, 5, 3, 4) EAD_PIE_VLD_128_IP(2, row_c, 16)

/* 2 (a + b) and c, then both shifted. */
#define EIGHT_SUMS_SHIFTED \
    EAD_PIE_ANDQ(0, 0, 6) EAD_PIE_ANDQ(1, 1, 6) ADD_LD(3, row_d, 0, 0, 1) EAD_PIE_ANDQ(2, 2, 6) MUL_LD(1, row_e, 4, 2, 7) ADD_ST(5, second, 0, 0, 0) \
    MUL_LD(2, row_c, 0, 0, 7) ADD(0, 0, 4) \
    EAD_PIE_ANDQ(3, 3, 6) EAD_PIE_ANDQ(1, 1, 6) ADD_ST(0, first, 3, 3, 1) ADD_LD(0, row_a, 3, 3, 3) MUL_LD(1, row_b, 3, 3, 7) ADD(5, 3, 4)

#define EIGHT_BITS_SHIFTED \
    MUL_LD(3, row_d, 0, 0, 7) EAD_PIE_ANDQ(0, 0, 6) MUL(1, 1, 7) EAD_PIE_ANDQ(1, 1, 6) ADD_ST(5, second, 0, 0, 1) MUL_LD(1, row_e, 4, 2, 7) EAD_PIE_ANDQ(4, 4, 6) \
    ADD_LD(2, row_c, 0, 0, 0) ADD(0, 0, 4) \
    MUL(3, 3, 7) EAD_PIE_ANDQ(3, 3, 6) MUL(1, 1, 7) EAD_PIE_ANDQ(1, 1, 6) ADD_ST(0, first, 3, 3, 1) ADD_LD(0, row_a, 3, 3, 3) ADD_LD(1, row_b, 5, 3, 4)

/* a + b + c / 2. c, d and e are where the swaps leave them; e is swapped with what has just left. */
#define EIGHT_WITH_HALF(swap_ab, swap_cd, swap_e, c, d, e) \
    swap_ab EAD_PIE_ANDQ(0, 0, 6) EAD_PIE_ANDQ(1, 1, 6) ADD_LD(3, row_d, 0, 0, 1) \
    swap_cd EAD_PIE_ANDQ(c, c, 6) MUL_LD(1, row_e, c, c, 7) ADD_ST(5, second, 0, 0, c) \
    swap_e EAD_PIE_ANDQ(d, d, 6) EAD_PIE_ANDQ(e, e, 6) ADD_ST(0, first, d, d, e) ADD_LD(0, row_a, 5, d, c) \
    EAD_PIE_VLD_128_IP(1, row_b, 16) EAD_PIE_VLD_128_IP(2, row_c, 16)

/* Eight places of a row: four results each, from four sums of each quarter at a time. Pairs of sums and those ten pixels on, split into even
 * and odd pixels: p0 .. p9 in turn. */
#define EIGHT_PLACES \
    EAD_S3_WORDS_OF_EACH(0, 1) \
    EAD_S3_WORDS_OF_EACH(2, 3) \
    EAD_S3_WORDS_OF_EACH(4, 5) \
    EAD_PIE_VUNZIP_16(0, 5) \
    ADD_LD(6, how, 0, 0, 5) \
    EAD_S3_WORDS_OF_EACH(5, 7) \
    EAD_PIE_VUNZIP_16(1, 5) \
    ADD(0, 0, 0) ADD(1, 1, 6) ADD(0, 0, 1) \
    EAD_PIE_VUNZIP_16(2, 7) \
    ADD(5, 5, 2) ADD(5, 5, 5) ADD(1, 1, 5) \
    EAD_S3_WORDS_OF_EACH(2, 5) \
    EAD_PIE_VUNZIP_16(3, 2) \
    ADD_LD(6, how, 7, 7, 3) \
    EAD_PIE_VUNZIP_16(4, 5) \
    ADD(2, 2, 6) ADD_LD(6, how, 7, 7, 7) ADD(7, 7, 2) \
    ADD(4, 4, 5) ADD(4, 4, 4) ADD(4, 4, 2) \
    MUL(0, 0, 6) MUL(1, 1, 6) MUL(7, 7, 6) MUL(4, 4, 6) \
    EAD_PIE_VUNZIP_8(0, 7) \
    EAD_PIE_VUNZIP_8(1, 4) \
    EAD_PIE_VST_128_IP(0, to, 16) \
    EAD_PIE_VST_128_IP(1, to, 16) \
    EAD_PIE_ADDI(how, -48)

/* One colour of five rows to both rows of sums, one behind the other. Reads 16 bytes behind the columns in rows a, b and c: there are rows
 * behind them. The first store to `second`, of nothing yet, falls on the last sums of `first`, which come later. */
#define COLUMNS(constants, shift, eight_columns) \
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(row_a), EAD_PIE_IN_OUT(row_b), EAD_PIE_IN_OUT(row_c), EAD_PIE_IN_OUT(row_d), EAD_PIE_IN_OUT(row_e), \
                                     EAD_PIE_IN_OUT(first), EAD_PIE_IN_OUT(second), EAD_PIE_IN_OUT(how)), \
                    EAD_PIE_OPERANDS(EAD_PIE_IN(count)), \
        EAD_PIE_SSAI(shift) constants \
        EAD_PIE_VLD_128_IP(0, row_a, 16) EAD_PIE_VLD_128_IP(1, row_b, 16) EAD_PIE_VLD_128_IP(2, row_c, 16) \
        EAD_PIE_LOOP(count, eight_columns) \
        EAD_PIE_VST_128_IP(5, second, 16))
#define MASK EAD_PIE_VLD_128_IP(6, how, 16)
#define MASK_AND_FACTOR MASK EAD_PIE_VLD_128_IP(7, how, 16)

static void columns(enum colour colour, int big_endian, const uint8_t *rows, ptrdiff_t stride, uint32_t groups, int8_t *first) {
    ead_pie state = {0}, *const pie = &state;
    const int8_t *row_a = (const int8_t *)rows, *row_b = row_a + stride, *row_c = row_b + stride, *row_d = row_c + stride, *row_e = row_d + stride;
    const int8_t *how = (const int8_t *)(big_endian ? upper_first : lower_first)[colour];
    const uint32_t count = groups * (EAD_S3_QUARTERS * GROUP_PIXELS / 8);
    int8_t *second = first + 16 * count - 16;
    if (big_endian && colour == RED)
        COLUMNS(MASK, 16, EIGHT_AS_THEY_ARE);
    else if (big_endian && colour == GREEN)
        COLUMNS(MASK_AND_FACTOR, 16, EIGHT_WITH_HALF(EAD_S3_SWAP(0, 1), EAD_S3_SWAP(2, 3), EAD_S3_SWAP(1, 5), 3, 2, 5));
    else if (big_endian)
        COLUMNS(MASK_AND_FACTOR, 16, EIGHT_SUMS_SHIFTED);
    else if (colour == GREEN)
        COLUMNS(MASK_AND_FACTOR, 16, EIGHT_WITH_HALF(, , , 2, 3, 1));
    else
        COLUMNS(MASK_AND_FACTOR, 8, EIGHT_BITS_SHIFTED);
}

/* One colour of `rows` rows of sums. A row ends at its second quarter, three before the next row. One copy of the loop, since code must be
 * fetched too. */
static __attribute__((noinline)) void across(const int8_t *in, enum colour colour, uint32_t count, uint32_t rows, int8_t *to) {
    ead_pie state = {0}, *const pie = &state;
    const int8_t *how = (const int8_t *)division[colour == GREEN];
    const uint32_t shift = colour == GREEN ? 19 : EAD_S3_RECIPROCAL_SHIFT;
    const int32_t quarter = 2 * GROUP_PIXELS * (int32_t)count, back = 8 - 3 * quarter, next_row = 3 * quarter;
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(how), EAD_PIE_IN_OUT(to), EAD_PIE_IN_OUT(rows)),
                    EAD_PIE_OPERANDS(EAD_PIE_IN(quarter), EAD_PIE_IN(back), EAD_PIE_IN(next_row), EAD_PIE_IN(count), EAD_PIE_IN(shift)),
        EAD_PIE_SSR(shift)
        EAD_PIE_REPEAT(rows, EAD_PIE_LOOP(count, EIGHT_PLACES) EAD_PIE_ADD(in, next_row)));
}
_Static_assert(sizeof division[0] == 48, "the step in the program");

/* One row. Results of a colour lie as targets 0 and 2, then 1 and 3 of all quarters and places; a place of a quarter is 12 bytes of the row. */
static inline void weave(const int8_t *red, uint32_t count, int8_t *to) {
    ead_pie state = {0}, *const pie = &state;
    const uint32_t width = EAD_S3_GROUP_RESULTS * count;
    const int8_t *green = red + 2 * width, *blue = green + 2 * width, *bit = (const int8_t *)upper_bit;
    const int32_t next = ead_s3_next_quarter(width, 3), back = ead_s3_first_quarter(width, 3);
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(red), EAD_PIE_IN_OUT(green), EAD_PIE_IN_OUT(blue), EAD_PIE_IN_OUT(to), EAD_PIE_IN_OUT(bit)),
                    EAD_PIE_OPERANDS(EAD_PIE_IN(next), EAD_PIE_IN(back), EAD_PIE_IN(count)),
        EAD_PIE_VLD_128_IP(6, bit, 0)
        EAD_PIE_LOOP(count,
            EAD_PIE_VLD_128_IP(0, red, 16) EAD_PIE_VLD_128_IP(1, red, 16) EAD_PIE_VLD_128_IP(2, green, 16) EAD_PIE_VLD_128_IP(3, green, 16)
            EAD_PIE_VLD_128_IP(4, blue, 16) EAD_PIE_VLD_128_IP(5, blue, 16) EAD_PIE_XORQ(2, 2, 6) EAD_PIE_XORQ(3, 3, 6)
            EAD_S3_WEAVE));
}

/* Quarters are whole groups; rows start at multiples of what is loaded at a time, those of YUYV at a pixel that has the word's luma first. */
int ead_shrinks_s3(const ead_frame *frame, const uint8_t *rows, size_t stride) {
    const ead_area *area = &frame->area;
    const uint32_t from = area->across, yuyv = frame->format == EAD_PIXELS_YUYV;
    const int grey = frame->channels == 1, same = from == 1 && area->down == 1;
    if (!same && (area->units_x != TO || area->units_y != TO || area->down != from || (from != 5 && from != 3))) return 0;
    if (same && (grey || yuyv)) return 0;
    if (!(yuyv && !grey) && frame->format != EAD_PIXELS_RGB565_BE && frame->format != EAD_PIXELS_RGB565_LE) return 0;
    return frame->width % EAD_S3_GROUP_RESULTS == 0 && (!yuyv || frame->crop_x % 2 == 0) &&
           (((uintptr_t)rows + 2 * frame->crop_x) | stride) % (yuyv || grey || from == 3 ? 8 : 16) == 0;
}

static void shrink_rgb565(const ead_frame *frame, const uint8_t *rows, size_t stride, uint32_t index, int8_t *target) {
    const uint32_t width = frame->width, groups = width / EAD_S3_GROUP_RESULTS;
    int8_t *const sums = (int8_t *)frame->area.line, *const results = sums + 2 * FROM * width; /* behind two rows of FROM / TO * width sums */
    if (index == 0)
        for (enum colour colour = RED; colour <= BLUE; colour++) {
            columns(colour, frame->format == EAD_PIXELS_RGB565_BE, rows + 2 * frame->crop_x, (ptrdiff_t)stride, groups, sums);
            across(sums, colour, groups, TO, results + colour * TO * width);
        }
    weave(results + index * width, groups, target);
}

void ead_shrink_s3(const ead_frame *frame, const uint8_t *rows, size_t stride, uint32_t index, int8_t *target) {
    if (frame->channels == 1)
        ead_s3_shrink_luma(frame, rows, stride, index, target);
    else if (frame->format == EAD_PIXELS_YUYV)
        ead_s3_shrink_yuyv(frame, rows, stride, index, target);
    else if (frame->area.down == 1)
        ead_s3_same_rgb565(frame, rows, target);
    else
        (frame->area.down == FROM ? shrink_rgb565 : ead_s3_shrink_rgb565_3_to_2)(frame, rows, stride, index, target);
}
