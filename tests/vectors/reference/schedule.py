"""Two ways to order the rows of a network: as soon as possible on line buffers, or layer after layer on whole maps that share memory."""
from .model_file import STEP_HEAD, STEP_INPUT
from .operators import CONV, DEPTHWISE


class Reader:
    """Something that reads rows of tensors: a layer or the head. needs(y) -> {tensor: (first, end)}"""

    def __init__(self, step, target, rows, needs):
        self.step, self.target, self.rows, self.needs = step, target, rows, needs


def layer_reader(index, layer, inputs):
    def needs(y):
        if layer.op not in (CONV, DEPTHWISE):
            return {t: (y, y + 1) for t in inputs}
        top = y * layer.stride - layer.pad_top
        return {inputs[0]: (max(top, 0), min(top + 3, layer.source.rows))}
    return Reader(index, index + 1, layer.target.rows, needs)


def head_reader(cuts, grid_rows):
    def needs(y):
        ranges = {}
        for tensor, pool, repeat in cuts:
            first = y * pool // repeat
            old = ranges.get(tensor, (first, first))
            ranges[tensor] = (min(old[0], first), max(old[1], first + pool))
        return ranges
    return Reader(STEP_HEAD, None, grid_rows, needs)


def aligned(value):
    return (value + 15) // 16 * 16


def streaming(model, readers):
    """Runs every reader as soon as its rows are there; sets ring_rows, offset, schedule, arena_bytes."""
    produced, done, steps = [0] * len(model.tensors), {r.step: 0 for r in readers}, []

    def first_needed(t):
        return min([model.tensors[t].rows] + [r.needs(done[r.step])[t][0] for r in readers
                                              if done[r.step] < r.rows and t in r.needs(done[r.step])])

    def write(t):
        live = produced[t] + 1 - min(first_needed(t), produced[t])
        model.tensors[t].ring_rows = max(model.tensors[t].ring_rows, live)
        produced[t] += 1

    def ready(r):
        return done[r.step] < r.rows and all(end <= produced[t] for t, (_, end) in r.needs(done[r.step]).items())

    for _ in range(model.height):
        write(0)
        steps.append(STEP_INPUT)
        while any(ready(r) for r in readers):
            r = next(r for r in readers if ready(r))
            if r.target is not None:
                write(r.target)
            done[r.step] += 1
            steps.append(r.step)
    model.schedule, model.arena_bytes = steps, 0
    for t in model.tensors:
        t.offset = model.arena_bytes
        model.arena_bytes += t.ring_rows * aligned(t.columns * t.channels)


def layer_by_layer(model, readers):
    """Whole maps; a map's bytes are used again once nobody needs it any more."""
    last_use = [max([i for i, r in enumerate(readers) if t in r.needs(0)], default=-1) for t in range(len(model.tensors))]
    model.schedule = [STEP_INPUT] * model.height + [r.step for r in readers for _ in range(r.rows)]
    placed = []
    for t, record in enumerate(model.tensors):
        record.ring_rows = record.rows
        size = record.rows * aligned(record.columns * record.channels)
        alive = [(b, e) for b, e, last in placed if last >= t - 1]
        record.offset = min(o for o in [0] + [e for _, e in alive] if all(o + size <= b or o >= e for b, e in alive))
        placed.append((record.offset, record.offset + size, last_use[t]))
    model.arena_bytes = max(e for _, e, _ in placed)
