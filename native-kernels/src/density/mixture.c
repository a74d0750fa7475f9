#include "density.h"

static float component_log_density(const ead_density *density, const ead_op_table *ops, size_t component, const int16_t *z,
                                   int32_t *sums) {
    const uint32_t d = density->dimensions;
    const int16_t *whiten = density->whiten + component * density->whiten_count;
    const int32_t *bias = density->bias + component * d;
    const float *scale = density->scale + component * d;
    if (density->covariance == EAD_COVARIANCE_FULL)
        ops->whiten(whiten, z, d, sums);
    else
        for (uint32_t i = 0; i < d; i++)
            sums[i] = whiten[i] * z[i];

    float distance = 0; /* |y|^2, added in index order */
    for (uint32_t i = 0; i < d; i++) {
        const float y = (float)(sums[i] - bias[i]) * scale[i]; /* the model check proved that the difference fits */
        distance += y * y;
    }
    return density->constants[component] - 0.5f * distance;
}

/* log densities of `count` components, at most EAD_COMPONENTS_AT_ONCE. */
static void log_densities(const ead_density *density, const ead_op_table *ops, size_t first, uint32_t count, const int16_t *z,
                          int32_t *sums, float *values) {
    if (ops->components && density->covariance == EAD_COVARIANCE_FULL) {
        ops->components(density, first, count, z, sums, values);
        return;
    }
    for (uint32_t k = 0; k < count; k++)
        values[k] = component_log_density(density, ops, first + k, z, sums);
}

/* Exponents one by one, in order. */
static void add_exponents(ead_log_sum_exp *total, const float *values, uint32_t count) {
    for (uint32_t k = 0; k < count; k++) {
        const float value = values[k];
        if (value > total->largest) {
            total->sum = total->sum * ead_exp(total->largest - value) + 1;
            total->largest = value;
        } else {
            total->sum += ead_exp(value - total->largest);
        }
    }
}

static float mixture_log_density(const ead_density *density, const ead_op_table *ops, size_t mixture, const int16_t *z,
                                 int32_t *sums) {
    const size_t first = mixture * density->components;
    ead_log_sum_exp total = {0};
    for (uint32_t begin = 0; begin < density->components; begin += EAD_COMPONENTS_AT_ONCE) {
        const uint32_t left = density->components - begin, count = left < EAD_COMPONENTS_AT_ONCE ? left : EAD_COMPONENTS_AT_ONCE;
        float values[EAD_COMPONENTS_AT_ONCE];
        log_densities(density, ops, first + begin, count, z, sums, values);
        if (density->components == 1) return values[0];
        if (begin == 0) total.largest = values[0];
        if (ops->add_exponents && count == EAD_COMPONENTS_AT_ONCE)
            ops->add_exponents(&total, values);
        else
            add_exponents(&total, values, count);
    }
    return total.largest + ead_log(total.sum);
}

float ead_log_density(const ead_model *model, const ead_op_table *ops, uint32_t row, uint32_t column, const int16_t *z,
                      int32_t *sums) {
    const ead_density *density = &model->density;
    const uint32_t rows = model->head.grid_rows, columns = model->head.grid_columns, reach = density->reach;
    const bool shared = density->scope == EAD_SCOPE_SHARED;

    float best = mixture_log_density(density, ops, shared ? 0 : (size_t)row * columns + column, z, sums);
    if (shared || reach == 0) return best;
    const uint32_t top = row > reach ? row - reach : 0, bottom = row + reach < rows ? row + reach : rows - 1;
    const uint32_t left = column > reach ? column - reach : 0, right = column + reach < columns ? column + reach : columns - 1;
    for (uint32_t y = top; y <= bottom; y++)
        for (uint32_t x = left; x <= right; x++) {
            if (y == row && x == column) continue;
            const float value = mixture_log_density(density, ops, (size_t)y * columns + x, z, sums);
            if (value > best) best = value;
        }
    return best;
}
