/* As much of stdio as the tests use: printf to the target's console, and files that are compiled in. */
#ifndef TARGET_STDIO_H
#define TARGET_STDIO_H

#include <stddef.h>

typedef struct target_file FILE;
enum { SEEK_SET, SEEK_CUR, SEEK_END };

FILE *fopen(const char *path, const char *mode);
size_t fread(void *to, size_t size, size_t count, FILE *file);
int fseek(FILE *file, long offset, int from);
long ftell(FILE *file);
void rewind(FILE *file);
int fclose(FILE *file);

int printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
int snprintf(char *to, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));
int puts(const char *text);

#endif
