/* What a piece of work takes on a target: instructions where an emulator counts them, else time. */
#ifndef EAD_MEASURE_H
#define EAD_MEASURE_H

#include "parts.h"

/* Runs the work and prints a line: table, part, figure, text. */
void measure(const char *table, const char *part, void (*work)(const parts *, uint32_t), const parts *p, uint32_t index, const char *text);

#endif
