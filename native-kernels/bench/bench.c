/*
 * Microseconds per layer and per frame of one model, the reference operators and the best ones of this machine side by side.
 *
 *   cmake -S native-kernels -B build/bench -DEAD_BENCH=ON && cmake --build build/bench --target edgead_bench
 *   build/bench/edgead_bench model.ead [frames, at least 200]
 *
 * Each figure is the median over the frames; both tables take turns frame by frame, so that a busy machine hits both. A layer's
 * figure is the time of all its rows in a frame, measured around each row (some 40 ns of clock per row included).
 */
#include "stream/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LEAST_FRAMES = 200, TABLES = 2, OTHER = EAD_MAX_LAYERS, FRAME, FIGURES };

static const char *const op_names[EAD_OP_COUNT] = {"conv3x3", "depthwise3x3", "pointwise", "add"};

/* Operators whose rows are timed: tables of functions that note the time around those of `timed`. */
static const ead_op_table *timed;
static const ead_layer *first_layer;
static double layer_us[EAD_MAX_LAYERS];

static int64_t now_ns(void) {
    struct timespec t;
    timespec_get(&t, TIME_UTC);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static double us_since(int64_t start) {
    return (double)(now_ns() - start) / 1e3;
}

static void timed_row(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    const int64_t start = now_ns();
    timed->row[layer->op](layer, rows, output);
    layer_us[layer - first_layer] += us_since(start);
}

static ead_op_table timing = {.name = "timing", .row = {timed_row, timed_row, timed_row, timed_row}};

static void *read_file(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) return NULL;
    const long end = ftell(file);
    rewind(file);
    if (end <= 0) return NULL;
    void *bytes = aligned_alloc(64, ((size_t)end + 63) / 64 * 64);
    *size = bytes ? fread(bytes, 1, (size_t)end, file) : 0;
    fclose(file);
    return *size == (size_t)end ? bytes : NULL;
}

static int by_size(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t count) {
    qsort(values, count, sizeof *values, by_size);
    return values[count / 2];
}

static void print_line(const char *name, double reference, double best) {
    printf("%-34s %10.1f %10.1f %8.1f\n", name, reference, best, best > 0 ? reference / best : 0);
}

/* An engine with this table, or null after a message. */
static ead_engine *open_engine(const ead_op_table *table, const char *path, const void *file, size_t size) {
    size_t bytes = 0;
    ead_diagnosis diagnosis = {0};
    ead_engine *e = NULL;
    ead_status status = ead_engine_bytes_with(table, file, size, &bytes, &diagnosis);
    void *memory = status == EAD_OK ? aligned_alloc(64, (bytes + 63) / 64 * 64) : NULL;
    if (memory) status = ead_engine_open_with(table, memory, bytes, file, size, &e, &diagnosis);
    if (!e)
        fprintf(stderr, "%s: %s: %s (%u)\n", path, ead_status_text((uint32_t)status),
                diagnosis.what ? diagnosis.what : "no memory", diagnosis.index);
    return e;
}

/* One frame without layer timing for the frame's figure, one with it for the layers' figures. */
static void measure(ead_engine *e, const ead_source *source, const uint8_t *pixels, double *figures) {
    const size_t stride = ead_frame_row_bytes(source->format, source->width);
    ead_result result;
    const ead_op_table *const table = e->ops;
    const int64_t start = now_ns();
    ead_score_frame(e, source, pixels, stride, &result);
    figures[FRAME] = us_since(start);

    timed = table;
    timing.project = table->project, timing.whiten = table->whiten;
    first_layer = e->layers;
    e->ops = &timing;
    memset(layer_us, 0, sizeof layer_us);
    ead_score_frame(e, source, pixels, stride, &result);
    e->ops = table;
    memcpy(figures, layer_us, sizeof layer_us);
    figures[OTHER] = figures[FRAME];
    for (uint32_t i = 0; i < e->model.layer_count; i++)
        figures[OTHER] -= layer_us[i];
}

int main(int count, char **arguments) {
    if (count < 2) {
        fprintf(stderr, "usage: %s model.ead [frames]\n", arguments[0]);
        return 2;
    }
    size_t size;
    const int asked = count > 2 ? atoi(arguments[2]) : LEAST_FRAMES;
    const size_t frames = asked > LEAST_FRAMES ? (size_t)asked : LEAST_FRAMES;
    const void *file = read_file(arguments[1], &size);
    if (!file) {
        fprintf(stderr, "%s cannot be read\n", arguments[1]);
        return 1;
    }
    const ead_op_table *const tables[TABLES] = {&ead_ops_reference, ead_ops_best()};
    ead_engine *engines[TABLES];
    for (size_t t = 0; t < TABLES; t++)
        if (!(engines[t] = open_engine(tables[t], arguments[1], file, size))) return 1;
    const ead_engine *e = engines[0];

    const ead_source source = {EAD_PIXELS_RGB888, e->model.input_width, e->model.input_height};
    const size_t pixel_bytes = (size_t)source.width * source.height * 3;
    uint8_t *pixels = malloc(pixel_bytes);
    double *all = malloc(sizeof(double) * TABLES * FIGURES * frames); /* [TABLES][FIGURES][frames] */
    if (!pixels || !all) return 1;
    for (size_t i = 0; i < pixel_bytes; i++)
        pixels[i] = (uint8_t)((i * 2654435761u) >> 24);

    for (size_t frame = 0; frame < frames; frame++)
        for (size_t t = 0; t < TABLES; t++) {
            double figures[FIGURES] = {0};
            measure(engines[t], &source, pixels, figures);
            for (size_t f = 0; f < FIGURES; f++)
                all[(t * FIGURES + f) * frames + frame] = figures[f];
        }

    printf("median us of %zu frames, %ux%u           %10s %10s    ratio\n", frames, (unsigned)source.width,
           (unsigned)source.height, tables[0]->name, tables[1]->name);
    for (uint32_t f = 0; f < FIGURES; f++) {
        if (f >= e->model.layer_count && f < OTHER) continue;
        char name[64];
        const ead_layer *l = &e->layers[f < e->model.layer_count ? f : 0];
        snprintf(name, sizeof name, "%2u %-12s %ux%ux%u->%u", (unsigned)f, op_names[l->op], (unsigned)l->out_rows,
                 (unsigned)l->out_columns, (unsigned)l->in_channels, (unsigned)l->out_channels);
        print_line(f == FRAME   ? "whole frame"
                   : f == OTHER ? "picture, head and schedule"
                                : name,
                   median(all + (size_t)f * frames, frames), median(all + (FIGURES + (size_t)f) * frames, frames));
    }
    free(all);
    free(pixels);
    return 0;
}
