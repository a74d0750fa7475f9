#include "ops.h"

const ead_op_table ead_ops_reference = {
    .name = "reference",
    .row = {ead_conv3x3_row, ead_depthwise3x3_row, ead_pointwise_row, ead_add_row},
};
