/*
 * Operators: each computes one output row of one layer. Reference C is the authority; every optimised kernel has the same
 * signature and gives the same bytes.
 *
 * Layouts: feature map rows int8 [columns][channels]; weights as the schema states (conv3x3 [out][3][3][in], depthwise
 * [3][3][channels], pointwise [out][in]). The model check has proved shapes, vector lengths and that no accumulator can overflow,
 * so operators have nothing left to refuse and return nothing.
 *
 * Rows start at multiples of 16 bytes. Behind a row's last byte an operator may read up to EAD_ROW_SLACK bytes, whatever they
 * hold, and may write up to the next multiple of 16. Vectors of the model file (weights, bias, pad, ...) end where they end.
 */
#ifndef EAD_OPS_H
#define EAD_OPS_H

#include "edgead/edgead.h"

typedef enum ead_op { EAD_OP_CONV3X3 = 0, EAD_OP_DEPTHWISE3X3 = 1, EAD_OP_POINTWISE = 2, EAD_OP_ADD = 3, EAD_OP_COUNT } ead_op;

/* How accumulators become int8; see the schema. Every row function of a table takes both (add: exact only). */
typedef enum ead_requantisation {
    EAD_REQUANTISE_EXACT = 0,
    EAD_REQUANTISE_SHIFT = 1,
    EAD_REQUANTISATION_COUNT
} ead_requantisation;

enum {
    EAD_GROUP = 16,             /* output channels that share a shift */
    EAD_MAX_GROUP_SHIFT = 19,   /* accumulators have 20 bits */
    EAD_MAX_SHIFT_ACC = 524287, /* largest |acc + bias| of a layer that leaves by shifts: 2^19 - 1 */
    EAD_ROW_SLACK = 16          /* bytes behind a row that may be read */
};

/* One layer with everything its operator needs. Pointers point into the model file, `packed` into engine memory. */
typedef struct ead_layer {
    const int8_t *weights;
    const int32_t *bias;        /* [out], input zero point folded in; shift: rounding half and output zero point too */
    const int32_t *multiplier;  /* exact: [out], Q31; add: {input 1, input 2, output} */
    const int8_t *shift;        /* exact: [out], positive = left; add: {input 1, input 2, output} */
    const int8_t *pad;          /* [in], value of positions outside the picture */
    const uint8_t *group_shift; /* shift: [(out + 15) / 16] */
    const int8_t *channel_min;  /* shift: [out] */
    const int8_t *channel_max;  /* shift: [out] */
    const void *packed;         /* what the table's `pack` made of this layer, EAD_ALIGNMENT aligned; null: nothing */
    uint16_t in_rows, in_columns, in_channels;
    uint16_t out_rows, out_columns, out_channels;
    uint16_t input, input2, output; /* tensor indices; input2 for add only */
    uint8_t op, stride, pad_top, pad_left;
    uint8_t requantisation;
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

/*
 * The head's two sums, exact. sums[i] = matrix[i] . features. matrix: int8 [dimensions][stride], features: int8 [stride]; both
 * 16-byte aligned, stride a multiple of 16. The model check has proved that no sum can overflow, partial sums included.
 */
typedef void (*ead_project_fn)(const int8_t *matrix, const int8_t *features, uint32_t dimensions, uint32_t stride, int32_t *sums);
EAD_API void ead_project(const int8_t *matrix, const int8_t *features, uint32_t dimensions, uint32_t stride, int32_t *sums);

/*
 * sums[i] = sum over j <= i of row i's values * z[j], for first <= i < end; `first` is a multiple of 8. rows: int16, a lower triangle from
 * its row 0 on; row i is filled up with zeros to a multiple of 8 values, so that every row is 16-byte aligned. z: 16-byte aligned, filled
 * up with zeros to a multiple of 8. No sum can overflow, likewise. Other sums stay as they are.
 */
typedef void (*ead_whiten_fn)(const int16_t *rows, const int16_t *z, uint32_t first, uint32_t end, int32_t *sums);
EAD_API void ead_whiten(const int16_t *rows, const int16_t *z, uint32_t first, uint32_t end, int32_t *sums);

/*
 * Sums over a row of the model's input, int8 [columns][channels], for the drift statistics: sums[0] of all values, sums[1] of the steps
 * between neighbouring pixels of a channel without their signs. A row has at most 4096 pixels of 3 channels.
 */
typedef void (*ead_row_sums_fn)(const int8_t *row, uint32_t columns, uint32_t channels, int32_t sums[2]);
EAD_API void ead_row_sums(const int8_t *row, uint32_t columns, uint32_t channels, int32_t sums[2]);

/*
 * Optional parts of the head, for targets with wide vectors, each with the same bits as the plain C.
 *
 * scale: as ead_scale_features.
 * components: log densities of components first..first+count-1 (1 <= count <= EAD_COMPONENTS_AT_ONCE; of a mixture `first` is a multiple
 * of that) of a density with full covariances. z: as for whiten; values: [EAD_COMPONENTS_AT_ONCE], those behind `count` may be
 * overwritten; sums: scratch, [dimensions]. Where a value less the largest known, those before it included, would be below known.margin, any
 * number of which that holds, too, will do (mixture.c): a target may stop there, or compute them all.
 * add_exponents: EAD_COMPONENTS_AT_ONCE exponents, in order, into a running log-sum-exp.
 */
enum { EAD_COMPONENTS_AT_ONCE = 8 };
/* The sum of e^v over the values v so far is sum * e^largest. */
typedef struct ead_log_sum_exp {
    float largest, sum;
} ead_log_sum_exp;
/* What exponents are compared with: the largest so far, EAD_NONE_KNOWN before the first, and how far below it they count for nothing. */
typedef struct ead_known {
    float exponent, margin;
} ead_known;
#define EAD_NONE_KNOWN (-3.40282347e+38f)
struct ead_head;
struct ead_density;
typedef void (*ead_scale_fn)(const struct ead_head *head, const int32_t *sums, int16_t *z);
typedef void (*ead_components_fn)(const struct ead_density *density, size_t first, uint32_t count, const int16_t *z, ead_known known, int32_t *sums,
                                  float *values);
typedef void (*ead_add_exponents_fn)(ead_log_sum_exp *total, const float *values);

/*
 * Frame conversion by areas (src/frame/area.c), optional: `down` source rows, from `rows` on, to the `units_y` rows of the model that they
 * cover. shrinks: whether this target has a way of its own for this frame and where these rows lie. shrink gives target row `index` of
 * them; it is asked for 0 first, then for the others with nothing in between, all while the source rows are there; it may use the memory of
 * the frame (ead_frame_bytes, from frame->area.line on). Source rows start anywhere, the target row as other rows do.
 */
struct ead_frame;
typedef int (*ead_shrinks_fn)(const struct ead_frame *frame, const uint8_t *rows, size_t stride);
typedef void (*ead_shrink_fn)(const struct ead_frame *frame, const uint8_t *rows, size_t stride, uint32_t index, int8_t *target);

/*
 * The operators of one target, by ead_op, the head's sums and frame conversion.
 *
 * A target that wants weights (or bias, clamps, ...) in another order than the file's has both `pack_bytes` and `pack`: when an
 * engine is opened, every layer gets pack_bytes(layer) bytes of engine memory and pack(layer, destination) fills them
 * (destination: EAD_ALIGNMENT aligned, zeroed); layer->packed points there from then on. 0 bytes: this layer runs from the file,
 * packed stays null. Targets that run all layers from the file leave both null. `pack_density_bytes` and `pack_density` do the same
 * for the density, for the sake of `components`.
 */
typedef struct ead_op_table {
    const char *name;
    ead_window_fn row[EAD_OP_COUNT];
    ead_project_fn project;
    ead_whiten_fn whiten;
    size_t (*pack_bytes)(const ead_layer *layer);
    void (*pack)(const ead_layer *layer, void *destination);
    ead_row_sums_fn row_sums; /* null: ead_row_sums */
    ead_shrinks_fn shrinks;   /* both or none */
    ead_shrink_fn shrink;
    ead_scale_fn scale;                 /* or null */
    ead_components_fn components;       /* or null */
    ead_add_exponents_fn add_exponents; /* or null */
    size_t (*pack_density_bytes)(const struct ead_density *density);
    void (*pack_density)(const struct ead_density *density, void *destination);
} ead_op_table;

extern const ead_op_table ead_ops_reference;

/* The tables that this processor can run, fastest first, the reference last, then null; all give the same bytes. */
const ead_op_table *ead_ops_at(uint32_t index);

/* The fastest. */
const ead_op_table *ead_ops_best(void);

#endif
