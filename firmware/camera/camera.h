/*
 * The sensor from power-on to a picture, and back when it hangs:
 *
 *   RESTING --pause over--> power on, start --ok--> SETTLING --`settle` frames, then exposure and gain are locked--> RUNNING
 *      ^                        | no answer             | no frame in time, or ten torn ones in a row                 |
 *      +---- power off ---------+-----------------------+------------------------------------------------------------+
 *
 * The pause begins at 100 ms and doubles with every start in a row that brought no picture, up to 3.2 s. It never gives up.
 */
#ifndef EAD_CAMERA_H
#define EAD_CAMERA_H

#include "../hal.h"

typedef enum ead_camera_state { EAD_CAMERA_RESTING = 0, EAD_CAMERA_SETTLING = 1, EAD_CAMERA_RUNNING = 2 } ead_camera_state;

enum { EAD_CAMERA_PAUSE = 100000, EAD_CAMERA_PAUSE_MOST = 3200000, EAD_CAMERA_TORN = 10, EAD_CAMERA_GONE = 3 };

typedef struct ead_camera {
    const ead_sensor *sensor;
    ead_camera_setup setup;
    ead_camera_state state;
    int64_t due;       /* RESTING: when power comes back; otherwise: when the next frame is overdue */
    uint32_t settled;  /* whole frames since the start */
    int64_t last;      /* when the frame before began; its distance to the next, while settling, is the true interval */
    int64_t apart;     /* that distance one frame ago: the smaller of two counts, so that one lost frame does not double the interval */
    ead_frame held;    /* the newest frame that nobody wanted yet, while `holds` */
    bool holds;
    uint32_t torn;     /* in a row */
    uint32_t failures; /* starts in a row without a picture */
    bool answers;      /* the sensor answered at the last start */
    uint32_t timeouts, resets;
} ead_camera;

/* Turns the power off; the first start follows after the pause. False: a setup that no frame can have. */
bool ead_camera_begin(ead_camera *camera, const ead_sensor *sensor, const ead_camera_setup *setup, int64_t now);

/* Power off, for good. */
void ead_camera_end(ead_camera *camera);

/* Does what is due. True: `frame` is a picture and must be given back. */
bool ead_camera_step(ead_camera *camera, int64_t now, ead_frame *frame);

void ead_camera_give(ead_camera *camera, const ead_frame *frame);

/* Keeps a frame until the next one is kept, given back by `release`, or the sensor stops: an order that comes late may still want it. */
void ead_camera_hold(ead_camera *camera, const ead_frame *frame);
void ead_camera_release(ead_camera *camera);

/* EAD_D_OK: pictures come. EAD_D_CAMERA_HANG: it is being started. EAD_D_NO_CAMERA: three starts in a row found no sensor. */
int32_t ead_camera_status(const ead_camera *camera);

/* The middle of a frame's exposure, over all rows: a rolling shutter exposes a row just before it is read. */
int64_t ead_camera_middle(const ead_camera *camera, const ead_frame *frame);

/* Bytes of a frame; 0: a format that is not one of ead_pixel_format, or a side outside 1..8192. */
uint32_t ead_picture_bytes(uint32_t format, uint32_t width, uint32_t height);

#endif
