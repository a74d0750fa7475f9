"""
refusals.bin: model files with one thing wrong (and a correct hash), at least one for every check of the loader. Arrays of a case:
    0 int32  status that must come back: of opening the file, or of its self-test when that is GOLDEN
    1 text   `what` of the diagnosis
    2 bytes  the file
"""
import struct
from math import inf, nan

from reference.density import filled
from reference.container import int8, int32, text
from reference.frame import GRAY8, YUYV
from reference.model_file import STEP_HEAD, STEP_INPUT, LayerRecord, ModelRecord, TensorRecord, seal, write_model
from reference.network import Head, Network, model_record
from reference.operators import POINTWISE
from reference.pcg import Pcg
from reference.schedule import streaming
from reference.single import bits, from_bits

STEP_REFUSED = "a step reads a row that is not there or overwrites one that is needed"
MEMORY, VERSION, STRUCTURE, SHAPE, SCHEDULE, OVERFLOW, NUMERIC, GOLDEN = 3, 8, 9, 10, 11, 12, 13, 14


def base():
    """6x6x3 -> stem 3x3x4 -> depthwise -> pointwise -> add with the stem -> 3x3 cells. Tensors 0..4, layers 0..3."""
    n = Network(Pcg(20), 6, 6, 3)
    stem = n.conv(0, 4)
    block = n.add(stem, n.project(n.depthwise(stem), 4))
    head = Head(n, [(block, 1, 1)], 3, 3, 2)
    return model_record(n, head, streaming, [("one", GRAY8, 1, 1, [77])])


def next_float(value):
    return from_bits(bits(value) + 1)


def set_all(item, **values):
    for name, value in values.items():
        setattr(item, name, value)


def edits():
    """(status, what, name, edit of the base model)"""
    def root(**values):
        return lambda m: set_all(m, **values)

    def tensor(i, **values):
        return lambda m: set_all(m.tensors[i], **values)

    def layer(i, **values):
        return lambda m: set_all(m.layers[i], **values)

    def golden(**values):
        return lambda m: set_all(m.golden[0], **values)

    def longer(part, index, name):
        return lambda m: getattr(m, part)[index].__dict__.update({name: getattr(m, part)[index].__dict__[name] + [0]})

    def put(name, index, value):
        return lambda m: getattr(m, name).__setitem__(index, value)

    def put_layer(i, name, index, value):
        return lambda m: getattr(m.layers[i], name).__setitem__(index, value)

    yield VERSION, "written for a newer version of the kernels", "version 4", root(version=4)
    yield VERSION, "written for an older version of the kernels", "version 2", root(version=2)
    yield STRUCTURE, "the input is missing or malformed", "no input", root(missing={"input"})
    network = "the network is missing or malformed"
    yield STRUCTURE, network, "no network", root(missing={"network"})
    yield STRUCTURE, network, "no tensors", root(tensors=[])
    yield STRUCTURE, network, "no layer vector", root(layers=None)
    yield STRUCTURE, network, "no schedule", root(schedule=[])
    yield STRUCTURE, network, "no places", root(places=[])
    count = "too many layers, or not one tensor per layer and one for the input"
    yield STRUCTURE, count, "a layer too many", lambda m: m.layers.append(m.layers[-1])
    yield STRUCTURE, count, "a tensor too many", lambda m: m.tensors.append(m.tensors[-1])
    yield STRUCTURE, count, "193 layers", lambda m: set_all(m, layers=m.layers + [m.layers[3]] * 189, tensors=m.tensors + [m.tensors[4]] * 189)
    malformed = "a layer is malformed"
    yield STRUCTURE, malformed, "unknown operator", layer(1, op=4)
    yield STRUCTURE, malformed, "layer reads itself", layer(1, input=2)
    yield STRUCTURE, malformed, "second operand from the future", layer(3, input2=4)
    for i, name in ((0, "conv"), (1, "depthwise"), (2, "pointwise")):
        for part in ("weights", "bias", "multiplier", "shift"):
            yield STRUCTURE, malformed, f"{name}, {part} too long", longer("layers", i, part)
    yield STRUCTURE, malformed, "conv without padding values", layer(0, pad=None)
    yield STRUCTURE, malformed, "depthwise, padding values too long", longer("layers", 1, "pad")
    yield STRUCTURE, malformed, "pointwise with padding values", layer(2, pad=[0])
    yield STRUCTURE, malformed, "add with weights", layer(3, weights=[1])
    yield STRUCTURE, malformed, "add with bias", layer(3, bias=[1])
    yield STRUCTURE, malformed, "add with two multipliers", layer(3, multiplier=[1, 1])

    head = "the head is missing or malformed"
    yield STRUCTURE, head, "no head", root(missing={"head"})
    for part in ("cuts", "projection", "center", "multiplier", "shift"):
        yield STRUCTURE, head, f"no {part}", root(**{part: []})
    fit = "the head's cuts, dimensions or scales do not fit"
    yield SHAPE, fit, "four cuts", root(cuts=[(4, 1, 1)] * 4)
    yield SHAPE, fit, "no dimensions", root(dimensions=0)
    yield SHAPE, fit, "1025 dimensions", root(dimensions=1025, center=[0] * 1025, multiplier=[0] * 1025, shift=[1] * 1025)
    yield SHAPE, fit, "a multiplier too few", root(multiplier=[1])
    yield SHAPE, fit, "a centre too many", root(center=[1] * 3)
    yield SHAPE, fit, "a shift too many", root(shift=[1] * 3)
    for smoothing in (0, 2, 5):
        yield VERSION, "features smoothed in an unknown way", f"smoothing {smoothing}", root(smoothing=smoothing)
    yield SHAPE, "the positions do not fit the cell grid", "a position too few", root(positions=[0] * 5)
    yield STRUCTURE, "a cut names a tensor that does not exist", "cut of tensor 5", root(cuts=[(5, 1, 1)])
    yield SHAPE, "the projection has the wrong number of weights", "projection too long", lambda m: m.projection.append(0)

    density = "the density is missing or malformed"
    yield STRUCTURE, density, "no density", root(missing={"density"})
    for part in ("constants", "whiten", "bias", "scale"):
        yield STRUCTURE, density, f"no density {part}", root(**{part: []})
        yield SHAPE, "the density has the wrong number of parameters", f"density, {part} too long", lambda m, p=part: getattr(m, p).append(1)
    yield SHAPE, "the density has the wrong number of parameters", "positions, but a density without them", root(positions=[0] * 6)
    for part in ("scope", "covariance", "reach"):
        yield VERSION, "a density of an unknown kind", f"unknown {part}", root(**{part: 2})
    yield SHAPE, "the density has the wrong number of parameters", "no components", root(components=0)
    yield STRUCTURE, "the calibration is missing or malformed", "no calibration", root(missing={"calibration"})
    vector = "a golden vector is malformed"
    yield STRUCTURE, vector, "golden, unknown format", golden(format=5)
    yield STRUCTURE, vector, "golden, a pixel too many", longer("golden", 0, "pixels")
    yield STRUCTURE, vector, "golden, no cells", golden(cells=None)
    yield STRUCTURE, vector, "golden, no pixels", golden(width=0, pixels=[])
    yield STRUCTURE, vector, "golden, a cell too many", longer("golden", 0, "cells")
    yield STRUCTURE, vector, "golden, YUYV of odd width", golden(format=YUYV, width=1, pixels=[1, 2])

    differs = "a golden vector gave other bytes than expected"
    yield GOLDEN, differs, "golden, score wrong in its last bit", lambda m: golden(score=next_float(m.golden[0].score))(m)
    yield GOLDEN, differs, "golden, a cell wrong in its last bit", lambda m: m.golden[0].cells.__setitem__(8, next_float(m.golden[0].cells[8]))

    yield MEMORY, "the arena is larger than 1 MiB", "large arena", root(arena_bytes=2**20 + 16)
    sides = "a tensor's sides or channels are out of range"
    for part in ("rows", "columns"):
        for value in (0, 4097):
            yield SHAPE, sides, f"tensor of {value} {part}", tensor(2, **{part: value})
    yield SHAPE, sides, "no channels", lambda m: (tensor(0, channels=0)(m), layer(0, weights=None, pad=None)(m))
    yield SHAPE, sides, "2049 channels", lambda m: (m.layers.append(m.layers[3]), m.tensors.append(TensorRecord(3, 3, 2049)))
    places = "a tensor's rows have no places in the arena"
    yield SCHEDULE, places, "a place too few", lambda m: m.tensors[4].places.pop()
    yield SCHEDULE, places, "places that begin a row too late", lambda m: tensor(4, first_place=16)(m)
    yield SCHEDULE, places, "places behind the end", tensor(1, first_place=2**32 - 1)
    arena = "a tensor's row does not lie inside the arena"
    yield SCHEDULE, arena, "a row behind the arena", lambda m: place(m, 1, 2, m.arena_bytes)
    yield SCHEDULE, arena, "a row over the end of the arena", lambda m: place(m, 0, 0, m.arena_bytes - 16)
    yield SCHEDULE, arena, "the largest place", lambda m: place(m, 4, 2, 16 * 65535)
    yield SCHEDULE, arena, "arena of 0 bytes", root(arena_bytes=0)
    for value in (0.0, -1.0, inf, nan):
        yield NUMERIC, "a tensor's scale is not a positive number", f"scale {value}", tensor(3, scale=value)
    match = "the input does not match the first tensor"
    yield SHAPE, match, "other width", root(width=5)
    yield SHAPE, match, "other height", root(height=7)
    yield SHAPE, match, "other channels", root(channels=1)
    yield SHAPE, match, "two channels", lambda m: (root(channels=2)(m), tensor(0, channels=2)(m),
                                                   layer(0, weights=m.layers[0].weights[:72], pad=[0, 0])(m))
    yield VERSION, "an unknown way to fit frames", "fit 2", root(fit=2)

    shapes = "a layer's input, output, stride or padding do not fit"
    yield SHAPE, shapes, "stride 0", layer(0, stride=0)
    yield SHAPE, shapes, "stride 3", layer(1, stride=3)
    yield SHAPE, shapes, "top padding of 2", layer(1, pad_top=2)
    yield SHAPE, shapes, "left padding of 2", layer(1, pad_left=2)
    yield SHAPE, shapes, "a window below the picture", tensor(1, rows=4)
    yield SHAPE, shapes, "a window beside the picture", lambda m: (tensor(1, columns=4)(m), root(arena_bytes=1024)(m))
    yield SHAPE, shapes, "depthwise changes channels", lambda m: (
        tensor(2, channels=5)(m), root(arena_bytes=1024)(m), layer(2, weights=[1] * 20)(m),
        layer(1, bias=[0] * 5, multiplier=[1] * 5, shift=[0] * 5)(m))
    yield SHAPE, shapes, "pointwise with stride 2", layer(2, stride=2)
    yield SHAPE, shapes, "pointwise loses a row", lambda m: (tensor(3, rows=2)(m))
    yield SHAPE, shapes, "pointwise loses a column", tensor(3, columns=2)
    yield SHAPE, shapes, "add of other rows", lambda m: layer(3, input2=0)(m)
    yield SHAPE, shapes, "add of other channels", lambda m: (tensor(3, channels=3)(m), layer(
        2, weights=m.layers[2].weights[:12], bias=[0] * 3, multiplier=[1] * 3, shift=[0] * 3)(m))
    yield SHAPE, shapes, "add of other columns", lambda m: (layer(3, input=2, input2=3)(m), tensor(4, columns=2)(m))
    yield SHAPE, shapes, "add of a narrower second", lambda m: (tensor(1, columns=2)(m), layer(3, input=3, input2=1)(m))
    yield SHAPE, shapes, "add changes channels", lambda m: (tensor(4, channels=5)(m), root(cuts=[(3, 1, 1)], arena_bytes=1024)(m))
    yield NUMERIC, "a layer clamps to an empty range", "clamp to nothing", layer(2, clamp_min=5, clamp_max=4)
    scaling = "a layer's requantisation is out of range"
    yield NUMERIC, scaling, "negative multiplier", put_layer(2, "multiplier", 1, -1)
    yield NUMERIC, scaling, "shift of -32", put_layer(1, "shift", 3, -32)
    yield NUMERIC, scaling, "add with a left shift", put_layer(3, "shift", 2, 1)
    overflow = "a layer's accumulator could overflow"
    yield OVERFLOW, overflow, "conv, bias of 2^31 - 1", put_layer(0, "bias", 0, 2**31 - 1)
    yield OVERFLOW, overflow, "depthwise, bias of -2^31", put_layer(1, "bias", 2, -2**31)
    yield OVERFLOW, overflow, "pointwise, one over the bound", lambda m: put_layer(
        2, "bias", 3, 2**31 - 256 - 128 * sum(abs(w) for w in m.layers[2].weights[12:16]))(m)
    yield OVERFLOW, overflow, "left shift of 24", put_layer(0, "shift", 3, 24)
    yield OVERFLOW, overflow, "left shift of 31", lambda m: layer(2, weights=[0] * 16, bias=[0] * 4, shift=[31] * 4)(m)

    def by_shifts(i, **values):
        """Layer i with shifts instead of multipliers, then these fields changed."""
        def edit(m):
            out = len(m.layers[i].bias)
            set_all(m.layers[i], requantisation=1, multiplier=None, shift=None, group_shift=[8], channel_min=[-128] * out, channel_max=[127] * out)
            set_all(m.layers[i], **values)
        return edit

    yield STRUCTURE, malformed, "unknown requantisation", layer(0, requantisation=2)
    yield STRUCTURE, malformed, "shifts without shifts", by_shifts(0, group_shift=None)
    yield STRUCTURE, malformed, "shifts with a group too many", by_shifts(0, group_shift=[8, 8])
    yield STRUCTURE, malformed, "shifts with multipliers", by_shifts(0, multiplier=[1] * 4)
    yield STRUCTURE, malformed, "shifts with exact shifts", by_shifts(0, shift=[1] * 4)
    yield STRUCTURE, malformed, "shifts, a minimum too few", by_shifts(1, channel_min=[-128] * 3)
    yield STRUCTURE, malformed, "shifts, a maximum too many", by_shifts(2, channel_max=[127] * 5)
    yield STRUCTURE, malformed, "exact with groups", layer(2, group_shift=[8])
    yield STRUCTURE, malformed, "exact with minima", layer(2, channel_min=[-128] * 4)
    yield STRUCTURE, malformed, "add by shifts", layer(3, requantisation=1, multiplier=None, shift=None)
    yield NUMERIC, scaling, "shift by 20", by_shifts(1, group_shift=[20])
    yield NUMERIC, "a layer clamps to an empty range", "a channel clamps to nothing", by_shifts(2, channel_min=[0] * 4, channel_max=[0, 0, 0, -1])
    yield OVERFLOW, overflow, "shifts, bias of -2^31", by_shifts(0, bias=[0, 0, -2**31, 0])
    for i, name in ((0, "conv"), (1, "depthwise"), (2, "pointwise")):
        yield OVERFLOW, overflow, f"shifts, {name} one over the bound", lambda m, i=i: by_shifts(
            i, bias=[2**19 - 128 * {0: lambda w: sum(map(abs, w[:27])), 1: lambda w: sum(map(abs, w[0::4])), 2: lambda w: sum(map(abs, w[:4]))}[i](
                m.layers[i].weights)] + [0] * 3)(m)

    grid = "the cell grid is empty or too large"
    for part in ("grid_rows", "grid_columns"):
        for value in (0, 4097):
            yield SHAPE, grid, f"{part} {value}", root(**{part: value, "golden": []})
    pool = "a cut's pool or repeat is out of range"
    for name, cut in (("pool 0", (4, 0, 1)), ("repeat 0", (4, 1, 0)), ("pool 9", (4, 9, 1)), ("repeat 9", (4, 1, 9)), ("pool and repeat", (4, 2, 2))):
        yield SHAPE, pool, name, root(cuts=[cut])
    cover = "a cut does not cover the cell grid"
    yield SHAPE, cover, "a row of cells too many", root(grid_rows=4, golden=[])
    yield SHAPE, cover, "a column of cells too many", root(grid_columns=4, golden=[])
    yield SHAPE, cover, "pool reaches outside", root(cuts=[(4, 2, 1)])
    yield OVERFLOW, "the projection could overflow", "centre of -2^31", put("center", 1, -2**31)
    scaling = "the scale of a feature is out of range"
    yield NUMERIC, scaling, "negative feature multiplier", put("multiplier", 1, -1)
    yield NUMERIC, scaling, "shift of 0", put("shift", 0, 0)
    yield NUMERIC, scaling, "shift of 63", put("shift", 1, 63)
    for value in (-4096, 4096):
        yield NUMERIC, "a position is out of range", f"position {value}", lambda m, v=value: with_positions(m, v)
    yield NUMERIC, "the density's constants are not all finite", "infinite constant", put("constants", 0, -inf)
    yield OVERFLOW, "the density could overflow", "bias of -2^31", put("bias", 1, -2**31)
    yield OVERFLOW, "the density could overflow", "bias, one over the bound", lambda m: put("bias", 0, 2**31 - 4095 * abs(m.whiten[0]))(m)
    yield OVERFLOW, "the density could overflow", "full whitening over the bound", full_over_the_bound
    yield NUMERIC, "a row of the density is not filled up with zeros", "a value behind a row", row_not_filled
    for value in (0.0, -1.0, inf, nan):
        yield NUMERIC, "a scale of the density is not a positive number", f"density scale {value}", put("scale", 1, value)
    calibration = "the calibration is not finite"
    yield NUMERIC, calibration, "infinite centre", root(cell_center=inf)
    for value in (0.0, -1.0, inf, nan):
        yield NUMERIC, calibration, f"cell scale {value}", root(cell_scale=value)
    yield NUMERIC, calibration, "threshold not a number", root(threshold=nan)
    yield NUMERIC, calibration, "cell threshold not a number", root(cell_threshold=nan)
    yield VERSION, "an unknown aggregation", "aggregation 3", root(aggregation=3)
    yield SHAPE, "the calibration averages more cells than there are", "mean of no cells", root(top_count=0)
    yield SHAPE, "the calibration averages more cells than there are", "mean of ten cells", root(top_count=10)

    malformed = "the drift statistics are malformed"
    yield STRUCTURE, malformed, "drift mean too short", root(drift=([0.0] * 3, [1.0] * 4, 0.5, 1.0))
    yield STRUCTURE, malformed, "drift deviations missing", root(drift=([0.0] * 4, None, 0.5, 1.0))
    drift = "the drift statistics are out of range"
    for name, values in (("infinite mean", ([0.0, inf, 0.0, 0.0], [1.0] * 4, 0.5, 1.0)), ("negative deviation", ([0.0] * 4, [1.0, 1.0, -1.0, 1.0], 0.5, 1.0)),
                         ("deviation not a number", ([0.0] * 4, [nan] * 4, 0.5, 1.0)), ("rate 0", ([0.0] * 4, [1.0] * 4, 0.0, 1.0)),
                         ("rate above 1", ([0.0] * 4, [1.0] * 4, 1.5, 1.0)), ("infinite gain", ([0.0] * 4, [1.0] * 4, 0.5, inf)),
                         ("negative gain", ([0.0] * 4, [1.0] * 4, 0.5, -1.0))):
        yield NUMERIC, drift, f"drift, {name}", root(drift=values)

    yield from schedules(root, tensor)


def place(m, tensor, row, value):
    m.tensors[tensor].places[row] = value


def with_positions(m, value):
    """Positions, and a density of two more dimensions."""
    d = m.dimensions + 2
    set_all(m, positions=[0, value, 0, 0, 0, 0], whiten=[1] * 8, bias=[0] * d, scale=[1.0] * d)


def full_over_the_bound(m):
    """Rows of a full matrix that reach 2^31 together."""
    d = 24
    set_all(m, covariance=1, dimensions=d, projection=[1] * 16 * d, center=[0] * d, multiplier=[1] * d, shift=[1] * d,
            whiten=[v for i in range(d) for v in filled([32767] * (i + 1), 8)], bias=[0] * d, scale=[1.0] * d)


def row_not_filled(m):
    """A full matrix of two rows with a value behind the first."""
    set_all(m, covariance=1, whiten=[1] * 2 + [0] * 6 + [1] * 2 + [0] * 6)


def schedules(root, tensor):
    def swap(m, i, j):
        m.schedule[i], m.schedule[j] = m.schedule[j], m.schedule[i]

    step = STEP_REFUSED
    yield SCHEDULE, step, "a layer before the first row", lambda m: m.schedule.insert(0, 0)
    yield SCHEDULE, step, "cells before the first row", lambda m: m.schedule.insert(0, STEP_HEAD)
    yield SCHEDULE, step, "an input row too many", lambda m: m.schedule.append(STEP_INPUT)
    yield SCHEDULE, step, "a row of a layer too many", lambda m: m.schedule.append(2)
    yield SCHEDULE, step, "cells scored once too often", lambda m: m.schedule.append(STEP_HEAD)
    yield SCHEDULE, step, "a layer that does not exist", lambda m: m.schedule.append(4)
    yield SCHEDULE, step, "a window too early", lambda m: swap(m, m.schedule.index(0) - 1, m.schedule.index(0))
    yield SCHEDULE, step, "an addition too early", lambda m: swap(m, m.schedule.index(2), m.schedule.index(3))
    yield SCHEDULE, step, "cells too early", lambda m: swap(m, m.schedule.index(3), m.schedule.index(STEP_HEAD))
    for i in range(2):
        yield SCHEDULE, step, f"rows 0 and 1 of tensor {i} at one place", lambda m, i=i: place(m, i, 1, m.tensors[i].places[0])
    yield SCHEDULE, step, "two tensors on the same bytes", lambda m: tensor(2, places=m.tensors[1].places)(m)
    yield SCHEDULE, step, "a row over the end of another", lambda m: place(m, 0, 1, m.tensors[0].places[0] + 16)
    yield SCHEDULE, step, "an addition in place", lambda m: tensor(4, places=m.tensors[3].places)(m)
    ends = "the schedule ends before all cells are scored"
    yield SCHEDULE, ends, "last row of cells missing", lambda m: m.schedule.pop()
    yield SCHEDULE, ends, "only one input row", root(schedule=[STEP_INPUT])
    yield SCHEDULE, ends, "last input row missing", input_row_missing


def input_row_missing(m):
    """Cells of the input itself: the last rows are not needed, and then not taken."""
    set_all(m, layers=[], tensors=m.tensors[:1], cuts=[(0, 1, 1)], projection=[1] * 32, schedule=[STEP_INPUT, STEP_HEAD] * 3)


def wide():
    """8x8x1 -> 2048 channels thrice, weights of -128: 2^27 * 6; with a centre of the same size too much."""
    m = ModelRecord(width=8, height=8, channels=1, arena_bytes=128 + 8 * 8 * 2048, grid_rows=1, grid_columns=1, dimensions=1)
    m.tensors = [TensorRecord(8, 8, 1, list(range(0, 8 * 16, 16))), TensorRecord(8, 8, 2048, list(range(128, 128 + 8 * 8 * 2048, 8 * 2048)))]
    m.layers = [LayerRecord(POINTWISE, 0, weights=[0] * 2048, bias=[0] * 2048, multiplier=[0] * 2048, shift=[0] * 2048)]
    m.schedule = [STEP_INPUT, 0] * 8 + [STEP_HEAD]
    m.cuts, m.projection, m.center, m.multiplier, m.shift = [(1, 8, 1)] * 3, [-128] * 6144, [2**31 - 128 * 128 * 6144], [1], [1]
    m.constants, m.whiten, m.bias, m.scale = [0.0], [1] * 8, [0], [1.0]
    return m


def endless():
    """Three maps of 4096 rows that cells want as a whole: valid, but 12288 rows to compare each new row with."""
    rows, one = 4096, LayerRecord(POINTWISE, 0, weights=[1], bias=[0], multiplier=[0], shift=[0])
    m = ModelRecord(width=8, height=rows, channels=1, arena_bytes=3 * rows * 16, grid_rows=rows // 8, grid_columns=1, dimensions=1)
    m.tensors = [TensorRecord(rows, 8, 1, [(t * rows + row) * 16 for row in range(rows)]) for t in range(3)]
    m.layers = [one, one]
    m.schedule = [step for step in (STEP_INPUT, 0, 1) for _ in range(rows)] + [STEP_HEAD] * m.grid_rows
    m.cuts, m.projection, m.center, m.multiplier, m.shift = [(t, 8, 1) for t in range(3)], [1] * 16, [0], [1], [1]
    m.constants, m.whiten, m.bias, m.scale = [0.0], [1] + [0] * 7, [0], [1.0]
    return m


# --- below the level of fields: offsets and vtables ------------------------------------------------------------------------------------


def word(content, at):
    return struct.unpack_from("<I", content, at)[0]


def field(content, table, number):
    """Position of a field inside its table."""
    vtable = table - struct.unpack_from("<i", content, table)[0]
    return table + struct.unpack_from("<H", content, vtable + 4 + 2 * number)[0]


def follow(content, at):
    return at + word(content, at)


def patches(content):
    """(status, what, name, position, bytes)"""
    root = follow(content, 0)
    vtable = root - struct.unpack_from("<i", content, root)[0]
    network, head = (follow(content, field(content, root, n)) for n in (4, 5))
    layers = follow(content, field(content, network, 1))
    size, top = len(content), "the root table is malformed"
    for name, value in (("root offset 0", 0), ("root offset behind the end", size), ("root offset at the very end", size - 2),
                        ("root offset of 2^32 - 1", 2**32 - 1), ("root offset not a multiple of 4", root + 2)):
        yield STRUCTURE, top, name, 0, struct.pack("<I", value)
    for name, value in (("vtable before the file", root + 4), ("vtable behind the file", root - size), ("vtable at an odd place", root - vtable + 1),
                        ("vtable of the smallest number", -2**31)):
        yield STRUCTURE, top, name, root, struct.pack("<i", value)
    for name, value in (("vtable of 2 bytes", 2), ("vtable of 7 bytes", 7), ("vtable longer than the file", 65534)):
        yield STRUCTURE, top, name, vtable, struct.pack("<H", value)
    for name, value in (("table of 3 bytes", 3), ("table longer than the file", 65535)):
        yield STRUCTURE, top, name, vtable + 2, struct.pack("<H", value)
    for name, value in (("field inside the vtable offset", 2), ("field outside its table", 4000), ("field not aligned", 6)):
        yield STRUCTURE, "the input is missing or malformed", name, vtable + 4 + 2 * 3, struct.pack("<H", value)
    part, bad = field(content, network, 0), "the network is missing or malformed"
    for name, value in (("vector offset 0", 0), ("vector offset behind the end", size), ("vector at the very end", size - part - 2),
                        ("vector not aligned", word(content, part) + 2)):
        yield STRUCTURE, bad, name, part, struct.pack("<I", value)
    tensors = follow(content, part)
    for name, value in (("vector longer than the file", size), ("vector of 2^32 - 1 elements", 2**32 - 1)):
        yield STRUCTURE, bad, name, tensors, struct.pack("<I", value)
    yield STRUCTURE, "a layer is malformed", "layer offset behind the end", layers + 4, struct.pack("<I", size)
    yield STRUCTURE, "a layer is malformed", "layer offset 0", layers + 8, struct.pack("<I", 0)
    weights = field(content, follow(content, layers + 4), 7)
    yield STRUCTURE, "a layer is malformed", "weights not at a multiple of 16", weights, struct.pack("<I", word(content, weights) - 4)
    whiten = field(content, follow(content, field(content, root, 6)), 5)
    yield STRUCTURE, "the density is missing or malformed", "whitening behind the end", whiten, struct.pack("<I", size)
    calibration = follow(content, field(content, root, 7))
    threshold = calibration - struct.unpack_from("<i", content, calibration)[0] + 4 + 2 * 4
    yield STRUCTURE, "the calibration is missing or malformed", "threshold outside its table", threshold, struct.pack("<H", 400)
    projection = field(content, head, 4)
    yield STRUCTURE, "the head is missing or malformed", "projection behind the end", projection, struct.pack("<I", size)


def all_cases():
    cases = []
    for status, what, name, edit in edits():
        model = base()
        edit(model)
        cases.append((name, [int32([status]), text(what), int8(write_model(model))]))
    cases.append(("projection overflow", [int32([OVERFLOW]), text("the projection could overflow"), int8(write_model(wide()))]))
    cases.append(("a schedule that takes too long to check", [int32([SCHEDULE]), text(STEP_REFUSED), int8(write_model(endless()))]))
    content = write_model(base())
    for status, what, name, at, data in patches(content):
        damaged = content[:at] + data + content[at + len(data):]
        cases.append((name, [int32([status]), text(what), int8(seal(damaged))]))
    return cases
