/* Horizontal pass: pixel formats to RGB or luma, and the width of the crop to the width of the target, in one walk over the row.
 */
#include "frame.h"
#include "pixels.h"

/* Writes round(sum / total * 256) per channel. sum <= 255 * total and total <= 8192, so sum * 256 fits into 32 bits. */
ALWAYS_INLINE uint16_t *store(uint16_t *out, const uint32_t sum[3], uint32_t total, uint64_t reciprocal, uint32_t channels) {
    for (uint32_t c = 0; c < channels; c++)
        *out++ = (uint16_t)ead_divide(sum[c] * 256 + total / 2, reciprocal);
    return out;
}

ALWAYS_INLINE void add_weighted(uint32_t sum[3], pixel p, uint32_t weight, uint32_t channels) {
    if (channels == 1) {
        sum[0] += weight * luma(p);
    } else {
        sum[0] += weight * p.r;
        sum[1] += weight * p.g;
        sum[2] += weight * p.b;
    }
}

/* Pixels stay as they are. */
static void keep(const ead_frame *frame, const uint8_t *row) {
    const uint32_t channels = frame->channels;
    uint16_t *out = frame->current;
    for (uint32_t x = 0; x < frame->width; x++) {
        uint32_t sum[3] = {0, 0, 0};
        add_weighted(sum, fetch(frame->format, row, frame->crop_x + x), 256, channels);
        for (uint32_t c = 0; c < channels; c++)
            *out++ = (uint16_t)sum[c];
    }
}

/* In units of 1 / width source pixels, source pixel x covers [x, x + 1) * width and target pixel t covers [t, t + 1) *
 * crop_width: the rest of a pixel, some whole ones, the beginning of another. */
ALWAYS_INLINE void shrink(const ead_frame *frame, uint32_t format, const uint8_t *row, uint32_t channels) {
    const uint32_t width = frame->width, crop = frame->crop_width;
    uint16_t *out = frame->current;
    uint32_t x = frame->crop_x, left = 0; /* units of pixel x - 1 that belong to the next target */
    pixel last = {0, 0, 0};
    for (uint32_t t = 0; t < width; t++) {
        uint32_t sum[3] = {0, 0, 0}, whole[3] = {0, 0, 0}, room = crop - left;
        add_weighted(sum, last, left, channels);
        for (; room >= width; room -= width)
            add_weighted(whole, fetch(format, row, x++), 1, channels);
        for (uint32_t c = 0; c < channels; c++)
            sum[c] += whole[c] * width;
        left = 0;
        if (room > 0) {
            last = fetch(format, row, x++);
            add_weighted(sum, last, room, channels);
            left = width - room;
        }
        out = store(out, sum, crop, frame->across, channels);
    }
}

/* As the vertical pass: target centres at (2 t + 1) * crop_width - width in units of 1 / (2 width) source pixels. */
static void enlarge(const ead_frame *frame, const uint8_t *row) {
    const uint32_t format = frame->format, channels = frame->channels, width = frame->width, crop = frame->crop_width, unit = 2 * width;
    uint16_t *out = frame->current;
    for (uint32_t t = 0; t < width; t++) {
        const uint32_t centre = (2 * t + 1) * crop, at = centre > width ? centre - width : 0;
        const uint32_t left = at / unit, fraction = at % unit, right = left + 1 < crop ? left + 1 : left;
        uint32_t sum[3] = {0, 0, 0};
        add_weighted(sum, fetch(format, row, frame->crop_x + left), unit - fraction, channels);
        add_weighted(sum, fetch(format, row, frame->crop_x + right), fraction, channels);
        out = store(out, sum, unit, frame->across, channels);
    }
}

void ead_frame_resize_row(ead_frame *frame, const uint8_t *row) {
    const bool gray = frame->channels == 1;
    if (frame->crop_width == frame->width) {
        keep(frame, row);
        return;
    }
    if (frame->crop_width < frame->width) {
        enlarge(frame, row);
        return;
    }
    switch (frame->format) { /* a loop of its own for each pair of constants */
    case EAD_PIXELS_RGB888: gray ? shrink(frame, EAD_PIXELS_RGB888, row, 1) : shrink(frame, EAD_PIXELS_RGB888, row, 3); break;
    case EAD_PIXELS_GRAY8: gray ? shrink(frame, EAD_PIXELS_GRAY8, row, 1) : shrink(frame, EAD_PIXELS_GRAY8, row, 3); break;
    case EAD_PIXELS_RGB565_BE: gray ? shrink(frame, EAD_PIXELS_RGB565_BE, row, 1) : shrink(frame, EAD_PIXELS_RGB565_BE, row, 3); break;
    case EAD_PIXELS_RGB565_LE: gray ? shrink(frame, EAD_PIXELS_RGB565_LE, row, 1) : shrink(frame, EAD_PIXELS_RGB565_LE, row, 3); break;
    default: gray ? shrink(frame, EAD_PIXELS_YUYV, row, 1) : shrink(frame, EAD_PIXELS_YUYV, row, 3); break;
    }
}
