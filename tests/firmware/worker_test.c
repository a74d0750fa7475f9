/* Orders and verdicts, through the calls that managed code uses, with every fault of camera and worker. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../../firmware/status.h"
#include "../native/harness/test.h"
#include "fake_board.h"

static fake_board fake;
static int32_t handle;
static float values[8];
static const ead_floats RESULT = {values, 8};

static ead_device *device(void) {
    return &fake.device;
}

/* A camera that takes pictures. */
static void ready(void) {
    fake_board_init(&fake);
    CHECK(fake_board_install(&fake, "percell"));
    handle = ead_engine_calls_open(device(), -1);
    CHECK(handle > 0);
    fake_board_pass(&fake, EAD_CAMERA_PAUSE + 10 * FAKE_INTERVAL, 1000);
    CHECK_EQUAL(device()->worker.camera_status, EAD_D_OK);
}

static int32_t result(void) {
    return ead_engine_calls_try_get_result(device(), handle, RESULT);
}

/* What the kernels say about the picture of a shade. */
static ead_result score(uint8_t shade) {
    static _Alignas(16) uint8_t memory[1 << 17];
    static uint8_t pixels[FAKE_FRAME_BYTES];
    const uint8_t *file;
    uint32_t bytes;
    ead_engine *engine;
    ead_result expected = {0};
    CHECK(ead_store_running(&device()->store, &file, &bytes));
    CHECK_EQUAL(ead_engine_open(memory, sizeof memory, file, bytes, &engine, NULL), EAD_OK);
    memset(pixels, shade, sizeof pixels);
    const ead_source source = {EAD_PIXELS_GRAY8, FAKE_WIDTH, FAKE_HEIGHT};
    CHECK_EQUAL(ead_score_frame(engine, &source, pixels, FAKE_WIDTH, &expected), EAD_OK);
    return expected;
}

static void a_verdict_has_the_bits_of_the_kernels(void) {
    ready();
    for (int32_t frame = 1; frame <= 20; frame++) {
        fake.shade = (uint8_t)(frame * 12);
        ead_result expected = score(fake.shade);
        CHECK_EQUAL(ead_engine_calls_start(device(), handle, frame, fake.now + 30000), EAD_D_OK);
        CHECK_EQUAL(ead_engine_calls_exposed_at(device(), handle), -1);
        CHECK_EQUAL(result(), EAD_D_STATE);
        fake_board_pass(&fake, 60000, 1000);
        CHECK_EQUAL(result(), EAD_D_OK);
        CHECK_BYTES(&values[0], &expected.score, sizeof(float));
        CHECK_BYTES(&values[1], &expected.threshold, sizeof(float));
        CHECK_EQUAL(values[2], expected.reject);
        CHECK_EQUAL(values[4], frame);
        CHECK_EQUAL(values[5], expected.worst);
        float cells[64];
        CHECK_EQUAL(ead_engine_calls_get_cells(device(), handle, (ead_floats){cells, expected.rows * expected.columns}), EAD_D_OK);
        CHECK_BYTES(cells, expected.cells, expected.rows * expected.columns * sizeof(float));
        CHECK_EQUAL(result(), EAD_D_STATE); /* each is delivered once */
    }
}

static void the_exposure_is_at_most_half_an_interval_off(void) {
    ready();
    for (int32_t i = 1; i <= 200; i++) {
        int64_t wanted = fake.now + 15000 + i * 137;
        fake.position = fake.now / 100; /* a belt of 10 counts per millisecond */
        CHECK_EQUAL(ead_engine_calls_start(device(), handle, i, wanted), EAD_D_OK);
        while (result() == EAD_D_STATE) {
            fake_board_pass(&fake, 100, 100);
            fake.position = fake.now / 100;
        }
        int64_t at = ead_engine_calls_exposed_at(device(), handle);
        CHECK(llabs(at - wanted) <= FAKE_INTERVAL / 2);
        CHECK(values[3] >= 0 && values[3] < 30000);
        /* The fake latches the count when the frame is complete, half an interval late; the worker goes on from there. */
        CHECK(llabs(ead_engine_calls_exposed_count(device(), handle) - at / 100) <= 150);
    }
}

/* Frame rates of 50, 30 and 15 pictures per second, which the worker has to find out; orders up to a frame late, as managed code places them. */
static void whatever_the_frame_rate_an_order_gets_the_nearest_frame(void) {
    static const int64_t intervals[] = {20000, 33333, 66667};
    for (size_t n = 0; n < sizeof intervals / sizeof *intervals; n++) {
        fake_board_init(&fake);
        fake.interval = intervals[n];
        CHECK(fake_board_install(&fake, "percell"));
        handle = ead_engine_calls_open(device(), -1);
        fake_board_pass(&fake, EAD_CAMERA_PAUSE + 10 * fake.interval, 1000);
        CHECK_EQUAL(device()->worker.interval, intervals[n]);
        int64_t worst = 0, early = 0;
        for (int32_t i = 1; i <= 200; i++) {
            int64_t wanted = fake.now + 3000 - i % 7 * 1000;
            fake.position = fake.now / 100;
            CHECK_EQUAL(ead_engine_calls_start(device(), handle, i, wanted), EAD_D_OK);
            while (result() == EAD_D_STATE) {
                fake_board_pass(&fake, 100, 100);
                fake.position = fake.now / 100;
            }
            CHECK_EQUAL(values[4], i);
            int64_t off = ead_engine_calls_exposed_at(device(), handle) - wanted;
            if (llabs(off) > worst) worst = llabs(off);
            early += off < 0;
            fake_board_pass(&fake, fake.interval + 100 * (i % 61), 100); /* a picture belongs to one order only */
        }
        CHECK(worst <= intervals[n] / 2);
        CHECK(worst > intervals[n] / 3); /* a sensor that runs freely is rarely on time: the test saw it */
        CHECK(early > 40 && early < 160);
    }
}

/* One frame that gets lost while the interval is measured must not double it: tolerances are derived from it. */
static void a_lost_frame_does_not_double_the_interval(void) {
    for (int64_t at = 20000; at < 140000; at += 5000) {
        fake_board_init(&fake);
        CHECK(fake_board_install(&fake, "percell"));
        fake.board.camera.settle = 6;
        handle = ead_engine_calls_open(device(), -1);
        fake_board_pass(&fake, EAD_CAMERA_PAUSE + at, 1000);
        fake.next_frame += fake.interval;
        fake_board_pass(&fake, 200000, 1000);
        CHECK_EQUAL(device()->worker.camera_status, EAD_D_OK);
        CHECK_EQUAL(device()->worker.interval, FAKE_INTERVAL);
    }
}

static void the_threshold_and_the_presence_cell_count_from_the_next_frame_on(void) {
    ready();
    fake.shade = 90;
    ead_result expected = score(90);
    float threshold = nextafterf(expected.score, -INFINITY);
    CHECK_EQUAL(ead_engine_calls_set_threshold(device(), handle, threshold), EAD_D_OK);
    CHECK_EQUAL(ead_engine_calls_set_threshold(device(), handle, NAN), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_engine_calls_set_presence_cell(device(), handle, 1), EAD_D_OK);
    CHECK_EQUAL(ead_engine_calls_set_presence_cell(device(), handle, 1 << 20), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_engine_calls_set_presence_cell(device(), handle, -2), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_engine_calls_start(device(), handle, 1, 0), EAD_D_OK);
    fake_board_pass(&fake, 50000, 1000);
    CHECK_EQUAL(result(), EAD_D_OK);
    CHECK_BYTES(&values[1], &threshold, sizeof(float));
    CHECK_EQUAL(values[2], 1);
    CHECK_BYTES(&values[6], &expected.cells[1], sizeof(float));
}

static void a_dropped_order_never_answers(void) {
    ready();
    CHECK_EQUAL(ead_engine_calls_start(device(), handle, 1, fake.now), EAD_D_OK);
    CHECK_EQUAL(ead_engine_calls_cancel(device(), handle), EAD_D_OK);
    fake_board_pass(&fake, 100000, 1000);
    CHECK_EQUAL(result(), EAD_D_STATE);
    CHECK_EQUAL(ead_engine_calls_start(device(), handle, 2, fake.now), EAD_D_OK);
    CHECK_EQUAL(ead_engine_calls_start(device(), handle, 3, fake.now + 40000), EAD_D_OK);
    fake_board_pass(&fake, 100000, 1000);
    CHECK_EQUAL(result(), EAD_D_OK);
    CHECK_EQUAL(values[4], 3);
}

static void orders_that_make_no_sense_are_refused(void) {
    ready();
    CHECK_EQUAL(ead_engine_calls_start(device(), handle, 0, 0), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_engine_calls_start(device(), handle, 1 << 24, 0), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_engine_calls_start(device(), handle + 1, 1, 0), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_engine_calls_start(device(), 0, 1, 0), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_engine_calls_start(device(), handle, (1 << 24) - 1, 0), EAD_D_OK);
}

static void a_camera_that_hangs_says_so_and_comes_back(void) {
    ready();
    fake.hangs = true; /* the frame in hand is too old for this order */
    CHECK_EQUAL(ead_engine_calls_start(device(), handle, 1, fake.now + FAKE_INTERVAL), EAD_D_OK);
    fake_board_pass(&fake, 90000, 1000);
    CHECK_EQUAL(result(), EAD_D_STATE);
    fake_board_pass(&fake, 20000, 1000);
    CHECK_EQUAL(result(), EAD_D_CAMERA_HANG);
    CHECK_EQUAL(ead_engine_calls_exposed_at(device(), handle), -1);
    CHECK_EQUAL(ead_engine_calls_cancel(device(), handle), EAD_D_OK);
    CHECK_EQUAL(ead_engine_calls_start(device(), handle, 2, fake.now), EAD_D_CAMERA_HANG);
    CHECK_EQUAL(ead_line_calls_feed_watchdog(device(), 2), EAD_D_OK); /* refused is decided */
    fake_board_pass(&fake, EAD_CAMERA_PAUSE + 6 * FAKE_INTERVAL, 1000);
    CHECK_EQUAL(ead_engine_calls_start(device(), handle, 3, fake.now), EAD_D_OK);
    fake_board_pass(&fake, 50000, 1000);
    CHECK_EQUAL(result(), EAD_D_OK);
    CHECK_EQUAL(fake.given + device()->worker.camera.holds, fake.taken);
    int64_t numbers[11];
    CHECK_EQUAL(ead_engine_calls_get_statistics(device(), handle, (ead_longs){numbers, 10}), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_engine_calls_get_statistics(device(), handle, (ead_longs){numbers, 11}), EAD_D_OK);
    CHECK_EQUAL(numbers[0], 3);
    CHECK_EQUAL(numbers[1], 1);
    CHECK_EQUAL(numbers[2], 1);
    CHECK_EQUAL(numbers[3], 1);
    CHECK_EQUAL(numbers[4], 1);
    CHECK(numbers[5] > 0 && numbers[5] == numbers[6] && numbers[6] == numbers[7]);
    CHECK_EQUAL(numbers[8], 1000);
    CHECK_EQUAL(numbers[9], 2000);
    CHECK_EQUAL(numbers[10], FAKE_INTERVAL);
}

static void a_camera_that_is_not_there_is_named(void) {
    fake_board_init(&fake);
    CHECK(fake_board_install(&fake, "percell"));
    fake.absent = true;
    handle = ead_engine_calls_open(device(), -1);
    CHECK(handle > 0); /* the model is fine; who orders hears of the camera */
    fake_board_pass(&fake, 2000000, 1000);
    CHECK_EQUAL(ead_engine_calls_start(device(), handle, 1, 0), EAD_D_NO_CAMERA);
}

static void a_late_frame_is_reported_with_its_own_time(void) {
    ready();
    int64_t wanted = fake.now + 5000;
    fake.late = 60000;
    CHECK_EQUAL(ead_engine_calls_start(device(), handle, 1, wanted), EAD_D_OK);
    fake_board_pass(&fake, 90000, 1000);
    CHECK_EQUAL(result(), EAD_D_OK);
    CHECK(ead_engine_calls_exposed_at(device(), handle) - wanted > 40000); /* LateExposure is managed code's to raise */
}

static void a_worker_that_stands_still_starves_the_watchdog(void) {
    ready();
    int32_t pins[EAD_SIGNALS], flags[EAD_SIGNALS] = {0};
    for (int32_t i = 0; i < EAD_SIGNALS; i++)
        pins[i] = i;
    CHECK_EQUAL(ead_line_calls_begin(device(), (ead_ints){pins, EAD_SIGNALS}, (ead_ints){flags, EAD_SIGNALS}, 8, 0, 0, true), EAD_D_OK);
    CHECK_EQUAL(ead_line_calls_write(device(), EAD_READY, true), EAD_D_OK);
    CHECK_EQUAL(ead_line_calls_arm_watchdog(device(), 500), EAD_D_OK);
    CHECK_EQUAL(ead_line_calls_feed_watchdog(device(), 0), EAD_D_OK);
    int refusals = 0;
    for (int i = 0; i < 40 && fake.restarts == 0; i++) { /* only interrupts and managed code run */
        fake.now += 100000;
        if (fake.alarm <= fake.now) ead_line_alarm(&device()->line);
        refusals += ead_line_calls_feed_watchdog(device(), 0) != EAD_D_OK;
    }
    CHECK(refusals > 0);
    CHECK_EQUAL(fake.restarts, 1);
    CHECK_EQUAL(fake.cause, 3);
    CHECK(!fake.pins[EAD_READY]);
    CHECK(fake.guarded > 10);
    CHECK_EQUAL(ead_engine_calls_start(device(), handle, 1, 0), EAD_D_CAMERA_HANG);
}

static void an_order_that_is_open_starves_the_watchdog(void) {
    ready();
    CHECK_EQUAL(ead_engine_calls_start(device(), handle, 5, fake.now), EAD_D_OK);
    CHECK_EQUAL(ead_line_calls_feed_watchdog(device(), 0), EAD_D_STATE);
    fake_board_pass(&fake, 50000, 1000);
    CHECK_EQUAL(ead_line_calls_feed_watchdog(device(), 5), EAD_D_STATE); /* the verdict lies there unread */
    CHECK_EQUAL(result(), EAD_D_OK);
    CHECK_EQUAL(ead_line_calls_feed_watchdog(device(), 4), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_line_calls_feed_watchdog(device(), 5), EAD_D_OK);
}

static void the_self_test_runs_beside_managed_code(void) {
    ready();
    int32_t index[1] = {7};
    const ead_ints array = {index, 1};
    CHECK_EQUAL(ead_engine_calls_try_get_self_test(device(), handle, array), EAD_D_STATE);
    CHECK_EQUAL(ead_engine_calls_start(device(), handle, 1, fake.now + 50000), EAD_D_OK);
    CHECK_EQUAL(ead_engine_calls_start_self_test(device(), handle), EAD_D_STATE);
    CHECK_EQUAL(ead_engine_calls_cancel(device(), handle), EAD_D_OK);
    CHECK_EQUAL(ead_engine_calls_start_self_test(device(), handle), EAD_D_OK);
    CHECK_EQUAL(ead_engine_calls_start(device(), handle, 2, fake.now), EAD_D_STATE);
    CHECK_EQUAL(ead_engine_calls_try_get_self_test(device(), handle, array), EAD_D_STATE);
    fake_board_pass(&fake, 1000, 1000);
    CHECK_EQUAL(ead_engine_calls_try_get_self_test(device(), handle, array), EAD_D_OK);
    CHECK_EQUAL(index[0], -1);
    CHECK_EQUAL(ead_engine_calls_start(device(), handle, 2, fake.now), EAD_D_OK);
}

static void a_snapshot_is_the_picture(void) {
    ready();
    int32_t numbers[5];
    uint8_t piece[100];
    fake.shade = 77;
    CHECK_EQUAL(ead_engine_calls_try_get_snapshot(device(), handle, (ead_ints){numbers, 5}), EAD_D_STATE);
    CHECK_EQUAL(ead_engine_calls_read_snapshot(device(), handle, 0, (ead_bytes){piece, 100}, 100), -EAD_D_STATE);
    CHECK_EQUAL(ead_engine_calls_start_snapshot(device(), handle), EAD_D_OK);
    fake_board_pass(&fake, 2 * FAKE_INTERVAL, 1000);
    CHECK_EQUAL(ead_engine_calls_try_get_snapshot(device(), handle, (ead_ints){numbers, 5}), EAD_D_OK);
    CHECK_EQUAL(numbers[0], FAKE_WIDTH);
    CHECK_EQUAL(numbers[1], FAKE_HEIGHT);
    CHECK_EQUAL(numbers[2], EAD_PIXELS_GRAY8);
    CHECK_EQUAL(numbers[3], FAKE_FRAME_BYTES);
    fake.shade = 78; /* later frames leave it alone */
    fake_board_pass(&fake, 2 * FAKE_INTERVAL, 1000);
    int32_t read = 0, got;
    while ((got = ead_engine_calls_read_snapshot(device(), handle, read, (ead_bytes){piece, 100}, 100)) > 0) {
        for (int32_t i = 0; i < got; i++)
            CHECK_EQUAL(piece[i], 77);
        read += got;
    }
    CHECK_EQUAL(got, 0);
    CHECK_EQUAL(read, FAKE_FRAME_BYTES);
    CHECK_EQUAL(ead_engine_calls_read_snapshot(device(), handle, INT32_MAX, (ead_bytes){piece, 100}, 100), 0);
    CHECK_EQUAL(ead_engine_calls_read_snapshot(device(), handle, -1, (ead_bytes){piece, 100}, 100), -EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_engine_calls_read_snapshot(device(), handle, 0, (ead_bytes){piece, 100}, 101), -EAD_D_ARGUMENT);
    device()->worker.memory.snapshot_bytes = FAKE_FRAME_BYTES - 1;
    CHECK_EQUAL(ead_engine_calls_start_snapshot(device(), handle), EAD_D_MEMORY);
}

/* Orders, cancellations, hangs, late and torn frames at random: a verdict always carries the frame of the order that is open, comes at
 * most once, with an exposure not before the order; no frame stays with us, and the lock is never taken twice. */
static void any_mixture_of_orders_and_faults_keeps_its_promises(void) {
    ready();
    srand(11);
    int32_t open = 0, verdicts = 0, hung = 0;
    int64_t placed = 0;
    for (int32_t frame = 1; frame < 8000; frame++) {
        switch (rand() % 100) {
        case 0:
            fake.hangs = true;
            break;
        case 1:
            fake.late = rand() % 200000;
            break;
        case 2:
            fake.torn = rand() % 2 == 0;
            break;
        case 3:
        case 4:
        case 5:
            ead_engine_calls_cancel(device(), handle);
            open = 0;
            break;
        default:
            fake.late = 0;
            fake.torn = false;
            placed = fake.now;
            open = ead_engine_calls_start(device(), handle, frame, fake.now + rand() % 40000) == EAD_D_OK ? frame : 0;
        }
        fake_board_pass(&fake, 1000 * (1 + rand() % 60), 1000);
        int32_t status = result();
        if (status == EAD_D_OK) {
            verdicts++;
            CHECK_EQUAL(values[4], open);
            CHECK(ead_engine_calls_exposed_at(device(), handle) >= placed - 2 * FAKE_INTERVAL);
            open = 0;
        }
        if (status == EAD_D_CAMERA_HANG) {
            CHECK(open != 0);
            hung++;
            ead_engine_calls_cancel(device(), handle);
            open = 0;
        }
    }
    CHECK(verdicts > 2000);
    CHECK(hung > 40);
    CHECK_EQUAL(fake.given + device()->worker.camera.holds, fake.taken);
    CHECK_EQUAL(ead_engine_calls_close(device(), handle), EAD_D_OK);
    CHECK_EQUAL(fake.given, fake.taken);
    CHECK(!fake.nested);
    CHECK_EQUAL(fake.locked, 0);
}

static void handles_are_never_used_again(void) {
    ready();
    int32_t first = handle;
    CHECK_EQUAL(ead_engine_calls_close(device(), first), EAD_D_OK);
    CHECK(!fake.powered);
    CHECK_EQUAL(ead_engine_calls_close(device(), first), EAD_D_ARGUMENT);
    handle = ead_engine_calls_open(device(), 1);
    CHECK(handle < 0); /* the other slot is empty */
    CHECK_EQUAL(handle, -EAD_D_NO_MODEL);
    CHECK_EQUAL(ead_engine_calls_open(device(), 2), -EAD_D_ARGUMENT);
    handle = ead_engine_calls_open(device(), 0);
    CHECK(handle > first);
    CHECK_EQUAL(ead_engine_calls_cancel(device(), first), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_engine_calls_exposed_at(device(), first), -1);
    CHECK_EQUAL(result(), EAD_D_STATE);
}

static void memory_that_is_too_small_is_said(void) {
    fake_board_init(&fake);
    CHECK(fake_board_install(&fake, "percell"));
    fake.board.memory.engine_bytes = 1000;
    CHECK_EQUAL(ead_engine_calls_open(device(), -1), -EAD_D_MEMORY);
    fake.board.memory.engine_bytes = sizeof fake.engine;
    fake.board.memory.cells_most = 1;
    CHECK_EQUAL(ead_engine_calls_open(device(), -1), -EAD_D_MEMORY);
    fake.board.memory.cells_most = 1024;
    CHECK(ead_engine_calls_open(device(), -1) > 0);
}

int main(void) {
    static const test_case cases[] = {
        {"a verdict has the bits of the kernels", a_verdict_has_the_bits_of_the_kernels},
        {"the exposure is at most half an interval off", the_exposure_is_at_most_half_an_interval_off},
        {"whatever the frame rate, an order gets the nearest frame", whatever_the_frame_rate_an_order_gets_the_nearest_frame},
        {"a lost frame does not double the interval", a_lost_frame_does_not_double_the_interval},
        {"the threshold counts from the next frame on", the_threshold_and_the_presence_cell_count_from_the_next_frame_on},
        {"a dropped order never answers", a_dropped_order_never_answers},
        {"orders that make no sense are refused", orders_that_make_no_sense_are_refused},
        {"a camera that hangs says so and comes back", a_camera_that_hangs_says_so_and_comes_back},
        {"a camera that is not there is named", a_camera_that_is_not_there_is_named},
        {"a late frame is reported with its own time", a_late_frame_is_reported_with_its_own_time},
        {"a worker that stands still starves the watchdog", a_worker_that_stands_still_starves_the_watchdog},
        {"an order that is open starves the watchdog", an_order_that_is_open_starves_the_watchdog},
        {"the self-test runs beside managed code", the_self_test_runs_beside_managed_code},
        {"a snapshot is the picture", a_snapshot_is_the_picture},
        {"any mixture of orders and faults keeps its promises", any_mixture_of_orders_and_faults_keeps_its_promises},
        {"handles are never used again", handles_are_never_used_again},
        {"memory that is too small is said", memory_that_is_too_small_is_said},
    };
    TEST_RUN(cases);
    return test_finish();
}
