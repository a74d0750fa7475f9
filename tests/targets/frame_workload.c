/*
 * Frame conversion on its own: one camera frame of each usual kind, as a whole, to the rows of a model, 96x96x3 where its name says nothing else, by the target's
 * operators, for counting. Random pixels, the same in every row;
 * those of YUYV keep their colours inside the range of a byte, as pictures nearly always do: others cost more. Prints each source; count_begin and count_end
 * enclose its work. With EVERY_SIZE instead: RGB565 240x240 to every size that a model may have, colour and grey; prints size and channels.
 */
#include "counted.h"
#include "frame/frame.h"
#include "harness/random.h"

#include <stdio.h>

enum { CHANNELS = 3, LEAST = 32, MOST = 512, STEP = 8 };

#ifndef EVERY_SIZE
typedef struct kind {
    const char *name;
    ead_source source;
    uint32_t side, channels; /* of the model */
} kind;

static const kind kinds[] = {
    {"RGB565 96x96", {EAD_PIXELS_RGB565_BE, 96, 96}, 96, 3},    {"RGB565 240x240", {EAD_PIXELS_RGB565_BE, 240, 240}, 96, 3},
    {"RGB565 320x240", {EAD_PIXELS_RGB565_BE, 320, 240}, 96, 3}, {"RGB565 640x480", {EAD_PIXELS_RGB565_BE, 640, 480}, 96, 3},
    {"YUYV 240x240", {EAD_PIXELS_YUYV, 240, 240}, 96, 3},       {"YUYV 320x240", {EAD_PIXELS_YUYV, 320, 240}, 96, 3},
    {"YUYV 640x480", {EAD_PIXELS_YUYV, 640, 480}, 96, 3},       {"grey 240x240", {EAD_PIXELS_GRAY8, 240, 240}, 96, 3},
    {"RGB888 240x240", {EAD_PIXELS_RGB888, 240, 240}, 96, 3},   {"RGB565 800x600", {EAD_PIXELS_RGB565_BE, 800, 600}, 96, 3},
    {"RGB565 240x240 to 160x160", {EAD_PIXELS_RGB565_BE, 240, 240}, 160, 3}, {"YUYV 240x240 to 160x160", {EAD_PIXELS_YUYV, 240, 240}, 160, 3},
    {"RGB565 240x240 to grey 96x96", {EAD_PIXELS_RGB565_BE, 240, 240}, 96, 1}, {"RGB565 240x240 to grey 160x160", {EAD_PIXELS_RGB565_BE, 240, 240}, 160, 1}};
#endif

static uint8_t row[800 * 3 + 16] __attribute__((aligned(16))); /* operators may read a vector behind a row: another follows */
static uint8_t memory[16384] __attribute__((aligned(16)));
static int8_t target[MOST * CHANNELS + 64] __attribute__((aligned(16)));

static void convert(const ead_source *source, uint32_t side, uint32_t channels) {
    ead_frame frame;
    ead_frame_place(&frame, memory, side, side, channels);
    frame.ops = ead_ops_best();
    ead_frame_begin(&frame, source, false);
    for (uint32_t y = 0; y < source->height;) {
        y += ead_frame_take_rows(&frame, row, 0, source->height - y);
        while (ead_frame_next(&frame, target)) {}
    }
}

#ifdef EVERY_SIZE
static void count_all(void) {
    const ead_source camera = {EAD_PIXELS_RGB565_BE, 240, 240};
    for (uint32_t channels = 1; channels <= CHANNELS; channels += 2)
        for (uint32_t side = LEAST; side <= MOST; side += STEP) {
            count_begin();
            convert(&camera, side, channels);
            count_end();
            printf("conversion %u %u\n", (unsigned)side, (unsigned)channels);
        }
}
#else
static void count_all(void) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (kinds[i].source.format == EAD_PIXELS_YUYV)
            for (size_t k = 0; k < sizeof row; k++) row[k] = (uint8_t)(k % 2 ? 112 + row[k] % 32 : 64 + row[k] % 128);
        count_begin();
        convert(&kinds[i].source, kinds[i].side, kinds[i].channels);
        count_end();
        printf("frame %s\n", kinds[i].name);
    }
}
#endif

int main(void) {
    pcg random = {1};
    for (size_t i = 0; i < sizeof row; i++) row[i] = (uint8_t)pcg_next(&random);
    if (ead_frame_bytes(MOST, CHANNELS) > sizeof memory) return 1;
    count_all();
    return 0;
}
