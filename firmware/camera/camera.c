#include "camera.h"

#include <stddef.h>

#include "../status.h"
#include <edgead/edgead.h>

enum { SIDE_MOST = 8192, START_TIME = 500000, OVERDUE_LEAST = 100000, OVERDUE_INTERVALS = 4, INTERVAL_LEAST = 2000, INTERVAL_MOST = 1000000 };

uint32_t ead_picture_bytes(uint32_t format, uint32_t width, uint32_t height) {
    if (width == 0 || height == 0 || width > SIDE_MOST || height > SIDE_MOST) return 0;
    switch (format) {
    case EAD_PIXELS_RGB888:
        return width * height * 3;
    case EAD_PIXELS_GRAY8:
        return width * height;
    case EAD_PIXELS_RGB565_BE:
    case EAD_PIXELS_RGB565_LE:
        return width * height * 2;
    case EAD_PIXELS_YUYV:
        return width % 2 == 0 ? width * height * 2 : 0;
    default:
        return 0;
    }
}

static int64_t pause_of(const ead_camera *camera) {
    uint32_t doublings = camera->failures < 5 ? camera->failures : 5;
    int64_t pause = (int64_t)EAD_CAMERA_PAUSE << doublings;
    return pause < EAD_CAMERA_PAUSE_MOST ? pause : EAD_CAMERA_PAUSE_MOST;
}

static int64_t overdue(const ead_camera *camera, int64_t now) {
    int64_t limit = camera->setup.interval * OVERDUE_INTERVALS;
    return now + (limit > OVERDUE_LEAST ? limit : OVERDUE_LEAST);
}

static void rest(ead_camera *camera, int64_t now) {
    camera->sensor->power(camera->sensor->context, false);
    camera->state = EAD_CAMERA_RESTING;
    camera->due = now + pause_of(camera);
}

bool ead_camera_begin(ead_camera *camera, const ead_sensor *sensor, const ead_camera_setup *setup, int64_t now) {
    if (ead_picture_bytes(setup->format, setup->width, setup->height) == 0 || setup->interval <= 0) return false;
    *camera = (ead_camera){.sensor = sensor, .setup = *setup, .answers = true};
    rest(camera, now);
    return true;
}

void ead_camera_release(ead_camera *camera) {
    if (camera->holds) camera->sensor->give(camera->sensor->context, &camera->held);
    camera->holds = false;
}

void ead_camera_hold(ead_camera *camera, const ead_frame *frame) {
    ead_camera_release(camera);
    camera->held = *frame;
    camera->holds = true;
}

void ead_camera_end(ead_camera *camera) {
    ead_camera_release(camera);
    if (camera->state != EAD_CAMERA_RESTING) camera->sensor->stop(camera->sensor->context);
    camera->sensor->power(camera->sensor->context, false);
    camera->state = EAD_CAMERA_RESTING;
    camera->due = INT64_MAX;
}

static void start(ead_camera *camera, int64_t now) {
    camera->sensor->power(camera->sensor->context, true);
    camera->answers = camera->sensor->start(camera->sensor->context, &camera->setup);
    if (!camera->answers) {
        camera->failures++;
        rest(camera, now);
        return;
    }
    camera->state = EAD_CAMERA_SETTLING;
    camera->settled = 0;
    camera->apart = 0;
    camera->torn = 0;
    camera->due = now + START_TIME;
}

/* The driver gets its frame back before it is let go, and is let go before the power is: it must not wait for a sensor that is off. */
static void reset(ead_camera *camera, int64_t now) {
    ead_camera_release(camera);
    if (camera->state == EAD_CAMERA_SETTLING) camera->failures++;
    camera->resets++;
    camera->sensor->stop(camera->sensor->context);
    rest(camera, now);
}

static bool is_whole(const ead_camera *camera, const ead_frame *frame) {
    const ead_camera_setup *setup = &camera->setup;
    return frame->pixels != NULL && frame->width == setup->width && frame->height == setup->height &&
           frame->bytes >= ead_picture_bytes(setup->format, setup->width, setup->height);
}

/* Sensors do not keep to what is asked of them: lighting, clock and size decide. */
static void measure(ead_camera *camera, const ead_frame *frame) {
    int64_t interval = frame->started - camera->last;
    if (camera->settled > 0 && interval >= INTERVAL_LEAST && interval <= INTERVAL_MOST) {
        camera->setup.interval = camera->apart > 0 && camera->apart < interval ? camera->apart : interval;
        camera->apart = interval;
    }
    camera->last = frame->started;
}

/* True when the frame counts. One that does not goes back to the driver. */
static bool believe(ead_camera *camera, int64_t now, const ead_frame *frame) {
    camera->due = overdue(camera, now);
    if (!is_whole(camera, frame)) {
        ead_camera_give(camera, frame);
        if (++camera->torn >= EAD_CAMERA_TORN) reset(camera, now);
        return false;
    }
    camera->torn = 0;
    if (camera->state == EAD_CAMERA_RUNNING) return true;
    measure(camera, frame);
    ead_camera_give(camera, frame);
    if (++camera->settled < camera->setup.settle) return false;
    if (!camera->sensor->lock(camera->sensor->context, &camera->setup)) {
        reset(camera, now);
        return false;
    }
    camera->state = EAD_CAMERA_RUNNING;
    camera->failures = 0;
    return false; /* the frame in hand was exposed before the lock */
}

bool ead_camera_step(ead_camera *camera, int64_t now, ead_frame *frame) {
    if (camera->state == EAD_CAMERA_RESTING) {
        if (now >= camera->due) start(camera, now);
        return false;
    }
    if (camera->sensor->take(camera->sensor->context, frame)) return believe(camera, now, frame);
    if (now >= camera->due) {
        camera->timeouts++;
        reset(camera, now);
    }
    return false;
}

void ead_camera_give(ead_camera *camera, const ead_frame *frame) {
    camera->sensor->give(camera->sensor->context, frame);
}

int32_t ead_camera_status(const ead_camera *camera) {
    if (camera->state == EAD_CAMERA_RUNNING) return EAD_D_OK;
    return !camera->answers && camera->failures >= EAD_CAMERA_GONE ? EAD_D_NO_CAMERA : EAD_D_CAMERA_HANG;
}

int64_t ead_camera_middle(const ead_camera *camera, const ead_frame *frame) {
    return frame->started + (camera->setup.readout - camera->setup.exposure) / 2;
}
