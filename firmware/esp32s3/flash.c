/* Partitions by their names in boards/layouts; models are read where they lie, through the cache. */
#include <esp_partition.h>

#include "esp32s3.h"

static const char *const NAMES[5] = {"model_a", "model_b", "model_state", "settings", "events"};
static const esp_partition_t *partitions[5];
static const void *mapped[2];

static bool flash_read(void *context, ead_region region, uint32_t offset, void *bytes, uint32_t count) {
    (void)context;
    return esp_partition_read(partitions[region], offset, bytes, count) == ESP_OK;
}

static bool flash_write(void *context, ead_region region, uint32_t offset, const void *bytes, uint32_t count) {
    (void)context;
    return esp_partition_write(partitions[region], offset, bytes, count) == ESP_OK;
}

static bool flash_erase(void *context, ead_region region, uint32_t offset) {
    (void)context;
    return esp_partition_erase_range(partitions[region], offset, EAD_SECTOR_BYTES) == ESP_OK;
}

static uint32_t flash_size(void *context, ead_region region) {
    (void)context;
    return partitions[region]->size;
}

static const uint8_t *flash_map(void *context, ead_region region) {
    (void)context;
    return region <= EAD_MODEL_B ? mapped[region] : NULL;
}

bool ead_s3_flash(ead_flash *flash) {
    for (int i = 0; i < 5; i++) {
        partitions[i] = esp_partition_find_first(ESP_PARTITION_TYPE_DATA, ESP_PARTITION_SUBTYPE_ANY, NAMES[i]);
        if (partitions[i] == NULL) return false;
    }
    for (int i = 0; i < 2; i++) {
        esp_partition_mmap_handle_t handle; /* for ever */
        if (esp_partition_mmap(partitions[i], 0, partitions[i]->size, ESP_PARTITION_MMAP_DATA, &mapped[i], &handle) != ESP_OK) return false;
    }
    *flash = (ead_flash){NULL, flash_read, flash_write, flash_erase, flash_size, flash_map};
    return true;
}
