/* Reads the vector files; layout in tests/vectors/reference/container.py, meaning of the arrays in tests/vectors/cases. */
#ifndef VECTORS_H
#define VECTORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { VECTOR_MAX_ARRAYS = 24, VECTOR_MAX_NAME = 96 };

typedef struct vector_array {
    const void *data; /* aligned to 8 bytes; int8, int32, float or double */
    uint32_t count;
    size_t bytes;
} vector_array;

typedef struct vector_case {
    char name[VECTOR_MAX_NAME];
    uint32_t array_count;
    vector_array arrays[VECTOR_MAX_ARRAYS];
} vector_case;

typedef struct vector_file {
    uint8_t *bytes;
    size_t size, at;
    uint32_t left;
} vector_file;

/* A whole file of tests/vectors in freshly allocated memory; ends the program with a message when it cannot be read. */
uint8_t *vectors_read(const char *name, size_t *size);

vector_file vectors_open(const char *name);
bool vectors_next(vector_file *file, vector_case *item);
void vectors_close(vector_file *file);

/* Runs `test` for every case of a file, each as a test of its own. */
void vectors_for_each(const char *name, void (*test)(const vector_case *item));

#endif
