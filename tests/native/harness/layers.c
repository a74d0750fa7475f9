#include "layers.h"

#include <string.h>

block row_copy(const void *source, size_t bytes) {
    block row = block_new(bytes + EAD_ROW_SLACK, 0);
    memcpy(row.data, source, bytes);
    return row;
}

block layer_pack(ead_layer *layer, const ead_op_table *table) {
    layer->packed = NULL;
    const size_t bytes = table->pack_bytes ? table->pack_bytes(layer) : 0;
    block packed = block_new(bytes, 0);
    if (bytes == 0) return packed;
    memset(packed.data, 0, bytes);
    table->pack(layer, packed.data);
    layer->packed = packed.data;
    return packed;
}
