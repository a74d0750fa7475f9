/* The status port on a pseudo-terminal, and what a computer says in a chip's place. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "host.h"

enum { POWER_ON = 1 };

static int32_t reset_cause(void *context) {
    (void)context;
    return POWER_ON;
}

static void free_memory(void *context, int64_t *internal, int64_t *external) {
    (void)context;
    *internal = *external = 0;
}

static void guard(void *context, int32_t milliseconds) {
    (void)context, (void)milliseconds;
}

static int32_t read_port(void *context, uint8_t *bytes, uint32_t count) {
    const host *self = context;
    ssize_t taken = self->port < 0 ? -1 : read(self->port, bytes, count);
    return self->port < 0 ? -1 : taken < 0 ? 0 : (int32_t)taken;
}

static int32_t write_port(void *context, const uint8_t *bytes, uint32_t count) {
    const host *self = context;
    ssize_t taken = self->port < 0 ? -1 : write(self->port, bytes, count);
    return self->port < 0 ? -1 : taken < 0 ? 0 : (int32_t)taken;
}

static int open_port(const char *link) {
    if (link == NULL) return -1;
    int port = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
    struct termios raw;
    if (port < 0 || grantpt(port) != 0 || unlockpt(port) != 0 || tcgetattr(port, &raw) != 0) host_give_up("no terminal for", link);
    cfmakeraw(&raw);
    tcsetattr(port, TCSANOW, &raw);
    unlink(link);
    if (symlink(ptsname(port), link) != 0) host_give_up("cannot link", link);
    int held = open(link, O_RDWR | O_NOCTTY); /* stays open, so that the port outlives who asks it */
    if (held < 0) host_give_up("cannot open", link);
    return port;
}

ead_system host_system(host *self) {
    self->port = open_port(getenv("EDGEAD_PORT"));
    return (ead_system){self, reset_cause, free_memory, guard, read_port, write_port};
}
