"""A model file (.ead) from plain values, following native-kernels/schema/model.fbs; nothing is checked, so that bad files can be made too."""
import hashlib
import struct
from dataclasses import dataclass, field

from .flat import Scalar, Table, Tables, Vector, Writer

HEADER = struct.pack("<I", 0) + b"EAD1" + bytes(104)
STEP_INPUT, STEP_HEAD = 0xFF, 0xFE
CENTER_CROP, STRETCH = 0, 1
MAX, TOP_MEAN = 0, 1


@dataclass
class TensorRecord:
    rows: int
    columns: int
    channels: int
    places: list = field(default_factory=list)  # byte offset of each row in the arena
    first_place: int = None  # None: behind the places of the tensors before
    scale: float = 1.0
    zero_point: int = 0


@dataclass
class LayerRecord:
    op: int
    input: int
    input2: int = 0
    stride: int = 1
    pad_top: int = 0
    pad_left: int = 0
    weights: list = None
    bias: list = None
    multiplier: list = None
    shift: list = None
    clamp_min: int = -128
    clamp_max: int = 127
    pad: list = None
    requantisation: int = 0
    group_shift: list = None
    channel_min: list = None
    channel_max: list = None


@dataclass
class GoldenRecord:
    name: str
    format: int
    width: int
    height: int
    pixels: list
    score: float
    cells: list


@dataclass
class ModelRecord:
    """None leaves a part out."""
    width: int = 0
    height: int = 0
    channels: int = 0
    fit: int = CENTER_CROP
    tensors: list = field(default_factory=list)
    layers: list = field(default_factory=list)
    schedule: list = field(default_factory=list)
    arena_bytes: int = 0
    places: list = None  # None: those of the tensors
    cuts: list = field(default_factory=list)  # (tensor, pool, repeat)
    grid_rows: int = 0
    grid_columns: int = 0
    dimensions: int = 0
    projection: list = field(default_factory=list)  # flat, [dimension][stride]
    center: list = field(default_factory=list)
    multiplier: list = field(default_factory=list)
    shift: list = field(default_factory=list)
    smoothing: int = 1
    positions: list = None
    scope: int = 0
    covariance: int = 0
    components: int = 1
    reach: int = 0
    constants: list = field(default_factory=list)  # flat
    whiten: list = field(default_factory=list)     # flat, rows filled up
    bias: list = field(default_factory=list)       # flat
    scale: list = field(default_factory=list)      # flat
    cell_center: float = 0.0
    cell_scale: float = 1.0
    aggregation: int = MAX
    top_count: int = 1
    threshold: float = 0.0
    cell_threshold: float = 0.0
    drift: tuple = None  # (mean, inverse deviation, rate, gain)
    golden: list = field(default_factory=list)
    version: int = 3
    counter: int = 0
    missing: set = field(default_factory=set)  # names of root tables to leave out


def scalar(code, value, default=0):
    return None if value == default else Scalar(code, value)


def vector(code, values, align=4):
    return None if values is None else Vector.of(code, values, align)


def tensor_table(records):
    data, first = b"", 0
    for t in records:
        data += struct.pack("<HHHHIfb3x", t.rows, t.columns, t.channels, 0, first if t.first_place is None else t.first_place, t.scale, t.zero_point)
        first += len(t.places)
    return Vector(len(records), data, 4)


def places_of(m):
    return [place // 16 for t in m.tensors for place in t.places] if m.places is None else m.places


def layer_table(index, r):
    return Table({0: Vector.string(f"layer{index}"), 1: scalar("B", r.op), 2: scalar("H", r.input), 3: scalar("H", r.input2),
                  4: scalar("B", r.stride, 1), 5: scalar("B", r.pad_top), 6: scalar("B", r.pad_left),
                  7: vector("b", r.weights, 16), 8: vector("i", r.bias, 16), 9: vector("i", r.multiplier, 16),
                  10: vector("b", r.shift), 11: scalar("b", r.clamp_min, -128), 12: scalar("b", r.clamp_max, 127), 13: vector("b", r.pad),
                  14: scalar("B", r.requantisation), 15: vector("B", r.group_shift), 16: vector("b", r.channel_min, 16),
                  17: vector("b", r.channel_max, 16)})


def golden_table(g):
    return Table({0: Vector.string(g.name), 1: scalar("B", g.format), 2: scalar("H", g.width), 3: scalar("H", g.height),
                  4: vector("B", g.pixels), 5: scalar("f", g.score), 6: vector("f", g.cells)})


def layer_tables(records):
    """A record that stands in the list several times is written once."""
    tables = {id(r): layer_table(i, r) for i, r in enumerate(records)}
    return Tables([tables[id(r)] for r in records])


def root_table(m):
    cuts = Vector(len(m.cuts), b"".join(struct.pack("<HBB", *cut) for cut in m.cuts), 4)
    parts = {
        "input": (3, Table({0: scalar("H", m.width), 1: scalar("H", m.height), 2: scalar("B", m.channels), 3: scalar("B", m.fit)})),
        "network": (4, Table({0: tensor_table(m.tensors),
                              1: None if m.layers is None else layer_tables(m.layers),
                              2: vector("B", m.schedule), 3: scalar("I", m.arena_bytes), 4: vector("H", places_of(m))})),
        "head": (5, Table({0: cuts, 1: scalar("H", m.grid_rows), 2: scalar("H", m.grid_columns), 3: scalar("H", m.dimensions),
                           4: vector("b", m.projection, 16), 5: vector("i", m.center), 6: vector("i", m.multiplier), 7: vector("B", m.shift),
                           8: scalar("B", m.smoothing, 1), 9: vector("h", m.positions)})),
        "density": (6, Table({0: scalar("B", m.scope), 1: scalar("B", m.covariance), 2: scalar("H", m.components, 1),
                              3: scalar("B", m.reach), 4: vector("f", m.constants), 5: vector("h", m.whiten, 16), 6: vector("i", m.bias),
                              7: vector("f", m.scale)})),
        "calibration": (7, Table({0: scalar("f", m.cell_center), 1: scalar("f", m.cell_scale, 1.0), 2: scalar("B", m.aggregation),
                                  3: scalar("H", m.top_count, 1), 4: scalar("f", m.threshold), 5: Scalar("f", 0.01), 6: Scalar("I", 300),
                                  8: scalar("f", m.cell_threshold)})),
        "golden": (8, Tables([golden_table(g) for g in m.golden])),
        "provenance": (9, Table({0: Vector.string("tests/vectors/generate.py"), 9: Scalar("Q", 2**40 + 1), 10: Vector.string("no photograph was involved")})),
    }
    if m.drift is not None:
        mean, inverse, rate, gain = m.drift
        parts["drift"] = (10, Table({0: vector("f", mean), 1: vector("f", inverse), 2: scalar("f", rate), 3: scalar("f", gain)}))
    fields = {0: scalar("H", m.version, 3), 1: scalar("I", m.counter), 2: Vector.string("test model")}
    fields.update({number: table for name, (number, table) in parts.items() if name not in m.missing})
    return Table(fields)


def seal(content):
    """Puts the SHA-256 where it belongs."""
    content = bytearray(content)
    content[8:40] = hashlib.sha256(content[:8] + content[40:]).digest()
    return bytes(content)


def write_model(m):
    return seal(Writer(HEADER).finish(root_table(m)))
