/* Semantics: shapes chain up, accumulators cannot overflow, numbers are finite. */
#include "model.h"

static ead_status check_tensors(const ead_model *model, ead_diagnosis *diagnosis) {
    if (model->arena_bytes > EAD_MAX_ARENA) return ead_refuse(diagnosis, EAD_E_MEMORY, "the arena is larger than 1 MiB", 0);
    for (uint32_t i = 0; i < model->tensor_count; i++) {
        const ead_tensor *t = &model->tensors[i];
        if (t->rows == 0 || t->rows > EAD_MAX_SIDE || t->columns == 0 || t->columns > EAD_MAX_SIDE || t->channels == 0 ||
            t->channels > EAD_MAX_CHANNELS)
            return ead_refuse(diagnosis, EAD_E_SHAPE, "a tensor's sides or channels are out of range", i);
        if (t->first_place > model->place_count || t->rows > model->place_count - t->first_place)
            return ead_refuse(diagnosis, EAD_E_SCHEDULE, "a tensor's rows have no places in the arena", i);
        for (uint32_t row = 0; row < t->rows; row++)
            if (ead_row_pitch(t) > model->arena_bytes || ead_row_place(model, i, row) > model->arena_bytes - ead_row_pitch(t))
                return ead_refuse(diagnosis, EAD_E_SCHEDULE, "a tensor's row does not lie inside the arena", i);
        if (!ead_is_finite(t->scale) || !(t->scale > 0))
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
 *
 * Saturating lanes give the same sums as int32 because of it: they start at the bias, every step adds one product of at most 128 |w|, taps
 * that only fill up have w = 0, padding is an input like any other; so |lane| <= |bias| + 128 * sum |w| <= 2^19 - 1 at every step, in every
 * order, whatever the picture. The smallest value, -2^19, is never reached either.
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

ead_status ead_model_check(const ead_model *model, ead_diagnosis *diagnosis) {
    ead_status status = check_tensors(model, diagnosis);
    for (uint32_t i = 0; status == EAD_OK && i < model->layer_count; i++)
        status = check_layer(model, i, diagnosis);
    return status == EAD_OK ? ead_model_check_head(model, diagnosis) : status;
}
