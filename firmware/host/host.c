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
#include "../calls/calls.h"
#include "../device.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { SLOT = 512 * 1024, STATE = 16 * 1024, EVENTS = 96 * 1024, ENGINE = 1 << 20, CELLS = 4096, PINS = 49, POWER_ON = 1 };

/* Region by region, one behind the other, as in the boards' layouts. */
static const uint32_t SIZES[5] = {SLOT, SLOT, STATE, STATE, EVENTS};
static const uint32_t OFFSETS[5] = {0, SLOT, 2 * SLOT, 2 * SLOT + STATE, 2 * SLOT + 2 * STATE};
enum { FLASH = 2 * SLOT + 2 * STATE + EVENTS };

typedef struct host {
    struct timespec start;
    pthread_mutex_t lock, turns, alarm_lock;
    int64_t alarm;
    _Atomic bool pins[PINS];
    uint8_t *flash;
    uint8_t *frames;
    uint32_t frame_count, frame_bytes, next;
    int64_t next_at, trigger;
    bool started;
    int port;
    ead_board board;
    ead_device device;
} host;

static int64_t now_of(void *context) {
    const host *self = context;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)(now.tv_sec - self->start.tv_sec) * 1000000 + (now.tv_nsec - self->start.tv_nsec) / 1000;
}

static void sleep_for(int64_t microseconds) {
    struct timespec pause = {microseconds / 1000000, microseconds % 1000000 * 1000};
    nanosleep(&pause, NULL);
}

/* Locks. */

static void enter(void *mutex) {
    pthread_mutex_lock(mutex);
}

static void leave(void *mutex) {
    pthread_mutex_unlock(mutex);
}

/* Flash: NOR rules in memory that may be a file. */

static bool reaches(ead_region region, uint32_t offset, uint32_t count) {
    return offset <= SIZES[region] && count <= SIZES[region] - offset;
}

static bool flash_read(void *context, ead_region region, uint32_t offset, void *bytes, uint32_t count) {
    const host *self = context;
    if (!reaches(region, offset, count)) return false;
    memcpy(bytes, self->flash + OFFSETS[region] + offset, count);
    return true;
}

static bool flash_write(void *context, ead_region region, uint32_t offset, const void *bytes, uint32_t count) {
    const host *self = context;
    const uint8_t *source = bytes;
    if (!reaches(region, offset, count)) return false;
    for (uint32_t i = 0; i < count; i++)
        self->flash[OFFSETS[region] + offset + i] &= source[i];
    return true;
}

static bool flash_erase(void *context, ead_region region, uint32_t offset) {
    const host *self = context;
    if (!reaches(region, offset, EAD_SECTOR_BYTES)) return false;
    memset(self->flash + OFFSETS[region] + offset, 0xFF, EAD_SECTOR_BYTES);
    return true;
}

static uint32_t flash_size(void *context, ead_region region) {
    (void)context;
    return SIZES[region];
}

static const uint8_t *flash_map(void *context, ead_region region) {
    const host *self = context;
    return self->flash + OFFSETS[region];
}

/* Pins. */

static int64_t position_of(void *context) {
    (void)context;
    return 0;
}

static bool claim(void *context, int32_t signal, int32_t pin, uint32_t flags) {
    (void)context, (void)signal, (void)flags;
    return pin < PINS;
}

static void release(void *context) {
    (void)context;
}

static void write_pin(void *context, int32_t pin, bool high) {
    ((host *)context)->pins[pin] = high;
}

static bool read_pin(void *context, int32_t pin) {
    return ((host *)context)->pins[pin];
}

static void set_alarm(void *context, int64_t at) {
    host *self = context;
    pthread_mutex_lock(&self->alarm_lock);
    self->alarm = at;
    pthread_mutex_unlock(&self->alarm_lock);
}

static void restart(void *context, int32_t cause) {
    (void)context;
    fprintf(stderr, "the camera restarts, cause %d\n", (int)cause);
    _exit(cause);
}

/* The alarm's thread also moves TRIG. */
static void *ring(void *context) {
    host *self = context;
    int64_t trigger = self->trigger;
    for (;;) {
        pthread_mutex_lock(&self->alarm_lock);
        int64_t now = now_of(self), wait = 1000;
        bool due = self->alarm <= now;
        if (due) self->alarm = INT64_MAX;
        if (!due && self->alarm - now < wait) wait = self->alarm - now;
        pthread_mutex_unlock(&self->alarm_lock);
        if (due) ead_line_alarm(&self->device.line);
        if (self->trigger > 0 && now >= trigger) {
            int32_t pin = self->device.line.pins[EAD_TRIG];
            bool on = pin >= 0 && !self->pins[pin];
            if (pin >= 0) self->pins[pin] = on;
            ead_line_changed(&self->device.line, EAD_TRIG);
            trigger += on ? self->trigger / 4 : self->trigger - self->trigger / 4;
        }
        if (!due) sleep_for(wait);
    }
    return NULL;
}

/* Camera. */

static void power(void *context, bool on) {
    (void)context, (void)on;
}

static bool start(void *context, const ead_camera_setup *setup) {
    host *self = context;
    self->next_at = now_of(self) + setup->interval;
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
    if (!self->started || now_of(self) < self->next_at) return false;
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

/* System. */

static int32_t reset_cause(void *context) {
    (void)context;
    return POWER_ON;
}

static void free_memory(void *context, int64_t *internal, int64_t *external) {
    (void)context;
    *internal = *external = 0;
}

static void guard(void *context, int32_t milliseconds) {
    (void)context, (void)milliseconds;
}

static int32_t read_port(void *context, uint8_t *bytes, uint32_t count) {
    const host *self = context;
    ssize_t taken = self->port < 0 ? -1 : read(self->port, bytes, count);
    return self->port < 0 ? -1 : taken < 0 ? 0 : (int32_t)taken;
}

static int32_t write_port(void *context, const uint8_t *bytes, uint32_t count) {
    const host *self = context;
    ssize_t taken = self->port < 0 ? -1 : write(self->port, bytes, count);
    return self->port < 0 ? -1 : taken < 0 ? 0 : (int32_t)taken;
}

/* Start. */

static _Noreturn void give_up(const char *what, const char *path) {
    fprintf(stderr, "%s: %s\n", what, path);
    exit(1);
}

static uint8_t *read_file(const char *path, uint32_t *bytes) {
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) give_up("cannot read", path);
    long size = ftell(file);
    rewind(file);
    uint8_t *content = size > 0 ? malloc((size_t)size) : NULL;
    if (content == NULL || fread(content, 1, (size_t)size, file) != (size_t)size) give_up("cannot read", path);
    fclose(file);
    *bytes = (uint32_t)size;
    return content;
}

static uint8_t *open_flash(const char *path) {
    int file = path == NULL ? -1 : open(path, O_RDWR | O_CREAT, 0644);
    if (path != NULL && file < 0) give_up("cannot open", path);
    bool fresh = file < 0 || lseek(file, 0, SEEK_END) != FLASH;
    if (file >= 0 && ftruncate(file, FLASH) != 0) give_up("cannot write", path);
    uint8_t *bytes = mmap(NULL, FLASH, PROT_READ | PROT_WRITE, file < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED, file, 0);
    if (bytes == MAP_FAILED) give_up("cannot map", path == NULL ? "memory" : path);
    if (fresh) memset(bytes, 0xFF, FLASH);
    return bytes;
}

static void open_frames(host *self) {
    unsigned width = 96, height = 96, format = 0;
    long long interval = 40000;
    const char *shape = getenv("EDGEAD_FRAME"), *path = getenv("EDGEAD_FRAMES");
    if (shape != NULL && sscanf(shape, "%ux%u:%u:%lld", &width, &height, &format, &interval) < 3) give_up("not a frame", shape);
    self->board.camera = (ead_camera_setup){format, width, height, interval, interval / 2, 2000, -1, -1, 2};
    self->frame_bytes = ead_picture_bytes(format, width, height);
    if (self->frame_bytes == 0) give_up("not a frame", shape);
    if (path != NULL) {
        uint32_t bytes;
        self->frames = read_file(path, &bytes);
        self->frame_count = bytes / self->frame_bytes;
    } else {
        self->frame_count = 16;
        self->frames = malloc((size_t)self->frame_bytes * self->frame_count);
        for (uint32_t i = 0; self->frames != NULL && i < self->frame_count; i++)
            memset(self->frames + (size_t)i * self->frame_bytes, (int)(i * 16), self->frame_bytes);
    }
    if (self->frames == NULL || self->frame_count == 0) give_up("no frames in", path == NULL ? "memory" : path);
}

static int open_port(const char *link) {
    if (link == NULL) return -1;
    int port = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
    struct termios raw;
    if (port < 0 || grantpt(port) != 0 || unlockpt(port) != 0 || tcgetattr(port, &raw) != 0) give_up("no terminal for", link);
    cfmakeraw(&raw);
    tcsetattr(port, TCSANOW, &raw);
    unlink(link);
    if (symlink(ptsname(port), link) != 0) give_up("cannot link", link);
    int held = open(link, O_RDWR | O_NOCTTY); /* stays open, so that the port outlives who asks it */
    if (held < 0) give_up("cannot open", link);
    return port;
}

/* Through an update and a second start, as on a board. */
static void install(host *self, const char *path) {
    uint32_t bytes;
    uint8_t *file = read_file(path, &bytes);
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
        if (!ead_device_step(context)) sleep_for(1000);
    return NULL;
}

static void begin(host *self) {
    static ead_flash flash;
    static ead_wires wires;
    static ead_lock lock, turns;
    static ead_sensor sensor;
    static ead_system machine;
    pthread_t worker, alarm;
    const char *model = getenv("EDGEAD_MODEL"), *trigger = getenv("EDGEAD_TRIGGER");
    clock_gettime(CLOCK_MONOTONIC, &self->start);
    pthread_mutex_init(&self->lock, NULL);
    pthread_mutex_init(&self->turns, NULL);
    pthread_mutex_init(&self->alarm_lock, NULL);
    self->alarm = INT64_MAX;
    self->trigger = trigger == NULL ? 0 : atoll(trigger);
    self->flash = open_flash(getenv("EDGEAD_FLASH"));
    self->port = open_port(getenv("EDGEAD_PORT"));
    open_frames(self);
    flash = (ead_flash){self, flash_read, flash_write, flash_erase, flash_size, flash_map};
    wires = (ead_wires){self, now_of, position_of, claim, release, write_pin, read_pin, set_alarm, restart};
    lock = (ead_lock){&self->lock, enter, leave};
    turns = (ead_lock){&self->turns, enter, leave};
    sensor = (ead_sensor){self, power, start, stop, lock_exposure, take, give};
    machine = (ead_system){self, reset_cause, free_memory, guard, read_port, write_port};
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
    if (pthread_create(&worker, NULL, work, &self->device) != 0 || pthread_create(&alarm, NULL, ring, self) != 0)
        give_up("no thread", "");
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
