/*
 * The inner loop of convolutions and pointwise layers: two pixels times four output channels, which fills the register file: eight
 * accumulators, two pairs of inputs, two pairs of weights, two pointers. Eleven instructions make eight SMLADs.
 */
#ifndef EAD_CORTEXM_TILE_H
#define EAD_CORTEXM_TILE_H

#include <stdint.h>

enum { EAD_TILE_PIXELS = 2, EAD_TILE_CHANNELS = 4, EAD_TILE_POINT = 12 };

/*
 * in: int16 pairs [tiles][steps][2 pixels] up to in_end. weights: bias [4], then int16 pairs [steps][4 channels] up to weights_end.
 * Steps are even; the functions named 2 and 4 are for those that leave 2 and 0 when divided by 4.
 *
 * ead_tile_bytes: a sum shifted right by EAD_TILE_POINT saturates to 0..255, loses `floor` (not below 0), gains `lowest`; one byte of
 * each per channel. Pixels of output lie `pitch` bytes apart; it may lie anywhere.
 * ead_tile_sums: writes the sums, int32 [tiles][2 pixels][4 channels], to output.
 */
typedef void (*ead_tile_fn)(const uint32_t *in, const uint32_t *weights, void *output, int32_t pitch, const uint32_t *in_end, uint32_t floor,
                            uint32_t lowest, const uint32_t *weights_end);

void ead_tile_bytes2(const uint32_t *in, const uint32_t *weights, void *output, int32_t pitch, const uint32_t *in_end, uint32_t floor,
                     uint32_t lowest, const uint32_t *weights_end);
void ead_tile_bytes4(const uint32_t *in, const uint32_t *weights, void *output, int32_t pitch, const uint32_t *in_end, uint32_t floor,
                     uint32_t lowest, const uint32_t *weights_end);
void ead_tile_sums2(const uint32_t *in, const uint32_t *weights, void *output, int32_t pitch, const uint32_t *in_end, uint32_t floor,
                    uint32_t lowest, const uint32_t *weights_end);
void ead_tile_sums4(const uint32_t *in, const uint32_t *weights, void *output, int32_t pitch, const uint32_t *in_end, uint32_t floor,
                    uint32_t lowest, const uint32_t *weights_end);

#endif
