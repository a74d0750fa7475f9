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

static void gather_cell(ead_engine *engine, uint32_t y, uint32_t x) {
    const ead_model *model = &engine->model;
    const ead_head *head = &model->head;
    const uint32_t cell = y * head->grid_columns + x;
    if (engine->given) {
        memcpy(engine->features, engine->given + (size_t)cell * head->features, head->features);
        return;
    }
    int8_t *features = engine->features;
    for (uint32_t i = 0; i < head->cut_count; i++) {
        gather(engine, &head->cuts[i], y, x, features);
        features += model->tensors[head->cuts[i].tensor].channels;
    }
    ead_engine_tap_row(engine, model->tensor_count, cell, engine->features, head->features);
}

/* The row of z in its slot, [grid_columns][dimensions]. */
static int16_t *z_row(const ead_engine *engine, uint32_t y) {
    const ead_head *head = &engine->model.head;
    return engine->z_rows + (size_t)(y % head->smoothing) * head->grid_columns * head->dimensions;
}

static void project_row(ead_engine *engine, uint32_t y) {
    const ead_head *head = &engine->model.head;
    int16_t *z = z_row(engine, y);
    for (uint32_t x = 0; x < head->grid_columns; x++, z += head->dimensions) {
        gather_cell(engine, y, x);
        engine->ops->project(head->projection, engine->features, head->dimensions, head->stride, engine->sums);
        (engine->ops->scale ? engine->ops->scale : ead_scale_features)(head, engine->sums, z);
        ead_drift_cell(&engine->frame_sums, z, head->dimensions);
    }
}

/* What the density sees of one cell, in engine->z: smoothed features and the position. */
static void prepare_cell(ead_engine *engine, uint32_t y, uint32_t x) {
    const ead_head *head = &engine->model.head;
    const uint32_t d = head->dimensions, last = head->grid_rows - 1;
    if (head->smoothing == 3) {
        const int16_t *const rows[3] = {z_row(engine, y > 0 ? y - 1 : 0), z_row(engine, y), z_row(engine, y < last ? y + 1 : last)};
        ead_smooth(head, rows, x, engine->z);
    } else {
        memcpy(engine->z, z_row(engine, y) + (size_t)x * d, d * sizeof(int16_t));
    }
    if (head->positions) {
        engine->z[d] = head->positions[y];
        engine->z[d + 1] = head->positions[head->grid_rows + x];
    }
}

static void judge_row(ead_engine *engine, uint32_t y) {
    const ead_model *model = &engine->model;
    const ead_calibration *calibration = &model->calibration;
    for (uint32_t x = 0; x < model->head.grid_columns; x++) {
        const uint32_t cell = y * model->head.grid_columns + x;
        prepare_cell(engine, y, x);
        ead_engine_tap_row(engine, model->tensor_count + 1, cell, engine->z, model->density.dimensions * sizeof(int16_t));
        const float surprise = -ead_log_density(model, engine->ops, y, x, engine->z, engine->sums);
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
