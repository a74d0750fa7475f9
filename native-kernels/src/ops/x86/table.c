#include "shift.h"

/* Layers that leave exactly, and those that found no room when they were packed, run from the file. */
static void conv3x3_row(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    layer->packed ? ead_conv3x3_shift_row_avx2(layer, rows, output) : ead_conv3x3_row_avx2(layer, rows, output);
}

static void depthwise3x3_row(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    layer->packed ? ead_depthwise3x3_shift_row_avx2(layer, rows, output) : ead_depthwise3x3_row_avx2(layer, rows, output);
}

static void pointwise_row(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    layer->packed ? ead_pointwise_shift_row_avx2(layer, rows, output) : ead_pointwise_row_avx2(layer, rows, output);
}

static size_t pack_bytes(const ead_layer *layer) {
    if (layer->requantisation != EAD_REQUANTISE_SHIFT) return 0;
    return layer->op == EAD_OP_DEPTHWISE3X3 ? ead_depthwise3x3_pack_bytes_avx2(layer) : ead_dense_pack_bytes_avx2(layer);
}

static void pack(const ead_layer *layer, void *destination) {
    layer->op == EAD_OP_DEPTHWISE3X3 ? ead_depthwise3x3_pack_avx2(layer, destination) : ead_dense_pack_avx2(layer, destination);
}

const ead_op_table ead_ops_avx2 = {
    .name = "avx2",
    .row = {conv3x3_row, depthwise3x3_row, pointwise_row, ead_add_row_avx2},
    .project = ead_project_avx2,
    .whiten = ead_whiten_avx2,
    .pack_bytes = pack_bytes,
    .pack = pack,
    .scale = ead_scale_features_avx2,
    .components = ead_components_avx2,
    .add_exponents = ead_add_exponents_avx2,
    .pack_density_bytes = ead_pack_density_bytes_avx2,
    .pack_density = ead_pack_density_avx2,
};
