/*
 * Convolution and pointwise. A sum is one VMLADAV per 16 inputs into a scalar register; four sums move into a vector, where they leave.
 * Pointwise layers of up to 16 inputs hold the weights of four outputs in registers for a whole row (`narrow`) and run from the file;
 * deeper layers and convolutions hold the inputs of two pixels (`deep`) and run from packed weights; what is left, exact
 * requantisation and the outputs beyond whole fours, takes any shape (`general`).
 */
#include "../patch.h"
#include "mve.h"

enum { LANES = 16, FOUR = 4, TAIL_BYTES = 32 };

#define EAD_INLINE static inline __attribute__((always_inline))

static int32_t chunks_of(int32_t depth) {
    return (depth + LANES - 1) / LANES;
}

/* Packed, for every four outputs: twice the weights of two, [chunks][2][16], what fills up being zero, then how the four leave. */
typedef struct four_leave {
    int32_t bias[FOUR];
    int8_t low[FOUR], high[FOUR];
    int32_t right; /* minus the shift */
    int32_t unused;
} four_leave;
_Static_assert(sizeof(four_leave) == TAIL_BYTES, "what is packed is read with one running pointer");

size_t ead_dense_pack_bytes_mve(const ead_layer *layer) {
    const int32_t depth = ead_depth(layer);
    if (depth > EAD_PATCH_DEPTH || (depth <= LANES && layer->op == EAD_OP_POINTWISE)) return 0;
    return (size_t)(layer->out_channels / FOUR) * (size_t)(chunks_of(depth) * FOUR * LANES + TAIL_BYTES);
}

void ead_dense_pack_mve(const ead_layer *layer, void *destination) {
    const int32_t depth = ead_depth(layer), chunks = chunks_of(depth);
    int8_t *to = destination;
    for (int32_t o = 0; o + FOUR <= layer->out_channels; o += FOUR) {
        for (int32_t i = 0; i < FOUR; i++) {
            const int8_t *w = layer->weights + (ptrdiff_t)(o + i) * depth;
            for (int32_t k = 0; k < depth; k++) to[((i / 2 * chunks + k / LANES) * 2 + i % 2) * LANES + k % LANES] = w[k];
        }
        to += chunks * FOUR * LANES;
        four_leave leave = {.right = -(int32_t)layer->group_shift[o / EAD_GROUP]};
        memcpy(leave.bias, layer->bias + o, sizeof leave.bias);
        memcpy(leave.low, layer->channel_min + o, sizeof leave.low);
        memcpy(leave.high, layer->channel_max + o, sizeof leave.high);
        memcpy(to, &leave, sizeof leave);
        to += TAIL_BYTES;
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
 * Four outputs of a row. Inputs beyond the depth are multiplied by zero, whatever they are; behind the last pixel's they are row slack.
 * depth, pitch: as the layer says; constants make pointers move for free.
 */
EAD_INLINE void narrow_four(const ead_layer *layer, const int8_t *in, int32_t o, int32_t depth, int32_t pitch, int8_t *output) {
    const mve_pred16_t inside = vctp8q((uint32_t)depth);
    const int8_t *w = layer->weights + (ptrdiff_t)o * depth;
    const int8x16_t w0 = vldrbq_z_s8(w, inside), w1 = vldrbq_z_s8(w + depth, inside), w2 = vldrbq_z_s8(w + 2 * depth, inside),
                    w3 = vldrbq_z_s8(w + 3 * depth, inside);
    const int32x4_t bias = vldrwq_s32(layer->bias + o), low = vldrbq_s32(layer->channel_min + o), high = vldrbq_s32(layer->channel_max + o);
    const int32_t right = -(int32_t)layer->group_shift[o / EAD_GROUP], columns = layer->out_columns;
    output += o;
    for (int32_t x = 0; x < columns; x++, in += depth, output += pitch) {
        const int8x16_t pixel = vldrbq_s8(in);
        const int32x4_t sums = ead_lanes4(vmladavq_s8(w0, pixel), vmladavq_s8(w1, pixel), vmladavq_s8(w2, pixel), vmladavq_s8(w3, pixel));
        vstrbq_s32(output, vminq_s32(vmaxq_s32(vshlq_r_s32(vaddq_s32(sums, bias), right), low), high));
    }
}

EAD_INLINE void narrow_all(const ead_layer *layer, const int8_t *in, int32_t depth, int32_t pitch, int8_t *output) {
    for (int32_t o = 0; o + FOUR <= pitch; o += FOUR) narrow_four(layer, in, o, depth, pitch, output);
}

static void narrow(const ead_layer *layer, const int8_t *in, int8_t *output) {
    const int32_t depth = layer->in_channels, pitch = layer->out_channels;
    if (depth == 8 && pitch == 48) /* the expansions of the default networks */
        narrow_all(layer, in, 8, 48, output);
    else if (depth == 16 && pitch == 96)
        narrow_all(layer, in, 16, 96, output);
    else
        narrow_all(layer, in, depth, pitch, output);
    if (pitch % FOUR == 0) return;
    for (int32_t x = 0; x < layer->out_columns; x++) general(layer, in + x * depth, pitch / FOUR * FOUR, output + x * pitch);
}

EAD_INLINE void leave_packed(int32x4_t a, int32x4_t b, const int8_t *packed, int8_t *first, int8_t *second) {
    const four_leave *leave = (const four_leave *)(const void *)packed;
    const int32x4_t bias = vldrwq_s32(leave->bias), low = vldrbq_s32(leave->low), high = vldrbq_s32(leave->high);
    vstrbq_s32(first, vminq_s32(vmaxq_s32(vshlq_r_s32(vaddq_s32(a, bias), leave->right), low), high));
    vstrbq_s32(second, vminq_s32(vmaxq_s32(vshlq_r_s32(vaddq_s32(b, bias), leave->right), low), high));
}

/* All whole fours of outputs of two pixels whose inputs fill `chunks` registers each. */
EAD_INLINE void deep_held(const ead_layer *layer, const int8_t *in0, const int8_t *in1, int32_t chunks, int8_t *first, int8_t *second) {
    const int8_t *w = layer->packed;
    int8x16_t p[3], q[3];
    for (int32_t i = 0; i < chunks; i++) p[i] = vldrbq_s8(in0 + i * LANES), q[i] = vldrbq_s8(in1 + i * LANES);
    for (int32_t o = 0; o + FOUR <= layer->out_channels; o += FOUR, w += TAIL_BYTES, first += FOUR, second += FOUR) {
        int32_t a[FOUR], b[FOUR];
        for (int32_t j = 0; j < FOUR; j += 2)
            for (int32_t i = 0; i < chunks; i++, w += 2 * LANES) {
                const int8x16_t u = vldrbq_s8(w), v = vldrbq_s8(w + LANES);
                a[j] = i ? vmladavaq_s8(a[j], u, p[i]) : vmladavq_s8(u, p[i]);
                b[j] = i ? vmladavaq_s8(b[j], u, q[i]) : vmladavq_s8(u, q[i]);
                a[j + 1] = i ? vmladavaq_s8(a[j + 1], v, p[i]) : vmladavq_s8(v, p[i]);
                b[j + 1] = i ? vmladavaq_s8(b[j + 1], v, q[i]) : vmladavq_s8(v, q[i]);
            }
        leave_packed(ead_lanes4(a[0], a[1], a[2], a[3]), ead_lanes4(b[0], b[1], b[2], b[3]), w, first, second);
    }
}

/* As deep_held, of any depth. */
EAD_INLINE void deep_streamed(const ead_layer *layer, const int8_t *in0, const int8_t *in1, int32_t chunks, int8_t *first, int8_t *second) {
    const int8_t *w = layer->packed;
    for (int32_t o = 0; o + FOUR <= layer->out_channels; o += FOUR, w += TAIL_BYTES, first += FOUR, second += FOUR) {
        int32_t a[FOUR] = {0}, b[FOUR] = {0};
        for (int32_t j = 0; j < FOUR; j += 2) {
            const int8_t *p = in0, *q = in1;
            for (int32_t i = 0; i < chunks; i++, w += 2 * LANES, p += LANES, q += LANES) {
                const int8x16_t u = vldrbq_s8(w), v = vldrbq_s8(w + LANES), left = vldrbq_s8(p), right = vldrbq_s8(q);
                a[j] = vmladavaq_s8(a[j], u, left), b[j] = vmladavaq_s8(b[j], u, right);
                a[j + 1] = vmladavaq_s8(a[j + 1], v, left), b[j + 1] = vmladavaq_s8(b[j + 1], v, right);
            }
        }
        leave_packed(ead_lanes4(a[0], a[1], a[2], a[3]), ead_lanes4(b[0], b[1], b[2], b[3]), w, first, second);
    }
}

/*
 * The inputs of an output column: where they lie in the input row (pointwise) or gathered in `to`. Gathering copies 16 bytes at a time
 * and from front to back, so that what is copied too much is overwritten by the next or, at the end, multiplied by zero.
 */
static const int8_t *pixel_at(const ead_layer *layer, const int8_t *const rows[3], int32_t x, int8_t *to) {
    const int32_t channels = layer->in_channels, first = x * layer->stride - layer->pad_left;
    if (layer->op == EAD_OP_POINTWISE || !rows[0] || !rows[1] || !rows[2] || first < 0 || first + 3 > layer->in_columns)
        return ead_patch(layer, rows, x, to);
    for (int32_t ky = 0; ky < 3; ky++) {
        const int8_t *in = rows[ky] + (ptrdiff_t)first * channels;
        for (int32_t k = 0; k < 3 * channels; k += LANES) vstrbq_s8(to + ky * 3 * channels + k, vldrbq_s8(in + k));
    }
    return to;
}

static void deep(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    int8_t gathered[2][EAD_PATCH_DEPTH + LANES];
    const int32_t chunks = chunks_of(ead_depth(layer)), columns = layer->out_columns, pitch = layer->out_channels;
    for (int32_t x = 0; x < columns; x += 2, output += 2 * pitch) {
        const int32_t next = x + 1 < columns; /* an odd last pixel is computed twice */
        const int8_t *p = pixel_at(layer, rows, x, gathered[0]), *q = pixel_at(layer, rows, x + next, gathered[1]);
        int8_t *second = output + next * pitch;
        if (chunks == 2)
            deep_held(layer, p, q, 2, output, second);
        else if (chunks == 3)
            deep_held(layer, p, q, 3, output, second);
        else
            deep_streamed(layer, p, q, chunks, output, second);
        if (pitch % FOUR == 0) continue;
        general(layer, p, pitch / FOUR * FOUR, output);
        general(layer, q, pitch / FOUR * FOUR, second);
    }
}

void ead_dense_row_mve(const ead_layer *layer, const int8_t *const rows[3], int8_t *output) {
    if (layer->packed) {
        deep(layer, rows, output);
    } else if (layer->op == EAD_OP_CONV3X3 && ead_depth(layer) > EAD_PATCH_DEPTH) {
        ead_conv3x3_row(layer, rows, output);
    } else if (layer->op == EAD_OP_POINTWISE && layer->in_channels <= LANES && layer->requantisation == EAD_REQUANTISE_SHIFT) {
        narrow(layer, rows[0], output);
    } else {
        int8_t gathered[EAD_PATCH_DEPTH];
        for (int32_t x = 0; x < layer->out_columns; x++) general(layer, ead_patch(layer, rows, x, gathered), 0, output + (ptrdiff_t)x * layer->out_channels);
    }
}
