#pragma once
#include "../esp_err.h"
typedef int BaseType_t;
typedef unsigned UBaseType_t;
typedef uint32_t TickType_t;
typedef struct { uint32_t owner, count; } portMUX_TYPE;
#define portMUX_INITIALIZER_UNLOCKED {0, 0}
#define portMAX_DELAY ((TickType_t)0xffffffffu)
#define pdTRUE ((BaseType_t)1)
#define pdMS_TO_TICKS(milliseconds) ((TickType_t)(milliseconds))
void portENTER_CRITICAL_SAFE(portMUX_TYPE *lock);
void portEXIT_CRITICAL_SAFE(portMUX_TYPE *lock);
