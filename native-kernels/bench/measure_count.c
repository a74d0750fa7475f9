/* Instructions between count_begin and count_end, counted by an emulator that knows where they are; it says the number, in place of
 * the `#` printed here, before the line comes. */
#include "measure.h"
#include "counted.h"

#include <stdio.h>

void measure(const char *table, const char *part, void (*work)(const parts *, uint32_t), const parts *p, uint32_t index, const char *text) {
    count_begin();
    work(p, index);
    count_end();
    printf("%s\t%s\t#\t%s\n", table, part, text);
}
