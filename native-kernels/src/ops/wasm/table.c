#include "../components8.h"
#include "wasm.h"

static size_t pack_bytes(const ead_layer *layer) {
    if (layer->op == EAD_OP_ADD) return 0;
    return layer->op == EAD_OP_DEPTHWISE3X3 ? ead_depthwise3x3_pack_bytes_wasm(layer) : ead_dense_pack_bytes_wasm(layer);
}

static void pack(const ead_layer *layer, void *destination) {
    if (layer->op == EAD_OP_DEPTHWISE3X3)
        ead_depthwise3x3_pack_wasm(layer, destination);
    else
        ead_dense_pack_wasm(layer, destination);
}

static void pack_density(const ead_density *density, void *destination) {
    ead_pack_density8(density, destination);
}

extern const ead_op_table ead_ops_wasm;
const ead_op_table ead_ops_wasm = {
    .name = "wasm",
    .row = {ead_dense_row_wasm, ead_depthwise3x3_row_wasm, ead_dense_row_wasm, ead_add_row_wasm},
    .project = ead_project_wasm,
    .whiten = ead_whiten_wasm,
    .pack_bytes = pack_bytes,
    .pack = pack,
    .components = ead_components_wasm,
    .add_exponents = ead_add_exponents_wasm,
    .pack_density_bytes = ead_density8_bytes,
    .pack_density = pack_density,
};
