/*
 * Convolution and pointwise. A sum is one VMLADAV per 16 inputs into a scalar register; four sums move into a vector, where they leave.
 * Pointwise layers of up to 16 inputs hold the weights of four outputs in registers for a whole row and run from the file (`narrow`);
 * deeper layers and convolutions, as pointwise layers over gathered windows, hold the inputs of two pixels and run from packed weights
 * (`deep`); exact requantisation and the outputs beyond whole fours take any shape from the file (`general`).
 */
#include "../patch.h"
#include "mve.h"

enum { LANES = 16, FOUR = 4, LEAVE_BYTES = 20, GATHERED = 1536 }; /* gathered at a time: 48 pixels of a colour stem */

#define EAD_INLINE static inline __attribute__((always_inline))

static int32_t chunks_of(int32_t depth) {
    return (depth + LANES - 1) / LANES;
}

/*
 * Packed, for every four outputs: weights of the first and third, [chunks][2][16], what fills up being zero, of the second and fourth, then
 * how the four leave: saturated to int8, which nearly all clamps of a network are; clamp_row does the others.
 */
typedef struct four_leave {
    int32_t bias[FOUR];
    int32_t shift; /* 24 - the layer's: the result saturates in the upper byte */
} four_leave;
_Static_assert(sizeof(four_leave) == LEAVE_BYTES, "what is packed is read with one running pointer");

size_t ead_dense_pack_bytes_mve(const ead_layer *layer) {
    const int32_t depth = ead_depth(layer);
    if (depth > EAD_PATCH_DEPTH || (depth <= LANES && layer->op == EAD_OP_POINTWISE)) return 0;
    return (size_t)(layer->out_channels / FOUR) * (size_t)(chunks_of(depth) * FOUR * LANES + LEAVE_BYTES);
}

void ead_dense_pack_mve(const ead_layer *layer, void *destination) {
    const int32_t depth = ead_depth(layer), chunks = chunks_of(depth);
    int8_t *to = destination;
    for (int32_t o = 0; o + FOUR <= layer->out_channels; o += FOUR) {
        for (int32_t i = 0; i < FOUR; i++) {
            const int8_t *w = layer->weights + (ptrdiff_t)(o + i) * depth;
            for (int32_t k = 0; k < depth; k++) to[((i % 2 * chunks + k / LANES) * 2 + i / 2) * LANES + k % LANES] = w[k];
        }
        to += chunks * FOUR * LANES;
        four_leave leave = {.shift = 24 - (int32_t)layer->group_shift[o / EAD_GROUP]};
        memcpy(leave.bias, layer->bias + o, sizeof leave.bias);
        memcpy(to, &leave, sizeof leave);
        to += LEAVE_BYTES;
    }
}

/* Four outputs of one pixel, `lanes` of them there. */
static void general_four(const ead_layer *layer, const int8_t *in, int32_t o, mve_pred16_t lanes, int8_t *output) {
    const int32_t depth = ead_depth(layer), last = layer->out_channels - 1;
    int32_t sums[FOUR];
    for (int32_t i = 0; i < FOUR; i++) {
        const int8_t *w = layer->weights + (ptrdiff_t)(o + i < last ? o + i : last) * depth;
        sums[i] = 0;
        for (int32_t k = 0; k < depth; k += LANES) {
            const mve_pred16_t inside = vctp8q((uint32_t)(depth - k));
            sums[i] = vmladavaq_s8(sums[i], vldrbq_z_s8(w + k, inside), vldrbq_z_s8(in + k, inside));
        }
    }
    vstrbq_p_s32(output + o, ead_leave4(layer, vldrwq_s32(sums), o, lanes), lanes);
}

/* Outputs first.. of one pixel. */
static void general(const ead_layer *layer, const int8_t *in, int32_t first, int8_t *output) {
    for (int32_t o = first; o < layer->out_channels; o += FOUR)
        general_four(layer, in, o, vctp32q((uint32_t)(layer->out_channels - o)), output);
}

/*
 * Four outputs of a row: 16 bytes of input, four sums, 4 bytes of output at a time. Inputs beyond the depth are multiplied by zero, whatever
 * they are; behind the last pixel's they are row slack. load, store: how the two pointers move on; leave: how sums in q[x] leave.
 */
#define EAD_NARROW(load, store, leave, ...)                                                                                               \
    __asm volatile("dls lr, %[columns]\n1:\n\tvldrb.u8 %q[x], [%[in]]" load "vmladav.s8 %[s0], %q[w0], %q[x]\n\t"                         \
                   "vmladav.s8 %[s1], %q[w1], %q[x]\n\tvmladav.s8 %[s2], %q[w2], %q[x]\n\tvmladav.s8 %[s3], %q[w3], %q[x]\n\t"           \
                   "vmov %q[x][2], %q[x][0], %[s0], %[s2]\n\tvmov %q[x][3], %q[x][1], %[s1], %[s3]\n\t"                                   \
                   "vadd.i32 %q[x], %q[x], %q[bias]\n\t" leave "vstrb.32 %q[x], [%[to]]" store "le lr, 1b"                                \
                   : [in] "+r"(in), [to] "+l"(to), [x] "=&w"(x), [s0] "=&Te"(s0), [s1] "=&Te"(s1), [s2] "=&Te"(s2), [s3] "=&Te"(s3)       \
                   : [columns] "r"(columns), [w0] "w"(w0), [w1] "w"(w1), [w2] "w"(w2), [w3] "w"(w3), [bias] "w"(bias),                    \
                     [shift] "r"(shift), __VA_ARGS__                                                                                      \
                   : "lr", "memory")
#define EAD_CLAMP "vshl.s32 %q[x], %[shift]\n\tvmax.s32 %q[x], %q[x], %q[low]\n\tvmin.s32 %q[x], %q[x], %q[high]\n\t"
#define EAD_SATURATE "vqshl.s32 %q[x], %[shift]\n\tvshr.s32 %q[x], %q[x], #24\n\t"

#define EAD_LOAD_ANY "\n\tadd %[in], %[depth]\n\t"
#define EAD_STORE_ANY "\n\tadd %[to], %[pitch]\n\t"
#ifdef __OPTIMIZE__ /* the load and the store step by constants */
#define EAD_STEP "i"
#define EAD_LOAD_FIXED ", %[depth]\n\t"
#define EAD_STORE_FIXED ", %[pitch]\n\t"
#else
#define EAD_STEP "r"
#define EAD_LOAD_FIXED EAD_LOAD_ANY
#define EAD_STORE_FIXED EAD_STORE_ANY
#endif

/* depth, pitch: as the layer says, constants when `fixed`. */
EAD_INLINE void narrow_four(const ead_layer *layer, const int8_t *in, int32_t o, int32_t depth, int32_t pitch, int fixed, int8_t *output) {
    const mve_pred16_t inside = vctp8q((uint32_t)depth);
    const int8_t *w = layer->weights + (ptrdiff_t)o * depth, *lows = layer->channel_min + o, *highs = layer->channel_max + o;
    const int8x16_t w0 = vldrbq_z_s8(w, inside), w1 = vldrbq_z_s8(w + depth, inside), w2 = vldrbq_z_s8(w + 2 * depth, inside),
                    w3 = vldrbq_z_s8(w + 3 * depth, inside);
    const int32x4_t bias = vldrwq_s32(layer->bias + o), low = vldrbq_s32(lows), high = vldrbq_s32(highs);
    const int32_t columns = layer->out_columns;
    uint32_t all_low, all_high;
    memcpy(&all_low, lows, sizeof all_low);
    memcpy(&all_high, highs, sizeof all_high);
    int32_t s0, s1, s2, s3, shift = -(int32_t)layer->group_shift[o / EAD_GROUP];
    int32x4_t x;
    int8_t *to = output + o;
    if (!fixed) {
        EAD_NARROW(EAD_LOAD_ANY, EAD_STORE_ANY, EAD_CLAMP, [low] "w"(low), [high] "w"(high), [depth] "r"(depth), [pitch] "r"(pitch));
    } else if (all_low == 0x80808080 && all_high == 0x7F7F7F7F) { /* int8 itself is the clamp: the result saturates in the upper byte */
        shift += 24;
        EAD_NARROW(EAD_LOAD_FIXED, EAD_STORE_FIXED, EAD_SATURATE, [depth] EAD_STEP(depth), [pitch] EAD_STEP(pitch));
    } else {
        EAD_NARROW(EAD_LOAD_FIXED, EAD_STORE_FIXED, EAD_CLAMP, [low] "w"(low), [high] "w"(high), [depth] EAD_STEP(depth), [pitch] EAD_STEP(pitch));
    }
}

#define EAD_NARROW_ALL(name, depth, pitch, fixed)                                                                                         \
    static void name(const ead_layer *layer, const int8_t *in, int8_t *output) {                                                          \
        for (int32_t o = 0; o + FOUR <= layer->out_channels; o += FOUR) narrow_four(layer, in, o, depth, pitch, fixed, output);           \
    }
EAD_NARROW_ALL(narrow_8_to_48, 8, 48, 1) /* the expansions of the default networks, */
EAD_NARROW_ALL(narrow_16_to_96, 16, 96, 1)
EAD_NARROW_ALL(narrow_16_to_8, 16, 8, 1) /* their first projection, */
EAD_NARROW_ALL(narrow_any, layer->in_channels, layer->out_channels, 0) /* and all others */

static void narrow(const ead_layer *layer, const int8_t *in, int8_t *output) {
    const int32_t depth = layer->in_channels, pitch = layer->out_channels;
    if (depth == 8 && pitch == 48)
        narrow_8_to_48(layer, in, output);
    else if (depth == 16 && pitch == 96)
        narrow_16_to_96(layer, in, output);
    else if (depth == 16 && pitch == 8)
        narrow_16_to_8(layer, in, output);
    else
        narrow_any(layer, in, output);
    if (pitch % FOUR == 0) return;
    for (int32_t x = 0; x < layer->out_columns; x++) general(layer, in + x * depth, pitch / FOUR * FOUR, output + x * pitch);
}

/*
 * All whole fours of outputs of two pixels, p and q, whose inputs fill two or three registers each. Assembly, since the compiler would load
 * more weights ahead than there are registers for. s0, s1: sums of p, s2, s3: of q; each pair of outputs goes to its lanes at once.
 */
#define EAD_SUMS(instruction, chunk)                                                                                                      \
    "vldrb.u8 %q[w], [%[from]], #16\n\t" #instruction " %[s0], %q[w], %q[p" #chunk "]\n\t" #instruction " %[s2], %q[w], %q[q" #chunk      \
    "]\n\tvldrb.u8 %q[w], [%[from]], #16\n\t" #instruction " %[s1], %q[w], %q[p" #chunk "]\n\t" #instruction " %[s3], %q[w], %q[q" #chunk \
    "]\n\t"
EAD_INLINE void two_chunks(const int8_t *w, int32_t fours, const int8_t *in0, const int8_t *in1, int8_t *first, int8_t *second) {
    const int8x16_t p0 = vldrbq_s8(in0), p1 = vldrbq_s8(in0 + LANES), q0 = vldrbq_s8(in1), q1 = vldrbq_s8(in1 + LANES);
    int8x16_t weights, a, b;
    int32_t s0, s1, s2, s3, shift;
    __asm volatile("dls lr, %[fours]\n"
                   "1:\n\t"
                   EAD_SUMS(vmladav.s8, 0) EAD_SUMS(vmladava.s8, 1)
                   "vmov %q[a][2], %q[a][0], %[s0], %[s1]\n\t"
                   "vmov %q[b][2], %q[b][0], %[s2], %[s3]\n\t"
                   EAD_SUMS(vmladav.s8, 0) EAD_SUMS(vmladava.s8, 1)
                   "vmov %q[a][3], %q[a][1], %[s0], %[s1]\n\t"
                   "vldrw.u32 %q[w], [%[from]], #16\n\t"
                   "vmov %q[b][3], %q[b][1], %[s2], %[s3]\n\t"
                   "ldr %[shift], [%[from]], #4\n\t"
                   "vadd.i32 %q[a], %q[a], %q[w]\n\t"
                   "vadd.i32 %q[b], %q[b], %q[w]\n\t"
                   "vqshl.s32 %q[a], %[shift]\n\t"
                   "vqshl.s32 %q[b], %[shift]\n\t"
                   "vshr.s32 %q[a], %q[a], #24\n\t"
                   "vshr.s32 %q[b], %q[b], #24\n\t"
                   "vstrb.32 %q[a], [%[first]], #4\n\t"
                   "vstrb.32 %q[b], [%[second]], #4\n\t"
                   "le lr, 1b"
                   : [from] "+r"(w), [first] "+l"(first), [second] "+l"(second), [s0] "=&Te"(s0), [s1] "=&Te"(s1), [s2] "=&Te"(s2),
                     [s3] "=&Te"(s3), [shift] "=&r"(shift), [w] "=&w"(weights), [a] "=&w"(a), [b] "=&w"(b)
                   : [fours] "r"(fours), [p0] "w"(p0), [p1] "w"(p1), [q0] "w"(q0), [q1] "w"(q1)
                   : "lr", "memory");
}

#define EAD_LEAVE_ONE(output)                                                                                                             \
    "vadd.i32 %q[a], %q[a], %q[w]\n\tvqshl.s32 %q[a], %[shift]\n\tvshr.s32 %q[a], %q[a], #24\n\tvstrb.32 %q[a], [%[" output "]], #4\n\t"

/* The same with three; sums of q wait in the registers t. */
EAD_INLINE void three_chunks(const int8_t *w, int32_t fours, const int8_t *in0, const int8_t *in1, int8_t *first, int8_t *second) {
    const int8x16_t p0 = vldrbq_s8(in0), p1 = vldrbq_s8(in0 + LANES), p2 = vldrbq_s8(in0 + 2 * LANES);
    const int8x16_t q0 = vldrbq_s8(in1), q1 = vldrbq_s8(in1 + LANES), q2 = vldrbq_s8(in1 + 2 * LANES);
    int8x16_t weights, a;
    int32_t s0, s1, s2, s3, t2, t3, shift;
    __asm volatile("dls lr, %[fours]\n"
                   "1:\n\t"
                   EAD_SUMS(vmladav.s8, 0) EAD_SUMS(vmladava.s8, 1) EAD_SUMS(vmladava.s8, 2)
                   "vmov %q[a][2], %q[a][0], %[s0], %[s1]\n\t"
                   "mov %[t2], %[s2]\n\t"
                   "mov %[t3], %[s3]\n\t"
                   EAD_SUMS(vmladav.s8, 0) EAD_SUMS(vmladava.s8, 1) EAD_SUMS(vmladava.s8, 2)
                   "vmov %q[a][3], %q[a][1], %[s0], %[s1]\n\t"
                   "vldrw.u32 %q[w], [%[from]], #16\n\t"
                   "ldr %[shift], [%[from]], #4\n\t"
                   EAD_LEAVE_ONE("first")
                   "vmov %q[a][2], %q[a][0], %[t2], %[t3]\n\t"
                   "vmov %q[a][3], %q[a][1], %[s2], %[s3]\n\t"
                   EAD_LEAVE_ONE("second")
                   "le lr, 1b"
                   : [from] "+r"(w), [first] "+l"(first), [second] "+l"(second), [s0] "=&Te"(s0), [s1] "=&Te"(s1), [s2] "=&Te"(s2),
                     [s3] "=&Te"(s3), [t2] "=&r"(t2), [t3] "=&r"(t3), [shift] "=&r"(shift), [w] "=&w"(weights), [a] "=&w"(a)
                   : [fours] "r"(fours), [p0] "w"(p0), [p1] "w"(p1), [p2] "w"(p2), [q0] "w"(q0), [q1] "w"(q1), [q2] "w"(q2)
                   : "lr", "cc", "memory");
}

/* Adds to the sums of two outputs of two pixels, over inputs of any depth in memory. */
EAD_INLINE const int8_t *sum_two(const int8_t *w, const int8_t *in0, const int8_t *in1, int32_t chunks, int32_t sums[4]) {
    int8x16_t weights, p0, q0;
    int32_t s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    __asm volatile("dls lr, %[chunks]\n"
                   "1:\n\t"
                   "vldrb.u8 %q[p0], [%[in0]], #16\n\t"
                   "vldrb.u8 %q[q0], [%[in1]], #16\n\t"
                   EAD_SUMS(vmladava.s8, 0)
                   "le lr, 1b"
                   : [from] "+r"(w), [in0] "+r"(in0), [in1] "+r"(in1), [s0] "+Te"(s0), [s1] "+Te"(s1), [s2] "+Te"(s2), [s3] "+Te"(s3),
                     [w] "=&w"(weights), [p0] "=&w"(p0), [q0] "=&w"(q0)
                   : [chunks] "r"(chunks)
                   : "lr", "memory");
    sums[0] = s0, sums[1] = s1, sums[2] = s2, sums[3] = s3;
    return w;
}

EAD_INLINE void leave_packed(int32x4_t sums, const four_leave *leave, int8_t *output) {
    vstrbq_s32(output, vshrq_n_s32(vqshlq_r_s32(vaddq_s32(sums, vldrwq_s32(leave->bias)), leave->shift), 24));
}

EAD_INLINE void any_chunks(const int8_t *w, int32_t fours, const int8_t *in0, const int8_t *in1, int32_t chunks, int8_t *first, int8_t *second) {
    for (; fours > 0; fours--, w += sizeof(four_leave), first += FOUR, second += FOUR) {
        int32_t even[4], odd[4];
        w = sum_two(w, in0, in1, chunks, even);
        w = sum_two(w, in0, in1, chunks, odd);
        leave_packed(ead_lanes4(even[0], odd[0], even[1], odd[1]), (const four_leave *)(const void *)w, first);
        leave_packed(ead_lanes4(even[2], odd[2], even[3], odd[3]), (const four_leave *)(const void *)w, second);
    }
}

/* Pairs of pixels, the inputs in_pitch bytes apart, the outputs out_pitch. */
#define EAD_PAIRS(name, fours_of_two)                                                                                                     \
    static __attribute__((noinline)) void name(const int8_t *w, int32_t fours, int32_t chunks, const int8_t *in, int32_t in_pitch,        \
                                               int32_t pairs, int8_t *output, int32_t out_pitch) {                                        \
        (void)chunks;                                                                                                                     \
        for (; pairs > 0; pairs--, in += 2 * in_pitch, output += 2 * out_pitch) fours_of_two;                                             \
    }
EAD_PAIRS(pairs_of_two_chunks, two_chunks(w, fours, in, in + in_pitch, output, output + out_pitch))
EAD_PAIRS(pairs_of_three_chunks, three_chunks(w, fours, in, in + in_pitch, output, output + out_pitch))
EAD_PAIRS(pairs_of_any_chunks, any_chunks(w, fours, in, in + in_pitch, chunks, output, output + out_pitch))

/* Clamps of channels that are narrower than int8. */
static void clamp_row(const ead_layer *layer, int8_t *output) {
    const int32_t channels = layer->out_channels;
    for (int32_t c = 0; c < channels; c += LANES) {
        const mve_pred16_t lanes = vctp8q((uint32_t)(channels - c));
        const int8x16_t low = vldrbq_z_s8(layer->channel_min + c, lanes), high = vldrbq_z_s8(layer->channel_max + c, lanes);
        if (vmaxvq_p_s8(-128, low, lanes) == -128 && vminvq_p_s8(127, high, lanes) == 127) continue;
        int8_t *at = output + c;
        for (int32_t x = layer->out_columns; x > 0; x--, at += channels)
            vstrbq_p_s8(at, vminq_s8(vmaxq_s8(vldrbq_z_s8(at, lanes), low), high), lanes);
    }
}

/* A run of pixels whose inputs lie in_pitch bytes apart. */
static void deep_run(const ead_layer *layer, const int8_t *in, int32_t in_pitch, int32_t pixels, int8_t *output) {
    const int32_t chunks = chunks_of(ead_depth(layer)), pitch = layer->out_channels, fours = pitch / FOUR, last = pixels - 1;
    void (*const pairs)(const int8_t *, int32_t, int32_t, const int8_t *, int32_t, int32_t, int8_t *, int32_t) =
        chunks == 2 ? pairs_of_two_chunks : chunks == 3 ? pairs_of_three_chunks : pairs_of_any_chunks;
    if (fours > 0) pairs(layer->packed, fours, chunks, in, in_pitch, pixels / 2, output, pitch);
    if (fours > 0 && pixels % 2) pairs(layer->packed, fours, chunks, in + last * in_pitch, 0, 1, output + last * pitch, 0); /* computed twice */
    for (int32_t x = 0; x < pixels && pitch % FOUR; x++) general(layer, in + x * in_pitch, fours * FOUR, output + x * pitch);
}

/*
 * Gathers the inputs of a run of windows inside the picture whose rows of three pixels are at most 16 bytes: copied from front to back, what
 * is copied too much is overwritten by the next row or, behind the last, multiplied by zero.
 */
EAD_INLINE void gather_short(const int8_t *const rows[3], ptrdiff_t at, int32_t step, int32_t bytes, int32_t pixels, int8_t *to, int32_t pitch) {
    const int8_t *a = rows[0] + at, *b = rows[1] + at, *c = rows[2] + at;
    for (; pixels > 0; pixels--, a += step, b += step, c += step, to += pitch) {
        vstrbq_s8(to, vldrbq_s8(a));
        vstrbq_s8(to + bytes, vldrbq_s8(b));
        vstrbq_s8(to + 2 * bytes, vldrbq_s8(c));
    }
}

/* One window, wherever it lies. */
static void gather_any(const ead_layer *layer, const int8_t *const rows[3], int32_t x, int8_t *to) {
    const int32_t channels = layer->in_channels, first = x * layer->stride - layer->pad_left;
    for (int32_t ky = 0; ky < 3; ky++)
        for (int32_t column = first; column < first + 3; column++, to += channels) {
            const int8_t *in = rows[ky] && column >= 0 && column < layer->in_columns ? rows[ky] + (ptrdiff_t)column * channels : layer->pad;
            for (int32_t c = 0; c < channels; c += LANES) {
                const mve_pred16_t lanes = vctp8q((uint32_t)(channels - c));
                vstrbq_p_s8(to + c, vldrbq_z_s8(in + c, lanes), lanes);
            }
        }
}

/* Convolution: as pointwise over gathered windows, some at a time. */
static void deep_convolution(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    int8_t gathered[GATHERED + 2 * LANES];
    const int32_t depth = ead_depth(layer), pitch = chunks_of(depth) * LANES, most = GATHERED / pitch, bytes = depth / 3;
    const int32_t step = layer->stride * layer->in_channels;
    for (int32_t x = 0, count; x < layer->out_columns; x += count) {
        const int32_t first = x * layer->stride - layer->pad_left, left = layer->out_columns - x;
        int32_t inside = (layer->in_columns - 3 - first) / layer->stride + 1;
        if (first < 0 || first + 3 > layer->in_columns || bytes > LANES || !rows[0] || !rows[1] || !rows[2]) inside = 0;
        count = inside < left ? inside : left;
        count = count < most ? count : most;
        if (count > 0) {
            const ptrdiff_t at = (ptrdiff_t)first * layer->in_channels;
            if (bytes == 9 && step == 6) /* a colour stem */
                gather_short(rows, at, 6, 9, count, gathered, 2 * LANES);
            else
                gather_short(rows, at, step, bytes, count, gathered, pitch);
        } else {
            count = 1;
            gather_any(layer, rows, x, gathered);
        }
        deep_run(layer, gathered, pitch, count, output + (ptrdiff_t)x * layer->out_channels);
    }
}

void ead_dense_row_mve(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    if (layer->packed && layer->op == EAD_OP_POINTWISE) {
        deep_run(layer, rows[0], layer->in_channels, layer->out_columns, output);
        clamp_row(layer, output);
    } else if (layer->packed) {
        deep_convolution(layer, rows, output);
        clamp_row(layer, output);
    } else if (layer->op == EAD_OP_CONV3X3 && ead_depth(layer) > EAD_PATCH_DEPTH) {
        ead_conv3x3_row(layer, rows, output);
    } else if (layer->op == EAD_OP_POINTWISE && layer->in_channels <= LANES && layer->requantisation == EAD_REQUANTISE_SHIFT) {
        narrow(layer, rows[0], output);
    } else {
        int8_t gathered[EAD_PATCH_DEPTH];
        for (int32_t x = 0; x < layer->out_columns; x++) general(layer, ead_patch(layer, rows, x, gathered), 0, output + (ptrdiff_t)x * layer->out_channels);
    }
}
