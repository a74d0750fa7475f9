#include "encoder.h"

/* Position of A << 1 | B in the order 00, 10, 11, 01 in which the lines go when A leads. */
static const uint8_t PHASE[4] = {0, 3, 1, 2};

static uint8_t lines(bool a, bool b) {
    return (uint8_t)((a ? 2 : 0) | (b ? 1 : 0));
}

void ead_encoder_begin(ead_encoder *encoder, bool a, bool b) {
    *encoder = (ead_encoder){.last = lines(a, b)};
}

void ead_encoder_edge(ead_encoder *encoder, bool a, bool b) {
    uint8_t now = lines(a, b);
    switch ((PHASE[now] - PHASE[encoder->last]) & 3) {
    case 1:
        encoder->count++;
        break;
    case 3:
        encoder->count--;
        break;
    case 2:
        encoder->skipped++;
        break;
    default:
        break;
    }
    encoder->last = now;
}
