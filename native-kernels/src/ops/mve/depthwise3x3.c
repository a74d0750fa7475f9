/*
 * Depthwise, 16 channels at a time in int16 lanes. MVE has no multiply-accumulate of two vectors, and widening to 32 bits costs more than
 * the products, so sums stay in int16: the nine taps are dealt into three parts a, b, c of three taps each that cannot leave int16
 * (sum of |weights| at most 255), whatever the picture shows. Then, without losing a bit,
 *
 *     h = (a + b) >> 1, r = (a + b) & 1          VHADD; VRHADD - VHADD
 *     (a + b + c) >> 2 = (h + ((c + r) >> 1)) >> 1    VHADD again, as shifts towards minus infinity nest
 *
 * The two lowest bits of the bias start a; what is left of it, bias >> 2, is added last, saturating: with a shift of at most 10 whatever
 * saturates lies outside int8 anyway. Layers that cannot be dealt so, channels beyond whole 16 and exact requantisation take 32-bit lanes.
 */
#include "mve.h"

enum { LANES = 16, TAPS = 9, MOST = 255, GROUP_BYTES = 256 };

static int32_t magnitude(int8_t w) {
    return w < 0 ? -w : w;
}

/* The order of the taps: a, b, c. False: none will do. */
static int deal(const ead_layer *layer, uint8_t order[TAPS]) {
    const int32_t channels = layer->in_channels, whole = channels / LANES * LANES;
    uint8_t parts[84][3]; /* that every channel can sum up */
    uint16_t sets[84];
    int32_t count = 0;
    for (uint8_t i = 0; i < TAPS; i++)
        for (uint8_t j = (uint8_t)(i + 1); j < TAPS; j++)
            for (uint8_t k = (uint8_t)(j + 1); k < TAPS; k++) {
                const int8_t *u = layer->weights + i * channels, *v = layer->weights + j * channels, *w = layer->weights + k * channels;
                int32_t c = 0;
                while (c < whole && magnitude(u[c]) + magnitude(v[c]) + magnitude(w[c]) <= MOST) c++;
                if (c < whole) continue;
                memcpy(parts[count], (uint8_t[]){i, j, k}, 3);
                sets[count++] = (uint16_t)(1 << i | 1 << j | 1 << k);
            }
    for (int32_t a = 0; a < count; a++)
        for (int32_t b = a + 1; b < count; b++)
            for (int32_t c = b + 1; c < count && !(sets[a] & sets[b]); c++) {
                if ((sets[a] | sets[b] | sets[c]) != 511) continue;
                memcpy(order, parts[a], 3), memcpy(order + 3, parts[b], 3), memcpy(order + 6, parts[c], 3);
                return 1;
            }
    return 0;
}

static int fits(const ead_layer *layer) {
    const int32_t whole = layer->in_channels / LANES;
    for (int32_t g = 0; g < whole; g++)
        if (layer->group_shift[g] < 2 || layer->group_shift[g] > 10) return 0;
    for (int32_t c = 0; c < whole * LANES; c++)
        if (layer->bias[c] >> 2 != (int16_t)(layer->bias[c] >> 2)) return 0;
    uint8_t order[TAPS];
    return whole > 0 && deal(layer, order);
}

/* Packed: groups of 16 channels, behind them the order [9]. */
typedef struct packed_group {
    int16_t fraction[LANES];     /* bias & 3; as the lanes of the sums stand: even channels, then odd ones */
    int8_t weights[TAPS][LANES]; /* in that order */
    int16_t bias[LANES];         /* bias >> 2, likewise */
    int32_t shift, unused[3];    /* 2 - the layer's */
    int8_t low[LANES], high[LANES];
} packed_group;
_Static_assert(sizeof(packed_group) == GROUP_BYTES, "groups are read with one running pointer");

static uint8_t *order_of(const ead_layer *layer, const void *packed) {
    return (uint8_t *)((uintptr_t)packed + (size_t)(layer->in_channels / LANES) * GROUP_BYTES);
}

size_t ead_depthwise3x3_pack_bytes_mve(const ead_layer *layer) {
    if (!fits(layer)) return 0;
    return (size_t)(layer->in_channels / LANES) * GROUP_BYTES + TAPS;
}

void ead_depthwise3x3_pack_mve(const ead_layer *layer, void *destination) {
    uint8_t *order = order_of(layer, destination);
    deal(layer, order);
    packed_group *to = destination;
    for (int32_t first = 0; first + LANES <= layer->in_channels; first += LANES, to++) {
        for (int32_t i = 0; i < LANES; i++) {
            const int32_t lane = i % 2 * 8 + i / 2;
            to->fraction[lane] = (int16_t)(layer->bias[first + i] & 3);
            to->bias[lane] = (int16_t)(layer->bias[first + i] >> 2);
        }
        for (int32_t k = 0; k < TAPS; k++) memcpy(to->weights[k], layer->weights + order[k] * layer->in_channels + first, LANES);
        to->shift = 2 - (int32_t)layer->group_shift[first / EAD_GROUP];
        memcpy(to->low, layer->channel_min + first, LANES);
        memcpy(to->high, layer->channel_max + first, LANES);
    }
}

/* A run of pixels. */
typedef struct run {
    const int8_t *in[TAPS]; /* the window of the first, in the order of the taps */
    const packed_group *packed;
    int32_t groups;
    int8_t *output;
    int32_t pixels;
    int32_t skip; /* from behind the last group of a window to the first of the next */
} run;

/*
 * All whole groups of a run. r0-r8: the window; r9: packed; r10: output; r12: pixels left; q0, q1: a, then h; q2, q3: b, then c; q5:
 * weights; q6: products; inputs take turns in q4 and q7, so that a load stands between a product and its use.
 */
#define FETCH(input, pointer) "vldrb.u8 " input ", [" pointer "], #16\n\t"
#define WEIGHTS "vldrb.u8 q5, [r9], #16\n\t"
#define TAP(input, next, pointer, even, odd)                                                                                             \
    "vmullb.s8 q6, " input ", q5\n\t" FETCH(next, pointer) "vmullt.s8 " input ", " input ", q5\n\t" WEIGHTS "vadd.i16 " even ", " even   \
    ", q6\n\tvadd.i16 " odd ", " odd ", " input "\n\t"

__attribute__((naked, noinline)) static void run_groups(__attribute__((unused)) const run *r) {
    __asm("push {r0, r4-r11, lr}\n\t"
          "vpush {d8-d15}\n\t"
          "ldr r10, [r0, #44]\n\t"
          "ldr r12, [r0, #48]\n\t"
          "ldm r0, {r0-r8}\n"
          "1:\n\t"
          "ldr r11, [sp, #64]\n\t"
          "ldrd r9, r11, [r11, #36]\n\t"
          "dls lr, r11\n"
          "2:\n\t"
          "vldrh.u16 q0, [r9], #16\n\t"
          "vldrh.u16 q1, [r9], #16\n\t" FETCH("q4", "r0") WEIGHTS
          TAP("q4", "q7", "r1", "q0", "q1")
          TAP("q7", "q4", "r2", "q0", "q1")
          TAP("q4", "q7", "r3", "q0", "q1")
          "vmullb.s8 q2, q7, q5\n\t" FETCH("q4", "r4") "vmullt.s8 q3, q7, q5\n\t" WEIGHTS
          TAP("q4", "q7", "r5", "q2", "q3")
          TAP("q7", "q4", "r6", "q2", "q3")
          "vrhadd.s16 q6, q0, q2\n\t"
          "vhadd.s16 q0, q0, q2\n\t"
          "vsub.i16 q2, q6, q0\n\t"
          "vrhadd.s16 q6, q1, q3\n\t"
          "vhadd.s16 q1, q1, q3\n\t"
          "vsub.i16 q3, q6, q1\n\t"
          TAP("q4", "q7", "r7", "q2", "q3")
          TAP("q7", "q4", "r8", "q2", "q3")
          "vmullb.s8 q6, q4, q5\n\t"
          "vldrh.u16 q7, [r9], #16\n\t"
          "vmullt.s8 q4, q4, q5\n\t"
          "vldrh.u16 q5, [r9], #16\n\t"
          "vadd.i16 q2, q2, q6\n\t"
          "ldr r11, [r9], #16\n\t"
          "vadd.i16 q3, q3, q4\n\t"
          "vldrb.u8 q6, [r9], #16\n\t"
          "vshr.s16 q2, q2, #1\n\t"
          "vldrb.u8 q4, [r9], #16\n\t"
          "vshr.s16 q3, q3, #1\n\t"
          "vhadd.s16 q0, q0, q2\n\t"
          "vhadd.s16 q1, q1, q3\n\t"
          "vqadd.s16 q0, q0, q7\n\t"
          "vqadd.s16 q1, q1, q5\n\t"
          "vshl.s16 q0, r11\n\t"
          "vshl.s16 q1, r11\n\t"
          "vqmovnb.s16 q0, q0\n\t"
          "vqmovnt.s16 q0, q1\n\t"
          "vmax.s8 q0, q0, q6\n\t"
          "vmin.s8 q0, q0, q4\n\t"
          "vstrb.8 q0, [r10], #16\n\t"
          "le lr, 2b\n\t"
          "ldr r11, [sp, #64]\n\t"
          "ldr r11, [r11, #52]\n\t"
          "cmp r11, #0\n\t"
          "beq 3f\n\t"
          "add r0, r11\n\tadd r1, r11\n\tadd r2, r11\n\tadd r3, r11\n\tadd r4, r11\n\t"
          "add r5, r11\n\tadd r6, r11\n\tadd r7, r11\n\tadd r8, r11\n"
          "3:\n\t"
          "subs r12, #1\n\t"
          "bne 1b\n\t"
          "vpop {d8-d15}\n\t"
          "pop {r0, r4-r11, pc}");
}

/* Channels first.. of one pixel, four at a time. in: its window, [9], each [channels]. */
static void general(const ead_layer *layer, const int8_t *const in[TAPS], int32_t first, int8_t *output) {
    const int32_t channels = layer->in_channels;
    for (int32_t c = first; c < channels; c += 4) {
        const mve_pred16_t lanes = vctp32q((uint32_t)(channels - c));
        int32x4_t sums = vdupq_n_s32(0);
        for (int32_t k = 0; k < TAPS; k++)
            sums = vaddq_s32(sums, vmulq_s32(vldrbq_z_s32(layer->weights + k * channels + c, lanes), vldrbq_z_s32(in[k] + c, lanes)));
        vstrbq_p_s32(output + c, ead_leave4(layer, sums, c, lanes), lanes);
    }
}

/* The window of output column x, each [channels]. */
static void window_at(const ead_layer *layer, const int8_t *const rows[3], int32_t x, const int8_t *in[TAPS]) {
    for (int32_t k = 0; k < TAPS; k++) {
        const int8_t *row = rows[k / 3];
        const int32_t column = x * layer->stride - layer->pad_left + k % 3;
        in[k] = row && column >= 0 && column < layer->in_columns ? row + (ptrdiff_t)column * layer->in_channels : layer->pad;
    }
}

/* Pixels from x on that one run takes: only the first may have a window that reaches out of the picture. */
static int32_t run_length(const ead_layer *layer, const int8_t *const rows[3], int32_t x) {
    const int32_t first = x * layer->stride - layer->pad_left, inside = (layer->in_columns - 3 - first) / layer->stride + 1;
    const int32_t left = layer->out_columns - x;
    if (!rows[0] || !rows[1] || !rows[2] || first < 0 || first + 3 > layer->in_columns) return 1;
    return inside < left ? inside : left;
}

static void packed_row(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    const uint8_t *order = order_of(layer, layer->packed);
    const int32_t channels = layer->in_channels, groups = channels / LANES;
    run r = {.packed = layer->packed, .groups = groups, .skip = layer->stride * channels - groups * LANES};
    for (int32_t x = 0; x < layer->out_columns; x += r.pixels) {
        const int8_t *in[TAPS];
        window_at(layer, rows, x, in);
        for (int32_t k = 0; k < TAPS; k++) r.in[k] = in[order[k]];
        r.output = output + (ptrdiff_t)x * channels;
        r.pixels = channels % LANES ? 1 : run_length(layer, rows, x);
        run_groups(&r);
        if (channels % LANES) general(layer, in, groups * LANES, r.output);
    }
}

void ead_depthwise3x3_row_mve(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    if (layer->packed) {
        packed_row(layer, rows, output);
        return;
    }
    for (int32_t x = 0; x < layer->out_columns; x++, output += layer->in_channels) {
        const int8_t *in[TAPS];
        window_at(layer, rows, x, in);
        general(layer, in, 0, output);
    }
}
