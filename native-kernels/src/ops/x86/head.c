/* The head's two sums: int8 and int16 products in pairs, four dimensions at a time. */
#include "../../density/density.h"
#include "avx2.h"

enum { ROWS = 4 };

/* Sums of the eight lanes of each of four vectors. */
EAD_AVX2_INLINE __m128i add_up(const __m256i sum[ROWS]) {
    const __m256i pairs = _mm256_hadd_epi32(_mm256_hadd_epi32(sum[0], sum[1]), _mm256_hadd_epi32(sum[2], sum[3]));
    return _mm_add_epi32(_mm256_castsi256_si128(pairs), _mm256_extracti128_si256(pairs, 1));
}

EAD_AVX2 void ead_project_avx2(const int8_t *matrix, const int8_t *features, uint32_t dimensions, uint32_t stride,
                               int32_t *sums) {
    for (uint32_t i = 0; i < dimensions; i += ROWS) {
        const uint32_t left = dimensions - i, rows = left < ROWS ? left : ROWS;
        const int8_t *row[ROWS]; /* rows that do not exist repeat the last one */
        __m256i sum[ROWS];
        for (uint32_t r = 0; r < ROWS; r++) {
            row[r] = matrix + (size_t)(i + (r < rows ? r : rows - 1)) * stride;
            sum[r] = _mm256_setzero_si256();
        }
        for (uint32_t c = 0; c < stride; c += 16) {
            const __m256i in = _mm256_cvtepi8_epi16(ead_load16(features + c));
            for (uint32_t r = 0; r < ROWS; r++)
                sum[r] = _mm256_add_epi32(sum[r], _mm256_madd_epi16(in, _mm256_cvtepi8_epi16(ead_load16(row[r] + c))));
        }
        ead_store_part((int8_t *)(sums + i), add_up(sum), (int32_t)(rows * sizeof *sums));
    }
}

/* Rows of a triangle, each filled up to a multiple of 8 with values that must not count. */
EAD_AVX2 void ead_whiten_avx2(const int16_t *rows, const int16_t *z, uint32_t dimensions, int32_t *sums) {
    for (uint32_t i = 0; i < dimensions; i++) {
        const uint32_t count = ead_row_of_8(i + 1), last = count - 8;
        const __m128i places = _mm_setr_epi16(0, 1, 2, 3, 4, 5, 6, 7);
        const __m128i counts = _mm_cmplt_epi16(places, _mm_set1_epi16((int16_t)(i + 1 - last)));
        __m128i sum = _mm_madd_epi16(ead_load16(rows + last), _mm_and_si128(ead_load16(z + last), counts));
        for (uint32_t j = 0; j < last; j += 8)
            sum = _mm_add_epi32(sum, _mm_madd_epi16(ead_load16(rows + j), ead_load16(z + j)));
        sum = _mm_add_epi32(sum, _mm_unpackhi_epi64(sum, sum));
        sums[i] = _mm_cvtsi128_si32(sum) + _mm_extract_epi32(sum, 1);
        rows += count;
    }
}
