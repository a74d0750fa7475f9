"""
The four operators on whole feature maps, from TensorFlow Lite's reference: sums over (input - zero point) * weight in which positions
outside the picture add nothing. Maps are flat lists [row][column][channel].

A layer file stores the same thing folded: the input's zero point inside the bias, and as `pad` outside the picture.
"""
from fractions import Fraction
from math import floor

from .requantise import HALF, clamp, quantise_multiplier, requantise

CONV, DEPTHWISE, POINTWISE, ADD = range(4)
EXACT, SHIFT = range(2)  # how accumulators become int8
GROUP = 16               # output channels that share a shift


class Shape:
    def __init__(self, rows, columns, channels):
        self.rows, self.columns, self.channels = rows, columns, channels

    @property
    def size(self):
        return self.rows * self.columns * self.channels

    def at(self, row, column):
        """Index of the first channel of a pixel."""
        return (row * self.columns + column) * self.channels


class Layer:
    """
    Unfolded: `zero_points` one per input channel, `bias` without them. A layer with `group_shift` leaves by shifts: to the nearest multiple,
    ties upwards, plus the output's zero point, then the clamp of its channel.
    """

    def __init__(self, op, source, target, weights=(), bias=(), multiplier=(), shift=(), zero_points=(), zero_point=0,
                 stride=1, pad_top=0, pad_left=0, clamp_min=-128, clamp_max=127, in_zero_point=0, in2_zero_point=0,
                 group_shift=(), channel_min=(), channel_max=()):
        self.op, self.source, self.target = op, source, target
        self.weights, self.bias, self.multiplier, self.shift = weights, bias, multiplier, shift
        self.zero_points, self.zero_point = zero_points, zero_point
        self.stride, self.pad_top, self.pad_left = stride, pad_top, pad_left
        self.clamp_min, self.clamp_max = clamp_min, clamp_max
        self.in_zero_point, self.in2_zero_point = in_zero_point, in2_zero_point
        self.group_shift, self.channel_min, self.channel_max = group_shift, channel_min, channel_max

    @property
    def requantisation(self):
        return SHIFT if self.group_shift else EXACT

    def taps(self, o):
        """Weights of one output channel as (ky, kx, input channel, weight)."""
        channels = self.source.channels
        if self.op == CONV:
            return [(ky, kx, c, self.weights[((o * 3 + ky) * 3 + kx) * channels + c])
                    for ky in range(3) for kx in range(3) for c in range(channels)]
        if self.op == DEPTHWISE:
            return [(ky, kx, o, self.weights[(ky * 3 + kx) * channels + o]) for ky in range(3) for kx in range(3)]
        return [(0, 0, c, self.weights[o * channels + c]) for c in range(channels)]

    def folded_bias(self):
        """Input zero points folded in; where shifts follow, the half for rounding and the output's zero point too."""
        folded = [self.bias[o] - sum(w * self.zero_points[c] for _, _, c, w in self.taps(o)) for o in range(len(self.bias))]
        if self.requantisation == EXACT:
            return folded
        steps = [2**self.group_shift[o // GROUP] for o in range(len(folded))]
        return [bias + step // 2 + self.zero_point * step for bias, step in zip(folded, steps)]

    def leave(self, o, acc):
        """The int8 value of an accumulator of output channel o."""
        if self.requantisation == SHIFT:
            nearest = floor(Fraction(acc, 2**self.group_shift[o // GROUP]) + HALF) if self.group_shift[o // GROUP] else acc
            return clamp(nearest + self.zero_point, self.channel_min[o], self.channel_max[o])
        return clamp(requantise(acc, self.multiplier[o], self.shift[o]) + self.zero_point, self.clamp_min, self.clamp_max)

    def bound(self, o):
        """Largest accumulator of output channel o, as the loader counts it."""
        return abs(self.folded_bias()[o]) + 128 * sum(abs(w) for _, _, _, w in self.taps(o))

    def pad(self):
        return list(self.zero_points) if self.op in (CONV, DEPTHWISE) else []


def same_padding(size, stride):
    """TensorFlow's SAME: output size and padding before the picture."""
    out = (size + stride - 1) // stride
    return out, max((out - 1) * stride + 3 - size, 0) // 2


def run(layer, picture, second=None):
    if layer.op == ADD:
        return run_add(layer, picture, second)
    source, target = layer.source, layer.target
    all_taps = [layer.taps(o) for o in range(target.channels)]
    output = []
    for y in range(target.rows):
        for x in range(target.columns):
            top, left = y * layer.stride - layer.pad_top, x * layer.stride - layer.pad_left
            for o, taps in enumerate(all_taps):
                acc = layer.bias[o]
                for ky, kx, c, w in taps:
                    if 0 <= top + ky < source.rows and 0 <= left + kx < source.columns:
                        acc += w * (picture[source.at(top + ky, left + kx) + c] - layer.zero_points[c])
                output.append(layer.leave(o, acc))
    return output


def add_scales(scale1, scale2, scale_out):
    """TensorFlow Lite's three multipliers of an addition, as ([multiplier], [shift])."""
    twice = 2 * max(scale1, scale2)
    pairs = [quantise_multiplier(r) for r in (scale1 / twice, scale2 / twice, twice / (2**20 * scale_out))]
    return [m for m, _ in pairs], [s for _, s in pairs]


def run_add(layer, first, second):
    output = []
    for a, b in zip(first, second):
        total = (requantise((a - layer.in_zero_point) * 2**20, layer.multiplier[0], layer.shift[0]) +
                 requantise((b - layer.in2_zero_point) * 2**20, layer.multiplier[1], layer.shift[1]))
        value = requantise(total, layer.multiplier[2], layer.shift[2]) + layer.zero_point
        output.append(clamp(value, layer.clamp_min, layer.clamp_max))
    return output
