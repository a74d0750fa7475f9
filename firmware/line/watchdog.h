/* When the hardware watchdog may be fed: only for a decision that was completed, or while none is owed. */
#ifndef EAD_WATCHDOG_H
#define EAD_WATCHDOG_H

#include <stdbool.h>
#include <stdint.h>

typedef struct ead_watchdog {
    bool armed;
    int64_t limit, fed; /* microseconds */
} ead_watchdog;

/* False: outside 100 to 60000 ms. */
bool ead_watchdog_arm(ead_watchdog *watchdog, int32_t milliseconds, int64_t now);

/* `frame`: whose decision is complete, 0: nothing is to be decided. `ordered`: number of the last order; `open`: it has no
 * decision yet. EAD_D_OK and fed; EAD_D_STATE: an order is open; EAD_D_ARGUMENT: another frame than the one ordered last. */
int ead_watchdog_feed(ead_watchdog *watchdog, int32_t frame, int32_t ordered, bool open, int64_t now);

/* True when all outputs must go off and the camera start anew. */
bool ead_watchdog_expired(const ead_watchdog *watchdog, int64_t now);

#endif
