/* What ESP-IDF generates, as far as examples/esp-idf uses it. */
#define CONFIG_IDF_TARGET "this computer"
#define CONFIG_ESP_DEFAULT_CPU_FREQ_MHZ 240
