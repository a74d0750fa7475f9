/*
 * The camera on this computer: threads for the worker and the alarm, frames from a file, flash in a file, the status port on a pseudo-terminal.
 * For running the managed application on nanoFramework's runtime for POSIX without a board. What the environment says:
 *
 *   EDGEAD_MODEL=model.ead         written into the model store at the start, through an update
 *   EDGEAD_FRAMES=frames.raw       pictures one after another, repeated for ever; without: grey ones
 *   EDGEAD_FRAME=96x96:0:100000    width, height, pixel format (ead_pixel_format), microseconds from frame to frame
 *   EDGEAD_FLASH=flash.bin         keeps settings, events and model state; without: forgotten at the end
 *   EDGEAD_TRIGGER=500000          microseconds between two triggers, each on for a quarter of that; without: none
 *   EDGEAD_PORT=/tmp/camera        link to the terminal of the status port; without: no port
 */
#define _GNU_SOURCE
#include <stdlib.h>

#include "host.h"

enum { ENGINE = 1 << 20, CELLS = 4096 };

int64_t host_now(void *context) {
    const host *self = context;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)(now.tv_sec - self->start.tv_sec) * 1000000 + (now.tv_nsec - self->start.tv_nsec) / 1000;
}

void host_sleep(int64_t microseconds) {
    struct timespec pause = {microseconds / 1000000, microseconds % 1000000 * 1000};
    nanosleep(&pause, NULL);
}

_Noreturn void host_give_up(const char *what, const char *path) {
    fprintf(stderr, "%s: %s\n", what, path);
    exit(1);
}

uint8_t *host_read_file(const char *path, uint32_t *bytes) {
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) host_give_up("cannot read", path);
    long size = ftell(file);
    rewind(file);
    uint8_t *content = size > 0 ? malloc((size_t)size) : NULL;
    if (content == NULL || fread(content, 1, (size_t)size, file) != (size_t)size) host_give_up("cannot read", path);
    fclose(file);
    *bytes = (uint32_t)size;
    return content;
}

static void enter(void *mutex) {
    pthread_mutex_lock(mutex);
}

static void leave(void *mutex) {
    pthread_mutex_unlock(mutex);
}

/* Through an update and a second start, as on a board. */
static void install(host *self, const char *path) {
    uint32_t bytes;
    uint8_t *file = host_read_file(path, &bytes);
    ead_store *store = &self->device.store;
    int status = ead_store_begin(store, bytes);
    while (status == 0 && ead_store_step(store) == EAD_UPDATE_ERASING) {
    }
    if (status == 0) status = ead_store_write(store, 0, file, bytes);
    if (status == 0) status = ead_store_finish(store);
    free(file);
    if (status != 0) fprintf(stderr, "the model was refused, status %d: %s\n", status, path);
    ead_device_init(&self->device, &self->board);
}

static void *work(void *context) {
    for (;;)
        if (!ead_device_step(context)) host_sleep(1000);
    return NULL;
}

static void begin(host *self) {
    static ead_flash flash;
    static ead_wires wires;
    static ead_lock lock, turns;
    static ead_sensor sensor;
    static ead_system machine;
    pthread_t worker, alarm;
    const char *model = getenv("EDGEAD_MODEL");
    clock_gettime(CLOCK_MONOTONIC, &self->start);
    pthread_mutex_init(&self->lock, NULL);
    pthread_mutex_init(&self->turns, NULL);
    flash = host_flash(self);
    wires = host_wires(self);
    lock = (ead_lock){&self->lock, enter, leave};
    turns = (ead_lock){&self->turns, enter, leave};
    sensor = host_sensor(self);
    machine = host_system(self);
    self->board.flash = &flash;
    self->board.wires = &wires;
    self->board.lock = &lock;
    self->board.turns = &turns;
    self->board.sensor = &sensor;
    self->board.system = &machine;
    self->board.memory = (ead_worker_memory){aligned_alloc(EAD_ALIGNMENT, ENGINE),       ENGINE,
                                             malloc(CELLS * sizeof(float)),              CELLS,
                                             malloc(self->frame_bytes), self->frame_bytes};
    self->board.check = (ead_model_check){.memory = aligned_alloc(EAD_ALIGNMENT, ENGINE), .memory_bytes = ENGINE};
    self->board.slots = malloc(EAD_PULSES_MOST * sizeof(ead_pulse));
    self->board.slots_most = EAD_PULSES_MOST;
    ead_device_init(&self->device, &self->board);
    if (model != NULL) install(self, model);
    if (pthread_create(&worker, NULL, work, &self->device) != 0 || pthread_create(&alarm, NULL, host_ring, self) != 0)
        host_give_up("no thread", "");
}

static host the_host;

static void begin_the_host(void) {
    begin(&the_host);
}

ead_device *ead_the_device(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, begin_the_host);
    return &the_host.device;
}
