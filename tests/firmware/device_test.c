/* Pins, timers, flash and port through the calls that managed code uses; every argument that it could get wrong. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "../../firmware/status.h"
#include "../native/harness/test.h"
#include "fake_board.h"

static fake_board fake;
static int32_t pins[EAD_SIGNALS], flags[EAD_SIGNALS];

static ead_device *device(void) {
    return &fake.device;
}

static int32_t begin(int32_t slots, int32_t domain, int64_t silence, bool hold) {
    return ead_line_calls_begin(device(), (ead_ints){pins, EAD_SIGNALS}, (ead_ints){flags, EAD_SIGNALS}, slots, domain, silence, hold);
}

static void wired(void) {
    fake_board_init(&fake);
    memset(flags, 0, sizeof flags);
    for (int32_t i = 0; i < EAD_SIGNALS; i++)
        pins[i] = i + 1;
}

static bool take(int64_t edge[4]) {
    return ead_line_calls_try_take_edge(device(), (ead_longs){edge, 4});
}

static void pins_that_make_no_sense_are_refused(void) {
    wired();
    static const struct {
        int32_t signal, pin, flags, status;
    } table[] = {{0, -2, 0, EAD_D_PIN}, {0, 49, 0, EAD_D_PIN}, {0, 2, 0, EAD_D_PIN}, {0, 1, 8, EAD_D_PIN}, {0, -1, 0, 0}, {12, 48, 7, 0}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        wired();
        pins[table[i].signal] = table[i].pin;
        flags[table[i].signal] = table[i].flags;
        CHECK_EQUAL(begin(8, 0, 0, true), table[i].status);
    }
    wired();
    fake.refused_pin = 7;
    CHECK_EQUAL(begin(8, 0, 0, true), EAD_D_PIN);
    for (int32_t i = 0; i < FAKE_PINS; i++)
        CHECK(!fake.claimed[i]); /* nothing stays half claimed */
    CHECK_EQUAL(ead_line_calls_write(device(), EAD_READY, true), 0);
    CHECK(!fake.pins[6]);
    fake.refused_pin = -1;
    CHECK_EQUAL(begin(8, 0, 0, true), 0);
    CHECK_EQUAL(begin(8, 0, 0, true), 0); /* again: lets go first */
}

static void arguments_of_begin_are_checked(void) {
    wired();
    CHECK_EQUAL(begin(0, 0, 0, true), EAD_D_ARGUMENT);
    CHECK_EQUAL(begin(4097, 0, 0, true), EAD_D_ARGUMENT);
    CHECK_EQUAL(begin(FAKE_SLOTS + 1, 0, 0, true), EAD_D_MEMORY);
    CHECK_EQUAL(begin(8, 2, 0, true), EAD_D_ARGUMENT);
    CHECK_EQUAL(begin(8, -1, 0, true), EAD_D_ARGUMENT);
    CHECK_EQUAL(begin(8, 1, -1, true), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_line_calls_begin(device(), (ead_ints){NULL, 0}, (ead_ints){flags, EAD_SIGNALS}, 8, 0, 0, true), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_line_calls_begin(device(), (ead_ints){pins, EAD_SIGNALS}, (ead_ints){flags, 12}, 8, 0, 0, true), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_line_calls_set_pulse(device(), 0, 1, 2), EAD_D_ARGUMENT); /* nothing has begun */
    CHECK(ead_line_calls_clear_pulse(device(), 0));
}

static void outputs_follow_their_polarity(void) {
    wired();
    flags[10] = EAD_PIN_INVERTED;
    CHECK_EQUAL(begin(8, 0, 0, true), 0);
    for (int32_t i = EAD_READY; i < EAD_SIGNALS; i++)
        CHECK_EQUAL(fake.pins[i + 1], false); /* off, but for ERR, which is on and inverted: as the pins of a dead chip */
    for (int32_t i = EAD_READY; i < EAD_REJECT; i++) {
        CHECK_EQUAL(ead_line_calls_write(device(), i, true), 0);
        CHECK_EQUAL(fake.pins[i + 1], i != EAD_ERROR);
    }
    CHECK_EQUAL(ead_line_calls_write(device(), EAD_ERROR, false), 0);
    CHECK_EQUAL(fake.pins[EAD_ERROR + 1], true);
    CHECK_EQUAL(ead_line_calls_write(device(), EAD_REJECT, true), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_line_calls_write(device(), EAD_ACK, true), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_line_calls_write(device(), 13, true), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_line_calls_write(device(), -1, true), EAD_D_ARGUMENT);
    ead_line_calls_restart(device());
    CHECK_EQUAL(fake.cause, 4);
    for (int32_t i = EAD_READY; i < EAD_SIGNALS; i++)
        CHECK_EQUAL(fake.pins[i + 1], false);
    flags[10] = 0;
    CHECK_EQUAL(begin(8, 0, 0, true), 0);
    for (int32_t i = EAD_READY; i < EAD_SIGNALS; i++)
        CHECK_EQUAL(fake.pins[i + 1], i == EAD_ERROR);
}

static void edges_carry_time_and_count(void) {
    wired();
    int64_t edge[4];
    flags[EAD_RESET] = EAD_PIN_INVERTED;
    fake.now = 1000;
    fake.position = 55;
    CHECK_EQUAL(begin(8, 0, 0, true), 0);
    CHECK(take(edge)); /* RESET is low, and thereby on */
    CHECK(edge[0] == EAD_RESET && edge[1] == 1 && edge[2] == 1000 && edge[3] == 55);
    CHECK(!take(edge));
    fake.now = 2000;
    fake_board_input(&fake, EAD_TRIG, true);
    fake.now = 2001;
    fake.position = 56;
    fake_board_input(&fake, EAD_RESET, true);
    CHECK(take(edge));
    CHECK(edge[0] == EAD_TRIG && edge[1] == 1 && edge[2] == 2000 && edge[3] == 55);
    CHECK(!ead_line_calls_try_take_edge(device(), (ead_longs){edge, 3}));
    CHECK(take(edge));
    CHECK(edge[0] == EAD_RESET && edge[1] == 0 && edge[2] == 2001 && edge[3] == 56);
    for (int i = 0; i < EAD_EDGES + 5; i++)
        fake_board_input(&fake, EAD_TRIG, i % 2 == 0);
    CHECK_EQUAL(ead_line_calls_lost_edges(device()), 5);
    CHECK_EQUAL(ead_line_calls_encoder_count(device()), 56);
    CHECK_EQUAL(ead_line_calls_now(device()), 2001);
}

static void reject_is_moved_by_the_alarm_alone(void) {
    wired();
    CHECK_EQUAL(begin(8, 0, 0, true), 0);
    CHECK_EQUAL(ead_line_calls_set_pulse(device(), 2, 5000, 8000), 0);
    CHECK_EQUAL(ead_line_calls_set_pulse(device(), 8, 5000, 8000), EAD_D_ARGUMENT);
    CHECK_EQUAL(fake.alarm, 5000);
    bool on = false;
    for (int64_t time = 0; time <= 9000; time += 10) {
        fake_board_pass(&fake, 10, 10);
        on = fake.pins[13];
        CHECK_EQUAL(on, fake.now >= 5000 && fake.now < 8000);
    }
    CHECK_EQUAL(ead_line_calls_set_pulse(device(), 0, 0, INT64_MAX), 0); /* has begun: at once */
    CHECK(fake.pins[13]);
    CHECK(!ead_line_calls_clear_pulse(device(), 0));
    CHECK(!fake.pins[13]);
    CHECK_EQUAL(ead_line_calls_set_pulse(device(), 0, fake.now + 100, fake.now + 200), 0);
    CHECK(ead_line_calls_clear_pulse(device(), 0));
    CHECK(ead_line_calls_clear_pulse(device(), 99));
    fake_board_pass(&fake, 1000, 10);
    CHECK(!fake.pins[13]);
}

/* 20 counts per millisecond; REJECT must be right within a millisecond of its counts. */
static void windows_in_counts_are_met_within_a_millisecond(void) {
    wired();
    CHECK_EQUAL(begin(8, 1, 2000, true), 0);
    CHECK_EQUAL(ead_line_calls_set_pulse(device(), 0, 2000, 2400), 0);
    int64_t on_at = 0, off_at = 0, edge[4];
    for (int64_t time = 0; time < 200000; time += 50) {
        fake.position = fake.now / 50;
        fake_board_pass(&fake, 50, 50);
        if (on_at == 0 && fake.pins[13]) on_at = fake.now;
        if (on_at != 0 && off_at == 0 && !fake.pins[13]) off_at = fake.now;
    }
    CHECK(on_at >= 100000 && on_at <= 101000);
    CHECK(off_at >= 120000 && off_at <= 121000);
    CHECK(!take(edge));
    CHECK_EQUAL(ead_line_calls_set_pulse(device(), 1, 10000, 10400), 0);
    fake_board_pass(&fake, 5000, 50); /* the belt stands, or the encoder is broken */
    CHECK(fake.pins[13]);
    CHECK(take(edge));
    CHECK(edge[0] == EAD_ENC_A && edge[1] == 0 && edge[3] == fake.position);
    fake.position++;
    fake_board_pass(&fake, 1000, 50);
    CHECK(take(edge));
    CHECK(edge[0] == EAD_ENC_A && edge[1] == 1);
    CHECK(fake.pins[13]); /* not believed for 50 ms */
    for (int i = 0; i < 110; i++) {
        fake.position++;
        fake_board_pass(&fake, 500, 50);
    }
    CHECK(!fake.pins[13]);
}

static void the_watchdog_switches_everything_off(void) {
    wired();
    CHECK_EQUAL(begin(8, 0, 0, false), 0);
    CHECK_EQUAL(ead_line_calls_arm_watchdog(device(), 99), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_line_calls_arm_watchdog(device(), 200), 0);
    CHECK_EQUAL(ead_line_calls_set_pulse(device(), 0, 0, INT64_MAX), 0); /* energise-to-pass: parts pass */
    CHECK(fake.pins[13]);
    for (int i = 0; i < 20; i++) {
        fake_board_pass(&fake, 100000, 1000);
        CHECK_EQUAL(ead_line_calls_feed_watchdog(device(), 0), 0);
    }
    CHECK_EQUAL(fake.restarts, 0);
    fake_board_pass(&fake, 199000, 1000);
    CHECK_EQUAL(fake.restarts, 0);
    fake_board_pass(&fake, 12000, 1000);
    CHECK(fake.restarts > 0);
    CHECK_EQUAL(fake.cause, 3);
    CHECK(!fake.pins[13]);
}

static void regions_refuse_what_lies_outside(void) {
    wired();
    uint8_t bytes[64], back[64];
    for (int i = 0; i < 64; i++)
        bytes[i] = (uint8_t)i;
    static const int32_t size = DATA_BYTES;
    static const struct {
        int32_t region, offset, count, status;
    } table[] = {{0, 0, 64, 0},
                 {1, DATA_BYTES - 64, 64, 0},
                 {0, DATA_BYTES, 0, 0},
                 {0, DATA_BYTES, 1, 1},
                 {0, DATA_BYTES - 63, 64, 1},
                 {0, -1, 4, 1},
                 {0, 0, -1, 1},
                 {0, 0, 65, 1},
                 {2, 0, 4, 1},
                 {-1, 0, 4, 1},
                 {0, INT_MAX, INT_MAX, 1}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        ead_bytes out = {bytes, 64}, in = {back, 64};
        CHECK_EQUAL(ead_store_calls_write_region(device(), table[i].region, table[i].offset, out, table[i].count), table[i].status);
        CHECK_EQUAL(ead_store_calls_read_region(device(), table[i].region, table[i].offset, in, table[i].count), table[i].status);
        if (table[i].status == 0) CHECK_BYTES(back, bytes, (size_t)table[i].count);
    }
    CHECK_EQUAL(ead_store_calls_read_region(device(), 0, 0, (ead_bytes){NULL, 0}, 0), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_store_calls_region_bytes(device(), 0), size);
    CHECK_EQUAL(ead_store_calls_region_bytes(device(), 1), size);
    CHECK_EQUAL(ead_store_calls_region_bytes(device(), 2), 0);
    CHECK_EQUAL(ead_store_calls_erase_region(device(), 0, 1), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_store_calls_erase_region(device(), 0, DATA_BYTES), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_store_calls_erase_region(device(), 3, 0), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_store_calls_erase_region(device(), 0, 0), 0);
    CHECK_EQUAL(ead_store_calls_read_region(device(), 0, 0, (ead_bytes){back, 64}, 64), 0);
    for (int i = 0; i < 64; i++)
        CHECK_EQUAL(back[i], 255);
    CHECK(fake.flash.data[1][DATA_BYTES - 1] != 255); /* the other region is untouched */
    fake.flash.dead = true;
    CHECK_EQUAL(ead_store_calls_write_region(device(), 0, 0, (ead_bytes){bytes, 64}, 4), EAD_D_FLASH);
    CHECK_EQUAL(ead_store_calls_erase_region(device(), 0, 0), EAD_D_FLASH);
}

static void an_update_goes_through_its_states(void) {
    wired();
    int32_t numbers[4];
    uint8_t sha[32], piece[16] = {1};
    const ead_ints ints = {numbers, 4};
    const ead_bytes hash = {sha, 32}, data = {piece, 16};
    CHECK_EQUAL(ead_store_calls_active_slot(device()), -1);
    CHECK_EQUAL(ead_store_calls_get_slot(device(), 0, ints, hash), 0);
    CHECK(numbers[0] == 0 && numbers[3] == SLOT_BYTES);
    CHECK_EQUAL(ead_store_calls_get_slot(device(), 2, ints, hash), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_store_calls_get_slot(device(), 0, ints, (ead_bytes){sha, 31}), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_store_calls_write_update(device(), 0, data, 16), EAD_D_STATE);
    CHECK_EQUAL(ead_store_calls_finish_update(device()), EAD_D_STATE);
    CHECK_EQUAL(ead_store_calls_begin_update(device(), 0), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_store_calls_begin_update(device(), -5), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_store_calls_begin_update(device(), SLOT_BYTES + 1), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_store_calls_begin_update(device(), 32), 0);
    CHECK_EQUAL(ead_store_calls_update_state(device()), EAD_UPDATE_ERASING);
    CHECK_EQUAL(ead_store_calls_write_update(device(), 0, data, 16), EAD_D_STATE);
    ead_device_step(device());
    CHECK_EQUAL(ead_store_calls_update_state(device()), EAD_UPDATE_WRITING);
    CHECK_EQUAL(ead_store_calls_write_update(device(), 1, data, 16), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_store_calls_write_update(device(), 0, data, 17), EAD_D_ARGUMENT);
    CHECK_EQUAL(ead_store_calls_write_update(device(), 0, data, 16), 0);
    CHECK_EQUAL(ead_store_calls_finish_update(device()), EAD_D_STATE); /* bytes are missing */
    CHECK_EQUAL(ead_store_calls_write_update(device(), 16, data, 16), 0);
    CHECK_EQUAL(ead_store_calls_finish_update(device()), 0);
    CHECK_EQUAL(ead_store_calls_update_state(device()), EAD_UPDATE_CHECKING);
    CHECK_EQUAL(ead_store_calls_begin_update(device(), 32), EAD_D_STATE);
    ead_device_step(device());
    CHECK(ead_store_calls_update_state(device()) < 0); /* no model at all */
    CHECK_EQUAL(ead_store_calls_active_slot(device()), -1);

    CHECK(fake_board_install(&fake, "percell"));
    int32_t slot = ead_store_calls_active_slot(device());
    CHECK_EQUAL(ead_store_calls_get_slot(device(), slot, ints, hash), 0);
    CHECK_EQUAL(numbers[0], 1);
    CHECK_BYTES(sha, fake.flash.slots[slot] + 8, 32);
    CHECK_EQUAL(ead_store_calls_begin_update(device(), 32), EAD_D_STATE); /* not confirmed yet */
    CHECK_EQUAL(ead_store_calls_confirm_model(device()), 0);
    CHECK_EQUAL(ead_store_calls_get_slot(device(), slot, ints, hash), 0);
    CHECK_EQUAL(numbers[0], 2);
    CHECK_EQUAL(ead_store_calls_begin_update(device(), 32), 0);
    fake.flash.dead = true;
    ead_device_step(device());
    CHECK_EQUAL(ead_store_calls_update_state(device()), -EAD_D_FLASH);
}

static void the_port_gives_and_takes_what_there_is_room_for(void) {
    wired();
    uint8_t out[100], in[100];
    memset(out, 'x', sizeof out);
    const ead_bytes data = {out, 100};
    CHECK_EQUAL(ead_line_calls_read_port(device(), (ead_bytes){in, 100}), 0);
    CHECK_EQUAL(ead_line_calls_write_port(device(), data, 90, 11), -1);
    CHECK_EQUAL(ead_line_calls_write_port(device(), data, -1, 1), -1);
    CHECK_EQUAL(ead_line_calls_write_port(device(), data, 0, -1), -1);
    CHECK_EQUAL(ead_line_calls_write_port(device(), data, INT_MAX, INT_MAX), -1);
    CHECK_EQUAL(ead_line_calls_write_port(device(), data, 100, 0), 0);
    CHECK_EQUAL(ead_line_calls_write_port(device(), data, 10, 90), 64);
    CHECK_EQUAL(ead_line_calls_read_port(device(), (ead_bytes){in, 100}), 64);
    CHECK_EQUAL(ead_line_calls_reset_cause(device()), 1);
}

/* Every call of an engine with a handle that is none, and with arrays that are null or one too short. */
static void engine_calls_check_their_arrays(void) {
    wired();
    CHECK(fake_board_install(&fake, "percell"));
    int32_t numbers[13], handle = ead_engine_calls_open(device(), -1);
    int64_t longs[10];
    float floats[8], threshold[1];
    uint8_t sha[32];
    CHECK_EQUAL(ead_engine_calls_get_info(device(), handle, (ead_ints){numbers, 13}, (ead_floats){threshold, 1}, (ead_bytes){sha, 32}), 0);
    CHECK(numbers[6] > 0 && numbers[7] > 0 && numbers[5] > 0);
    const int32_t wrong[] = {0, -1, handle + 1};
    for (size_t i = 0; i < 3; i++) {
        int32_t bad = wrong[i];
        CHECK_EQUAL(ead_engine_calls_close(device(), bad), 1);
        CHECK_EQUAL(ead_engine_calls_get_info(device(), bad, (ead_ints){numbers, 13}, (ead_floats){threshold, 1}, (ead_bytes){sha, 32}), 1);
        CHECK_EQUAL(ead_engine_calls_set_threshold(device(), bad, 1), 1);
        CHECK_EQUAL(ead_engine_calls_set_presence_cell(device(), bad, 0), 1);
        CHECK_EQUAL(ead_engine_calls_start(device(), bad, 1, 0), 1);
        CHECK_EQUAL(ead_engine_calls_exposed_at(device(), bad), -1);
        CHECK_EQUAL(ead_engine_calls_exposed_count(device(), bad), 0);
        CHECK_EQUAL(ead_engine_calls_try_get_result(device(), bad, (ead_floats){floats, 8}), 1);
        CHECK_EQUAL(ead_engine_calls_cancel(device(), bad), 1);
        CHECK_EQUAL(ead_engine_calls_get_cells(device(), bad, (ead_floats){floats, 8}), 1);
        CHECK_EQUAL(ead_engine_calls_start_self_test(device(), bad), 1);
        CHECK_EQUAL(ead_engine_calls_try_get_self_test(device(), bad, (ead_ints){numbers, 1}), 1);
        CHECK_EQUAL(ead_engine_calls_start_snapshot(device(), bad), 1);
        CHECK_EQUAL(ead_engine_calls_try_get_snapshot(device(), bad, (ead_ints){numbers, 5}), 1);
        CHECK_EQUAL(ead_engine_calls_read_snapshot(device(), bad, 0, (ead_bytes){sha, 32}, 1), -1);
        CHECK_EQUAL(ead_engine_calls_get_statistics(device(), bad, (ead_longs){longs, 10}), 1);
    }
    CHECK_EQUAL(ead_engine_calls_get_info(device(), handle, (ead_ints){numbers, 12}, (ead_floats){threshold, 1}, (ead_bytes){sha, 32}), 1);
    CHECK_EQUAL(ead_engine_calls_get_info(device(), handle, (ead_ints){numbers, 13}, (ead_floats){NULL, 0}, (ead_bytes){sha, 32}), 1);
    CHECK_EQUAL(ead_engine_calls_get_info(device(), handle, (ead_ints){numbers, 13}, (ead_floats){threshold, 1}, (ead_bytes){sha, 31}), 1);
    CHECK_EQUAL(ead_engine_calls_try_get_result(device(), handle, (ead_floats){floats, 7}), 1);
    CHECK_EQUAL(ead_engine_calls_get_cells(device(), handle, (ead_floats){NULL, 0}), 1);
    CHECK_EQUAL(ead_engine_calls_try_get_self_test(device(), handle, (ead_ints){NULL, 0}), 1);
    CHECK_EQUAL(ead_engine_calls_try_get_snapshot(device(), handle, (ead_ints){numbers, 4}), 1);
    CHECK_EQUAL(ead_engine_calls_get_statistics(device(), handle, (ead_longs){longs, 9}), 1);
}

int main(void) {
    static const test_case cases[] = {
        {"pins that make no sense are refused", pins_that_make_no_sense_are_refused},
        {"arguments of begin are checked", arguments_of_begin_are_checked},
        {"outputs follow their polarity", outputs_follow_their_polarity},
        {"edges carry time and count", edges_carry_time_and_count},
        {"reject is moved by the alarm alone", reject_is_moved_by_the_alarm_alone},
        {"windows in counts are met within a millisecond", windows_in_counts_are_met_within_a_millisecond},
        {"the watchdog switches everything off", the_watchdog_switches_everything_off},
        {"regions refuse what lies outside", regions_refuse_what_lies_outside},
        {"an update goes through its states", an_update_goes_through_its_states},
        {"the port gives and takes what there is room for", the_port_gives_and_takes_what_there_is_room_for},
        {"engine calls check their arrays", engine_calls_check_their_arrays},
    };
    TEST_RUN(cases);
    return test_finish();
}
