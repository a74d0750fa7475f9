/*
 * Log densities of full Gaussians on AVX2. A mixture for all cells: eight components in the eight lanes, packed once, when an engine is
 * opened. A single Gaussian, one per cell: eight of its whitened features in the lanes. Either way the squares are added in index order.
 */
#include "../../density/density.h"
#include "../components8.h"
#include "shift.h"

enum { LANES = EAD_LANES8 };

size_t ead_pack_density_bytes_avx2(const ead_density *density) {
    const size_t bytes = ead_density8_bytes(density);
    return bytes > 0 ? 32 + bytes : 0;
}

void ead_pack_density_avx2(const ead_density *density, void *destination) {
    ead_pack_density8(density, ead_aligned32(destination));
}

/* y of eight sums, squared: not fused, as in the reference. */
EAD_AVX2_INLINE __m256 square(__m256i sum, const int32_t *bias, const float *scale) {
    const __m256 y = _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_sub_epi32(sum, ead_load32(bias))), _mm256_loadu_ps(scale));
    return _mm256_mul_ps(y, y);
}

/* Where `dimensions` is a constant. Clang will not unroll a loop inside a loop, and warns that it does not. */
#if defined(__clang__)
#define UNROLL
#else
#define UNROLL EAD_UNROLL
#endif

/* Eight components; `dimensions` is a constant where it is 16. Behind an odd number of features z holds a zero. */
EAD_AVX2_INLINE void eight_components(const uint8_t *packed, const int16_t *z, uint32_t dimensions, float *values) {
    const __m256 constants = _mm256_load_ps((const float *)(const void *)packed);
    __m256 distance = _mm256_setzero_ps();
    packed += LANES * sizeof(float);
    UNROLL
    for (uint32_t pair = 0; pair < (dimensions + 1) / 2; pair++) {
        const ead_row8 *rows = (const ead_row8 *)(const void *)packed;
        const uint8_t *weights = packed + 2 * sizeof(ead_row8);
        __m256i even = _mm256_setzero_si256(), odd = even;
            UNROLL
        for (uint32_t j = 0; j <= pair; j++, weights += 64) {
            int32_t two;
            memcpy(&two, z + 2 * j, sizeof two);
            const __m256i x = _mm256_set1_epi32(two);
            even = _mm256_add_epi32(even, _mm256_madd_epi16(x, ead_load32(weights)));
            odd = _mm256_add_epi32(odd, _mm256_madd_epi16(x, ead_load32(weights + 32)));
        }
        distance = _mm256_add_ps(distance, square(even, rows[0].bias, rows[0].scale));
        if (2 * pair + 1 < dimensions) distance = _mm256_add_ps(distance, square(odd, rows[1].bias, rows[1].scale));
        packed += ead_rows8_bytes(pair);
    }
    _mm256_storeu_ps(values, _mm256_sub_ps(constants, _mm256_mul_ps(_mm256_set1_ps(0.5f), distance)));
}

/* Functions of their own, so that one component does not pay for their frames. */
__attribute__((noinline)) EAD_AVX2 static void eight_of_16(const uint8_t *packed, const int16_t *z, float *values) {
    eight_components(packed, z, 16, values);
}

__attribute__((noinline)) EAD_AVX2 static void eight_of_any(const uint8_t *packed, const int16_t *z, uint32_t dimensions, float *values) {
    eight_components(packed, z, dimensions, values);
}

/* One component from the file: eight squares at a time, then the sum one by one. */
EAD_AVX2_INLINE float one_component(const ead_density *density, size_t component, const int16_t *z, int32_t *sums) {
    const uint32_t d = density->dimensions;
    const int32_t *bias = density->bias + component * d;
    const float *scale = density->scale + component * d;
    float squares[LANES], distance = 0;
    ead_whiten_avx2(density->whiten + component * density->whiten_count, z, 0, d, sums);
    uint32_t i = 0;
    for (; i + LANES <= d; i += LANES) {
        _mm256_storeu_ps(squares, square(ead_load32(sums + i), bias + i, scale + i));
        for (uint32_t k = 0; k < LANES; k++)
            distance += squares[k];
    }
    for (; i < d; i++) {
        const float y = (float)(sums[i] - bias[i]) * scale[i];
        distance += y * y;
    }
    return density->constants[component] - 0.5f * distance;
}

EAD_AVX2 void ead_components_avx2(const ead_density *density, size_t first, uint32_t count, const int16_t *z, ead_known known, int32_t *sums, float *values) {
    (void)known; /* eight at a time end together */
    if (!density->packed) {
        for (uint32_t k = 0; k < count; k++)
            values[k] = one_component(density, first + k, z, sums);
        return;
    }
    const uint8_t *packed = ead_aligned32(density->packed) + first / LANES * ead_components8_bytes(density->dimensions);
    if (density->dimensions == 16)
        eight_of_16(packed, z, values);
    else
        eight_of_any(packed, z, density->dimensions, values);
}

/* ead_exp, step by step. Lanes that are out of range are replaced at the end, whatever their way through the middle gave. */
EAD_AVX2_INLINE __m256 exponential(__m256 x) {
    static const float taylor[] = {1.0f / 720, 1.0f / 120, 1.0f / 24, 1.0f / 6, 0.5f, 1.0f, 1.0f};
    const __m256i n = _mm256_cvttps_epi32(_mm256_sub_ps(_mm256_mul_ps(x, _mm256_set1_ps(1.44269504f)), _mm256_set1_ps(0.5f)));
    const __m256 whole = _mm256_cvtepi32_ps(n), coarse = _mm256_mul_ps(whole, _mm256_set1_ps(0.693359375f));
    const __m256 r = _mm256_sub_ps(_mm256_sub_ps(x, coarse), _mm256_mul_ps(whole, _mm256_set1_ps(-2.12194440e-4f)));
    __m256 p = _mm256_set1_ps(1.0f / 5040);
    for (uint32_t i = 0; i < sizeof taylor / sizeof *taylor; i++)
        p = _mm256_add_ps(_mm256_mul_ps(p, r), _mm256_set1_ps(taylor[i]));
    const __m256 power = _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_add_epi32(n, _mm256_set1_epi32(127)), 23));
    const __m256 normal = _mm256_cmp_ps(x, _mm256_set1_ps(-87.0f), _CMP_GE_OQ), not_less = _mm256_cmp_ps(x, _mm256_setzero_ps(), _CMP_GE_OQ);
    return _mm256_and_ps(_mm256_blendv_ps(_mm256_mul_ps(p, power), _mm256_set1_ps(1.0f), not_less), normal);
}

/* Of eight lanes the largest up to each: lane i meets lanes i - 1, i - 2 and i - 4; those before lane 0 are lane 0 again. */
EAD_AVX2_INLINE __m256 largest_so_far(__m256 v) {
    v = _mm256_max_ps(v, _mm256_permutevar8x32_ps(v, _mm256_setr_epi32(0, 0, 1, 2, 3, 4, 5, 6)));
    v = _mm256_max_ps(v, _mm256_permutevar8x32_ps(v, _mm256_setr_epi32(0, 0, 0, 1, 2, 3, 4, 5)));
    return _mm256_max_ps(v, _mm256_permutevar8x32_ps(v, _mm256_setr_epi32(0, 0, 0, 0, 0, 1, 2, 3)));
}

/*
 * Which exponent is the largest at each step does not depend on the sum, so all exponentials can be taken before it. A step is then
 * sum * e + 1 where a new largest appears and sum * 1 + e elsewhere. No value is NaN: each is a finite constant less a sum of squares.
 */
EAD_AVX2 void ead_add_exponents_avx2(ead_log_sum_exp *total, const float *values) {
    const __m256 v = _mm256_loadu_ps(values), one = _mm256_set1_ps(1.0f);
    const __m256 one_later = _mm256_permutevar8x32_ps(v, _mm256_setr_epi32(0, 0, 1, 2, 3, 4, 5, 6));
    const __m256 before = largest_so_far(_mm256_blend_ps(one_later, _mm256_set1_ps(total->largest), 1));
    const __m256 grows = _mm256_cmp_ps(v, before, _CMP_GT_OQ);
    const __m256 e = exponential(_mm256_sub_ps(_mm256_min_ps(v, before), _mm256_max_ps(v, before)));
    float factor[LANES], term[LANES];
    _mm256_storeu_ps(factor, _mm256_blendv_ps(one, e, grows));
    _mm256_storeu_ps(term, _mm256_blendv_ps(e, one, grows));
    float sum = total->sum;
    for (uint32_t k = 0; k < LANES; k++)
        sum = sum * factor[k] + term[k];
    total->sum = sum;
    const float last = _mm_cvtss_f32(_mm_permute_ps(_mm256_extractf128_ps(before, 1), 3));
    total->largest = values[LANES - 1] > last ? values[LANES - 1] : last;
}
