/* Reset cause, memory, the watchdog below our own, the status port, and locks. */
#include <driver/uart.h>
#include <esp_attr.h>
#include <esp_heap_caps.h>
#include <esp_rom_sys.h>
#include <esp_system.h>
#include <esp_task_wdt.h>
#include <freertos/FreeRTOS.h>

#include <board.h>

#include "esp32s3.h"

enum { UNKNOWN = 0, POWER_ON = 1, BROWN_OUT = 2, WATCHDOG = 3, SOFTWARE = 4, CRASH = 5, PORT_BUFFER = 2048, BAUD = 115200 };

/* Survives a reset, not a loss of power: what we restarted for. */
static RTC_NOINIT_ATTR uint32_t kept_mark, kept_cause;
static const uint32_t MARK = 0x45414443u;

static esp_task_wdt_user_handle_t guarded;

void IRAM_ATTR ead_s3_restart(void *context, int32_t cause) {
    (void)context;
    kept_mark = MARK;
    kept_cause = (uint32_t)cause;
    esp_rom_software_reset_system(); /* all pins float, the camera's power with them */
    for (;;) {
    }
}

static int32_t read_cause(void) {
    switch (esp_reset_reason()) {
    case ESP_RST_POWERON:
        return POWER_ON;
    case ESP_RST_BROWNOUT:
        return BROWN_OUT;
    case ESP_RST_TASK_WDT:
    case ESP_RST_INT_WDT:
    case ESP_RST_WDT:
        return WATCHDOG;
    case ESP_RST_PANIC:
        return CRASH;
    case ESP_RST_SW:
    case ESP_RST_EXT:
    case ESP_RST_USB:
        return SOFTWARE;
    default:
        return UNKNOWN;
    }
}

int32_t ead_s3_reset_cause(void *context) {
    (void)context;
    static int32_t cause = -1;
    if (cause >= 0) return cause;
    cause = read_cause();
    if (cause == SOFTWARE && kept_mark == MARK) cause = (int32_t)kept_cause;
    kept_mark = 0;
    return cause;
}

static void free_memory(void *context, int64_t *internal, int64_t *external) {
    (void)context;
    *internal = (int64_t)heap_caps_get_free_size(MALLOC_CAP_INTERNAL);
    *external = (int64_t)heap_caps_get_free_size(MALLOC_CAP_SPIRAM);
}

/* Bites a second after our own, should interrupts stand still: the first call arms it, later ones feed it. */
static void guard(void *context, int32_t milliseconds) {
    (void)context;
    if (guarded != NULL) {
        esp_task_wdt_reset_user(guarded);
        return;
    }
    const esp_task_wdt_config_t config = {.timeout_ms = (uint32_t)milliseconds + 1000, .idle_core_mask = 0, .trigger_panic = true};
    if (esp_task_wdt_init(&config) == ESP_ERR_INVALID_STATE) esp_task_wdt_reconfigure(&config);
    esp_task_wdt_add_user("edgead", &guarded);
}

#if EAD_PORT_UART >= 0
static bool open_port(void) {
    static bool is_open;
    const uart_config_t config = {.baud_rate = BAUD, .data_bits = UART_DATA_8_BITS, .parity = UART_PARITY_DISABLE, .stop_bits = UART_STOP_BITS_1};
    if (is_open) return true;
    is_open = uart_driver_install(EAD_PORT_UART, PORT_BUFFER, PORT_BUFFER, 0, NULL, 0) == ESP_OK &&
              uart_param_config(EAD_PORT_UART, &config) == ESP_OK &&
              uart_set_pin(EAD_PORT_UART, EAD_PORT_TX, EAD_PORT_RX, UART_PIN_NO_CHANGE, UART_PIN_NO_CHANGE) == ESP_OK;
    return is_open;
}

static int32_t read_port(void *context, uint8_t *bytes, uint32_t count) {
    (void)context;
    return open_port() ? (int32_t)uart_read_bytes(EAD_PORT_UART, bytes, count, 0) : -1;
}

/* As much as the driver's buffer takes: writing must not wait for the wire. */
static int32_t write_port(void *context, const uint8_t *bytes, uint32_t count) {
    (void)context;
    size_t room = 0;
    if (!open_port() || uart_get_tx_buffer_free_size(EAD_PORT_UART, &room) != ESP_OK) return -1;
    return (int32_t)uart_write_bytes(EAD_PORT_UART, bytes, count < room ? count : room);
}
#else
static int32_t read_port(void *context, uint8_t *bytes, uint32_t count) {
    (void)context, (void)bytes, (void)count;
    return -1;
}

static int32_t write_port(void *context, const uint8_t *bytes, uint32_t count) {
    (void)context, (void)bytes, (void)count;
    return -1;
}
#endif

void ead_s3_system(ead_system *system) {
    *system = (ead_system){NULL, ead_s3_reset_cause, free_memory, guard, read_port, write_port};
}

static void IRAM_ATTR enter(void *context) {
    portENTER_CRITICAL_SAFE((portMUX_TYPE *)context);
}

static void IRAM_ATTR leave(void *context) {
    portEXIT_CRITICAL_SAFE((portMUX_TYPE *)context);
}

ead_lock ead_s3_spinlock(void) {
    static portMUX_TYPE lock = portMUX_INITIALIZER_UNLOCKED;
    return (ead_lock){&lock, enter, leave};
}
