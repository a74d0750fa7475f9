/* Model files for tests. */
#ifndef MODELS_H
#define MODELS_H

#include "block.h"
#include "edgead/edgead.h"
#include "model/model.h"

/* The valid models of tests/vectors/models, by name without folder and extension; ends with null. The first SMALL_MODELS have few bytes. */
extern const char *const model_names[];
enum { SMALL_MODELS = 6 };

/* A model file in memory of exactly its size. */
block model_load(const char *name);

/* Writes the right SHA-256 over a file that was changed on purpose. */
void model_seal(uint8_t *file, size_t size);

/* An engine in memory of exactly the size it asked for. */
typedef struct model_engine {
    block file, memory;
    ead_engine *engine;
} model_engine;

/* Opens a copy of a file that must be valid. */
model_engine model_open(const block *file);
void model_close(model_engine *m);

/* Golden vector `index` of a valid model. */
ead_golden model_golden(const model_engine *m, uint32_t index);

/* Loads a file from anywhere and, when it is accepted, runs one frame and the self-test in exactly the memory it asks for. */
ead_status model_try(const uint8_t *file, size_t size, ead_diagnosis *diagnosis);

#endif
