/* Pins that nothing is wired to, and the alarm. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <unistd.h>

#include "host.h"

static int64_t position_of(void *context) {
    (void)context;
    return 0;
}

static bool claim(void *context, int32_t signal, int32_t pin, uint32_t flags) {
    (void)context, (void)signal, (void)flags;
    return pin < HOST_PINS;
}

static void release(void *context) {
    (void)context;
}

static void write_pin(void *context, int32_t pin, bool high) {
    ((host *)context)->pins[pin] = high;
}

static bool read_pin(void *context, int32_t pin) {
    return ((host *)context)->pins[pin];
}

static void set_alarm(void *context, int64_t at) {
    host *self = context;
    pthread_mutex_lock(&self->alarm_lock);
    self->alarm = at;
    pthread_mutex_unlock(&self->alarm_lock);
}

static void restart(void *context, int32_t cause) {
    (void)context;
    fprintf(stderr, "the camera restarts, cause %d\n", (int)cause);
    _exit(cause);
}

void *host_ring(void *context) {
    host *self = context;
    int64_t trigger = self->trigger;
    for (;;) {
        pthread_mutex_lock(&self->alarm_lock);
        int64_t now = host_now(self), wait = 1000;
        bool due = self->alarm <= now;
        if (due) self->alarm = INT64_MAX;
        if (!due && self->alarm - now < wait) wait = self->alarm - now;
        pthread_mutex_unlock(&self->alarm_lock);
        if (due) ead_line_alarm(&self->device.line);
        if (self->trigger > 0 && now >= trigger) {
            int32_t pin = self->device.line.pins[EAD_TRIG];
            bool on = pin >= 0 && !self->pins[pin];
            if (pin >= 0) self->pins[pin] = on;
            ead_line_changed(&self->device.line, EAD_TRIG);
            trigger += on ? self->trigger / 4 : self->trigger - self->trigger / 4;
        }
        if (!due) host_sleep(wait);
    }
    return NULL;
}

ead_wires host_wires(host *self) {
    const char *trigger = getenv("EDGEAD_TRIGGER");
    pthread_mutex_init(&self->alarm_lock, NULL);
    self->alarm = INT64_MAX;
    self->trigger = trigger == NULL ? 0 : atoll(trigger);
    return (ead_wires){self, host_now, position_of, claim, release, write_pin, read_pin, set_alarm, restart};
}
