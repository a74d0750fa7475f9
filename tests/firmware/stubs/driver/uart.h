#pragma once
#include "../esp_err.h"
typedef int uart_port_t;
#define UART_PIN_NO_CHANGE (-1)
typedef enum { UART_DATA_5_BITS, UART_DATA_6_BITS, UART_DATA_7_BITS, UART_DATA_8_BITS } uart_word_length_t;
typedef enum { UART_PARITY_DISABLE } uart_parity_t;
typedef enum { UART_STOP_BITS_1 = 1 } uart_stop_bits_t;
typedef struct { int baud_rate; uart_word_length_t data_bits; uart_parity_t parity; uart_stop_bits_t stop_bits; } uart_config_t;
esp_err_t uart_driver_install(uart_port_t port, int receive_bytes, int send_bytes, int events, void *queue, int flags);
esp_err_t uart_param_config(uart_port_t port, const uart_config_t *config);
esp_err_t uart_set_pin(uart_port_t port, int send, int receive, int rts, int cts);
int uart_read_bytes(uart_port_t port, void *bytes, uint32_t count, uint32_t ticks);
int uart_write_bytes(uart_port_t port, const void *bytes, size_t count);
esp_err_t uart_get_tx_buffer_free_size(uart_port_t port, size_t *bytes);
