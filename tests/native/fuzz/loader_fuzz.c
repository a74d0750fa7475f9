/*
 * libFuzzer over the loader and one frame; the hash is put right first, so that the search goes past it.
 *
 *   cmake -S native-kernels -B build/fuzz -DCMAKE_C_COMPILER=clang -DEAD_TESTS=ON -DEAD_SANITIZE=ON -DEAD_FUZZ=ON
 *   cmake --build build/fuzz --target loader_fuzz
 *   mkdir -p build/fuzz/corpus && cp tests/vectors/models/?*.ead build/fuzz/corpus
 *   build/fuzz/tests/loader_fuzz -max_len=8192 -max_total_time=600 build/fuzz/corpus
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
