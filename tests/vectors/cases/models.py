"""
models/*.ead: valid model files with golden vectors from the whole-frame reference. Each exercises what its doc line says.
golden.bin: the golden vectors of all models once more, for callers that see only the public API. Arrays of a case:
    0 text model   1 int32 pixel format, width, height   2 uint8 pixels   3 float cells [row][column]   4 float score, threshold
maps.bin: per model, for the frame of its first golden vector, every tensor as int8 [row][column][channel], then the cells'
features before the projection as int8 [cell][feature], then what the density sees as int32 [cell][dimension].
"""
from reference import density, frame
from reference.container import floats, int8, int32, text, vector_file
from reference.frame import BYTES_PER_PIXEL, GRAY8, RGB565_BE, RGB565_LE, RGB888, YUYV
from reference.model_file import write_model
from reference.network import Head, Network, flatten, model_record
from reference.pcg import Pcg
from reference.schedule import layer_by_layer, streaming


def picture(rng, name, fmt, width, height):
    return name, fmt, width, height, rng.whole(width * height * BYTES_PER_PIXEL[fmt], 0, 255)


def minimal():
    """One pixel, no layers, one cell."""
    network = Network(Pcg(10), 1, 1, 1)
    head = Head(network, [(0, 1, 1)], 1, 1, 1)
    return network, head, model_record(network, head, streaming, [picture(network.rng, "one pixel", GRAY8, 1, 1), picture(network.rng, "many", RGB888, 5, 4)])


def strides():
    """Stem, depthwise with both strides, odd sizes and channels; shared diagonal Gaussian over smoothed features, area."""
    rng = Pcg(11)
    n = Network(rng, 21, 17, 3)
    t = n.depthwise(n.conv(0, 7), 1)
    t = n.depthwise(n.expand(n.project(t, 3), 17), 2)
    head = Head(n, [(t, 1, 1)], n.shapes[t].rows, n.shapes[t].columns, 4, smoothing=3, aggregation=density.AREA)
    return n, head, model_record(n, head, streaming, [picture(rng, "same size", GRAY8, 21, 17), picture(rng, "larger", RGB565_BE, 26, 23),
                                             picture(rng, "smaller", YUYV, 8, 8)], counter=7)


def cuts():
    """Residual add; three cuts, pooled, as it is and repeated; mixture with positions, mean of the largest cells."""
    rng = Pcg(12)
    n = Network(rng, 16, 16, 3)
    stem = n.conv(0, 8)
    block = n.add(stem, n.project(n.depthwise(n.expand(stem, 12)), 8))
    middle = n.project(n.depthwise(block, 2), 6)
    deep = n.project(n.depthwise(middle, 2), 5)
    head = Head(n, [(block, 2, 1), (middle, 1, 1), (deep, 1, 2)], 4, 4, 6, covariance=1, components=3, positions=True,
                aggregation=density.TOP_MEAN, top_count=4, drift=True)
    return n, head, model_record(n, head, streaming, [picture(rng, "camera", RGB565_LE, 18, 16), picture(rng, "gray", GRAY8, 16, 16)], counter=1)


def percell():
    """Luma input, stretched frames, one full Gaussian mixture per cell, the best of 3x3 cells counts."""
    rng = Pcg(13)
    n = Network(rng, 11, 8, 1, fit=1)
    t = n.project(n.depthwise(n.conv(0, 5)), 4)
    head = Head(n, [(t, 1, 1)], n.shapes[t].rows, n.shapes[t].columns, 3, scope=1, covariance=1, components=2, reach=1, drift=True)
    return n, head, model_record(n, head, streaming, [picture(rng, "wide", YUYV, 20, 7), picture(rng, "tall", RGB888, 7, 13)])


def layerwise():
    """Layer after layer on whole maps that share arena bytes, instead of line buffers."""
    rng = Pcg(14)
    n = Network(rng, 10, 12, 3)
    stem = n.conv(0, 4)
    block = n.add(n.project(n.expand(stem, 9), 4), stem)
    t = n.depthwise(block, 1)
    head = Head(n, [(t, 2, 1), (block, 2, 1)], 3, 2, 4, scope=1, smoothing=3, aggregation=density.TOP_MEAN, top_count=2)
    return n, head, model_record(n, head, layer_by_layer, [picture(rng, "same size", RGB888, 10, 12), picture(rng, "larger", GRAY8, 19, 25)])


def shifts():
    """Every kind of layer leaving by shifts, channels that fill no group of 16, and an exact projection and addition between them."""
    rng = Pcg(15)
    n = Network(rng, 22, 18, 3, by_shifts=True)
    stem = n.conv(0, 13)
    wide = n.depthwise(n.expand(n.depthwise(stem), 35), 1)
    n.by_shifts = False
    narrow = n.project(wide, 6)
    n.by_shifts = True
    block = n.project(n.depthwise(n.expand(narrow, 48)), 6)
    block = n.add(block, narrow)
    t = n.depthwise(n.expand(block, 16), 2)
    head = Head(n, [(t, 1, 1)], n.shapes[t].rows, n.shapes[t].columns, 5)
    return n, head, model_record(n, head, streaming, [picture(rng, "same size", RGB888, 22, 18), picture(rng, "smaller", GRAY8, 11, 13)])


WIDE = 107, 103  # seeds of the two that are committed


def random_net(seed, most=300, narrow=150):
    """Stem and up to three blocks of up to `most` channels in between and `narrow` at their ends, strides, additions, exact layers between shifts or all exact."""
    rng = Pcg(seed)
    n = Network(rng, rng.between(5, 19), rng.between(5, 19), rng.between(0, 1) * 2 + 1, fit=rng.between(0, 1))
    all_exact = rng.between(0, 2) == 0

    def leave():
        n.by_shifts = not all_exact and rng.between(0, 4) > 0
        return n

    t = leave().conv(0, rng.between(1, 64))
    for block in range(rng.between(1, 3)):
        channels = most if block == 0 else rng.between(1, most)
        u = leave().project(leave().depthwise(leave().expand(t, channels), rng.between(1, 2)), rng.between(1, narrow))
        if rng.between(0, 1):
            u = leave().add(u, leave().project(leave().expand(u, rng.between(1, most)), n.shapes[u].channels))
        t = u
    shape = n.shapes[t]
    head = Head(n, [(t, 1, 1)], shape.rows, shape.columns, rng.between(1, 20), scope=rng.between(0, 1), covariance=rng.between(0, 1), components=rng.between(1, 3),
                smoothing=rng.between(0, 1) * 2 + 1, drift=rng.between(0, 1) == 1)
    width, height, pixel = n.shapes[0].columns, n.shapes[0].rows, rng.between(0, 4)
    return n, head, model_record(n, head, streaming, [picture(rng, "same size", RGB888, width, height),
                                                      picture(rng, "another size", pixel, 2 * rng.between(2, width), rng.between(3, 2 * height))])


def wide1():
    """300 channels, most layers leaving by shifts."""
    return random_net(WIDE[0], narrow=60)


def wide2():
    """300 channels, all layers exact."""
    return random_net(WIDE[1], narrow=60)


def maps(name, network, head, first):
    shape = network.shapes[0]
    picture = frame.to_input(first.pixels, first.format, first.width, first.height, shape.columns, shape.rows, shape.channels, network.fit == 1)
    tensors = network.run(picture)
    features = head.cell_features(network, tensors)
    return name, [int8(t) for t in tensors] + [int8(flatten(features)), int32(flatten(head.z(features)))]


def golden(name, model):
    return [(f"{name}, {g.name}", [text(name), int32([g.format, g.width, g.height]), int8(g.pixels), floats(g.cells),
                                   floats([g.score, model.threshold])]) for g in model.golden]


def all_files():
    files, all_maps, all_golden = {}, [], []
    for make in (minimal, strides, cuts, percell, layerwise, shifts, wide1, wide2):
        network, head, model = make()
        files[f"models/{make.__name__}.ead"] = write_model(model)
        all_maps.append(maps(make.__name__, network, head, model.golden[0]))
        all_golden += golden(make.__name__, model)
    return {**files, "maps.bin": vector_file(all_maps), "golden.bin": vector_file(all_golden)}
