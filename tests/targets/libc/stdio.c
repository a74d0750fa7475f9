#include <stdio.h>

#include "../target.h"

#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

struct target_file {
    const target_embedded *content;
    size_t at;
};

static FILE open_file; /* one at a time */

FILE *fopen(const char *path, const char *mode) {
    (void)mode;
    for (const target_embedded *f = target_files; f->name; f++) {
        const size_t all = strlen(path), tail = strlen(f->name);
        if (all >= tail && strcmp(path + all - tail, f->name) == 0) {
            open_file = (FILE){.content = f};
            return &open_file;
        }
    }
    return NULL;
}

size_t fread(void *to, size_t size, size_t count, FILE *file) {
    const size_t left = (file->content->size - file->at) / size, taken = count < left ? count : left;
    memcpy(to, file->content->bytes + file->at, taken * size);
    file->at += taken * size;
    return taken;
}

int fseek(FILE *file, long offset, int from) {
    file->at = (size_t)offset + (from == SEEK_END ? file->content->size : from == SEEK_CUR ? file->at : 0);
    return 0;
}

long ftell(FILE *file) {
    return (long)file->at;
}

void rewind(FILE *file) {
    file->at = 0;
}

int fclose(FILE *file) {
    file->content = NULL;
    return 0;
}

/* Text being put together; what does not fit is counted and dropped. */
typedef struct text {
    char *to;
    size_t size, used;
} text;

static void put(text *t, char c) {
    if (t->used + 1 < t->size) t->to[t->used] = c;
    t->used++;
}

static void put_number(text *t, unsigned long long value, bool negative) {
    char digits[24];
    size_t n = 0;
    do digits[n++] = (char)('0' + value % 10);
    while ((value /= 10) != 0);
    if (negative) put(t, '-');
    while (n > 0) put(t, digits[--n]);
}

/* %s %c %d %u with l, ll, z and h; nothing else. */
static void format_text(text *t, const char *format, va_list *list) {
    for (; *format; format++) {
        if (*format != '%') {
            put(t, *format);
            continue;
        }
        int longs = 0;
        for (format++; *format == 'l' || *format == 'z' || *format == 'h'; format++)
            longs += *format == 'l' ? 1 : *format == 'z' ? (int)(sizeof(size_t) / 4 - 1) * 2 : 0;
        if (*format == 's') {
            for (const char *s = va_arg(*list, const char *); *s; s++) put(t, *s);
        } else if (*format == 'd') {
            const long long v = longs > 1 ? va_arg(*list, long long) : longs ? va_arg(*list, long) : va_arg(*list, int);
            put_number(t, v < 0 ? 0 - (unsigned long long)v : (unsigned long long)v, v < 0);
        } else if (*format == 'u') {
            put_number(t, longs > 1 ? va_arg(*list, unsigned long long) : longs ? va_arg(*list, unsigned long) : va_arg(*list, unsigned), false);
        } else if (*format == 'c') {
            put(t, (char)va_arg(*list, int));
        } else {
            put(t, *format);
        }
    }
    if (t->size) t->to[t->used < t->size ? t->used : t->size - 1] = 0;
}

int snprintf(char *to, size_t size, const char *format, ...) {
    text t = {to, size, 0};
    va_list list;
    va_start(list, format);
    format_text(&t, format, &list);
    va_end(list);
    return (int)t.used;
}

int printf(const char *format, ...) {
    char line[512];
    text t = {line, sizeof line, 0};
    va_list list;
    va_start(list, format);
    format_text(&t, format, &list);
    va_end(list);
    target_write(line, t.used < sizeof line ? t.used : sizeof line - 1);
    return (int)t.used;
}

int puts(const char *text) {
    return printf("%s\n", text);
}
