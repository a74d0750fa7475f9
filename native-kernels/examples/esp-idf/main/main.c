/* EdgeAD on an ESP32: golden vectors of the model in flash, then cycles per layer and per frame, once. */
#include "report.h"

#include <stdio.h>

#include "esp_cpu.h"
#include "esp_heap_caps.h"
#include "esp_idf_version.h"
#include "freertos/FreeRTOS.h"
#include "freertos/task.h"
#include "sdkconfig.h"

extern const uint8_t model_start[], model_end[]; /* ../../common/model.S */

enum { STACK_BYTES = 8192, PRIORITY = 5, CORE = portNUM_PROCESSORS - 1 };

static uint32_t cycles(void) {
    return esp_cpu_get_cycle_count();
}

static unsigned internal_free(void) {
    return (unsigned)heap_caps_get_free_size(MALLOC_CAP_INTERNAL | MALLOC_CAP_8BIT);
}

/* With an engine of so many bytes; true: it failed. */
static int try(const char *what, size_t model_bytes, size_t bytes) {
    const unsigned before = internal_free();
    int failed = 1;
    void *memory = heap_caps_aligned_alloc(EAD_ALIGNMENT, bytes, MALLOC_CAP_INTERNAL | MALLOC_CAP_8BIT);
    printf("-- %s\n", what);
    if (memory)
        failed = report(model_start, model_bytes, memory, bytes, cycles, "cycles");
    else
        printf("no %u bytes of internal memory in one piece\n", (unsigned)bytes);
    printf("internal memory: %u bytes free before, %u with the engine; stack %d\n", before, internal_free(), STACK_BYTES);
    heap_caps_free(memory);
    return failed;
}

/* Weights and line buffers in internal memory, the model in mapped flash; then with the model's density in internal memory too, which is how the
 * camera has them where both fit. */
static void run(void *unused) {
    const size_t model_bytes = (size_t)(model_end - model_start);
    ead_verified verified;
    size_t bytes = EAD_ALIGNMENT; /* of a file that is refused: report says why */
    (void)unused;
    printf("EdgeAD on %s, %d MHz, core %d, ESP-IDF %s\n", CONFIG_IDF_TARGET, CONFIG_ESP_DEFAULT_CPU_FREQ_MHZ, CORE, esp_get_idf_version());
    ead_verify(model_start, model_bytes, &verified, &bytes, NULL);
    const size_t constants = ead_constants_bytes(&verified);
    const int failed = try("density in flash", model_bytes, bytes);
    if (constants > 0) try("density in internal memory", model_bytes, bytes + constants); /* not enough of it is no failure */
    printf("%s\n", failed ? "FAILED" : "PASSED");
    vTaskDelete(NULL);
}

/* In a task that stays on one core: whoever uses the vector unit is pinned by FreeRTOS anyway (docs/esp32s3.md). */
void app_main(void) {
    xTaskCreatePinnedToCore(run, "edgead", STACK_BYTES, NULL, PRIORITY, NULL, CORE);
}
