/* WebAssembly: three imports from wasm.mjs. */
#include "../target.h"

__attribute__((import_module("target"), import_name("write"))) void host_write(const char *text, size_t count);
__attribute__((import_module("target"), import_name("exit"))) void host_exit(int status);

__attribute__((import_module("target"), import_name("now_ns"))) double host_now_ns(void);

double target_now_ns(void) {
    return host_now_ns();
}

void target_write(const char *text, size_t count) {
    host_write(text, count);
}

void target_exit(int status) {
    host_exit(status);
    __builtin_trap();
}
