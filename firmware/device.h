/* The camera as a whole: what a board gives, and what the functions of calls.h work on. */
#ifndef EAD_DEVICE_H
#define EAD_DEVICE_H

#include "engine/worker.h"
#include "line/line.h"
#include "store/updates.h"

typedef struct ead_board {
    const ead_flash *flash;
    const ead_wires *wires;
    const ead_lock *lock;  /* against the other core and interrupts, for a few microseconds */
    const ead_lock *turns; /* a mutex that the worker's task holds during a step: who opens or closes an engine waits for it */
    const ead_sensor *sensor;
    const ead_system *system;
    ead_camera_setup camera;
    ead_worker_memory memory;
    ead_model_check check;
    ead_pulse *slots; /* [slots_most] */
    uint32_t slots_most;
} ead_board;

typedef struct ead_device {
    const ead_board *board;
    ead_store store;
    ead_updates updates;
    ead_line line;
    ead_worker worker;
    int32_t handle; /* of the open engine; 0: none */
    int32_t opened; /* engines so far: handles are never used again */
} ead_device;

/* Before the worker's task starts: reads the model store and decides which model runs. */
void ead_device_init(ead_device *device, const ead_board *board);

/* One round of the worker's task. True: call again at once; false: wait a millisecond. */
bool ead_device_step(ead_device *device);

#endif
