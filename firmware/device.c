#include "device.h"

void ead_device_init(ead_device *device, const ead_board *board) {
    *device = (ead_device){.board = board};
    ead_store_open(&device->store, board->flash, &board->check); /* without a model, and with flash that fails, Open says so */
    ead_updates_begin_use(&device->updates, &device->store);
    ead_line_init(&device->line, board->wires, board->lock, board->system, board->slots, board->slots_most);
}

bool ead_device_step(ead_device *device) {
    const ead_board *board = device->board;
    board->turns->enter(board->turns->context);
    ead_worker_long_work(&device->worker, ead_updates_checking(&device->updates));
    bool more = ead_updates_step(&device->updates);
    ead_worker_long_work(&device->worker, false);
    if (device->handle != 0) more |= ead_worker_step(&device->worker);
    board->turns->leave(board->turns->context);
    return more;
}
