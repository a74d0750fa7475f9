#include "cortexm.h"

extern const ead_op_table ead_ops_cortexm;
const ead_op_table ead_ops_cortexm = {
    .name = "cortexm",
    .row = {ead_dense_row_cortexm, ead_depthwise3x3_row_cortexm, ead_dense_row_cortexm, ead_add_row_cortexm},
    .project = ead_project_cortexm,
    .whiten = ead_whiten_cortexm,
};
