/*
 * A model file seen through pointers into it. ead_model_open establishes everything the engine relies on; after it, no offset,
 * shape, schedule step or product of the file can do harm.
 */
#ifndef EAD_MODEL_H
#define EAD_MODEL_H

#include "edgead/edgead.h"
#include "flat.h"
#include "../ops/ops.h"

enum {
    EAD_HEADER_BYTES = 112, /* root offset, identifier, SHA-256, signature, key id */
    EAD_MAX_LAYERS = 192,
    EAD_MAX_TENSORS = EAD_MAX_LAYERS + 1,
    EAD_MAX_SIDE = 4096, /* rows or columns of a feature map */
    EAD_MAX_CHANNELS = 2048,
    EAD_MAX_CUTS = 3,
    EAD_MAX_POOL = 8,
    EAD_MAX_DIMENSIONS = 1024,
    EAD_MAX_ARENA = 1 << 20, /* places count 16 bytes in 16 bits */
    EAD_LARGEST_Z = 4095, /* features are clamped to this size */
    EAD_LARGEST_SHIFT = 62,
    EAD_INPUT_STATISTICS = 2, /* of drift: brightness and sharpness, then one per dimension */
    EAD_STEP_INPUT = 0xFF, /* schedule: take the next input row */
    EAD_STEP_HEAD = 0xFE   /* schedule: score the next row of cells */
};

/* As stored in the file (FlatBuffers structs). */
typedef struct ead_tensor {
    uint16_t rows, columns, channels, unused1;
    uint32_t first_place; /* of row 0 in the places */
    float scale;
    int8_t zero_point;
    uint8_t unused2[3];
} ead_tensor;

typedef struct ead_cut {
    uint16_t tensor;
    uint8_t pool, repeat;
} ead_cut;

_Static_assert(sizeof(ead_tensor) == 20 && sizeof(ead_cut) == 4, "file layout");

typedef struct ead_head {
    const ead_cut *cuts;
    const int8_t *projection;   /* [dimensions][stride] */
    const int32_t *center;      /* [dimensions] */
    const int32_t *multiplier;  /* [dimensions] */
    const uint8_t *shift;       /* [dimensions] */
    const int16_t *positions;   /* [grid_rows + grid_columns], or null */
    uint32_t cut_count, grid_rows, grid_columns, dimensions;
    uint32_t features; /* channels of all cuts together */
    uint32_t stride;   /* features, rounded up to a multiple of 16 */
    uint32_t smoothing;
} ead_head;

typedef enum ead_scope { EAD_SCOPE_SHARED = 0, EAD_SCOPE_PER_CELL = 1 } ead_scope;
typedef enum ead_covariance { EAD_COVARIANCE_DIAGONAL = 0, EAD_COVARIANCE_FULL = 1 } ead_covariance;

typedef struct ead_density {
    const float *constants; /* [models][components] */
    const int16_t *whiten;  /* [models][components][whiten_count] */
    const int32_t *bias;    /* [models][components][dimensions] */
    const float *scale;     /* [models][components][dimensions] */
    const void *packed;     /* what the table's `pack_density` made of it, EAD_ALIGNMENT aligned; null: nothing */
    uint32_t components, dimensions; /* dimensions: the head's, and two for positions */
    uint32_t whiten_count; /* of one component, rows filled up */
    uint32_t reach;
    uint8_t scope, covariance;
} ead_density;

typedef enum ead_aggregation { EAD_AGGREGATE_MAX = 0, EAD_AGGREGATE_TOP_MEAN = 1, EAD_AGGREGATE_AREA = 2 } ead_aggregation;

typedef struct ead_calibration {
    float cell_center, cell_scale, cell_threshold, threshold;
    uint32_t top_count;
    uint8_t aggregation;
} ead_calibration;

/* Absent: count = 0. */
typedef struct ead_drift {
    const float *mean, *inverse_deviation; /* [count] */
    uint32_t count;
    float rate, gain;
} ead_drift;

typedef struct ead_golden {
    ead_source source;
    const uint8_t *pixels;
    const float *cells; /* [grid_rows][grid_columns] */
    float score;
} ead_golden;

typedef struct ead_model {
    ead_flat flat;
    const ead_tensor *tensors;
    const uint8_t *schedule;
    const uint16_t *places; /* of all tensors' rows in the arena, in units of EAD_ALIGNMENT */
    uint32_t tensor_count, layer_count, schedule_count, place_count, golden_count, arena_bytes, counter;
    ead_flat_at layers, golden;
    uint32_t input_width, input_height, input_channels;
    uint8_t fit; /* 0 centre crop, 1 stretch */
    ead_head head;
    ead_density density;
    ead_calibration calibration;
    ead_drift drift;
} ead_model;

static inline bool ead_is_finite(float value) {
    return value - value == 0; /* false for infinities and NaN, without libm */
}

/* Values that a row of int16 takes in the file and in memory. */
static inline uint32_t ead_row_of_8(uint32_t count) {
    return (count + 7) / 8 * 8;
}

/* Values of a triangle of d rows, each filled up. */
static inline uint32_t ead_triangle_of_8(uint32_t d) {
    const uint32_t full = d / 8; /* groups of eight rows of equal length */
    return 8 * 8 * full * (full + 1) / 2 + d % 8 * 8 * (full + 1);
}

/* Bytes of one row of a tensor. */
static inline uint32_t ead_row_bytes(const ead_tensor *tensor) {
    return (uint32_t)tensor->columns * tensor->channels;
}

/* Bytes that a row takes in the arena. */
static inline uint32_t ead_row_pitch(const ead_tensor *tensor) {
    return (ead_row_bytes(tensor) + EAD_ALIGNMENT - 1) / EAD_ALIGNMENT * EAD_ALIGNMENT;
}

/* Where it lies there. */
static inline uint32_t ead_row_place(const ead_model *model, uint32_t tensor, uint32_t row) {
    return EAD_ALIGNMENT * model->places[model->tensors[tensor].first_place + row];
}

/* The whole promise: header and hash, structure, semantics, schedule. `diagnosis` must not be null. */
ead_status ead_model_open(ead_model *model, const void *file, size_t size, ead_diagnosis *diagnosis);

/* Its parts, in this order. */
ead_status ead_model_check_header(const void *file, size_t size, ead_diagnosis *diagnosis);           /* identifier, hash */
ead_status ead_model_read(ead_model *model, const void *file, size_t size, ead_diagnosis *diagnosis); /* structure */
ead_status ead_model_check(const ead_model *model, ead_diagnosis *diagnosis);                         /* semantics */
ead_status ead_model_check_head(const ead_model *model, ead_diagnosis *diagnosis); /* of what follows the network */
ead_status ead_model_check_schedule(const ead_model *model, ead_diagnosis *diagnosis);                /* row life times */

/* One layer or golden vector of a model that ead_model_read accepted; false when its structure is malformed. */
bool ead_model_layer(const ead_model *model, uint32_t index, ead_layer *layer);
bool ead_model_golden(const ead_model *model, uint32_t index, ead_golden *golden);

/* Notes where a file was refused and returns the status. */
static inline ead_status ead_refuse(ead_diagnosis *diagnosis, ead_status status, const char *what, uint32_t index) {
    diagnosis->what = what;
    diagnosis->index = index;
    return status;
}

#endif
