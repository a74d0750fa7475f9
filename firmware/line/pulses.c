#include "pulses.h"

#include "../hal.h"

#include <stddef.h>

bool ead_pulses_begin(ead_pulses *pulses, ead_pulse *slots, uint32_t count, bool encoder, int64_t silence, bool hold,
                      int64_t now, int64_t position) {
    if (slots == NULL || count == 0 || count > EAD_PULSES_MOST || silence < 0) return false;
    *pulses = (ead_pulses){.slots = slots,
                           .count = count,
                           .encoder = encoder,
                           .silence = silence,
                           .hold = hold,
                           .last_count = position,
                           .last_move = now};
    for (uint32_t i = 0; i < count; i++)
        slots[i] = (ead_pulse){0, 0};
    return true;
}

bool ead_pulses_set(ead_pulses *pulses, int32_t slot, int64_t on, int64_t off) {
    if (slot < 0 || (uint32_t)slot >= pulses->count || on >= off) return false;
    pulses->slots[slot] = (ead_pulse){on, off};
    return true;
}

static int64_t EAD_ISR here(const ead_pulses *pulses, int64_t time, int64_t position) {
    return pulses->encoder ? position : time;
}

bool ead_pulses_clear(ead_pulses *pulses, int32_t slot, int64_t time, int64_t position) {
    if (slot < 0 || (uint32_t)slot >= pulses->count) return true;
    ead_pulse *pulse = &pulses->slots[slot];
    bool begun = pulse->on < pulse->off && here(pulses, time, position) >= pulse->on;
    *pulse = (ead_pulse){0, 0};
    return !begun;
}

/* Any window that has yet to begin or to end. */
static bool EAD_ISR expects(const ead_pulses *pulses, int64_t position) {
    for (uint32_t i = 0; i < pulses->count; i++)
        if (pulses->slots[i].on < pulses->slots[i].off && position < pulses->slots[i].off) return true;
    return false;
}

static void EAD_ISR listen(ead_pulses *pulses, int64_t time, int64_t position) {
    if (position != pulses->last_count) {
        if (pulses->silent) pulses->resumed = time;
        pulses->silent = false;
        pulses->last_count = position;
        pulses->last_move = time;
    }
    if (pulses->encoder && pulses->silence > 0 && time - pulses->last_move >= pulses->silence) {
        pulses->silent = true;
        pulses->holding = true;
    }
    if (!pulses->silent && time - pulses->resumed >= EAD_PULSES_RELEASE) pulses->holding = false;
}

bool EAD_ISR ead_pulses_level(ead_pulses *pulses, int64_t time, int64_t position) {
    listen(pulses, time, position);
    if (pulses->holding && (!pulses->hold || expects(pulses, position))) return pulses->hold;
    int64_t at = here(pulses, time, position);
    for (uint32_t i = 0; i < pulses->count; i++)
        if (pulses->slots[i].on <= at && at < pulses->slots[i].off) return true;
    return false;
}

int64_t EAD_ISR ead_pulses_next(const ead_pulses *pulses, int64_t time) {
    int64_t next = INT64_MAX;
    if (pulses->encoder) {
        int64_t silent = pulses->last_move + pulses->silence;
        return pulses->silence > 0 && silent > time ? silent : next;
    }
    for (uint32_t i = 0; i < pulses->count; i++) {
        const ead_pulse *pulse = &pulses->slots[i];
        if (pulse->on >= pulse->off) continue;
        if (pulse->on > time && pulse->on < next) next = pulse->on;
        if (pulse->off > time && pulse->off < next) next = pulse->off;
    }
    return next;
}
