/* Semantics of what follows the network: features, density, calibration, drift. */
#include "model.h"

static bool all_finite(const float *values, uint64_t count) {
    for (uint64_t i = 0; i < count; i++)
        if (!ead_is_finite(values[i])) return false;
    return true;
}

static uint64_t size_of(int64_t value) {
    return (uint64_t)(value < 0 ? -value : value);
}

static ead_status check_cuts(const ead_model *model, ead_diagnosis *diagnosis) {
    const ead_head *head = &model->head;
    if (head->grid_rows == 0 || head->grid_rows > EAD_MAX_SIDE || head->grid_columns == 0 || head->grid_columns > EAD_MAX_SIDE)
        return ead_refuse(diagnosis, EAD_E_SHAPE, "the cell grid is empty or too large", 0);
    for (uint32_t i = 0; i < head->cut_count; i++) {
        const ead_cut *cut = &head->cuts[i];
        const ead_tensor *t = &model->tensors[cut->tensor];
        const uint32_t pool = cut->pool, repeat = cut->repeat;
        if (pool == 0 || repeat == 0 || pool > EAD_MAX_POOL || repeat > EAD_MAX_POOL || (pool > 1 && repeat > 1))
            return ead_refuse(diagnosis, EAD_E_SHAPE, "a cut's pool or repeat is out of range", i);
        if ((uint32_t)t->rows * repeat < head->grid_rows * pool || (uint32_t)t->columns * repeat < head->grid_columns * pool)
            return ead_refuse(diagnosis, EAD_E_SHAPE, "a cut does not cover the cell grid", i);
    }
    return EAD_OK;
}

/* |sum - center| <= 128 * sum |weight| + |center| must fit 32 bits. */
static ead_status check_projection(const ead_head *head, ead_diagnosis *diagnosis) {
    for (uint32_t d = 0; d < head->dimensions; d++) {
        const int8_t *row = head->projection + (size_t)d * head->stride;
        uint64_t sum = 0;
        for (uint32_t c = 0; c < head->stride; c++)
            sum += size_of(row[c]);
        if (128 * sum + size_of(head->center[d]) > INT32_MAX)
            return ead_refuse(diagnosis, EAD_E_OVERFLOW, "the projection could overflow", d);
        if (head->multiplier[d] < 0 || head->shift[d] < 1 || head->shift[d] > EAD_LARGEST_SHIFT)
            return ead_refuse(diagnosis, EAD_E_NUMERIC, "the scale of a feature is out of range", d);
    }
    for (uint32_t i = 0; head->positions && i < head->grid_rows + head->grid_columns; i++)
        if (size_of(head->positions[i]) > EAD_LARGEST_Z)
            return ead_refuse(diagnosis, EAD_E_NUMERIC, "a position is out of range", i);
    return EAD_OK;
}

/* Operators read whole groups of eight: what fills a row up must add nothing. */
static bool filled_with_zeros(const int16_t *row, uint32_t count) {
    for (uint32_t j = count; j < ead_row_of_8(count); j++)
        if (row[j] != 0) return false;
    return true;
}

/* |sum - bias| <= 4095 * sum |weight| + |bias| must fit 32 bits, in every row of every component. */
static ead_status check_whitening(const ead_density *density, uint64_t components, ead_diagnosis *diagnosis) {
    const uint32_t d = density->dimensions;
    const bool full = density->covariance == EAD_COVARIANCE_FULL;
    for (uint64_t k = 0; k < components; k++) {
        const int16_t *row = density->whiten + k * density->whiten_count;
        for (uint32_t i = 0; i < d; i++) {
            uint64_t sum = 0;
            for (uint32_t j = full ? 0 : i; j <= i; j++)
                sum += size_of(row[j]);
            if (full && !filled_with_zeros(row, i + 1))
                return ead_refuse(diagnosis, EAD_E_NUMERIC, "a row of the density is not filled up with zeros", (uint32_t)k);
            if (full) row += ead_row_of_8(i + 1);
            if (EAD_LARGEST_Z * sum + size_of(density->bias[k * d + i]) > INT32_MAX)
                return ead_refuse(diagnosis, EAD_E_OVERFLOW, "the density could overflow", (uint32_t)k);
            const float scale = density->scale[k * d + i];
            if (!ead_is_finite(scale) || !(scale > 0))
                return ead_refuse(diagnosis, EAD_E_NUMERIC, "a scale of the density is not a positive number", (uint32_t)k);
        }
    }
    return EAD_OK;
}

static ead_status check_density(const ead_model *model, ead_diagnosis *diagnosis) {
    const ead_density *density = &model->density;
    const uint64_t cells = (uint64_t)model->head.grid_rows * model->head.grid_columns;
    const uint64_t components = (density->scope == EAD_SCOPE_PER_CELL ? cells : 1) * density->components;
    if (!all_finite(density->constants, components))
        return ead_refuse(diagnosis, EAD_E_NUMERIC, "the density's constants are not all finite", 0);
    return check_whitening(density, components, diagnosis);
}

static ead_status check_calibration(const ead_model *model, ead_diagnosis *diagnosis) {
    const ead_calibration *c = &model->calibration;
    if (!ead_is_finite(c->cell_center) || !ead_is_finite(c->cell_scale) || !(c->cell_scale > 0) || !ead_is_finite(c->threshold) ||
        !ead_is_finite(c->cell_threshold))
        return ead_refuse(diagnosis, EAD_E_NUMERIC, "the calibration is not finite", 0);
    if (c->aggregation > EAD_AGGREGATE_AREA)
        return ead_refuse(diagnosis, EAD_E_VERSION, "an unknown aggregation", c->aggregation);
    if (c->top_count == 0 || c->top_count > model->head.grid_rows * model->head.grid_columns)
        return ead_refuse(diagnosis, EAD_E_SHAPE, "the calibration averages more cells than there are", c->top_count);
    return EAD_OK;
}

static ead_status check_drift(const ead_drift *drift, ead_diagnosis *diagnosis) {
    bool good = drift->count == 0 || (drift->rate > 0 && drift->rate <= 1 && drift->gain >= 0 && ead_is_finite(drift->gain));
    good = good && all_finite(drift->mean, drift->count) && all_finite(drift->inverse_deviation, drift->count);
    for (uint32_t i = 0; good && i < drift->count; i++)
        good = drift->inverse_deviation[i] >= 0;
    return good ? EAD_OK : ead_refuse(diagnosis, EAD_E_NUMERIC, "the drift statistics are out of range", 0);
}

ead_status ead_model_check_head(const ead_model *model, ead_diagnosis *diagnosis) {
    ead_status status = check_cuts(model, diagnosis);
    if (status == EAD_OK) status = check_projection(&model->head, diagnosis);
    if (status == EAD_OK) status = check_density(model, diagnosis);
    if (status == EAD_OK) status = check_calibration(model, diagnosis);
    if (status == EAD_OK) status = check_drift(&model->drift, diagnosis);
    return status;
}
