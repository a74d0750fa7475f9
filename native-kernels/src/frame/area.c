/*
 * Shrinking in whole numbers: every target pixel is round(X / N), where X = sum of weight * value over the source area it covers and
 * N = across * down is the sum of the weights.
 *
 * The definition (frame.h) rounds between the passes, h = (256 S + e) / across with |e| <= across / 2 per row, and gives
 * floor((128 (2 X + N) + E) / (256 N)), where E adds up to |E| <= N / 2. That is round(X / N), ties upwards, unless E carries it
 * over a multiple of 256 N. It cannot,
 *   when N is odd: 2 X + N is odd, so 128 (2 X + N) stays 128 away from every multiple of 256 N, and N / 2 < 128;
 *   when `across` is a power of two: it divides 256, so E = 0.
 * N <= 256, so X <= 65280: two sums lie side by side in a word, and (X + N / 2) * reciprocal fits into 32 bits.
 *
 * Red lies above green in one word, blue above a second share of green in the other; luma has a word of its own.
 */
#include "frame.h"
#include "pixels.h"

enum { MOST_WEIGHTS = 256, MOST_ACROSS = 64 /* pixels that are unpacked at a time */ };

static size_t words_per_row(uint32_t width, uint32_t channels) {
    return (size_t)width * (channels == 1 ? 1 : 2);
}

static uint32_t common(uint32_t a, uint32_t b) {
    while (b) {
        const uint32_t rest = a % b;
        a = b, b = rest;
    }
    return a;
}

bool ead_area_plan(ead_area *area, uint32_t crop_width, uint32_t width, uint32_t crop_height, uint32_t height) {
    if (crop_width < width || crop_height < height) return false;
    const uint32_t x = common(crop_width, width), y = common(crop_height, height);
    area->units_x = width / x, area->units_y = height / y;
    area->across = crop_width / x, area->down = crop_height / y;
    if (area->across > MOST_ACROSS || area->down > MOST_WEIGHTS) return false;
    const uint32_t weights = area->across * area->down;
    area->half = weights / 2;
    area->reciprocal = ((1u << 24) + weights - 1) / weights;
    return weights <= MOST_WEIGHTS && (weights % 2 == 1 || (area->across & (area->across - 1)) == 0);
}

size_t ead_area_bytes(uint32_t width, uint32_t channels) {
    return 2 * words_per_row(width, channels) * sizeof(uint32_t);
}

void ead_area_begin(ead_frame *frame, void *memory) {
    ead_area *area = &frame->area;
    area->line = memory;
    area->sums = area->down == 1 ? area->line : area->line + words_per_row(frame->width, frame->channels);
    area->room = area->down, area->rest = 0;
}

#define FOUR(f, v) f(v), f((v) + 1), f((v) + 2), f((v) + 3)
#define SIXTEEN(f, v) FOUR(f, v), FOUR(f, (v) + 4), FOUR(f, (v) + 8), FOUR(f, (v) + 12)
#define SIXTY_FOUR(f, v) SIXTEEN(f, v), SIXTEEN(f, (v) + 16), SIXTEEN(f, (v) + 32), SIXTEEN(f, (v) + 48)
#define ALL_BYTES(f) SIXTY_FOUR(f, 0u), SIXTY_FOUR(f, 64u), SIXTY_FOUR(f, 128u), SIXTY_FOUR(f, 192u)

/* What the two bytes of an RGB565 pixel add to its 8-bit colours (pixels.h): RRRRRGGG red and green's upper part, GGGBBBBB blue and the rest. */
#define UPPER(v) ((((v) & 0xF8) | 4) << 16 | ((v) & 7) << 5)
#define LOWER(v) ((((v) << 3 & 0xF8) | 4) << 16 | (v) >> 5 << 2 | 2)
static const uint32_t upper[256] = {ALL_BYTES(UPPER)}, lower[256] = {ALL_BYTES(LOWER)};

typedef struct words {
    uint32_t rg, bg; /* luma: rg alone */
} words;

ALWAYS_INLINE words words_of(pixel p) {
    return (words){p.r << 16 | p.g, p.b << 16};
}

/* What the chroma of two pixels adds to the luma of each. */
ALWAYS_INLINE words chroma_of(const uint8_t *pair) {
    const int32_t u = pair[1] - 128, v = pair[3] - 128;
    const int32_t r = (91881 * v + 32768) >> 16, g = (32768 - 22553 * u - 46802 * v) >> 16, b = (116130 * u + 32768) >> 16;
    return (words){((uint32_t)r << 16) + (uint32_t)g, (uint32_t)b << 16};
}

NOT_INLINE words exact_yuyv(const uint8_t *row, uint32_t x) {
    return words_of(fetch(EAD_PIXELS_YUYV, row, x));
}

/* A colour that leaves the range of a byte sets bits between the fields, or borrows them. */
ALWAYS_INLINE words with_luma(words chroma, const uint8_t *row, uint32_t x) {
    const uint32_t y = row[2 * x], rg = y * 0x10001 + chroma.rg, bg = (y << 16) + chroma.bg;
    return ((rg | bg) & 0xFF00FF00) == 0 ? (words){rg, bg} : exact_yuyv(row, x);
}

static void yuyv_words(const uint8_t *row, uint32_t x, uint32_t count, words *to) {
    const uint32_t end = x + count;
    if (x % 2 == 1) *to++ = exact_yuyv(row, x++);
    for (; x + 1 < end; x += 2, to += 2) {
        const words chroma = chroma_of(row + 2 * x);
        to[0] = with_luma(chroma, row, x), to[1] = with_luma(chroma, row, x + 1);
    }
    if (x < end) *to = exact_yuyv(row, x);
}

ALWAYS_INLINE void colours(uint32_t format, const uint8_t *row, uint32_t x, uint32_t count, words *to) {
    for (uint32_t i = 0; i < count; i++) to[i] = words_of(fetch(format, row, x + i));
}

ALWAYS_INLINE void lumas(uint32_t format, const uint8_t *row, uint32_t x, uint32_t count, words *to) {
    for (uint32_t i = 0; i < count; i++) to[i].rg = luma(fetch(format, row, x + i));
}

/* `count` pixels from x on. */
static void unpack(const ead_frame *frame, const uint8_t *row, uint32_t x, uint32_t count, words *to) {
    const bool gray = frame->channels == 1;
    switch (frame->format) {
    case EAD_PIXELS_RGB888: gray ? lumas(EAD_PIXELS_RGB888, row, x, count, to) : colours(EAD_PIXELS_RGB888, row, x, count, to); break;
    case EAD_PIXELS_GRAY8: gray ? lumas(EAD_PIXELS_GRAY8, row, x, count, to) : colours(EAD_PIXELS_GRAY8, row, x, count, to); break;
    case EAD_PIXELS_RGB565_BE: gray ? lumas(EAD_PIXELS_RGB565_BE, row, x, count, to) : colours(EAD_PIXELS_RGB565_BE, row, x, count, to); break;
    case EAD_PIXELS_RGB565_LE: gray ? lumas(EAD_PIXELS_RGB565_LE, row, x, count, to) : colours(EAD_PIXELS_RGB565_LE, row, x, count, to); break;
    default: gray ? lumas(EAD_PIXELS_YUYV, row, x, count, to) : yuyv_words(row, x, count, to); break;
    }
}

/* Where pixels come from: unpacked ones, or the bytes of RGB565 with the upper one first or second. */
typedef enum pixels_from { FROM_COLOURS, FROM_LUMA, FROM_565_BE, FROM_565_LE } pixels_from;

ALWAYS_INLINE words next_of(pixels_from from, const uint8_t **at) {
    const uint8_t *p = *at;
    *at += from == FROM_COLOURS || from == FROM_LUMA ? sizeof(words) : 2;
    if (from == FROM_565_BE) return (words){upper[p[0]], lower[p[1]]};
    if (from == FROM_565_LE) return (words){upper[p[1]], lower[p[0]]};
    const words *w = (const words *)(const void *)p;
    return from == FROM_LUMA ? (words){w->rg, 0} : *w;
}

/* Across: `units` target pixels take `across` source pixels, again and again; one that two of them share is split between them. */
ALWAYS_INLINE uint32_t *shrink(pixels_from from, const uint8_t *at, uint32_t *out, uint32_t count, uint32_t units, uint32_t across) {
    for (uint32_t t = 0; t < count; t += units) {
        uint32_t left = 0; /* units of `last` that belong to the next target */
        words last = {0, 0};
        for (uint32_t k = 0; k < units; k++) {
            uint32_t room = across - left;
            words whole = {0, 0}, s = {last.rg * left, last.bg * left};
            for (; room >= units; room -= units) {
                const words p = next_of(from, &at);
                whole.rg += p.rg, whole.bg += p.bg;
            }
            s.rg += whole.rg * units, s.bg += whole.bg * units;
            left = 0;
            if (room > 0) {
                last = next_of(from, &at);
                s.rg += last.rg * room, s.bg += last.bg * room;
                left = units - room;
            }
            *out++ = s.rg;
            if (from != FROM_LUMA) *out++ = s.bg;
        }
    }
    return out;
}

/* The ratios that cameras give get loops of their own: 240, 480 and 96 pixels to 96. */
ALWAYS_INLINE uint32_t *shrink_from(pixels_from from, const uint8_t *at, uint32_t *out, uint32_t count, uint32_t units, uint32_t across) {
    if (units == 2 && across == 5) return shrink(from, at, out, count, 2, 5);
    if (units == 1 && across == 5) return shrink(from, at, out, count, 1, 5);
    if (across == 1) return shrink(from, at, out, count, 1, 1);
    return shrink(from, at, out, count, units, across);
}

static void go_across(const ead_frame *frame, const uint8_t *row) {
    const uint32_t units = frame->area.units_x, across = frame->area.across, repeats = MOST_ACROSS / across;
    const uint8_t *crop = row + 2 * frame->crop_x;
    uint32_t *out = frame->area.line;
    if (frame->channels == 3 && frame->format == EAD_PIXELS_RGB565_BE) {
        shrink_from(FROM_565_BE, crop, out, frame->width, units, across);
        return;
    }
    if (frame->channels == 3 && frame->format == EAD_PIXELS_RGB565_LE) {
        shrink_from(FROM_565_LE, crop, out, frame->width, units, across);
        return;
    }
    words unpacked[MOST_ACROSS];
    const uint8_t *const at = (const uint8_t *)unpacked;
    uint32_t x = frame->crop_x, left = frame->width;
    while (left > 0) {
        const uint32_t count = left < repeats * units ? left : repeats * units, pixels = count / units * across;
        unpack(frame, row, x, pixels, unpacked);
        out = frame->channels == 1 ? shrink_from(FROM_LUMA, at, out, count, units, across) : shrink_from(FROM_COLOURS, at, out, count, units, across);
        x += pixels, left -= count;
    }
}

void ead_area_take(ead_frame *frame, const uint8_t *row) {
    ead_area *area = &frame->area;
    go_across(frame, row);
    const uint32_t weight = area->room < area->units_y ? area->room : area->units_y, words_in_row = (uint32_t)words_per_row(frame->width, frame->channels);
    uint32_t *sum = area->sums;
    const uint32_t *line = area->line;
    if (area->sums == area->line) {
        /* one source row is all of a target row */
    } else if (area->room == area->down)
        for (uint32_t i = 0; i < words_in_row; i++) sum[i] = line[i] * weight;
    else
        for (uint32_t i = 0; i < words_in_row; i++) sum[i] += line[i] * weight;
    area->room -= weight;
    area->rest = area->units_y - weight;
}

ALWAYS_INLINE int8_t value(const ead_area *area, uint32_t sum) {
    return (int8_t)((int32_t)((sum + area->half) * area->reciprocal >> 24) - 128);
}

bool ead_area_give(ead_frame *frame, int8_t *target) {
    if (frame->area.room > 0) return false;
    const ead_area area = frame->area;
    uint32_t *sum = area.sums;
    const uint32_t *line = area.line;
    if (frame->channels == 1)
        for (uint32_t t = 0; t < frame->width; t++) {
            target[t] = value(&area, sum[t]);
            sum[t] = line[t] * area.rest;
        }
    else
        for (uint32_t t = 0; t < frame->width; t++, sum += 2, line += 2, target += 3) {
            const uint32_t rg = sum[0], bg = sum[1];
            target[0] = value(&area, rg >> 16), target[1] = value(&area, (rg + bg) & 0xFFFF), target[2] = value(&area, bg >> 16);
            sum[0] = line[0] * area.rest, sum[1] = line[1] * area.rest;
        }
    frame->area.room = area.down - area.rest;
    return true;
}
