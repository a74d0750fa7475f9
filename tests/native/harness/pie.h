/* One vector instruction of the ESP32-S3 at a time, in whichever executor the test is built for: what goes in, what comes out. */
#ifndef HARNESS_PIE_H
#define HARNESS_PIE_H

#include "ops/esp32s3/esp32s3.h"

enum { LANES = EAD_PIE_LANES };

/* What programs start from and leave. */
static _Alignas(16) int8_t x_bytes[LANES], y_bytes[LANES], result[LANES], qacc_in[EAD_S3_BIAS_BYTES], qacc_out[EAD_S3_BIAS_BYTES];
static int32_t start[LANES];
static uint32_t shift;

#define WITH_OPERANDS(body) \
    do { \
        ead_pie state = {0}, *const pie = &state; \
        const int8_t *first = x_bytes, *second = y_bytes, *bias = qacc_in; \
        int8_t *out = result, *lanes = qacc_out; \
        memset(qacc_in, 0, sizeof qacc_in); \
        ead_s3_pack_qacc(start, LANES, qacc_in); \
        EAD_PIE_PROGRAM(EAD_PIE_OPERANDS(EAD_PIE_IN_OUT(first), EAD_PIE_IN_OUT(second), EAD_PIE_IN_OUT(bias), EAD_PIE_IN_OUT(out), EAD_PIE_IN_OUT(lanes)), \
                        EAD_PIE_OPERANDS(EAD_PIE_IN(shift)), \
            EAD_PIE_VLD_128_IP(0, first, 0) \
            EAD_PIE_VLD_128_IP(1, second, 0) \
            EAD_S3_LOAD_BIAS(-36) \
            body \
            EAD_PIE_ST_QACC_L_L_128_IP(lanes, 16) \
            EAD_PIE_ST_QACC_H_L_128_IP(lanes, 16) \
            EAD_PIE_ST_QACC_L_H_32_IP(lanes, 4) \
            EAD_PIE_ST_QACC_H_H_32_IP(lanes, 4)); \
        (void)first, (void)second, (void)out; \
    } while (0)

/* Lane i of QACC as it was stored: 20 bits, the lowest first, 8 lanes in 16 + 4 bytes. */
static int32_t stored_lane(int i) {
    uint32_t lane = 0;
    for (int b = 0; b < 20; b++) {
        const int bit = 20 * (i % 8) + b, at = bit < 128 ? 16 * (i / 8) + bit / 8 : 32 + 4 * (i / 8) + (bit - 128) / 8;
        lane |= (uint32_t)((uint8_t)qacc_out[at] >> bit % 8 & 1) << b;
    }
    return (int32_t)(lane & 0x7FFFF) - (int32_t)(lane & 0x80000);
}

#endif
