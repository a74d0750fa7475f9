#include "../device.h"
#include "../status.h"
#include "calls.h"

enum { EDGE_NUMBERS = 4, CAUSE_SOFTWARE = 4 };

int64_t ead_line_calls_now(ead_device *device) {
    return device->board->wires->now(device->board->wires->context);
}

int32_t ead_line_calls_begin(ead_device *device, ead_ints pins, ead_ints flags, int32_t slots, int32_t domain, int64_t silence, bool hold) {
    if (pins.count != EAD_SIGNALS || flags.count != EAD_SIGNALS) return EAD_D_ARGUMENT;
    return ead_line_begin(&device->line, pins.at, flags.at, slots, domain, silence, hold);
}

int32_t ead_line_calls_write(ead_device *device, int32_t signal, bool on) {
    return ead_line_write(&device->line, signal, on);
}

bool ead_line_calls_try_take_edge(ead_device *device, ead_longs edge) {
    ead_edge oldest;
    if (edge.count < EDGE_NUMBERS || !ead_edges_take(&device->line.edges, &oldest)) return false;
    edge.at[0] = oldest.signal;
    edge.at[1] = oldest.level;
    edge.at[2] = oldest.time;
    edge.at[3] = oldest.position;
    return true;
}

int32_t ead_line_calls_lost_edges(ead_device *device) {
    return (int32_t)atomic_load(&device->line.edges.lost);
}

int64_t ead_line_calls_encoder_count(ead_device *device) {
    return device->board->wires->position(device->board->wires->context);
}

int32_t ead_line_calls_set_pulse(ead_device *device, int32_t slot, int64_t on, int64_t off) {
    return ead_line_set(&device->line, slot, on, off);
}

bool ead_line_calls_clear_pulse(ead_device *device, int32_t slot) {
    return ead_line_clear(&device->line, slot);
}

int32_t ead_line_calls_arm_watchdog(ead_device *device, int32_t milliseconds) {
    return ead_line_arm(&device->line, milliseconds);
}

/* A worker that stands still is never fed over: managed code alone could go on reporting late judgements for ever. */
int32_t ead_line_calls_feed_watchdog(ead_device *device, int32_t frame) {
    int32_t ordered = 0;
    bool open = false;
    if (device->handle != 0) open = ead_worker_owes(&device->worker, &ordered) || ead_worker_stuck(&device->worker);
    return ead_line_feed(&device->line, frame, ordered, open);
}

int32_t ead_line_calls_reset_cause(ead_device *device) {
    return device->board->system->reset_cause(device->board->system->context);
}

void ead_line_calls_restart(ead_device *device) {
    ead_line_restart(&device->line, CAUSE_SOFTWARE);
}

int32_t ead_line_calls_read_port(ead_device *device, ead_bytes buffer) {
    return device->board->system->read_port(device->board->system->context, buffer.at, buffer.count);
}

int32_t ead_line_calls_write_port(ead_device *device, ead_bytes data, int32_t offset, int32_t count) {
    if (offset < 0 || count < 0 || (uint32_t)offset > data.count || (uint32_t)count > data.count - (uint32_t)offset) return -1;
    if (count == 0) return 0;
    return device->board->system->write_port(device->board->system->context, data.at + offset, (uint32_t)count);
}
