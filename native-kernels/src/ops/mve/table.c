#include "mve.h"

static size_t pack_bytes(const ead_layer *layer) {
    if (layer->requantisation != EAD_REQUANTISE_SHIFT || layer->op == EAD_OP_ADD) return 0;
    return layer->op == EAD_OP_DEPTHWISE3X3 ? ead_depthwise3x3_pack_bytes_mve(layer) : ead_dense_pack_bytes_mve(layer);
}

static void pack(const ead_layer *layer, void *destination) {
    if (layer->op == EAD_OP_DEPTHWISE3X3)
        ead_depthwise3x3_pack_mve(layer, destination);
    else
        ead_dense_pack_mve(layer, destination);
}

extern const ead_op_table ead_ops_mve;
const ead_op_table ead_ops_mve = {
    .name = "mve",
    .row = {ead_dense_row_mve, ead_depthwise3x3_row_mve, ead_dense_row_mve, ead_add_row_mve},
    .project = ead_project_mve,
    .whiten = ead_whiten_mve,
    .pack_bytes = pack_bytes,
    .pack = pack,
};
