#include "vectors.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void give_up(const char *name, const char *why) {
    printf("%s/%s: %s\n", EAD_VECTORS_DIR, name, why);
    exit(2);
}

uint8_t *vectors_read(const char *name, size_t *size) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", EAD_VECTORS_DIR, name);
    FILE *file = fopen(path, "rb");
    if (!file) give_up(name, "cannot be opened");
    fseek(file, 0, SEEK_END);
    const long length = ftell(file);
    rewind(file);
    uint8_t *bytes = malloc((size_t)length);
    if (!bytes || fread(bytes, 1, (size_t)length, file) != (size_t)length) give_up(name, "cannot be read");
    fclose(file);
    *size = (size_t)length;
    return bytes;
}

static uint32_t take_u32(vector_file *file) {
    uint32_t value;
    if (file->at + 4 > file->size) give_up("?", "vector file cut short");
    memcpy(&value, file->bytes + file->at, 4);
    file->at += 4;
    return value;
}

static const uint8_t *take(vector_file *file, size_t bytes) {
    const size_t padded = (bytes + 7) / 8 * 8;
    if (padded > file->size - file->at) give_up("?", "vector file cut short");
    const uint8_t *data = file->bytes + file->at;
    file->at += padded;
    return data;
}

vector_file vectors_open(const char *name) {
    vector_file file = {0};
    file.bytes = vectors_read(name, &file.size);
    if (file.size < 8 || memcmp(file.bytes, "EADV", 4) != 0) give_up(name, "not a vector file");
    file.at = 4;
    file.left = take_u32(&file);
    return file;
}

bool vectors_next(vector_file *file, vector_case *item) {
    static const size_t element[] = {1, 4, 4, 8};
    if (file->left == 0) return false;
    file->left--;
    const uint32_t name_bytes = take_u32(file);
    item->array_count = take_u32(file);
    if (name_bytes >= VECTOR_MAX_NAME || item->array_count > VECTOR_MAX_ARRAYS) give_up("?", "a vector's name or arrays are too long");
    memcpy(item->name, take(file, name_bytes), name_bytes);
    item->name[name_bytes] = 0;
    for (uint32_t i = 0; i < item->array_count; i++) {
        vector_array *array = &item->arrays[i];
        const uint32_t type = take_u32(file);
        if (type > 3) give_up("?", "an array of an unknown type");
        array->count = take_u32(file);
        array->bytes = array->count * element[type];
        array->data = take(file, array->bytes);
    }
    return true;
}

void vectors_close(vector_file *file) {
    free(file->bytes);
    *file = (vector_file){0};
}

void vectors_for_each(const char *name, void (*test)(const vector_case *item)) {
    vector_file file = vectors_open(name);
    vector_case item;
    while (vectors_next(&file, &item)) {
        test_begin(item.name);
        test(&item);
        test_end();
    }
    vectors_close(&file);
}
