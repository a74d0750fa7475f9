/* Quadrature: four counts per period, rising when A leads B. */
#ifndef EAD_ENCODER_H
#define EAD_ENCODER_H

#include <stdbool.h>
#include <stdint.h>

typedef struct ead_encoder {
    int64_t count;
    uint32_t skipped; /* both lines changed at once: an edge was missed, the direction is unknown */
    uint8_t last;     /* A << 1 | B */
} ead_encoder;

void ead_encoder_begin(ead_encoder *encoder, bool a, bool b);

/* At every edge of A or B, with the levels after it. */
void ead_encoder_edge(ead_encoder *encoder, bool a, bool b);

#endif
