/* A board for examples/esp-idf on this computer: one task that runs at once, a heap that counts, a clock that ticks when it is read. */
#include <stdlib.h>

#include "esp_cpu.h"
#include "esp_heap_caps.h"
#include "esp_idf_version.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"

void app_main(void);

static size_t in_use;
static int tasks_ended;

esp_cpu_cycle_count_t esp_cpu_get_cycle_count(void) {
    static uint32_t reads = 0xFFFFFFF0u;
    return reads += 3;
}

void *heap_caps_aligned_alloc(size_t alignment, size_t size, uint32_t caps) {
    if (caps != (MALLOC_CAP_INTERNAL | MALLOC_CAP_8BIT)) return NULL;
    in_use = (size + alignment - 1) / alignment * alignment;
    return aligned_alloc(alignment, in_use);
}

void heap_caps_free(void *ptr) {
    free(ptr);
    in_use = 0;
}

size_t heap_caps_get_free_size(uint32_t caps) {
    (void)caps;
    return 300000 - in_use;
}

const char *esp_get_idf_version(void) {
    return "stand-in";
}

BaseType_t xTaskCreatePinnedToCore(TaskFunction_t pxTaskCode, const char *const pcName, const uint32_t ulStackDepth, void *const pvParameters,
                                   UBaseType_t uxPriority, TaskHandle_t *const pxCreatedTask, const BaseType_t xCoreID) {
    (void)pcName, (void)ulStackDepth, (void)uxPriority, (void)pxCreatedTask;
    if (xCoreID >= 0 && xCoreID < portNUM_PROCESSORS) pxTaskCode(pvParameters);
    return 1;
}

void vTaskDelete(TaskHandle_t xTaskToDelete) {
    tasks_ended += xTaskToDelete == NULL;
}

int main(void) {
    app_main();
    return tasks_ended == 1 && in_use == 0 ? 0 : 1;
}
