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


def pitch(t):
    """Bytes that a row takes."""
    return (t.columns * t.channels + 15) // 16 * 16


def streaming(model, readers):
    """Runs every reader as soon as its rows are there, on one line buffer per tensor; sets places, schedule, arena_bytes."""
    produced, done, steps, ring = [0] * len(model.tensors), {r.step: 0 for r in readers}, [], [0] * len(model.tensors)

    def first_needed(t):
        return min([model.tensors[t].rows] + [r.needs(done[r.step])[t][0] for r in readers
                                              if done[r.step] < r.rows and t in r.needs(done[r.step])])

    def write(t):
        live = produced[t] + 1 - min(first_needed(t), produced[t])
        ring[t] = max(ring[t], live)
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
    for t, rows in zip(model.tensors, ring):
        t.places = [model.arena_bytes + row % rows * pitch(t) for row in range(t.rows)]
        model.arena_bytes += rows * pitch(t)


def layer_by_layer(model, readers):
    """Whole maps; a map's bytes are used again once nobody needs it any more."""
    last_use = [max([i for i, r in enumerate(readers) if t in r.needs(0)], default=-1) for t in range(len(model.tensors))]
    model.schedule = [STEP_INPUT] * model.height + [r.step for r in readers for _ in range(r.rows)]
    placed = []
    for t, record in enumerate(model.tensors):
        size = record.rows * pitch(record)
        alive = [(b, e) for b, e, last in placed if last >= t - 1]
        offset = min(o for o in [0] + [e for _, e in alive] if all(o + size <= b or o >= e for b, e in alive))
        record.places = list(range(offset, offset + size, pitch(record)))
        placed.append((offset, offset + size, last_use[t]))
    model.arena_bytes = max(e for _, e, _ in placed)
