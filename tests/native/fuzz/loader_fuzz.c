/*
 * libFuzzer over the loader and one frame; the hash is put right first, so that the search goes past it.
 *
 * run.sh builds it, makes the corpus and runs it.
 */
#include "harness/models.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ead_diagnosis diagnosis;
    block file = block_copy(data, size, 0);
    if (size >= 8) memcpy(file.data + 4, "EAD1", 4);
    model_seal(file.data, size);
    model_try(file.data, size, &diagnosis);
    block_free(&file);
    return 0;
}
