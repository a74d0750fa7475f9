#include "model.h"
#include "sha256.h"

#include <string.h>

ead_status ead_model_check_header(const void *file, size_t size, ead_diagnosis *diagnosis) {
    const uint8_t *bytes = file;
    if (!file) return ead_refuse(diagnosis, EAD_E_ARGUMENT, "no file", 0);
    if ((uintptr_t)file % EAD_ALIGNMENT != 0)
        return ead_refuse(diagnosis, EAD_E_ALIGNMENT, "the file does not lie at a 16-byte aligned address", 0);
    if (size >= 8 && memcmp(bytes + 4, "EAD1", 4) != 0) return ead_refuse(diagnosis, EAD_E_FORMAT, "not an EdgeAD model file", 0);
    if (size <= EAD_HEADER_BYTES)
        return ead_refuse(diagnosis, EAD_E_TRUNCATED, "shorter than a model file's header", (uint32_t)size);
    if (size > INT32_MAX) return ead_refuse(diagnosis, EAD_E_FORMAT, "larger than a model file can be", 0);
    uint8_t digest[32];
    ead_sha256(bytes, 8, bytes + 40, size - 40, digest);
    if (memcmp(digest, bytes + 8, sizeof digest) != 0)
        return ead_refuse(diagnosis, EAD_E_HASH, "SHA-256 does not match: the file is damaged or cut short", 0);
    return EAD_OK;
}

ead_status ead_model_open(ead_model *model, const void *file, size_t size, ead_diagnosis *diagnosis) {
    ead_status status = ead_model_check_header(file, size, diagnosis);
    if (status == EAD_OK) status = ead_model_read(model, file, size, diagnosis);
    if (status == EAD_OK) status = ead_model_check(model, diagnosis);
    if (status == EAD_OK) status = ead_model_check_schedule(model, diagnosis);
    return status;
}
