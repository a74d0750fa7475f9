/* The head's two sums in ACCX: 40 bits hold any sum that the model check lets pass. */
#include "../../density/density.h"
#include "esp32s3.h"

/* The sum of one row, stored at `to`. */
#define SUM_UP(multiply) \
    EAD_PIE_ZERO_ACCX() \
    multiply \
    EAD_PIE_SRS_ACCX(sum, none) \
    EAD_PIE_S32I(sum, to, 0) \
    EAD_PIE_ADDI(to, 4)

#define FIRST(q) EAD_PIE_VLD_128_IP(q, row, 16)
#define THEN_8(q, x) EAD_PIE_VMULAS_S8_ACCX_LD_IP(q, row, 16, q, x)
#define LAST_8(q, x) EAD_PIE_VMULAS_S8_ACCX(q, x)
#define LAST_16(q, x) EAD_PIE_VMULAS_S16_ACCX(q, x)

#define SUMS_OF_ROWS(body) \
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(row), EAD_PIE_IN_OUT(to), EAD_PIE_IN_OUT(sum)), \
                    EAD_PIE_OPERANDS(EAD_PIE_IN(none), EAD_PIE_IN(count)), EAD_PIE_LOOP(count, SUM_UP(body)))

void ead_project_s3(const int8_t *matrix, const int8_t *features, uint32_t dimensions, uint32_t stride, int32_t *sums) {
    ead_pie state = {0}, *const pie = &state;
    const int8_t *row = matrix, *in = features;
    int8_t *to = (int8_t *)sums;
    const uint32_t none = 0;
    int32_t sum = 0;
    if (stride == 96) { /* features stay in registers */
        const uint32_t count = dimensions;
        EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in)), EAD_PIE_OPERANDS(EAD_PIE_IN(none)),
            EAD_PIE_VLD_128_IP(0, in, 16) EAD_PIE_VLD_128_IP(1, in, 16) EAD_PIE_VLD_128_IP(2, in, 16)
            EAD_PIE_VLD_128_IP(3, in, 16) EAD_PIE_VLD_128_IP(4, in, 16) EAD_PIE_VLD_128_IP(5, in, 16));
        SUMS_OF_ROWS(FIRST(6) FIRST(7) THEN_8(6, 0) THEN_8(7, 1) THEN_8(6, 2) THEN_8(7, 3) LAST_8(6, 4) LAST_8(7, 5));
        return;
    }
    const uint32_t count = stride / EAD_PIE_LANES;
    for (uint32_t i = 0; i < dimensions; i++) {
        in = features;
        EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(row), EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(to), EAD_PIE_IN_OUT(sum)),
                        EAD_PIE_OPERANDS(EAD_PIE_IN(none), EAD_PIE_IN(count)),
            SUM_UP(EAD_PIE_LOOP(count, FIRST(0) EAD_PIE_VLD_128_IP(1, in, 16) LAST_8(0, 1))));
    }
}

/* Row i of the first eight, of the next eight: one vector, two. */
#define OF_ONE(at) \
    EAD_PIE_ZERO_ACCX() FIRST(6) LAST_16(6, 0) \
    EAD_PIE_SRS_ACCX(sum, none) EAD_PIE_S32I(sum, to, at)
#define OF_TWO(at) \
    EAD_PIE_ZERO_ACCX() FIRST(6) FIRST(7) LAST_16(6, 0) LAST_16(7, 1) \
    EAD_PIE_SRS_ACCX(sum, none) EAD_PIE_S32I(sum, to, at)

/*
 * Rows are filled up with zeros, so whatever z holds there does not count. Eight rows have the same number of vectors; sixteen are written out.
 */
void ead_whiten_s3(const int16_t *rows, const int16_t *z, uint32_t first, uint32_t end, int32_t *sums) {
    ead_pie state = {0}, *const pie = &state;
    const int8_t *row = (const int8_t *)(rows + ead_triangle_of_8(first)), *in = (const int8_t *)z;
    int8_t *to = (int8_t *)(sums + first);
    const uint32_t none = 0;
    int32_t sum = 0;
    if (first == 0 && end >= 16) {
        EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(row), EAD_PIE_IN_OUT(to), EAD_PIE_IN_OUT(sum)), EAD_PIE_OPERANDS(EAD_PIE_IN(none)),
            EAD_PIE_VLD_128_IP(0, in, 16) EAD_PIE_VLD_128_IP(1, in, 16)
            OF_ONE(0) OF_ONE(4) OF_ONE(8) OF_ONE(12) OF_ONE(16) OF_ONE(20) OF_ONE(24) OF_ONE(28)
            OF_TWO(32) OF_TWO(36) OF_TWO(40) OF_TWO(44) OF_TWO(48) OF_TWO(52) OF_TWO(56) OF_TWO(60));
        if (end == 16) return;
        first = 16, to += 64;
    }
    for (uint32_t i = first; i < end; i++) {
        const uint32_t vectors = i / 8 + 1;
        in = (const int8_t *)z;
        EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(row), EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(to), EAD_PIE_IN_OUT(sum)),
                        EAD_PIE_OPERANDS(EAD_PIE_IN(none), EAD_PIE_IN(vectors)),
            SUM_UP(EAD_PIE_LOOP(vectors, FIRST(6) EAD_PIE_VLD_128_IP(7, in, 16) LAST_16(6, 7))));
    }
}
