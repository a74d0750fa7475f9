/* Median microseconds, for targets without an emulator that counts. */
#include "measure.h"

#include "target.h"

#include <stdio.h>

enum { ROUNDS = 101 };

void measure(const char *table, const char *part, void (*work)(const parts *, uint32_t), const parts *p, uint32_t index, const char *text) {
    uint32_t times[ROUNDS]; /* nanoseconds, in order */
    for (int i = 0; i < ROUNDS; i++) {
        const double start = target_now_ns();
        work(p, index);
        const uint32_t time = (uint32_t)(target_now_ns() - start);
        int at = i;
        for (; at > 0 && times[at - 1] > time; at--) times[at] = times[at - 1];
        times[at] = time;
    }
    const uint32_t median = times[ROUNDS / 2], us = median / 1000;
    printf("%s\t%s\t%u.%u%u\t%s\n", table, part, (unsigned)us, (unsigned)(median / 100 % 10), (unsigned)(median / 10 % 10), text);
}
