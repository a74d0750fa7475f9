/* What the programs of frame conversion share (shrink*.c). */
#ifndef EAD_ESP32S3_SHRINK_H
#define EAD_ESP32S3_SHRINK_H

#include "../../frame/frame.h"
#include "esp32s3.h"

#define EIGHT(v) {v, v, v, v, v, v, v, v}
#define ADD EAD_PIE_VADDS_S16
#define MUL EAD_PIE_VMUL_U16
#define ADD_LD EAD_PIE_VADDS_S16_LD_INCP
#define ADD_ST EAD_PIE_VADDS_S16_ST_INCP
#define MUL_LD EAD_PIE_VMUL_U16_LD_INCP

/* A row is taken as four quarters, and a group of a quarter as two places, so that eight lanes lie the same way between source and target:
 * lane i is quarter i % 4, place i / 4. A group gives 32 pixels of the row, four of each place. */
enum { EAD_S3_QUARTERS = 4, EAD_S3_GROUP_RESULTS = 32 };

/* The next 8 bytes of each quarter, in words: x = the first word of all quarters, y = the other. */
#define EAD_S3_WORDS_OF_EACH(x, y) \
    EAD_PIE_VLD_L_64_XP(x, in, quarter) EAD_PIE_VLD_H_64_XP(x, in, quarter) EAD_PIE_VLD_L_64_XP(y, in, quarter) EAD_PIE_VLD_H_64_XP(y, in, back) \
    EAD_PIE_VUNZIP_32(x, y)

/* Bytes of 16-bit lanes change places, and x and y too. */
#define EAD_S3_SWAP(x, y) EAD_PIE_VUNZIP_8(x, y) EAD_PIE_VZIP_8(y, x)

/* n / 25 = n * 10486 >> 18: 25 * 10486 = 2^18 + 6, and n * 6 < 2^18 for every n <= 43690. EAD_S3_HALF brings half of 25 and, as the lower
 * byte of pixel + 128 is that of pixel - 128, 128 times 25. */
enum { EAD_S3_HALF = 12 + 128 * 25, EAD_S3_RECIPROCAL = 10486, EAD_S3_RECIPROCAL_SHIFT = 18 };

/* q0: red of target pixels 0 and 2 of all places and quarters, q1: of 1 and 3; q2, q3: green; q4, q5: blue. A place is 12 bytes of the row. */
#define EAD_S3_LOWER_24(x, y, z, next) EAD_PIE_VST_L_64_IP(x, to, 8) EAD_PIE_VST_L_64_IP(y, to, 8) EAD_PIE_VST_L_64_XP(z, to, next)
#define EAD_S3_UPPER_24(x, y, z, next) EAD_PIE_VST_H_64_IP(x, to, 8) EAD_PIE_VST_H_64_IP(y, to, 8) EAD_PIE_VST_H_64_XP(z, to, next)
#define EAD_S3_WEAVE \
    EAD_PIE_VZIP_8(0, 2) EAD_PIE_VZIP_8(4, 1) EAD_PIE_VZIP_8(3, 5) \
    EAD_PIE_VZIP_16(0, 4) EAD_PIE_VZIP_16(3, 2) EAD_PIE_VZIP_16(1, 5) \
    EAD_PIE_VZIP_32(0, 3) EAD_PIE_VZIP_32(1, 4) EAD_PIE_VZIP_32(2, 5) \
    EAD_S3_LOWER_24(0, 1, 2, next) EAD_S3_UPPER_24(0, 1, 2, next) EAD_S3_LOWER_24(3, 4, 5, next) EAD_S3_UPPER_24(3, 4, 5, back)

/* From a quarter of the target row to the next one, and from the last one's back to the first, a group on. Of colour 16 of a group's 24 bytes
 * are behind already, of grey none of 8. */
static inline int32_t ead_s3_next_quarter(uint32_t width, uint32_t channels) { return (int32_t)(width / 4 * channels) - (channels == 3 ? 16 : 0); }
static inline int32_t ead_s3_first_quarter(uint32_t width, uint32_t channels) { return 8 - 3 * (int32_t)(width / 4 * channels); }

/* Where lanes come from, and what those of colours from YUYV (shrink_yuyv.c) and lumas (shrink_luma.c) are too large by. */
typedef enum ead_s3_lanes { EAD_S3_YUYV, EAD_S3_RGB565, EAD_S3_LUMAS } ead_s3_lanes;
enum { EAD_S3_YUYV_GREEN_IS = -135, EAD_S3_YUYV_BLUE_IS = 227, EAD_S3_LUMA_IS = -3 };

/* Sums of source rows, 16 bits [group][channel][target pixels 0, 2, 1, 3][8], to a target row (shrink_down.c). */
void ead_s3_down_5_to_2(const int8_t *row_a, const int8_t *row_b, const int8_t *row_c, ead_s3_lanes lanes, uint32_t channels, uint32_t width, int8_t *to);
void ead_s3_down_3_to_2(const int8_t *row_a, const int8_t *row_b, ead_s3_lanes lanes, uint32_t channels, uint32_t width, int8_t *to);

/* Target row `index` of the two that five or three source rows give: from YUYV, from RGB565 3 to 2, from RGB565 to grey (shrink_yuyv.c,
 * shrink_rgb565.c, shrink_luma.c). */
void ead_s3_shrink_yuyv(const ead_frame *frame, const uint8_t *rows, size_t stride, uint32_t index, int8_t *target);
void ead_s3_shrink_rgb565_3_to_2(const ead_frame *frame, const uint8_t *rows, size_t stride, uint32_t index, int8_t *target);
void ead_s3_shrink_luma(const ead_frame *frame, const uint8_t *rows, size_t stride, uint32_t index, int8_t *target);

/* The target row of one source row as wide, RGB565 to colour (same_rgb565.c). */
void ead_s3_same_rgb565(const ead_frame *frame, const uint8_t *row, int8_t *target);

#endif
