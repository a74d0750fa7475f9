#include "density.h"

/*
 * Of a mixture: an exponent that is further below the largest before it adds nothing. The sum is 1 or more by then, for the largest has added
 * 1; e^-17 and all below, ead_exp's error included, is less than 2^-24, half the distance from 1 to the next float; so the sum rounds to
 * itself. (A largest exponent of -infinity has added nothing, but nothing is below it.)
 */
static const float negligible = -17;

static float diagonal_log_density(const ead_density *density, size_t component, const int16_t *z, int32_t *sums) {
    const uint32_t d = density->dimensions;
    const int16_t *whiten = density->whiten + component * density->whiten_count;
    for (uint32_t i = 0; i < d; i++)
        sums[i] = whiten[i] * z[i];
    const float distance = ead_add_squares(0, sums, density->bias + component * d, density->scale + component * d, d);
    return density->constants[component] - 0.5f * distance;
}

/*
 * One component, given up where it is sure not to count. The distance is a sum of squares, none of them negative, and rounding keeps order:
 * it never falls from one addition to the next, so constant - 0.5 * distance never rises, nor does its difference to a number that stays.
 * Once that difference, rounded, is below the margin, the whole exponent's is, too: of a mixture it is negligible and no new largest; among
 * neighbouring cells, where the margin is 0, it is not the best. Any exponent of which the same holds may stand for it.
 */
static float full_log_density(const ead_density *density, const ead_op_table *ops, size_t component, const int16_t *z, ead_known known, int32_t *sums) {
    const uint32_t d = density->dimensions;
    const int16_t *whiten = density->whiten + component * density->whiten_count;
    const int32_t *bias = density->bias + component * d;
    const float *scale = density->scale + component * d;
    const float constant = density->constants[component];
    float distance = 0; /* |y|^2 */
    uint32_t i = 0;
    if (known.exponent > EAD_NONE_KNOWN)
        for (; i + 8 < d; i += 8) { /* the triangle's rows come in eights of equal length */
            ops->whiten(whiten, z, i, i + 8, sums);
            distance = ead_add_squares(distance, sums + i, bias + i, scale + i, 8);
            const float most = constant - 0.5f * distance;
            if (most - known.exponent < known.margin) return most;
        }
    ops->whiten(whiten, z, i, d, sums);
    return constant - 0.5f * ead_add_squares(distance, sums + i, bias + i, scale + i, d - i);
}

/* log densities of `count` components, at most EAD_COMPONENTS_AT_ONCE. */
static void log_densities(const ead_density *density, const ead_op_table *ops, size_t first, uint32_t count, const int16_t *z, ead_known known,
                          int32_t *sums, float *values) {
    const bool full = density->covariance == EAD_COVARIANCE_FULL;
    if (ops->components && full) {
        ops->components(density, first, count, z, known, sums, values);
        return;
    }
    for (uint32_t k = 0; k < count; k++) {
        values[k] = full ? full_log_density(density, ops, first + k, z, known, sums) : diagonal_log_density(density, first + k, z, sums);
        if (values[k] > known.exponent) known.exponent = values[k];
    }
}

/* Exponents one by one, in order. An exponent of -infinity less one of -infinity is not a number and adds nothing. */
static ead_log_sum_exp add_exponents(ead_log_sum_exp total, const float *values, uint32_t count) {
    for (const float *const end = values + count; values != end; values++) {
        const float value = *values, above = value - total.largest;
        if (!(above >= negligible)) continue;
        if (value > total.largest) {
            total.sum = total.sum * ead_exp(-above) + 1;
            total.largest = value;
        } else {
            total.sum += ead_exp(above);
        }
    }
    return total;
}

static float mixture_log_density(const ead_density *density, const ead_op_table *ops, size_t mixture, const int16_t *z, ead_known known,
                                 int32_t *sums) {
    const size_t first = mixture * density->components;
    ead_log_sum_exp total = {0};
    if (density->components > 1) known = (ead_known){EAD_NONE_KNOWN, negligible};
    for (uint32_t begin = 0; begin < density->components; begin += EAD_COMPONENTS_AT_ONCE) {
        const uint32_t left = density->components - begin, count = left < EAD_COMPONENTS_AT_ONCE ? left : EAD_COMPONENTS_AT_ONCE;
        float values[EAD_COMPONENTS_AT_ONCE];
        log_densities(density, ops, first + begin, count, z, known, sums, values);
        if (density->components == 1) return values[0];
        if (begin == 0) total.largest = values[0];
        if (ops->add_exponents && count == EAD_COMPONENTS_AT_ONCE)
            ops->add_exponents(&total, values);
        else
            total = add_exponents(total, values, count);
        known.exponent = total.largest;
    }
    return total.largest + ead_log(total.sum);
}

float ead_log_density(const ead_model *model, const ead_op_table *ops, uint32_t row, uint32_t column, const int16_t *z,
                      int32_t *sums) {
    const ead_density *density = &model->density;
    const uint32_t rows = model->head.grid_rows, columns = model->head.grid_columns, reach = density->reach;
    const bool shared = density->scope == EAD_SCOPE_SHARED;

    ead_known best = {EAD_NONE_KNOWN, 0};
    best.exponent = mixture_log_density(density, ops, shared ? 0 : (size_t)row * columns + column, z, best, sums);
    if (shared || reach == 0) return best.exponent;
    const uint32_t top = row > reach ? row - reach : 0, bottom = row + reach < rows ? row + reach : rows - 1;
    const uint32_t left = column > reach ? column - reach : 0, right = column + reach < columns ? column + reach : columns - 1;
    for (uint32_t y = top; y <= bottom; y++)
        for (uint32_t x = left; x <= right; x++) {
            if (y == row && x == column) continue;
            const float value = mixture_log_density(density, ops, (size_t)y * columns + x, z, best, sums);
            if (value > best.exponent) best.exponent = value;
        }
    return best.exponent;
}
