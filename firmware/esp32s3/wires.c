/*
 * Pins, encoder and alarm. TRIG, RESET and ACK interrupt at both edges; the encoder is counted by the pulse counter in hardware (A and B, four
 * counts per period); the alarm is a general purpose timer of 1 MHz. Timer interrupt, line code and what it calls lie in internal memory,
 * so that REJECT moves while flash is erased; pin interrupts go through a service that nanoFramework installs and may wait for that.
 */
#include <driver/gpio.h>
#include <driver/gptimer.h>
#include <driver/pulse_cnt.h>
#include <esp_attr.h>
#include <esp_timer.h>
#include <freertos/FreeRTOS.h>

#include <board.h>

#include "esp32s3.h"

enum { ENCODER_LIMIT = 30000, GLITCH_NS = 1000, TIMER_HZ = 1000000, SOONEST = 5, VSYNCS = 8 };

static ead_line *the_line;
static gptimer_handle_t timer;
static pcnt_unit_handle_t counter;
static pcnt_channel_handle_t channels[2];
static portMUX_TYPE count_lock = portMUX_INITIALIZER_UNLOCKED;
static int64_t count;
static uint32_t count_low; /* what the counter's 32 bits said last; read at least every half millisecond */
static uint64_t claimed;   /* bit per pin */
static int32_t encoder_pins[2] = {-1, -1};
static struct { int64_t time, count; } vsyncs[VSYNCS];
static uint32_t vsync_next;

static int64_t IRAM_ATTR now_of(void *context) {
    (void)context;
    return esp_timer_get_time();
}

static int64_t IRAM_ATTR position_of(void *context) {
    (void)context;
    int low = 0;
    if (counter == NULL) return 0;
    portENTER_CRITICAL_SAFE(&count_lock);
    if (pcnt_unit_get_count(counter, &low) == ESP_OK) {
        count += (int32_t)((uint32_t)low - count_low);
        count_low = (uint32_t)low;
    }
    int64_t position = count;
    portEXIT_CRITICAL_SAFE(&count_lock);
    return position;
}

static void IRAM_ATTR write_pin(void *context, int32_t pin, bool high) {
    (void)context;
    gpio_set_level((gpio_num_t)pin, high);
}

static bool IRAM_ATTR read_pin(void *context, int32_t pin) {
    (void)context;
    return gpio_get_level((gpio_num_t)pin) != 0;
}

static void IRAM_ATTR set_alarm(void *context, int64_t at) {
    (void)context;
    uint64_t ticks = 0;
    if (at == INT64_MAX) {
        gptimer_set_alarm_action(timer, NULL);
        return;
    }
    int64_t wait = at - esp_timer_get_time();
    gptimer_get_raw_count(timer, &ticks);
    const gptimer_alarm_config_t alarm = {.alarm_count = ticks + (uint64_t)(wait > SOONEST ? wait : SOONEST)};
    gptimer_set_alarm_action(timer, &alarm);
}

static bool IRAM_ATTR ring(gptimer_handle_t rung, const gptimer_alarm_event_data_t *data, void *context) {
    (void)rung, (void)data, (void)context;
    ead_line_alarm(the_line);
    return false;
}

static void IRAM_ATTR pin_changed(void *signal) {
    ead_line_changed(the_line, (int32_t)(intptr_t)signal);
}

/* Flash, PSRAM and camera keep their pins. */
static bool is_free(int32_t pin) {
    static const int32_t camera[] = {EAD_CAMERA_PWDN, EAD_CAMERA_RESET, EAD_CAMERA_XCLK, EAD_CAMERA_SDA, EAD_CAMERA_SCL, EAD_CAMERA_D0,
                                     EAD_CAMERA_D1,   EAD_CAMERA_D2,    EAD_CAMERA_D3,   EAD_CAMERA_D4,  EAD_CAMERA_D5,  EAD_CAMERA_D6,
                                     EAD_CAMERA_D7,   EAD_CAMERA_VSYNC, EAD_CAMERA_HREF, EAD_CAMERA_PCLK};
    for (size_t i = 0; i < sizeof camera / sizeof *camera; i++)
        if (pin == camera[i]) return false;
#ifdef CONFIG_SPIRAM_MODE_OCT
    const int32_t last_memory_pin = 37;
#else
    const int32_t last_memory_pin = 32;
#endif
    return (pin < 26 || pin > last_memory_pin) && GPIO_IS_VALID_GPIO(pin) && (claimed >> pin & 1) == 0;
}

static bool begin_channel(int which, bool inverted) {
    const pcnt_chan_config_t config = {.edge_gpio_num = encoder_pins[which],
                                       .level_gpio_num = encoder_pins[1 - which],
                                       .flags = {.invert_edge_input = inverted, .invert_level_input = inverted}};
    const pcnt_channel_edge_action_t down = PCNT_CHANNEL_EDGE_ACTION_DECREASE, up = PCNT_CHANNEL_EDGE_ACTION_INCREASE;
    return pcnt_new_channel(counter, &config, &channels[which]) == ESP_OK &&
           pcnt_channel_set_edge_action(channels[which], which == 0 ? down : up, which == 0 ? up : down) == ESP_OK &&
           pcnt_channel_set_level_action(channels[which], PCNT_CHANNEL_LEVEL_ACTION_KEEP, PCNT_CHANNEL_LEVEL_ACTION_INVERSE) == ESP_OK;
}

/* Rising when A leads B: A rises while B is low, where the level inverts the falling action. */
static bool begin_encoder(bool inverted) {
    const pcnt_unit_config_t config = {.low_limit = -ENCODER_LIMIT, .high_limit = ENCODER_LIMIT, .flags = {.accum_count = true}};
    const pcnt_glitch_filter_config_t filter = {.max_glitch_ns = GLITCH_NS};
    return pcnt_new_unit(&config, &counter) == ESP_OK && pcnt_unit_set_glitch_filter(counter, &filter) == ESP_OK &&
           begin_channel(0, inverted) && begin_channel(1, inverted) &&
           pcnt_unit_add_watch_point(counter, ENCODER_LIMIT) == ESP_OK && /* without these the count is not accumulated */
           pcnt_unit_add_watch_point(counter, -ENCODER_LIMIT) == ESP_OK && pcnt_unit_enable(counter) == ESP_OK &&
           pcnt_unit_clear_count(counter) == ESP_OK && pcnt_unit_start(counter) == ESP_OK;
}

static bool claim(void *context, int32_t signal, int32_t pin, uint32_t flags) {
    (void)context;
    const bool output = signal >= EAD_READY, inverted = (flags & EAD_PIN_INVERTED) != 0;
    if (!is_free(pin) || (output && !GPIO_IS_VALID_OUTPUT_GPIO(pin))) return false;
    const gpio_config_t config = {.pin_bit_mask = 1ULL << pin,
                                  .mode = output ? GPIO_MODE_INPUT_OUTPUT : GPIO_MODE_INPUT,
                                  .pull_up_en = !output && (flags & 2) ? GPIO_PULLUP_ENABLE : GPIO_PULLUP_DISABLE,
                                  .pull_down_en = !output && (flags & 4) ? GPIO_PULLDOWN_ENABLE : GPIO_PULLDOWN_DISABLE,
                                  .intr_type = signal <= EAD_ACK ? GPIO_INTR_ANYEDGE : GPIO_INTR_DISABLE};
    if (output) gpio_set_level((gpio_num_t)pin, inverted != (signal == EAD_ERROR)); /* off, ERR on, before the pin drives */
    if (gpio_config(&config) != ESP_OK) return false;
    claimed |= 1ULL << pin;
    if (signal <= EAD_ACK) return gpio_isr_handler_add((gpio_num_t)pin, pin_changed, (void *)(intptr_t)signal) == ESP_OK;
    if (signal == EAD_ENC_A) encoder_pins[0] = pin;
    if (signal == EAD_ENC_B) encoder_pins[1] = pin;
    return signal != EAD_ENC_B || encoder_pins[0] < 0 || begin_encoder(inverted);
}

static void end_encoder(void) {
    if (counter == NULL) return;
    pcnt_unit_stop(counter);
    pcnt_unit_disable(counter);
    for (int i = 0; i < 2; i++) {
        if (channels[i] != NULL) pcnt_del_channel(channels[i]);
        channels[i] = NULL;
    }
    pcnt_del_unit(counter);
    counter = NULL;
    count_low = 0;
}

static void release(void *context) {
    (void)context;
    end_encoder();
    encoder_pins[0] = encoder_pins[1] = -1;
    for (int32_t pin = 0; pin < GPIO_NUM_MAX; pin++) {
        if ((claimed >> pin & 1) == 0) continue;
        gpio_isr_handler_remove((gpio_num_t)pin);
        gpio_reset_pin((gpio_num_t)pin);
    }
    claimed = 0;
}

static void IRAM_ATTR vsync(void *context) {
    uint32_t at = vsync_next % VSYNCS;
    vsyncs[at].time = esp_timer_get_time();
    vsyncs[at].count = position_of(context);
    vsync_next++;
}

/* The camera's driver has the pin already; a second listener needs no more than its interrupt. */
void ead_s3_watch_vsync(bool on) {
    if (on) {
        gpio_set_intr_type(EAD_CAMERA_VSYNC, GPIO_INTR_NEGEDGE);
        gpio_isr_handler_add(EAD_CAMERA_VSYNC, vsync, NULL);
    } else {
        gpio_isr_handler_remove(EAD_CAMERA_VSYNC);
    }
}

int64_t ead_s3_count_at(int64_t moment) {
    int64_t nearest = INT64_MAX, found = position_of(NULL);
    for (int i = 0; i < VSYNCS; i++) {
        int64_t distance = vsyncs[i].time > moment ? vsyncs[i].time - moment : moment - vsyncs[i].time;
        if (vsyncs[i].time == 0 || distance >= nearest) continue;
        nearest = distance;
        found = vsyncs[i].count;
    }
    return found;
}

bool ead_s3_wires(ead_wires *wires, ead_line *line) {
    const gptimer_config_t config = {.clk_src = GPTIMER_CLK_SRC_DEFAULT, .direction = GPTIMER_COUNT_UP, .resolution_hz = TIMER_HZ};
    const gptimer_event_callbacks_t callbacks = {.on_alarm = ring};
    the_line = line;
    *wires = (ead_wires){NULL, now_of, position_of, claim, release, write_pin, read_pin, set_alarm, ead_s3_restart};
    esp_err_t service = gpio_install_isr_service(0);
    return (service == ESP_OK || service == ESP_ERR_INVALID_STATE) && /* nanoFramework may have installed it */
           gptimer_new_timer(&config, &timer) == ESP_OK && gptimer_register_event_callbacks(timer, &callbacks, NULL) == ESP_OK &&
           gptimer_enable(timer) == ESP_OK && gptimer_start(timer) == ESP_OK;
}
