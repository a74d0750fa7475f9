/* Channels of a depthwise layer along a row; weights stay in registers. */
#ifndef EAD_CORTEXM_PASS_H
#define EAD_CORTEXM_PASS_H

#include <stdint.h>

/* What a channel multiplies with: int16 pairs (w00, w10), (w01, w11), (w02, w12), (w20, w21), (w21, w22); its bias. */
enum { EAD_PASS_WEIGHTS = 6 };

/* Two input columns x, x+1 of a channel: int16 pairs (row 0, row 1) of x, the same of x+1, row 2 of (x, x+1). */
enum { EAD_PASS_COLUMNS = 3 };

/*
 * in: [pairs of columns][EAD_PASS_COLUMNS] up to in_end, at least two pairs. Each pair but the first gives two outputs at stride 1 and
 * one at stride 2, `pitch` bytes apart. Sums leave by EAD_POINT.
 *
 * Four channels without clamps of their own: in, EAD_COLUMNS_BYTES apart; weights, one behind the other; outputs side by side.
 */
typedef void (*ead_pass4_fn)(const uint32_t *in, const uint32_t *weights, int8_t *output, int32_t pitch, const uint32_t *in_end);
void ead_pass1(const uint32_t *in, const uint32_t *weights, int8_t *output, int32_t pitch, const uint32_t *in_end);
void ead_pass2(const uint32_t *in, const uint32_t *weights, int8_t *output, int32_t pitch, const uint32_t *in_end);

/* One channel: saturated to 0..255, minus `floor` (not below 0), plus `lowest`, where both stand in bytes 0 and 2. */
typedef void (*ead_pass_fn)(const uint32_t *in, const uint32_t *weights, int8_t *output, int32_t pitch, const uint32_t *in_end, uint32_t floor,
                            uint32_t lowest);
void ead_pass1_clamped(const uint32_t *in, const uint32_t *weights, int8_t *output, int32_t pitch, const uint32_t *in_end, uint32_t floor,
                       uint32_t lowest);
void ead_pass2_clamped(const uint32_t *in, const uint32_t *weights, int8_t *output, int32_t pitch, const uint32_t *in_end, uint32_t floor,
                       uint32_t lowest);

/* The sums of one channel, side by side. */
typedef void (*ead_pass_sums_fn)(const uint32_t *in, const uint32_t *weights, int32_t *sums, int32_t unused, const uint32_t *in_end);
void ead_pass1_sums(const uint32_t *in, const uint32_t *weights, int32_t *sums, int32_t unused, const uint32_t *in_end);
void ead_pass2_sums(const uint32_t *in, const uint32_t *weights, int32_t *sums, int32_t unused, const uint32_t *in_end);

#endif
