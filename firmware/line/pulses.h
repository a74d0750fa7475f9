/*
 * The windows of the REJECT output. REJECT is on while the present lies in any window [on, off). An interrupt asks for the level
 * and for the next moment at which it can change; managed code only sets windows. In the encoder's domain windows are counts, and
 * a conveyor whose count stands still for `silence` microseconds gives REJECT the level that removes parts, until the count has gone on
 * for 50 ms: nobody knows where they are.
 */
#ifndef EAD_PULSES_H
#define EAD_PULSES_H

#include <stdbool.h>
#include <stdint.h>

enum { EAD_PULSES_MOST = 4096, EAD_PULSES_RELEASE = 50000 };

typedef struct ead_pulse {
    int64_t on, off; /* empty when on >= off */
} ead_pulse;

typedef struct ead_pulses {
    ead_pulse *slots; /* [count], the caller's */
    uint32_t count;
    bool encoder;    /* windows are encoder counts */
    int64_t silence; /* microseconds; 0: never */
    bool hold;       /* the level that removes parts */
    int64_t last_count, last_move;
    bool silent, holding; /* no count for `silence`; the hold outlasts that by EAD_PULSES_RELEASE */
    int64_t resumed;
} ead_pulses;

/* Empties all slots. False: no slots, or too many. */
bool ead_pulses_begin(ead_pulses *pulses, ead_pulse *slots, uint32_t count, bool encoder, int64_t silence, bool hold,
                      int64_t now, int64_t position);

/* Sets the window of a slot. False: no such slot, or on >= off. */
bool ead_pulses_set(ead_pulses *pulses, int32_t slot, int64_t on, int64_t off);

/* Empties a slot. False when its window had begun at `time` / `position`. */
bool ead_pulses_clear(ead_pulses *pulses, int32_t slot, int64_t time, int64_t position);

/* The level of REJECT now. Notices whether the encoder moves: call it at every encoder edge and timer interrupt. */
bool ead_pulses_level(ead_pulses *pulses, int64_t time, int64_t position);

/* The next time (microseconds) after `time` at which the level can change without an encoder edge; INT64_MAX: none. */
int64_t ead_pulses_next(const ead_pulses *pulses, int64_t time);

#endif
