/* A program beside the component that knows edgead.h and the name of the operators it is to have. */
#include "edgead/edgead.h"

#include <stdio.h>
#include <string.h>

typedef struct table {
    const char *name; /* first member of ead_op_table */
} table;
const table *ead_ops_best(void);

int main(int count, char **arguments) {
    if (count < 2 || ead_version() != EAD_API_VERSION) return 2;
    printf("operators: %s\n", ead_ops_best()->name);
    return strcmp(ead_ops_best()->name, arguments[1]) != 0;
}
