/* Additions of maps that share a scale: clamp(a + b + constant), summed in QACC; for others see exact_add.c. */
#include "esp32s3.h"

enum { ONES = EAD_S3_BIAS_BYTES, LEAST = ONES + 16, MOST = LEAST + 16, BYTES = MOST + 16 };

size_t ead_add_pack_bytes_s3(const ead_layer *layer) {
    return ead_is_plain_sum(layer) ? BYTES : ead_exact_add_pack_bytes_s3(layer);
}

void ead_add_pack_s3(const ead_layer *layer, void *destination) {
    if (!ead_is_plain_sum(layer)) {
        ead_exact_add_pack_s3(layer, destination);
        return;
    }
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
    if (!ead_is_plain_sum(layer)) {
        ead_exact_add_row_s3(layer, rows, output);
        return;
    }
    ead_pie state = {0}, *const pie = &state;
    const int8_t *a = rows[0], *b = rows[1], *bias = layer->packed, *at = bias + ONES;
    const uint32_t count = ((uint32_t)layer->out_columns * layer->out_channels + EAD_PIE_LANES - 1) / EAD_PIE_LANES, shift = 0;
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(a), EAD_PIE_IN_OUT(b), EAD_PIE_IN_OUT(bias), EAD_PIE_IN_OUT(at), EAD_PIE_IN_OUT(output)),
                    EAD_PIE_OPERANDS(EAD_PIE_IN(count), EAD_PIE_IN(shift)),
        EAD_PIE_VLD_128_IP(0, at, 16)
        EAD_PIE_VLD_128_IP(4, at, 16)
        EAD_PIE_VLD_128_IP(5, at, 16)
        EAD_PIE_LOOP(count,
            EAD_PIE_VLD_128_IP(1, a, 16)
            EAD_S3_LOAD_BIAS(-36)
            EAD_PIE_VMULAS_S8_QACC_LD_IP(2, b, 16, 0, 1)
            EAD_PIE_VMULAS_S8_QACC(0, 2)
            EAD_PIE_SRCMB_S8_QACC(3, shift)
            EAD_PIE_VMAX_S8(3, 3, 4)
            EAD_PIE_VMIN_S8(3, 3, 5)
            EAD_PIE_VST_128_IP(3, output, 16)));
}
