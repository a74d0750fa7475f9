/*
 * Two camera frames of 240x240 pixels RGB565 through the model that is compiled in, by the target's fastest operators. count_begin and
 * count_end enclose the second. With COPIES the engine has memory for copies of the density. cache.sh runs it.
 */
#include "counted.h"
#include "stream/engine.h"
#include "target.h"

#include <stdio.h>
#include <stdlib.h>

enum { SIDE = 240 };

extern uint8_t camera_frame[2 * SIDE * SIDE];
uint8_t camera_frame[2 * SIDE * SIDE] __attribute__((aligned(64)));

int main(void) {
    const ead_source source = {EAD_PIXELS_RGB565_BE, SIDE, SIDE};
    ead_engine *engine;
    ead_result result;
    ead_verified verified;
    size_t bytes;
    uint32_t state = 1;
    for (size_t i = 0; i < sizeof camera_frame; i++) {
        state = state * 1664525u + 1013904223u;
        camera_frame[i] = (uint8_t)(state >> 24);
    }
    if (ead_verify(target_files[0].bytes, target_files[0].size, &verified, &bytes, NULL) != EAD_OK) return 1;
#ifdef COPIES
    bytes += ead_constants_bytes(&verified);
#endif
    uint8_t *memory = malloc(bytes + EAD_ALIGNMENT);
    if (!memory) return 1;
    memory += (EAD_ALIGNMENT - (uintptr_t)memory % EAD_ALIGNMENT) % EAD_ALIGNMENT;
    if (ead_engine_build(&verified, memory, bytes, &engine, NULL) != EAD_OK) return 1;
    if (ead_score_frame(engine, &source, camera_frame, 2 * SIDE, &result) != EAD_OK) return 1;
    count_begin();
    const ead_status status = ead_score_frame(engine, &source, camera_frame, 2 * SIDE, &result);
    count_end();
    puts(status == EAD_OK ? "frame" : "failed");
    return status != EAD_OK;
}
