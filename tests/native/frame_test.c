/* Pixel formats, crop and resize against their vectors; source rows arrive one by one at every alignment. */
#include "frame/frame.h"
#include "harness/block.h"
#include "harness/random.h"
#include "harness/test.h"
#include "harness/vectors.h"

#include <string.h>

enum { PARAMETERS, PIXELS, EXPECTED };

static void run_vector(const vector_case *v) {
    const int32_t *p = v->arrays[PARAMETERS].data;
    const ead_source source = {(uint32_t)p[0], (uint32_t)p[1], (uint32_t)p[2]};
    const uint32_t width = (uint32_t)p[3], height = (uint32_t)p[4], channels = (uint32_t)p[5];
    const size_t stride = ead_frame_row_bytes(source.format, source.width), row_bytes = (size_t)width * channels;
    CHECK_EQUAL(v->arrays[PIXELS].bytes, stride * source.height);
    CHECK_EQUAL(v->arrays[EXPECTED].bytes, row_bytes * height);

    block memory = block_new(ead_frame_bytes(width, channels), 0);
    ead_frame frame;
    ead_frame_place(&frame, memory.data, width, height, channels);
    for (uint32_t pass = 0; pass < 2; pass++) { /* the second frame meets what the first left behind */
        uint32_t given = 0;
        CHECK_EQUAL(ead_frame_begin(&frame, &source, p[6] != 0), EAD_OK);
        for (uint32_t y = 0; y < source.height; y++) {
            block row = block_copy((const uint8_t *)v->arrays[PIXELS].data + y * stride, stride, (y * 3 + pass) % 16);
            block target = block_new(row_bytes, (y * 5 + 1) % 16);
            ead_frame_take(&frame, row.data);
            for (; ead_frame_next(&frame, (int8_t *)target.data); given++)
                if (CHECK(given < height)) CHECK_BYTES(target.data, (const uint8_t *)v->arrays[EXPECTED].data + given * row_bytes, row_bytes);
            block_free(&row);
            block_free(&target);
        }
        CHECK_EQUAL(given, height);
    }
    block_free(&memory);
}

static void row_sizes(void) {
    CHECK_EQUAL(ead_frame_row_bytes(EAD_PIXELS_RGB888, 5), 15);
    CHECK_EQUAL(ead_frame_row_bytes(EAD_PIXELS_GRAY8, 5), 5);
    CHECK_EQUAL(ead_frame_row_bytes(EAD_PIXELS_RGB565_BE, 5), 10);
    CHECK_EQUAL(ead_frame_row_bytes(EAD_PIXELS_RGB565_LE, 8192), 16384);
    CHECK_EQUAL(ead_frame_row_bytes(EAD_PIXELS_YUYV, 6), 12);
    CHECK_EQUAL(ead_frame_row_bytes(EAD_PIXELS_YUYV, 5), 0);
    CHECK_EQUAL(ead_frame_row_bytes(5, 4), 0);
    CHECK_EQUAL(ead_frame_row_bytes(EAD_PIXELS_GRAY8, 0), 0);
    CHECK_EQUAL(ead_frame_row_bytes(EAD_PIXELS_GRAY8, 8193), 0);
}

/* White at the largest sides of source and target: any overflow on the way would darken a pixel. */
static void no_overflow(void) {
    static const uint32_t sides[][4] = {/* source width, height, target width, height */
                                        {8192, 64, 1, 1},   {8192, 3, 4096, 3}, {3, 8192, 3, 4096}, {3, 8192, 2, 1},
                                        {1, 1, 4096, 3},    {1, 1, 3, 4096},    {4095, 5, 4096, 4}, {5, 4095, 4, 4096}};
    static uint8_t row[8192 * 3];
    memset(row, 255, sizeof row);
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        const ead_source source = {EAD_PIXELS_RGB888, sides[i][0], sides[i][1]};
        const uint32_t width = sides[i][2], height = sides[i][3];
        block memory = block_new(ead_frame_bytes(width, 3), 0), target = block_new((size_t)width * 3, 0);
        uint32_t given = 0;
        ead_frame frame;
        ead_frame_place(&frame, memory.data, width, height, 3);
        CHECK_EQUAL(ead_frame_begin(&frame, &source, true), EAD_OK);
        for (uint32_t y = 0; y < source.height; y++) {
            ead_frame_take(&frame, row);
            for (; ead_frame_next(&frame, (int8_t *)target.data); given++)
                for (size_t k = 0; k < target.bytes && CHECK_EQUAL(target.data[k], 127); k++) {}
        }
        CHECK_EQUAL(given, height);
        block_free(&memory);
        block_free(&target);
    }
}

/* Every divisor, at the numbers around multiples where a wrong result would show, up to the largest that may be divided. */
static void divisions(void) {
    for (uint32_t d = 1; d <= 8192; d++) {
        const uint64_t reciprocal = ead_reciprocal(d);
        uint32_t wrong = 0;
        for (uint32_t q = 0; q < 65536; q += 1 + q / 64 + d % 7) {
            const uint32_t low = q * d, high = low + d - 1;
            wrong += ead_divide(low, reciprocal) != q || ead_divide(high, reciprocal) != q;
        }
        wrong += ead_divide(65536 * d - 1, reciprocal) != 65535;
        CHECK_EQUAL(wrong, 0);
    }
}

/* What a source gives at a target of these sides, row after row; by the passes of the definition even where whole numbers would do. */
static void convert(const ead_source *source, uint32_t width, uint32_t height, uint32_t channels, bool stretch, bool by_passes, const uint8_t *pixels, int8_t *to) {
    const size_t stride = ead_frame_row_bytes(source->format, source->width);
    block memory = block_new(ead_frame_bytes(width, channels), 0);
    ead_frame frame;
    ead_frame_place(&frame, memory.data, width, height, channels);
    CHECK_EQUAL(ead_frame_begin(&frame, source, stretch), EAD_OK);
    if (by_passes) ead_frame_by_passes(&frame);
    for (uint32_t y = 0; y < source->height; y++) {
        ead_frame_take(&frame, pixels + y * stride);
        while (ead_frame_next(&frame, to)) to += (size_t)width * channels;
    }
    block_free(&memory);
}

/* Every ratio that is shrunk in whole numbers, all ratios of up to 17 to 17 across and down among them, from random and from saturated
 * pixels, which hit the ties: the same bytes as the two passes. */
static void whole_numbers(void) {
    enum { MOST = 17, SIDE = 2 * MOST };
    static uint8_t pixels[256 * 256 * 3];
    static int8_t wanted[SIDE * 256 * 3], given[SIDE * 256 * 3];
    pcg random = {7};
    uint32_t planned = 0;
    for (uint32_t units_x = 1; units_x <= MOST; units_x++)
        for (uint32_t across = units_x; across <= 64; across++)
            for (uint32_t units_y = 1; units_y <= MOST; units_y++)
                for (uint32_t down = units_y; down <= 256 / across; down++) {
                    ead_area area;
                    if (!ead_area_plan(&area, across, units_x, down, units_y) || area.across != across || area.down != down) continue;
                    planned++;
                    const uint32_t repeat = across * 2 <= 64 ? 2 : 1, format = planned % 5, width = units_x * repeat;
                    const ead_source source = {format, across * repeat, down};
                    if (ead_frame_row_bytes(format, source.width) == 0) continue;
                    const uint32_t channels = planned % 3 == 0 ? 1 : 3, spread = pcg_below(&random, 3) == 0 ? 2 : 256;
                    const size_t bytes = (size_t)width * units_y * channels;
                    for (size_t i = 0; i < ead_frame_row_bytes(format, source.width) * down; i++) pixels[i] = (uint8_t)(spread == 2 ? 255 * pcg_below(&random, 2) : pcg_next(&random));
                    convert(&source, width, units_y, channels, true, true, pixels, wanted);
                    convert(&source, width, units_y, channels, true, false, pixels, given);
                    CHECK_BYTES(given, wanted, bytes);
                }
    CHECK(planned > 500);
}

/* Sources of cameras against targets of models, both fits, every format. */
static void cameras(void) {
    static const uint32_t sides[][2] = {{96, 96}, {160, 120}, {176, 144}, {240, 176}, {240, 240}, {320, 240}, {400, 296}, {480, 320}, {640, 480}, {800, 600}, {1024, 768}, {1280, 720}};
    static const uint32_t targets[] = {96, 128, 160, 224};
    static uint8_t pixels[1280 * 1024 * 3 / 2];
    static int8_t wanted[224 * 224 * 3], given[224 * 224 * 3];
    pcg random = {8};
    uint32_t formats = 0;
    for (size_t i = 0; i < sizeof pixels; i++) pixels[i] = (uint8_t)pcg_next(&random);
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
        for (size_t t = 0; t < sizeof targets / sizeof *targets; t++)
            for (uint32_t channels = 1; channels <= 3; channels += 2) {
                const uint32_t side = targets[t], format = formats++ % 5 == EAD_PIXELS_RGB888 && sides[i][1] > 480 ? EAD_PIXELS_YUYV : formats % 5;
                const ead_source source = {format, sides[i][0], sides[i][1]};
                if (ead_frame_row_bytes(format, source.width) * source.height > sizeof pixels) continue;
                convert(&source, side, side, channels, formats % 4 == 0, true, pixels, wanted);
                convert(&source, side, side, channels, formats % 4 == 0, false, pixels, given);
                CHECK_BYTES(given, wanted, (size_t)side * side * channels);
            }
}

/* As `convert`, by an engine's operators, random numbers of rows at a time; whole frames when `chunks` is 0. Counts rows taken together. */
static uint32_t convert_by(const ead_op_table *ops, const ead_source *source, uint32_t width, uint32_t channels, pcg *random, uint32_t chunks, const uint8_t *pixels, size_t stride, int8_t *to) {
    block memory = block_new(ead_frame_bytes(width, channels), 0);
    ead_frame frame;
    uint32_t together = 0;
    ead_frame_place(&frame, memory.data, width, width, channels);
    frame.ops = ops;
    CHECK_EQUAL(ead_frame_begin(&frame, source, false), EAD_OK);
    for (uint32_t y = 0; y < source->height;) {
        const uint32_t left = source->height - y, most = chunks ? 1 + pcg_below(random, chunks) : left, end = y + (most < left ? most : left);
        while (y < end) {
            const uint32_t taken = ead_frame_take_rows(&frame, pixels + y * stride, stride, end - y);
            together += taken > 1 ? taken : 0;
            y += taken;
            for (; ead_frame_next(&frame, to); to += channels * width) {}
        }
    }
    block_free(&memory);
    return together;
}

/* Rows that the vectors of the ESP32-S3 take: all of 5 to 2 and 3 to 2 with quarters of whole groups and of equal sizes, at multiples of what a load takes. */
static uint32_t rows_for_esp32s3(const ead_source *source, uint32_t width, uint32_t channels, const uint8_t *pixels, size_t stride) {
    const uint32_t crop = source->height < source->width ? source->height : source->width, first = (source->width - crop) / 2;
    const uintptr_t starts = ((uintptr_t)pixels + 2 * first) | stride;
    const bool five = 2 * crop == 5 * width, three = 2 * crop == 3 * width, same = crop == width;
    if (width % 32 != 0 || (!five && !three && !same)) return 0;
    if (same && (source->format == EAD_PIXELS_YUYV || channels == 1)) return 0;
    if (source->format == EAD_PIXELS_YUYV && channels == 1) return 0;
    if (source->format == EAD_PIXELS_YUYV) return first % 2 == 0 && starts % 8 == 0 ? crop : 0;
    return starts % (three || channels == 1 ? 8 : 16) == 0 ? crop : 0;
}

/* Rows of this frame taken together by every table of operators, whole and in pieces of all sizes: the bytes of plain C row by row. */
static void together(const ead_source *source, uint32_t width, uint32_t channels, const uint8_t *pixels, size_t stride, bool in_pieces, pcg *random) {
    static int8_t wanted[160 * 160 * 3], given[160 * 160 * 3 + 16];
    int8_t *const target = given + (16 - (uintptr_t)given % 16) % 16;
    const size_t bytes = (size_t)width * width * channels;
    ead_frame frame;
    block memory = block_new(ead_frame_bytes(width, channels), 0);
    ead_frame_place(&frame, memory.data, width, width, channels);
    CHECK_EQUAL(ead_frame_begin(&frame, source, false), EAD_OK);
    int8_t *to = wanted;
    for (uint32_t y = 0; y < source->height; y++) {
        ead_frame_take(&frame, pixels + y * stride);
        for (; ead_frame_next(&frame, to); to += channels * width) {}
    }
    block_free(&memory);
    const ead_op_table *ops;
    for (uint32_t i = 0; (ops = ead_ops_at(i)); i++) {
        memset(target, 0x55, bytes);
        const uint32_t whole = convert_by(ops, source, width, channels, random, 0, pixels, stride, target);
        CHECK_BYTES(target, wanted, bytes);
        CHECK_EQUAL(whole, ops->shrink ? rows_for_esp32s3(source, width, channels, pixels, stride) : 0);
        for (uint32_t chunks = 3; chunks <= 48 && in_pieces; chunks *= 4) {
            convert_by(ops, source, width, channels, random, chunks, pixels, stride, target);
            CHECK_BYTES(target, wanted, bytes);
        }
    }
}

static uint8_t room[(416 * 2 + 32) * 400 + 64];

/* 5 to 2, 3 to 2 and 1 to 1, which targets may convert several rows at once: rows aligned and not, white, black and random. */
static void rows_together(void) {
    static const uint32_t sides[][3] = {{240, 240, 96}, {320, 240, 96}, {256, 240, 96}, {80, 80, 32}, {160, 160, 64}, {320, 320, 128}, {400, 400, 160}, {416, 400, 160}, {120, 120, 48}, {82, 80, 32},
                                        {240, 240, 160}, {320, 240, 160}, {48, 48, 32}, {244, 240, 160}, {96, 96, 64}, {50, 48, 32}, {60, 60, 40}, {96, 96, 96}, {112, 96, 96}, {160, 160, 160}, {40, 40, 40}};
    static const uint32_t formats[] = {EAD_PIXELS_RGB565_LE, EAD_PIXELS_RGB565_BE, EAD_PIXELS_YUYV};
    pcg random = {9};
    for (uint32_t turn = 0; turn < 24 * sizeof sides / sizeof *sides; turn++) {
        const uint32_t *const s = sides[turn / 24], kind = turn % 8, offset = kind < 6 ? 0 : 2 * pcg_below(&random, 8);
        const ead_source source = {formats[turn / 8 % 3], s[0], s[1]};
        uint8_t *const pixels = room + (16 - (uintptr_t)room % 16) % 16 + offset;
        const size_t stride = 2 * source.width + (kind < 6 ? 16 * (kind % 3 == 0) : 2 * pcg_below(&random, 16));
        for (size_t i = 0; i < stride * source.height; i++) pixels[i] = kind % 4 == 0 ? 255 : (uint8_t)(kind % 4 == 1 ? 255 * pcg_below(&random, 2) : pcg_next(&random));
        together(&source, s[2], turn % 5 < 2 ? 1 : 3, pixels, stride, true, &random);
    }
}

/* Every u and v, with the lumas that end at 0 and 255 among others: areas of one colour, where a pixel that is wrong by one is a target pixel
 * that is wrong by one. */
static void every_chroma_of(uint32_t side, uint32_t from) {
    const uint32_t across = side / (2 * from), down = side / from;
    const ead_source source = {EAD_PIXELS_YUYV, side, side};
    uint8_t *const pixels = room + (16 - (uintptr_t)room % 16) % 16;
    pcg random = {10};
    for (uint32_t chroma = 0; chroma < 65536;) {
        for (uint32_t y = 0; y < down; y++)
            for (uint32_t x = 0; x < across; x++, chroma++) {
                const uint8_t luma = (uint8_t)(pcg_below(&random, 4) ? pcg_next(&random) : 255 * pcg_below(&random, 2));
                for (uint32_t row = 0; row < from; row++)
                    for (uint32_t word = 0; word < from; word++) {
                        uint8_t *const to = pixels + (from * y + row) * 2 * side + 4 * (from * x + word);
                        to[0] = to[2] = luma, to[1] = (uint8_t)chroma, to[3] = (uint8_t)(chroma >> 8);
                    }
            }
        together(&source, side / from * 2, 3, pixels, 2 * side, false, &random);
    }
}

static void every_chroma(void) {
    every_chroma_of(400, 5);
    every_chroma_of(240, 3);
}

/* A picture cut to RGB565 gives rows half a level above its own, dark, bright or in between: the middle of 4 or 8 values, rounded up. */
static void middle_of_a_step(void) {
    enum { SIDE = 240, TARGET = 96, BAND = 64 };
    static uint8_t whole[SIDE * SIDE * 3], cut[SIDE * SIDE * 2];
    static int8_t wanted[TARGET * TARGET * 3], given[TARGET * TARGET * 3];
    pcg random = {11};
    for (uint32_t lowest = 0; lowest < 256; lowest += BAND)
        for (uint32_t channels = 1; channels <= 3; channels += 2) {
            for (uint32_t i = 0; i < SIDE * SIDE; i++) {
                uint8_t *const p = whole + 3 * i;
                for (uint32_t c = 0; c < 3; c++) p[c] = (uint8_t)(lowest + pcg_below(&random, BAND));
                cut[2 * i] = (uint8_t)((p[0] & 0xF8) | p[1] >> 5), cut[2 * i + 1] = (uint8_t)((p[1] << 3 & 0xE0) | p[2] >> 3);
            }
            convert(&(ead_source){EAD_PIXELS_RGB888, SIDE, SIDE}, TARGET, TARGET, channels, false, false, whole, wanted);
            convert(&(ead_source){EAD_PIXELS_RGB565_BE, SIDE, SIDE}, TARGET, TARGET, channels, false, false, cut, given);
            const uint32_t values = TARGET * TARGET * channels;
            int32_t above = 0;
            for (uint32_t i = 0; i < values; i++) above += given[i] - wanted[i];
            CHECK(above * 10 > 4 * (int32_t)values);
            CHECK(above * 10 < 6 * (int32_t)values);
        }
}

int main(void) {
    static const test_case cases[] = {{"bytes of a row by format", row_sizes}, {"white stays white at the largest sides", no_overflow}, {"division by reciprocals", divisions},
                                      {"whole numbers give the bytes of the definition", whole_numbers}, {"cameras and models", cameras}, {"rows taken together", rows_together}, {"every chroma", every_chroma},
                                      {"RGB565 is as bright as the picture it was cut from", middle_of_a_step}};
    vectors_for_each("frame.bin", run_vector);
    TEST_RUN(cases);
    return test_finish();
}
