/* What the parts of the camera on this computer share. host.c says what they make of the environment. */
#ifndef EAD_HOST_H
#define EAD_HOST_H

#include <pthread.h>
#include <stdio.h>
#include <time.h>

#include "../device.h"

enum { HOST_PINS = 49 };

typedef struct host {
    struct timespec start;
    pthread_mutex_t lock, turns, alarm_lock;
    int64_t alarm;
    _Atomic bool pins[HOST_PINS];
    uint8_t *flash;
    uint8_t *frames;
    uint32_t frame_count, frame_bytes, next;
    int64_t next_at, trigger;
    bool started;
    int port;
    ead_board board;
    ead_device device;
} host;

int64_t host_now(void *context);
void host_sleep(int64_t microseconds);
_Noreturn void host_give_up(const char *what, const char *path);
uint8_t *host_read_file(const char *path, uint32_t *bytes);

/* Each takes what it needs from the environment and fills in its part of the board. */
ead_flash host_flash(host *self);
ead_wires host_wires(host *self);
ead_sensor host_sensor(host *self);
ead_system host_system(host *self);

/* The thread behind the alarm, which also moves TRIG. */
void *host_ring(void *context);

#endif
