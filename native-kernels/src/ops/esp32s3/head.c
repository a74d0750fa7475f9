/* The head's two sums in ACCX: 40 bits hold any sum that the model check lets pass. */
#include "../../density/density.h"
#include "esp32s3.h"

void ead_project_s3(const int8_t *matrix, const int8_t *features, uint32_t dimensions, uint32_t stride, int32_t *sums) {
    ead_pie p = {.executed = 0};
    for (uint32_t i = 0; i < dimensions; i++) {
        const int8_t *in = features;
        ead_pie_zero_accx(&p);
        for (uint32_t c = 0; c < stride; c += EAD_PIE_LANES) {
            ead_pie_vld_128(&p, 0, &matrix, 16);
            ead_pie_vld_128(&p, 1, &in, 16);
            ead_pie_vmulas_s8_accx(&p, 0, 1);
        }
        sums[i] = ead_pie_srs_accx(&p);
    }
    ead_pie_executed += p.executed;
}

/* Rows are filled up with zeros, so whatever z holds there does not count. */
void ead_whiten_s3(const int16_t *rows, const int16_t *z, uint32_t dimensions, int32_t *sums) {
    ead_pie p = {.executed = 0};
    const int8_t *row = (const int8_t *)rows;
    for (uint32_t i = 0; i < dimensions; i++) {
        const int8_t *in = (const int8_t *)z;
        ead_pie_zero_accx(&p);
        for (uint32_t j = 0; j <= i; j += 8) {
            ead_pie_vld_128(&p, 0, &row, 16);
            ead_pie_vld_128(&p, 1, &in, 16);
            ead_pie_vmulas_s16_accx(&p, 0, 1);
        }
        sums[i] = ead_pie_srs_accx(&p);
    }
    ead_pie_executed += p.executed;
}
