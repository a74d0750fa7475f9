/*
 * A plugin for QEMU's TCG: counts the instructions that run between two addresses, exactly, and prints `count N` on standard error
 * each time the second is reached. Arguments: begin=ADDRESS end=ADDRESS (decimal).
 *
 * Debian ships no header for plugins; these are the prototypes of the stable interface that this file needs: version 1 of QEMU 7, or with
 * PLUGIN_VERSION a later one, where every instruction is counted by a call because counting in line has other names.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t plugin_id;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
typedef void (*on_translation)(plugin_id id, struct qemu_plugin_tb *block);
typedef void (*on_execution)(unsigned processor, void *data);

void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id id, on_translation call);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *block, size_t index);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *instruction);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *instruction, on_execution call, int flags, void *data);
#if !defined(PLUGIN_VERSION) || PLUGIN_VERSION == 1
void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *instruction, int operation, void *counter, uint64_t value);
#endif

#ifndef PLUGIN_VERSION
#define PLUGIN_VERSION 1
#endif
extern const int qemu_plugin_version;
const int qemu_plugin_version = PLUGIN_VERSION;
int qemu_plugin_install(plugin_id id, const void *machine, int count, char **arguments);

static uint64_t begin, end, executed, started;

static void at_begin(unsigned processor, void *data) {
    (void)processor, (void)data;
    started = executed;
}

static void at_end(unsigned processor, void *data) {
    (void)processor, (void)data;
    fprintf(stderr, "count %" PRIu64 "\n", executed - started);
}

#if PLUGIN_VERSION > 1
static void at_instruction(unsigned processor, void *data) {
    (void)processor, (void)data;
    executed++;
}

static void count(struct qemu_plugin_insn *instruction) {
    qemu_plugin_register_vcpu_insn_exec_cb(instruction, at_instruction, 0, NULL);
}
#else
static void count(struct qemu_plugin_insn *instruction) {
    qemu_plugin_register_vcpu_insn_exec_inline(instruction, 0 /* add */, &executed, 1);
}
#endif

static void translated(plugin_id id, struct qemu_plugin_tb *block) {
    (void)id;
    for (size_t i = 0; i < qemu_plugin_tb_n_insns(block); i++) {
        struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
        const uint64_t address = qemu_plugin_insn_vaddr(instruction);
        if (address == begin) qemu_plugin_register_vcpu_insn_exec_cb(instruction, at_begin, 0, NULL);
        if (address == end) qemu_plugin_register_vcpu_insn_exec_cb(instruction, at_end, 0, NULL);
        count(instruction);
    }
}

__attribute__((visibility("default"))) int qemu_plugin_install(plugin_id id, const void *machine, int count, char **arguments) {
    (void)machine;
    for (int i = 0; i < count; i++) {
        if (strncmp(arguments[i], "begin=", 6) == 0) begin = strtoull(arguments[i] + 6, NULL, 10);
        if (strncmp(arguments[i], "end=", 4) == 0) end = strtoull(arguments[i] + 4, NULL, 10);
    }
    if (!begin || !end) return 1;
    qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
    return 0;
}
