/*
 * Frame conversion from RGB565 at the model's own size: 96x96 to 96x96, or the middle of a wider frame as high as the model. 32 pixels at a
 * time: lanes become pairs of places of four pixels, the two bytes of a pixel come apart, colours are made sixteen at a time and woven.
 *   X = RRRRRGGG  red = X & F8 | 4,  green = X << 5 & E0 | Y >> 3 & 1C | 2
 *   Y = GGGBBBBB  blue = Y << 3 & F8 | 4
 * each with its upper bit changed, as pixel - 128 is. Bits that a shift of 16-bit lanes brings from one byte into the other are masked.
 */
#include "shrink.h"

#define BYTES(v) EIGHT((v) * 0x0101)
/* In the order in which they are used; the shift is 3 to the right. */
static const uint16_t constants[9][8] __attribute__((aligned(16))) = {EIGHT(1 << 8 /* << 5 */), BYTES(0xE0), EIGHT(1 /* >> 3 */), BYTES(0x1C), EIGHT(1), BYTES(0x1C),
                                                                      BYTES(0x82), EIGHT(1 << 6 /* << 3 */), BYTES(0xF8)};
static const uint16_t middle[8] __attribute__((aligned(16))) = BYTES(0x84);

/* a..d: 8 pixels each, to their pixels 0 and 4, 1 and 5, 2 and 6, 3 and 7: 16-bit lanes in a, c, b, d. */
#define PLACES(a, b, c, d) \
    EAD_PIE_VZIP_32(a, c) EAD_PIE_VZIP_32(b, d) EAD_PIE_VZIP_32(a, b) EAD_PIE_VZIP_32(c, d) \
    EAD_PIE_VUNZIP_16(a, c) EAD_PIE_VUNZIP_16(b, d)

/* q0, q1: X of pixels 0 and 2, of 1 and 3; q4, q5: Y. To what EAD_S3_WEAVE takes. */
#define COLOURS \
    EAD_PIE_VLD_128_IP(7, how, 16) MUL(2, 0, 7) MUL_LD(7, how, 3, 1, 7) EAD_PIE_ANDQ(2, 2, 7) EAD_PIE_ANDQ(3, 3, 7) \
    EAD_PIE_VLD_128_IP(7, how, 16) MUL_LD(7, how, 6, 4, 7) EAD_PIE_ANDQ(6, 6, 7) EAD_PIE_ORQ(2, 2, 6) \
    EAD_PIE_VLD_128_IP(7, how, 16) MUL_LD(7, how, 6, 5, 7) EAD_PIE_ANDQ(6, 6, 7) EAD_PIE_ORQ(3, 3, 6) \
    EAD_PIE_VLD_128_IP(7, how, 16) EAD_PIE_XORQ(2, 2, 7) EAD_PIE_XORQ(3, 3, 7) \
    EAD_PIE_VLD_128_IP(7, how, 16) EAD_PIE_VLD_128_IP(6, how, -128) MUL(4, 4, 7) MUL(5, 5, 7) \
    EAD_PIE_ANDQ(4, 4, 6) EAD_PIE_ANDQ(5, 5, 6) EAD_PIE_ANDQ(0, 0, 6) EAD_PIE_ANDQ(1, 1, 6) EAD_PIE_VLD_128_IP(7, half, 0) \
    EAD_PIE_XORQ(0, 0, 7) EAD_PIE_XORQ(1, 1, 7) EAD_PIE_XORQ(4, 4, 7) EAD_PIE_XORQ(5, 5, 7)

/* Pixels have X as their lower byte, which is the first, or as the upper one. */
#define ROW(a, b, c, d, bytes) \
    EAD_PIE_SSAI(3) \
    EAD_PIE_LOOP(count, \
        EAD_PIE_VLD_128_IP(a, in, 16) EAD_PIE_VLD_128_IP(b, in, 16) EAD_PIE_VLD_128_IP(c, in, 16) EAD_PIE_VLD_128_IP(d, in, 16) \
        PLACES(a, b, c, d) bytes COLOURS EAD_S3_WEAVE)

void ead_s3_same_rgb565(const ead_frame *frame, const uint8_t *row, int8_t *to) {
    ead_pie state = {0}, *const pie = &state;
    const int8_t *in = (const int8_t *)row + 2 * frame->crop_x, *how = (const int8_t *)constants, *half = (const int8_t *)middle;
    const uint32_t count = frame->width / EAD_S3_GROUP_RESULTS, next = 8, back = 8;
#define PROGRAM(body) \
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(how), EAD_PIE_IN_OUT(half), EAD_PIE_IN_OUT(to)), \
                    EAD_PIE_OPERANDS(EAD_PIE_IN(count), EAD_PIE_IN(next), EAD_PIE_IN(back)), body)
    if (frame->format == EAD_PIXELS_RGB565_BE)
        PROGRAM(ROW(0, 4, 1, 5, EAD_PIE_VUNZIP_8(0, 4) EAD_PIE_VUNZIP_8(1, 5)));
    else
        PROGRAM(ROW(4, 0, 5, 1, EAD_PIE_VUNZIP_8(4, 0) EAD_PIE_VUNZIP_8(5, 1)));
}
