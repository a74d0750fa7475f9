/* A model's frame in parts, to be timed or counted one by one: the whole frame, its head alone, each layer alone. */
#ifndef EAD_PARTS_H
#define EAD_PARTS_H

#include "stream/engine.h"

enum { PARTS_TEXT = 96 };

/* Values are random: no operator's work depends on them, only a mixture's; see parts_take_picture. */
typedef struct parts {
    ead_engine *engine;
    size_t engine_bytes;
    ead_source source;  /* of `pixels`: RGB888, at the size of the model's input */
    const uint8_t *pixels;
    uint8_t *camera;    /* a frame of 240x240 pixels RGB565, as small cameras send it */
    int8_t *features;   /* of every cell, for the head alone */
    int8_t *rows[3];    /* wide enough for any layer, for a layer alone */
    int8_t *output;
} parts;

/* An engine with this table and what its parts need, from malloc; null, or why not. Nothing is freed: a benchmark ends. */
const char *parts_open(parts *p, const ead_op_table *table, const void *file, size_t size);

/*
 * A picture in place of random frames and features: RGB888, [height][width][3], which must stay. A mixture gives up the components that
 * are far from what it sees; next to random features, which are far from all, it gives up few. False: the engine does not take it.
 */
bool parts_take_picture(parts *p, const uint8_t *pixels, uint16_t width, uint16_t height);

void parts_frame(const parts *p);

/* The same on the camera's frame, which is resized. */
void parts_camera(const parts *p);

/* Projection, density and image score of every cell, on features in place of a frame. */
void parts_head(const parts *p);

/* All rows of one layer, one after another. */
void parts_layer(const parts *p, uint32_t layer);

/* What tells one layer from another, separated by tabs: index, operator, output rows and columns, channels in and out, stride,
 * requantisation, packed bytes. */
void parts_describe(const parts *p, uint32_t layer, char text[PARTS_TEXT]);

#endif
