#include <string.h>

#include "../device.h"
#include "../status.h"
#include "calls.h"

enum { INFO_NUMBERS = 13, RESULT_NUMBERS = 8, SNAPSHOT_NUMBERS = 5, STATISTICS_NUMBERS = 11 };

static bool is_open(const ead_device *device, int32_t handle) {
    return handle > 0 && handle == device->handle;
}

static void enter(const ead_lock *lock) {
    lock->enter(lock->context);
}

static void leave(const ead_lock *lock) {
    lock->leave(lock->context);
}

/* The file of a slot that may run: the running one was checked at the start, another one is checked here. */
static int32_t file_of(ead_device *device, int32_t slot, const uint8_t **file, uint32_t *bytes) {
    const ead_store *store = &device->store;
    uint32_t counter;
    if (slot == -1 || slot == store->running) return ead_store_running(store, file, bytes) ? EAD_D_OK : EAD_D_NO_MODEL;
    if (store->record.bytes[slot] == 0) return EAD_D_NO_MODEL;
    if (atomic_load(&device->updates.turn) != EAD_TURN_MANAGED) return EAD_D_STATE; /* its memory is in use */
    *file = device->board->flash->map(device->board->flash->context, (ead_region)slot);
    *bytes = store->record.bytes[slot];
    if (*file == NULL) return EAD_D_FLASH;
    return ead_model_check_start(&device->board->check, *file, *bytes, &counter);
}

int32_t ead_engine_calls_open(ead_device *device, int32_t slot) {
    const ead_board *board = device->board;
    const uint8_t *file;
    uint32_t bytes;
    if (slot < -1 || slot > 1) return -EAD_D_ARGUMENT;
    enter(board->turns);
    int32_t status = file_of(device, slot, &file, &bytes);
    if (status == EAD_D_OK) {
        device->handle = 0;
        ead_worker_close(&device->worker);
        status = ead_worker_open(&device->worker, board->lock, board->wires, board->sensor, &board->camera, &board->memory, file, bytes);
        if (status == EAD_D_OK) device->handle = ++device->opened;
    }
    leave(board->turns);
    return status == EAD_D_OK ? device->handle : -status;
}

int32_t ead_engine_calls_close(ead_device *device, int32_t handle) {
    if (!is_open(device, handle)) return EAD_D_ARGUMENT;
    enter(device->board->turns);
    device->handle = 0;
    ead_worker_close(&device->worker);
    leave(device->board->turns);
    return EAD_D_OK;
}

int32_t ead_engine_calls_get_info(ead_device *device, int32_t handle, ead_ints numbers, ead_floats threshold, ead_bytes sha) {
    if (!is_open(device, handle) || numbers.count < INFO_NUMBERS || threshold.count < 1 || sha.count < sizeof device->worker.info.sha256)
        return EAD_D_ARGUMENT;
    const ead_info *info = &device->worker.info;
    const uint32_t values[INFO_NUMBERS] = {info->input_width,  info->input_height, info->input_channels, info->tensor_count,
                                           info->layer_count,  info->golden_count, info->grid_rows,      info->grid_columns,
                                           info->dimensions,   info->components,   info->engine_bytes,   info->arena_bytes,
                                           info->counter};
    for (uint32_t i = 0; i < INFO_NUMBERS; i++)
        numbers.at[i] = (int32_t)values[i];
    threshold.at[0] = info->threshold;
    memcpy(sha.at, info->sha256, sizeof info->sha256);
    return EAD_D_OK;
}

int32_t ead_engine_calls_set_threshold(ead_device *device, int32_t handle, float threshold) {
    return is_open(device, handle) ? ead_worker_threshold(&device->worker, threshold) : EAD_D_ARGUMENT;
}

int32_t ead_engine_calls_set_presence_cell(ead_device *device, int32_t handle, int32_t cell) {
    return is_open(device, handle) ? ead_worker_presence(&device->worker, cell) : EAD_D_ARGUMENT;
}

int32_t ead_engine_calls_start(ead_device *device, int32_t handle, int32_t frame, int64_t expose_at) {
    return is_open(device, handle) ? ead_worker_start(&device->worker, frame, expose_at) : EAD_D_ARGUMENT;
}

int64_t ead_engine_calls_exposed_at(ead_device *device, int32_t handle) {
    return is_open(device, handle) ? ead_worker_exposed_at(&device->worker) : -1;
}

int64_t ead_engine_calls_exposed_count(ead_device *device, int32_t handle) {
    return is_open(device, handle) ? ead_worker_exposed_count(&device->worker) : 0;
}

int32_t ead_engine_calls_try_get_result(ead_device *device, int32_t handle, ead_floats result) {
    if (!is_open(device, handle) || result.count < RESULT_NUMBERS) return EAD_D_ARGUMENT;
    ead_verdict verdict;
    int32_t frame, status = ead_worker_result(&device->worker, &verdict, &frame);
    if (status != EAD_D_OK) return status;
    const float values[RESULT_NUMBERS] = {verdict.score, verdict.threshold,      (float)verdict.reject, (float)verdict.latency,
                                          (float)frame,  (float)verdict.worst, verdict.presence,      verdict.drift};
    memcpy(result.at, values, sizeof values);
    return EAD_D_OK;
}

int32_t ead_engine_calls_cancel(ead_device *device, int32_t handle) {
    if (!is_open(device, handle)) return EAD_D_ARGUMENT;
    ead_worker_cancel(&device->worker);
    return EAD_D_OK;
}

int32_t ead_engine_calls_get_cells(ead_device *device, int32_t handle, ead_floats cells) {
    return is_open(device, handle) ? ead_worker_cells(&device->worker, cells.at, cells.count) : EAD_D_ARGUMENT;
}

int32_t ead_engine_calls_start_self_test(ead_device *device, int32_t handle) {
    return is_open(device, handle) ? ead_worker_begin_self_test(&device->worker) : EAD_D_ARGUMENT;
}

int32_t ead_engine_calls_try_get_self_test(ead_device *device, int32_t handle, ead_ints index) {
    if (!is_open(device, handle) || index.count < 1) return EAD_D_ARGUMENT;
    return ead_worker_end_self_test(&device->worker, index.at);
}

int32_t ead_engine_calls_start_snapshot(ead_device *device, int32_t handle) {
    return is_open(device, handle) ? ead_worker_begin_snapshot(&device->worker) : EAD_D_ARGUMENT;
}

int32_t ead_engine_calls_try_get_snapshot(ead_device *device, int32_t handle, ead_ints numbers) {
    if (!is_open(device, handle) || numbers.count < SNAPSHOT_NUMBERS) return EAD_D_ARGUMENT;
    uint32_t bytes;
    int32_t frame, status = ead_worker_end_snapshot(&device->worker, &bytes, &frame);
    if (status != EAD_D_OK) return status;
    const ead_camera_setup *setup = &device->board->camera;
    const int32_t values[SNAPSHOT_NUMBERS] = {(int32_t)setup->width, (int32_t)setup->height, (int32_t)setup->format, (int32_t)bytes, frame};
    memcpy(numbers.at, values, sizeof values);
    return EAD_D_OK;
}

int32_t ead_engine_calls_read_snapshot(ead_device *device, int32_t handle, int32_t offset, ead_bytes buffer, int32_t count) {
    if (!is_open(device, handle) || offset < 0 || count < 0 || (uint32_t)count > buffer.count) return -EAD_D_ARGUMENT;
    return ead_worker_read_snapshot(&device->worker, (uint32_t)offset, buffer.at, (uint32_t)count);
}

int32_t ead_engine_calls_get_statistics(ead_device *device, int32_t handle, ead_longs numbers) {
    if (!is_open(device, handle) || numbers.count < STATISTICS_NUMBERS) return EAD_D_ARGUMENT;
    const ead_system *system = device->board->system;
    const ead_worker *worker = &device->worker;
    int64_t internal, external;
    system->memory(system->context, &internal, &external);
    enter(device->board->lock);
    const int64_t values[STATISTICS_NUMBERS] = {worker->orders,
                                                worker->verdicts,
                                                worker->dropped,
                                                worker->timeouts,
                                                worker->resets,
                                                worker->latency_least,
                                                worker->verdicts > 0 ? worker->latency_sum / worker->verdicts : 0,
                                                worker->latency_most,
                                                internal,
                                                external,
                                                worker->interval};
    leave(device->board->lock);
    memcpy(numbers.at, values, sizeof values);
    return EAD_D_OK;
}
