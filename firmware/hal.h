/* The thin layer below everything in this folder: what a board must offer. On the PC tests/firmware implements it. */
#ifndef EAD_HAL_H
#define EAD_HAL_H

#include <stdbool.h>
#include <stdint.h>

/* Code that interrupts run: it must be in internal memory, because flash cannot be read while it is written. */
#ifdef ESP_PLATFORM
#include <esp_attr.h>
#define EAD_ISR IRAM_ATTR
#else
#define EAD_ISR
#endif

enum { EAD_SECTOR_BYTES = 4096 };

/* Partitions of the board's flash layout (boards/layouts). */
typedef enum ead_region { EAD_MODEL_A = 0, EAD_MODEL_B = 1, EAD_MODEL_STATE = 2, EAD_SETTINGS = 3, EAD_EVENTS = 4 } ead_region;

/* NOR flash. Erasing sets a sector to 0xFF; programming only clears bits. Power may fail during either: then a prefix of the
 * bytes is programmed, or a sector holds anything. Each function returns false when it failed. */
typedef struct ead_flash {
    void *context;
    bool (*read)(void *context, ead_region region, uint32_t offset, void *bytes, uint32_t count);
    bool (*write)(void *context, ead_region region, uint32_t offset, const void *bytes, uint32_t count);
    bool (*erase)(void *context, ead_region region, uint32_t sector_offset);
    uint32_t (*size)(void *context, ead_region region);
    const uint8_t *(*map)(void *context, ead_region region); /* read in place; 16-byte aligned; NULL: cannot */
} ead_flash;

/* Short sections in which neither the other core nor an interrupt may come between: a spinlock on the board. Not nested. */
typedef struct ead_lock {
    void *context;
    void (*enter)(void *context);
    void (*leave)(void *context);
} ead_lock;

/* Pins, encoder and one alarm. All but claim and release are called from interrupts too. */
typedef struct ead_wires {
    void *context;
    int64_t (*now)(void *context);                /* microseconds since start, never going back */
    int64_t (*position)(void *context);           /* quadrature counts, four per period; 0 without encoder */
    bool (*claim)(void *context, int32_t signal, int32_t pin, uint32_t flags); /* false: no such pin, taken, or not able to */
    void (*release)(void *context);               /* all pins that were claimed; outputs low */
    void (*write)(void *context, int32_t pin, bool high);
    bool (*read)(void *context, int32_t pin);
    void (*alarm)(void *context, int64_t at);     /* ead_line_alarm once at this time, in place of the alarm before; INT64_MAX: none */
    void (*restart)(void *context, int32_t cause); /* the chip starts anew and reports this cause; does not return on a board */
} ead_wires;

/* A picture in the driver's memory. */
typedef struct ead_frame {
    const uint8_t *pixels;
    uint32_t bytes, width, height;
    int64_t started; /* when its first row left the sensor */
    int64_t count;   /* encoder count of that moment, latched by the same interrupt */
    void *handle;    /* the driver's */
} ead_frame;

typedef struct ead_camera_setup {
    uint32_t format, width, height; /* format: ead_pixel_format */
    int64_t interval;               /* microseconds from frame to frame */
    int64_t readout;                /* from the first row to the last */
    int64_t exposure;               /* of one row, once locked */
    int32_t exposure_value, gain_value; /* of the sensor's registers; -1: what its automatic has found when it is locked */
    uint32_t settle;                /* frames after a start before exposure and gain are locked and pictures count */
} ead_camera_setup;

/* An image sensor and its driver. None of these may block for longer than a frame, start excepted. */
typedef struct ead_sensor {
    void *context;
    void (*power)(void *context, bool on);                            /* power pin, reset pin or power chip */
    bool (*start)(void *context, const ead_camera_setup *setup);      /* false: no sensor answers, or it refuses the setup */
    void (*stop)(void *context);
    bool (*lock)(void *context, const ead_camera_setup *setup);       /* automatic exposure, gain and white balance off */
    bool (*take)(void *context, ead_frame *frame);                    /* the newest complete frame; false: none yet */
    void (*give)(void *context, const ead_frame *frame);              /* back to the driver */
} ead_sensor;

/* What is left of the chip. */
typedef struct ead_system {
    void *context;
    int32_t (*reset_cause)(void *context);                            /* the numbers of LineCalls.Cause... */
    void (*memory)(void *context, int64_t *internal, int64_t *external); /* free bytes */
    void (*guard)(void *context, int32_t milliseconds);               /* arms, or feeds, the watchdog below our own */
    int32_t (*read_port)(void *context, uint8_t *bytes, uint32_t count);  /* bytes taken; -1: no port */
    int32_t (*write_port)(void *context, const uint8_t *bytes, uint32_t count); /* bytes queued; -1: no port */
} ead_system;

/* ECDSA P-256 over a SHA-256 digest: mbedTLS on the board. True when `signature` (r || s) is the one of the key with this id. */
typedef bool (*ead_verify_signature)(void *context, const uint8_t digest[32], const uint8_t signature[64],
                                     const uint8_t key_id[8]);

#endif
