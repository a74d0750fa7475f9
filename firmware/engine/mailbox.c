/* The side of managed code: orders in, verdicts out. Nothing here waits for longer than a copy of a few bytes takes. */
#include <math.h>
#include <string.h>

#include "../status.h"
#include "turns.h"
#include "worker.h"

int32_t ead_worker_threshold(ead_worker *worker, float threshold) {
    if (!isfinite(threshold)) return EAD_D_ARGUMENT;
    enter(worker);
    worker->threshold = threshold;
    leave(worker);
    return EAD_D_OK;
}

int32_t ead_worker_presence(ead_worker *worker, int32_t cell) {
    int32_t cells = (int32_t)(worker->info.grid_rows * worker->info.grid_columns);
    if (cell < -1 || cell >= cells) return EAD_D_ARGUMENT;
    enter(worker);
    worker->presence = cell;
    leave(worker);
    return EAD_D_OK;
}

static bool is_open(const ead_worker *worker) {
    return worker->state != EAD_ORDER_NONE;
}

/* Under the lock. */
static void drop(ead_worker *worker) {
    if (is_open(worker)) worker->dropped++;
    worker->state = EAD_ORDER_NONE;
    worker->order++;
}

int32_t ead_worker_start(ead_worker *worker, int32_t frame, int64_t expose_at) {
    if (frame < 1 || frame > EAD_FRAME_MOST) return EAD_D_ARGUMENT;
    int64_t now = now_of(worker);
    int32_t status;
    enter(worker);
    int64_t earliest = now - worker->interval;
    if (worker->self_test == EAD_TASK_WANTED || worker->self_test == EAD_TASK_RUNNING) {
        status = EAD_D_STATE;
    } else {
        drop(worker);
        worker->frame = frame;
        worker->expose_at = expose_at > earliest ? expose_at : earliest; /* never a picture that lay in the driver for long */
        worker->exposed_at = -1;
        worker->exposed_count = 0;
        worker->orders++;
        status = now - worker->beat > EAD_WORKER_STUCK ? EAD_D_CAMERA_HANG : worker->camera_status;
        if (status == EAD_D_OK) worker->state = EAD_ORDER_WAITING;
    }
    leave(worker);
    return status;
}

int64_t ead_worker_exposed_at(ead_worker *worker) {
    enter(worker);
    int64_t at = worker->exposed_at;
    leave(worker);
    return at;
}

int64_t ead_worker_exposed_count(ead_worker *worker) {
    enter(worker);
    int64_t count = worker->exposed_count;
    leave(worker);
    return count;
}

int32_t ead_worker_result(ead_worker *worker, ead_verdict *verdict, int32_t *frame) {
    int32_t status = EAD_D_STATE;
    enter(worker);
    if (worker->state == EAD_ORDER_DONE) {
        *verdict = worker->verdict;
        *frame = worker->frame;
        worker->state = EAD_ORDER_NONE;
        status = EAD_D_OK;
    } else if (worker->state == EAD_ORDER_HUNG) {
        status = EAD_D_CAMERA_HANG;
    }
    leave(worker);
    return status;
}

void ead_worker_cancel(ead_worker *worker) {
    enter(worker);
    drop(worker);
    leave(worker);
}

int32_t ead_worker_cells(ead_worker *worker, float *cells, uint32_t count) {
    if (cells == NULL || count != worker->info.grid_rows * worker->info.grid_columns) return EAD_D_ARGUMENT;
    enter(worker);
    int32_t status = worker->judged && worker->state != EAD_ORDER_JUDGING ? EAD_D_OK : EAD_D_STATE;
    if (status == EAD_D_OK) memcpy(cells, worker->memory.cells, count * sizeof(float));
    leave(worker);
    return status;
}

int32_t ead_worker_begin_self_test(ead_worker *worker) {
    enter(worker);
    int32_t status = is_open(worker) || worker->self_test == EAD_TASK_RUNNING ? EAD_D_STATE : EAD_D_OK;
    if (status == EAD_D_OK) worker->self_test = EAD_TASK_WANTED;
    leave(worker);
    return status;
}

int32_t ead_worker_end_self_test(ead_worker *worker, int32_t *index) {
    enter(worker);
    int32_t status = worker->self_test == EAD_TASK_DONE ? worker->self_test_status : EAD_D_STATE;
    if (worker->self_test == EAD_TASK_DONE) *index = worker->self_test_index;
    leave(worker);
    return status;
}

int32_t ead_worker_begin_snapshot(ead_worker *worker) {
    if (worker->memory.snapshot == NULL || worker->picture_bytes > worker->memory.snapshot_bytes) return EAD_D_MEMORY;
    enter(worker);
    worker->snapshot = EAD_TASK_WANTED;
    leave(worker);
    return EAD_D_OK;
}

int32_t ead_worker_end_snapshot(ead_worker *worker, uint32_t *bytes, int32_t *frame) {
    enter(worker);
    int32_t status = worker->snapshot == EAD_TASK_DONE ? EAD_D_OK : EAD_D_STATE;
    *bytes = worker->snapshot_taken;
    *frame = worker->snapshot_frame;
    leave(worker);
    return status;
}

int32_t ead_worker_read_snapshot(ead_worker *worker, uint32_t offset, uint8_t *bytes, uint32_t count) {
    uint32_t size;
    int32_t frame;
    if (ead_worker_end_snapshot(worker, &size, &frame) != EAD_D_OK) return -EAD_D_STATE;
    uint32_t from = offset < size ? offset : size;
    uint32_t taken = count < size - from ? count : size - from;
    if (taken > 0) memcpy(bytes, worker->memory.snapshot + from, taken); /* only begin_snapshot, on this same thread, lets it change */
    return (int32_t)taken;
}

bool ead_worker_owes(ead_worker *worker, int32_t *frame) {
    enter(worker);
    bool owes = is_open(worker);
    *frame = worker->frame;
    leave(worker);
    return owes;
}

bool ead_worker_stuck(ead_worker *worker) {
    int64_t now = now_of(worker);
    enter(worker);
    bool stuck = worker->engine != NULL && now - worker->beat > (worker->busy ? EAD_WORKER_STUCK_LONG : EAD_WORKER_STUCK);
    leave(worker);
    return stuck;
}
