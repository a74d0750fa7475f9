/*
 * Frame conversion from RGB565 to grey, 5 or 3 pixels to 2 across and down: 240x240 (or the middle of 320x240) to 96x96 and 160x160. Row by
 * row, group by group, as from YUYV (shrink_yuyv.c): pixels of all quarters and places to lanes, their lumas, across.
 *
 * Luma is (77 (8 r + 4) + 150 (4 g + 2) + 29 (8 b + 4) + 128) / 256 = (616 r + 600 g + 232 b + 852) / 256: in QACC, 256 times as much, from bits
 * where they lie, 77 * 2048 r + 4800 * 32 g + 59392 b + 256 * 84, which leaves by 16. What is missing of 852 is 3, and added with the division.
 */
#include "shrink.h"

/* Masks, what sums begin with, then, pixel by pixel, weights. Pixels have their lower byte first. */
static const uint16_t constants[7][8] __attribute__((aligned(16))) = {EIGHT(0xF800), EIGHT(0x07E0), EIGHT(0x001F), EIGHT(256 * 84),
                                                                      EIGHT(77), EIGHT(4800), EIGHT(59392)};

/* p0 to p9 and lumas of them, each with room for loads too many. */
enum { MOST_PIXELS = 10, PIXEL_BYTES = 16 * (MOST_PIXELS + 1), LUMA_BYTES = 16 * (MOST_PIXELS + 2) };

#define LOWER_FIRST(x, y, step) EAD_PIE_VUNZIP_16(x, y) EAD_PIE_VST_128_IP(x, pixels, 16) EAD_PIE_VST_128_IP(y, pixels, step)
#define UPPER_FIRST(x, y, step) EAD_PIE_VUNZIP_16(x, y) EAD_S3_SWAP(x, y) EAD_PIE_VST_128_IP(y, pixels, 16) EAD_PIE_VST_128_IP(x, pixels, step)

#define MAC EAD_PIE_VMULAS_U16_QACC_LD_IP

/* q0: pixels, q4: what sums begin with, q5, q6, q7: masks. Leaves the next pixels. */
#define LUMA \
    EAD_PIE_ANDQ(1, 0, 5) EAD_PIE_ANDQ(2, 0, 6) EAD_PIE_ANDQ(3, 0, 7) EAD_PIE_VLD_128_IP(0, how, 16) EAD_PIE_MOV_U16_QACC(4) \
    MAC(0, how, 16, 1, 0) MAC(0, how, 16, 2, 0) MAC(0, pixels, 16, 3, 0) \
    EAD_PIE_SRCMB_S16_QACC(1, sixteen) EAD_PIE_ADDI(how, -48) EAD_PIE_VST_128_IP(1, lumas, 16)

/* As in shrink_yuyv.c, of one plane; targets 0, 2, 1 and 3. */
#define ACROSS_5_TO_2 \
    EAD_PIE_VLD_128_IP(0, lumas, 16) EAD_PIE_VLD_128_IP(1, lumas, 16) \
    ADD_LD(2, lumas, 0, 0, 1) ADD_LD(3, lumas, 0, 0, 0) ADD_LD(4, lumas, 0, 0, 2) \
    ADD_LD(5, lumas, 3, 3, 4) ADD_LD(6, lumas, 3, 3, 3) ADD_LD(7, lumas, 3, 3, 2) \
    ADD_LD(1, lumas, 5, 5, 6) ADD_LD(2, lumas, 5, 5, 5) ADD_ST(0, to, 5, 5, 7) \
    ADD_ST(5, to, 1, 1, 2) ADD_ST(3, to, 1, 1, 1) ADD(1, 1, 7) EAD_PIE_VST_128_IP(1, to, 16)
#define ACROSS_3_TO_2 \
    EAD_PIE_VLD_128_IP(0, lumas, 16) EAD_PIE_VLD_128_IP(1, lumas, 16) \
    ADD_LD(2, lumas, 0, 0, 0) ADD_LD(3, lumas, 0, 0, 1) ADD_LD(4, lumas, 2, 2, 2) ADD_LD(5, lumas, 2, 2, 1) \
    ADD(3, 3, 3) ADD_ST(0, to, 3, 3, 4) ADD_ST(3, to, 5, 5, 5) ADD_ST(2, to, 5, 5, 4) EAD_PIE_VST_128_IP(5, to, 16)

/* Pointers go back behind the lumas, and behind the pixels and one load too many. */
#define GROUPS(pixels_to_lanes, plane_back, pixels_back, across) \
    EAD_PIE_REPEAT(groups, \
        pixels_to_lanes \
        EAD_PIE_VLD_128_IP(5, how, 16) EAD_PIE_VLD_128_IP(6, how, 16) EAD_PIE_VLD_128_IP(7, how, 16) EAD_PIE_VLD_128_IP(4, how, 16) \
        EAD_PIE_VLD_128_IP(0, pixels, 16) \
        EAD_PIE_LOOP(count, LUMA) \
        EAD_PIE_ADDI(how, -64) EAD_PIE_VLD_128_IP(0, pixels, pixels_back) EAD_PIE_VLD_128_IP(0, lumas, plane_back) \
        across \
        EAD_PIE_VLD_128_IP(0, lumas, plane_back))

#define TEN(pair) \
    EAD_S3_WORDS_OF_EACH(0, 1) EAD_S3_WORDS_OF_EACH(2, 3) EAD_S3_WORDS_OF_EACH(4, 5) pair(0, 5, 16) \
    EAD_S3_WORDS_OF_EACH(5, 6) pair(1, 5, 16) pair(2, 6, 16) \
    EAD_S3_WORDS_OF_EACH(5, 6) pair(3, 5, 16) pair(4, 6, -144)
#define SIX(pair) \
    EAD_S3_WORDS_OF_EACH(0, 1) EAD_S3_WORDS_OF_EACH(2, 3) EAD_S3_WORDS_OF_EACH(4, 5) pair(0, 3, 16) pair(1, 4, 16) pair(2, 5, -80)

/* One source row, to 16 bits [group][4 target pixels][8]; `count` pixels of a place in a group, 10 or 6. */
static __attribute__((noinline)) void across(ead_pie *pie, const uint8_t *row, int upper_first, uint32_t count, int32_t quarter, uint32_t groups, int8_t *to) {
    int8_t scratch[PIXEL_BYTES + LUMA_BYTES] __attribute__((aligned(16))), *pixels = scratch, *lumas = scratch + PIXEL_BYTES;
    const int8_t *in = (const int8_t *)row, *how = (const int8_t *)constants;
    const int32_t back = 8 - 3 * quarter;
    const uint32_t sixteen = 16;
#define PROGRAM(body) \
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(how), EAD_PIE_IN_OUT(pixels), EAD_PIE_IN_OUT(lumas), EAD_PIE_IN_OUT(to), \
                                     EAD_PIE_IN_OUT(groups)), \
                    EAD_PIE_OPERANDS(EAD_PIE_IN(quarter), EAD_PIE_IN(back), EAD_PIE_IN(count), EAD_PIE_IN(sixteen)), body)
    if (count == 10 && upper_first)
        PROGRAM(GROUPS(TEN(UPPER_FIRST), -160, -176, ACROSS_5_TO_2));
    else if (count == 10)
        PROGRAM(GROUPS(TEN(LOWER_FIRST), -160, -176, ACROSS_5_TO_2));
    else if (upper_first)
        PROGRAM(GROUPS(SIX(UPPER_FIRST), -96, -112, ACROSS_3_TO_2));
    else
        PROGRAM(GROUPS(SIX(LOWER_FIRST), -96, -112, ACROSS_3_TO_2));
}

void ead_s3_shrink_luma(const ead_frame *frame, const uint8_t *rows, size_t stride, uint32_t index, int8_t *target) {
    ead_pie state = {0}, *const pie = &state;
    const uint32_t width = frame->width, groups = width / EAD_S3_GROUP_RESULTS, row_bytes = 2 * width;
    const uint32_t down = frame->area.down, middle = down / 2; /* the row that both targets have a part of */
    int8_t *const sums = (int8_t *)frame->area.line, *const shared = sums + middle * row_bytes;
    const uint8_t *row = rows + 2 * frame->crop_x + (middle + 1) * index * stride;
    const int32_t quarter = (int32_t)frame->crop_width / 2;
    for (uint32_t i = index; i <= middle; i++, row += stride)
        across(pie, row, frame->format == EAD_PIXELS_RGB565_BE, 2 * down, quarter, groups, sums + (i - index) * row_bytes);
    if (down == 5)
        ead_s3_down_5_to_2(sums, sums + row_bytes, shared, EAD_S3_LUMAS, 1, width, target);
    else
        ead_s3_down_3_to_2(sums, shared, EAD_S3_LUMAS, 1, width, target);
}
