/* Semantics: shapes chain up, accumulators cannot overflow, numbers are finite. */
#include "model.h"

static bool finite_bits(float value) {
    return value - value == 0; /* false for infinities and NaN, without libm */
}

static bool all_finite(const float *values, uint64_t count) {
    for (uint64_t i = 0; i < count; i++)
        if (!finite_bits(values[i])) return false;
    return true;
}

static ead_status check_tensors(const ead_model *model, ead_diagnosis *diagnosis) {
    if (model->arena_bytes > EAD_MAX_ARENA) return ead_refuse(diagnosis, EAD_E_MEMORY, "the arena is larger than 64 MiB", 0);
    for (uint32_t i = 0; i < model->tensor_count; i++) {
        const ead_tensor *t = &model->tensors[i];
        if (t->rows == 0 || t->rows > EAD_MAX_SIDE || t->columns == 0 || t->columns > EAD_MAX_SIDE || t->channels == 0 ||
            t->channels > EAD_MAX_CHANNELS)
            return ead_refuse(diagnosis, EAD_E_SHAPE, "a tensor's sides or channels are out of range", i);
        if (t->ring_rows == 0 || t->ring_rows > t->rows || t->offset % EAD_ALIGNMENT != 0 || t->offset > model->arena_bytes ||
            (uint64_t)t->ring_rows * ead_row_pitch(t) > model->arena_bytes - t->offset)
            return ead_refuse(diagnosis, EAD_E_SCHEDULE, "a tensor's line buffer does not lie inside the arena", i);
        if (!finite_bits(t->scale) || !(t->scale > 0))
            return ead_refuse(diagnosis, EAD_E_NUMERIC, "a tensor's scale is not a positive number", i);
    }
    const ead_tensor *input = &model->tensors[0];
    if (input->columns != model->input_width || input->rows != model->input_height || input->channels != model->input_channels ||
        (model->input_channels != 1 && model->input_channels != 3))
        return ead_refuse(diagnosis, EAD_E_SHAPE, "the input does not match the first tensor", 0);
    if (model->fit > 1) return ead_refuse(diagnosis, EAD_E_VERSION, "an unknown way to fit frames", model->fit);
    return EAD_OK;
}

/* A 3x3 window must touch the picture at every output position. */
static bool window_fits(uint32_t in, uint32_t out, uint32_t stride, uint32_t pad) {
    return (out - 1) * stride < in + pad;
}

static bool shapes_fit(const ead_model *model, const ead_layer *l) {
    if (l->op == EAD_OP_CONV3X3 || l->op == EAD_OP_DEPTHWISE3X3)
        return (l->stride == 1 || l->stride == 2) && l->pad_top <= 1 && l->pad_left <= 1 &&
               window_fits(l->in_rows, l->out_rows, l->stride, l->pad_top) &&
               window_fits(l->in_columns, l->out_columns, l->stride, l->pad_left) &&
               (l->op == EAD_OP_CONV3X3 || l->in_channels == l->out_channels);
    if (l->stride != 1 || l->in_rows != l->out_rows || l->in_columns != l->out_columns) return false;
    if (l->op == EAD_OP_POINTWISE) return true;
    const ead_tensor *second = &model->tensors[l->input2];
    return l->in_channels == l->out_channels && second->rows == l->out_rows && second->columns == l->out_columns &&
           second->channels == l->out_channels;
}

/* The largest |acc| of an output channel, whatever the picture: |bias| + 128 * sum |w| for int8 inputs. Bounds every partial sum
 * too, in any order. */
static uint64_t accumulator_bound(const ead_layer *l, uint32_t channel) {
    const uint32_t in = l->in_channels;
    uint64_t sum = 0;
    if (l->op == EAD_OP_DEPTHWISE3X3)
        for (uint32_t k = 0; k < 9; k++)
            sum += (uint64_t)(l->weights[k * in + channel] < 0 ? -l->weights[k * in + channel] : l->weights[k * in + channel]);
    else {
        const uint32_t taps = l->op == EAD_OP_CONV3X3 ? 9 * in : in;
        const int8_t *w = l->weights + (size_t)channel * taps;
        for (uint32_t k = 0; k < taps; k++)
            sum += (uint64_t)(w[k] < 0 ? -w[k] : w[k]);
    }
    const int64_t bias = l->bias[channel];
    return (uint64_t)(bias < 0 ? -bias : bias) + 128 * sum;
}

/* The exact requantisation shifts left first, multiplies by less than 1 and adds a zero point of at most 128 in size, so
 * `bound * 2^left + 256` must fit into 31 bits. */
static bool exact_fits(const ead_layer *l, uint32_t channel) {
    const uint32_t left = l->shift[channel] > 0 ? (uint32_t)l->shift[channel] : 0;
    return left <= 30 && accumulator_bound(l, channel) <= ((uint64_t)INT32_MAX - 256) >> left;
}

static ead_status check_exact(const ead_layer *l, uint32_t index, ead_diagnosis *diagnosis) {
    if (l->clamp_min > l->clamp_max) return ead_refuse(diagnosis, EAD_E_NUMERIC, "a layer clamps to an empty range", index);
    const bool add = l->op == EAD_OP_ADD;
    const uint32_t count = add ? 3 : l->out_channels;
    for (uint32_t c = 0; c < count; c++) {
        if (l->multiplier[c] < 0 || l->shift[c] < -31 || (add && l->shift[c] > 0))
            return ead_refuse(diagnosis, EAD_E_NUMERIC, "a layer's requantisation is out of range", index);
        if (!add && !exact_fits(l, c))
            return ead_refuse(diagnosis, EAD_E_OVERFLOW, "a layer's accumulator could overflow", index);
    }
    return EAD_OK;
}

/*
 * The bound is that of a 20-bit lane (ESP32-S3 QACC), so it holds for int32 all the more, and for partial sums that start from
 * the bias or add it last. Kernels that feed x + 128 to unsigned multipliers and take 128 * sum w off the bias have at most twice
 * the bound. A shift by 19 leaves the sign.
 */
static ead_status check_shift(const ead_layer *l, uint32_t index, ead_diagnosis *diagnosis) {
    for (uint32_t c = 0; c < l->out_channels; c++) {
        if (l->channel_min[c] > l->channel_max[c])
            return ead_refuse(diagnosis, EAD_E_NUMERIC, "a layer clamps to an empty range", index);
        if (l->group_shift[c / EAD_GROUP] > EAD_MAX_GROUP_SHIFT)
            return ead_refuse(diagnosis, EAD_E_NUMERIC, "a layer's requantisation is out of range", index);
        if (accumulator_bound(l, c) > EAD_MAX_SHIFT_ACC)
            return ead_refuse(diagnosis, EAD_E_OVERFLOW, "a layer's accumulator could overflow", index);
    }
    return EAD_OK;
}

static ead_status check_layer(const ead_model *model, uint32_t index, ead_diagnosis *diagnosis) {
    ead_layer layer;
    if (!ead_model_layer(model, index, &layer)) return ead_refuse(diagnosis, EAD_E_STRUCTURE, "a layer is malformed", index);
    if (!shapes_fit(model, &layer))
        return ead_refuse(diagnosis, EAD_E_SHAPE, "a layer's input, output, stride or padding do not fit", index);
    return layer.requantisation == EAD_REQUANTISE_SHIFT ? check_shift(&layer, index, diagnosis)
                                                        : check_exact(&layer, index, diagnosis);
}

static ead_status check_head(const ead_model *model, ead_diagnosis *diagnosis) {
    const ead_head *head = &model->head;
    if (head->grid_rows == 0 || head->grid_rows > EAD_MAX_SIDE || head->grid_columns == 0 || head->grid_columns > EAD_MAX_SIDE)
        return ead_refuse(diagnosis, EAD_E_SHAPE, "the cell grid is empty or too large", 0);
    uint32_t largest_pool = 1;
    for (uint32_t i = 0; i < head->cut_count; i++) {
        const ead_cut *cut = &head->cuts[i];
        const ead_tensor *t = &model->tensors[cut->tensor];
        const uint32_t pool = cut->pool, repeat = cut->repeat;
        if (pool == 0 || repeat == 0 || pool > EAD_MAX_POOL || repeat > EAD_MAX_POOL || (pool > 1 && repeat > 1))
            return ead_refuse(diagnosis, EAD_E_SHAPE, "a cut's pool or repeat is out of range", i);
        if ((uint32_t)t->rows * repeat < head->grid_rows * pool || (uint32_t)t->columns * repeat < head->grid_columns * pool)
            return ead_refuse(diagnosis, EAD_E_SHAPE, "a cut does not cover the cell grid", i);
        if (pool > largest_pool) largest_pool = pool;
    }
    for (uint32_t d = 0; d < head->dimensions; d++) {
        uint64_t sum = 0;
        const int8_t *row = head->projection + (size_t)d * head->features;
        for (uint32_t c = 0; c < head->features; c++)
            sum += (uint64_t)(row[c] < 0 ? -row[c] : row[c]);
        if (128 * sum * largest_pool * largest_pool > INT32_MAX)
            return ead_refuse(diagnosis, EAD_E_OVERFLOW, "the projection could overflow", d);
    }
    if (!all_finite(head->scale, head->dimensions) || !all_finite(head->offset, head->dimensions))
        return ead_refuse(diagnosis, EAD_E_NUMERIC, "the projection's scales are not all finite", 0);
    return EAD_OK;
}

static ead_status check_density(const ead_model *model, ead_diagnosis *diagnosis) {
    const ead_density *density = &model->density;
    const uint64_t cells = (uint64_t)model->head.grid_rows * model->head.grid_columns;
    const uint64_t mixtures = (density->scope == EAD_SCOPE_PER_CELL ? cells : 1) * density->components;
    const uint64_t whiten = mixtures * density->whiten_count;
    bool finite = all_finite(density->constants, mixtures) && all_finite(density->shift, mixtures * density->dimensions);
    if (density->storage == EAD_STORAGE_F32)
        finite = finite && all_finite((const float *)(const void *)density->whiten, whiten);
    else
        for (uint64_t i = 0; i < whiten && finite; i++)
            finite = (density->whiten[2 * i + 1] & 0x7C) != 0x7C; /* exponent all ones */
    if (!finite) return ead_refuse(diagnosis, EAD_E_NUMERIC, "the density's parameters are not all finite", 0);

    const ead_calibration *c = &model->calibration;
    if (!finite_bits(c->cell_center) || !finite_bits(c->cell_scale) || !(c->cell_scale > 0) || !finite_bits(c->threshold))
        return ead_refuse(diagnosis, EAD_E_NUMERIC, "the calibration is not finite", 0);
    if (c->aggregation > EAD_AGGREGATE_TOP_MEAN)
        return ead_refuse(diagnosis, EAD_E_VERSION, "an unknown aggregation", c->aggregation);
    if (c->top_count == 0 || c->top_count > cells)
        return ead_refuse(diagnosis, EAD_E_SHAPE, "the calibration averages more cells than there are", c->top_count);
    return EAD_OK;
}

ead_status ead_model_check(const ead_model *model, ead_diagnosis *diagnosis) {
    ead_status status = check_tensors(model, diagnosis);
    for (uint32_t i = 0; status == EAD_OK && i < model->layer_count; i++)
        status = check_layer(model, i, diagnosis);
    if (status == EAD_OK) status = check_head(model, diagnosis);
    if (status == EAD_OK) status = check_density(model, diagnosis);
    return status;
}
