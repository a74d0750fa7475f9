#include "parts.h"

#include <stdio.h>
#include <stdlib.h>

enum { CAMERA_SIDE = 240 };

static void *aligned(size_t bytes) {
    uint8_t *memory = malloc(bytes + 64);
    return memory ? memory + (64 - (uintptr_t)memory % 64) % 64 : NULL;
}

static void *noise(size_t bytes) {
    uint8_t *memory = aligned(bytes);
    uint32_t state = 1;
    for (size_t i = 0; memory && i < bytes; i++) {
        state = state * 1664525u + 1013904223u;
        memory[i] = (uint8_t)(state >> 24);
    }
    return memory;
}

/* Bytes of the widest row that a layer reads or writes, with what may be touched behind it. */
static size_t widest_row(const ead_engine *e) {
    size_t most = 0;
    for (uint32_t i = 0; i < e->model.layer_count; i++) {
        const ead_layer *l = &e->layers[i];
        const size_t in = (size_t)l->in_columns * l->in_channels, out = (size_t)l->out_columns * l->out_channels;
        most = in > most ? in : most;
        most = out > most ? out : most;
    }
    return (most + EAD_ROW_SLACK + 63) / 64 * 64;
}

const char *parts_open(parts *p, const ead_op_table *table, const void *file, size_t size) {
    ead_diagnosis diagnosis = {0};
    const ead_status status = ead_engine_bytes_with(table, file, size, &p->engine_bytes, &diagnosis);
    if (status != EAD_OK) return diagnosis.what ? diagnosis.what : ead_status_text((uint32_t)status);
    void *memory = aligned(p->engine_bytes);
    if (!memory || ead_engine_open_with(table, memory, p->engine_bytes, file, size, &p->engine, &diagnosis) != EAD_OK) return "no memory";
    const ead_model *model = &p->engine->model;
    p->source = (ead_source){EAD_PIXELS_RGB888, model->input_width, model->input_height};
    p->pixels = noise((size_t)3 * model->input_width * model->input_height);
    p->camera = noise((size_t)2 * CAMERA_SIDE * CAMERA_SIDE);
    p->features = noise((size_t)model->head.grid_rows * model->head.grid_columns * model->head.features);
    for (int k = 0; k < 3; k++) p->rows[k] = noise(widest_row(p->engine));
    p->output = aligned(widest_row(p->engine));
    return p->pixels && p->camera && p->features && p->rows[0] && p->rows[1] && p->rows[2] && p->output ? NULL : "no memory";
}

/* As a camera sends it: the nearest pixel, RGB565 with the upper byte first. */
static void photograph(const parts *p, uint8_t *camera) {
    for (uint32_t y = 0; y < CAMERA_SIDE; y++)
        for (uint32_t x = 0; x < CAMERA_SIDE; x++, camera += 2) {
            const uint8_t *c = p->pixels + 3 * (y * p->source.height / CAMERA_SIDE * p->source.width + x * p->source.width / CAMERA_SIDE);
            camera[0] = (uint8_t)((c[0] & 0xF8) | c[1] >> 5);
            camera[1] = (uint8_t)((c[1] << 3 & 0xE0) | c[2] >> 3);
        }
}

bool parts_take_picture(parts *p, const uint8_t *pixels, uint16_t width, uint16_t height) {
    const ead_model *model = &p->engine->model;
    ead_tap taps[EAD_MAX_TENSORS + 2] = {{0}};
    taps[model->tensor_count] = (ead_tap){p->features, (size_t)model->head.grid_rows * model->head.grid_columns * model->head.features};
    p->source = (ead_source){EAD_PIXELS_RGB888, width, height};
    p->pixels = pixels;
    photograph(p, p->camera);
    ead_result result;
    ead_set_taps(p->engine, taps);
    const ead_status status = ead_score_frame(p->engine, &p->source, p->pixels, (size_t)3 * width, &result);
    ead_set_taps(p->engine, NULL);
    return status == EAD_OK;
}

void parts_frame(const parts *p) {
    ead_result result;
    ead_score_frame(p->engine, &p->source, p->pixels, (size_t)3 * p->source.width, &result);
}

void parts_camera(const parts *p) {
    const ead_source source = {EAD_PIXELS_RGB565_BE, CAMERA_SIDE, CAMERA_SIDE};
    ead_result result;
    ead_score_frame(p->engine, &source, p->camera, (size_t)2 * CAMERA_SIDE, &result);
}

void parts_head(const parts *p) {
    ead_result result;
    ead_score_features(p->engine, p->features, &result);
}

void parts_layer(const parts *p, uint32_t layer) {
    const ead_layer *l = &p->engine->layers[layer];
    const bool window = l->op == EAD_OP_CONV3X3 || l->op == EAD_OP_DEPTHWISE3X3;
    for (uint32_t y = 0; y < l->out_rows; y++) {
        const int8_t *rows[3] = {p->rows[0], p->rows[1], p->rows[2]};
        for (uint32_t k = 0; window && k < 3; k++) {
            const int32_t row = (int32_t)(y * l->stride + k) - l->pad_top;
            if (row < 0 || row >= l->in_rows) rows[k] = NULL;
        }
        p->engine->ops->row[l->op](l, rows, p->output);
    }
}

void parts_describe(const parts *p, uint32_t layer, char text[PARTS_TEXT]) {
    static const char *const ops[EAD_OP_COUNT] = {"conv3x3", "depthwise3x3", "pointwise", "add"};
    const ead_layer *l = &p->engine->layers[layer];
    const ead_op_table *ops_of = p->engine->ops;
    snprintf(text, PARTS_TEXT, "%u\t%s\t%u\t%u\t%u\t%u\t%u\t%s\t%u", (unsigned)layer, ops[l->op], (unsigned)l->out_rows, (unsigned)l->out_columns,
             (unsigned)l->in_channels, (unsigned)l->out_channels, (unsigned)l->stride, l->requantisation == EAD_REQUANTISE_SHIFT ? "shift" : "exact",
             (unsigned)(ops_of->pack_bytes ? ops_of->pack_bytes(l) : 0));
}
