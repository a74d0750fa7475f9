#include "engine.h"

/* Adds up the pool x pool window of one cut for one cell: [channels]. */
static void gather(const ead_engine *engine, const ead_cut *cut, uint32_t y, uint32_t x, int16_t *features) {
    const uint32_t channels = engine->model.tensors[cut->tensor].channels;
    const uint32_t row = y * cut->pool / cut->repeat, column = x * cut->pool / cut->repeat;
    for (uint32_t c = 0; c < channels; c++)
        features[c] = 0;
    for (uint32_t dy = 0; dy < cut->pool; dy++) {
        const int8_t *in = ead_row(engine, cut->tensor, row + dy) + (size_t)column * channels;
        for (uint32_t dx = 0; dx < cut->pool; dx++, in += channels)
            for (uint32_t c = 0; c < channels; c++)
                features[c] = (int16_t)(features[c] + in[c]);
    }
}

void ead_engine_score_row(ead_engine *engine) {
    const ead_head *head = &engine->model.head;
    const ead_calibration *calibration = &engine->model.calibration;
    const uint32_t y = engine->head_row++;
    for (uint32_t x = 0; x < head->grid_columns; x++) {
        int16_t *features = engine->features;
        for (uint32_t i = 0; i < head->cut_count; i++) {
            gather(engine, &head->cuts[i], y, x, features);
            features += engine->model.tensors[head->cuts[i].tensor].channels;
        }
        ead_project(head, engine->features, engine->z);
        const uint32_t cell = y * head->grid_columns + x;
        ead_engine_tap_row(engine, engine->model.tensor_count, cell, engine->z, head->dimensions * sizeof(float));
        const float surprise = -ead_log_density(&engine->model.density, cell, engine->z);
        engine->cells[cell] = (surprise - calibration->cell_center) * calibration->cell_scale;
    }
}
