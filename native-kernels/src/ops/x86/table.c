#include "avx2.h"

const ead_op_table ead_ops_avx2 = {
    .name = "avx2",
    .row = {ead_conv3x3_row_avx2, ead_depthwise3x3_row_avx2, ead_pointwise_row_avx2, ead_add_row_avx2},
    .project = ead_project_avx2,
    .whiten = ead_whiten_avx2,
};
