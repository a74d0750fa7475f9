#include "edgead/edgead.h"

const char *ead_status_text(uint32_t status) {
    static const char *const texts[] = {
        [EAD_OK] = "ok",
        [EAD_E_ARGUMENT] = "invalid argument",
        [EAD_E_ALIGNMENT] = "memory or file not aligned to 16 bytes",
        [EAD_E_MEMORY] = "not enough memory given",
        [EAD_E_STATE] = "calls out of order",
        [EAD_E_FORMAT] = "not an EdgeAD model file",
        [EAD_E_TRUNCATED] = "model file cut short",
        [EAD_E_HASH] = "model file damaged (SHA-256 does not match)",
        [EAD_E_VERSION] = "model file needs newer kernels",
        [EAD_E_STRUCTURE] = "model file malformed",
        [EAD_E_SHAPE] = "shapes in the model file do not fit together",
        [EAD_E_SCHEDULE] = "schedule in the model file is not valid",
        [EAD_E_OVERFLOW] = "a sum in the model could overflow",
        [EAD_E_NUMERIC] = "a number in the model file is out of range",
        [EAD_E_GOLDEN] = "golden vector mismatch",
    };
    return status < sizeof texts / sizeof *texts ? texts[status] : "unknown status";
}
