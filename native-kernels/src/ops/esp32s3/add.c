/* Additions of maps that share a scale: clamp(a + b + constant), summed in QACC; others run from reference C. */
#include "esp32s3.h"

enum { ONES = EAD_S3_BIAS_BYTES, LEAST = ONES + 16, MOST = LEAST + 16, BYTES = MOST + 16 };

size_t ead_add_pack_bytes_s3(const ead_layer *layer) {
    return ead_is_plain_sum(layer) ? BYTES : 0;
}

void ead_add_pack_s3(const ead_layer *layer, void *destination) {
    int32_t constants[EAD_GROUP];
    int8_t *to = destination;
    for (int32_t i = 0; i < EAD_GROUP; i++) constants[i] = layer->zero_point - layer->in_zero_point - layer->in2_zero_point;
    ead_s3_pack_qacc(constants, EAD_GROUP, to);
    memset(to + ONES, 1, 16);
    memset(to + LEAST, layer->clamp_min, 16);
    memset(to + MOST, layer->clamp_max, 16);
}

/* Whole vectors: what is read and written behind the last value of a row is slack. */
void ead_add_row_s3(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    if (!layer->packed) {
        ead_add_row(layer, rows, output);
        return;
    }
    ead_pie p = {.executed = 0};
    const int8_t *a = rows[0], *b = rows[1], *constants = layer->packed, *at = constants + ONES;
    const int32_t count = (int32_t)layer->out_columns * layer->out_channels;
    ead_pie_vld_128(&p, 0, &at, 16);
    ead_pie_vld_128(&p, 4, &at, 16);
    ead_pie_vld_128(&p, 5, &at, 16);
    for (int32_t i = 0; i < count; i += EAD_PIE_LANES) {
        ead_pie_ld_qacc(&p, &constants, 0);
        ead_pie_vld_128(&p, 1, &a, 16);
        ead_pie_vld_128(&p, 2, &b, 16);
        ead_pie_vmulas_s8_qacc(&p, 0, 1);
        ead_pie_vmulas_s8_qacc(&p, 0, 2);
        ead_s3_leave(&p, 0, EAD_GROUP, 1, &output);
    }
    ead_pie_executed += p.executed;
}
