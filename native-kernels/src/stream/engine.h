/* The streaming executor: follows the schedule of the model file, row by row, in the caller's memory. */
#ifndef EAD_ENGINE_H
#define EAD_ENGINE_H

#include "../density/drift.h"
#include "../frame/frame.h"
#include "../model/model.h"

struct ead_engine {
    ead_model model;
    const ead_op_table *ops;
    ead_frame frame;
    uint8_t *arena;     /* rows under way, [arena_bytes]; more than EAD_ROW_SLACK bytes of the engine lie behind it */
    ead_layer *layers;  /* [layer_count] */
    uint8_t *packed;    /* [packed_bytes], weights as the operators want them */
    uint16_t *produced; /* [tensor_count], rows computed so far in this frame */
    int8_t *features;   /* [head stride], of the cell under way, zero behind the features */
    int16_t *z_rows;    /* [smoothing][grid_columns][head dimensions], row r in slot r % smoothing */
    int16_t *z;         /* [density dimensions, a multiple of 8], zero behind them */
    int32_t *sums;      /* [density dimensions] */
    float *cells;       /* [grid_rows][grid_columns] */
    float *largest;     /* [top_count], for the aggregation */
    float *averages;    /* [drift count], over frames */
    float *statistics;  /* [drift count], of the last frame */
    ead_frame_sums frame_sums;
    const int8_t *given; /* features in place of a frame, see ead_score_features; null: none */
    float threshold;
    uint32_t bytes;        /* all memory in use, this struct included */
    uint32_t packed_bytes; /* of it, weights that the operators repacked */
    uint32_t step;         /* next step of the schedule */
    uint32_t head_row;
    uint32_t in_frame;   /* between begin and finish */
    uint32_t keep_drift; /* 1 while frames are judged that the camera did not take */
    const ead_tap *taps; /* [tensor_count + 2], see ead_set_taps; null: none */
    ead_clock now;       /* see ead_set_clock; null: none */
    uint32_t *ticks;     /* [layer_count + 1] */
};

/* What the structures of an engine take where pointers have 32 bits (the engine: rounded up to 16 bytes, as in memory); the compiler
 * checks it there. */
enum { EAD_ENGINE_BYTES_32 = 496, EAD_LAYER_BYTES_32 = 64 };
_Static_assert(sizeof(void *) != 4 || (sizeof(ead_engine) + 15) / 16 * 16 == EAD_ENGINE_BYTES_32, "state the new size of ead_engine in EAD_ENGINE_BYTES_32");
_Static_assert(sizeof(void *) != 4 || sizeof(ead_layer) == EAD_LAYER_BYTES_32, "state the new size of ead_layer in EAD_LAYER_BYTES_32");

/* The row `row` of a tensor, as long as the schedule lets it lie there. */
static inline int8_t *ead_row(const ead_engine *engine, uint32_t tensor, uint32_t row) {
    return (int8_t *)engine->arena + ead_row_place(&engine->model, tensor, row);
}

/* As ead_verify, for these operators. */
ead_status ead_verify_with(const ead_op_table *ops, const void *file, size_t file_size, ead_verified *verified, size_t *bytes,
                           ead_diagnosis *diagnosis);

/* As ead_engine_open, with the operators of this table instead of the fastest ones. */
ead_status ead_engine_open_with(const ead_op_table *ops, void *memory, size_t memory_size, const void *file, size_t file_size,
                                ead_engine **engine, ead_diagnosis *diagnosis);

/* Memory that such an engine needs. */
ead_status ead_engine_bytes_with(const ead_op_table *ops, const void *file, size_t file_size, size_t *bytes,
                                 ead_diagnosis *diagnosis);

/* Runs the schedule from the input row just written up to the next one. */
void ead_engine_advance(ead_engine *engine);

/* Scores the next row of cells. */
void ead_engine_score_row(ead_engine *engine);

/* Copies a finished row to the tap when this tensor is tapped. */
void ead_engine_tap_row(ead_engine *engine, uint32_t tensor, uint32_t row, const void *data, size_t bytes);

#endif
