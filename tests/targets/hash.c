/*
 * A frame of 240x240 pixels RGB565 through the model that is compiled in, for all tables of operators that the target has: a hash of every
 * feature map, of the cells' features, of what the density sees, of the cells' scores, and the bits of the image score. The pixels are a
 * smooth pattern with noise, the same everywhere. Lines: table, part, hash. hash.sh runs it.
 */
#include "stream/engine.h"
#include "target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIDE = 240, MOST_TENSORS = 80 };

static void *memory_of(size_t bytes) {
    uint8_t *memory = malloc(bytes + 16);
    if (memory) return memory + (16 - (uintptr_t)memory % 16) % 16;
    puts("no memory");
    exit(1);
}

/* FNV-1a, 32 bits. */
static uint32_t hash_of(const void *data, size_t bytes) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < bytes; i++) hash = (hash ^ ((const uint8_t *)data)[i]) * 16777619u;
    return hash;
}

static void tap(ead_tap *taps, uint32_t index, size_t bytes) {
    taps[index] = (ead_tap){memory_of(bytes), bytes};
}

static void picture(uint8_t *pixels) {
    uint32_t state = 1;
    for (uint32_t y = 0; y < SIDE; y++)
        for (uint32_t x = 0; x < SIDE; x++) {
            state = state * 1664525u + 1013904223u;
            const uint32_t noise = state >> 29, r = (x + y) / 16 % 32, g = (x / 4 + noise) % 64, b = (y / 8 + noise / 2) % 32, v = r << 11 | g << 5 | b;
            pixels[2 * (y * SIDE + x)] = (uint8_t)(v >> 8), pixels[2 * (y * SIDE + x) + 1] = (uint8_t)v;
        }
}

static int run(const ead_op_table *ops, const uint8_t *pixels) {
    const target_embedded *file = &target_files[0];
    ead_engine *engine;
    ead_info info;
    ead_result result;
    size_t bytes;
    if (ead_engine_bytes_with(ops, file->bytes, file->size, &bytes, NULL) != EAD_OK) return 1;
    if (ead_engine_open_with(ops, memory_of(bytes), bytes, file->bytes, file->size, &engine, NULL) != EAD_OK) return 1;
    ead_get_info(engine, &info);
    if (info.tensor_count + 2 > MOST_TENSORS) return 1;

    ead_tap taps[MOST_TENSORS] = {{0}};
    for (uint32_t t = 0; t < info.tensor_count; t++) {
        ead_tensor_info shape;
        ead_get_tensor(engine, t, &shape);
        tap(taps, t, (size_t)shape.rows * shape.columns * shape.channels);
    }
    const size_t cells = (size_t)info.grid_rows * info.grid_columns;
    tap(taps, info.tensor_count, cells * info.features);
    tap(taps, info.tensor_count + 1, cells * info.dimensions * sizeof(int16_t));
    const ead_source source = {EAD_PIXELS_RGB565_BE, SIDE, SIDE};
    if (ead_set_taps(engine, taps) != EAD_OK || ead_score_frame(engine, &source, pixels, 2 * SIDE, &result) != EAD_OK) return 1;

    for (uint32_t t = 0; t < info.tensor_count; t++) printf("%s\ttensor %u\t%u\n", ops->name, (unsigned)t, (unsigned)hash_of(taps[t].destination, taps[t].bytes));
    for (uint32_t t = info.tensor_count; t < info.tensor_count + 2; t++)
        printf("%s\t%s\t%u\n", ops->name, t == info.tensor_count ? "features" : "density", (unsigned)hash_of(taps[t].destination, taps[t].bytes));
    printf("%s\tcells\t%u\n", ops->name, (unsigned)hash_of(result.cells, cells * sizeof(float)));
    uint32_t score;
    memcpy(&score, &result.score, sizeof score);
    printf("%s\tscore\t%u\n", ops->name, (unsigned)score);
    return 0;
}

int main(void) {
    uint8_t *pixels = memory_of(2 * SIDE * SIDE);
    const ead_op_table *ops;
    picture(pixels);
    for (uint32_t i = 0; (ops = ead_ops_at(i)); i++)
        if (run(ops, pixels)) {
            puts("the model does not run");
            return 1;
        }
    return 0;
}
