#include "frame.h"

#include <string.h>

size_t ead_frame_bytes(uint32_t width, uint32_t channels) {
    const size_t values = (size_t)width * channels;
    const size_t sum = (values * sizeof(uint32_t) + EAD_ALIGNMENT - 1) / EAD_ALIGNMENT * EAD_ALIGNMENT;
    const size_t passes = sum + values * sizeof(uint16_t), area = ead_area_bytes(width, channels);
    return passes > area ? passes : area;
}

void ead_frame_place(ead_frame *frame, void *memory, uint32_t width, uint32_t height, uint32_t channels) {
    *frame = (ead_frame){.width = width, .height = height, .channels = channels};
    frame->history.sum = memory;
    frame->current =
        (uint16_t *)(void *)((uint8_t *)memory + ead_frame_bytes(width, channels) - (size_t)width * channels * sizeof(uint16_t));
}

size_t ead_frame_row_bytes(uint32_t format, uint32_t width) {
    if (width == 0 || width > EAD_MAX_SOURCE_SIDE) return 0;
    switch (format) {
    case EAD_PIXELS_RGB888:
        return (size_t)width * 3;
    case EAD_PIXELS_GRAY8:
        return width;
    case EAD_PIXELS_RGB565_BE:
    case EAD_PIXELS_RGB565_LE:
        return (size_t)width * 2;
    case EAD_PIXELS_YUYV:
        return width % 2 == 0 ? (size_t)width * 2 : 0;
    default:
        return 0;
    }
}

ead_status ead_frame_begin(ead_frame *frame, const ead_source *source, bool stretch) {
    if (ead_frame_row_bytes(source->format, source->width) == 0 || source->height == 0 || source->height > EAD_MAX_SOURCE_SIDE)
        return EAD_E_ARGUMENT;
    frame->format = source->format;
    frame->source_width = source->width, frame->source_height = source->height;
    frame->crop_width = source->width, frame->crop_height = source->height;
    if (!stretch) { /* the largest centred rectangle with the target's aspect ratio, at least one pixel */
        const uint32_t wide = source->height * frame->width, tall = source->width * frame->height;
        if (tall > wide)
            frame->crop_width = wide / frame->height ? wide / frame->height : 1;
        else
            frame->crop_height = tall / frame->width ? tall / frame->width : 1;
    }
    frame->crop_x = (source->width - frame->crop_width) / 2;
    frame->crop_y = (source->height - frame->crop_height) / 2;
    frame->source_row = frame->target_row = frame->position = 0;
    frame->together = NULL;
    frame->by_area = ead_area_plan(&frame->area, frame->crop_width, frame->width, frame->crop_height, frame->height);
    if (frame->by_area)
        ead_area_begin(frame, frame->history.sum);
    else
        ead_frame_by_passes(frame);
    return EAD_OK;
}

void ead_frame_by_passes(ead_frame *frame) {
    frame->by_area = false;
    frame->across = ead_reciprocal(frame->crop_width >= frame->width ? frame->crop_width : 2 * frame->width);
    frame->down = ead_reciprocal(frame->crop_height >= frame->height ? frame->crop_height : 2 * frame->height);
    if (frame->crop_height >= frame->height)
        memset(frame->history.sum, 0, (size_t)frame->width * frame->channels * sizeof(uint32_t));
}

void ead_frame_take(ead_frame *frame, const uint8_t *row) {
    const uint32_t y = frame->source_row++;
    if (y < frame->crop_y || y >= frame->crop_y + frame->crop_height) return;
    if (frame->by_area) {
        ead_area_take(frame, row);
        return;
    }
    if (frame->crop_height < frame->height)
        memcpy(frame->history.previous, frame->current, (size_t)frame->width * frame->channels * sizeof(uint16_t));
    ead_frame_resize_row(frame, row);
}

/* Between two periods of rows plain C and frame->ops have nothing to hand over. */
static bool at_a_boundary(const ead_area *area) {
    return area->room == area->down && area->rest == 0;
}

uint32_t ead_frame_take_rows(ead_frame *frame, const uint8_t *rows, size_t stride, uint32_t count) {
    const ead_op_table *ops = frame->ops;
    const uint32_t down = frame->area.down;
    const bool inside = frame->source_row >= frame->crop_y && frame->source_row + down <= frame->crop_y + frame->crop_height;
    if (ops && ops->shrink && frame->by_area && inside && count >= down && at_a_boundary(&frame->area) && ops->shrinks(frame, rows, stride)) {
        const uint32_t left = frame->crop_y + frame->crop_height - frame->source_row, periods = (count < left ? count : left) / down;
        frame->together = rows, frame->stride = stride;
        frame->position = frame->target_row + periods * frame->area.units_y;
        frame->source_row += periods * down;
        return periods * down;
    }
    ead_frame_take(frame, rows);
    return 1;
}

/* Target rows of the rows that were taken together. */
static bool next_together(ead_frame *frame, int8_t *target) {
    const uint32_t units = frame->area.units_y, index = frame->target_row % units;
    frame->ops->shrink(frame, frame->together, frame->stride, index, target);
    frame->target_row++;
    if (index + 1 == units) frame->together = frame->target_row < frame->position ? frame->together + frame->area.down * frame->stride : NULL;
    return true;
}

/* Vertical pass where rows stay as they are; what the shrinking one would give. */
static bool next_same(ead_frame *frame, int8_t *target) {
    const uint32_t values = frame->width * frame->channels;
    if (frame->target_row >= frame->source_row - frame->crop_y) return false;
    for (uint32_t i = 0; i < values; i++)
        target[i] = (int8_t)(((frame->current[i] + 128) >> 8) - 128);
    frame->target_row++;
    return true;
}

/*
 * Vertical pass, shrinking. In units of 1 / height of a source row, source row y covers [y, y + 1) * height and target row t
 * covers [t, t + 1) * crop_height. `position` is how far the source has been added up.
 */
static bool next_shrunk(ead_frame *frame, int8_t *target) {
    const uint32_t values = frame->width * frame->channels, taken = frame->source_row - frame->crop_y;
    const uint32_t source_end = (taken < frame->crop_height ? taken : frame->crop_height) * frame->height;
    const uint32_t target_end = (frame->target_row + 1) * frame->crop_height;
    const uint32_t end = source_end < target_end ? source_end : target_end;
    const uint32_t weight = end - frame->position;
    uint32_t *sum = frame->history.sum;
    if (weight > 0)
        for (uint32_t i = 0; i < values; i++)
            sum[i] += weight * frame->current[i];
    frame->position = end;
    if (end < target_end) return false;

    const uint32_t half = frame->crop_height << 7; /* the area has 8 fractional bits from the horizontal pass */
    const uint64_t down = frame->down;
    for (uint32_t i = 0; i < values; i++) {
        target[i] = (int8_t)((int32_t)ead_divide((sum[i] + half) >> 8, down) - 128);
        sum[i] = 0;
    }
    frame->target_row++;
    return true;
}

/*
 * Vertical pass, enlarging. In units of 1 / (2 height) source rows the centre of target row t lies at (2 t + 1) * crop_height -
 * height from the centre of source row 0.
 */
static bool next_enlarged(ead_frame *frame, int8_t *target) {
    const uint32_t values = frame->width * frame->channels, unit = 2 * frame->height;
    const uint32_t newest = frame->source_row - frame->crop_y - 1; /* crop row in `current` */
    const uint32_t centre = (2 * frame->target_row + 1) * frame->crop_height;
    const uint32_t at = centre > frame->height ? centre - frame->height : 0;
    const uint32_t upper = at / unit, fraction = at % unit;
    const uint32_t lower = upper + 1 < frame->crop_height ? upper + 1 : upper;
    if (lower > newest) return false;

    const uint64_t down = frame->down;
    const uint16_t *above = upper == newest ? frame->current : frame->history.previous, *below = frame->current;
    for (uint32_t i = 0; i < values; i++) {
        const uint32_t blend = above[i] * (unit - fraction) + below[i] * fraction;
        target[i] = (int8_t)((int32_t)ead_divide((blend + (unit << 7)) >> 8, down) - 128);
    }
    frame->target_row++;
    return true;
}

bool ead_frame_next(ead_frame *frame, int8_t *target) {
    if (frame->target_row >= frame->height || frame->source_row <= frame->crop_y) return false;
    if (frame->together) return next_together(frame, target);
    if (frame->by_area) {
        const bool complete = ead_area_give(frame, target);
        frame->target_row += complete;
        return complete;
    }
    if (frame->crop_height == frame->height) return next_same(frame, target);
    return frame->crop_height > frame->height ? next_shrunk(frame, target) : next_enlarged(frame, target);
}
