#include "engine.h"

#include <string.h>

/* One cut's int8 channels for one cell, [channels]: the mean of its pool x pool window, rounded half away from zero. */
static void gather(const ead_engine *engine, const ead_cut *cut, uint32_t y, uint32_t x, int8_t *features) {
    const uint32_t channels = engine->model.tensors[cut->tensor].channels, pool = cut->pool;
    const uint32_t row = y * pool / cut->repeat, column = x * pool / cut->repeat;
    const int32_t area = (int32_t)(pool * pool);
    if (area == 1) {
        memcpy(features, ead_row(engine, cut->tensor, row) + (size_t)column * channels, channels);
        return;
    }
    for (uint32_t c = 0; c < channels; c++) {
        int32_t sum = 0;
        for (uint32_t dy = 0; dy < pool; dy++) {
            const int8_t *in = ead_row(engine, cut->tensor, row + dy) + (size_t)column * channels + c;
            for (uint32_t dx = 0; dx < pool; dx++)
                sum += in[(size_t)dx * channels];
        }
        features[c] = (int8_t)((sum + (sum < 0 ? -area / 2 : area / 2)) / area);
    }
}

/* All of a cell's features where they lie, when they lie as `project` wants them: side by side, aligned, nothing to be filled up. Else null. */
static const int8_t *lying_features(const ead_engine *engine, uint32_t y, uint32_t x) {
    const ead_head *head = &engine->model.head;
    const ead_cut *cut = &head->cuts[0];
    if (head->features != head->stride) return NULL;
    if (engine->given) {
        const int8_t *features = engine->given + ((size_t)y * head->grid_columns + x) * head->features;
        return (uintptr_t)features % EAD_ALIGNMENT == 0 ? features : NULL;
    }
    if (head->cut_count > 1 || cut->pool > 1) return NULL;
    return ead_row(engine, cut->tensor, y / cut->repeat) + (size_t)(x / cut->repeat) * head->features;
}

static const int8_t *gather_cell(ead_engine *engine, uint32_t y, uint32_t x) {
    const ead_model *model = &engine->model;
    const ead_head *head = &model->head;
    const int8_t *lying = lying_features(engine, y, x);
    if (lying) return lying;
    if (engine->given) {
        memcpy(engine->features, engine->given + ((size_t)y * head->grid_columns + x) * head->features, head->features);
        return engine->features;
    }
    int8_t *features = engine->features;
    for (uint32_t i = 0; i < head->cut_count; i++) {
        gather(engine, &head->cuts[i], y, x, features);
        features += model->tensors[head->cuts[i].tensor].channels;
    }
    return engine->features;
}

/* The row of z in its slot, [grid_columns][dimensions]. */
static int16_t *z_row(const ead_engine *engine, uint32_t y) {
    const ead_head *head = &engine->model.head;
    return engine->z_rows + (size_t)(y % head->smoothing) * head->grid_columns * head->dimensions;
}

static void project_row(ead_engine *engine, uint32_t y) {
    const ead_model *model = &engine->model;
    const ead_head *head = &model->head;
    const ead_project_fn project = engine->ops->project;
    const ead_scale_fn scale = engine->ops->scale ? engine->ops->scale : ead_scale_features;
    int16_t *const row = z_row(engine, y), *z = row;
    for (uint32_t x = 0; x < head->grid_columns; x++, z += head->dimensions) {
        const int8_t *features = gather_cell(engine, y, x);
        if (!engine->given) ead_engine_tap_row(engine, model->tensor_count, y * head->grid_columns + x, features, head->features);
        project(head->projection, features, head->dimensions, head->stride, engine->sums);
        scale(head, engine->sums, z);
    }
    ead_drift_row(&engine->frame_sums, row, head->grid_columns, head->dimensions);
}

/* What the density sees of one cell: smoothed features and the position, in engine->z unless they lie in the row as they should. */
static const int16_t *prepare_cell(ead_engine *engine, uint32_t y, uint32_t x) {
    const ead_head *head = &engine->model.head;
    const uint32_t d = head->dimensions, last = head->grid_rows - 1;
    if (head->smoothing == 3) {
        const int16_t *const rows[3] = {z_row(engine, y > 0 ? y - 1 : 0), z_row(engine, y), z_row(engine, y < last ? y + 1 : last)};
        ead_smooth(head, rows, x, engine->z);
    } else {
        const int16_t *z = z_row(engine, y) + (size_t)x * d;
        if (!head->positions && d % 8 == 0) return z;
        memcpy(engine->z, z, d * sizeof(int16_t));
    }
    if (head->positions) {
        engine->z[d] = head->positions[y];
        engine->z[d + 1] = head->positions[head->grid_rows + x];
    }
    return engine->z;
}

static void judge_row(ead_engine *engine, uint32_t y) {
    const ead_model *model = &engine->model;
    const ead_calibration *calibration = &model->calibration;
    for (uint32_t x = 0; x < model->head.grid_columns; x++) {
        const uint32_t cell = y * model->head.grid_columns + x;
        const int16_t *z = prepare_cell(engine, y, x);
        ead_engine_tap_row(engine, model->tensor_count + 1, cell, z, model->density.dimensions * sizeof(int16_t));
        const float surprise = -ead_log_density(model, engine->ops, y, x, z, engine->sums);
        engine->cells[cell] = (surprise - calibration->cell_center) * calibration->cell_scale;
    }
}

void ead_engine_score_row(ead_engine *engine) {
    const uint32_t y = engine->head_row++;
    project_row(engine, y);
    if (engine->model.head.smoothing == 1) {
        judge_row(engine, y);
        return;
    }
    if (y > 0) judge_row(engine, y - 1); /* smoothing waits for the row below */
    if (y + 1 == engine->model.head.grid_rows) judge_row(engine, y);
}
