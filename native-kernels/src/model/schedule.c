/*
 * Proves a schedule by replaying it on row counters: every row that is read has been produced, and no row is written where one
 * lies that somebody still needs, whichever tensor owns it.
 */
#include "model.h"

/* Pairs of rows that are compared at most: some seconds on a microcontroller, and a thousand times what the largest streaming
 * networks need. A file that keeps thousands of rows alive is refused rather than waited for. */
enum { MOST_WORK = 1 << 26 };

/* What the replay must know of a layer, small enough to keep all of them on the stack. */
typedef struct reader {
    uint16_t input, input2; /* equal unless the layer adds */
    uint8_t window, stride, pad_top;
} reader;

typedef struct replay {
    const ead_model *model;
    reader layers[EAD_MAX_LAYERS];
    uint16_t produced[EAD_MAX_TENSORS]; /* rows written so far */
    uint16_t needed[EAD_MAX_TENSORS];   /* first row that some reader still needs; older rows are dead */
    uint32_t head_row;                  /* rows of cells scored so far */
    uint32_t work;                      /* pairs of rows compared so far */
} replay;

/* First and past-the-end input row that a reader needs for its output row y; y past the end needs nothing more. */
typedef struct row_range {
    uint32_t first, end;
} row_range;

static row_range layer_needs(const replay *r, uint32_t index, uint32_t y) {
    const reader *layer = &r->layers[index];
    const uint32_t in_rows = r->model->tensors[layer->input].rows;
    if (y >= r->model->tensors[index + 1].rows) return (row_range){in_rows, in_rows};
    if (!layer->window) return (row_range){y, y + 1};
    const uint32_t top = y * layer->stride, pad = layer->pad_top, end = top + 3 - pad;
    return (row_range){top > pad ? top - pad : 0, end < in_rows ? end : in_rows};
}

static row_range cut_needs(const ead_model *model, const ead_cut *cut, uint32_t y) {
    const uint32_t rows = model->tensors[cut->tensor].rows;
    if (y >= model->head.grid_rows) return (row_range){rows, rows};
    const uint32_t first = y * cut->pool / cut->repeat;
    return (row_range){first, first + cut->pool};
}

/* Rows of tensor t that no reader needs any more: once all cells are scored, all of them. */
static uint16_t first_needed(const replay *r, uint32_t t) {
    const ead_model *model = r->model;
    uint32_t first = model->tensors[t].rows;
    if (r->head_row >= model->head.grid_rows) return (uint16_t)first;
    for (uint32_t i = t; i < model->layer_count; i++) { /* layer i reads tensors 0..i */
        if (r->layers[i].input != t && r->layers[i].input2 != t) continue;
        const row_range range = layer_needs(r, i, r->produced[i + 1]);
        if (range.first < first) first = range.first;
    }
    for (uint32_t i = 0; i < model->head.cut_count; i++) {
        if (model->head.cuts[i].tensor != t) continue;
        const row_range range = cut_needs(model, &model->head.cuts[i], r->head_row);
        if (range.first < first) first = range.first;
    }
    return (uint16_t)first;
}

/* Rows that a reader still wants are left alone by every write, so what was produced is there. */
static bool readable(const replay *r, uint32_t t, row_range range) {
    return range.end <= r->produced[t];
}

/* True when bytes [begin, end) of the arena hold nothing that is still needed. */
static bool free_to_write(replay *r, uint64_t begin, uint64_t end) {
    for (uint32_t t = 0; t < r->model->tensor_count; t++) {
        const uint64_t pitch = ead_row_pitch(&r->model->tensors[t]);
        for (uint32_t row = r->needed[t]; row < r->produced[t]; row++) {
            const uint64_t place = ead_row_place(r->model, t, row);
            if (begin < place + pitch && place < end) return false;
            r->work++;
        }
    }
    return r->work <= MOST_WORK;
}

static bool write_row(replay *r, uint32_t t) {
    const ead_tensor *tensor = &r->model->tensors[t];
    if (r->produced[t] >= tensor->rows) return false;
    const uint64_t begin = ead_row_place(r->model, t, r->produced[t]);
    if (!free_to_write(r, begin, begin + ead_row_pitch(tensor))) return false;
    r->produced[t]++;
    return true;
}

static bool run_layer(replay *r, uint32_t index) {
    const reader *layer = &r->layers[index];
    const row_range range = layer_needs(r, index, r->produced[index + 1]);
    if (!readable(r, layer->input, range) || !readable(r, layer->input2, range) || !write_row(r, index + 1)) return false;
    r->needed[layer->input] = first_needed(r, layer->input);
    r->needed[layer->input2] = first_needed(r, layer->input2);
    return true;
}

static bool run_head(replay *r) {
    const ead_head *head = &r->model->head;
    if (r->head_row >= head->grid_rows) return false;
    for (uint32_t i = 0; i < head->cut_count; i++)
        if (!readable(r, head->cuts[i].tensor, cut_needs(r->model, &head->cuts[i], r->head_row))) return false;
    r->head_row++;
    for (uint32_t t = 0; t < r->model->tensor_count; t++)
        r->needed[t] = first_needed(r, t);
    return true;
}

ead_status ead_model_check_schedule(const ead_model *model, ead_diagnosis *diagnosis) {
    replay r = {.model = model};
    for (uint32_t i = 0; i < model->layer_count; i++) {
        ead_layer layer;
        if (!ead_model_layer(model, i, &layer)) return ead_refuse(diagnosis, EAD_E_STRUCTURE, "a layer is malformed", i);
        const bool window = layer.op == EAD_OP_CONV3X3 || layer.op == EAD_OP_DEPTHWISE3X3;
        r.layers[i] = (reader){.input = layer.input,
                               .input2 = layer.op == EAD_OP_ADD ? layer.input2 : layer.input,
                               .window = window,
                               .stride = layer.stride,
                               .pad_top = layer.pad_top};
    }
    for (uint32_t t = 0; t < model->tensor_count; t++)
        r.needed[t] = first_needed(&r, t);

    for (uint32_t i = 0; i < model->schedule_count; i++) {
        const uint8_t step = model->schedule[i];
        bool good = i > 0 || step == EAD_STEP_INPUT;
        if (step == EAD_STEP_INPUT)
            good = write_row(&r, 0);
        else if (step == EAD_STEP_HEAD)
            good = good && run_head(&r);
        else
            good = good && step < model->layer_count && run_layer(&r, step);
        if (!good)
            return ead_refuse(diagnosis, EAD_E_SCHEDULE, "a step reads a row that is not there or overwrites one that is needed",
                              i);
    }
    if (r.produced[0] != model->tensors[0].rows || r.head_row != model->head.grid_rows)
        return ead_refuse(diagnosis, EAD_E_SCHEDULE, "the schedule ends before all cells are scored", model->schedule_count);
    return EAD_OK;
}
