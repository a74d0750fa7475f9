/*
 * Puts the camera together at the first native call. The worker's task and the interrupts of line and timer live on core 1; the interpreter, Wi-Fi
 * and their interrupts on core 0.
 */
#include <esp_heap_caps.h>
#include <freertos/FreeRTOS.h>
#include <freertos/semphr.h>
#include <freertos/task.h>

#include <board.h>
#ifdef EAD_SIGNED
#include <keys.h>

#include "../store/ecdsa.h"
#endif

#include "../calls/calls.h"
#include "esp32s3.h"

enum { WORKER_CORE = 1, WORKER_PRIORITY = 5, WORKER_STACK = 12288, CELLS = 1024, SLOTS = 1024 };

static ead_device device;
static ead_board board;
static ead_flash flash;
static ead_wires wires;
static ead_lock lock, turns;
static ead_sensor sensor;
static ead_system machine;
static TaskHandle_t starter;

static void take_turn(void *mutex) {
    xSemaphoreTake((SemaphoreHandle_t)mutex, portMAX_DELAY);
}

static void give_turn(void *mutex) {
    xSemaphoreGive((SemaphoreHandle_t)mutex);
}

static void *fast(size_t bytes) {
    return heap_caps_aligned_alloc(EAD_ALIGNMENT, bytes, MALLOC_CAP_INTERNAL | MALLOC_CAP_8BIT);
}

static void *slow(size_t bytes) {
    return heap_caps_aligned_alloc(EAD_ALIGNMENT, bytes, MALLOC_CAP_SPIRAM | MALLOC_CAP_8BIT);
}

/* Memory that is missing shows when a model is opened: EAD_D_MEMORY. The engine of an update's check may be slow. */
static void give_memory(void) {
    uint32_t picture = ead_picture_bytes(board.camera.format, board.camera.width, board.camera.height);
    board.memory = (ead_worker_memory){.engine = fast(EAD_ENGINE_BYTES),
                                       .engine_bytes = EAD_ENGINE_BYTES,
                                       .cells = fast(CELLS * sizeof(float)),
                                       .cells_most = CELLS,
                                       .snapshot = slow(picture),
                                       .snapshot_bytes = picture};
    board.check = (ead_model_check){.memory = slow(EAD_ENGINE_BYTES), .memory_bytes = EAD_ENGINE_BYTES};
    board.slots = fast(SLOTS * sizeof(ead_pulse));
    board.slots_most = board.slots != NULL ? SLOTS : 0;
    if (board.memory.engine == NULL) board.memory.engine_bytes = 0;
    if (board.memory.cells == NULL) board.memory.cells_most = 0;
    if (board.check.memory == NULL) board.check.memory_bytes = 0;
}

static void demand_signatures(void) {
#ifdef EAD_SIGNED
    static const uint8_t point[64] = {EAD_PUBLIC_KEY};
    static ead_public_key key;
    ead_public_key_init(&key, point); /* a key that is none accepts nothing */
    board.check.verify = ead_ecdsa_verify;
    board.check.verify_context = &key;
#endif
}

static void work(void *context) {
    (void)context;
    if (!ead_s3_wires(&wires, &device.line) || !ead_s3_flash(&flash)) ead_s3_restart(NULL, 5);
    ead_device_init(&device, &board);
    xTaskNotifyGive(starter);
    for (;;)
        if (!ead_device_step(&device)) vTaskDelay(pdMS_TO_TICKS(1) > 0 ? pdMS_TO_TICKS(1) : 1);
}

ead_device *ead_the_device(void) {
    if (starter != NULL) return &device;
    starter = xTaskGetCurrentTaskHandle();
    lock = ead_s3_spinlock();
    turns = (ead_lock){xSemaphoreCreateMutex(), take_turn, give_turn};
    board = (ead_board){.flash = &flash, .wires = &wires, .lock = &lock, .turns = &turns, .sensor = &sensor, .system = &machine};
    ead_s3_sensor(&sensor, &board.camera);
    ead_s3_system(&machine);
    give_memory();
    demand_signatures();
    xTaskCreatePinnedToCore(work, "edgead", WORKER_STACK, NULL, WORKER_PRIORITY, NULL, WORKER_CORE);
    ulTaskNotifyTake(pdTRUE, portMAX_DELAY); /* the model store has been read */
    return &device;
}
