/* Horizontal pass: pixel formats to RGB or luma, and the width of the crop to the width of the target, in one walk over the row.
 */
#include "frame.h"

typedef struct pixel {
    uint32_t r, g, b;
} pixel;

#if defined(__GNUC__)
#define ALWAYS_INLINE static inline __attribute__((always_inline))
#else
#define ALWAYS_INLINE static inline
#endif

/* 5 and 6 bits to 8 by repeating the upper bits: 0 -> 0, all ones -> 255. */
ALWAYS_INLINE pixel from_565(uint32_t v) {
    const uint32_t r = v >> 11, g = v >> 5 & 63, b = v & 31;
    return (pixel){r << 3 | r >> 2, g << 2 | g >> 4, b << 3 | b >> 2};
}

ALWAYS_INLINE uint32_t to_byte(int32_t v) {
    return v < 0 ? 0 : v > 255 ? 255 : (uint32_t)v;
}

/* Full-range BT.601 in 16.16 fixed point: R = Y + 1.402 V, G = Y - 0.344136 U - 0.714136 V, B = Y + 1.772 U. */
ALWAYS_INLINE pixel from_yuv(int32_t y, int32_t u, int32_t v) {
    const int32_t base = y * 65536 + 32768;
    u -= 128, v -= 128;
    return (pixel){to_byte((base + 91881 * v) >> 16), to_byte((base - 22554 * u - 46802 * v) >> 16),
                   to_byte((base + 116130 * u) >> 16)};
}

ALWAYS_INLINE pixel fetch(uint32_t format, const uint8_t *row, uint32_t x) {
    const uint8_t *p;
    switch (format) {
    case EAD_PIXELS_RGB888:
        p = row + 3 * x;
        return (pixel){p[0], p[1], p[2]};
    case EAD_PIXELS_GRAY8:
        return (pixel){row[x], row[x], row[x]};
    case EAD_PIXELS_RGB565_BE:
        p = row + 2 * x;
        return from_565((uint32_t)p[0] << 8 | p[1]);
    case EAD_PIXELS_RGB565_LE:
        p = row + 2 * x;
        return from_565((uint32_t)p[1] << 8 | p[0]);
    default:
        p = row + 4 * (x / 2);
        return from_yuv(row[2 * x], p[1], p[3]); /* Y0 U Y1 V */
    }
}

/* BT.601 luma with weights that sum to 256, so grey stays as it is. */
ALWAYS_INLINE uint32_t luma(pixel p) {
    return (77 * p.r + 150 * p.g + 29 * p.b + 128) >> 8;
}

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
ALWAYS_INLINE void keep(const ead_frame *frame, uint32_t format, const uint8_t *row, uint32_t channels) {
    uint16_t *out = frame->current;
    for (uint32_t x = 0; x < frame->width; x++) {
        uint32_t sum[3] = {0, 0, 0};
        add_weighted(sum, fetch(format, row, frame->crop_x + x), 256, channels);
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
ALWAYS_INLINE void enlarge(const ead_frame *frame, uint32_t format, const uint8_t *row, uint32_t channels) {
    const uint32_t width = frame->width, crop = frame->crop_width, unit = 2 * width;
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

/* `format` and `channels` are constants at every call, so that each pair gets a loop of its own. */
ALWAYS_INLINE void resize(const ead_frame *frame, uint32_t format, const uint8_t *row, uint32_t channels) {
    if (frame->crop_width == frame->width)
        keep(frame, format, row, channels);
    else if (frame->crop_width > frame->width)
        shrink(frame, format, row, channels);
    else
        enlarge(frame, format, row, channels);
}

void ead_frame_resize_row(ead_frame *frame, const uint8_t *row) {
    const bool gray = frame->channels == 1;
    switch (frame->format) {
    case EAD_PIXELS_RGB888:
        gray ? resize(frame, EAD_PIXELS_RGB888, row, 1) : resize(frame, EAD_PIXELS_RGB888, row, 3);
        break;
    case EAD_PIXELS_GRAY8:
        gray ? resize(frame, EAD_PIXELS_GRAY8, row, 1) : resize(frame, EAD_PIXELS_GRAY8, row, 3);
        break;
    case EAD_PIXELS_RGB565_BE:
        gray ? resize(frame, EAD_PIXELS_RGB565_BE, row, 1) : resize(frame, EAD_PIXELS_RGB565_BE, row, 3);
        break;
    case EAD_PIXELS_RGB565_LE:
        gray ? resize(frame, EAD_PIXELS_RGB565_LE, row, 1) : resize(frame, EAD_PIXELS_RGB565_LE, row, 3);
        break;
    default:
        gray ? resize(frame, EAD_PIXELS_YUYV, row, 1) : resize(frame, EAD_PIXELS_YUYV, row, 3);
        break;
    }
}
