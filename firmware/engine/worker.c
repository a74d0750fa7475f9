#include "worker.h"

#include <math.h>
#include <string.h>

#include "../status.h"
#include "turns.h"

int32_t ead_worker_open(ead_worker *worker, const ead_lock *lock, const ead_wires *wires, const ead_sensor *sensor,
                        const ead_camera_setup *setup, const ead_worker_memory *memory, const uint8_t *file, uint32_t bytes) {
    *worker = (ead_worker){.lock = lock, .wires = wires, .sensor = sensor, .memory = *memory, .presence = -1, .exposed_at = -1};
    worker->camera_status = EAD_D_CAMERA_HANG;
    ead_status status = ead_engine_open(memory->engine, memory->engine_bytes, file, bytes, &worker->engine, NULL);
    if (status == EAD_OK) status = ead_get_info(worker->engine, &worker->info);
    if (status == EAD_OK && worker->info.grid_rows * worker->info.grid_columns > memory->cells_most) status = EAD_E_MEMORY;
    if (status == EAD_OK && !ead_camera_begin(&worker->camera, sensor, setup, now_of(worker))) status = EAD_E_ARGUMENT;
    worker->threshold = worker->info.threshold;
    worker->interval = setup->interval;
    worker->picture_bytes = ead_picture_bytes(setup->format, setup->width, setup->height);
    worker->beat = now_of(worker);
    if (status != EAD_OK) worker->engine = NULL;
    return (int32_t)status;
}

void ead_worker_close(ead_worker *worker) {
    if (worker->engine == NULL) return;
    ead_camera_end(&worker->camera);
    worker->engine = NULL;
}

/* Under the lock: what is left of the camera's state for the other core. An order never outlives a reset of the sensor. */
static void publish_camera(ead_worker *worker) {
    bool reset = worker->camera.resets != worker->resets;
    worker->timeouts = worker->camera.timeouts;
    worker->resets = worker->camera.resets;
    worker->camera_status = ead_camera_status(&worker->camera);
    worker->interval = worker->camera.setup.interval;
    if (reset && worker->state == EAD_ORDER_WAITING) worker->state = EAD_ORDER_HUNG;
}

/* The count at a moment not far from that of a latched count: along the speed of the belt since then. */
static int64_t count_at(const ead_worker *worker, const ead_frame *frame, int64_t moment, int64_t now) {
    int64_t passed = now - frame->started;
    if (passed <= 0) return frame->count;
    int64_t moved = worker->wires->position(worker->wires->context) - frame->count;
    return frame->count + moved * (moment - frame->started) / passed;
}

/* Under the lock: does the waiting order take this frame? */
static bool takes(ead_worker *worker, const ead_frame *frame, int64_t now) {
    int64_t middle = ead_camera_middle(&worker->camera, frame);
    if (worker->state != EAD_ORDER_WAITING || middle < worker->expose_at - worker->camera.setup.interval / 2) return false;
    worker->state = EAD_ORDER_JUDGING;
    worker->exposed_at = middle;
    worker->exposed_count = count_at(worker, frame, middle, now);
    return true;
}

/* Under the lock. */
static void deliver(ead_worker *worker, uint32_t order, const ead_result *result, int64_t now) {
    if (order != worker->order || worker->state != EAD_ORDER_JUDGING) return; /* dropped meanwhile */
    uint32_t cells = result->rows * result->columns;
    int64_t latency = now - worker->exposed_at;
    memcpy(worker->memory.cells, result->cells, cells * sizeof(float));
    worker->verdict = (ead_verdict){.score = result->score,
                                    .threshold = result->threshold,
                                    .reject = result->reject,
                                    .worst = result->worst,
                                    .presence = worker->presence >= 0 ? result->cells[worker->presence] : 0,
                                    .drift = worker->info.drift_statistics > 0 ? result->drift : NAN,
                                    .latency = latency};
    if (worker->verdicts == 0 || latency < worker->latency_least) worker->latency_least = latency;
    if (latency > worker->latency_most) worker->latency_most = latency;
    worker->latency_sum += latency;
    worker->verdicts++;
    worker->judged = true;
    worker->state = EAD_ORDER_DONE;
}

static void judge(ead_worker *worker, const ead_frame *frame, uint32_t order, float threshold) {
    const ead_camera_setup *setup = &worker->camera.setup;
    const ead_source source = {setup->format, setup->width, setup->height};
    const size_t stride = ead_picture_bytes(setup->format, setup->width, 1);
    ead_result result;
    ead_status status = ead_set_threshold(worker->engine, threshold);
    if (status == EAD_OK) status = ead_score_frame(worker->engine, &source, frame->pixels, stride, &result);
    enter(worker);
    if (status == EAD_OK)
        deliver(worker, order, &result, now_of(worker));
    else if (order == worker->order)
        worker->state = EAD_ORDER_HUNG;
    leave(worker);
}

static void keep_snapshot(ead_worker *worker, const ead_frame *frame, int32_t number) {
    uint32_t bytes = ead_picture_bytes(worker->camera.setup.format, frame->width, frame->height);
    memcpy(worker->memory.snapshot, frame->pixels, bytes);
    enter(worker);
    if (worker->snapshot == EAD_TASK_RUNNING) worker->snapshot = EAD_TASK_DONE; /* otherwise a newer one is wanted */
    worker->snapshot_taken = bytes;
    worker->snapshot_frame = number;
    leave(worker);
}

/* One frame: a copy for who aims the camera, a verdict for the order that waits for it, or neither. True: an order took it. */
static bool use(ead_worker *worker, const ead_frame *frame) {
    enter(worker);
    bool copy = worker->snapshot == EAD_TASK_WANTED;
    if (copy) worker->snapshot = EAD_TASK_RUNNING;
    bool mine = takes(worker, frame, now_of(worker));
    uint32_t order = worker->order;
    int32_t number = worker->frame;
    float threshold = worker->threshold;
    leave(worker);
    if (mine) judge(worker, frame, order, threshold);
    if (copy) keep_snapshot(worker, frame, number);
    return mine;
}

/* The frame in hand may be the one that an order wants which came after it. */
static bool use_held(ead_worker *worker) {
    ead_camera *camera = &worker->camera;
    if (!camera->holds) return false;
    enter(worker);
    bool mine = takes(worker, &camera->held, now_of(worker));
    uint32_t order = worker->order;
    float threshold = worker->threshold;
    leave(worker);
    if (!mine) return false;
    judge(worker, &camera->held, order, threshold);
    ead_camera_release(camera);
    return true;
}

void ead_worker_long_work(ead_worker *worker, bool begins) {
    if (worker->engine == NULL || worker->busy == begins) return;
    enter(worker);
    worker->busy = begins;
    worker->beat = now_of(worker);
    leave(worker);
}

static void replay(ead_worker *worker) {
    ead_diagnosis diagnosis = {NULL, 0};
    ead_worker_long_work(worker, true);
    ead_status status = ead_self_test(worker->engine, &diagnosis);
    ead_worker_long_work(worker, false);
    enter(worker);
    worker->self_test_status = (int32_t)status;
    worker->self_test_index = status == EAD_OK ? -1 : (int32_t)diagnosis.index;
    worker->self_test = EAD_TASK_DONE;
    leave(worker);
}

bool ead_worker_step(ead_worker *worker) {
    ead_frame frame;
    int64_t now = now_of(worker);
    enter(worker);
    worker->beat = now;
    bool test = worker->self_test == EAD_TASK_WANTED;
    if (test) worker->self_test = EAD_TASK_RUNNING;
    leave(worker);
    if (test) replay(worker);
    if (use_held(worker)) return true;
    bool have = ead_camera_step(&worker->camera, now, &frame);
    enter(worker);
    publish_camera(worker);
    leave(worker);
    if (!have) return false;
    if (use(worker, &frame))
        ead_camera_give(&worker->camera, &frame);
    else
        ead_camera_hold(&worker->camera, &frame);
    return true;
}
