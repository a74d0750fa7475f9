/*
 * EdgeAD kernels: visual anomaly detection for microcontrollers.
 *
 *   ead_engine *engine;
 *   ead_engine_open(memory, bytes, file, file_size, &engine, NULL);  // verifies the file; memory: caller's, EAD_ALIGNMENT
 * aligned ead_begin(engine, &(ead_source){EAD_PIXELS_RGB565_BE, 240, 240}); while (rows arrive) ead_push_rows(engine, rows,
 * stride, count); ead_finish(engine, &result);                                     // result.reject, result.score, result.cells
 *
 * No allocation, no globals, no I/O. An engine may be used by one thread at a time; engines are independent of each other.
 * The model file is read in place and must stay where it is, unchanged, as long as the engine lives.
 *
 * ESP32-S3 with ESP-IDF: ead_push_rows, ead_score_frame, ead_score_features and ead_self_test use the vector unit. Call them
 *   - from tasks only, never from an interrupt: nothing saves the unit's registers there, and where the interrupted task has the unit
 *     enabled its registers are destroyed without a trap;
 *   - from a task that xTaskCreatePinnedToCore has pinned: the first vector instruction pins a task to the core it is on, for good;
 *   - with 208 bytes of stack to spare for the registers, which FreeRTOS saves when another task uses the unit (ESP-IDF 5.5).
 * Between calls a task may block as it likes: no call leaves anything in the unit. docs/esp32s3.md gives the sources.
 */
#ifndef EDGEAD_H
#define EDGEAD_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(EAD_SHARED) && defined(_WIN32)
#define EAD_API __declspec(dllexport)
#elif defined(EAD_SHARED)
#define EAD_API __attribute__((visibility("default")))
#else
#define EAD_API
#endif

/* Alignment in bytes of engine memory and of model files. */
#define EAD_ALIGNMENT 16u

/* Version of this API: major * 10000 + minor * 100 + patch. */
#define EAD_API_VERSION 500u

typedef enum ead_status {
    EAD_OK = 0,
    EAD_E_ARGUMENT = 1,  /* a null pointer or a value outside its documented range */
    EAD_E_ALIGNMENT = 2, /* memory or file not aligned to EAD_ALIGNMENT */
    EAD_E_MEMORY = 3,    /* the caller's memory is too small */
    EAD_E_STATE = 4,     /* calls out of order: push before begin, finish before every cell is scored */
    EAD_E_FORMAT = 5,    /* not an EdgeAD model file */
    EAD_E_TRUNCATED = 6, /* the file ends before its content does */
    EAD_E_HASH = 7,      /* SHA-256 does not match: the file is damaged */
    EAD_E_VERSION = 8,   /* written for a newer version of this library */
    EAD_E_STRUCTURE = 9, /* an offset or a length points outside the file, or a required part is missing */
    EAD_E_SHAPE = 10,    /* shapes do not fit together */
    EAD_E_SCHEDULE = 11, /* the schedule reads a row too early or overwrites one too early */
    EAD_E_OVERFLOW = 12, /* an accumulator or a product could overflow */
    EAD_E_NUMERIC = 13,  /* a number is not finite or outside its range */
    EAD_E_GOLDEN = 14    /* a golden vector gave other bytes than the file expects */
} ead_status;

/* Where a model file was refused. `what` is a static English text; `index` the layer, tensor, step or vector concerned. */
typedef struct ead_diagnosis {
    const char *what;
    uint32_t index;
} ead_diagnosis;

typedef enum ead_pixel_format {
    EAD_PIXELS_RGB888 = 0,    /* R, G, B bytes */
    EAD_PIXELS_GRAY8 = 1,     /* one byte */
    EAD_PIXELS_RGB565_BE = 2, /* high byte first, as OV2640 and its kin send it; r, g, b stand for 8 r + 4, 4 g + 2, 8 b + 4, the middle of what was cut off */
    EAD_PIXELS_RGB565_LE = 3, /* low byte first */
    EAD_PIXELS_YUYV = 4       /* Y0 U Y1 V, full-range BT.601; the width must be even */
} ead_pixel_format;

/* A source frame. Both sides 1..8192 pixels. */
typedef struct ead_source {
    uint32_t format; /* ead_pixel_format */
    uint32_t width;
    uint32_t height;
} ead_source;

/* The verdict on one frame. */
typedef struct ead_result {
    float score;        /* image score, larger = more anomalous */
    float threshold;    /* the threshold that was applied */
    uint32_t reject;    /* 1 unless score <= threshold (a score that is not a number rejects) */
    uint32_t worst;     /* index of the highest-scoring cell */
    uint32_t rows;      /* rows of the cell grid */
    uint32_t columns;   /* columns of the cell grid */
    const float *cells; /* [rows][columns], in engine memory; valid until the next ead_begin */

    /* How far the line has moved from the good frames of training, in standard deviations; 0 when the model has no drift statistics. */
    float drift;              /* of the averages over the last frames: the one to watch */
    float frame_drift;        /* of this frame alone */
    uint32_t drift_statistic; /* which one `drift` is about: 0 brightness, 1 sharpness, 2 + i feature i */
    const float *statistics;  /* [drift_statistics of ead_info], this frame's, in engine memory; null when there are none */
} ead_result;

/* Facts about an opened model. */
typedef struct ead_info {
    uint32_t input_width, input_height, input_channels;
    uint32_t tensor_count, layer_count, golden_count;
    uint32_t grid_rows, grid_columns, dimensions, components;
    uint32_t engine_bytes; /* all working memory of this engine */
    uint32_t arena_bytes;  /* of it, rows under way */
    uint32_t packed_bytes; /* weights that this processor's operators repacked; 0 where they run from the file */
    uint32_t features;         /* channels of all cuts together: int8 per cell before the projection */
    uint32_t drift_statistics; /* how many are watched; 0: the model has none */
    float threshold;       /* as shipped */
    uint32_t counter;      /* monotonic update counter */
    uint8_t sha256[32];
    uint32_t device_bytes; /* engine_bytes on a 32-bit processor, without what its operators may repack */
} ead_info;

/* Shape and quantisation of one feature map: int8 [rows][columns][channels], real = scale * (value - zero_point). */
typedef struct ead_tensor_info {
    uint32_t rows, columns, channels;
    float scale;
    int32_t zero_point;
} ead_tensor_info;

typedef struct ead_engine ead_engine;

/* Size of ead_verified in 8-byte words. */
#define EAD_VERIFIED_WORDS 40u

/* Version of the library that is linked: EAD_API_VERSION at its build. */
EAD_API uint32_t ead_version(void);

/* A short English text for a status; never null. */
EAD_API const char *ead_status_text(uint32_t status);

/*
 * Opening a model. Each of the three ways verifies the file as a whole, SHA-256 included, and each ends in an engine only if all is well:
 *   ead_engine_open                     into memory of a fixed size: verified once;
 *   ead_verify, then ead_engine_build   asks for the size first: verified once;
 *   ead_engine_bytes, ead_engine_open   the same in two calls that know nothing of each other: verified twice.
 * `diagnosis` may be null in all of them.
 */

/* A file that was verified and lies where it lay then, unchanged. Its content is the library's; it may be copied, and needs no release. */
typedef struct ead_verified {
    uint64_t content[EAD_VERIFIED_WORDS];
} ead_verified;

/* Verifies a model file and says how many bytes of working memory an engine for it needs on this processor. */
EAD_API ead_status ead_verify(const void *file, size_t file_size, ead_verified *verified, size_t *bytes, ead_diagnosis *diagnosis);

/*
 * Bytes beyond those that an engine needs and puts to use where its memory has them: copies of the density, all of which every frame reads
 * (96x96 pixels, 16 dimensions, one Gaussian per cell: 74 KB). Worth having where the file lies in slower memory than the engine, in mapped
 * flash for example. 0: no such constants, or a file that was refused.
 */
EAD_API size_t ead_constants_bytes(const ead_verified *verified);

/* Builds an engine in the caller's memory. EAD_E_STATE when ead_verify has refused the file; otherwise as ead_engine_open. */
EAD_API ead_status ead_engine_build(const ead_verified *verified, void *memory, size_t memory_size, ead_engine **engine,
                                    ead_diagnosis *diagnosis);

/* Verifies a model file and says how many bytes of working memory an engine for it needs on this processor. */
EAD_API ead_status ead_engine_bytes(const void *file, size_t file_size, size_t *bytes, ead_diagnosis *diagnosis);

/* Verifies a model file and builds an engine in the caller's memory. EAD_E_MEMORY when that is too small; the diagnosis' index is
 * then the number of bytes needed. */
EAD_API ead_status ead_engine_open(void *memory, size_t memory_size, const void *file, size_t file_size, ead_engine **engine,
                                   ead_diagnosis *diagnosis);

/* Starts a frame; whatever the engine was doing is dropped. */
EAD_API ead_status ead_begin(ead_engine *engine, const ead_source *source);

/*
 * Hands over the next `count` source rows, `stride` bytes apart. Any number of rows at a time gives the same bytes. The ESP32-S3 is fastest
 * from whole frames or multiples of 15 rows of 240 or 320 pixels, RGB565 or YUYV, rows and stride 16-byte aligned: for models of 96x96 five
 * rows become two in one go, for models of 160x160 three (grey models: RGB565 only); or from RGB565 frames of the model's own size. Fewer rows at a time and other
 * frames are converted by plain C there, which takes about ten times as long.
 */
EAD_API ead_status ead_push_rows(ead_engine *engine, const uint8_t *rows, size_t stride, uint32_t count);

/* The verdict, once every cell is scored: after the last row at the latest, earlier where the crop leaves rows out at the bottom.
 */
EAD_API ead_status ead_finish(ead_engine *engine, ead_result *result);

/* begin, push_rows and finish for a frame that lies in memory as a whole. */
EAD_API ead_status ead_score_frame(ead_engine *engine, const ead_source *source, const uint8_t *pixels, size_t stride,
                                   ead_result *result);

/*
 * Scores a frame whose features were tapped earlier: int8 [grid_rows][grid_columns][features]. The same head gives the same bytes as on the
 * frame itself; drift is not judged. For fitting and calibration, which score the same pictures under many densities.
 */
EAD_API ead_status ead_score_features(ead_engine *engine, const int8_t *features, ead_result *result);

/* Replays every golden vector of the model; EAD_E_GOLDEN and the index of the first that differs in any bit. Leaves drift as it is. */
EAD_API ead_status ead_self_test(ead_engine *engine, ead_diagnosis *diagnosis);

/* Another threshold than the shipped one, e.g. after teach-in on site. Must be finite. */
EAD_API ead_status ead_set_threshold(ead_engine *engine, float threshold);

/* Forgets the frames behind the drift figure, e.g. after the lamp was changed. */
EAD_API ead_status ead_reset_drift(ead_engine *engine);

EAD_API ead_status ead_get_info(const ead_engine *engine, ead_info *info);
EAD_API ead_status ead_get_tensor(const ead_engine *engine, uint32_t tensor, ead_tensor_info *info);

/* Where a copy of a feature map goes. destination null: nowhere. */
typedef struct ead_tap {
    void *destination;
    size_t bytes;
} ead_tap;

/*
 * Copies feature maps as they are computed: taps[t] receives tensor t, int8 [rows][columns][channels]; taps[tensor_count] the
 * cells' features before the projection, int8 [grid_rows][grid_columns][features]; taps[tensor_count + 1] what the density sees,
 * int16 [grid_rows][grid_columns][dimensions]. `taps` (tensor_count + 2 entries) is read during frames, so it must stay until
 * ead_set_taps(engine, NULL). For tests and for fitting; costs nothing when unset. EAD_E_MEMORY when a
 * destination is too small.
 */
EAD_API ead_status ead_set_taps(ead_engine *engine, const ead_tap *taps);

/* One layer's work on a frame. */
typedef struct ead_layer_info {
    const char *kind; /* "convolution 3x3", "depthwise 3x3", "pointwise" or "addition"; static text */
    uint32_t rows, columns, channels; /* of its output */
    uint32_t in_channels, stride;
} ead_layer_info;

EAD_API ead_status ead_get_layer(const ead_engine *engine, uint32_t layer, ead_layer_info *info);

/* A clock in any unit, cycles for example, that may wrap around. */
typedef uint32_t (*ead_clock)(void);

/*
 * From now on adds to ticks[layer] what `now` says each layer took, and to ticks[layer_count] what the scoring of cells took; the rest of
 * ead_push_rows is frame conversion and schedule. `ticks` (layer_count + 1 entries) must stay until another call. `now` null: no longer.
 */
EAD_API ead_status ead_set_clock(ead_engine *engine, ead_clock now, uint32_t *ticks);

#ifdef __cplusplus
}
#endif

#endif
