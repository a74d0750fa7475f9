#include "ops.h"

const ead_op_table ead_ops_reference = {
    .name = "reference",
    .row = {ead_conv3x3_row, ead_depthwise3x3_row, ead_pointwise_row, ead_add_row},
    .project = ead_project,
    .whiten = ead_whiten,
};

#ifdef EAD_X86 /* set by the build when src/ops/x86 is part of it */
extern const ead_op_table ead_ops_avx2;
#ifdef EAD_X86_AVX512
extern const ead_op_table ead_ops_avx512;

static int has_avx512(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vnni");
}
#endif

const ead_op_table *ead_ops_at(uint32_t index) {
    const ead_op_table *runnable[3] = {NULL, NULL, NULL};
    uint32_t count = 0;
#ifdef EAD_X86_AVX512
    if (has_avx512()) runnable[count++] = &ead_ops_avx512;
#endif
    if (__builtin_cpu_supports("avx2")) runnable[count++] = &ead_ops_avx2;
    runnable[count++] = &ead_ops_reference;
    return index < count ? runnable[index] : NULL;
}
#elif defined(EAD_TARGET_OPS) /* the name of the one table that a build for a microcontroller or WebAssembly adds */
extern const ead_op_table EAD_TARGET_OPS;

const ead_op_table *ead_ops_at(uint32_t index) {
    return index == 0 ? &EAD_TARGET_OPS : index == 1 ? &ead_ops_reference : NULL;
}
#else
const ead_op_table *ead_ops_at(uint32_t index) {
    return index == 0 ? &ead_ops_reference : NULL;
}
#endif

const ead_op_table *ead_ops_best(void) {
    return ead_ops_at(0);
}
