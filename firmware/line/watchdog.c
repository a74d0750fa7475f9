#include "watchdog.h"

#include "../hal.h"
#include "../status.h"

bool ead_watchdog_arm(ead_watchdog *watchdog, int32_t milliseconds, int64_t now) {
    if (milliseconds < 100 || milliseconds > 60000) return false;
    *watchdog = (ead_watchdog){.armed = true, .limit = (int64_t)milliseconds * 1000, .fed = now};
    return true;
}

int ead_watchdog_feed(ead_watchdog *watchdog, int32_t frame, int32_t ordered, bool open, int64_t now) {
    if (open) return EAD_D_STATE;
    if (frame != 0 && frame != ordered) return EAD_D_ARGUMENT;
    watchdog->fed = now;
    return EAD_D_OK;
}

bool EAD_ISR ead_watchdog_expired(const ead_watchdog *watchdog, int64_t now) {
    return watchdog->armed && now - watchdog->fed >= watchdog->limit;
}
