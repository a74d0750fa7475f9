/* The camera on this computer with its real threads: the same calls, no virtual time. Built with the thread sanitizer where there is one. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../../firmware/calls/calls.h"
#include "../../firmware/device.h"
#include "../../firmware/status.h"
#include "../native/harness/test.h"

static ead_device *device;
static char port[64];

static void nap(void) {
    const struct timespec pause = {0, 500000};
    nanosleep(&pause, NULL);
}

static int64_t now(void) {
    return ead_line_calls_now(device);
}

static int32_t opened(void) {
    int32_t handle = ead_engine_calls_open(device, -1);
    CHECK(handle > 0);
    for (int64_t end = now() + 20000000; ead_engine_calls_start(device, handle, 1, 0) != EAD_D_OK && now() < end;)
        nap(); /* the sensor starts */
    ead_engine_calls_cancel(device, handle);
    return handle;
}

static void verdicts_come_while_managed_code_goes_on(void) {
    int32_t handle = opened();
    float values[8];
    for (int32_t frame = 1; frame <= 30; frame++) {
        CHECK_EQUAL(ead_engine_calls_start(device, handle, frame, now() + 3000), EAD_D_OK);
        int32_t status;
        int64_t end = now() + 20000000;
        while ((status = ead_engine_calls_try_get_result(device, handle, (ead_floats){values, 8})) == EAD_D_STATE && now() < end)
            nap();
        CHECK_EQUAL(status, EAD_D_OK);
        CHECK_EQUAL(values[4], frame);
        CHECK(ead_engine_calls_exposed_at(device, handle) > 0);
    }
    CHECK_EQUAL(ead_engine_calls_close(device, handle), EAD_D_OK);
}

static void everything_at_once(void) {
    int32_t pins[EAD_SIGNALS], flags[EAD_SIGNALS] = {0}, index[1], numbers[5];
    int64_t edge[4], triggers = 0;
    float cells[4096];
    for (int32_t i = 0; i < EAD_SIGNALS; i++)
        pins[i] = i;
    CHECK_EQUAL(ead_line_calls_begin(device, (ead_ints){pins, EAD_SIGNALS}, (ead_ints){flags, EAD_SIGNALS}, 64, 0, 0, true), EAD_D_OK);
    CHECK_EQUAL(ead_line_calls_arm_watchdog(device, 60000), EAD_D_OK);
    int32_t handle = opened();
    const ead_info *info = &device->worker.info;
    CHECK_EQUAL(ead_engine_calls_start_self_test(device, handle), EAD_D_OK);
    while (ead_engine_calls_try_get_self_test(device, handle, (ead_ints){index, 1}) == EAD_D_STATE)
        nap();
    CHECK_EQUAL(index[0], -1);
    for (int32_t i = 0; i < 200; i++) {
        if (i % 3 == 0) ead_engine_calls_start(device, handle, 1 + i, now());
        if (i % 7 == 0) ead_engine_calls_cancel(device, handle);
        if (i % 20 == 0) ead_engine_calls_start_snapshot(device, handle);
        ead_engine_calls_try_get_snapshot(device, handle, (ead_ints){numbers, 5});
        ead_engine_calls_get_cells(device, handle, (ead_floats){cells, info->grid_rows * info->grid_columns});
        ead_line_calls_set_pulse(device, i % 64, now() + 1000, now() + 2000);
        ead_line_calls_clear_pulse(device, (i + 5) % 64);
        ead_line_calls_write(device, 5 + i % 7, i % 2 == 0);
        ead_line_calls_feed_watchdog(device, 0);
        while (ead_line_calls_try_take_edge(device, (ead_longs){edge, 4}))
            triggers += edge[0] == 0 && edge[1] == 1;
        nap();
    }
    CHECK(triggers > 3); /* the environment asked for one every 10 ms */
    CHECK_EQUAL(ead_engine_calls_close(device, handle), EAD_D_OK);
}

static void the_port_is_a_terminal(void) {
    int terminal = open(port, O_RDWR | O_NOCTTY | O_NONBLOCK);
    uint8_t bytes[16];
    CHECK(terminal >= 0);
    CHECK_EQUAL(write(terminal, "status\n", 7), 7);
    int32_t got = 0;
    for (int64_t end = now() + 5000000; got == 0 && now() < end; nap())
        got = ead_line_calls_read_port(device, (ead_bytes){bytes, sizeof bytes});
    CHECK_EQUAL(got, 7);
    CHECK_BYTES(bytes, "status\n", 7);
    uint8_t answer[] = {'o', 'k', '\n'};
    CHECK_EQUAL(ead_line_calls_write_port(device, (ead_bytes){answer, 3}, 0, 3), 3);
    for (int64_t end = now() + 5000000; (got = (int32_t)read(terminal, bytes, sizeof bytes)) <= 0 && now() < end;)
        nap();
    CHECK_EQUAL(got, 3);
    close(terminal);
}

int main(void) {
    static const test_case cases[] = {
        {"verdicts come while managed code goes on", verdicts_come_while_managed_code_goes_on},
        {"everything at once", everything_at_once},
        {"the port is a terminal", the_port_is_a_terminal},
    };
    snprintf(port, sizeof port, "/tmp/edgead-port-%d", (int)getpid());
    setenv("EDGEAD_MODEL", EAD_VECTORS_DIR "/models/percell.ead", 1);
    setenv("EDGEAD_FRAME", "48x40:1:4000", 1);
    setenv("EDGEAD_TRIGGER", "10000", 1);
    setenv("EDGEAD_PORT", port, 1);
    device = ead_the_device();
    TEST_RUN(cases);
    unlink(port);
    return test_finish();
}
