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
        most = 90 if taps <= 48 else min(90, 4600 // taps)  # sums that fit into 20 bits
        layer = Layer(op, source, Shape(rows, columns, out_channels), weights=rng.whole(taps * out_channels, -most, most),
                      bias=rng.whole(out_channels, -3000, 3000), zero_points=zero_points, zero_point=zero_point,
                      stride=stride, pad_top=top, pad_left=left,
                      group_shift=[rng.between(5, 7) + taps.bit_length() // 2 for _ in range((out_channels + GROUP - 1) // GROUP)],
                      channel_min=[zero_point if relu else -128] * out_channels, channel_max=rng.whole(out_channels, 60, 127))
        while any(layer.bound(o) > 2**19 - 1 for o in range(out_channels)):
            layer.weights = [int(w / 2) for w in layer.weights]
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
    """Cuts [(tensor, pool, repeat)], projection, mixture, calibration and drift statistics."""

    def __init__(self, network, cuts, rows, columns, dimensions, scope=0, covariance=0, components=1, reach=0, smoothing=1, positions=False,
                 aggregation=density.MAX, top_count=1, drift=False):
        rng = network.rng
        self.cuts, self.rows, self.columns, self.smoothing = cuts, rows, columns, smoothing
        self.aggregation, self.top_count = aggregation, top_count
        self.features = sum(network.shapes[t].channels for t, _, _ in cuts)
        self.projection, self.center, self.multiplier, self.shift = random_projection(rng, dimensions, self.features)
        self.positions = rng.whole(rows + columns, -300, 300) if positions else None
        d = dimensions + (2 if positions else 0)
        self.mixture = random_mixture(rng, scope, covariance, components, d, rows * columns, reach)
        self.cell_center, self.cell_scale, self.cell_threshold = rng.real(0, 4), rng.real(0.125, 0.5), rng.real(-0.5, 0.5)
        self.drift = ([rng.real(-7, 7) for _ in range(2 + dimensions)], [rng.real(0, 1) for _ in range(2 + dimensions)],
                      0.0625, 5.5) if drift else None

    def gather(self, network, maps, row, column):
        values = []
        for t, pool, repeat in self.cuts:
            shape = network.shapes[t]
            top, left = row * pool // repeat, column * pool // repeat
            for c in range(shape.channels):
                window = [maps[t][shape.at(top + y, left + x) + c] for y in range(pool) for x in range(pool)]
                values.append(density.half_away(density.Fraction(sum(window), pool * pool)))
        return values

    def cell_features(self, network, maps):
        """Before the projection, [cell][feature]."""
        return [self.gather(network, maps, *divmod(i, self.columns)) for i in range(self.rows * self.columns)]

    def z(self, features):
        """What the density sees, [cell][d]."""
        z = [density.project(self.projection, self.center, self.multiplier, self.shift, x) for x in features]
        if self.smoothing == 3:
            z = density.smooth(z, self.rows, self.columns)
        if self.positions:
            z = [v + [self.positions[i // self.columns], self.positions[self.rows + i % self.columns]] for i, v in enumerate(z)]
        return z

    def score(self, network, maps):
        """(image score, cell scores), every bit as the kernels must give it."""
        cells = []
        for i, z in enumerate(self.z(self.cell_features(network, maps))):
            for m in self.mixture.neighbours(self.rows, self.columns, *divmod(i, self.columns)):
                exact, bound = density.log_density(self.mixture, m, z)
                assert abs(exact - density.Fraction(density.log_density_bits(self.mixture, m, z))) <= bound, "single precision strays from the definition"
            log_p = density.best_log_density_bits(self.mixture, self.rows, self.columns, i, z)
            cells.append(times(minus(-log_p, self.cell_center), self.cell_scale))
        return density.aggregate_bits(cells, self.aggregation, self.top_count, self.cell_threshold), cells


def random_projection(rng, dimensions, features, spread=128):
    """Matrix, centre, multiplier, shift that give z of noise a standard deviation of about `spread`."""
    matrix = [rng.whole(features, -127, 127) for _ in range(dimensions)]
    center = rng.whole(dimensions, -2000, 2000)
    scales = [operators.quantise_multiplier(spread * rng.real(0.5, 1.5) / (sqrt(features) * 73 * 60)) for _ in range(dimensions)]
    return matrix, center, [m for m, _ in scales], [31 - s for _, s in scales]


def random_mixture(rng, scope, covariance, components, dimensions, cells, reach=0):
    mixtures = cells if scope == density.PER_CELL else 1
    d = dimensions

    def whiten():
        if covariance == density.DIAGONAL:
            return [rng.between(4000, 16000) for _ in range(d)]
        return [rng.between(4000, 16000) if i == j else rng.between(-4000, 4000) for i in range(d) for j in range(i + 1)]

    def each(make):
        return [[make() for _ in range(components)] for _ in range(mixtures)]

    return density.Mixture(scope, covariance, each(lambda: rng.real(-5, 1)), each(whiten), each(lambda: rng.whole(d, -2**21, 2**21)),
                           each(lambda: [rng.real(0.5, 1) * 2**-20 for _ in range(d)]), reach)


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
        cuts=head.cuts, grid_rows=head.rows, grid_columns=head.columns, dimensions=len(head.center),
        projection=flatten([density.filled(row, 16) for row in head.projection]), center=head.center, multiplier=head.multiplier,
        shift=head.shift, smoothing=head.smoothing, positions=head.positions,
        scope=mixture.scope, covariance=mixture.covariance, components=len(mixture.constants[0]), reach=mixture.reach,
        constants=flatten(mixture.constants), whiten=mixture.stored_whiten(), bias=flatten(mixture.bias), scale=flatten(mixture.scale),
        cell_center=head.cell_center, cell_scale=head.cell_scale, cell_threshold=head.cell_threshold, drift=head.drift,
        aggregation=head.aggregation, top_count=head.top_count)
    readers = [layer_reader(i, layer, inputs) for i, (layer, inputs) in enumerate(network.layers)]
    plan(model, readers + [head_reader(head.cuts, head.rows)])
    for name, fmt, width, height, pixels in frames:
        picture = frame.to_input(pixels, fmt, width, height, source.columns, source.rows, source.channels, network.fit == 1)
        score, cells = head.score(network, network.run(picture))
        model.golden.append(GoldenRecord(name, fmt, width, height, pixels, score, cells))
    if model.golden:
        model.threshold = model.golden[0].score
    return model
