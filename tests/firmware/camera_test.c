/* The sensor's life: start, settling, lock, pictures; and every way in which it can fail. */
#include "../../firmware/status.h"
#include "../native/harness/test.h"
#include "fake_board.h"

static fake_board fake;
static ead_camera camera;
static ead_frame frame;
static uint32_t pictures;

static void begin(void) {
    fake_board_init(&fake);
    pictures = 0;
    CHECK(ead_camera_begin(&camera, &fake.sensor, &fake.board.camera, fake.now));
}

/* Lets time pass in milliseconds and counts pictures. */
static void pass(int64_t microseconds) {
    for (int64_t end = fake.now + microseconds; fake.now < end;) {
        fake.now += 1000;
        while (ead_camera_step(&camera, fake.now, &frame)) {
            pictures++;
            ead_camera_give(&camera, &frame);
        }
    }
}

static void running(void) {
    begin();
    pass(EAD_CAMERA_PAUSE + 10 * FAKE_INTERVAL);
    CHECK_EQUAL(camera.state, EAD_CAMERA_RUNNING);
}

static void pictures_count_after_exposure_was_locked(void) {
    begin();
    CHECK_EQUAL(ead_camera_status(&camera), EAD_D_CAMERA_HANG);
    pass(EAD_CAMERA_PAUSE - 1000);
    CHECK(!fake.powered);
    pass(1000);
    CHECK(fake.powered && fake.started);
    pass(3 * FAKE_INTERVAL - 1000);
    CHECK(!fake.locked_exposure);
    pass(1000);
    CHECK(fake.locked_exposure);
    CHECK_EQUAL(pictures, 0); /* the third frame was exposed before the lock */
    CHECK_EQUAL(ead_camera_status(&camera), EAD_D_OK);
    pass(5 * FAKE_INTERVAL);
    CHECK_EQUAL(pictures, 5);
    CHECK_EQUAL(fake.given, fake.taken);
}

static void a_sensor_that_hangs_is_switched_off_and_on(void) {
    running();
    uint32_t before = pictures;
    fake.hangs = true;
    pass(99000);
    CHECK_EQUAL(camera.timeouts, 0);
    pass(2000);
    CHECK_EQUAL(camera.timeouts, 1);
    CHECK_EQUAL(camera.resets, 1);
    CHECK_EQUAL(fake.stops, 1);
    CHECK(!fake.powered);
    CHECK_EQUAL(ead_camera_status(&camera), EAD_D_CAMERA_HANG);
    CHECK_EQUAL(pictures, before);
    pass(EAD_CAMERA_PAUSE + 6 * FAKE_INTERVAL);
    CHECK_EQUAL(ead_camera_status(&camera), EAD_D_OK);
    CHECK(pictures > before);
}

static void a_late_frame_is_no_hang(void) {
    running();
    fake.late = 60000;
    pass(75000);
    fake.late = 0;
    pass(FAKE_INTERVAL);
    CHECK_EQUAL(camera.timeouts, 0);
    CHECK_EQUAL(ead_camera_status(&camera), EAD_D_OK);
}

static void a_sensor_that_is_not_there_is_asked_less_and_less_often(void) {
    begin();
    fake.absent = true;
    static const int64_t pauses[] = {100000, 200000, 400000, 800000, 1600000, 3200000, 3200000};
    for (uint32_t i = 0; i < sizeof pauses / sizeof *pauses; i++) {
        CHECK_EQUAL(ead_camera_status(&camera), i < EAD_CAMERA_GONE ? EAD_D_CAMERA_HANG : EAD_D_NO_CAMERA);
        pass(pauses[i] - 1000);
        CHECK_EQUAL(fake.starts, i);
        pass(1000);
        CHECK_EQUAL(fake.starts, i + 1);
        CHECK(!fake.powered);
    }
    fake.absent = false;
    pass(EAD_CAMERA_PAUSE_MOST + 10 * FAKE_INTERVAL);
    CHECK_EQUAL(ead_camera_status(&camera), EAD_D_OK);
    CHECK_EQUAL(camera.failures, 0);
}

static void torn_frames_are_no_pictures_and_ten_in_a_row_a_fault(void) {
    running();
    uint32_t before = pictures;
    fake.torn = true;
    pass(9 * FAKE_INTERVAL);
    CHECK_EQUAL(pictures, before);
    CHECK_EQUAL(camera.resets, 0);
    CHECK_EQUAL(fake.given, fake.taken);
    pass(FAKE_INTERVAL);
    CHECK_EQUAL(camera.resets, 1);
    fake.torn = false;
    pass(EAD_CAMERA_PAUSE + 10 * FAKE_INTERVAL);
    CHECK(pictures > before);
}

static void a_lock_that_is_refused_starts_it_anew(void) {
    begin();
    fake.refuses_lock = true;
    pass(2000000);
    CHECK_EQUAL(pictures, 0);
    CHECK(camera.resets >= 3);
    CHECK_EQUAL(ead_camera_status(&camera), EAD_D_CAMERA_HANG); /* it answers */
}

static void a_sensor_that_answers_and_sends_nothing_backs_off(void) {
    begin();
    fake.late = 1 << 30;
    pass(20000000);
    CHECK(camera.resets >= 4 && camera.resets <= 8);
    CHECK_EQUAL(camera.timeouts, camera.resets);
    CHECK_EQUAL(pictures, 0);
}

static void setups_that_no_frame_can_have_are_refused(void) {
    static const struct {
        uint32_t format, width, height, bytes;
    } table[] = {{EAD_PIXELS_RGB565_BE, 240, 240, 115200}, {EAD_PIXELS_RGB888, 8192, 8192, 201326592}, {EAD_PIXELS_GRAY8, 1, 1, 1},
                 {EAD_PIXELS_YUYV, 3, 2, 0},               {EAD_PIXELS_YUYV, 4, 2, 16},                {9, 4, 4, 0},
                 {EAD_PIXELS_GRAY8, 0, 4, 0},              {EAD_PIXELS_GRAY8, 4, 8193, 0}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        CHECK_EQUAL(ead_picture_bytes(table[i].format, table[i].width, table[i].height), table[i].bytes);
    fake_board_init(&fake);
    ead_camera_setup setup = fake.board.camera;
    setup.interval = 0;
    CHECK(!ead_camera_begin(&camera, &fake.sensor, &setup, 0));
    setup = fake.board.camera;
    setup.format = 9;
    CHECK(!ead_camera_begin(&camera, &fake.sensor, &setup, 0));
}

static void ending_leaves_no_power_on(void) {
    running();
    ead_camera_end(&camera);
    CHECK(!fake.powered);
    CHECK_EQUAL(fake.stops, 1);
    pass(10000000);
    CHECK(!fake.powered);
}

int main(void) {
    static const test_case cases[] = {
        {"pictures count after exposure was locked", pictures_count_after_exposure_was_locked},
        {"a sensor that hangs is switched off and on", a_sensor_that_hangs_is_switched_off_and_on},
        {"a late frame is no hang", a_late_frame_is_no_hang},
        {"a sensor that is not there is asked less and less often", a_sensor_that_is_not_there_is_asked_less_and_less_often},
        {"torn frames are no pictures", torn_frames_are_no_pictures_and_ten_in_a_row_a_fault},
        {"a lock that is refused starts it anew", a_lock_that_is_refused_starts_it_anew},
        {"a sensor that answers and sends nothing backs off", a_sensor_that_answers_and_sends_nothing_backs_off},
        {"setups that no frame can have are refused", setups_that_no_frame_can_have_are_refused},
        {"ending leaves no power on", ending_leaves_no_power_on},
    };
    TEST_RUN(cases);
    return test_finish();
}
