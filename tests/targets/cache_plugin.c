/*
 * A plugin for QEMU's TCG: what a processor that runs from external memory waits for. Between two addresses every instruction fetch goes
 * through a model of the instruction cache, every access to data that lie in external memory through one of the data cache; both are
 * set-associative and replace the line that was used least recently. What lies in internal memory is not cached. Caches are empty where
 * a region begins: other tasks ran before it. Prints `lines INSTRUCTIONS CODE CONSTANTS FRAME` on standard error at the end of each region:
 * instructions, lines fetched for code (literals too), for constants in flash, for the camera's frame.
 *
 * Arguments, numbers decimal: begin=ADDRESS end=ADDRESS code=FROM:TO constants=FROM:TO frame=FROM:TO (addresses) icache=BYTES:WAYS:LINE
 * dcache=BYTES:WAYS:LINE. Written for version 4 of the plugin interface (QEMU 9); the prototypes are what this file needs of it.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t plugin_id;
typedef uint32_t memory_access;
struct qemu_plugin_tb;
struct qemu_plugin_insn;

void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id id, void (*call)(plugin_id id, struct qemu_plugin_tb *block));
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *block, size_t index);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *instruction);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *instruction);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *instruction, void (*call)(unsigned processor, void *data), int flags, void *data);
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *instruction, void (*call)(unsigned processor, memory_access access, uint64_t address, void *data),
                                      int flags, int read_write, void *data);
unsigned qemu_plugin_mem_size_shift(memory_access access);

enum { READ_WRITE = 3 };
extern const int qemu_plugin_version;
const int qemu_plugin_version = 4;
int qemu_plugin_install(plugin_id id, const void *machine, int count, char **arguments);

typedef struct span {
    uint64_t from, to;
} span;

typedef struct cache {
    uint64_t sets, ways, line;
    uint64_t *tags; /* [sets][ways], the most recently used first; 0: empty */
} cache;

static span code, constants, frame;
static cache instruction_cache, data_cache;
static uint64_t begin, end, instructions, code_lines, constant_lines, frame_lines;
static int inside;

static int in(span s, uint64_t address) {
    return address >= s.from && address < s.to;
}

/* Lines that bytes [address, address + size) have fetched. */
static uint64_t touch(cache *c, uint64_t address, uint64_t size) {
    uint64_t fetched = 0;
    for (uint64_t number = address / c->line; number <= (address + size - 1) / c->line; number++) {
        uint64_t *set = c->tags + number % c->sets * c->ways, at = 0;
        while (at < c->ways && set[at] != number + 1) at++;
        if (at == c->ways) fetched++, at--;
        memmove(set + 1, set, at * sizeof *set);
        set[0] = number + 1;
    }
    return fetched;
}

static void empty(cache *c) {
    memset(c->tags, 0, c->sets * c->ways * sizeof *c->tags);
}

static void at_begin(unsigned processor, void *data) {
    (void)processor, (void)data;
    inside = 1;
    empty(&instruction_cache);
    empty(&data_cache);
    instructions = code_lines = constant_lines = frame_lines = 0;
}

static void at_end(unsigned processor, void *data) {
    (void)processor, (void)data;
    inside = 0;
    fprintf(stderr, "lines %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", instructions, code_lines, constant_lines, frame_lines);
}

static void at_instruction(unsigned processor, void *data) {
    const uint64_t packed = (uint64_t)(uintptr_t)data; /* address << 4 | bytes */
    (void)processor;
    if (!inside) return;
    instructions++;
    code_lines += touch(&instruction_cache, packed >> 4, packed & 15);
}

static void at_access(unsigned processor, memory_access access, uint64_t address, void *data) {
    const uint64_t size = 1u << qemu_plugin_mem_size_shift(access);
    (void)processor, (void)data;
    if (!inside) return;
    if (in(code, address)) code_lines += touch(&instruction_cache, address, size); /* literals come by the instruction bus */
    if (in(constants, address)) constant_lines += touch(&data_cache, address, size);
    if (in(frame, address)) frame_lines += touch(&data_cache, address, size);
}

static void translated(plugin_id id, struct qemu_plugin_tb *block) {
    (void)id;
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(block); i++) {
        struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
        const uint64_t address = qemu_plugin_insn_vaddr(instruction), packed = address << 4 | (qemu_plugin_insn_size(instruction) & 15);
        if (address == end) qemu_plugin_register_vcpu_insn_exec_cb(instruction, at_end, 0, NULL);
        qemu_plugin_register_vcpu_insn_exec_cb(instruction, at_instruction, 0, (void *)(uintptr_t)packed);
        qemu_plugin_register_vcpu_mem_cb(instruction, at_access, 0, READ_WRITE, NULL);
        if (address == begin) qemu_plugin_register_vcpu_insn_exec_cb(instruction, at_begin, 0, NULL);
    }
}

static int read_span(const char *text, span *s) {
    return sscanf(text, "%" SCNu64 ":%" SCNu64, &s->from, &s->to) == 2;
}

static int read_cache(const char *text, cache *c) {
    uint64_t bytes;
    if (sscanf(text, "%" SCNu64 ":%" SCNu64 ":%" SCNu64, &bytes, &c->ways, &c->line) != 3 || !c->ways || !c->line) return 0;
    c->sets = bytes / c->ways / c->line;
    c->tags = calloc(c->sets * c->ways, sizeof *c->tags);
    return c->sets > 0 && c->tags != NULL;
}

__attribute__((visibility("default"))) int qemu_plugin_install(plugin_id id, const void *machine, int count, char **arguments) {
    int known = 0;
    (void)machine;
    for (int i = 0; i < count; i++) {
        const char *value = strchr(arguments[i], '=');
        if (!value++) return 1;
        if (strncmp(arguments[i], "begin=", 6) == 0) known += (begin = strtoull(value, NULL, 10)) != 0;
        if (strncmp(arguments[i], "end=", 4) == 0) known += (end = strtoull(value, NULL, 10)) != 0;
        if (strncmp(arguments[i], "code=", 5) == 0) known += read_span(value, &code);
        if (strncmp(arguments[i], "constants=", 10) == 0) known += read_span(value, &constants);
        if (strncmp(arguments[i], "frame=", 6) == 0) known += read_span(value, &frame);
        if (strncmp(arguments[i], "icache=", 7) == 0) known += read_cache(value, &instruction_cache);
        if (strncmp(arguments[i], "dcache=", 7) == 0) known += read_cache(value, &data_cache);
    }
    if (known != 7) return 1;
    qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
    return 0;
}
