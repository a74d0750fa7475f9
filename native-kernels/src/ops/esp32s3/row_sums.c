/* Sums for the drift statistics in ACCX: of values, and of steps |a - b| as max(a, b) - min(a, b). Rows of whole vectors; others run from plain C. */
#include "esp32s3.h"

static const int8_t factors[2][16] __attribute__((aligned(16))) = {
    {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1}};

/* q0: sixteen values, q1: the next sixteen, q2: those one pixel on. */
#define STEPS \
    EAD_PIE_SRC_Q(2, 0, 1) \
    EAD_PIE_VMAX_S8(3, 0, 2) \
    EAD_PIE_VMIN_S8(4, 0, 2) \
    EAD_PIE_VMULAS_S8_ACCX(3, 6) \
    EAD_PIE_VMULAS_S8_ACCX(4, 7)

void ead_row_sums_s3(const int8_t *row, uint32_t columns, uint32_t channels, int32_t sums[2]) {
    const uint32_t count = columns * channels;
    if (count % EAD_PIE_LANES != 0 || channels >= EAD_PIE_LANES) {
        ead_row_sums(row, columns, channels, sums);
        return;
    }
    ead_pie state = {0}, *const pie = &state;
    const int8_t *factor = factors[0], *in = row, *on = row + channels;
    const uint32_t vectors = count / EAD_PIE_LANES, before_last = vectors - 1, none = 0;
    int32_t level = 0, steps = 0;
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(factor), EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(on), EAD_PIE_IN_OUT(level), EAD_PIE_IN_OUT(steps)),
                    EAD_PIE_OPERANDS(EAD_PIE_IN(vectors), EAD_PIE_IN(before_last), EAD_PIE_IN(none)),
        EAD_PIE_VLD_128_IP(6, factor, 16)
        EAD_PIE_VLD_128_IP(7, factor, 16)
        EAD_PIE_ZERO_ACCX()
        EAD_PIE_VLD_128_IP(0, in, 16)
        EAD_PIE_LOOP(vectors, EAD_PIE_VMULAS_S8_ACCX_LD_IP(0, in, 16, 0, 6))
        EAD_PIE_SRS_ACCX(level, none)
        EAD_PIE_ZERO_ACCX()
        EAD_PIE_LD_128_USAR_IP(0, on, 16)
        EAD_PIE_LOOP(before_last, EAD_PIE_VLD_128_IP(1, on, 16) STEPS EAD_PIE_ANDQ(0, 1, 1))
        EAD_PIE_XORQ(1, 1, 1)
        STEPS
        EAD_PIE_SRS_ACCX(steps, none));
    for (uint32_t i = count - channels; i < count; i++) steps -= row[i] < 0 ? -row[i] : row[i]; /* the last pixel's step to zero */
    sums[0] = level, sums[1] = steps;
}
