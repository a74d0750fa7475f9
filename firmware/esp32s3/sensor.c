/* esp32-camera: three frame buffers in PSRAM (one being filled, one complete, one that the worker holds), always the latest picture. */
#include <driver/gpio.h>
#include <driver/i2c_master.h>
#include <esp_camera.h>
#include <freertos/FreeRTOS.h>
#include <freertos/task.h>

#include <board.h>
#include <edgead/edgead.h>

#include "esp32s3.h"

enum { BUFFERS = 3, SETTLE_FRAMES = 12, POWER_DELAY_MS = 20, I2C_TIMEOUT_MS = 50, I2C_HZ = 100000 };

#if EAD_POWER_STEPS > 0
/* Registers of the board's power chip: {address, register, mask, on, off}. */
static const uint8_t STEPS[EAD_POWER_STEPS][5] = EAD_POWER_TABLE;

static bool set_register(i2c_master_bus_handle_t bus, const uint8_t step[5], bool on) {
    const i2c_device_config_t config = {.device_address = step[0], .scl_speed_hz = I2C_HZ};
    i2c_master_dev_handle_t chip;
    uint8_t pair[2] = {step[1], 0};
    if (i2c_master_bus_add_device(bus, &config, &chip) != ESP_OK) return false;
    bool good = i2c_master_transmit_receive(chip, pair, 1, pair + 1, 1, I2C_TIMEOUT_MS) == ESP_OK;
    pair[1] = (uint8_t)((pair[1] & ~step[2]) | (on ? step[3] : step[4]));
    good = good && i2c_master_transmit(chip, pair, 2, I2C_TIMEOUT_MS) == ESP_OK;
    i2c_master_bus_rm_device(chip);
    return good;
}

/* The bus belongs to the camera's driver while that runs; here it does not. */
static void power_chip(bool on) {
    const i2c_master_bus_config_t config = {
        .i2c_port = -1, .sda_io_num = EAD_POWER_SDA, .scl_io_num = EAD_POWER_SCL, .clk_source = I2C_CLK_SRC_DEFAULT};
    i2c_master_bus_handle_t bus;
    if (i2c_new_master_bus(&config, &bus) != ESP_OK) return;
    for (int i = 0; i < EAD_POWER_STEPS; i++)
        set_register(bus, STEPS[on ? i : EAD_POWER_STEPS - 1 - i], on);
    i2c_del_master_bus(bus);
}
#else
static void power_chip(bool on) {
    (void)on;
}
#endif

/* PWDN is high for off, RESET low; a board without either keeps its sensor powered, and the driver resets it through its registers. */
static void power(void *context, bool on) {
    (void)context;
#if EAD_CAMERA_PWDN >= 0
    gpio_reset_pin(EAD_CAMERA_PWDN);
    gpio_set_level(EAD_CAMERA_PWDN, !on);
    gpio_set_direction(EAD_CAMERA_PWDN, GPIO_MODE_OUTPUT);
#endif
#if EAD_CAMERA_RESET >= 0
    gpio_reset_pin(EAD_CAMERA_RESET);
    gpio_set_level(EAD_CAMERA_RESET, on);
    gpio_set_direction(EAD_CAMERA_RESET, GPIO_MODE_OUTPUT);
#endif
    power_chip(on);
    if (on) vTaskDelay(pdMS_TO_TICKS(POWER_DELAY_MS));
}

static pixformat_t pixels_of(uint32_t format) {
    return format == EAD_PIXELS_YUYV ? PIXFORMAT_YUV422 : format == EAD_PIXELS_GRAY8 ? PIXFORMAT_GRAYSCALE : PIXFORMAT_RGB565;
}

static framesize_t size_of(uint32_t width, uint32_t height) {
    int size = 0;
    while (size < FRAMESIZE_INVALID && (resolution[size].width != width || resolution[size].height != height))
        size++;
    return (framesize_t)size;
}

static bool start(void *context, const ead_camera_setup *setup) {
    (void)context;
    const camera_config_t config = {.pin_pwdn = EAD_CAMERA_PWDN,
                                    .pin_reset = EAD_CAMERA_RESET,
                                    .pin_xclk = EAD_CAMERA_XCLK,
                                    .pin_sccb_sda = EAD_CAMERA_SDA,
                                    .pin_sccb_scl = EAD_CAMERA_SCL,
                                    .pin_d7 = EAD_CAMERA_D7,
                                    .pin_d6 = EAD_CAMERA_D6,
                                    .pin_d5 = EAD_CAMERA_D5,
                                    .pin_d4 = EAD_CAMERA_D4,
                                    .pin_d3 = EAD_CAMERA_D3,
                                    .pin_d2 = EAD_CAMERA_D2,
                                    .pin_d1 = EAD_CAMERA_D1,
                                    .pin_d0 = EAD_CAMERA_D0,
                                    .pin_vsync = EAD_CAMERA_VSYNC,
                                    .pin_href = EAD_CAMERA_HREF,
                                    .pin_pclk = EAD_CAMERA_PCLK,
                                    .xclk_freq_hz = EAD_CAMERA_XCLK_HZ,
                                    .ledc_timer = LEDC_TIMER_3,
                                    .ledc_channel = LEDC_CHANNEL_7,
                                    .pixel_format = pixels_of(setup->format),
                                    .frame_size = size_of(setup->width, setup->height),
                                    .fb_count = BUFFERS,
                                    .fb_location = CAMERA_FB_IN_PSRAM,
                                    .grab_mode = CAMERA_GRAB_LATEST};
    if (config.frame_size == FRAMESIZE_INVALID || esp_camera_init(&config) != ESP_OK) return false;
    ead_s3_watch_vsync(true);
    return true;
}

static void stop(void *context) {
    (void)context;
    ead_s3_watch_vsync(false);
    esp_camera_deinit();
}

static bool lock_exposure(void *context, const ead_camera_setup *setup) {
    (void)context;
    sensor_t *sensor = esp_camera_sensor_get();
    if (sensor == NULL) return false;
    bool good = sensor->set_exposure_ctrl(sensor, 0) == 0 && sensor->set_gain_ctrl(sensor, 0) == 0 && sensor->set_whitebal(sensor, 0) == 0;
    if (setup->exposure_value >= 0) good = good && sensor->set_aec_value(sensor, setup->exposure_value) == 0;
    if (setup->gain_value >= 0) good = good && sensor->set_agc_gain(sensor, setup->gain_value) == 0;
    return good;
}

static bool take(void *context, ead_frame *frame) {
    (void)context;
    if (!esp_camera_available_frames()) return false;
    camera_fb_t *buffer = esp_camera_fb_get();
    if (buffer == NULL) return false;
    int64_t started = (int64_t)buffer->timestamp.tv_sec * 1000000 + buffer->timestamp.tv_usec;
    *frame = (ead_frame){.pixels = buffer->buf,
                         .bytes = (uint32_t)buffer->len,
                         .width = (uint32_t)buffer->width,
                         .height = (uint32_t)buffer->height,
                         .started = started,
                         .count = ead_s3_count_at(started),
                         .handle = buffer};
    return true;
}

static void give(void *context, const ead_frame *frame) {
    (void)context;
    esp_camera_fb_return(frame->handle);
}

void ead_s3_sensor(ead_sensor *sensor, ead_camera_setup *setup) {
    *sensor = (ead_sensor){NULL, power, start, stop, lock_exposure, take, give};
    *setup = (ead_camera_setup){.format = EAD_CAMERA_PIXELS,
                                .width = EAD_CAMERA_WIDTH,
                                .height = EAD_CAMERA_HEIGHT,
                                .interval = 40000, /* until it has been measured */
                                .readout = 30000,
                                .exposure = 5000,
                                .exposure_value = -1,
                                .gain_value = -1,
                                .settle = SETTLE_FRAMES};
}
