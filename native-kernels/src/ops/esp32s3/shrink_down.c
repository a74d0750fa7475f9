/*
 * Frame conversion, down the picture: sums of source rows that were taken across already, to a row of the model.
 *   5 to 2  2 (a + b) + c, divided by 25
 *   3 to 2  2 a + b, divided by 9; n / 9 = n * 7282 >> 16, for every n < 32768, as 9 * 7282 = 2^16 + 2
 * Half of the divisor is added before, and 128 times the divisor: the lower byte of pixel + 128 is that of pixel - 128.
 */
#include "shrink.h"

/* Half and reciprocal for each of a group's six pairs of sums, of which lumas have the first two. A colour whose lanes are `is` too large is
 * taken back here; 256 more do not change the lower byte and keep the sum above 0. From RGB565 the middle of the step is missing. */
#define DIVIDE(by, reciprocal, is) EIGHT((by) / 2 + (by) * (128 - (is) + ((is) > 0 ? 256 : 0))), EIGHT(reciprocal)
#define TWICE(...) __VA_ARGS__, __VA_ARGS__
#define COLOURS(by, reciprocal, red_is, green_is, blue_is) \
    {TWICE(DIVIDE(by, reciprocal, red_is)), TWICE(DIVIDE(by, reciprocal, green_is)), TWICE(DIVIDE(by, reciprocal, blue_is))}
#define EVERY_LANE(by, reciprocal) \
    {[EAD_S3_YUYV] = COLOURS(by, reciprocal, 0, EAD_S3_YUYV_GREEN_IS, EAD_S3_YUYV_BLUE_IS), \
     [EAD_S3_RGB565] = COLOURS(by, reciprocal, -4, -2, -4), [EAD_S3_LUMAS] = {TWICE(DIVIDE(by, reciprocal, EAD_S3_LUMA_IS))}}
static const uint16_t by_25[][12][8] __attribute__((aligned(16))) = EVERY_LANE(25, EAD_S3_RECIPROCAL);
static const uint16_t by_9[][12][8] __attribute__((aligned(16))) = EVERY_LANE(9, 7282);

/* x, q7: the next sums of rows a and b. Two vectors of sums to x and q6, with halves; q7: the reciprocal. */
#define FIVE_ROWS(x) \
    ADD_LD(6, row_a, x, x, 7) ADD_LD(7, row_c, x, x, x) ADD_LD(7, row_b, x, x, 7) \
    ADD_LD(7, row_c, 6, 6, 7) ADD(6, 6, 6) ADD_LD(7, how, 6, 6, 7) \
    ADD(x, x, 7) ADD_LD(7, how, 6, 6, 7)
#define THREE_ROWS(x) \
    ADD_LD(6, row_a, x, x, x) ADD_LD(7, row_b, x, x, 7) ADD(6, 6, 6) ADD_LD(7, how, 6, 6, 7) \
    ADD(x, x, 7) ADD_LD(7, how, 6, 6, 7)

/* To bytes in x; `then` and q7 get the sums of rows a and b after that. */
#define PAIR(sums, x, then) sums(x) MUL_LD(then, row_a, x, x, 7) MUL_LD(7, row_b, 6, 6, 7) EAD_PIE_VUNZIP_8(x, 6)
#define LAST_PAIR(sums, x) sums(x) MUL(x, x, 7) MUL(6, 6, 7) EAD_PIE_VUNZIP_8(x, 6)
#define GROUPS(sums) \
    EAD_PIE_REPEAT(groups, \
        EAD_PIE_VLD_128_IP(0, row_a, 16) EAD_PIE_VLD_128_IP(7, row_b, 16) \
        PAIR(sums, 0, 1) PAIR(sums, 1, 2) PAIR(sums, 2, 3) PAIR(sums, 3, 4) PAIR(sums, 4, 5) LAST_PAIR(sums, 5) \
        EAD_PIE_ADDI(how, -96) EAD_PIE_ADDI(how, -96) \
        EAD_S3_WEAVE)

/* Grey: a group is 8 bytes of each quarter. */
#define GREY_GROUPS(sums) \
    EAD_PIE_REPEAT(groups, \
        EAD_PIE_VLD_128_IP(0, row_a, 16) EAD_PIE_VLD_128_IP(7, row_b, 16) \
        PAIR(sums, 0, 1) LAST_PAIR(sums, 1) EAD_PIE_ADDI(how, -64) \
        EAD_PIE_VZIP_8(0, 1) EAD_PIE_VZIP_16(0, 1) EAD_PIE_VZIP_32(0, 1) \
        EAD_PIE_VST_L_64_XP(0, to, next) EAD_PIE_VST_H_64_XP(0, to, next) EAD_PIE_VST_L_64_XP(1, to, next) EAD_PIE_VST_H_64_XP(1, to, back))
_Static_assert(EAD_S3_RECIPROCAL_SHIFT == 18 && sizeof by_25[0] == 192, "the steps in the program");

void ead_s3_down_5_to_2(const int8_t *row_a, const int8_t *row_b, const int8_t *row_c, ead_s3_lanes lanes, uint32_t channels, uint32_t width, int8_t *to) {
    ead_pie state = {0}, *const pie = &state;
    const int8_t *how = (const int8_t *)by_25[lanes];
    const int32_t next = ead_s3_next_quarter(width, channels), back = ead_s3_first_quarter(width, channels);
    uint32_t groups = width / EAD_S3_GROUP_RESULTS;
#define FROM_THREE(body) \
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(row_a), EAD_PIE_IN_OUT(row_b), EAD_PIE_IN_OUT(row_c), EAD_PIE_IN_OUT(how), EAD_PIE_IN_OUT(to), \
                                     EAD_PIE_IN_OUT(groups)), \
                    EAD_PIE_OPERANDS(EAD_PIE_IN(next), EAD_PIE_IN(back)), EAD_PIE_SSAI(18) body)
    if (channels == 3)
        FROM_THREE(GROUPS(FIVE_ROWS));
    else
        FROM_THREE(GREY_GROUPS(FIVE_ROWS));
}

void ead_s3_down_3_to_2(const int8_t *row_a, const int8_t *row_b, ead_s3_lanes lanes, uint32_t channels, uint32_t width, int8_t *to) {
    ead_pie state = {0}, *const pie = &state;
    const int8_t *how = (const int8_t *)by_9[lanes];
    const int32_t next = ead_s3_next_quarter(width, channels), back = ead_s3_first_quarter(width, channels);
    uint32_t groups = width / EAD_S3_GROUP_RESULTS;
#define FROM_TWO(body) \
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(row_a), EAD_PIE_IN_OUT(row_b), EAD_PIE_IN_OUT(how), EAD_PIE_IN_OUT(to), EAD_PIE_IN_OUT(groups)), \
                    EAD_PIE_OPERANDS(EAD_PIE_IN(next), EAD_PIE_IN(back)), EAD_PIE_SSAI(16) body)
    if (channels == 3)
        FROM_TWO(GROUPS(THREE_ROWS));
    else
        FROM_TWO(GREY_GROUPS(THREE_ROWS));
}
