/* One pixel of any source format as red, green and blue, or as luma. */
#ifndef EAD_PIXELS_H
#define EAD_PIXELS_H

#include "edgead/edgead.h"

typedef struct pixel {
    uint32_t r, g, b;
} pixel;

#if defined(__GNUC__)
#define ALWAYS_INLINE static inline __attribute__((always_inline))
#define NOT_INLINE static __attribute__((noinline))
#else
#define ALWAYS_INLINE static inline
#define NOT_INLINE static
#endif

/*
 * 5 and 6 bits to 8: the middle of the 8 or 4 values that a sensor cuts down to them, 4 to 252 and 2 to 254. Over an area the mean is then
 * half a level above that of the uncut pixels, wherever they lie; repeating the upper bits (0 to 255) would brighten dark areas by 3.5 levels
 * and darken bright ones by as many. And it is linear, so that areas can be added up in the sensor's own bits.
 */
ALWAYS_INLINE pixel from_565(uint32_t v) {
    return (pixel){(v >> 8 & 0xF8) | 4, (v >> 3 & 0xFC) | 2, (v << 3 & 0xF8) | 4};
}

ALWAYS_INLINE uint32_t to_byte(int32_t v) {
    return v < 0 ? 0 : v > 255 ? 255 : (uint32_t)v;
}

/* Full-range BT.601 in 16.16 fixed point: R = Y + 1.402 V, G = Y - 0.344136 U - 0.714136 V, B = Y + 1.772 U. */
ALWAYS_INLINE pixel from_yuv(int32_t y, int32_t u, int32_t v) {
    const int32_t base = y * 65536 + 32768;
    u -= 128, v -= 128;
    return (pixel){to_byte((base + 91881 * v) >> 16), to_byte((base - 22553 * u - 46802 * v) >> 16),
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

#endif
