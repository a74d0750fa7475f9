#pragma once
#define IRAM_ATTR __attribute__((noinline))
#define RTC_NOINIT_ATTR __attribute__((unused))
