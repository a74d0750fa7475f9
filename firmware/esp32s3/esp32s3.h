/* The board's side of hal.h on an ESP32-S3 with ESP-IDF 5.5; pins, sensor and sizes come from the board's generated board.h. */
#ifndef EAD_ESP32S3_H
#define EAD_ESP32S3_H

#include "../device.h"

/* Each fills its part of hal.h; false: the hardware or a partition is missing. */
bool ead_s3_flash(ead_flash *flash);
bool ead_s3_wires(ead_wires *wires, ead_line *line); /* called on the core whose interrupts are to be used */
void ead_s3_sensor(ead_sensor *sensor, ead_camera_setup *setup);
void ead_s3_system(ead_system *system);

/* Encoder count, latched by VSYNC at the begin of the frame that started at `moment`. */
void ead_s3_watch_vsync(bool on);
int64_t ead_s3_count_at(int64_t moment);

/* The chip starts anew at once, also from an interrupt; the cause outlives it. */
void ead_s3_restart(void *context, int32_t cause);
int32_t ead_s3_reset_cause(void *context);

/* A spinlock of its own for each user. */
ead_lock ead_s3_spinlock(void);

#endif
