/* Windows of REJECT, edges, encoder and watchdog. */
#include <stdlib.h>

#include "../../firmware/line/edges.h"
#include "../../firmware/line/encoder.h"
#include "../../firmware/line/pulses.h"
#include "../../firmware/line/watchdog.h"
#include "../../firmware/status.h"
#include "../native/harness/test.h"

static ead_pulse slots[16];
static ead_pulses pulses;

static void reject_is_on_inside_a_window_and_nowhere_else(void) {
    CHECK(ead_pulses_begin(&pulses, slots, 16, false, 0, true, 0, 0));
    CHECK(ead_pulses_set(&pulses, 3, 100, 200));
    CHECK(ead_pulses_set(&pulses, 4, 150, 250));
    static const struct {
        int64_t time;
        bool on;
        int64_t next;
    } table[] = {{0, false, 100},  {99, false, 100}, {100, true, 150},       {199, true, 200},
                 {200, true, 250}, {249, true, 250}, {250, false, INT64_MAX}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        CHECK_EQUAL(ead_pulses_level(&pulses, table[i].time, 0), table[i].on);
        CHECK_EQUAL(ead_pulses_next(&pulses, table[i].time), table[i].next);
    }
}

static void what_is_no_window_is_refused(void) {
    CHECK(!ead_pulses_begin(&pulses, slots, 0, false, 0, true, 0, 0));
    CHECK(!ead_pulses_begin(&pulses, NULL, 1, false, 0, true, 0, 0));
    CHECK(!ead_pulses_begin(&pulses, slots, EAD_PULSES_MOST + 1, false, 0, true, 0, 0));
    CHECK(ead_pulses_begin(&pulses, slots, 16, false, 0, true, 0, 0));
    CHECK(!ead_pulses_set(&pulses, -1, 1, 2));
    CHECK(!ead_pulses_set(&pulses, 16, 1, 2));
    CHECK(!ead_pulses_set(&pulses, 0, 2, 2));
}

static void clearing_says_whether_the_output_has_moved(void) {
    CHECK(ead_pulses_begin(&pulses, slots, 16, false, 0, true, 0, 0));
    CHECK(ead_pulses_clear(&pulses, 0, 0, 0)); /* empty */
    CHECK(ead_pulses_set(&pulses, 0, 100, 200));
    CHECK(ead_pulses_clear(&pulses, 0, 99, 0));
    CHECK(!ead_pulses_level(&pulses, 150, 0));
    CHECK(ead_pulses_set(&pulses, 0, 100, 200));
    CHECK(!ead_pulses_clear(&pulses, 0, 100, 0));
    CHECK(!ead_pulses_level(&pulses, 150, 0));
}

/* The hold outlasts the silence by EAD_PULSES_RELEASE: who has just begun to count may stop again at once. */
static void a_belt_that_stands_still_removes_parts(void) {
    CHECK(ead_pulses_begin(&pulses, slots, 16, true, 1000, true, 0, 0));
    CHECK(!ead_pulses_level(&pulses, 5000, 0)); /* no part on its way */
    CHECK(pulses.silent);
    CHECK(ead_pulses_set(&pulses, 0, 10, 20));
    CHECK(ead_pulses_level(&pulses, 5001, 1)); /* it counts again: not believed yet */
    CHECK(!pulses.silent);
    CHECK(ead_pulses_level(&pulses, 6000, 1));
    CHECK(ead_pulses_level(&pulses, 6001, 1));
    CHECK(pulses.silent); /* it had stopped again */
    for (int64_t time = 6500, count = 2; time < 56500; time += 500, count = count == 2 ? 3 : 2)
        CHECK(ead_pulses_level(&pulses, time, count)); /* moves, but not for long enough */
    CHECK(!ead_pulses_level(&pulses, 56500, 4));
    CHECK(ead_pulses_level(&pulses, 56600, 10));
    CHECK(!ead_pulses_level(&pulses, 56700, 20));
    CHECK(!ead_pulses_level(&pulses, 90000, 20)); /* silent, but the window is over */
    CHECK(pulses.silent);
    CHECK(ead_pulses_begin(&pulses, slots, 16, true, 1000, false, 0, 0)); /* energise-to-pass */
    CHECK(ead_pulses_set(&pulses, 0, 0, 20));
    CHECK(ead_pulses_level(&pulses, 10, 5));
    CHECK(!ead_pulses_level(&pulses, 1010, 5));
    CHECK(!ead_pulses_level(&pulses, 1500, 6));
}

/* Any windows in any order against the definition, and no change of level that `next` did not announce. */
static void random_windows_agree_with_the_definition(void) {
    srand(7);
    for (int round = 0; round < 300; round++) {
        CHECK(ead_pulses_begin(&pulses, slots, 16, false, 0, true, 0, 0));
        int64_t announced = 0;
        bool before = false;
        for (int64_t time = 0; time < 200; time++) {
            if (rand() % 8 == 0) {
                int64_t on = time + rand() % 40;
                CHECK(ead_pulses_set(&pulses, rand() % 16, on, on + 1 + rand() % 20));
                announced = time;
            }
            bool expected = false;
            for (int i = 0; i < 16; i++)
                expected |= slots[i].on < slots[i].off && slots[i].on <= time && time < slots[i].off;
            bool level = ead_pulses_level(&pulses, time, 0);
            CHECK_EQUAL(level, expected);
            CHECK(level == before || announced == time);
            before = level;
            if (announced <= time) announced = ead_pulses_next(&pulses, time);
        }
    }
}

static void edges_come_in_order_and_lost_ones_are_counted(void) {
    static ead_edges edges;
    ead_edge edge;
    CHECK(!ead_edges_take(&edges, &edge));
    for (int lap = 0; lap < 5; lap++) {
        for (int i = 0; i < EAD_EDGES + 3; i++)
            ead_edges_put(&edges, (ead_edge){.signal = 1, .level = (uint8_t)(i & 1), .time = i, .position = -i});
        CHECK_EQUAL(atomic_load(&edges.lost), 3 * (lap + 1));
        for (int i = 0; i < EAD_EDGES; i++)
            CHECK(ead_edges_take(&edges, &edge) && edge.time == i && edge.position == -i && edge.level == (i & 1) &&
                  edge.signal == 1);
        CHECK(!ead_edges_take(&edges, &edge));
    }
}

static void the_encoder_counts_four_per_period_both_ways(void) {
    ead_encoder encoder;
    ead_encoder_begin(&encoder, false, false);
    for (int period = 0; period < 10; period++) {
        ead_encoder_edge(&encoder, true, false);
        ead_encoder_edge(&encoder, true, true);
        ead_encoder_edge(&encoder, false, true);
        ead_encoder_edge(&encoder, false, false);
    }
    CHECK_EQUAL(encoder.count, 40);
    ead_encoder_edge(&encoder, false, true);
    ead_encoder_edge(&encoder, true, true);
    CHECK_EQUAL(encoder.count, 38);
    ead_encoder_edge(&encoder, true, true); /* a bounce that is over already */
    CHECK_EQUAL(encoder.count, 38);
    CHECK_EQUAL(encoder.skipped, 0);
    ead_encoder_edge(&encoder, false, false);
    CHECK_EQUAL(encoder.count, 38);
    CHECK_EQUAL(encoder.skipped, 1);
}

static void the_watchdog_is_fed_by_decisions_alone(void) {
    ead_watchdog dog = {.armed = false};
    CHECK(!ead_watchdog_expired(&dog, INT64_MAX));
    CHECK(!ead_watchdog_arm(&dog, 99, 0));
    CHECK(!ead_watchdog_arm(&dog, 60001, 0));
    CHECK(ead_watchdog_arm(&dog, 100, 0));
    CHECK(!ead_watchdog_expired(&dog, 99999));
    CHECK(ead_watchdog_expired(&dog, 100000));
    CHECK_EQUAL(ead_watchdog_feed(&dog, 0, 5, true, 50000), EAD_D_STATE);
    CHECK_EQUAL(ead_watchdog_feed(&dog, 5, 5, true, 50000), EAD_D_STATE);
    CHECK_EQUAL(ead_watchdog_feed(&dog, 4, 5, false, 50000), EAD_D_ARGUMENT);
    CHECK(ead_watchdog_expired(&dog, 100000));
    CHECK_EQUAL(ead_watchdog_feed(&dog, 5, 5, false, 50000), EAD_D_OK);
    CHECK(!ead_watchdog_expired(&dog, 149999));
    CHECK_EQUAL(ead_watchdog_feed(&dog, 0, 5, false, 100000), EAD_D_OK);
    CHECK(ead_watchdog_expired(&dog, 200000));
}

int main(void) {
    static const test_case cases[] = {
        {"reject is on inside a window", reject_is_on_inside_a_window_and_nowhere_else},
        {"what is no window is refused", what_is_no_window_is_refused},
        {"clearing says whether the output has moved", clearing_says_whether_the_output_has_moved},
        {"a belt that stands still removes parts", a_belt_that_stands_still_removes_parts},
        {"random windows agree with the definition", random_windows_agree_with_the_definition},
        {"edges come in order", edges_come_in_order_and_lost_ones_are_counted},
        {"the encoder counts four per period", the_encoder_counts_four_per_period_both_ways},
        {"the watchdog is fed by decisions alone", the_watchdog_is_fed_by_decisions_alone},
    };
    TEST_RUN(cases);
    return test_finish();
}
