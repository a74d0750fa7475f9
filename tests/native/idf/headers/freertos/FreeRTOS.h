#include <stdint.h>

#define portNUM_PROCESSORS 2
typedef int BaseType_t;
typedef unsigned UBaseType_t;
