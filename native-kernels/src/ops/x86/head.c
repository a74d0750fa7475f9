/* The head's sums, int8 and int16 products in pairs, eight dimensions at a time, and the features' scale. */
#include "../../density/density.h"
#include "shift.h"

enum { ROWS = 8 };

/* The sums of the lanes: of four rows in each half of `low`, of the next four in `high`. */
EAD_AVX2_INLINE __m256i add_halves(__m256i low, __m256i high) {
    return _mm256_add_epi32(_mm256_permute2x128_si256(low, high, 0x20), _mm256_permute2x128_si256(low, high, 0x31));
}

/* Sums of the eight lanes of each of eight vectors. */
EAD_AVX2_INLINE __m256i add_up(const __m256i sum[ROWS]) {
    const __m256i low = _mm256_hadd_epi32(_mm256_hadd_epi32(sum[0], sum[1]), _mm256_hadd_epi32(sum[2], sum[3]));
    const __m256i high = _mm256_hadd_epi32(_mm256_hadd_epi32(sum[4], sum[5]), _mm256_hadd_epi32(sum[6], sum[7]));
    return add_halves(low, high);
}

/* The first `count` of eight sums. */
EAD_AVX2_INLINE void store_sums(int32_t *to, __m256i sums, uint32_t count) {
    if (count == ROWS) {
        _mm256_storeu_si256((__m256i *)(void *)to, sums);
        return;
    }
    int32_t all[ROWS];
    _mm256_storeu_si256((__m256i *)(void *)all, sums);
    memcpy(to, all, count * sizeof *to);
}

EAD_AVX2_INLINE __m256i load_wide(const int8_t *bytes) {
    return _mm256_cvtepi8_epi16(ead_load16(bytes));
}

/* 96 features in registers: named, since compilers leave an array in memory. */
typedef struct features96 {
    __m256i a, b, c, d, e, f;
} features96;

EAD_AVX2_INLINE __m256i row_96(features96 in, const int8_t *row) {
    const __m256i ab = _mm256_add_epi32(_mm256_madd_epi16(in.a, load_wide(row)), _mm256_madd_epi16(in.b, load_wide(row + 16)));
    const __m256i cd = _mm256_add_epi32(_mm256_madd_epi16(in.c, load_wide(row + 32)), _mm256_madd_epi16(in.d, load_wide(row + 48)));
    const __m256i ef = _mm256_add_epi32(_mm256_madd_epi16(in.e, load_wide(row + 64)), _mm256_madd_epi16(in.f, load_wide(row + 80)));
    return _mm256_add_epi32(_mm256_add_epi32(ab, cd), ef);
}

EAD_AVX2_INLINE __m256i four_rows_96(features96 in, const int8_t *rows) {
    return _mm256_hadd_epi32(_mm256_hadd_epi32(row_96(in, rows), row_96(in, rows + 96)), _mm256_hadd_epi32(row_96(in, rows + 192), row_96(in, rows + 288)));
}

/* The usual stride: 96 features. dimensions: a multiple of eight. */
EAD_AVX2_INLINE void project_96(const int8_t *matrix, const int8_t *features, uint32_t dimensions, int32_t *sums) {
    const features96 in = {load_wide(features),      load_wide(features + 16), load_wide(features + 32),
                           load_wide(features + 48), load_wide(features + 64), load_wide(features + 80)};
    for (uint32_t i = 0; i < dimensions; i += ROWS, matrix += ROWS * 96) {
        const __m256i all = add_halves(four_rows_96(in, matrix), four_rows_96(in, matrix + 4 * 96));
        _mm256_storeu_si256((__m256i *)(void *)(sums + i), all);
    }
}

/* Eight rows of the matrix, of which `count` exist. */
EAD_AVX2_INLINE void project_rows(const int8_t *matrix, const int8_t *features, size_t stride, uint32_t count, int32_t *sums) {
    __m256i sum[ROWS] = {0};
    for (size_t c = 0; c < stride; c += 16) {
        const __m256i in = load_wide(features + c);
        EAD_UNROLL
        for (uint32_t r = 0; r < ROWS; r++) /* rows that do not exist repeat the last one */
            sum[r] = _mm256_add_epi32(sum[r], _mm256_madd_epi16(in, load_wide(matrix + (r < count ? r : count - 1) * stride + c)));
    }
    store_sums(sums, add_up(sum), count);
}

EAD_AVX2 void ead_project_avx2(const int8_t *matrix, const int8_t *features, uint32_t dimensions, uint32_t stride,
                               int32_t *sums) {
    if (stride == 96 && dimensions % ROWS == 0) {
        project_96(matrix, features, dimensions, sums);
        return;
    }
    for (uint32_t i = 0; i < dimensions; i += ROWS, matrix += ROWS * (size_t)stride) {
        const uint32_t left = dimensions - i;
        project_rows(matrix, features, stride, left < ROWS ? left : ROWS, sums + i);
    }
}

/*
 * Four features: 64-bit products, shifted arithmetically, which AVX2 cannot: the complement of a negative number is shifted in its place.
 * The clamp leaves 16 bits; they stand in the lower half of each lane.
 */
EAD_AVX2_INLINE __m256i scale_four(__m128i sums, __m128i center, __m128i multiplier, __m128i shift) {
    const __m256i zero = _mm256_setzero_si256(), largest = _mm256_set1_epi64x(EAD_LARGEST_Z), smallest = _mm256_set1_epi64x(-EAD_LARGEST_Z);
    const __m256i product = _mm256_mul_epi32(_mm256_cvtepi32_epi64(_mm_sub_epi32(sums, center)), _mm256_cvtepi32_epi64(multiplier));
    const __m256i by = _mm256_cvtepu8_epi64(shift);
    const __m256i half = _mm256_srli_epi64(_mm256_sllv_epi64(_mm256_set1_epi64x(1), by), 1);
    const __m256i value = _mm256_add_epi64(product, half), sign = _mm256_cmpgt_epi64(zero, value);
    __m256i z = _mm256_xor_si256(_mm256_srlv_epi64(_mm256_xor_si256(value, sign), by), sign);
    z = _mm256_blendv_epi8(z, largest, _mm256_cmpgt_epi64(z, largest));
    return _mm256_blendv_epi8(z, smallest, _mm256_cmpgt_epi64(smallest, z));
}

EAD_AVX2 void ead_scale_features_avx2(const ead_head *head, const int32_t *sums, int16_t *z) {
    const uint32_t d = head->dimensions;
    uint32_t i = 0;
    for (; i + 4 <= d; i += 4) {
        int32_t shift;
        memcpy(&shift, head->shift + i, sizeof shift);
        const __m256i four = scale_four(ead_load16(sums + i), ead_load16(head->center + i), ead_load16(head->multiplier + i), _mm_cvtsi32_si128(shift));
        const __m128i pairs = _mm_packs_epi32(_mm256_castsi256_si128(_mm256_permutevar8x32_epi32(four, _mm256_setr_epi32(0, 2, 4, 6, 0, 2, 4, 6))), _mm_setzero_si128());
        _mm_storel_epi64((__m128i *)(void *)(z + i), pairs);
    }
    if (i == d) return;
    ead_head rest = *head; /* fewer than four are left */
    rest.center += i, rest.multiplier += i, rest.shift += i, rest.dimensions -= i;
    ead_scale_features(&rest, sums + i, z + i);
}

/* Sums of the four lanes of each of eight vectors. */
EAD_AVX2_INLINE __m256i add_up_8(const __m128i sum[8]) {
    const __m128i low = _mm_hadd_epi32(_mm_hadd_epi32(sum[0], sum[1]), _mm_hadd_epi32(sum[2], sum[3]));
    const __m128i high = _mm_hadd_epi32(_mm_hadd_epi32(sum[4], sum[5]), _mm_hadd_epi32(sum[6], sum[7]));
    return _mm256_set_m128i(high, low);
}

/* Eight rows of `vectors` vectors each, of which `count` exist; constants at most calls. */
EAD_AVX2_INLINE void whiten_8(const int16_t *rows, const int16_t *z, uint32_t vectors, uint32_t count, int32_t *sums) {
    __m128i sum[8];
    EAD_UNROLL
    for (uint32_t r = 0; r < 8; r++) {
        const int16_t *row = rows + (size_t)(r < count ? r : count - 1) * vectors * 8; /* the last one again */
        sum[r] = _mm_madd_epi16(ead_load16(row), ead_load16(z));
        for (uint32_t v = 1; v < vectors; v++)
            sum[r] = _mm_add_epi32(sum[r], _mm_madd_epi16(ead_load16(row + 8 * v), ead_load16(z + 8 * v)));
    }
    store_sums(sums, add_up_8(sum), count);
}

/* Rows of a triangle, each filled up to a multiple of 8 with zeros: eight rows are equally long. */
EAD_AVX2 void ead_whiten_avx2(const int16_t *rows, const int16_t *z, uint32_t first, uint32_t end, int32_t *sums) {
    if (first == 0 && end == 16) {
        whiten_8(rows, z, 1, 8, sums);
        whiten_8(rows + 64, z, 2, 8, sums + 8);
        return;
    }
    rows += ead_triangle_of_8(first);
    for (uint32_t i = first, vectors = first / 8 + 1; i < end; i += 8, rows += 64 * vectors++) {
        const uint32_t left = end - i;
        whiten_8(rows, z, vectors, left < 8 ? left : 8, sums + i);
    }
}
