/*
 * The vector instructions of the ESP32-S3 as operators use them, at their edges: in their C model (EAD_ESP32S3_MODEL) and, built for the
 * processor, in its emulator. Bytes with sums of 20 bits, long sums, moves and loops; pie_wide_test.c has numbers of 16 bits.
 */
#include "harness/pie.h"
#include "harness/test.h"

#include <string.h>

static void lanes_of_20_bits_load_and_store_as_packed(void) {
    static const int32_t values[LANES] = {0, 1, -1, 524287, -524288, 2, -2, 4660, 524286, -524287, 7, -7, 255, -256, -1, 524287};
    memcpy(start, values, sizeof start);
    WITH_OPERANDS();
    for (int i = 0; i < LANES; i++) CHECK_EQUAL(stored_lane(i), values[i]);
}

/* One product from a lane's start to its end, by both multiplications; the other lanes stay as they are. */
static void multiplied(int32_t from, int8_t x, int8_t y, int32_t to) {
    for (int lane = 0; lane < LANES; lane++) {
        memset(x_bytes, 0, LANES), memset(y_bytes, 0, LANES);
        for (int i = 0; i < LANES; i++) start[i] = i;
        start[lane] = from, x_bytes[lane] = x, y_bytes[lane] = y;
        WITH_OPERANDS(EAD_PIE_VMULAS_S8_QACC(0, 1));
        for (int i = 0; i < LANES; i++) CHECK_EQUAL(stored_lane(i), i == lane ? to : i);
        memset(y_bytes, 0x55, LANES), y_bytes[11] = y;
        WITH_OPERANDS(EAD_PIE_VSMULAS_S8_QACC(0, 1, 11));
        for (int i = 0; i < LANES; i++) CHECK_EQUAL(stored_lane(i), i == lane ? to : i);
    }
}

static void products_saturate_at_20_bits(void) {
    multiplied(524287 - 16384, -128, -128, 524287);
    multiplied(524287 - 16383, -128, -128, 524287);
    multiplied(524287, 127, 127, 524287);
    multiplied(524287, 1, -1, 524286);
    multiplied(0, -128, 127, -16256);
    multiplied(-524288 + 16257, 127, -128, -524287);
#ifndef __XTENSA__ /* the manual's smallest value is -2^19; the emulator at hand stops at -2^19 + 1 */
    multiplied(-524288 + 16256, 127, -128, -524288);
    multiplied(-524288 + 16255, 127, -128, -524288);
    multiplied(-524288, -1, -1, -524287);
#endif
}

static void a_multiplication_loads_after_it_has_read(void) {
    memset(start, 0, sizeof start);
    for (int i = 0; i < LANES; i++) x_bytes[i] = (int8_t)(i + 1), y_bytes[i] = (int8_t)(2 * i - 16);
    WITH_OPERANDS(EAD_PIE_VMULAS_S8_QACC_LD_IP(0, second, 16, 0, 0) EAD_PIE_VST_128_IP(0, out, 0));
    for (int i = 0; i < LANES; i++) CHECK_EQUAL(stored_lane(i), (i + 1) * (i + 1));
    CHECK(memcmp(result, y_bytes, LANES) == 0);
    WITH_OPERANDS(EAD_PIE_VSMULAS_S8_QACC_LD_INCP(1, first, 0, 1, 3) EAD_PIE_VST_128_IP(1, out, 0));
    for (int i = 0; i < LANES; i++) CHECK_EQUAL(stored_lane(i), (i + 1) * -10);
    CHECK(memcmp(result, x_bytes, LANES) == 0);
    WITH_OPERANDS(EAD_PIE_VMAX_S8_LD_INCP(1, first, 0, 0, 1) EAD_PIE_VST_128_IP(0, out, 0));
    for (int i = 0; i < LANES; i++) CHECK_EQUAL(result[i], i + 1 > 2 * i - 16 ? i + 1 : 2 * i - 16);
    WITH_OPERANDS(EAD_PIE_VMIN_S8_LD_INCP(1, first, 0, 0, 1) EAD_PIE_VST_128_IP(0, out, 0));
    for (int i = 0; i < LANES; i++) CHECK_EQUAL(result[i], i + 1 < 2 * i - 16 ? i + 1 : 2 * i - 16);
}

static void shifted(int32_t lane, uint32_t by, int32_t leaves, int32_t stays) {
    shift = by;
    for (int i = 0; i < LANES; i++) start[i] = i % 2 ? lane : 0;
    WITH_OPERANDS(EAD_PIE_SRCMB_S8_QACC(2, shift) EAD_PIE_VST_128_IP(2, out, 0));
    for (int i = 0; i < LANES; i++) {
        CHECK_EQUAL(result[i], i % 2 ? leaves : 0);
        CHECK_EQUAL(stored_lane(i), i % 2 ? stays : 0);
    }
}

static void shifts_round_down_and_saturate(void) {
    shifted(127, 0, 127, 127);
    shifted(128, 0, 127, 128);
    shifted(-127, 0, -127, -127);
    shifted(-128, 0, -128, -128);
    shifted(-129, 0, -128, -129);
    shifted(-1, 19, -1, -1);
    shifted(-5, 1, -3, -3);
    shifted(524287, 12, 127, 127);
    shifted(524287, 13, 63, 63);
    shifted(-524288, 12, -128, -128);
    shifted(-524288, 11, -128, -256);
    shifted(-524288, 19, -1, -1);
}

static void limits_compare_signed(void) {
    static const int8_t x[LANES] = {-128, 127, 0, -1, 1, -128, 127, 5}, y[LANES] = {127, -128, -1, 0, 1, -127, 126, 5};
    memcpy(x_bytes, x, LANES), memcpy(y_bytes, y, LANES);
    WITH_OPERANDS(EAD_PIE_VMAX_S8(2, 0, 1) EAD_PIE_VST_128_IP(2, out, 0));
    for (int i = 0; i < LANES; i++) CHECK_EQUAL(result[i], x[i] > y[i] ? x[i] : y[i]);
    WITH_OPERANDS(EAD_PIE_VMIN_S8(2, 0, 1) EAD_PIE_VST_128_IP(2, out, 0));
    for (int i = 0; i < LANES; i++) CHECK_EQUAL(result[i], x[i] < y[i] ? x[i] : y[i]);
}

/* `times` products of all lanes, shifted and saturated to 32 bits. */
#define LONG_SUM(multiply) \
    do { \
        const int8_t *first = x_bytes, *second = y_bytes; \
        EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(first), EAD_PIE_IN_OUT(second), EAD_PIE_IN_OUT(sum)), \
                        EAD_PIE_OPERANDS(EAD_PIE_IN(times), EAD_PIE_IN(shift)), \
            EAD_PIE_VLD_128_IP(0, first, 0) \
            EAD_PIE_VLD_128_IP(1, second, 0) \
            EAD_PIE_ZERO_ACCX() \
            EAD_PIE_LOOP(times, multiply) \
            EAD_PIE_SRS_ACCX(sum, shift)); \
        (void)first, (void)second; \
    } while (0)

static int32_t sum_of_bytes(int8_t x, int8_t y, uint32_t times, uint32_t by) {
    shift = by;
    ead_pie state = {0}, *const pie = &state;
    int32_t sum = 0;
    memset(x_bytes, x, LANES), memset(y_bytes, y, LANES);
    LONG_SUM(EAD_PIE_VMULAS_S8_ACCX(0, 1));
    return sum;
}

static int32_t sum_of_words(int16_t x, int16_t y, uint32_t times, uint32_t by) {
    shift = by;
    ead_pie state = {0}, *const pie = &state;
    int32_t sum = 0;
    for (int i = 0; i < LANES; i += 2) memcpy(x_bytes + i, &x, 2), memcpy(y_bytes + i, &y, 2);
    LONG_SUM(EAD_PIE_VMULAS_S16_ACCX(0, 1));
    return sum;
}

static void long_sums_saturate_at_40_and_32_bits(void) {
    CHECK_EQUAL(sum_of_bytes(-128, -128, 0, 0), 0);
    CHECK_EQUAL(sum_of_bytes(-128, -128, 1000, 0), 262144000);
    CHECK_EQUAL(sum_of_bytes(-128, 127, 1000, 0), -260096000);
    CHECK_EQUAL(sum_of_bytes(-128, 127, 1, 4), -16256);
    CHECK_EQUAL(sum_of_bytes(1, -1, 1, 5), -1); /* rounds down */
    CHECK_EQUAL(sum_of_bytes(-128, -128, 8191, 0), INT32_MAX - 262143);
#ifndef __XTENSA__ /* the manual saturates at 32 bits; the emulator at hand drops the bits above */
    CHECK_EQUAL(sum_of_bytes(-128, -128, 8192, 0), INT32_MAX);
    CHECK_EQUAL(sum_of_bytes(-128, -128, 20000, 0), INT32_MAX);
    CHECK_EQUAL(sum_of_bytes(-128, 127, 20000, 0), INT32_MIN);
#endif
    CHECK_EQUAL(sum_of_words(-32768, 32767, 1, 4), -8 * (32767 << 11));
    CHECK_EQUAL(sum_of_words(-32768, -32768, 63, 8), 63 << 25); /* 63 * 2^33 */
    CHECK_EQUAL(sum_of_words(-32768, -32768, 64, 8), INT32_MAX); /* ACCX ends at 2^39 - 1 */
    CHECK_EQUAL(sum_of_words(-32768, -32768, 500, 8), INT32_MAX);
    CHECK_EQUAL(sum_of_words(-32768, 32767, 500, 8), INT32_MIN);
}

/* A vector from any byte of two. */
static void vectors_between_two(void) {
    static _Alignas(16) int8_t memory[32];
    for (int i = 0; i < 32; i++) memory[i] = (int8_t)i;
    for (int from = 0; from < 16; from++) {
        ead_pie state = {0}, *const pie = &state;
        const int8_t *in = memory + from;
        int8_t *out = result;
        EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(out)), EAD_PIE_OPERANDS(EAD_PIE_IN(pie)),
            EAD_PIE_LD_128_USAR_IP(0, in, 16)
            EAD_PIE_VLD_128_IP(1, in, 0)
            EAD_PIE_SRC_Q(2, 0, 1)
            EAD_PIE_VST_128_IP(2, out, 0));
        CHECK(in == memory + from + 16);
        (void)out;
        for (int i = 0; i < LANES; i++) CHECK_EQUAL(result[i], from + i);
    }
}

/* Both results of a zip or unzip, one after another. */
#define BOTH_OF(body) \
    WITH_OPERANDS(body(0, 1) EAD_PIE_VST_128_IP(0, out, 0)); \
    memcpy(both, result, LANES); \
    WITH_OPERANDS(body(0, 1) EAD_PIE_VST_128_IP(1, out, 0)); \
    memcpy(both + LANES, result, LANES)

static void elements_change_places(void) {
    int8_t both[2 * LANES];
    for (int i = 0; i < LANES; i++) x_bytes[i] = (int8_t)i, y_bytes[i] = (int8_t)(LANES + i);
#define PLACES(zip, unzip, bytes) \
    BOTH_OF(zip); \
    for (int i = 0; i < 2 * LANES; i++) CHECK_EQUAL(both[i], (i / (bytes) % 2 * LANES + i / (2 * (bytes)) * (bytes) + i % (bytes))); \
    BOTH_OF(unzip); \
    for (int i = 0; i < 2 * LANES; i++) CHECK_EQUAL(both[i / (bytes) % 2 * LANES + i / (2 * (bytes)) * (bytes) + i % (bytes)], i)
    PLACES(EAD_PIE_VZIP_8, EAD_PIE_VUNZIP_8, 1);
    PLACES(EAD_PIE_VZIP_16, EAD_PIE_VUNZIP_16, 2);
    PLACES(EAD_PIE_VZIP_32, EAD_PIE_VUNZIP_32, 4);
}

static void halves_are_loaded_and_stored(void) {
    static _Alignas(16) int8_t memory[64];
    ead_pie state = {0}, *const pie = &state;
    const int8_t *in = memory + 11;
    int8_t *out = memory + 35;
    const int32_t step = 16;
    for (int i = 0; i < 48; i++) memory[i] = (int8_t)i;
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(out)), EAD_PIE_OPERANDS(EAD_PIE_IN(step)),
        EAD_PIE_VLD_L_64_XP(0, in, step)
        EAD_PIE_VLD_H_64_XP(0, in, step)
        EAD_PIE_VST_H_64_IP(0, out, 8)
        EAD_PIE_VST_L_64_IP(0, out, 8));
    CHECK(in == memory + 43);
    CHECK(out == memory + 51);
    for (int i = 0; i < 8; i++) {
        CHECK_EQUAL(memory[32 + i], 24 + i);
        CHECK_EQUAL(memory[40 + i], 8 + i);
    }
    in = memory + 3;
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(out)), EAD_PIE_OPERANDS(EAD_PIE_IN(step)),
        EAD_PIE_VLD_L_64_IP(0, in, 8)
        EAD_PIE_VST_L_64_IP(0, out, 8));
    CHECK(in == memory + 11);
    CHECK(memcmp(memory + 48, memory, 8) == 0);
}

static void accesses_ignore_the_low_bits_of_an_address(void) {
    static _Alignas(16) int8_t memory[64];
    ead_pie state = {0}, *const pie = &state;
    const int8_t *in = memory + 21;
    int8_t *out = memory + 9, *whole = memory + 47;
    for (int i = 0; i < 48; i++) memory[i] = (int8_t)i;
    EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(in), EAD_PIE_IN_OUT(out), EAD_PIE_IN_OUT(whole)), EAD_PIE_OPERANDS(EAD_PIE_IN(pie)),
        EAD_PIE_VLD_128_IP(0, in, -16)
        EAD_PIE_VST_L_64_IP(0, out, -8)
        EAD_PIE_VST_128_IP(0, whole, 16));
    CHECK(in == memory + 5);
    CHECK(out == memory + 1);
    CHECK(whole == memory + 63);
    for (int i = 0; i < 8; i++) CHECK_EQUAL(memory[8 + i], 16 + i);
    for (int i = 0; i < 16; i++) CHECK_EQUAL(memory[32 + i], 16 + i);
}

/* A loop of scalar instructions around one without overhead. */
static void loops_repeat(void) {
    for (uint32_t outer = 1; outer <= 3; outer++) {
        ead_pie state = {0}, *const pie = &state;
        uint32_t count = outer;
        int32_t sum = 0;
        const int32_t one = 1;
        const uint32_t five = 5;
        EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(sum), EAD_PIE_IN_OUT(count)), EAD_PIE_OPERANDS(EAD_PIE_IN(one), EAD_PIE_IN(five)),
            EAD_PIE_REPEAT(count, EAD_PIE_ADDI(sum, 100) EAD_PIE_LOOP(five, EAD_PIE_ADD(sum, one))));
        (void)pie;
        CHECK_EQUAL(sum, (int32_t)outer * 105);
        CHECK_EQUAL(count, 0);
    }
}

int main(void) {
    static const test_case cases[] = {{"lanes of 20 bits load and store as packed", lanes_of_20_bits_load_and_store_as_packed},
                                      {"products saturate at 20 bits", products_saturate_at_20_bits},
                                      {"a multiplication loads after it has read", a_multiplication_loads_after_it_has_read},
                                      {"shifts round down and saturate", shifts_round_down_and_saturate},
                                      {"limits compare signed", limits_compare_signed},
                                      {"long sums saturate at 40 and 32 bits", long_sums_saturate_at_40_and_32_bits},
                                      {"vectors between two", vectors_between_two},
                                      {"elements change places", elements_change_places},
                                      {"halves are loaded and stored", halves_are_loaded_and_stored},
                                      {"accesses ignore the low bits of an address", accesses_ignore_the_low_bits_of_an_address},
                                      {"loops repeat", loops_repeat}};
    TEST_RUN(cases);
    return test_finish();
}
