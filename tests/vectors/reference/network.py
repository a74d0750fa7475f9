"""Random but well-behaved networks, their whole-frame reference, and the finished model record."""
from math import sqrt

from . import density, frame, operators
from .model_file import GoldenRecord, LayerRecord, ModelRecord, TensorRecord
from .operators import ADD, CONV, DEPTHWISE, GROUP, POINTWISE, SHIFT, Layer, Shape, same_padding
from .schedule import head_reader, layer_reader
from .single import minus, single, times


class Network:
    def __init__(self, rng, width, height, channels, fit=0, by_shifts=False):
        self.rng, self.fit, self.by_shifts = rng, fit, by_shifts
        self.shapes = [Shape(height, width, channels)]
        self.scales, self.zero_points = [single(1 / 64)], [-3]
        self.layers = []  # (Layer, [input tensors])

    def _push(self, layer, inputs, scale, zero_point):
        self.layers.append((layer, inputs))
        self.shapes.append(layer.target)
        self.scales.append(single(scale))
        self.zero_points.append(zero_point)
        return len(self.shapes) - 1

    def _weighted(self, op, t, out_channels, stride, relu):
        return self._shifted(op, t, out_channels, stride, relu) if self.by_shifts else self._exact(op, t, out_channels, stride, relu)

    def _shifted(self, op, t, out_channels, stride, relu):
        """As _exact, but leaving by shifts, with a clamp per channel."""
        rng, source = self.rng, self.shapes[t]
        rows, top = same_padding(source.rows, stride) if op != POINTWISE else (source.rows, 0)
        columns, left = same_padding(source.columns, stride) if op != POINTWISE else (source.columns, 0)
        taps = {CONV: 9 * source.channels, DEPTHWISE: 9, POINTWISE: source.channels}[op]
        zero_point = -128 if relu else rng.between(-20, 20)
        zero_points = rng.whole(source.channels, -20, 20) if t == 0 else [self.zero_points[t]] * source.channels
        layer = Layer(op, source, Shape(rows, columns, out_channels), weights=rng.whole(taps * out_channels, -90, 90),
                      bias=rng.whole(out_channels, -3000, 3000), zero_points=zero_points, zero_point=zero_point,
                      stride=stride, pad_top=top, pad_left=left,
                      group_shift=[rng.between(5, 7) + taps.bit_length() // 2 for _ in range((out_channels + GROUP - 1) // GROUP)],
                      channel_min=[zero_point if relu else -128] * out_channels, channel_max=rng.whole(out_channels, 60, 127))
        assert all(layer.bound(o) <= 2**19 - 1 for o in range(out_channels)), "the loader would refuse it"
        return self._push(layer, [t], 1 / 32, zero_point)

    def _exact(self, op, t, out_channels, stride, relu):
        rng, source = self.rng, self.shapes[t]
        rows, top = same_padding(source.rows, stride) if op != POINTWISE else (source.rows, 0)
        columns, left = same_padding(source.columns, stride) if op != POINTWISE else (source.columns, 0)
        taps = {CONV: 9 * source.channels, DEPTHWISE: 9, POINTWISE: source.channels}[op]
        pairs = [operators.quantise_multiplier(rng.real(0.5, 1.5) / (sqrt(taps) * 73)) for _ in range(out_channels)]
        zero_point = -128 if relu else rng.between(-20, 20)
        # The input of the first layer may have a zero point per channel (pictures have a mean per colour).
        zero_points = rng.whole(source.channels, -20, 20) if t == 0 else [self.zero_points[t]] * source.channels
        layer = Layer(op, source, Shape(rows, columns, out_channels),
                      weights=rng.whole(taps * out_channels, -127, 127), bias=rng.whole(out_channels, -5000, 5000),
                      multiplier=[m for m, _ in pairs], shift=[s for _, s in pairs], zero_points=zero_points, zero_point=zero_point,
                      stride=stride, pad_top=top, pad_left=left, clamp_min=zero_point if relu else -128, clamp_max=100 if relu else 127)
        return self._push(layer, [t], 1 / 32, zero_point)

    def conv(self, t, channels, stride=2):
        return self._weighted(CONV, t, channels, stride, True)

    def depthwise(self, t, stride=1):
        return self._weighted(DEPTHWISE, t, self.shapes[t].channels, stride, True)

    def expand(self, t, channels):
        return self._weighted(POINTWISE, t, channels, 1, True)

    def project(self, t, channels):
        return self._weighted(POINTWISE, t, channels, 1, False)

    def add(self, a, b):
        scale, zero_point = 1 / 24, self.rng.between(-10, 10)
        multiplier, shift = operators.add_scales(self.scales[a], self.scales[b], scale)
        layer = Layer(ADD, self.shapes[a], self.shapes[a], multiplier=multiplier, shift=shift, zero_point=zero_point,
                      in_zero_point=self.zero_points[a], in2_zero_point=self.zero_points[b])
        return self._push(layer, [a, b], scale, zero_point)

    def run(self, picture):
        """Every feature map of one input picture."""
        maps = [picture]
        for layer, inputs in self.layers:
            maps.append(operators.run(layer, *[maps[t] for t in inputs]))
        return maps


def layer_record(layer, inputs):
    if layer.op == ADD:
        return LayerRecord(ADD, inputs[0], inputs[1], multiplier=layer.multiplier, shift=layer.shift,
                           clamp_min=layer.clamp_min, clamp_max=layer.clamp_max)
    if layer.requantisation == SHIFT:
        return LayerRecord(layer.op, inputs[0], stride=layer.stride, pad_top=layer.pad_top, pad_left=layer.pad_left, weights=layer.weights,
                           bias=layer.folded_bias(), pad=layer.pad() or None, requantisation=SHIFT, group_shift=layer.group_shift,
                           channel_min=layer.channel_min, channel_max=layer.channel_max)
    return LayerRecord(layer.op, inputs[0], stride=layer.stride, pad_top=layer.pad_top, pad_left=layer.pad_left, weights=layer.weights,
                       bias=layer.folded_bias(), multiplier=layer.multiplier, shift=layer.shift,
                       clamp_min=layer.clamp_min, clamp_max=layer.clamp_max, pad=layer.pad() or None)


class Head:
    """Cuts [(tensor, pool, repeat)], projection, mixture and calibration."""

    def __init__(self, network, cuts, rows, columns, dimensions, scope=0, covariance=0, storage=0, components=1, top_count=1):
        rng = network.rng
        self.cuts, self.rows, self.columns, self.top_count = cuts, rows, columns, top_count
        features = sum(network.shapes[t].channels for t, _, _ in cuts)
        self.projection = [rng.whole(features, -127, 127) for _ in range(dimensions)]
        self.scale = [single(rng.real(0.5, 1.5) / (sqrt(features) * 73 * 60)) for _ in range(dimensions)]
        self.offset = [rng.real(-1, 1) for _ in range(dimensions)]
        self.mixture = random_mixture(rng, scope, covariance, storage, components, dimensions, rows * columns)
        self.cell_center, self.cell_scale = rng.real(0, 4), rng.real(0.125, 0.5)

    def features(self, network, maps, row, column):
        values = []
        for t, pool, repeat in self.cuts:
            shape = network.shapes[t]
            top, left = row * pool // repeat, column * pool // repeat
            for c in range(shape.channels):
                values.append(sum(maps[t][shape.at(top + y, left + x) + c] for y in range(pool) for x in range(pool)))
        return values

    def score(self, network, maps):
        """(image score, cell scores), every bit as the kernels must give it."""
        cells = []
        for i in range(self.rows * self.columns):
            features = self.features(network, maps, i // self.columns, i % self.columns)
            z = density.project_bits(self.projection, self.scale, self.offset, features)
            mixture = i if self.mixture.scope == density.PER_CELL else 0
            log_p = density.log_density_bits(self.mixture, mixture, z)
            exact, bound = density.log_density(self.mixture, mixture, z)
            assert abs(exact - density.Fraction(log_p)) <= bound, "single precision strays from the definition"
            cells.append(times(minus(-log_p, self.cell_center), self.cell_scale))
        return density.aggregate_bits(cells, self.top_count), cells


def random_mixture(rng, scope, covariance, storage, components, dimensions, cells):
    mixtures = cells if scope == density.PER_CELL else 1

    def whiten():
        if covariance == density.DIAGONAL:
            return [rng.real(0.5, 2) for _ in range(dimensions)]
        return [rng.real(0.5, 2) if i == j else rng.real(-0.5, 0.5) for i in range(dimensions) for j in range(i + 1)]

    return density.Mixture(scope, covariance, storage,
                           [[rng.real(-5, 1) for _ in range(components)] for _ in range(mixtures)],
                           [[whiten() for _ in range(components)] for _ in range(mixtures)],
                           [[[rng.real(-1.5, 1.5) for _ in range(dimensions)] for _ in range(components)] for _ in range(mixtures)])


def flatten(values):
    return [x for v in values for x in flatten(v)] if isinstance(values, list) else [values]


def model_record(network, head, plan, frames, counter=0):
    """The complete model; frames: [(name, format, width, height, pixels)] become golden vectors. The first one scores exactly at the threshold."""
    source, mixture = network.shapes[0], head.mixture
    model = ModelRecord(
        width=source.columns, height=source.rows, channels=source.channels, fit=network.fit, counter=counter,
        tensors=[TensorRecord(s.rows, s.columns, s.channels, scale=scale, zero_point=zero)
                 for s, scale, zero in zip(network.shapes, network.scales, network.zero_points)],
        layers=[layer_record(layer, inputs) for layer, inputs in network.layers],
        cuts=head.cuts, grid_rows=head.rows, grid_columns=head.columns, dimensions=len(head.scale),
        projection=flatten(head.projection), scale=head.scale, offset=head.offset,
        scope=mixture.scope, covariance=mixture.covariance, storage=mixture.storage, components=len(mixture.constants[0]),
        constants=flatten(mixture.constants), whiten=flatten(mixture.whiten), shift=flatten(mixture.shift),
        cell_center=head.cell_center, cell_scale=head.cell_scale,
        aggregation=1 if head.top_count > 1 else 0, top_count=head.top_count)
    readers = [layer_reader(i, layer, inputs) for i, (layer, inputs) in enumerate(network.layers)]
    plan(model, readers + [head_reader(head.cuts, head.rows)])
    for name, fmt, width, height, pixels in frames:
        picture = frame.to_input(pixels, fmt, width, height, source.columns, source.rows, source.channels, network.fit == 1)
        score, cells = head.score(network, network.run(picture))
        model.golden.append(GoldenRecord(name, fmt, width, height, pixels, score, cells))
    if model.golden:
        model.threshold = model.golden[0].score
    return model
