#include "line.h"

#include <stddef.h>
#include <string.h>

#include "../status.h"

enum { CAUSE_WATCHDOG = 3, PIN_MOST = 48 };

static int64_t EAD_ISR now_of(const ead_line *line) {
    return line->wires->now(line->wires->context);
}

static int64_t EAD_ISR position_of(const ead_line *line) {
    return line->wires->position(line->wires->context);
}

static void EAD_ISR enter(const ead_line *line) {
    line->lock->enter(line->lock->context);
}

static void EAD_ISR leave(const ead_line *line) {
    line->lock->leave(line->lock->context);
}

static void EAD_ISR drive(const ead_line *line, int32_t signal, bool on) {
    if (line->pins[signal] < 0) return;
    bool inverted = (line->flags[signal] & EAD_PIN_INVERTED) != 0;
    line->wires->write(line->wires->context, line->pins[signal], on != inverted);
}

static bool EAD_ISR level_of(const ead_line *line, int32_t signal) {
    bool high = line->wires->read(line->wires->context, line->pins[signal]);
    return high != ((line->flags[signal] & EAD_PIN_INVERTED) != 0);
}

/* Nothing is promised and ERR says so: while the camera starts, and when it is given up. */
static void EAD_ISR all_safe(const ead_line *line) {
    for (int32_t signal = EAD_READY; signal < EAD_SIGNALS; signal++)
        drive(line, signal, signal == EAD_ERROR);
}

void ead_line_init(ead_line *line, const ead_wires *wires, const ead_lock *lock, const ead_system *system, ead_pulse *slots,
                   uint32_t slots_most) {
    *line = (ead_line){.wires = wires, .lock = lock, .system = system, .slots = slots, .slots_most = slots_most};
    for (int32_t i = 0; i < EAD_SIGNALS; i++)
        line->pins[i] = -1;
}

/* Under the lock: moves REJECT to where it belongs now, queues what the encoder did, and asks for the next alarm. */
static void EAD_ISR follow(ead_line *line) {
    int64_t now = now_of(line), position = position_of(line);
    bool silent = line->pulses.silent;
    bool level = ead_pulses_level(&line->pulses, now, position);
    if (level != line->reject) drive(line, EAD_REJECT, level);
    line->reject = level;
    if (line->pulses.silent != silent)
        ead_edges_put(&line->edges, (ead_edge){.signal = EAD_ENC_A, .level = silent, .time = now, .position = position});
    int64_t next = line->pulses.encoder ? now + EAD_LINE_TICK : ead_pulses_next(&line->pulses, now);
    if (line->watchdog.armed && next > now + EAD_WATCHDOG_TICK) next = now + EAD_WATCHDOG_TICK;
    line->wires->alarm(line->wires->context, next);
}

/* Under the lock: the queue has one writer at a time. */
static void EAD_ISR queue_level(ead_line *line, int32_t signal) {
    ead_edge edge = {(uint8_t)signal, level_of(line, signal), now_of(line), position_of(line)};
    ead_edges_put(&line->edges, edge);
}

static bool pins_make_sense(const int32_t *pins, const int32_t *flags) {
    for (int32_t i = 0; i < EAD_SIGNALS; i++) {
        if (pins[i] < -1 || pins[i] > PIN_MOST || (flags[i] & ~EAD_PIN_FLAGS) != 0) return false;
        for (int32_t j = 0; j < i; j++)
            if (pins[i] >= 0 && pins[i] == pins[j]) return false;
    }
    return true;
}

static bool claim(ead_line *line) {
    for (int32_t i = 0; i < EAD_SIGNALS; i++)
        if (line->pins[i] >= 0 && !line->wires->claim(line->wires->context, i, line->pins[i], line->flags[i])) return false;
    return true;
}

static void let_go(ead_line *line) {
    enter(line);
    line->begun = false;
    line->wires->alarm(line->wires->context, INT64_MAX);
    leave(line);
    line->wires->release(line->wires->context);
    for (int32_t i = 0; i < EAD_SIGNALS; i++)
        line->pins[i] = -1;
}

int32_t ead_line_begin(ead_line *line, const int32_t *pins, const int32_t *flags, int32_t slots, int32_t domain, int64_t silence,
                       bool hold) {
    if (pins == NULL || flags == NULL || slots < 1 || slots > EAD_PULSES_MOST || domain < 0 || domain > 1 || silence < 0)
        return EAD_D_ARGUMENT;
    if (!pins_make_sense(pins, flags)) return EAD_D_PIN;
    if ((uint32_t)slots > line->slots_most) return EAD_D_MEMORY;
    all_safe(line);
    let_go(line);
    for (int32_t i = 0; i < EAD_SIGNALS; i++) {
        line->pins[i] = pins[i];
        line->flags[i] = (uint32_t)flags[i];
    }
    if (!claim(line)) {
        all_safe(line);
        let_go(line);
        return EAD_D_PIN;
    }
    all_safe(line);
    enter(line);
    atomic_store(&line->edges.taken, atomic_load(&line->edges.written));
    line->reject = false;
    ead_pulses_begin(&line->pulses, line->slots, (uint32_t)slots, domain == 1, silence, hold, now_of(line), position_of(line));
    for (int32_t i = EAD_TRIG; i <= EAD_ACK; i++)
        if (line->pins[i] >= 0 && level_of(line, i)) queue_level(line, i);
    line->begun = true;
    follow(line);
    leave(line);
    return EAD_D_OK;
}

int32_t ead_line_write(ead_line *line, int32_t signal, bool on) {
    if (signal < EAD_READY || signal >= EAD_REJECT) return EAD_D_ARGUMENT;
    drive(line, signal, on);
    return EAD_D_OK;
}

int32_t ead_line_set(ead_line *line, int32_t slot, int64_t on, int64_t off) {
    enter(line);
    bool set = line->begun && ead_pulses_set(&line->pulses, slot, on, off);
    if (set) follow(line);
    leave(line);
    return set ? EAD_D_OK : EAD_D_ARGUMENT;
}

bool ead_line_clear(ead_line *line, int32_t slot) {
    enter(line);
    bool clear = !line->begun || ead_pulses_clear(&line->pulses, slot, now_of(line), position_of(line));
    if (line->begun) follow(line);
    leave(line);
    return clear;
}

int32_t ead_line_arm(ead_line *line, int32_t milliseconds) {
    enter(line);
    bool armed = ead_watchdog_arm(&line->watchdog, milliseconds, now_of(line));
    if (armed && line->begun) follow(line);
    leave(line);
    if (armed) line->system->guard(line->system->context, milliseconds);
    return armed ? EAD_D_OK : EAD_D_ARGUMENT;
}

int32_t ead_line_feed(ead_line *line, int32_t frame, int32_t ordered, bool open) {
    enter(line);
    int32_t status = ead_watchdog_feed(&line->watchdog, frame, ordered, open, now_of(line));
    bool armed = line->watchdog.armed;
    leave(line);
    if (status == EAD_D_OK && armed) line->system->guard(line->system->context, (int32_t)(line->watchdog.limit / 1000));
    return status;
}

void EAD_ISR ead_line_restart(ead_line *line, int32_t cause) {
    all_safe(line);
    line->wires->restart(line->wires->context, cause);
}

void EAD_ISR ead_line_changed(ead_line *line, int32_t signal) {
    if (signal < EAD_TRIG || signal > EAD_ACK) return;
    enter(line);
    if (line->begun) queue_level(line, signal);
    leave(line);
}

void EAD_ISR ead_line_alarm(ead_line *line) {
    enter(line);
    bool bite = ead_watchdog_expired(&line->watchdog, now_of(line));
    if (line->begun && !bite) follow(line);
    leave(line);
    if (bite) ead_line_restart(line, CAUSE_WATCHDOG);
}
