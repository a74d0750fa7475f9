/* The head's two sums. What all rows are multiplied with is held in registers where it is short enough, and rows are read with one pointer. */
#include "../../density/density.h"
#include "mve.h"

enum { HELD = 6 }; /* registers that hold 96 features */

#define EAD_STEP(instruction, held) "vldrb.u8 %q[row], [%[matrix]], #16\n\t" #instruction ".s8 %[sum], %q[row], %q[" #held "]\n\t"

static void project_96(const int8_t *matrix, const int8_t *features, uint32_t dimensions, int32_t *sums) {
    int8x16_t f[HELD], row;
    int32_t sum;
    for (uint32_t c = 0; c < HELD; c++) f[c] = vldrbq_s8(features + 16 * c);
    __asm volatile("dls lr, %[dimensions]\n"
                   "1:\n\t" EAD_STEP(vmladav, f0) EAD_STEP(vmladava, f1) EAD_STEP(vmladava, f2) EAD_STEP(vmladava, f3)
                   EAD_STEP(vmladava, f4) EAD_STEP(vmladava, f5)
                   "str %[sum], [%[sums]], #4\n\t"
                   "le lr, 1b"
                   : [matrix] "+r"(matrix), [sums] "+r"(sums), [sum] "=&Te"(sum), [row] "=&w"(row)
                   : [dimensions] "r"(dimensions), [f0] "w"(f[0]), [f1] "w"(f[1]), [f2] "w"(f[2]), [f3] "w"(f[3]), [f4] "w"(f[4]), [f5] "w"(f[5])
                   : "lr", "memory");
}

void ead_project_mve(const int8_t *matrix, const int8_t *features, uint32_t dimensions, uint32_t stride, int32_t *sums) {
    if (stride == HELD * 16 && dimensions > 0) {
        project_96(matrix, features, dimensions, sums);
        return;
    }
    for (uint32_t i = 0; i < dimensions; i++, matrix += stride) {
        int32_t sum = 0;
        for (uint32_t c = 0; c < stride; c += 16) sum = vmladavaq_s8(sum, vldrbq_s8(matrix + c), vldrbq_s8(features + c));
        sums[i] = sum;
    }
}

/* Two rows of one register each; two rows of two. */
#define EAD_ROW(sum, z, instruction) "vldrh.u16 %q[row], [%[rows]], #16\n\t" #instruction ".s16 %[" #sum "], %q[row], %q[" #z "]\n\t"
#define EAD_TWO_SHORT EAD_ROW(a, z0, vmladav) EAD_ROW(b, z0, vmladav) "strd %[a], %[b], [%[sums]], #8\n\t"
#define EAD_TWO_LONG \
    EAD_ROW(a, z0, vmladav) EAD_ROW(a, z1, vmladava) EAD_ROW(b, z0, vmladav) EAD_ROW(b, z1, vmladava) "strd %[a], %[b], [%[sums]], #8\n\t"

/* Rows 0 to 7, rows 8 to 15. */
static inline void whiten_short(const int16_t *rows, int16x8_t z0, int32_t *sums) {
    int16x8_t row;
    int32_t a, b;
    __asm volatile(EAD_TWO_SHORT EAD_TWO_SHORT EAD_TWO_SHORT EAD_TWO_SHORT
                   : [rows] "+r"(rows), [sums] "+r"(sums), [a] "=&Te"(a), [b] "=&Te"(b), [row] "=&w"(row)
                   : [z0] "w"(z0)
                   : "memory");
}

static inline void whiten_long(const int16_t *rows, int16x8_t z0, int16x8_t z1, int32_t *sums) {
    int16x8_t row;
    int32_t a, b;
    __asm volatile(EAD_TWO_LONG EAD_TWO_LONG EAD_TWO_LONG EAD_TWO_LONG
                   : [rows] "+r"(rows), [sums] "+r"(sums), [a] "=&Te"(a), [b] "=&Te"(b), [row] "=&w"(row)
                   : [z0] "w"(z0), [z1] "w"(z1)
                   : "memory");
}

/* Rows i.. of any length; what fills them up is zero, whatever z holds there. */
static void whiten_rest(const int16_t *rows, const int16_t *z, uint32_t i, uint32_t end, int32_t *sums) {
    for (rows += ead_triangle_of_8(i); i < end; i++) {
        const uint32_t count = ead_row_of_8(i + 1);
        int32_t sum = 0;
        for (uint32_t j = 0; j < count; j += 8) sum = vmladavaq_s16(sum, vldrhq_s16(rows + j), vldrhq_s16(z + j));
        sums[i] = sum;
        rows += count;
    }
}

void ead_whiten_mve(const int16_t *rows, const int16_t *z, uint32_t first, uint32_t end, int32_t *sums) {
    uint32_t i = first;
    if (i == 0 && end >= 8) whiten_short(rows, vldrhq_s16(z), sums), i = 8;
    if (i == 8 && end >= 16) whiten_long(rows + 8 * 8, vldrhq_s16(z), vldrhq_s16(z + 8), sums + 8), i = 16;
    if (i < end) whiten_rest(rows, z, i, end, sums);
}
