/* What the compiler calls and its library for this core leaves to a ROM that the emulator has not: 64-bit products, division, and
 * single precision, rounded to nearest even. */
#include <stdbool.h>
#include <stdint.h>

uint64_t __muldi3(uint64_t a, uint64_t b);
uint64_t __udivdi3(uint64_t a, uint64_t b);
uint64_t __umoddi3(uint64_t a, uint64_t b);
int64_t __divdi3(int64_t a, int64_t b);
uint32_t __udivsi3(uint32_t a, uint32_t b);
uint32_t __umodsi3(uint32_t a, uint32_t b);
int32_t __divsi3(int32_t a, int32_t b);
int32_t __modsi3(int32_t a, int32_t b);

static uint64_t wide_product(uint32_t a, uint32_t b) {
    const uint32_t al = a & 0xFFFF, ah = a >> 16, bl = b & 0xFFFF, bh = b >> 16;
    const uint32_t low = al * bl, cross1 = ah * bl, cross2 = al * bh;
    const uint32_t middle = (low >> 16) + (cross1 & 0xFFFF) + (cross2 & 0xFFFF);
    return (uint64_t)(ah * bh + (cross1 >> 16) + (cross2 >> 16) + (middle >> 16)) << 32 | (middle << 16 | (low & 0xFFFF));
}

uint64_t __muldi3(uint64_t a, uint64_t b) {
    const uint32_t al = (uint32_t)a, ah = (uint32_t)(a >> 32), bl = (uint32_t)b, bh = (uint32_t)(b >> 32);
    return wide_product(al, bl) + ((uint64_t)(al * bh + ah * bl) << 32);
}

static uint64_t divide(uint64_t a, uint64_t b, uint64_t *rest) {
    uint64_t quotient = 0, r = 0;
    for (int bit = 63; bit >= 0; bit--) {
        r = r << 1 | (a >> bit & 1);
        if (r >= b) r -= b, quotient |= (uint64_t)1 << bit;
    }
    *rest = r;
    return quotient;
}

uint64_t __udivdi3(uint64_t a, uint64_t b) {
    uint64_t rest;
    return divide(a, b, &rest);
}

uint64_t __umoddi3(uint64_t a, uint64_t b) {
    uint64_t rest;
    divide(a, b, &rest);
    return rest;
}

static uint64_t wide_size_of(int64_t a) {
    return a < 0 ? 0 - (uint64_t)a : (uint64_t)a;
}

int64_t __divdi3(int64_t a, int64_t b) {
    const uint64_t quotient = __udivdi3(wide_size_of(a), wide_size_of(b));
    return (int64_t)((a < 0) != (b < 0) ? 0 - quotient : quotient);
}

uint32_t __udivsi3(uint32_t a, uint32_t b) {
    uint32_t quotient = 0, r = 0;
    for (int bit = 31; bit >= 0; bit--) {
        r = r << 1 | (a >> bit & 1);
        if (r >= b) r -= b, quotient |= 1u << bit;
    }
    return quotient;
}

uint32_t __umodsi3(uint32_t a, uint32_t b) {
    return a - __udivsi3(a, b) * b;
}

static uint32_t size_of(int32_t a) {
    return a < 0 ? 0 - (uint32_t)a : (uint32_t)a;
}

int32_t __divsi3(int32_t a, int32_t b) {
    const uint32_t quotient = __udivsi3(size_of(a), size_of(b));
    return (int32_t)((a < 0) != (b < 0) ? 0 - quotient : quotient);
}

int32_t __modsi3(int32_t a, int32_t b) {
    return a - __divsi3(a, b) * b;
}

typedef union bits {
    float f;
    uint32_t u;
} bits;

enum { INFINITE = 0x7F800000, NOT_A_NUMBER = 0x7FC00000 };

/* A finite number is mantissa * 2^exponent. */
static uint32_t mantissa(uint32_t u) {
    return (u >> 23 & 255) ? (u & 0x7FFFFF) | 0x800000 : u & 0x7FFFFF;
}

static int exponent(uint32_t u) {
    const int e = (int)(u >> 23 & 255);
    return (e ? e : 1) - 150;
}

static bool finite(uint32_t u) {
    return (u & INFINITE) != INFINITE;
}

/* m * 2^e, rounded; the lowest bit of m may stand for anything smaller. */
static float rounded(bool negative, uint64_t m, int e) {
    int top = 63, shift;
    uint32_t result = 0;
    while (top >= 0 && !(m >> top & 1)) top--;
    if (top >= 0) {
        shift = top - 23;
        if (e + shift < -149) shift = -149 - e;
        uint64_t kept = shift > 63 ? 0 : shift > 0 ? m >> shift : m << -shift;
        if (shift > 0 && shift <= 63) {
            const uint64_t rest = m & (((uint64_t)1 << shift) - 1), half = (uint64_t)1 << (shift - 1);
            kept += rest > half || (rest == half && (kept & 1));
        }
        if (kept >> 24) kept >>= 1, shift++;
        const int field = kept >> 23 ? e + shift + 150 : 0;
        result = field >= 255 ? INFINITE : (uint32_t)field << 23 | ((uint32_t)kept & 0x7FFFFF);
    }
    return (bits){.u = result | (uint32_t)negative << 31}.f;
}

float __mulsf3(float a, float b);
float __addsf3(float a, float b);
float __subsf3(float a, float b);
float __divsf3(float a, float b);
float __floatsisf(int32_t a);
float __floatdisf(int64_t a);
float __floatunsisf(uint32_t a);

float __mulsf3(float a, float b) {
    const uint32_t x = (bits){a}.u, y = (bits){b}.u, sign = (x ^ y) & 0x80000000;
    if (!finite(x) || !finite(y)) {
        const bool none = (x << 1) > 0xFF000000u || (y << 1) > 0xFF000000u || x << 1 == 0 || y << 1 == 0;
        return (bits){.u = none ? NOT_A_NUMBER : sign | INFINITE}.f;
    }
    return rounded(sign != 0, wide_product(mantissa(x), mantissa(y)), exponent(x) + exponent(y));
}

#if !(defined(TARGET_COPROCESSORS) && defined(__XTENSA_CALL0_ABI__)) /* there the library has a short one, of instructions for it */
/* The quotient has 38 bits or more, and one below them for what is left over. */
float __divsf3(float a, float b) {
    const uint32_t x = (bits){a}.u, y = (bits){b}.u, sign = (x ^ y) & 0x80000000;
    const bool no_number = (x << 1) > 0xFF000000u || (y << 1) > 0xFF000000u;
    if (no_number || (!finite(x) && !finite(y)) || (x << 1 == 0 && y << 1 == 0)) return (bits){.u = NOT_A_NUMBER}.f;
    if (!finite(x) || y << 1 == 0) return (bits){.u = sign | INFINITE}.f;
    if (!finite(y) || x << 1 == 0) return (bits){.u = sign}.f;
    uint64_t above = mantissa(x), rest;
    int e = exponent(x) - exponent(y);
    while (above < (uint64_t)1 << 62) above <<= 1, e--;
    const uint64_t quotient = divide(above, mantissa(y), &rest);
    return rounded(sign != 0, quotient << 1 | (rest != 0), e - 1);
}
#endif

float __addsf3(float a, float b) {
    uint32_t x = (bits){a}.u, y = (bits){b}.u;
    if (x << 1 < y << 1) {
        const uint32_t t = x;
        x = y, y = t;
    }
    if (!finite(x)) return (bits){.u = x << 1 > 0xFF000000u || (!finite(y) && x != y) ? NOT_A_NUMBER : x}.f;
    const int apart = exponent(x) - exponent(y);
    const uint64_t large = (uint64_t)mantissa(x) << 38, whole = (uint64_t)mantissa(y) << 38;
    uint64_t small = apart > 62 ? 0 : whole >> apart;
    if (whole && (apart > 62 || small << apart != whole)) small |= 1;
    const bool opposite = (x ^ y) >> 31;
    const uint64_t sum = opposite ? large - small : large + small;
    return rounded(sum ? x >> 31 : x >> 31 && y >> 31, sum, exponent(x) - 38);
}

float __subsf3(float a, float b) {
    return __addsf3(a, (bits){.u = (bits){b}.u ^ 0x80000000}.f);
}

float __floatsisf(int32_t a) {
    return rounded(a < 0, size_of(a), 0);
}

float __floatdisf(int64_t a) {
    return rounded(a < 0, wide_size_of(a), 0);
}

float __floatunsisf(uint32_t a) {
    return rounded(false, a, 0);
}
