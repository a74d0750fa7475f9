/* A board on a virtual clock: the test moves time, frames come from a sensor that can hang, alarms ring when they are due. */
#ifndef FAKE_BOARD_H
#define FAKE_BOARD_H

#include "../../firmware/calls/calls.h"
#include "../../firmware/device.h"
#include "fake_flash.h"

enum { FAKE_WIDTH = 48, FAKE_HEIGHT = 40, FAKE_FRAME_BYTES = FAKE_WIDTH * FAKE_HEIGHT, FAKE_INTERVAL = 20000, FAKE_PINS = 49, FAKE_SLOTS = 64, FAKE_BUFFERS = 3 };

typedef struct fake_board {
    fake_flash flash;
    int64_t now, position;
    bool pins[FAKE_PINS], claimed[FAKE_PINS], output[FAKE_PINS];
    int32_t refused_pin; /* -1: none */
    int64_t alarm;
    int32_t restarts, cause;
    int locked; /* nesting of the lock: must be 0 or 1 */
    bool nested;

    /* Sensor. */
    bool powered, started, locked_exposure;
    bool absent, hangs, torn, refuses_lock;
    int64_t next_frame, late;
    int64_t interval; /* of the sensor's frames, FAKE_INTERVAL unless a test says otherwise */
    uint32_t powers_on, powers_off, starts, stops, given, taken;
    uint8_t shade; /* grey of the next frame */
    uint8_t pixels[FAKE_BUFFERS][FAKE_FRAME_BYTES];

    int32_t guarded; /* calls of guard */
    uint8_t port[64];
    uint32_t port_count;

    /* Memory of the device. */
    _Alignas(16) uint8_t engine[1 << 17], check[1 << 17];
    float cells[1024];
    uint8_t snapshot[FAKE_FRAME_BYTES];
    ead_pulse slots[FAKE_SLOTS];

    ead_flash hal_flash;
    ead_wires wires;
    ead_lock lock, turns;
    ead_sensor sensor;
    ead_system system;
    ead_board board;
    ead_device device;
} fake_board;

/* Everything as at the factory: flash erased, sensor fine. */
void fake_board_init(fake_board *fake);

/* The chip starts: flash is kept. */
void fake_board_boot(fake_board *fake);

/* Lets time pass in steps of `step`; the worker's task and the alarm run when they are due. */
void fake_board_pass(fake_board *fake, int64_t microseconds, int64_t step);

/* An input changes. */
void fake_board_input(fake_board *fake, int32_t signal, bool high);

/* Writes a model of tests/vectors through an update and starts anew; false when anything refuses it. */
bool fake_board_install(fake_board *fake, const char *name);

#endif
