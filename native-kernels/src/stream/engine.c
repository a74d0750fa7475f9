/* The public API: opening, frames, facts. */
#include "engine.h"

#include <string.h>

/* Hands out aligned pieces of the caller's memory, or counts them where there is none: pieces are only good once `used` is known
 * to fit. */
typedef struct carver {
    uint8_t *base;
    size_t used;
} carver;

enum { MOST_BYTES = 1 << 30 }; /* of an engine; counting stops there, so that a hostile file cannot make it wrap around */

static size_t whole_vectors(size_t bytes) {
    return (bytes + EAD_ALIGNMENT - 1) / EAD_ALIGNMENT * EAD_ALIGNMENT;
}

static void *carve(carver *c, size_t bytes) {
    void *piece = c->base ? c->base + c->used : NULL;
    if (bytes < MOST_BYTES - c->used)
        c->used += whole_vectors(bytes);
    else
        c->used = MOST_BYTES;
    return piece;
}

/* Room for what the operators make of each layer's weights, and of the density. */
static size_t carve_packed(const ead_engine *engine, carver *c) {
    const size_t before = c->used;
    for (uint32_t i = 0; engine->ops->pack_bytes && i < engine->model.layer_count; i++) {
        ead_layer layer;
        ead_model_layer(&engine->model, i, &layer); /* the model check has accepted it */
        carve(c, engine->ops->pack_bytes(&layer));
    }
    if (engine->ops->pack_density_bytes) carve(c, engine->ops->pack_density_bytes(&engine->model.density));
    return c->used - before;
}

/* Sizes of the structures that an engine consists of. */
typedef struct structures {
    size_t engine, layer;
} structures;

static const structures here = {sizeof(ead_engine), sizeof(ead_layer)};

/* Plans an engine whose model and operators are set: its pointers into `memory` (null: sizes only) and the bytes it takes. */
static void lay_out(ead_engine *engine, uint8_t *memory, structures bytes) {
    const ead_model *model = &engine->model;
    const ead_head *head = &model->head;
    carver c = {.base = memory};
    carve(&c, bytes.engine);
    engine->layers = carve(&c, model->layer_count * bytes.layer);
    engine->packed = carve(&c, 0);
    engine->packed_bytes = (uint32_t)carve_packed(engine, &c);
    engine->produced = carve(&c, model->tensor_count * sizeof(uint16_t));
    engine->features = carve(&c, head->stride);
    engine->z_rows = carve(&c, (size_t)head->smoothing * head->grid_columns * head->dimensions * sizeof(int16_t));
    engine->z = carve(&c, ead_row_of_8(model->density.dimensions) * sizeof(int16_t));
    engine->sums = carve(&c, model->density.dimensions * sizeof(int32_t));
    engine->frame_sums.z = carve(&c, head->dimensions * sizeof(int64_t));
    engine->averages = carve(&c, model->drift.count * sizeof(float));
    engine->statistics = carve(&c, model->drift.count * sizeof(float));
    void *frame = carve(&c, ead_frame_bytes(model->input_width, model->input_channels));
    engine->arena = carve(&c, model->arena_bytes);
    engine->cells =
        carve(&c, (size_t)head->grid_rows * head->grid_columns * sizeof(float)); /* the arena's slack: one cell or more */
    engine->largest = carve(&c, model->calibration.top_count * sizeof(float));
    if (memory) {
        ead_frame_place(&engine->frame, frame, model->input_width, model->input_height, model->input_channels);
        engine->frame.ops = engine->ops;
    }
    engine->bytes = (uint32_t)c.used;
}

/* Fills in the layers, with what the operators make of their weights, and of the density. */
static void load_layers(ead_engine *engine) {
    carver c = {.base = engine->packed};
    for (uint32_t i = 0; i < engine->model.layer_count; i++) {
        ead_layer *layer = &engine->layers[i];
        ead_model_layer(&engine->model, i, layer); /* the model check has accepted it */
        const size_t bytes = engine->ops->pack_bytes ? engine->ops->pack_bytes(layer) : 0;
        if (bytes == 0) continue;
        void *packed = carve(&c, bytes);
        engine->ops->pack(layer, packed);
        layer->packed = packed;
    }
    ead_density *density = &engine->model.density;
    const size_t bytes = engine->ops->pack_density_bytes ? engine->ops->pack_density_bytes(density) : 0;
    if (bytes == 0) return;
    void *packed = carve(&c, bytes);
    engine->ops->pack_density(density, packed);
    density->packed = packed;
}

/* Bytes of the density's arrays. */
typedef struct density_bytes {
    size_t whiten, bias, scale, constants;
} density_bytes;

static density_bytes bytes_of_density(const ead_model *model) {
    const ead_density *density = &model->density;
    const size_t cells = (size_t)model->head.grid_rows * model->head.grid_columns, count = (density->scope == EAD_SCOPE_SHARED ? 1 : cells) * density->components;
    return (density_bytes){count * density->whiten_count * sizeof(int16_t), count * density->dimensions * sizeof(int32_t), count * density->dimensions * sizeof(float),
                           count * sizeof(float)};
}

/* What copies of the density take; none of what the operators have packed. */
static size_t constants_bytes(const ead_model *model, const ead_op_table *ops) {
    if (ops->pack_density_bytes && ops->pack_density_bytes(&model->density) > 0) return 0;
    const density_bytes bytes = bytes_of_density(model);
    return whole_vectors(bytes.whiten) + whole_vectors(bytes.bias) + whole_vectors(bytes.scale) + whole_vectors(bytes.constants);
}

static const void *copied(uint8_t **memory, const void *from, size_t bytes) {
    void *to = *memory;
    *memory += whole_vectors(bytes);
    return memcpy(to, from, bytes);
}

static void copy_density(ead_model *model, uint8_t *memory) {
    const density_bytes bytes = bytes_of_density(model);
    ead_density *density = &model->density;
    density->whiten = copied(&memory, density->whiten, bytes.whiten);
    density->bias = copied(&memory, density->bias, bytes.bias);
    density->scale = copied(&memory, density->scale, bytes.scale);
    density->constants = copied(&memory, density->constants, bytes.constants);
}

uint32_t ead_version(void) {
    return EAD_API_VERSION;
}

/* What ead_verified holds. */
typedef struct verified_model {
    ead_model model;
    const ead_op_table *ops; /* null: the file was refused */
} verified_model;

_Static_assert(sizeof(verified_model) <= sizeof(ead_verified), "EAD_VERIFIED_WORDS is too small");

ead_status ead_verify_with(const ead_op_table *ops, const void *file, size_t file_size, ead_verified *verified, size_t *bytes,
                           ead_diagnosis *diagnosis) {
    ead_diagnosis unused;
    ead_engine plan = {.ops = ops};
    if (!diagnosis) diagnosis = &unused;
    if (verified) memset(verified, 0, sizeof *verified);
    if (!verified || !bytes) return ead_refuse(diagnosis, EAD_E_ARGUMENT, "nowhere to write the size", 0);
    const ead_status status = ead_model_open(&plan.model, file, file_size, diagnosis);
    if (status != EAD_OK) return status;
    lay_out(&plan, NULL, here);
    if (plan.bytes >= MOST_BYTES) return ead_refuse(diagnosis, EAD_E_MEMORY, "the engine would take a gigabyte", plan.bytes);
    *bytes = plan.bytes;
    memcpy(verified, &(verified_model){plan.model, ops}, sizeof(verified_model));
    return EAD_OK;
}

/* An engine for a model that was verified, its structure being `plan` so far. */
static ead_status build(ead_engine *plan, void *memory, size_t memory_size, ead_engine **engine, ead_diagnosis *diagnosis) {
    lay_out(plan, memory, here);
    if (plan->bytes >= MOST_BYTES || memory_size < plan->bytes)
        return ead_refuse(diagnosis, EAD_E_MEMORY, "the engine's memory is too small; bytes needed", plan->bytes);

    memset(memory, 0, plan->bytes);
    plan->threshold = plan->model.calibration.threshold;
    *engine = memory;
    **engine = *plan;
    load_layers(*engine);

    const size_t constants = constants_bytes(&plan->model, plan->ops);
    if (constants > 0 && constants <= memory_size - plan->bytes) { /* plan->bytes is a multiple of EAD_ALIGNMENT */
        copy_density(&(*engine)->model, (uint8_t *)memory + plan->bytes);
        (*engine)->bytes += (uint32_t)constants;
    }
    return EAD_OK;
}

static ead_status check_memory(const void *memory, ead_engine *const *engine, ead_diagnosis *diagnosis) {
    if (!memory || !engine) return ead_refuse(diagnosis, EAD_E_ARGUMENT, "no memory, or nowhere to put the engine", 0);
    if ((uintptr_t)memory % EAD_ALIGNMENT != 0)
        return ead_refuse(diagnosis, EAD_E_ALIGNMENT, "the memory is not 16-byte aligned", 0);
    return EAD_OK;
}

ead_status ead_engine_build(const ead_verified *verified, void *memory, size_t memory_size, ead_engine **engine,
                            ead_diagnosis *diagnosis) {
    ead_diagnosis unused;
    verified_model known;
    if (!diagnosis) diagnosis = &unused;
    if (!verified) return ead_refuse(diagnosis, EAD_E_ARGUMENT, "no verified file", 0);
    const ead_status status = check_memory(memory, engine, diagnosis);
    if (status != EAD_OK) return status;
    memcpy(&known, verified, sizeof known);
    if (!known.ops) return ead_refuse(diagnosis, EAD_E_STATE, "the file was not verified", 0);
    ead_engine plan = {.model = known.model, .ops = known.ops};
    return build(&plan, memory, memory_size, engine, diagnosis);
}

ead_status ead_engine_open_with(const ead_op_table *ops, void *memory, size_t memory_size, const void *file, size_t file_size,
                                ead_engine **engine, ead_diagnosis *diagnosis) {
    ead_diagnosis unused;
    ead_engine plan = {.ops = ops};
    if (!diagnosis) diagnosis = &unused;
    ead_status status = check_memory(memory, engine, diagnosis);
    if (status == EAD_OK) status = ead_model_open(&plan.model, file, file_size, diagnosis);
    return status == EAD_OK ? build(&plan, memory, memory_size, engine, diagnosis) : status;
}

ead_status ead_engine_bytes_with(const ead_op_table *ops, const void *file, size_t file_size, size_t *bytes,
                                 ead_diagnosis *diagnosis) {
    ead_verified verified;
    return ead_verify_with(ops, file, file_size, &verified, bytes, diagnosis);
}

size_t ead_constants_bytes(const ead_verified *verified) {
    verified_model known = {.ops = NULL};
    if (verified) memcpy(&known, verified, sizeof known);
    return known.ops ? constants_bytes(&known.model, known.ops) : 0;
}

ead_status ead_verify(const void *file, size_t file_size, ead_verified *verified, size_t *bytes, ead_diagnosis *diagnosis) {
    return ead_verify_with(ead_ops_best(), file, file_size, verified, bytes, diagnosis);
}

ead_status ead_engine_bytes(const void *file, size_t file_size, size_t *bytes, ead_diagnosis *diagnosis) {
    return ead_engine_bytes_with(ead_ops_best(), file, file_size, bytes, diagnosis);
}

ead_status ead_engine_open(void *memory, size_t memory_size, const void *file, size_t file_size, ead_engine **engine,
                           ead_diagnosis *diagnosis) {
    return ead_engine_open_with(ead_ops_best(), memory, memory_size, file, file_size, engine, diagnosis);
}

ead_status ead_begin(ead_engine *engine, const ead_source *source) {
    if (!engine || !source) return EAD_E_ARGUMENT;
    engine->in_frame = 0;
    const ead_status status = ead_frame_begin(&engine->frame, source, engine->model.fit != 0);
    if (status != EAD_OK) return status;
    memset(engine->produced, 0, engine->model.tensor_count * sizeof(uint16_t));
    ead_drift_clear(&engine->frame_sums, engine->model.head.dimensions);
    engine->step = engine->head_row = 0;
    engine->in_frame = 1;
    return EAD_OK;
}

ead_status ead_push_rows(ead_engine *engine, const uint8_t *rows, size_t stride, uint32_t count) {
    if (!engine || (!rows && count > 0)) return EAD_E_ARGUMENT;
    ead_frame *frame = &engine->frame;
    if (!engine->in_frame || count > frame->source_height - frame->source_row) return EAD_E_STATE;
    if (count > 1 && stride < ead_frame_row_bytes(frame->format, frame->source_width)) return EAD_E_ARGUMENT;
    for (uint32_t i = 0; i < count;) {
        i += ead_frame_take_rows(frame, rows + i * stride, stride, count - i);
        while (engine->produced[0] < engine->model.input_height && ead_frame_next(frame, ead_row(engine, 0, engine->produced[0])))
            ead_engine_advance(engine);
    }
    return EAD_OK;
}

ead_status ead_finish(ead_engine *engine, ead_result *result) {
    if (!engine || !result) return EAD_E_ARGUMENT;
    const ead_head *head = &engine->model.head;
    if (!engine->in_frame || engine->head_row < head->grid_rows) return EAD_E_STATE;
    engine->in_frame = 0;

    const uint32_t count = head->grid_rows * head->grid_columns;
    uint32_t worst = 0;
    for (uint32_t i = 1; i < count; i++) { /* a cell that is not a number is the worst */
        const float held = engine->cells[worst];
        if (held == held && !(engine->cells[i] <= held)) worst = i;
    }
    const float score = ead_aggregate(&engine->model.calibration, engine->cells, count, engine->largest);
    *result = (ead_result){.score = score,
                           .threshold = engine->threshold,
                           .reject = !(score <= engine->threshold),
                           .worst = worst,
                           .rows = head->grid_rows,
                           .columns = head->grid_columns,
                           .cells = engine->cells};
    if (!engine->keep_drift)
        ead_drift_update(&engine->model.drift, &engine->frame_sums, engine->averages, engine->statistics, result);
    return EAD_OK;
}

ead_status ead_score_frame(ead_engine *engine, const ead_source *source, const uint8_t *pixels, size_t stride,
                           ead_result *result) {
    ead_status status = ead_begin(engine, source);
    if (status == EAD_OK) status = ead_push_rows(engine, pixels, stride, source->height);
    return status == EAD_OK ? ead_finish(engine, result) : status;
}

ead_status ead_score_features(ead_engine *engine, const int8_t *features, ead_result *result) {
    if (!engine || !features || !result) return EAD_E_ARGUMENT;
    engine->given = features;
    engine->keep_drift = engine->in_frame = 1;
    for (engine->head_row = 0; engine->head_row < engine->model.head.grid_rows;)
        ead_engine_score_row(engine);
    const ead_status status = ead_finish(engine, result);
    engine->given = NULL;
    engine->keep_drift = 0;
    return status;
}

static ead_status replay_golden(ead_engine *engine, ead_diagnosis *diagnosis) {
    for (uint32_t i = 0; i < engine->model.golden_count; i++) {
        ead_golden golden;
        ead_result result;
        if (!ead_model_golden(&engine->model, i, &golden))
            return ead_refuse(diagnosis, EAD_E_STRUCTURE, "a golden vector is malformed", i);
        const size_t stride = ead_frame_row_bytes(golden.source.format, golden.source.width);
        const ead_status status = ead_score_frame(engine, &golden.source, golden.pixels, stride, &result);
        if (status != EAD_OK) return ead_refuse(diagnosis, status, "a golden vector could not be run", i);
        if (memcmp(&result.score, &golden.score, sizeof result.score) != 0 ||
            memcmp(result.cells, golden.cells, (size_t)result.rows * result.columns * sizeof(float)) != 0)
            return ead_refuse(diagnosis, EAD_E_GOLDEN, "a golden vector gave other bytes than expected", i);
    }
    return EAD_OK;
}

ead_status ead_self_test(ead_engine *engine, ead_diagnosis *diagnosis) {
    ead_diagnosis unused;
    if (!diagnosis) diagnosis = &unused;
    if (!engine) return ead_refuse(diagnosis, EAD_E_ARGUMENT, "no engine", 0);
    engine->keep_drift = 1;
    const ead_status status = replay_golden(engine, diagnosis);
    engine->keep_drift = 0;
    return status;
}

ead_status ead_reset_drift(ead_engine *engine) {
    if (!engine) return EAD_E_ARGUMENT;
    for (uint32_t i = 0; i < engine->model.drift.count; i++)
        engine->averages[i] = 0;
    return EAD_OK;
}

ead_status ead_set_threshold(ead_engine *engine, float threshold) {
    if (!engine || !(threshold - threshold == 0)) return EAD_E_ARGUMENT;
    engine->threshold = threshold;
    return EAD_OK;
}

/* Bytes of this engine where pointers have 32 bits and operators run from the file. */
static uint32_t device_bytes(const ead_engine *engine) {
    ead_engine plan = {.model = engine->model, .ops = &ead_ops_reference};
    lay_out(&plan, NULL, (structures){EAD_ENGINE_BYTES_32, EAD_LAYER_BYTES_32});
    return plan.bytes;
}

ead_status ead_get_info(const ead_engine *engine, ead_info *info) {
    if (!engine || !info) return EAD_E_ARGUMENT;
    const ead_model *model = &engine->model;
    *info = (ead_info){.input_width = model->input_width,
                       .input_height = model->input_height,
                       .input_channels = model->input_channels,
                       .tensor_count = model->tensor_count,
                       .layer_count = model->layer_count,
                       .golden_count = model->golden_count,
                       .grid_rows = model->head.grid_rows,
                       .grid_columns = model->head.grid_columns,
                       .dimensions = model->density.dimensions,
                       .components = model->density.components,
                       .features = model->head.features,
                       .drift_statistics = model->drift.count,
                       .engine_bytes = engine->bytes,
                       .arena_bytes = model->arena_bytes,
                       .packed_bytes = engine->packed_bytes,
                       .threshold = model->calibration.threshold,
                       .counter = model->counter,
                       .device_bytes = device_bytes(engine)};
    memcpy(info->sha256, model->flat.bytes + 8, sizeof info->sha256);
    return EAD_OK;
}

ead_status ead_get_tensor(const ead_engine *engine, uint32_t tensor, ead_tensor_info *info) {
    if (!engine || !info || tensor >= engine->model.tensor_count) return EAD_E_ARGUMENT;
    const ead_tensor *t = &engine->model.tensors[tensor];
    *info = (ead_tensor_info){
        .rows = t->rows, .columns = t->columns, .channels = t->channels, .scale = t->scale, .zero_point = t->zero_point};
    return EAD_OK;
}

ead_status ead_set_taps(ead_engine *engine, const ead_tap *taps) {
    if (!engine) return EAD_E_ARGUMENT;
    const ead_model *model = &engine->model;
    engine->taps = NULL;
    if (!taps) return EAD_OK;
    for (uint32_t t = 0; t < model->tensor_count; t++)
        if (taps[t].destination && taps[t].bytes < (size_t)model->tensors[t].rows * ead_row_bytes(&model->tensors[t]))
            return EAD_E_MEMORY;
    const size_t cells = (size_t)model->head.grid_rows * model->head.grid_columns;
    const ead_tap *features = &taps[model->tensor_count], *z = features + 1;
    if (features->destination && features->bytes < cells * model->head.features) return EAD_E_MEMORY;
    if (z->destination && z->bytes < cells * model->density.dimensions * sizeof(int16_t)) return EAD_E_MEMORY;
    engine->taps = taps;
    return EAD_OK;
}
