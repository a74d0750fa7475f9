/*
 * The native methods of managed/EdgeAD.Native/Interop, one C function each, in the order of native-table.txt. What they do is said there. They
 * check every argument: managed code may hand in anything. tests/EdgeAD.Core.Tests compares names and signatures with that table.
 */
#ifndef EAD_CALLS_H
#define EAD_CALLS_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ead_device ead_device;

/* The camera, started at the first call: the board's (esp32s3/, host/). */
ead_device *ead_the_device(void);

/* Managed arrays; `at` is null for a null array, and good until the call returns. */
typedef struct ead_bytes { uint8_t *at; uint32_t count; } ead_bytes;
typedef struct ead_ints { int32_t *at; uint32_t count; } ead_ints;
typedef struct ead_longs { int64_t *at; uint32_t count; } ead_longs;
typedef struct ead_floats { float *at; uint32_t count; } ead_floats;

int32_t ead_engine_calls_open(ead_device *device, int32_t slot);
int32_t ead_engine_calls_close(ead_device *device, int32_t handle);
int32_t ead_engine_calls_get_info(ead_device *device, int32_t handle, ead_ints numbers, ead_floats threshold, ead_bytes sha);
int32_t ead_engine_calls_set_threshold(ead_device *device, int32_t handle, float threshold);
int32_t ead_engine_calls_set_presence_cell(ead_device *device, int32_t handle, int32_t cell);
int32_t ead_engine_calls_start(ead_device *device, int32_t handle, int32_t frame, int64_t expose_at);
int64_t ead_engine_calls_exposed_at(ead_device *device, int32_t handle);
int64_t ead_engine_calls_exposed_count(ead_device *device, int32_t handle);
int32_t ead_engine_calls_try_get_result(ead_device *device, int32_t handle, ead_floats result);
int32_t ead_engine_calls_cancel(ead_device *device, int32_t handle);
int32_t ead_engine_calls_get_cells(ead_device *device, int32_t handle, ead_floats cells);
int32_t ead_engine_calls_start_self_test(ead_device *device, int32_t handle);
int32_t ead_engine_calls_try_get_self_test(ead_device *device, int32_t handle, ead_ints index);
int32_t ead_engine_calls_start_snapshot(ead_device *device, int32_t handle);
int32_t ead_engine_calls_try_get_snapshot(ead_device *device, int32_t handle, ead_ints numbers);
int32_t ead_engine_calls_read_snapshot(ead_device *device, int32_t handle, int32_t offset, ead_bytes buffer, int32_t count);
int32_t ead_engine_calls_get_statistics(ead_device *device, int32_t handle, ead_longs numbers);

int64_t ead_line_calls_now(ead_device *device);
int32_t ead_line_calls_begin(ead_device *device, ead_ints pins, ead_ints flags, int32_t slots, int32_t domain, int64_t silence, bool hold);
int32_t ead_line_calls_write(ead_device *device, int32_t signal, bool on);
bool ead_line_calls_try_take_edge(ead_device *device, ead_longs edge);
int32_t ead_line_calls_lost_edges(ead_device *device);
int64_t ead_line_calls_encoder_count(ead_device *device);
int32_t ead_line_calls_set_pulse(ead_device *device, int32_t slot, int64_t on, int64_t off);
bool ead_line_calls_clear_pulse(ead_device *device, int32_t slot);
int32_t ead_line_calls_arm_watchdog(ead_device *device, int32_t milliseconds);
int32_t ead_line_calls_feed_watchdog(ead_device *device, int32_t frame);
int32_t ead_line_calls_reset_cause(ead_device *device);
void ead_line_calls_restart(ead_device *device);
int32_t ead_line_calls_read_port(ead_device *device, ead_bytes buffer);
int32_t ead_line_calls_write_port(ead_device *device, ead_bytes data, int32_t offset, int32_t count);

int32_t ead_store_calls_active_slot(ead_device *device);
int32_t ead_store_calls_get_slot(ead_device *device, int32_t slot, ead_ints numbers, ead_bytes sha);
int32_t ead_store_calls_begin_update(ead_device *device, int32_t bytes);
int32_t ead_store_calls_write_update(ead_device *device, int32_t offset, ead_bytes data, int32_t count);
int32_t ead_store_calls_finish_update(ead_device *device);
int32_t ead_store_calls_update_state(ead_device *device);
int32_t ead_store_calls_confirm_model(ead_device *device);
int32_t ead_store_calls_region_bytes(ead_device *device, int32_t region);
int32_t ead_store_calls_read_region(ead_device *device, int32_t region, int32_t offset, ead_bytes buffer, int32_t count);
int32_t ead_store_calls_write_region(ead_device *device, int32_t region, int32_t offset, ead_bytes data, int32_t count);
int32_t ead_store_calls_erase_region(ead_device *device, int32_t region, int32_t offset);

#ifdef __cplusplus
}
#endif

#endif
