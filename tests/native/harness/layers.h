/* What operators may rely on, and nothing more: rows with their slack, weights packed for a table. */
#ifndef LAYERS_H
#define LAYERS_H

#include "block.h"
#include "ops/ops.h"

/* A copy of a row as operators may read it: aligned, EAD_ROW_SLACK bytes of paint behind its end. */
block row_copy(const void *source, size_t bytes);

/* Packs a layer for a table, in memory of exactly the size that the table asks for; layer->packed is set. */
block layer_pack(ead_layer *layer, const ead_op_table *table);

#endif
