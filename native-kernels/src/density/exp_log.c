#include "density.h"

#include <string.h>

static float from_bits(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static uint32_t to_bits(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

float ead_exp(float x) {
    if (!(x >= -87.0f)) return 0; /* below the normal range, and NaN */
    if (x >= 0) return 1;
    const int32_t n = (int32_t)(x * 1.44269504f - 0.5f);                        /* nearest integer to x / ln 2, -126..0 */
    const float r = (x - (float)n * 0.693359375f) - (float)n * -2.12194440e-4f; /* |r| <= ln 2 / 2; ln 2 in two parts */
    float p = 1.0f / 5040;                                                      /* Taylor, remainder r^8 / 8! < 6e-9 */
    p = p * r + 1.0f / 720;
    p = p * r + 1.0f / 120;
    p = p * r + 1.0f / 24;
    p = p * r + 1.0f / 6;
    p = p * r + 0.5f;
    p = p * r + 1.0f;
    p = p * r + 1.0f;
    return p * from_bits((uint32_t)(n + 127) << 23);
}

float ead_log(float x) {
    if (!(x >= 1.17549435e-38f) || x > 3.40282347e+38f) return 0; /* not normal */
    const uint32_t bits = to_bits(x);
    int32_t exponent = (int32_t)(bits >> 23) - 127;
    float m = from_bits((bits & 0x7FFFFF) | 127u << 23); /* x = m * 2^exponent, m in [1, 2) */
    if (m > 1.41421356f) {
        m *= 0.5f;
        exponent++;
    }
    const float t = (m - 1) / (m + 1), s = t * t; /* ln m = 2 artanh t, |t| <= 0.1716, remainder 2 t^11 / 11 < 1e-9 */
    float p = 2.0f / 9;
    p = p * s + 2.0f / 7;
    p = p * s + 2.0f / 5;
    p = p * s + 2.0f / 3;
    p = p * s + 2.0f;
    return p * t + (float)exponent * 0.693147181f;
}
