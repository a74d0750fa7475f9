/*
 * Camera and engine behind one mailbox. A task of its own (core 1 on the board) calls ead_worker_step for ever and owns sensor, frames and
 * arena; managed code on the other core puts orders in and takes verdicts out, each under a lock that is held for copies of a few bytes:
 *
 *   ead_worker_start(frame, expose_at)  ->  WAITING -> JUDGING -> DONE  -> ead_worker_result
 *                                              \          \
 *                                               +- HUNG <--+  the sensor was reset meanwhile
 *
 * The sensor runs freely: F pictures per second, and no way to make one of them coincide with a trigger. An order takes the first frame
 * whose exposure is less than half a frame interval before the ordered moment, so that it is at most half an interval off. The newest frame
 * that nobody wanted is kept until the next comes, so an order that managed code places up to a frame late finds its frame still there.
 * The moment itself is reported, and everything downstream reckons with it.
 */
#ifndef EAD_WORKER_H
#define EAD_WORKER_H

#include <edgead/edgead.h>

#include "../camera/camera.h"

enum {
    EAD_WORKER_STUCK = 2000000,       /* microseconds without a step after which the worker counts as stuck ... */
    EAD_WORKER_STUCK_LONG = 20000000, /* ... while golden vectors are replayed or an update is checked */
    EAD_FRAME_MOST = (1 << 24) - 1
};

typedef enum ead_order_state {
    EAD_ORDER_NONE = 0,
    EAD_ORDER_WAITING = 1,
    EAD_ORDER_JUDGING = 2,
    EAD_ORDER_DONE = 3,
    EAD_ORDER_HUNG = 4 /* no verdict will come */
} ead_order_state;

typedef enum ead_task_state { EAD_TASK_NONE = 0, EAD_TASK_WANTED = 1, EAD_TASK_RUNNING = 2, EAD_TASK_DONE = 3 } ead_task_state;

typedef struct ead_verdict {
    float score, threshold, presence, drift;
    uint32_t reject, worst;
    int64_t latency;
} ead_verdict;

typedef struct ead_worker_memory {
    void *engine; /* EAD_ALIGNMENT aligned; fast memory */
    size_t engine_bytes;
    float *cells; /* copy of the cell scores, [cells_most] */
    uint32_t cells_most;
    uint8_t *snapshot; /* [snapshot_bytes]; NULL: no snapshots */
    uint32_t snapshot_bytes;
} ead_worker_memory;

typedef struct ead_worker {
    /* Set while the task does not run. */
    const ead_lock *lock;
    const ead_wires *wires;
    const ead_sensor *sensor;
    ead_worker_memory memory;
    ead_engine *engine; /* NULL: closed */
    ead_info info;
    uint32_t picture_bytes;

    /* The task's own. */
    ead_camera camera;

    /* Under the lock. */
    ead_order_state state;
    uint32_t order; /* counts orders, so that a verdict finds out that its order was dropped meanwhile */
    int32_t frame;  /* number of the last order, answered or not */
    int64_t expose_at, exposed_at, exposed_count;
    ead_verdict verdict;
    float threshold; /* for the next frame */
    int32_t presence;
    bool judged;
    ead_task_state self_test, snapshot;
    int32_t self_test_status, self_test_index;
    uint32_t snapshot_taken; /* bytes of the snapshot */
    int32_t snapshot_frame;
    int64_t orders, verdicts, dropped, latency_least, latency_sum, latency_most;
    int32_t camera_status;
    int64_t interval; /* of the sensor's frames */
    uint32_t timeouts, resets;
    int64_t beat; /* when the last step began */
    bool busy;    /* something long is going on */
} ead_worker;

/* Opens a model whose signature has been checked. EAD_D_OK, EAD_D_MEMORY, or an ead_status. The task must not run. */
int32_t ead_worker_open(ead_worker *worker, const ead_lock *lock, const ead_wires *wires, const ead_sensor *sensor,
                        const ead_camera_setup *setup, const ead_worker_memory *memory, const uint8_t *file, uint32_t bytes);

/* Camera off. The task must not run. */
void ead_worker_close(ead_worker *worker);

/* The task: does what is due, at most one frame or one self-test. True: call again at once. */
bool ead_worker_step(ead_worker *worker);

/* The task: something long begins or has ended, which is not to be taken for a task that is stuck. */
void ead_worker_long_work(ead_worker *worker, bool begins);

/* From managed code; statuses as EngineCalls says. */
int32_t ead_worker_threshold(ead_worker *worker, float threshold);
int32_t ead_worker_presence(ead_worker *worker, int32_t cell);
int32_t ead_worker_start(ead_worker *worker, int32_t frame, int64_t expose_at);
int64_t ead_worker_exposed_at(ead_worker *worker);
int64_t ead_worker_exposed_count(ead_worker *worker);
int32_t ead_worker_result(ead_worker *worker, ead_verdict *verdict, int32_t *frame);
void ead_worker_cancel(ead_worker *worker);
int32_t ead_worker_cells(ead_worker *worker, float *cells, uint32_t count);
int32_t ead_worker_begin_self_test(ead_worker *worker);
int32_t ead_worker_end_self_test(ead_worker *worker, int32_t *index);
int32_t ead_worker_begin_snapshot(ead_worker *worker);
int32_t ead_worker_end_snapshot(ead_worker *worker, uint32_t *bytes, int32_t *frame);
int32_t ead_worker_read_snapshot(ead_worker *worker, uint32_t offset, uint8_t *bytes, uint32_t count); /* bytes copied; negative: a status */

/* True while an order has no verdict that was taken. `frame`: number of the last order. */
bool ead_worker_owes(ead_worker *worker, int32_t *frame);

/* True when the task has not come round for EAD_WORKER_STUCK. */
bool ead_worker_stuck(ead_worker *worker);

#endif
