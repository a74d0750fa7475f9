/*
 * Frame conversion from RGB565, 3 pixels to 2 across and down: 240x240 (or the middle of 320x240) to 160x160. Row by row, group by group, as
 * from YUYV (shrink_yuyv.c): six pixels of all quarters and places to lanes, then colour by colour mask and factor, 2 p0 + p1 and
 * p1 + 2 p2. 5 to 2 goes down first (shrink.c), which takes fewer instructions where five rows become two.
 */
#include "shrink.h"

/* Mask and factor of red, green, blue and red again, to 8 r, 4 g and 8 b; pixels have their lower byte first. Red and green leave by 13, blue by 2. */
static const uint16_t colours[8][8] __attribute__((aligned(16))) = {EIGHT(0xF800), EIGHT(1 << 5), EIGHT(0x07E0), EIGHT(1 << 10),
                                                                    EIGHT(0x001F), EIGHT(1 << 5), EIGHT(0xF800), EIGHT(1 << 5)};

#define SIX_PIXELS(a, b, c, d, e, f) \
    EAD_PIE_VST_128_IP(a, pixels, 16) EAD_PIE_VST_128_IP(b, pixels, 16) EAD_PIE_VST_128_IP(c, pixels, 16) \
    EAD_PIE_VST_128_IP(d, pixels, 16) EAD_PIE_VST_128_IP(e, pixels, 16) EAD_PIE_VST_128_IP(f, pixels, -80)

/* q0, q1: p0 and p1, q6: mask, q7: factor. Leaves the next colour's. */
#define COLOUR \
    EAD_PIE_ANDQ(0, 0, 6) MUL_LD(2, pixels, 0, 0, 7) EAD_PIE_ANDQ(1, 1, 6) MUL_LD(3, pixels, 1, 1, 7) \
    EAD_PIE_ANDQ(2, 2, 6) MUL_LD(4, pixels, 2, 2, 7) EAD_PIE_ANDQ(3, 3, 6) MUL_LD(5, pixels, 3, 3, 7) \
    EAD_PIE_ANDQ(4, 4, 6) MUL(4, 4, 7) EAD_PIE_ANDQ(5, 5, 6) MUL(5, 5, 7) \
    EAD_PIE_ADDI(pixels, -96) \
    ADD_LD(6, how, 0, 0, 0) ADD_LD(7, how, 0, 0, 1) ADD(3, 3, 3) ADD_ST(0, to, 3, 3, 4) \
    ADD_ST(3, to, 2, 2, 2) ADD_LD(0, pixels, 2, 2, 1) ADD_ST(2, to, 5, 5, 5) ADD_LD(1, pixels, 5, 5, 4) \
    EAD_PIE_VST_128_IP(5, to, 16)

#define GROUPS(store) \
    EAD_PIE_VLD_128_IP(6, how, 16) EAD_PIE_VLD_128_IP(7, how, 16) \
    EAD_PIE_REPEAT(groups, \
        EAD_S3_WORDS_OF_EACH(0, 1) EAD_S3_WORDS_OF_EACH(2, 3) EAD_S3_WORDS_OF_EACH(4, 5) \
        EAD_PIE_VUNZIP_16(0, 3) EAD_PIE_VUNZIP_16(1, 4) EAD_PIE_VUNZIP_16(2, 5) \
        store \
        EAD_PIE_VLD_128_IP(0, pixels, 16) EAD_PIE_VLD_128_IP(1, pixels, 16) \
        EAD_PIE_SSAI(13) COLOUR COLOUR EAD_PIE_SSAI(2) COLOUR \
        EAD_PIE_ADDI(pixels, -32) EAD_PIE_ADDI(how, -96))

/* One source row, to 16 bits [group][colour][4 target pixels][8]. */
static __attribute__((noinline)) void across(ead_pie *pie, const uint8_t *row, int upper_first, int32_t quarter, uint32_t groups, int8_t *to) {
    int8_t scratch[6 * 16] __attribute__((aligned(16))), *pixels = scratch;
    const int8_t *in = (const int8_t *)row, *how = (const int8_t *)colours;
    const int32_t back = 8 - 3 * quarter;
#define PROGRAM(body) \
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(how), EAD_PIE_IN_OUT(pixels), EAD_PIE_IN_OUT(to), EAD_PIE_IN_OUT(groups)), \
                    EAD_PIE_OPERANDS(EAD_PIE_IN(quarter), EAD_PIE_IN(back)), body)
    if (upper_first)
        PROGRAM(GROUPS(EAD_S3_SWAP(0, 3) EAD_S3_SWAP(1, 4) EAD_S3_SWAP(2, 5) SIX_PIXELS(3, 0, 4, 1, 5, 2)));
    else
        PROGRAM(GROUPS(SIX_PIXELS(0, 3, 1, 4, 2, 5)));
}

void ead_s3_shrink_rgb565_3_to_2(const ead_frame *frame, const uint8_t *rows, size_t stride, uint32_t index, int8_t *target) {
    ead_pie state = {0}, *const pie = &state;
    const uint32_t width = frame->width, groups = width / EAD_S3_GROUP_RESULTS;
    int8_t *const sums = (int8_t *)frame->area.line, *const shared = sums + 6 * width; /* of the row in the middle, which both targets have a part of */
    const uint8_t *const row = rows + 2 * frame->crop_x + 2 * index * stride;
    const int32_t quarter = (int32_t)frame->crop_width / 2;
    const int upper_first = frame->format == EAD_PIXELS_RGB565_BE;
    across(pie, row, upper_first, quarter, groups, sums);
    if (index == 0) across(pie, row + stride, upper_first, quarter, groups, shared);
    ead_s3_down_3_to_2(sums, shared, EAD_S3_RGB565, 3, width, target);
}
