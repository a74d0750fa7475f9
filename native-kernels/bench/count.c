/*
 * A model's parts on an emulated target, for all tables of operators that the target has (the fastest alone with BENCH_BEST): whole frame,
 * camera frame, head, every layer. The model is compiled in as the first file, behind it perhaps a picture in PPM (P6, 8 bits). Prints the lines of bench.c with what `measure` says
 * in place of microseconds; tests/targets/model.sh runs it.
 */
#include "measure.h"

#include "target.h"

#include <stdio.h>

#ifdef BENCH_BEST
enum { TABLES = 1 };
#else
enum { TABLES = 8 };
#endif

static void frame(const parts *p, uint32_t unused) {
    (void)unused;
    parts_frame(p);
}

static void camera(const parts *p, uint32_t unused) {
    (void)unused;
    parts_camera(p);
}

static void head(const parts *p, uint32_t unused) {
    (void)unused;
    parts_head(p);
}

static void layer(const parts *p, uint32_t index) {
    parts_layer(p, index);
}

/* Whether the second file is a picture that the parts now see. */
static bool take_picture(parts *p) {
    const uint8_t *bytes = target_files[1].bytes;
    unsigned number[3] = {0}; /* width, height, largest value, each followed by one character; no comments */
    size_t at = 3;
    for (int i = 0; i < 3; i++, at++)
        for (; at < target_files[1].size && bytes[at] >= '0' && bytes[at] <= '9'; at++) number[i] = 10 * number[i] + bytes[at] - '0';
    if (bytes[0] != 'P' || bytes[1] != '6' || number[2] != 255 || target_files[1].size != at + (size_t)3 * number[0] * number[1]) return false;
    return parts_take_picture(p, bytes + at, (uint16_t)number[0], (uint16_t)number[1]);
}

int main(void) {
    const ead_op_table *table;
    for (uint32_t t = 0; t < TABLES && (table = ead_ops_at(t)); t++) {
        parts p;
        const char *trouble = parts_open(&p, table, target_files[0].bytes, target_files[0].size);
        if (trouble) {
            printf("%s: %s\n", target_files[0].name, trouble);
            return 1;
        }
        if (target_files[1].name && !take_picture(&p)) {
            printf("%s: not a picture in PPM\n", target_files[1].name);
            return 1;
        }
        printf("%s\tmemory\t%u\n", table->name, (unsigned)p.engine_bytes);
        measure(table->name, "frame", frame, &p, 0, "");
        measure(table->name, "camera", camera, &p, 0, "");
        measure(table->name, "head", head, &p, 0, "");
        for (uint32_t i = 0; i < p.engine->model.layer_count; i++) {
            char text[PARTS_TEXT];
            parts_describe(&p, i, text);
            measure(table->name, "layer", layer, &p, i, text);
        }
    }
    return 0;
}
