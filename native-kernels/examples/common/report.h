/* What the examples do on every board: open a model, replay its golden vectors, push a picture's rows, print verdict and times. */
#ifndef REPORT_H
#define REPORT_H

#include "edgead/edgead.h"

/*
 * Prints to standard output. `model`, 16-byte aligned, stays where it is; `memory`, 16-byte aligned, is the engine's. `now`: a clock,
 * in `unit`; null: no times. 0 when the model was accepted and every golden vector gave its bytes.
 */
int report(const void *model, size_t model_bytes, void *memory, size_t memory_bytes, ead_clock now, const char *unit);

#endif
