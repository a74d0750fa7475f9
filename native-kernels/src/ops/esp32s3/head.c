/* The head's two sums in ACCX, 40 bits of which hold any sum that the model check lets pass, and the scale of features. */
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

void ead_project_s3(const int8_t *matrix, const int8_t *features, uint32_t dimensions, uint32_t stride, int32_t *sums) {
    ead_pie state = {0}, *const pie = &state;
    const int8_t *row = matrix, *in = features;
    int8_t *to = (int8_t *)sums;
    const uint32_t none = 0;
    int32_t sum = 0;
    if (stride == 96) { /* features stay in registers */
        const uint32_t before_last = dimensions - 1;
        EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(row), EAD_PIE_IN_OUT(to), EAD_PIE_IN_OUT(sum)),
                        EAD_PIE_OPERANDS(EAD_PIE_IN(none), EAD_PIE_IN(before_last)),
            EAD_PIE_VLD_128_IP(0, in, 16) EAD_PIE_VLD_128_IP(1, in, 16) EAD_PIE_VLD_128_IP(2, in, 16)
            EAD_PIE_VLD_128_IP(3, in, 16) EAD_PIE_VLD_128_IP(4, in, 16) EAD_PIE_VLD_128_IP(5, in, 16)
            FIRST(6) FIRST(7)
            EAD_PIE_LOOP(before_last, SUM_UP(THEN_8(6, 0) THEN_8(7, 1) THEN_8(6, 2) THEN_8(7, 3) THEN_8(6, 4) THEN_8(7, 5))) /* the next row's first two */
            SUM_UP(THEN_8(6, 0) THEN_8(7, 1) THEN_8(6, 2) THEN_8(7, 3) LAST_8(6, 4) LAST_8(7, 5)));
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

static inline void whiten_16(const int16_t *rows, const int16_t *z, int32_t *sums) {
    ead_pie state = {0}, *const pie = &state;
    const int8_t *row = (const int8_t *)rows, *in = (const int8_t *)z;
    int8_t *to = (int8_t *)sums;
    const uint32_t none = 0;
    int32_t sum = 0;
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(row), EAD_PIE_IN_OUT(to), EAD_PIE_IN_OUT(sum)), EAD_PIE_OPERANDS(EAD_PIE_IN(none)),
        EAD_PIE_VLD_128_IP(0, in, 16) EAD_PIE_VLD_128_IP(1, in, 16)
        OF_ONE(0) OF_ONE(4) OF_ONE(8) OF_ONE(12) OF_ONE(16) OF_ONE(20) OF_ONE(24) OF_ONE(28)
        OF_TWO(32) OF_TWO(36) OF_TWO(40) OF_TWO(44) OF_TWO(48) OF_TWO(52) OF_TWO(56) OF_TWO(60));
}

static void whiten_rows(const int16_t *rows, const int16_t *z, uint32_t first, uint32_t end, int32_t *sums) {
    ead_pie state = {0}, *const pie = &state;
    const int8_t *row = (const int8_t *)(rows + ead_triangle_of_8(first)), *in;
    int8_t *to = (int8_t *)(sums + first);
    const uint32_t none = 0;
    int32_t sum = 0;
    for (uint32_t i = first; i < end; i++) {
        const uint32_t vectors = i / 8 + 1;
        in = (const int8_t *)z;
        EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(row), EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(to), EAD_PIE_IN_OUT(sum)),
                        EAD_PIE_OPERANDS(EAD_PIE_IN(none), EAD_PIE_IN(vectors)),
            SUM_UP(EAD_PIE_LOOP(vectors, FIRST(6) EAD_PIE_VLD_128_IP(7, in, 16) LAST_16(6, 7))));
    }
}

/* Rows are filled up with zeros, so whatever z holds there does not count. The first sixteen are written out. */
void ead_whiten_s3(const int16_t *rows, const int16_t *z, uint32_t first, uint32_t end, int32_t *sums) {
    if (first == 0 && end >= 16) {
        whiten_16(rows, z, sums);
        if (end == 16) return;
        first = 16;
    }
    whiten_rows(rows, z, first, end, sums);
}

/* As ead_scale_features does it where shift is above 32; `little` is negative where one is not. */
#define SCALE(at, at_byte, at_word) \
    EAD_PIE_L32I(a, in, at) \
    EAD_PIE_L32I(b, center, at) \
    EAD_PIE_SUB(a, b) \
    EAD_PIE_L32I(b, multiplier, at) \
    EAD_PIE_MULSH(a, b) \
    EAD_PIE_L8UI(b, shift, at_byte) \
    EAD_PIE_ADDI(b, -33) \
    EAD_PIE_SSR(b) \
    EAD_PIE_OR(little, b) \
    EAD_PIE_SRA(a) \
    EAD_PIE_ADDI(a, 1) \
    EAD_PIE_SRAI(a, 1) \
    EAD_PIE_MIN(a, most) \
    EAD_PIE_MAX(a, least) \
    EAD_PIE_S16I(a, to, at_word)

void ead_scale_features_s3(const ead_head *head, const int32_t *sums, int16_t *z) {
    ead_pie state = {0}, *const pie = &state;
    const int8_t *in = (const int8_t *)sums, *center = (const int8_t *)head->center, *multiplier = (const int8_t *)head->multiplier;
    const int8_t *shift = (const int8_t *)head->shift;
    int8_t *to = (int8_t *)z;
    const uint32_t fours = head->dimensions / 4;
    const int32_t most = EAD_LARGEST_Z, least = -EAD_LARGEST_Z;
    int32_t a, b, little = head->dimensions % 4 == 0 ? 0 : -1;
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(center), EAD_PIE_IN_OUT(multiplier), EAD_PIE_IN_OUT(shift), EAD_PIE_IN_OUT(to),
                                     EAD_PIE_OUT(a), EAD_PIE_OUT(b), EAD_PIE_IN_OUT(little)),
                    EAD_PIE_OPERANDS(EAD_PIE_IN(fours), EAD_PIE_IN(most), EAD_PIE_IN(least)),
        EAD_PIE_LOOP(fours,
            SCALE(0, 0, 0) SCALE(4, 1, 2) SCALE(8, 2, 4) SCALE(12, 3, 6)
            EAD_PIE_ADDI(in, 16) EAD_PIE_ADDI(center, 16) EAD_PIE_ADDI(multiplier, 16) EAD_PIE_ADDI(shift, 4) EAD_PIE_ADDI(to, 8)));
    if (little < 0) ead_scale_features(head, sums, z); /* once more, in full */
}
