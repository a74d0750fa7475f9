/* What a frame's time goes to: facts about layers, and a clock around each of their rows. */
#include "engine.h"

ead_status ead_get_layer(const ead_engine *engine, uint32_t layer, ead_layer_info *info) {
    static const char *const kinds[EAD_OP_COUNT] = {[EAD_OP_CONV3X3] = "convolution 3x3",
                                                    [EAD_OP_DEPTHWISE3X3] = "depthwise 3x3",
                                                    [EAD_OP_POINTWISE] = "pointwise",
                                                    [EAD_OP_ADD] = "addition"};
    if (!engine || !info || layer >= engine->model.layer_count) return EAD_E_ARGUMENT;
    const ead_layer *l = &engine->layers[layer];
    *info = (ead_layer_info){.kind = kinds[l->op],
                             .rows = l->out_rows,
                             .columns = l->out_columns,
                             .channels = l->out_channels,
                             .in_channels = l->in_channels,
                             .stride = l->op == EAD_OP_POINTWISE || l->op == EAD_OP_ADD ? 1 : l->stride};
    return EAD_OK;
}

ead_status ead_set_clock(ead_engine *engine, ead_clock now, uint32_t *ticks) {
    if (!engine || (now && !ticks)) return EAD_E_ARGUMENT;
    engine->now = now;
    engine->ticks = ticks;
    return EAD_OK;
}
