#include "drift.h"

enum { OUTLIER = 4 }; /* one frame counts at most so many deviations: a single bad part is no drift */

static float absolute(float value) {
    return value < 0 ? -value : value;
}

/* Statistic `index` of the frame, see Drift in the schema. */
static float statistic(const ead_frame_sums *sums, uint32_t index) {
    const int64_t sum = index == 0 ? sums->level : index == 1 ? sums->edges : sums->z[index - 2];
    const int64_t count = index == 0 ? sums->levels : index == 1 ? sums->edge_count : sums->cells;
    return count > 0 ? (float)sum / (float)count : 0;
}

void ead_drift_clear(ead_frame_sums *sums, uint32_t dimensions) {
    sums->level = sums->edges = sums->levels = sums->edge_count = sums->cells = 0;
    for (uint32_t i = 0; i < dimensions; i++)
        sums->z[i] = 0;
}

void ead_row_sums(const int8_t *row, uint32_t columns, uint32_t channels, int32_t sums[2]) {
    const uint32_t count = columns * channels;
    int32_t level = 0, edges = 0;
    for (uint32_t i = 0; i < count; i++)
        level += row[i];
    for (uint32_t i = channels; i < count; i++) {
        const int32_t step = row[i] - row[i - channels];
        edges += step < 0 ? -step : step;
    }
    sums[0] = level, sums[1] = edges;
}

void ead_drift_input_row(ead_frame_sums *sums, const ead_op_table *ops, const int8_t *row, uint32_t columns, uint32_t channels) {
    int32_t of_row[2];
    (ops->row_sums ? ops->row_sums : ead_row_sums)(row, columns, channels, of_row);
    sums->level += of_row[0];
    sums->levels += columns * channels;
    sums->edges += of_row[1];
    sums->edge_count += (columns - 1) * channels;
}

void ead_drift_row(ead_frame_sums *sums, const int16_t *z, uint32_t columns, uint32_t dimensions) {
    for (uint32_t i = 0; i < dimensions; i++) {
        int32_t sum = 0; /* at most EAD_MAX_SIDE * EAD_LARGEST_Z, 24 bits */
        const int16_t *of_cell = z + i;
        for (uint32_t x = 0; x < columns; x++, of_cell += dimensions)
            sum += *of_cell;
        sums->z[i] += sum;
    }
    sums->cells += columns;
}

void ead_drift_update(const ead_drift *drift, const ead_frame_sums *sums, float *averages, float *statistics, ead_result *result) {
    for (uint32_t i = 0; i < drift->count; i++) {
        statistics[i] = statistic(sums, i);
        const float t = (statistics[i] - drift->mean[i]) * drift->inverse_deviation[i];
        if (absolute(t) > result->frame_drift) result->frame_drift = absolute(t);
        const float kept = t > OUTLIER ? (float)OUTLIER : t < -OUTLIER ? (float)-OUTLIER : t;
        averages[i] += drift->rate * (kept - averages[i]);
        const float figure = absolute(averages[i]) * drift->gain;
        if (figure > result->drift) {
            result->drift = figure;
            result->drift_statistic = i;
        }
    }
    result->statistics = drift->count > 0 ? statistics : NULL;
}
