#include "report.h"

#include <stdio.h>
#include <string.h>

enum { CAMERA = 240, ROWS = 5 /* at a time */, FRAMES = 5, MOST_LAYERS = 255 };

/* One frame's times; the best frame's are printed, since interrupts only ever add. */
typedef struct times {
    uint32_t layers[MOST_LAYERS + 1]; /* the last one in use: scoring of cells */
    uint32_t all;                     /* within the library, conversion of camera rows included */
} times;

static times best, latest;

/* A row of a picture that is the same on every board: a bright disc with a dark notch on a shaded ground, RGB565. */
static void camera_row(uint32_t y, uint8_t *row) {
    for (uint32_t x = 0; x < CAMERA; x++) {
        const int32_t dx = (int32_t)x - CAMERA / 2, dy = (int32_t)y - CAMERA / 2;
        const uint32_t part = dx * dx + dy * dy < 70 * 70, notch = dx > 30 && dx < 45 && dy > -6 && dy < 6;
        const uint32_t light = part ? (notch ? 8 : 24 + (x + y) % 4) : 4 + (x + 2 * y) / 90;
        const uint32_t pixel = light << 11 | light << 6 | light / 2;
        row[2 * x] = (uint8_t)(pixel >> 8), row[2 * x + 1] = (uint8_t)pixel;
    }
}

/* A few rows at a time, as many as the ESP32-S3 shrinks in one go; any other number gives the same verdict. */
static ead_status judge(ead_engine *engine, ead_clock now, ead_result *result) {
    static uint8_t rows[ROWS][2 * CAMERA] __attribute__((aligned(EAD_ALIGNMENT)));
    ead_status status = ead_begin(engine, &(ead_source){EAD_PIXELS_RGB565_BE, CAMERA, CAMERA});
    for (uint32_t y = 0; y < CAMERA && status == EAD_OK; y += ROWS) {
        for (uint32_t i = 0; i < ROWS; i++) camera_row(y + i, rows[i]);
        const uint32_t start = now ? now() : 0;
        status = ead_push_rows(engine, rows[0], sizeof rows[0], ROWS);
        if (now) latest.all += now() - start;
    }
    const uint32_t start = now ? now() : 0;
    if (status == EAD_OK) status = ead_finish(engine, result);
    if (now) latest.all += now() - start;
    return status;
}

static void print_times(const ead_engine *engine, const ead_info *info, const char *unit) {
    uint32_t rest = best.all;
    printf("| layer | output | %s |\n|---|---|---:|\n", unit);
    for (uint32_t i = 0; i < info->layer_count; i++) {
        ead_layer_info l;
        ead_get_layer(engine, i, &l);
        printf("| %u %s, %u channels in | %ux%ux%u | %u |\n", (unsigned)i, l.kind, (unsigned)l.in_channels, (unsigned)l.rows,
               (unsigned)l.columns, (unsigned)l.channels, (unsigned)best.layers[i]);
        rest -= best.layers[i];
    }
    rest -= best.layers[info->layer_count];
    printf("| scoring of cells | %ux%u | %u |\n", (unsigned)info->grid_rows, (unsigned)info->grid_columns,
           (unsigned)best.layers[info->layer_count]);
    printf("| camera rows, schedule, clock | %ux%u RGB565 | %u |\n| frame | | %u |\n", CAMERA, CAMERA, (unsigned)rest, (unsigned)best.all);
}

/* FNV-1a over the score and all cells: equal on every board, whatever computed them. */
static uint32_t fingerprint(const ead_result *result) {
    uint32_t hash = 2166136261u;
    const uint32_t cells = result->rows * result->columns;
    for (uint32_t i = 0; i <= cells; i++) {
        uint8_t bytes[sizeof(float)];
        memcpy(bytes, i < cells ? &result->cells[i] : &result->score, sizeof bytes);
        for (size_t b = 0; b < sizeof bytes; b++) hash = (hash ^ bytes[b]) * 16777619u;
    }
    return hash;
}

int report(const void *model, size_t model_bytes, void *memory, size_t memory_bytes, ead_clock now, const char *unit) {
    ead_engine *engine;
    ead_diagnosis why = {"", 0};
    ead_result result;
    ead_info info;
    ead_status status = ead_engine_open(memory, memory_bytes, model, model_bytes, &engine, &why);
    if (status != EAD_OK) {
        printf("model refused: %s: %s (%u)\n", ead_status_text((uint32_t)status), why.what, (unsigned)why.index);
        return 1;
    }
    ead_get_info(engine, &info);
    printf("model: %u bytes, %ux%ux%u, %u layers\n", (unsigned)model_bytes, (unsigned)info.input_width, (unsigned)info.input_height,
           (unsigned)info.input_channels, (unsigned)info.layer_count);
    printf("memory: %u bytes, of it line buffers %u, packed weights %u\n", (unsigned)info.engine_bytes, (unsigned)info.arena_bytes,
           (unsigned)info.packed_bytes);

    status = ead_self_test(engine, &why);
    if (status == EAD_OK)
        printf("golden vectors: %u of %u pass\n", (unsigned)info.golden_count, (unsigned)info.golden_count);
    else
        printf("golden vectors: FAILED: %s (%u)\n", why.what, (unsigned)why.index);
    const int failed = status != EAD_OK || info.golden_count == 0;

    if (now && info.layer_count <= MOST_LAYERS) ead_set_clock(engine, now, latest.layers);
    best.all = UINT32_MAX;
    for (int frame = 0; frame < (now ? FRAMES : 1); frame++) {
        memset(&latest, 0, sizeof latest);
        status = judge(engine, now, &result);
        if (status != EAD_OK) {
            printf("frame: %s\n", ead_status_text((uint32_t)status));
            return 1;
        }
        if (latest.all < best.all) best = latest;
    }
    printf("verdict: %s, score %d, threshold %d thousandths, fingerprint %u\n", result.reject ? "NG" : "OK", (int)(result.score * 1000),
           (int)(result.threshold * 1000), (unsigned)fingerprint(&result));
    if (now) print_times(engine, &info, unit);
    return failed;
}
