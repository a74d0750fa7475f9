/* A sensor that shows the pictures of a file, one after another, at its own pace. */
#include <stdlib.h>
#include <string.h>

#include <edgead/edgead.h>

#include "../camera/camera.h"
#include "host.h"

static void power(void *context, bool on) {
    (void)context, (void)on;
}

static bool start(void *context, const ead_camera_setup *setup) {
    host *self = context;
    self->next_at = host_now(self) + setup->interval;
    return self->started = true;
}

static void stop(void *context) {
    ((host *)context)->started = false;
}

static bool lock_exposure(void *context, const ead_camera_setup *setup) {
    (void)context, (void)setup;
    return true;
}

static bool take(void *context, ead_frame *frame) {
    host *self = context;
    const ead_camera_setup *setup = &self->board.camera;
    if (!self->started || host_now(self) < self->next_at) return false;
    *frame = (ead_frame){.pixels = self->frames + (size_t)(self->next % self->frame_count) * self->frame_bytes,
                         .bytes = self->frame_bytes,
                         .width = setup->width,
                         .height = setup->height,
                         .started = self->next_at - setup->readout};
    self->next++;
    self->next_at += setup->interval;
    return true;
}

static void give(void *context, const ead_frame *frame) {
    (void)context, (void)frame;
}

static void open_frames(host *self) {
    unsigned width = 96, height = 96, format = 0;
    long long interval = 40000;
    const char *shape = getenv("EDGEAD_FRAME"), *path = getenv("EDGEAD_FRAMES");
    if (shape != NULL && sscanf(shape, "%ux%u:%u:%lld", &width, &height, &format, &interval) < 3) host_give_up("not a frame", shape);
    self->board.camera = (ead_camera_setup){format, width, height, interval, interval / 2, 2000, -1, -1, 2};
    self->frame_bytes = ead_picture_bytes(format, width, height);
    if (self->frame_bytes == 0) host_give_up("not a frame", shape);
    if (path != NULL) {
        uint32_t bytes;
        self->frames = host_read_file(path, &bytes);
        self->frame_count = bytes / self->frame_bytes;
    } else {
        self->frame_count = 16;
        self->frames = malloc((size_t)self->frame_bytes * self->frame_count);
        for (uint32_t i = 0; self->frames != NULL && i < self->frame_count; i++)
            memset(self->frames + (size_t)i * self->frame_bytes, (int)(i * 16), self->frame_bytes);
    }
    if (self->frames == NULL || self->frame_count == 0) host_give_up("no frames in", path == NULL ? "memory" : path);
}

ead_sensor host_sensor(host *self) {
    open_frames(self);
    return (ead_sensor){self, power, start, stop, lock_exposure, take, give};
}
