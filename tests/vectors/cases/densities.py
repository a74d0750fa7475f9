"""
density.bin. `bound` is what single precision may lose at most, worked out for each number. Arrays of a case:
    0 int32  scope, covariance, components, reach, dimensions, features, rows, columns, smoothing, positions (0 or 1), aggregation, top_count
    1 int8   projection [dimension][feature, filled up to 16]   2 int32 center, multiplier   3 uint8 shift   4 int32 positions or nothing
    5 int8   features [cell][feature]           6 int32  what the density sees [cell][dimension and positions]
    7 float  constants                          8 int32  whiten, rows filled up to 8   9 int32 bias   10 float scale
   11 float  log p [cell], the exact bits      12 double exact log p  13 double bound
   14 float  cell threshold of the aggregation
   15 float  image score of -log p, the exact bits     16 double exact score  17 double bound
"""
from reference import density
from reference.container import doubles, floats, int8, int32
from reference.density import AREA, DIAGONAL, FULL, MAX, PER_CELL, SHARED, TOP_MEAN, Fraction
from reference.network import flatten, random_mixture, random_projection
from reference.pcg import Pcg


class Features:
    """The parts of network.Head that turn features into z."""

    def __init__(self, rng, dimensions, features, rows, columns, smoothing, positions, spread):
        self.rows, self.columns, self.smoothing = rows, columns, smoothing
        self.projection, self.center, self.multiplier, self.shift = random_projection(rng, dimensions, features, spread)
        self.positions = rng.whole(rows + columns, -4095, 4095) if positions else None


def exact_best(mixture, rows, columns, cell, z):
    """The largest exact log p of the neighbours; the bound of the worst."""
    values = [density.log_density(mixture, m, z) for m in mixture.neighbours(rows, columns, *divmod(cell, columns))]
    return max(v for v, _ in values), max(b for _, b in values)


def exact_score(scores, aggregation, top_count, cell_threshold):
    if aggregation == AREA:
        total = sum(min(max(s - Fraction(cell_threshold), 0), 1) for s in scores)
        return total, 3 * (len(scores) + 1) * density.UNIT * (sum(abs(s) for s in scores) + len(scores) * (1 + abs(Fraction(cell_threshold))))
    top = sorted(scores, reverse=True)[:top_count]
    return sum(top) / top_count, (top_count + 1) * density.UNIT * sum(abs(v) for v in top)


def case(name, rng, scope, covariance, components, dimensions, features, rows, columns, reach=0, smoothing=1, positions=False,
         aggregation=MAX, top_count=1, spread=128, mixture=None):
    from reference.network import Head
    head = Features(rng, dimensions, features, rows, columns, smoothing, positions, spread)
    cells, d = rows * columns, dimensions + (2 if positions else 0)
    mixture = mixture or random_mixture(rng, scope, covariance, components, d, cells, reach)
    inputs = [rng.whole(features, -128, 127) for _ in range(cells)]

    z = Head.z(head, inputs)
    log_p = [density.best_log_density_bits(mixture, rows, columns, i, zi) for i, zi in enumerate(z)]
    exact = [exact_best(mixture, rows, columns, i, zi) for i, zi in enumerate(z)]
    cell_threshold = sorted(-v for v in log_p)[cells // 2]
    score = density.aggregate_bits([-v for v in log_p], aggregation, top_count, cell_threshold)
    wanted, bound = exact_score([-Fraction(v) for v in log_p], aggregation, top_count, cell_threshold)
    for got, (want, most) in zip(log_p + [score], exact + [(wanted, bound)]):
        assert abs(Fraction(got) - want) <= most, name
    numbers = [scope, covariance, components, reach, dimensions, features, rows, columns, smoothing, int(positions), aggregation, top_count]
    return name, [int32(numbers), int8(flatten([density.filled(row, 16) for row in head.projection])), int32(head.center + head.multiplier),
                  int8(head.shift), int32(head.positions or []), int8(flatten(inputs)), int32(flatten(z)),
                  floats(flatten(mixture.constants)), int32(mixture.stored_whiten()), int32(flatten(mixture.bias)), floats(flatten(mixture.scale)),
                  floats(log_p), doubles([v for v, _ in exact]), doubles([b for _, b in exact]),
                  floats([cell_threshold]), floats([score]), doubles([wanted]), doubles([bound])]


def all_cases():
    rng = Pcg(3)
    cases = []
    for scope, scope_name in ((SHARED, "shared"), (PER_CELL, "per cell")):
        for covariance, covariance_name in ((DIAGONAL, "diagonal"), (FULL, "full")):
            for smoothing in (1, 3):
                for components in (1, 3):
                    cases.append(case(f"{scope_name}, {covariance_name}, smoothing {smoothing}, K = {components}", rng, scope, covariance, components,
                                      5, 17, 2, 3, smoothing=smoothing, aggregation=MAX if components == 1 else TOP_MEAN,
                                      top_count=1 if components == 1 else 4))
    cases.append(case("one dimension, one feature, one cell", rng, SHARED, FULL, 1, 1, 1, 1, 1, smoothing=3))
    cases.append(case("sixteen dimensions", rng, SHARED, FULL, 2, 16, 96, 1, 5, aggregation=TOP_MEAN, top_count=5))
    cases.append(case("most dimensions", rng, SHARED, DIAGONAL, 2, 128, 3, 2, 1))
    cases.append(case("many components", rng, SHARED, DIAGONAL, 40, 2, 7, 4, 2, aggregation=TOP_MEAN, top_count=3))
    cases.append(case("far away: all but one component vanish", rng, SHARED, FULL, 3, 4, 7, 2, 4, spread=2000))
    cases.append(case("features at their limits", rng, SHARED, FULL, 2, 3, 5, 2, 4, spread=40000))
    cases.append(case("the best of the cells around", rng, PER_CELL, FULL, 1, 3, 9, 4, 4, reach=1))
    cases.append(case("the best of the mixtures around, smoothed", rng, PER_CELL, DIAGONAL, 2, 3, 9, 3, 2, reach=1, smoothing=3))
    cases.append(case("positions", rng, SHARED, FULL, 4, 6, 20, 3, 4, positions=True, aggregation=AREA))
    cases.append(case("positions alone in one row", rng, SHARED, DIAGONAL, 1, 1, 2, 1, 7, positions=True, smoothing=3, aggregation=AREA))
    same = density.Mixture(SHARED, DIAGONAL, [[-1.0] * 8], [[[16000, 16000]] * 8], [[[2**19, -2**19]] * 8], [[[2.0**-20] * 2] * 8])
    cases.append(case("equal components add ln 8", rng, SHARED, DIAGONAL, 8, 2, 3, 2, 2, mixture=same))
    limit = density.Mixture(SHARED, FULL, [[0.0]], [[[32767, 32767, -32767, 32767, 32767, 32767]]],
                            [[[2**31 - 1 - 4095 * 32767 * (i + 1) for i in range(3)]]], [[[2.0**-31] * 3]])
    cases.append(case("whitening at its limits", rng, SHARED, FULL, 1, 3, 3, 2, 2, spread=40000, mixture=limit))
    return cases
