/* EdgeAD on a bare Cortex-M: no operating system, no C library, no heap. */
#include "report.h"
#include "target.h"

#include <stdio.h>

extern const uint8_t model_start[], model_end[]; /* ../common/model.S */

static uint8_t memory[ENGINE_BYTES] __attribute__((aligned(EAD_ALIGNMENT)));

static volatile uint32_t *const demcr = (volatile uint32_t *)0xE000EDFC, *const dwt_control = (volatile uint32_t *)0xE0001000,
                         *const dwt_cycles = (volatile uint32_t *)0xE0001004;

static uint32_t cycles(void) {
    return *dwt_cycles;
}

/* Processors count cycles in their trace unit; emulators leave it at zero. */
static int has_cycles(void) {
    *demcr |= 1u << 24;
    *dwt_control |= 1;
    const uint32_t before = cycles();
    for (volatile int i = 0; i < 100; i++) {}
    return cycles() != before;
}

int main(void) {
    const int clock = has_cycles();
    const int failed = report(model_start, (size_t)(model_end - model_start), memory, sizeof memory, clock ? cycles : NULL, "cycles");
    if (!clock) printf("no cycle counter here: no times\n");
    puts(failed ? "FAILED" : "PASSED");
    return failed;
}
