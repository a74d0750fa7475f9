#include "esp32s3.h"

void ead_s3_pack_qacc(const int32_t *values, int32_t count, int8_t *to) {
    for (int32_t i = 0; i < count; i++) {
        uint8_t *half = (uint8_t *)to + 16 * (i / 8), *rest = (uint8_t *)to + 32 + 4 * (i / 8);
        for (int32_t b = 0; b < 20; b++) {
            const int32_t bit = 20 * (i % 8) + b;
            uint8_t *byte = bit < 128 ? half + bit / 8 : rest + (bit - 128) / 8;
            *byte = (uint8_t)(*byte | ((uint32_t)values[i] >> b & 1) << bit % 8);
        }
    }
}

int8_t *ead_s3_pack_bias(const ead_layer *layer, int32_t first, int8_t *to) {
    ead_s3_pack_qacc(layer->bias + first, ead_s3_channels(layer, first), to);
    to[EAD_S3_SHIFT_AT] = (int8_t)layer->group_shift[first / EAD_GROUP];
    return to + EAD_S3_BIAS_BYTES;
}

/* Ways of first layers through vectors; what none of them takes runs as any convolution. */
typedef struct way {
    int (*takes)(const ead_layer *layer);
    size_t (*pack_bytes)(const ead_layer *layer);
    void (*pack)(const ead_layer *layer, void *destination);
    ead_window_fn row;
} way;

static const way any = {NULL, ead_dense_pack_bytes_s3, ead_dense_pack_s3, ead_dense_row_s3};
static const way stems[EAD_REQUANTISATION_COUNT][2] = {
    [EAD_REQUANTISE_EXACT] = {{ead_is_exact_stem_s3, ead_exact_stem_pack_bytes_s3, ead_exact_stem_pack_s3, ead_exact_stem_row_s3},
                              {ead_is_exact_grey_stem_s3, ead_exact_grey_stem_pack_bytes_s3, ead_exact_grey_stem_pack_s3, ead_exact_grey_stem_row_s3}},
    [EAD_REQUANTISE_SHIFT] = {{ead_is_stem_s3, ead_stem_pack_bytes_s3, ead_stem_pack_s3, ead_stem_row_s3},
                              {ead_is_grey_stem_s3, ead_grey_stem_pack_bytes_s3, ead_grey_stem_pack_s3, ead_grey_stem_row_s3}}};

static const way *way_of(const ead_layer *layer) {
    const way *stem = stems[layer->requantisation];
    return stem[0].takes(layer) ? &stem[0] : stem[1].takes(layer) ? &stem[1] : &any;
}

static void conv3x3_row(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    (layer->packed ? way_of(layer) : &any)->row(layer, rows, output);
}

static size_t pack_bytes(const ead_layer *layer) {
    if (layer->op == EAD_OP_ADD) return ead_add_pack_bytes_s3(layer);
    if (layer->op == EAD_OP_DEPTHWISE3X3) return ead_depthwise3x3_pack_bytes_s3(layer);
    return layer->op == EAD_OP_CONV3X3 ? way_of(layer)->pack_bytes(layer) : ead_dense_pack_bytes_s3(layer);
}

static void pack(const ead_layer *layer, void *destination) {
    if (layer->op == EAD_OP_ADD)
        ead_add_pack_s3(layer, destination);
    else if (layer->op == EAD_OP_DEPTHWISE3X3)
        ead_depthwise3x3_pack_s3(layer, destination);
    else if (layer->op == EAD_OP_CONV3X3)
        way_of(layer)->pack(layer, destination);
    else
        ead_dense_pack_s3(layer, destination);
}

extern const ead_op_table ead_ops_esp32s3;
const ead_op_table ead_ops_esp32s3 = {
    .name = "esp32s3",
    .row = {conv3x3_row, ead_depthwise3x3_row_s3, ead_dense_row_s3, ead_add_row_s3},
    .project = ead_project_s3,
    .whiten = ead_whiten_s3,
    .pack_bytes = pack_bytes,
    .pack = pack,
    .row_sums = ead_row_sums_s3,
    .shrinks = ead_shrinks_s3,
    .shrink = ead_shrink_s3,
    .scale = ead_scale_features_s3,
    .components = ead_components_s3,
};
