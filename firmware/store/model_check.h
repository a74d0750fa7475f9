/* Is this a model that may run? Signature, structure, golden vectors. */
#ifndef EAD_MODEL_CHECK_H
#define EAD_MODEL_CHECK_H

#include <stddef.h>

#include "../hal.h"

typedef struct ead_model_check {
    void *memory; /* working memory of an engine, EAD_ALIGNMENT aligned, not shared with the engine that runs */
    size_t memory_bytes;
    ead_verify_signature verify; /* NULL: unsigned models are taken (a firmware built without a key) */
    void *verify_context;
} ead_model_check;

/* Signature, then structure (ead_engine_open): what stands between a model and every start.
 * EAD_D_SIGNATURE, or an ead_status; `counter` receives the model's update counter. */
int ead_model_check_start(const ead_model_check *check, const uint8_t *file, uint32_t bytes, uint32_t *counter);

/* The same and every golden vector: what an update must pass. */
int ead_model_check_update(const ead_model_check *check, const uint8_t *file, uint32_t bytes, uint32_t *counter);

#endif
