/*
 * The line: pins, edges, the windows of REJECT and the watchdog, bound to the board's interrupts. Managed code calls the functions of the
 * first group; the board calls ead_line_changed at every edge of an input and ead_line_alarm when its alarm rings. Both sides meet under the
 * board's lock, which is held for one walk over the windows.
 *
 * In the time domain the alarm is set to the next beginning or end of a window. In the encoder's domain the counter counts in hardware
 * and the alarm rings every half millisecond, so that REJECT is within 1 ms of its count and a silent encoder is noticed.
 */
#ifndef EAD_LINE_H
#define EAD_LINE_H

#include "edges.h"
#include "pulses.h"
#include "watchdog.h"
#include "../hal.h"

/* Signals and flags, the numbers of LineCalls. */
typedef enum ead_signal {
    EAD_TRIG = 0,
    EAD_RESET = 1,
    EAD_ACK = 2,
    EAD_ENC_A = 3,
    EAD_ENC_B = 4,
    EAD_READY = 5,
    EAD_BUSY = 6,
    EAD_ERROR = 10,
    EAD_REJECT = 12,
    EAD_SIGNALS = 13
} ead_signal;

enum { EAD_PIN_INVERTED = 1, EAD_PIN_FLAGS = 7, EAD_LINE_TICK = 500, EAD_WATCHDOG_TICK = 10000 };

typedef struct ead_line {
    const ead_wires *wires;
    const ead_lock *lock;
    const ead_system *system;
    int32_t pins[EAD_SIGNALS];
    uint32_t flags[EAD_SIGNALS];
    ead_edges edges;
    ead_pulses pulses;
    ead_pulse *slots; /* [EAD_PULSES_MOST] at most, the board's */
    uint32_t slots_most;
    ead_watchdog watchdog;
    bool begun, reject;
} ead_line;

void ead_line_init(ead_line *line, const ead_wires *wires, const ead_lock *lock, const ead_system *system, ead_pulse *slots,
                   uint32_t slots_most);

/* From managed code; statuses as LineCalls says. */
int32_t ead_line_begin(ead_line *line, const int32_t *pins, const int32_t *flags, int32_t slots, int32_t domain, int64_t silence,
                       bool hold);
int32_t ead_line_write(ead_line *line, int32_t signal, bool on);
int32_t ead_line_set(ead_line *line, int32_t slot, int64_t on, int64_t off);
bool ead_line_clear(ead_line *line, int32_t slot);
int32_t ead_line_arm(ead_line *line, int32_t milliseconds);
int32_t ead_line_feed(ead_line *line, int32_t frame, int32_t ordered, bool open);

/* All outputs off, then the chip starts anew. */
void ead_line_restart(ead_line *line, int32_t cause);

/* From interrupts. */
void ead_line_changed(ead_line *line, int32_t signal);
void ead_line_alarm(ead_line *line);

#endif
