#include "fake_board.h"

#include <stdio.h>
#include <string.h>

#include <edgead/edgead.h>

static int64_t now_of(void *context) {
    return ((fake_board *)context)->now;
}

static int64_t position_of(void *context) {
    return ((fake_board *)context)->position;
}

static bool claim(void *context, int32_t signal, int32_t pin, uint32_t flags) {
    fake_board *fake = context;
    (void)flags;
    if (pin >= FAKE_PINS || pin == fake->refused_pin || fake->claimed[pin]) return false;
    fake->claimed[pin] = true;
    fake->output[pin] = signal >= EAD_READY;
    return true;
}

static void release(void *context) {
    fake_board *fake = context;
    memset(fake->claimed, 0, sizeof fake->claimed);
}

static void write_pin(void *context, int32_t pin, bool high) {
    ((fake_board *)context)->pins[pin] = high;
}

static bool read_pin(void *context, int32_t pin) {
    return ((fake_board *)context)->pins[pin];
}

static void set_alarm(void *context, int64_t at) {
    ((fake_board *)context)->alarm = at;
}

static void restart(void *context, int32_t cause) {
    fake_board *fake = context;
    fake->restarts++;
    fake->cause = cause;
}

static void enter(void *context) {
    fake_board *fake = context;
    fake->nested |= fake->locked++ != 0;
}

static void leave(void *context) {
    ((fake_board *)context)->locked--;
}

static void turn(void *context) {
    (void)context;
}

static void power(void *context, bool on) {
    fake_board *fake = context;
    if (on) fake->powers_on++;
    if (!on) fake->powers_off++;
    fake->powered = on;
    if (!on) fake->hangs = false; /* what the power pin is for */
}

static bool start(void *context, const ead_camera_setup *setup) {
    fake_board *fake = context;
    fake->starts++;
    fake->locked_exposure = false;
    fake->next_frame = fake->now + setup->interval;
    return fake->started = fake->powered && !fake->absent;
}

static void stop(void *context) {
    fake_board *fake = context;
    fake->stops++;
    fake->started = false;
}

static bool lock_exposure(void *context, const ead_camera_setup *setup) {
    fake_board *fake = context;
    (void)setup;
    return fake->locked_exposure = !fake->refuses_lock;
}

static bool take(void *context, ead_frame *frame) {
    fake_board *fake = context;
    if (!fake->started || fake->hangs || fake->now < fake->next_frame + fake->late) return false;
    if (fake->taken - fake->given == FAKE_BUFFERS - 1) return false; /* the driver needs one to fill */
    uint8_t *pixels = fake->pixels[fake->taken++ % FAKE_BUFFERS];
    memset(pixels, fake->shade, FAKE_FRAME_BYTES);
    *frame = (ead_frame){.pixels = pixels,
                         .bytes = fake->torn ? FAKE_FRAME_BYTES - 1 : FAKE_FRAME_BYTES,
                         .width = FAKE_WIDTH,
                         .height = FAKE_HEIGHT,
                         .started = fake->next_frame + fake->late - fake->interval / 2,
                         .count = fake->position};
    fake->next_frame += fake->interval;
    return true;
}

static void give(void *context, const ead_frame *frame) {
    (void)frame;
    ((fake_board *)context)->given++;
}

static int32_t reset_cause(void *context) {
    (void)context;
    return 1;
}

static void free_memory(void *context, int64_t *internal, int64_t *external) {
    (void)context;
    *internal = 1000;
    *external = 2000;
}

static void guard(void *context, int32_t milliseconds) {
    (void)milliseconds;
    ((fake_board *)context)->guarded++;
}

static int32_t read_port(void *context, uint8_t *bytes, uint32_t count) {
    fake_board *fake = context;
    uint32_t taken = count < fake->port_count ? count : fake->port_count;
    if (taken > 0) memcpy(bytes, fake->port, taken);
    fake->port_count -= taken;
    return (int32_t)taken;
}

static int32_t write_port(void *context, const uint8_t *bytes, uint32_t count) {
    fake_board *fake = context;
    uint32_t room = (uint32_t)sizeof fake->port - fake->port_count;
    uint32_t taken = count < room ? count : room;
    memcpy(fake->port + fake->port_count, bytes, taken);
    fake->port_count += taken;
    return (int32_t)taken;
}

void fake_board_boot(fake_board *fake) {
    fake->hal_flash = fake_flash_hal(&fake->flash);
    fake->wires = (ead_wires){fake, now_of, position_of, claim, release, write_pin, read_pin, set_alarm, restart};
    fake->lock = (ead_lock){fake, enter, leave};
    fake->turns = (ead_lock){fake, turn, turn};
    fake->sensor = (ead_sensor){fake, power, start, stop, lock_exposure, take, give};
    fake->system = (ead_system){fake, reset_cause, free_memory, guard, read_port, write_port};
    fake->board = (ead_board){
        .flash = &fake->hal_flash,
        .wires = &fake->wires,
        .lock = &fake->lock,
        .turns = &fake->turns,
        .sensor = &fake->sensor,
        .system = &fake->system,
        .camera = {.format = EAD_PIXELS_GRAY8,
                   .width = FAKE_WIDTH,
                   .height = FAKE_HEIGHT,
                   .interval = FAKE_INTERVAL, /* what it is said to be; the worker measures */
                   .readout = 10000,
                   .exposure = 2000,
                   .exposure_value = -1,
                   .gain_value = -1,
                   .settle = 3},
        .memory = {.engine = fake->engine,
                   .engine_bytes = sizeof fake->engine,
                   .cells = fake->cells,
                   .cells_most = 1024,
                   .snapshot = fake->snapshot,
                   .snapshot_bytes = sizeof fake->snapshot},
        .check = {.memory = fake->check, .memory_bytes = sizeof fake->check},
        .slots = fake->slots,
        .slots_most = FAKE_SLOTS};
    fake->powered = fake->started = false;
    fake->given = fake->taken; /* the driver starts anew, too */
    fake->alarm = INT64_MAX;
    memset(fake->claimed, 0, sizeof fake->claimed);
    ead_device_init(&fake->device, &fake->board);
}

void fake_board_init(fake_board *fake) {
    memset(fake, 0, sizeof *fake);
    fake->refused_pin = -1;
    fake->interval = FAKE_INTERVAL;
    fake_flash_init(&fake->flash);
    fake_board_boot(fake);
}

void fake_board_pass(fake_board *fake, int64_t microseconds, int64_t step) {
    for (int64_t end = fake->now + microseconds; fake->now < end;) {
        fake->now += step;
        if (fake->alarm <= fake->now) {
            fake->alarm = INT64_MAX;
            ead_line_alarm(&fake->device.line);
        }
        while (ead_device_step(&fake->device)) {
        }
    }
}

void fake_board_input(fake_board *fake, int32_t signal, bool high) {
    fake->pins[fake->device.line.pins[signal]] = high;
    ead_line_changed(&fake->device.line, signal);
}

bool fake_board_install(fake_board *fake, const char *name) {
    static uint8_t file[SLOT_BYTES];
    char path[512];
    snprintf(path, sizeof path, "%s/models/%s.ead", EAD_VECTORS_DIR, name);
    FILE *stream = fopen(path, "rb");
    if (stream == NULL) return false;
    int32_t size = (int32_t)fread(file, 1, sizeof file, stream);
    fclose(stream);
    ead_device *device = &fake->device;
    if (ead_store_calls_begin_update(device, size) != 0) return false;
    while (ead_store_calls_update_state(device) == EAD_UPDATE_ERASING)
        ead_device_step(device);
    if (ead_store_calls_write_update(device, 0, (ead_bytes){file, (uint32_t)size}, size) != 0) return false;
    if (ead_store_calls_finish_update(device) != 0 || ead_store_calls_update_state(device) != EAD_UPDATE_CHECKING) return false;
    ead_device_step(device);
    if (ead_store_calls_update_state(device) != EAD_UPDATE_PENDING) return false;
    fake_board_boot(fake);
    return ead_store_calls_active_slot(&fake->device) >= 0;
}
