"""
operators.bin. Arrays of a case:
    0 int32  op, in rows, columns, channels, out rows, columns, channels, stride, pad_top, pad_left, clamp_min, clamp_max,
             output zero point, first and second input's zero point (add only), requantisation (0 exact, 1 by shifts)
    1 int8   input [rows][columns][channels]      2 int8  second input (add only)
    3 int8   weights                              4 int32 bias, input zero points folded in
    5 int32  multiplier                           6 int8  shift
    7 int8   pad                                  8 uint8 shift per 16 channels
    9 int8   smallest value per channel          10 int8  largest value per channel
   11 int8   output that must come out
"""
from math import sqrt

from reference.container import int8, int32
from reference.operators import ADD, CONV, DEPTHWISE, GROUP, POINTWISE, Layer, Shape, add_scales, quantise_multiplier, run, same_padding
from reference.pcg import Pcg

NAMES = {CONV: "conv", DEPTHWISE: "depthwise", POINTWISE: "pointwise", ADD: "add"}
TAPS = {CONV: lambda c: 9 * c, DEPTHWISE: lambda c: 9, POINTWISE: lambda c: c}


def case(name, layer, first, second=()):
    source, target = layer.source, layer.target
    numbers = [layer.op, source.rows, source.columns, source.channels, target.rows, target.columns, target.channels, layer.stride,
               layer.pad_top, layer.pad_left, layer.clamp_min, layer.clamp_max, layer.zero_point, layer.in_zero_point, layer.in2_zero_point, layer.requantisation]
    return name, [int32(numbers), int8(first), int8(second), int8(layer.weights), int32(layer.folded_bias()), int32(layer.multiplier),
                  int8(layer.shift), int8(layer.pad()), int8(layer.group_shift), int8(layer.channel_min), int8(layer.channel_max),
                  int8(run(layer, first, second))]


def random_layer(rng, op, source, target, gain=1.0, **rest):
    taps = TAPS[op](source.channels)
    pairs = [quantise_multiplier(gain * rng.real(0.3, 1.5) / (sqrt(taps) * 73)) for _ in range(target.channels)]
    return Layer(op, source, target, rng.whole(taps * target.channels, -128, 127), rng.whole(target.channels, -9000, 9000),
                 [m for m, _ in pairs], [s for _, s in pairs], rng.whole(source.channels, -128, 127), rng.between(-128, 127), **rest)


def windows(rng):
    """SAME padding over sizes from 1x1, odd channels, both strides."""
    sizes = [(1, 1, 1, 1), (1, 1, 3, 2), (2, 1, 1, 3), (1, 5, 7, 3), (4, 3, 3, 17), (5, 5, 1, 8), (5, 6, 17, 5), (6, 4, 3, 16), (7, 7, 8, 1)]
    for op in (CONV, DEPTHWISE):
        for rows, columns, channels, out in sizes:
            for stride in (1, 2):
                out_rows, top = same_padding(rows, stride)
                out_columns, left = same_padding(columns, stride)
                source = Shape(rows, columns, channels)
                target = Shape(out_rows, out_columns, out if op == CONV else channels)
                layer = random_layer(rng, op, source, target, stride=stride, pad_top=top, pad_left=left)
                yield case(f"{NAMES[op]} {rows}x{columns}x{channels} stride {stride}", layer, rng.whole(source.size, -128, 127))


def paddings(rng):
    """Every combination of padding before the picture, with windows that also hang over its far edges."""
    for op in (CONV, DEPTHWISE):
        for top in (0, 1):
            for left in (0, 1):
                for stride in (1, 2):
                    source = Shape(4, 5, 3)
                    target = Shape((4 + top - 1) // stride + 1, (5 + left - 1) // stride + 1, 3)
                    layer = random_layer(rng, op, source, target, stride=stride, pad_top=top, pad_left=left)
                    yield case(f"{NAMES[op]} pad {top} {left} stride {stride}", layer, rng.whole(source.size, -128, 127))


def pointwises(rng):
    for rows, columns, channels, out in [(1, 1, 1, 1), (1, 1, 17, 7), (2, 3, 1, 16), (3, 2, 3, 5), (2, 5, 16, 33), (1, 4, 7, 1), (2, 2, 48, 3)]:
        source = Shape(rows, columns, channels)
        yield case(f"pointwise {rows}x{columns}x{channels} to {out}", random_layer(rng, POINTWISE, source, Shape(rows, columns, out)),
                   rng.whole(source.size, -128, 127))


def saturations(rng):
    """Far too large gains, extreme weights and inputs, narrow clamps."""
    for op in (CONV, DEPTHWISE, POINTWISE):
        side = 3 if op != POINTWISE else 1
        source, target = Shape(side, side, 3), Shape(side, side, 3)
        pads = dict(pad_top=1, pad_left=1) if op != POINTWISE else {}
        for name, low, high in [("full", -128, 127), ("relu6", -128, 96), ("one value", 5, 5), ("upper", 0, 127)]:
            layer = random_layer(rng, op, source, target, gain=40.0, clamp_min=low, clamp_max=high, **pads)
            layer.weights = [rng.pick([-128, 127]) for _ in layer.weights]
            yield case(f"{NAMES[op]} saturates {name}", layer, [rng.pick([-128, 127]) for _ in range(source.size)])


def roundings(rng):
    """Accumulators around ties of both roundings; one weight of 1, so the accumulator is input + bias."""
    source = Shape(1, 33, 1)
    combos = [(bias, m, s) for m in (0, 1, 2**30, 2**30 + 1, 2**31 - 1, 1610612736) for s in (0, -1, -2, -3, 1, 2) for bias in (0, 64, -65)]
    for part in range(0, len(combos), 27):
        some = combos[part:part + 27]
        layer = Layer(POINTWISE, source, Shape(1, 33, len(some)), [1] * len(some), [b for b, _, _ in some], [m for _, m, _ in some],
                      [s for _, _, s in some], [0], 0)
        yield case(f"rounding ties {part}", layer, list(range(-16, 17)))


def extremes(rng):
    """Shifts from -31 to the largest left shift, accumulators up to the 31 bits that the model check allows."""
    source = Shape(1, 9, 2)
    for shift in (-31, -30, -29, -24, -16, -8, -1, 0, 1, 8, 16, 22):
        limit = ((2**31 - 1 - 256) >> max(shift, 0)) - 128 * 4
        count = 12
        biases = [limit, -limit, limit // 2, -limit // 2, 1, -1] + rng.whole(count - 6, -limit, limit)
        multipliers = [2**31 - 1, 2**31 - 1, 2**30, 2**30, 2**31 - 1, 0] + rng.whole(count - 6, 0, 2**31 - 1)
        layer = Layer(POINTWISE, source, Shape(1, 9, count), rng.whole(2 * count, -2, 2), biases, multipliers, [shift] * count, [0, 0],
                      rng.pick([-128, 0, 127]))
        yield case(f"shift {shift}", layer, rng.whole(source.size, -128, 127))


def additions(rng):
    scales = [(0.5, 0.5, 0.5), (1.0, 0.001, 1.0), (0.001, 1.0, 1.0), (0.1, 0.3, 0.05), (0.001, 0.001, 10.0), (1.0, 1e-11, 2.0),
              (0.02, 0.03, 0.0001), (0.0235, 0.0235, 0.047), (1.0, 2.0, 4.0), (0.7, 0.9, 1.3)]
    zeros = [(0, 0, 0), (-128, 127, 0), (127, -128, -128), (-128, -128, 127), (3, -5, 7)]
    for i, (s1, s2, out) in enumerate(scales):
        shape = Shape(1, 32, 17) if i % 2 else Shape(3, 7, 13)
        z1, z2, z = zeros[i % len(zeros)]
        multiplier, shift = add_scales(s1, s2, out)
        layer = Layer(ADD, shape, shape, multiplier=multiplier, shift=shift, zero_point=z, in_zero_point=z1, in2_zero_point=z2,
                      clamp_min=-100 if i == 3 else -128, clamp_max=90 if i == 3 else 127)
        first = [v % 256 - 128 for v in range(shape.size)]
        yield case(f"add {s1} {s2} to {out}", layer, first, rng.whole(shape.size, -128, 127))
    shape = Shape(1, 1, 1)
    multiplier, shift = add_scales(1.0, 1.0, 1.0)
    yield case("add 1x1x1", Layer(ADD, shape, shape, multiplier=multiplier, shift=shift), [127], [127])
    yield case("add shifts of -31", Layer(ADD, shape, shape, multiplier=[2**31 - 1] * 3, shift=[-31, -1, 0], zero_point=1), [-128], [127])


MOST = 2**19 - 1  # accumulators of layers that leave by shifts


def shifted_layer(rng, op, source, target, **rest):
    """Weights as large as 20 bits allow, every kind of clamp."""
    taps = TAPS[op](source.channels)
    most = min(128, MOST // 3 // (128 * taps))
    bounds = [sorted(rng.whole(2, -128, 127)) if rng.between(0, 3) == 0 else [-128, 127] for _ in range(target.channels)]
    return Layer(op, source, target, rng.whole(taps * target.channels, -most, most - 1), rng.whole(target.channels, -9000, 9000),
                 zero_points=rng.whole(source.channels, -128, 127), zero_point=rng.pick([-128, -128, 0, 5]),
                 group_shift=[rng.between(6, 10) for _ in range((target.channels + GROUP - 1) // GROUP)],
                 channel_min=[low for low, _ in bounds], channel_max=[high for _, high in bounds], **rest)


def shifted(rng):
    """Layers that leave by shifts: channel counts around groups of 16, both strides, every padding, the bound reached from either side."""
    for op in (CONV, DEPTHWISE, POINTWISE):
        for channels, out in [(1, 1), (3, 8), (3, 16), (8, 17), (16, 48), (17, 33), (32, 15), (48, 8), (5, 64)]:
            source = Shape(3, 5, channels)
            for stride in (1, 2) if op != POINTWISE else (1,):
                rows, top = same_padding(3, stride) if op != POINTWISE else (3, 0)
                columns, left = same_padding(5, stride) if op != POINTWISE else (5, 0)
                target = Shape(rows, columns, channels if op == DEPTHWISE else out)
                layer = shifted_layer(rng, op, source, target, stride=stride, pad_top=top, pad_left=left)
                yield case(f"{NAMES[op]} by shifts {channels} {out} stride {stride}", layer, rng.whole(source.size, -128, 127))
    for op in (CONV, DEPTHWISE):
        for top in (0, 1):
            for left in (0, 1):
                source, target = Shape(4, 6, 4), Shape((4 + top - 1) // 2 + 1, (6 + left - 1) // 2 + 1, 4)
                layer = shifted_layer(rng, op, source, target, stride=2, pad_top=top, pad_left=left)
                yield case(f"{NAMES[op]} by shifts pad {top} {left}", layer, rng.whole(source.size, -128, 127))
    source = Shape(1, 33, 1)
    for shift in (0, 1, 2, 5, 8, 12, 18, 19):
        ties = [0, 1, -1, 2**shift // 2, -(2**shift // 2), 2**shift // 2 - 1, 1 - 2**shift // 2, 2**shift, -2**shift, 77, -77, 3]
        room = MOST - 128 - 2**shift // 2
        biases = [min(max(b, -room), room) for b in ties]
        layer = Layer(POINTWISE, source, Shape(1, 33, 12), [1] * 12, biases, zero_points=[0], group_shift=[shift], channel_min=[-128] * 12,
                      channel_max=[127] * 12)
        yield case(f"by shifts of {shift}, ties", layer, list(range(-16, 17)))
    source = Shape(1, 4, 32)
    for sign in (1, -1):
        weights = [sign * 100] * 32 + [-sign * 100] * 32
        bias = MOST - 128 * 3200 - 2**11
        layer = Layer(POINTWISE, source, Shape(1, 4, 2), weights, [bias, -bias], zero_points=[0] * 32, group_shift=[12], channel_min=[-128] * 2,
                      channel_max=[127] * 2)
        yield case(f"by shifts, largest accumulators {sign}", layer, [-128] * 64 + [127] * 64)


def all_cases():
    rng = Pcg(1)
    return [c for group in (windows, paddings, pointwises, saturations, roundings, extremes, additions, shifted) for c in group(rng)]
