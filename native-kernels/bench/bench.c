/*
 * Microseconds of one model on this machine, whole frame, head and every layer, for all tables of operators that it can run, side by side.
 *
 *   cmake -S native-kernels -B build/bench -DEAD_BENCH=ON && cmake --build build/bench --target edgead_bench
 *   build/bench/edgead_bench model.ead [rounds]
 *
 * Each figure is the median over the rounds; tables take turns after some rounds, so that a busy machine hits all of them. A layer is
 * timed alone, all its rows one after another on rows in cache. Prints lines separated by tabs: table, part, microseconds and for
 * layers what parts_describe says; `edgead bench kernels` reads them.
 */
#include "parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MOST_TABLES = 4, BURST = 20, HEAD = EAD_MAX_LAYERS, CAMERA, FRAME, FIGURES };

static int64_t now_ns(void) {
    struct timespec t;
    timespec_get(&t, TIME_UTC);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void *read_file(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) return NULL;
    const long end = ftell(file);
    rewind(file);
    uint8_t *bytes = end > 0 ? malloc((size_t)end + EAD_ALIGNMENT) : NULL;
    if (bytes) bytes += (EAD_ALIGNMENT - (uintptr_t)bytes % EAD_ALIGNMENT) % EAD_ALIGNMENT;
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

static void run(const parts *p, uint32_t part) {
    if (part == FRAME)
        parts_frame(p);
    else if (part == CAMERA)
        parts_camera(p);
    else if (part == HEAD)
        parts_head(p);
    else
        parts_layer(p, part);
}

/* The same part again and again, as in operation: caches and branches are warm. figures[part * rounds + round]. */
static void burst(const parts *p, uint32_t part, size_t from, size_t to, size_t rounds, double *figures) {
    run(p, part);
    for (size_t round = from; round < to; round++) {
        const int64_t start = now_ns();
        run(p, part);
        figures[part * rounds + round] = (double)(now_ns() - start) / 1e3;
    }
}

static void measure(const parts *p, size_t from, size_t to, size_t rounds, double *figures) {
    burst(p, FRAME, from, to, rounds, figures);
    burst(p, CAMERA, from, to, rounds, figures);
    burst(p, HEAD, from, to, rounds, figures);
    for (uint32_t i = 0; i < p->engine->model.layer_count; i++) burst(p, i, from, to, rounds, figures);
}

static void report(const parts *p, size_t rounds, double *figures) {
    const char *table = p->engine->ops->name;
    printf("%s\tmemory\t%zu\n", table, p->engine_bytes);
    printf("%s\tframe\t%.3f\n", table, median(figures + FRAME * rounds, rounds));
    printf("%s\tcamera\t%.3f\n", table, median(figures + CAMERA * rounds, rounds));
    printf("%s\thead\t%.3f\n", table, median(figures + HEAD * rounds, rounds));
    for (uint32_t i = 0; i < p->engine->model.layer_count; i++) {
        char text[PARTS_TEXT];
        parts_describe(p, i, text);
        printf("%s\tlayer\t%.3f\t%s\n", table, median(figures + i * rounds, rounds), text);
    }
}

int main(int count, char **arguments) {
    const int rounds = count > 2 ? atoi(arguments[2]) : 400;
    if (count < 2 || rounds < 1) {
        fprintf(stderr, "usage: %s model.ead [rounds]\n", arguments[0]);
        return 2;
    }
    size_t size = 0;
    const void *file = read_file(arguments[1], &size);
    if (!file) {
        fprintf(stderr, "%s cannot be read\n", arguments[1]);
        return 1;
    }
    parts opened[MOST_TABLES];
    double *figures[MOST_TABLES];
    uint32_t tables = 0;
    for (const ead_op_table *t; tables < MOST_TABLES && (t = ead_ops_at(tables)); tables++) {
        const char *trouble = parts_open(&opened[tables], t, file, size);
        figures[tables] = malloc(sizeof(double) * FIGURES * (size_t)rounds);
        if (trouble || !figures[tables]) {
            fprintf(stderr, "%s: %s\n", arguments[1], trouble ? trouble : "no memory");
            return 1;
        }
    }
    for (int from = 0; from < rounds; from += BURST)
        for (uint32_t t = 0; t < tables; t++)
            measure(&opened[t], (size_t)from, (size_t)(from + BURST < rounds ? from + BURST : rounds), (size_t)rounds, figures[t]);
    for (uint32_t t = 0; t < tables; t++) report(&opened[t], (size_t)rounds, figures[t]);
    return 0;
}
