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

static float mixture_log_density(const ead_density *density, const ead_op_table *ops, size_t mixture, const int16_t *z,
                                 int32_t *sums) {
    const size_t first = mixture * density->components;
    if (density->components == 1) return component_log_density(density, ops, first, z, sums);

    /* Running log-sum-exp: `sum` is relative to the largest exponent so far. */
    float largest = component_log_density(density, ops, first, z, sums), sum = 1;
    for (size_t k = 1; k < density->components; k++) {
        const float value = component_log_density(density, ops, first + k, z, sums);
        if (value > largest) {
            sum = sum * ead_exp(largest - value) + 1;
            largest = value;
        } else {
            sum += ead_exp(value - largest);
        }
    }
    return largest + ead_log(sum);
}

float ead_log_density(const ead_model *model, const ead_op_table *ops, uint32_t row, uint32_t column, const int16_t *z,
                      int32_t *sums) {
    const ead_density *density = &model->density;
    const uint32_t rows = model->head.grid_rows, columns = model->head.grid_columns, reach = density->reach;
    if (density->scope == EAD_SCOPE_SHARED) return mixture_log_density(density, ops, 0, z, sums);

    float best = mixture_log_density(density, ops, (size_t)row * columns + column, z, sums);
    const uint32_t top = row > reach ? row - reach : 0, bottom = row + reach < rows ? row + reach : rows - 1;
    const uint32_t left = column > reach ? column - reach : 0, right = column + reach < columns ? column + reach : columns - 1;
    for (uint32_t y = top; reach > 0 && y <= bottom; y++)
        for (uint32_t x = left; x <= right; x++) {
            if (y == row && x == column) continue;
            const float value = mixture_log_density(density, ops, (size_t)y * columns + x, z, sums);
            if (value > best) best = value;
        }
    return best;
}
