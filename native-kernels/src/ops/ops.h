/*
 * Operators: each computes one output row of one layer. Reference C is the authority; every optimised kernel has the same
 * signature and gives the same bytes.
 *
 * Layouts: feature map rows int8 [columns][channels]; weights as the schema states (conv3x3 [out][3][3][in], depthwise
 * [3][3][channels], pointwise [out][in]). The model check has proved shapes, vector lengths and that no accumulator can overflow,
 * so operators have nothing left to refuse and return nothing.
 */
#ifndef EAD_OPS_H
#define EAD_OPS_H

#include "edgead/edgead.h"

typedef enum ead_op { EAD_OP_CONV3X3 = 0, EAD_OP_DEPTHWISE3X3 = 1, EAD_OP_POINTWISE = 2, EAD_OP_ADD = 3, EAD_OP_COUNT } ead_op;

/* One layer with everything its operator needs. Pointers point into the model file. */
typedef struct ead_layer {
    const int8_t *weights;
    const int32_t *bias;       /* [out], input zero point folded in */
    const int32_t *multiplier; /* [out], Q31; add: {input 1, input 2, output} */
    const int8_t *shift;       /* [out], positive = left; add: {input 1, input 2, output} */
    const int8_t *pad;         /* [in], value of positions outside the picture */
    uint16_t in_rows, in_columns, in_channels;
    uint16_t out_rows, out_columns, out_channels;
    uint16_t input, input2, output; /* tensor indices; input2 for add only */
    uint8_t op, stride, pad_top, pad_left;
    int8_t clamp_min, clamp_max;
    int8_t zero_point;                    /* of the output */
    int8_t in_zero_point, in2_zero_point; /* add only */
} ead_layer;

/* rows[0..2]: the three input rows under the window, from top to bottom; null = outside the picture. output:
 * [out_columns][out_channels]. */
typedef void (*ead_window_fn)(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);

EAD_API void ead_conv3x3_row(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);
EAD_API void ead_depthwise3x3_row(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);
/* rows[0]: the input row. */
EAD_API void ead_pointwise_row(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);
/* rows[0], rows[1]: the rows to add. */
EAD_API void ead_add_row(const ead_layer *layer, const int8_t *const rows[3], int8_t *output);

/* The operators of one target, by ead_op. */
typedef struct ead_op_table {
    const char *name;
    ead_window_fn row[EAD_OP_COUNT];
} ead_op_table;

extern const ead_op_table ead_ops_reference;

/* The fastest table that this processor can run; all give the same bytes. */
const ead_op_table *ead_ops_best(void);

#endif
