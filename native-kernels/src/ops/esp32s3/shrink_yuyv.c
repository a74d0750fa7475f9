/*
 * Frame conversion from YUYV, 5 or 3 pixels to 2 across and down: 240x240 (or the middle of 320x240) to 96x96 and 160x160. Row by row, group
 * by group:
 *   split    words Y0 U Y1 V of all quarters and places to lanes, luma apart from chroma;
 *   colours  red, green and blue of the two pixels of each word;
 *   across   sums of pixels, which stay in the frame's memory for as many source rows as a target row takes;
 * and for each target row `down` (shrink_down.c).
 *
 * Colours are those of from_yuv (src/frame/pixels.h), for every u and v:
 *   red    floor((91881 (v - 128) + 32768) / 65536) = ((v + 256 * 28) * 45943 >> 15) - 10229 (`esp32s3_test` compares all 256);
 *   green  32768 - 22553 (u - 128) - 46802 (v - 128) = 62848 - 22553 u - 46802 v + 135 * 65536, summed in QACC; 46802 is twice 23401;
 *   blue   32768 + 116130 (u - 128) = 44800 + 116130 u - 227 * 65536, likewise; 116130 is twice 58065.
 * So lanes hold green - 135 and blue + 227 and are clamped to 0..255 of the colour there; the division takes the differences off. Sums stay
 * between -3375 and 12050, so no lane saturates.
 */
#include "shrink.h"

enum {
    WORDS = 5,         /* of a place in a group: ten pixels; 3 to 2: three, six */
    PLANE = 2 * WORDS, /* vectors of one colour of a group, one for each of the pixels */
    GREEN_IS = EAD_S3_YUYV_GREEN_IS, BLUE_IS = EAD_S3_YUYV_BLUE_IS,
    CONSTANTS = 18
};

/* In the order in which the programs load them; the first two once more at the end, for the next word. */
static const uint16_t colour_constants[CONSTANTS][8] __attribute__((aligned(16))) = {
    EIGHT(0x00FF), EIGHT(128), /* * 128 >> 15: the upper byte */
    EIGHT(62848), EIGHT((uint16_t)-22553), EIGHT((uint16_t)-23401),
    EIGHT(44800), EIGHT(58065),
    EIGHT(256 * 28), EIGHT(45943), EIGHT((uint16_t)-10229),
    EIGHT(0), EIGHT(255),
    EIGHT((uint16_t)(255 + GREEN_IS)), EIGHT((uint16_t)GREEN_IS), EIGHT(255 + BLUE_IS), EIGHT(BLUE_IS),
    EIGHT(0x00FF), EIGHT(128)};

/* What up to five words of a group become on the way: luma and chroma of each, then the planes; room behind for loads too many. */
enum { SPLIT_BYTES = 16 * (2 * WORDS + 2), PLANES_BYTES = 16 * (3 * PLANE + 3) };

/* Two words, one of each place: luma (Y0 Y1 of each) and chroma (U V of each). */
#define SPLIT(x, y, step) EAD_PIE_VUNZIP_8(x, y) EAD_PIE_VST_128_IP(x, split, 16) EAD_PIE_VST_128_IP(y, split, step)

/* Steps of a pointer that are too far for ADDI, by a load of no use. */
#define BACK(pointer, bytes) EAD_PIE_VLD_128_IP(0, pointer, bytes)

#define MAC_S16 EAD_PIE_VMULAS_S16_QACC_LD_IP
#define MAC_U16 EAD_PIE_VMULAS_U16_QACC_LD_IP
#define MIN_LD EAD_PIE_VMIN_S16_LD_INCP
#define MIN_ST EAD_PIE_VMIN_S16_ST_INCP
#define MAX_LD EAD_PIE_VMAX_S16_LD_INCP

/* q0: chroma, q1: luma, q2: 0x00FF, q3: 128; SAR 15. Leaves the next word's. */
#define COLOURS_OF_A_WORD \
    EAD_PIE_ANDQ(4, 0, 2) /* u */ MUL_LD(0, how, 5, 0, 3) /* v */ \
    EAD_PIE_ANDQ(6, 1, 2) /* y0 */ MUL_LD(2, how, 1, 1, 3) /* y1 */ \
    EAD_PIE_MOV_U16_QACC(0) MAC_S16(3, how, 16, 4, 2) MAC_S16(0, how, 16, 5, 3) MAC_S16(7, how, 16, 5, 3) \
    EAD_PIE_SRCMB_S16_QACC(2, sixteen) /* what chroma adds to green */ \
    EAD_PIE_MOV_U16_QACC(0) MAC_U16(3, how, 16, 4, 7) MAC_U16(0, how, 16, 4, 7) \
    EAD_PIE_SRCMB_S16_QACC(4, sixteen) /* blue */ \
    EAD_PIE_ORQ(5, 5, 3) MUL_LD(7, how, 5, 5, 0) ADD_LD(3, how, 5, 5, 7) /* red */ \
    ADD_LD(7, how, 0, 6, 5) ADD(5, 1, 5) EAD_PIE_VMIN_S16(0, 0, 7) EAD_PIE_VMAX_S16(0, 0, 3) \
    MIN_ST(0, red, 5, 5, 7) MAX_LD(7, how, 5, 5, 3) \
    ADD_LD(3, how, 0, 6, 2) ADD_ST(5, red, 2, 1, 2) EAD_PIE_VMIN_S16(0, 0, 7) EAD_PIE_VMAX_S16(0, 0, 3) \
    MIN_ST(0, green, 2, 2, 7) MAX_LD(7, how, 2, 2, 3) \
    ADD_LD(3, how, 0, 6, 4) ADD_ST(2, green, 4, 1, 4) MIN_LD(1, split, 0, 0, 7) MAX_LD(2, how, 0, 0, 3) \
    MIN_ST(0, blue, 4, 4, 7) MAX_LD(0, split, 4, 4, 3) \
    EAD_PIE_VLD_128_IP(3, how, -240) EAD_PIE_VST_128_IP(4, blue, 16)

/* q0, q1: p0 and p1. The ten pixels of a plane to target pixels 0, 2, 1 and 3: 2 (p0 + p1) + p2 and p2 + 2 (p3 + p4), twice. */
#define ACROSS_5_TO_2 \
    ADD_LD(2, red, 0, 0, 1) ADD_LD(3, red, 0, 0, 0) ADD_LD(4, red, 0, 0, 2) \
    ADD_LD(5, red, 3, 3, 4) ADD_LD(6, red, 3, 3, 3) ADD_LD(7, red, 3, 3, 2) \
    ADD_LD(1, red, 5, 5, 6) ADD_LD(2, red, 5, 5, 5) ADD_ST(0, to, 5, 5, 7) \
    ADD_ST(5, to, 1, 1, 2) ADD_ST(3, to, 1, 1, 1) ADD_LD(0, red, 1, 1, 7) \
    EAD_PIE_VST_128_IP(1, to, 16) EAD_PIE_VLD_128_IP(1, red, 16)

/* x, y: p0 and p1. The six pixels of a plane likewise: 2 p0 + p1 and p1 + 2 p2, twice. Leaves the next ones in y and x. */
#define ACROSS_3_TO_2(x, y) \
    ADD_LD(2, red, x, x, x) ADD_LD(3, red, x, x, y) ADD_LD(4, red, 2, 2, 2) ADD_LD(5, red, 2, 2, y) \
    ADD_LD(y, red, 3, 3, 3) ADD_ST(x, to, 3, 3, 4) ADD_ST(3, to, 5, 5, 5) ADD_ST(2, to, 5, 5, 4) \
    EAD_PIE_VST_128_IP(5, to, 16) EAD_PIE_VLD_128_IP(x, red, 16)

/* One group: its words, split, to colours, across. Pointers go back behind what was loaded too much. */
#define GROUPS(words_to_lanes, split_back, plane_back, all_across, planes_back) \
    EAD_PIE_SSAI(15) \
    EAD_PIE_VLD_128_IP(0, how, 32) \
    EAD_PIE_REPEAT(groups, \
        words_to_lanes \
        EAD_PIE_VLD_128_IP(2, how, -32) EAD_PIE_VLD_128_IP(2, how, 16) EAD_PIE_VLD_128_IP(3, how, 16) \
        EAD_PIE_VLD_128_IP(1, split, 16) EAD_PIE_VLD_128_IP(0, split, 16) \
        EAD_PIE_LOOP(words, COLOURS_OF_A_WORD) \
        BACK(split, split_back) BACK(red, plane_back) BACK(green, plane_back) BACK(blue, plane_back) \
        EAD_PIE_VLD_128_IP(0, red, 16) EAD_PIE_VLD_128_IP(1, red, 16) \
        all_across \
        BACK(red, planes_back))

/* One source row, to 16 bits [group][colour][4 target pixels][8]; `words` of a place in a group, 5 or 3. */
static __attribute__((noinline)) void across(ead_pie *pie, const uint8_t *row, uint32_t words, int32_t quarter, uint32_t groups, int8_t *to) {
    int8_t scratch[SPLIT_BYTES + PLANES_BYTES] __attribute__((aligned(16)));
    const int8_t *in = (const int8_t *)row, *how = (const int8_t *)colour_constants;
    int8_t *split = scratch, *red = split + SPLIT_BYTES, *green = red + 32 * words, *blue = green + 32 * words;
    const int32_t back = 8 - 3 * quarter;
    const uint32_t sixteen = 16;
#define PROGRAM(body) \
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(how), EAD_PIE_IN_OUT(split), EAD_PIE_IN_OUT(red), EAD_PIE_IN_OUT(green), \
                                     EAD_PIE_IN_OUT(blue), EAD_PIE_IN_OUT(to), EAD_PIE_IN_OUT(groups)), \
                    EAD_PIE_OPERANDS(EAD_PIE_IN(quarter), EAD_PIE_IN(back), EAD_PIE_IN(words), EAD_PIE_IN(sixteen)), body)
    if (words == 5)
        PROGRAM(GROUPS(EAD_S3_WORDS_OF_EACH(0, 1) EAD_S3_WORDS_OF_EACH(2, 3) EAD_S3_WORDS_OF_EACH(4, 5) SPLIT(0, 5, 16)
                       EAD_S3_WORDS_OF_EACH(5, 6) SPLIT(1, 5, 16) SPLIT(2, 6, 16)
                       EAD_S3_WORDS_OF_EACH(5, 6) SPLIT(3, 5, 16) SPLIT(4, 6, -144),
                       -192, -160, ACROSS_5_TO_2 ACROSS_5_TO_2 ACROSS_5_TO_2, -512));
    else
        PROGRAM(GROUPS(EAD_S3_WORDS_OF_EACH(0, 1) EAD_S3_WORDS_OF_EACH(2, 3) EAD_S3_WORDS_OF_EACH(4, 5)
                       SPLIT(0, 3, 16) SPLIT(1, 4, 16) SPLIT(2, 5, -80),
                       -128, -96, ACROSS_3_TO_2(0, 1) ACROSS_3_TO_2(1, 0) ACROSS_3_TO_2(0, 1), -320));
}
_Static_assert(SPLIT_BYTES == 192 && PLANE == 10 && sizeof colour_constants == 288, "the steps in the programs");

void ead_s3_shrink_yuyv(const ead_frame *frame, const uint8_t *rows, size_t stride, uint32_t index, int8_t *target) {
    ead_pie state = {0}, *const pie = &state;
    const uint32_t width = frame->width, groups = width / EAD_S3_GROUP_RESULTS, row_bytes = 6 * width;
    const uint32_t down = frame->area.down, middle = down / 2; /* the row that both targets have a part of */
    int8_t *const sums = (int8_t *)frame->area.line, *const shared = sums + middle * row_bytes;
    const uint8_t *row = rows + 2 * frame->crop_x + (middle + 1) * index * stride;
    const int32_t quarter = (int32_t)frame->crop_width / 2;
    for (uint32_t i = index; i <= middle; i++, row += stride) across(pie, row, down, quarter, groups, sums + (i - index) * row_bytes);
    if (down == 5)
        ead_s3_down_5_to_2(sums, sums + row_bytes, shared, EAD_S3_YUYV, 3, width, target);
    else
        ead_s3_down_3_to_2(sums, shared, EAD_S3_YUYV, 3, width, target);
}
