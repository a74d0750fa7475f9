#include "model_check.h"

#include <string.h>

#include "../../native-kernels/src/model/sha256.h"
#include "../status.h"
#include <edgead/edgead.h>

/* Places in the header, see native-kernels/schema/model.fbs. */
enum { HASH_AT = 8, SIGNATURE_AT = 40, KEY_ID_AT = 104, HEADER_BYTES = 112 };

static bool signature_holds(const ead_model_check *check, const uint8_t *file, uint32_t bytes) {
    uint8_t header[HEADER_BYTES], digest[32];
    if (check->verify == NULL) return true;
    if (bytes < HEADER_BYTES) return false;
    memcpy(header, file, HASH_AT);
    memset(header + HASH_AT, 0, HEADER_BYTES - HASH_AT);
    ead_sha256(header, HEADER_BYTES, file + HEADER_BYTES, bytes - HEADER_BYTES, digest);
    return check->verify(check->verify_context, digest, file + SIGNATURE_AT, file + KEY_ID_AT);
}

static int open_engine(const ead_model_check *check, const uint8_t *file, uint32_t bytes, ead_engine **engine,
                       uint32_t *counter) {
    ead_info info;
    if (!signature_holds(check, file, bytes)) return EAD_D_SIGNATURE;
    ead_status status = ead_engine_open(check->memory, check->memory_bytes, file, bytes, engine, NULL);
    if (status != EAD_OK) return (int)status;
    status = ead_get_info(*engine, &info);
    *counter = info.counter;
    return (int)status;
}

int ead_model_check_start(const ead_model_check *check, const uint8_t *file, uint32_t bytes, uint32_t *counter) {
    ead_engine *engine;
    return open_engine(check, file, bytes, &engine, counter);
}

int ead_model_check_update(const ead_model_check *check, const uint8_t *file, uint32_t bytes, uint32_t *counter) {
    ead_engine *engine;
    int status = open_engine(check, file, bytes, &engine, counter);
    return status == EAD_D_OK ? (int)ead_self_test(engine, NULL) : status;
}
