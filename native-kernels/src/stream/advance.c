#include "engine.h"

#include <string.h>

void ead_engine_tap_row(ead_engine *engine, uint32_t tensor, uint32_t row, const void *data, size_t bytes) {
    if (engine->taps && engine->taps[tensor].destination)
        memcpy((uint8_t *)engine->taps[tensor].destination + (size_t)row * bytes, data, bytes);
}

/* Computes the next output row of one layer. */
static void run_layer(ead_engine *engine, uint32_t index) {
    const ead_layer *layer = &engine->layers[index];
    const uint32_t y = engine->produced[layer->output]++;
    const int8_t *rows[3] = {NULL, NULL, NULL};
    if (layer->op == EAD_OP_POINTWISE || layer->op == EAD_OP_ADD) {
        rows[0] = ead_row(engine, layer->input, y);
        rows[1] = ead_row(engine, layer->input2, y);
    } else {
        for (uint32_t k = 0; k < 3; k++) {
            const int32_t row = (int32_t)(y * layer->stride + k) - layer->pad_top;
            if (row >= 0 && row < layer->in_rows) rows[k] = ead_row(engine, layer->input, (uint32_t)row);
        }
    }
    int8_t *output = ead_row(engine, layer->output, y);
    engine->ops->row[layer->op](layer, rows, output);
    ead_engine_tap_row(engine, layer->output, y, output, (size_t)layer->out_columns * layer->out_channels);
}

void ead_engine_advance(ead_engine *engine) {
    const ead_model *model = &engine->model;
    const uint32_t row = engine->produced[0]++;
    const int8_t *input = ead_row(engine, 0, row);
    ead_engine_tap_row(engine, 0, row, input, ead_row_bytes(&model->tensors[0]));
    if (model->drift.count > 0) ead_drift_input_row(&engine->frame_sums, engine->ops, input, model->input_width, model->input_channels);
    for (engine->step++; engine->step < model->schedule_count; engine->step++) {
        const uint8_t step = model->schedule[engine->step];
        if (step == EAD_STEP_INPUT) return;
        const uint32_t start = engine->now ? engine->now() : 0;
        if (step == EAD_STEP_HEAD)
            ead_engine_score_row(engine);
        else
            run_layer(engine, step);
        if (engine->now) engine->ticks[step == EAD_STEP_HEAD ? model->layer_count : step] += engine->now() - start;
    }
}
