#include "density.h"

#include <string.h>

float ead_half(uint16_t bits) {
    const uint32_t sign = (uint32_t)(bits & 0x8000) << 16, exponent = bits >> 10 & 31, fraction = bits & 0x3FF;
    if (exponent == 0) { /* zero or subnormal: fraction * 2^-24 */
        const float value = (float)fraction * 5.9604644775390625e-8f;
        return sign ? -value : value;
    }
    const uint32_t single =
        sign | (exponent + 112) << 23 | fraction << 13; /* never infinite: the model check refuses exponent 31 */
    float value;
    memcpy(&value, &single, sizeof value);
    return value;
}

static float whiten_at(const ead_density *density, const uint8_t *whiten, uint32_t index) {
    if (density->storage == EAD_STORAGE_F16) return ead_half((uint16_t)(whiten[2 * index] | whiten[2 * index + 1] << 8));
    float value;
    memcpy(&value, whiten + 4 * (size_t)index, sizeof value);
    return value;
}

/* Sum of whiten[first + j] * z[j] over j in this order. The storage is looked at once per row: this loop is most of the head's
 * work. */
static float row_times(const ead_density *density, const uint8_t *whiten, uint32_t first, uint32_t count, const float *z) {
    float y = 0;
    if (density->storage == EAD_STORAGE_F16) {
        const uint8_t *w = whiten + 2 * (size_t)first;
        for (uint32_t j = 0; j < count; j++, w += 2)
            y += ead_half((uint16_t)(w[0] | w[1] << 8)) * z[j];
    } else {
        for (uint32_t j = 0; j < count; j++)
            y += whiten_at(density, whiten, first + j) * z[j];
    }
    return y;
}

/* Squared Mahalanobis distance |W z - shift|^2; W packed lower triangular row by row, or a diagonal. Sums run in index order. */
static float squared_distance(const ead_density *density, const uint8_t *whiten, const float *shift, const float *z) {
    const uint32_t d = density->dimensions;
    float distance = 0;
    for (uint32_t i = 0, k = 0; i < d; i++) {
        const bool full = density->covariance == EAD_COVARIANCE_FULL;
        const float y = (full ? row_times(density, whiten, k, i + 1, z) : whiten_at(density, whiten, i) * z[i]) - shift[i];
        k += i + 1;
        distance += y * y;
    }
    return distance;
}

static float component_log_density(const ead_density *density, size_t component, const float *z) {
    const size_t element = density->storage == EAD_STORAGE_F16 ? 2 : 4;
    const uint8_t *whiten = density->whiten + component * density->whiten_count * element;
    const float *shift = density->shift + component * density->dimensions;
    return density->constants[component] - 0.5f * squared_distance(density, whiten, shift, z);
}

float ead_log_density(const ead_density *density, uint32_t cell, const float *z) {
    const size_t first = density->scope == EAD_SCOPE_PER_CELL ? (size_t)cell * density->components : 0;
    if (density->components == 1) return component_log_density(density, first, z);

    /* Running log-sum-exp: `sum` is relative to the largest exponent so far. */
    float largest = component_log_density(density, first, z), sum = 1;
    for (size_t k = 1; k < density->components; k++) {
        const float value = component_log_density(density, first + k, z);
        if (value > largest) {
            sum = sum * ead_exp(largest - value) + 1;
            largest = value;
        } else {
            sum += ead_exp(value - largest);
        }
    }
    return largest + ead_log(sum);
}
