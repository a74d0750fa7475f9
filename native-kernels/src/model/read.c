/* Structure: which parts a model file has and where they lie. Field numbers follow schema/model.fbs. */
#include "model.h"
#include "../frame/frame.h"

#include <string.h>

enum {
    MODEL_VERSION,
    MODEL_COUNTER,
    MODEL_NAME,
    MODEL_INPUT,
    MODEL_NETWORK,
    MODEL_HEAD,
    MODEL_DENSITY,
    MODEL_CALIBRATION,
    MODEL_GOLDEN,
    MODEL_PROVENANCE,
    MODEL_DRIFT
};
enum { INPUT_WIDTH, INPUT_HEIGHT, INPUT_CHANNELS, INPUT_FIT };
enum { NETWORK_TENSORS, NETWORK_LAYERS, NETWORK_SCHEDULE, NETWORK_ARENA_BYTES, NETWORK_PLACES };
enum {
    HEAD_CUTS,
    HEAD_GRID_ROWS,
    HEAD_GRID_COLUMNS,
    HEAD_DIMENSIONS,
    HEAD_PROJECTION,
    HEAD_CENTER,
    HEAD_MULTIPLIER,
    HEAD_SHIFT,
    HEAD_SMOOTHING,
    HEAD_POSITIONS
};
enum {
    DENSITY_SCOPE,
    DENSITY_COVARIANCE,
    DENSITY_COMPONENTS,
    DENSITY_REACH,
    DENSITY_CONSTANTS,
    DENSITY_WHITEN,
    DENSITY_BIAS,
    DENSITY_SCALE
};
enum {
    CALIBRATION_CENTER,
    CALIBRATION_SCALE,
    CALIBRATION_AGGREGATION,
    CALIBRATION_TOP_COUNT,
    CALIBRATION_THRESHOLD,
    CALIBRATION_CELL_THRESHOLD = 8
};
enum { DRIFT_MEAN, DRIFT_INVERSE_DEVIATION, DRIFT_RATE, DRIFT_GAIN };
enum { GOLDEN_NAME, GOLDEN_FORMAT, GOLDEN_WIDTH, GOLDEN_HEIGHT, GOLDEN_PIXELS, GOLDEN_SCORE, GOLDEN_CELLS };
enum {
    LAYER_NAME,
    LAYER_OP,
    LAYER_INPUT,
    LAYER_INPUT2,
    LAYER_STRIDE,
    LAYER_PAD_TOP,
    LAYER_PAD_LEFT,
    LAYER_WEIGHTS,
    LAYER_BIAS,
    LAYER_MULTIPLIER,
    LAYER_SHIFT,
    LAYER_CLAMP_MIN,
    LAYER_CLAMP_MAX,
    LAYER_PAD,
    LAYER_REQUANTISATION,
    LAYER_GROUP_SHIFT,
    LAYER_CHANNEL_MIN,
    LAYER_CHANNEL_MAX
};

enum { MODEL_VERSION_KNOWN = 3 };

static ead_status read_network(ead_model *model, ead_flat_at network, ead_diagnosis *diagnosis) {
    ead_flat *flat = &model->flat;
    model->tensors = ead_flat_vector(flat, network, NETWORK_TENSORS, sizeof(ead_tensor), 4, &model->tensor_count);
    model->layers = ead_flat_tables(flat, network, NETWORK_LAYERS, &model->layer_count);
    model->schedule = ead_flat_vector(flat, network, NETWORK_SCHEDULE, 1, 1, &model->schedule_count);
    model->arena_bytes = ead_flat_u32(flat, network, NETWORK_ARENA_BYTES, 0);
    model->places = ead_flat_vector(flat, network, NETWORK_PLACES, 2, 2, &model->place_count);
    if (flat->bad || !model->tensors || !model->layers || !model->schedule || !model->places)
        return ead_refuse(diagnosis, EAD_E_STRUCTURE, "the network is missing or malformed", 0);
    if (model->layer_count > EAD_MAX_LAYERS || model->tensor_count != model->layer_count + 1)
        return ead_refuse(diagnosis, EAD_E_STRUCTURE, "too many layers, or not one tensor per layer and one for the input",
                          model->layer_count);
    for (uint32_t i = 0; i < model->layer_count; i++) {
        ead_layer layer;
        if (!ead_model_layer(model, i, &layer)) return ead_refuse(diagnosis, EAD_E_STRUCTURE, "a layer is malformed", i);
    }
    return EAD_OK;
}

static ead_status read_head(ead_model *model, ead_flat_at table, ead_diagnosis *diagnosis) {
    ead_flat *flat = &model->flat;
    ead_head *head = &model->head;
    uint32_t projection, center, multiplier, shift, positions;
    head->cuts = ead_flat_vector(flat, table, HEAD_CUTS, sizeof(ead_cut), 2, &head->cut_count);
    head->grid_rows = ead_flat_u16(flat, table, HEAD_GRID_ROWS, 0);
    head->grid_columns = ead_flat_u16(flat, table, HEAD_GRID_COLUMNS, 0);
    head->dimensions = ead_flat_u16(flat, table, HEAD_DIMENSIONS, 0);
    head->projection = ead_flat_vector(flat, table, HEAD_PROJECTION, 1, EAD_ALIGNMENT, &projection);
    head->center = ead_flat_vector(flat, table, HEAD_CENTER, 4, 4, &center);
    head->multiplier = ead_flat_vector(flat, table, HEAD_MULTIPLIER, 4, 4, &multiplier);
    head->shift = ead_flat_vector(flat, table, HEAD_SHIFT, 1, 1, &shift);
    head->smoothing = ead_flat_u8(flat, table, HEAD_SMOOTHING, 1);
    head->positions = ead_flat_vector(flat, table, HEAD_POSITIONS, 2, 2, &positions);
    if (flat->bad || !head->cuts || !head->projection || !head->center || !head->multiplier || !head->shift)
        return ead_refuse(diagnosis, EAD_E_STRUCTURE, "the head is missing or malformed", 0);
    if (head->cut_count > EAD_MAX_CUTS || head->dimensions == 0 || head->dimensions > EAD_MAX_DIMENSIONS ||
        center != head->dimensions || multiplier != head->dimensions || shift != head->dimensions)
        return ead_refuse(diagnosis, EAD_E_SHAPE, "the head's cuts, dimensions or scales do not fit", head->dimensions);
    if (head->smoothing != 1 && head->smoothing != 3)
        return ead_refuse(diagnosis, EAD_E_VERSION, "features smoothed in an unknown way", head->smoothing);
    if (positions != 0 && positions != head->grid_rows + head->grid_columns)
        return ead_refuse(diagnosis, EAD_E_SHAPE, "the positions do not fit the cell grid", positions);
    if (positions == 0) head->positions = NULL;

    head->features = 0;
    for (uint32_t i = 0; i < head->cut_count; i++) {
        if (head->cuts[i].tensor >= model->tensor_count)
            return ead_refuse(diagnosis, EAD_E_STRUCTURE, "a cut names a tensor that does not exist", i);
        head->features += model->tensors[head->cuts[i].tensor].channels;
    }
    head->stride = (head->features + 15) / 16 * 16;
    if (projection != (uint64_t)head->stride * head->dimensions)
        return ead_refuse(diagnosis, EAD_E_SHAPE, "the projection has the wrong number of weights", projection);
    return EAD_OK;
}

static ead_status read_density(ead_model *model, ead_flat_at table, ead_diagnosis *diagnosis) {
    ead_flat *flat = &model->flat;
    ead_density *density = &model->density;
    uint32_t constants, whiten, bias, scale;
    density->scope = ead_flat_u8(flat, table, DENSITY_SCOPE, EAD_SCOPE_SHARED);
    density->covariance = ead_flat_u8(flat, table, DENSITY_COVARIANCE, EAD_COVARIANCE_DIAGONAL);
    density->components = ead_flat_u16(flat, table, DENSITY_COMPONENTS, 1);
    density->reach = ead_flat_u8(flat, table, DENSITY_REACH, 0);
    density->constants = ead_flat_vector(flat, table, DENSITY_CONSTANTS, 4, 4, &constants);
    density->whiten = ead_flat_vector(flat, table, DENSITY_WHITEN, 2, EAD_ALIGNMENT, &whiten);
    density->bias = ead_flat_vector(flat, table, DENSITY_BIAS, 4, 4, &bias);
    density->scale = ead_flat_vector(flat, table, DENSITY_SCALE, 4, 4, &scale);
    if (flat->bad || !density->constants || !density->whiten || !density->bias || !density->scale)
        return ead_refuse(diagnosis, EAD_E_STRUCTURE, "the density is missing or malformed", 0);
    if (density->scope > EAD_SCOPE_PER_CELL || density->covariance > EAD_COVARIANCE_FULL || density->reach > 1)
        return ead_refuse(diagnosis, EAD_E_VERSION, "a density of an unknown kind", density->scope);

    const ead_head *head = &model->head;
    const uint32_t d = head->dimensions + (head->positions ? 2 : 0);
    density->dimensions = d;
    density->whiten_count = density->covariance == EAD_COVARIANCE_FULL ? ead_triangle_of_8(d) : ead_row_of_8(d);
    const uint64_t cells = density->scope == EAD_SCOPE_PER_CELL ? (uint64_t)head->grid_rows * head->grid_columns : 1;
    const uint64_t mixtures = cells * density->components;
    if (mixtures == 0 || constants != mixtures || bias != mixtures * d || scale != mixtures * d ||
        whiten != mixtures * density->whiten_count)
        return ead_refuse(diagnosis, EAD_E_SHAPE, "the density has the wrong number of parameters", constants);
    return EAD_OK;
}

static ead_status read_drift(ead_model *model, ead_flat_at table, ead_diagnosis *diagnosis) {
    ead_flat *flat = &model->flat;
    ead_drift *drift = &model->drift;
    uint32_t means, deviations;
    if (!table) return EAD_OK;
    drift->mean = ead_flat_vector(flat, table, DRIFT_MEAN, 4, 4, &means);
    drift->inverse_deviation = ead_flat_vector(flat, table, DRIFT_INVERSE_DEVIATION, 4, 4, &deviations);
    drift->rate = ead_flat_f32(flat, table, DRIFT_RATE, 0);
    drift->gain = ead_flat_f32(flat, table, DRIFT_GAIN, 0);
    drift->count = EAD_INPUT_STATISTICS + model->head.dimensions;
    if (flat->bad || means != drift->count || deviations != drift->count)
        return ead_refuse(diagnosis, EAD_E_STRUCTURE, "the drift statistics are malformed", means);
    return EAD_OK;
}

ead_status ead_model_read(ead_model *model, const void *file, size_t size, ead_diagnosis *diagnosis) {
    memset(model, 0, sizeof *model);
    model->flat = (ead_flat){.bytes = file, .size = (uint32_t)size};
    ead_flat *flat = &model->flat;

    const ead_flat_at root = ead_flat_root(flat);
    if (!root) return ead_refuse(diagnosis, EAD_E_STRUCTURE, "the root table is malformed", 0);
    const uint32_t version = ead_flat_u16(flat, root, MODEL_VERSION, MODEL_VERSION_KNOWN);
    if (version > MODEL_VERSION_KNOWN)
        return ead_refuse(diagnosis, EAD_E_VERSION, "written for a newer version of the kernels", version);
    if (version < MODEL_VERSION_KNOWN)
        return ead_refuse(diagnosis, EAD_E_VERSION, "written for an older version of the kernels", version);
    model->counter = ead_flat_u32(flat, root, MODEL_COUNTER, 0);

    const ead_flat_at input = ead_flat_table(flat, root, MODEL_INPUT);
    model->input_width = ead_flat_u16(flat, input, INPUT_WIDTH, 0);
    model->input_height = ead_flat_u16(flat, input, INPUT_HEIGHT, 0);
    model->input_channels = ead_flat_u8(flat, input, INPUT_CHANNELS, 0);
    model->fit = ead_flat_u8(flat, input, INPUT_FIT, 0);
    if (flat->bad || !input) return ead_refuse(diagnosis, EAD_E_STRUCTURE, "the input is missing or malformed", 0);

    ead_status status = read_network(model, ead_flat_table(flat, root, MODEL_NETWORK), diagnosis);
    if (status == EAD_OK) status = read_head(model, ead_flat_table(flat, root, MODEL_HEAD), diagnosis);
    if (status == EAD_OK) status = read_density(model, ead_flat_table(flat, root, MODEL_DENSITY), diagnosis);
    if (status == EAD_OK) status = read_drift(model, ead_flat_table(flat, root, MODEL_DRIFT), diagnosis);
    if (status != EAD_OK) return status;

    const ead_flat_at calibration = ead_flat_table(flat, root, MODEL_CALIBRATION);
    model->calibration = (ead_calibration){
        .cell_center = ead_flat_f32(flat, calibration, CALIBRATION_CENTER, 0),
        .cell_scale = ead_flat_f32(flat, calibration, CALIBRATION_SCALE, 1),
        .aggregation = ead_flat_u8(flat, calibration, CALIBRATION_AGGREGATION, EAD_AGGREGATE_MAX),
        .top_count = ead_flat_u16(flat, calibration, CALIBRATION_TOP_COUNT, 1),
        .threshold = ead_flat_f32(flat, calibration, CALIBRATION_THRESHOLD, 0),
        .cell_threshold = ead_flat_f32(flat, calibration, CALIBRATION_CELL_THRESHOLD, 0),
    };
    model->golden = ead_flat_tables(flat, root, MODEL_GOLDEN, &model->golden_count);
    if (flat->bad || !calibration) return ead_refuse(diagnosis, EAD_E_STRUCTURE, "the calibration is missing or malformed", 0);
    for (uint32_t i = 0; i < model->golden_count; i++) {
        ead_golden golden;
        if (!ead_model_golden(model, i, &golden))
            return ead_refuse(diagnosis, EAD_E_STRUCTURE, "a golden vector is malformed", i);
    }
    return EAD_OK;
}

/* Elements of a layer's vectors. */
typedef struct lengths {
    uint32_t weights, bias, multiplier, shift, pad, group_shift, channel_min, channel_max;
} lengths;

/* Elements that they must have; taps[] in the order of ead_op. */
static bool lengths_fit(const ead_layer *layer, const lengths *have) {
    const uint64_t in = layer->in_channels, out = layer->out_channels;
    const uint64_t taps[EAD_OP_COUNT] = {9 * in * out, 9 * in, in * out, 0};
    const bool add = layer->op == EAD_OP_ADD, window = layer->op == EAD_OP_CONV3X3 || layer->op == EAD_OP_DEPTHWISE3X3;
    const bool shifts = layer->requantisation == EAD_REQUANTISE_SHIFT;
    const uint64_t exact = shifts ? 0 : add ? 3 : out, per_channel = shifts ? out : 0;
    return have->weights == taps[layer->op] && have->bias == (add ? 0 : out) && have->pad == (window ? in : 0) &&
           have->multiplier == exact && have->shift == exact && have->channel_min == per_channel &&
           have->channel_max == per_channel && have->group_shift == (per_channel + EAD_GROUP - 1) / EAD_GROUP && !(add && shifts);
}

bool ead_model_layer(const ead_model *model, uint32_t index, ead_layer *layer) {
    ead_flat flat = model->flat;
    const ead_flat_at table = ead_flat_element(&flat, model->layers, index);
    lengths have;
    *layer = (ead_layer){
        .op = ead_flat_u8(&flat, table, LAYER_OP, EAD_OP_CONV3X3),
        .input = ead_flat_u16(&flat, table, LAYER_INPUT, 0),
        .input2 = ead_flat_u16(&flat, table, LAYER_INPUT2, 0),
        .output = (uint16_t)(index + 1),
        .stride = ead_flat_u8(&flat, table, LAYER_STRIDE, 1),
        .pad_top = ead_flat_u8(&flat, table, LAYER_PAD_TOP, 0),
        .pad_left = ead_flat_u8(&flat, table, LAYER_PAD_LEFT, 0),
        .weights = ead_flat_vector(&flat, table, LAYER_WEIGHTS, 1, EAD_ALIGNMENT, &have.weights),
        .bias = ead_flat_vector(&flat, table, LAYER_BIAS, 4, EAD_ALIGNMENT, &have.bias),
        .multiplier = ead_flat_vector(&flat, table, LAYER_MULTIPLIER, 4, EAD_ALIGNMENT, &have.multiplier),
        .shift = ead_flat_vector(&flat, table, LAYER_SHIFT, 1, 1, &have.shift),
        .clamp_min = ead_flat_i8(&flat, table, LAYER_CLAMP_MIN, -128),
        .clamp_max = ead_flat_i8(&flat, table, LAYER_CLAMP_MAX, 127),
        .pad = ead_flat_vector(&flat, table, LAYER_PAD, 1, 1, &have.pad),
        .requantisation = ead_flat_u8(&flat, table, LAYER_REQUANTISATION, EAD_REQUANTISE_EXACT),
        .group_shift = ead_flat_vector(&flat, table, LAYER_GROUP_SHIFT, 1, 1, &have.group_shift),
        .channel_min = ead_flat_vector(&flat, table, LAYER_CHANNEL_MIN, 1, EAD_ALIGNMENT, &have.channel_min),
        .channel_max = ead_flat_vector(&flat, table, LAYER_CHANNEL_MAX, 1, EAD_ALIGNMENT, &have.channel_max),
    };
    if (flat.bad || layer->op >= EAD_OP_COUNT || layer->requantisation >= EAD_REQUANTISATION_COUNT || layer->input > index ||
        layer->input2 > index)
        return false;

    const ead_tensor *in = &model->tensors[layer->input], *out = &model->tensors[layer->output];
    layer->in_rows = in->rows, layer->in_columns = in->columns, layer->in_channels = in->channels;
    layer->out_rows = out->rows, layer->out_columns = out->columns, layer->out_channels = out->channels;
    layer->zero_point = out->zero_point;
    layer->in_zero_point = in->zero_point;
    layer->in2_zero_point = model->tensors[layer->input2].zero_point;
    return lengths_fit(layer, &have);
}

bool ead_model_golden(const ead_model *model, uint32_t index, ead_golden *golden) {
    ead_flat flat = model->flat;
    const ead_flat_at table = ead_flat_element(&flat, model->golden, index);
    uint32_t pixels, cells;
    *golden = (ead_golden){
        .source = {.format = ead_flat_u8(&flat, table, GOLDEN_FORMAT, 0),
                   .width = ead_flat_u16(&flat, table, GOLDEN_WIDTH, 0),
                   .height = ead_flat_u16(&flat, table, GOLDEN_HEIGHT, 0)},
        .pixels = ead_flat_vector(&flat, table, GOLDEN_PIXELS, 1, 1, &pixels),
        .score = ead_flat_f32(&flat, table, GOLDEN_SCORE, 0),
        .cells = ead_flat_vector(&flat, table, GOLDEN_CELLS, 4, 4, &cells),
    };
    const size_t row_bytes = ead_frame_row_bytes(golden->source.format, golden->source.width); /* 0: no such frame */
    if (flat.bad || !golden->pixels || !golden->cells || golden->source.height > EAD_MAX_SOURCE_SIDE) return false;
    return row_bytes > 0 && pixels == (uint64_t)row_bytes * golden->source.height &&
           cells == (uint64_t)model->head.grid_rows * model->head.grid_columns;
}
