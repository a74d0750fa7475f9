"""
density.bin. `bound` is what single precision may lose at most, worked out for each number. Arrays of a case:
    0 int32  scope, covariance, storage, components, dimensions, features, cells, aggregation, top_count
    1 int8   projection [dimension][feature]   2 float scale   3 float offset   4 int32 features [cell][feature]
    5 float  z [cell][dimension], the exact bits        6 double exact z       7 double bound
    8 float  constants                         9 bytes whiten                 10 float  shift
   11 float  log p [cell] of these z, the exact bits   12 double exact log p  13 double bound
   14 float  image score of -log p, the exact bits     15 double exact score  16 double bound
"""
import struct
from math import sqrt

from reference import density
from reference.container import doubles, floats, int8, int32
from reference.density import DIAGONAL, FLOAT16, FLOAT32, FULL, PER_CELL, SHARED
from reference.network import flatten, random_mixture
from reference.pcg import Pcg
from reference.single import single


def case(name, rng, scope, covariance, storage, components, dimensions, features, cells, top_count=1, far=1.0, mixture=None):
    mixture = mixture or random_mixture(rng, scope, covariance, storage, components, dimensions, cells)
    projection = [rng.whole(features, -128, 127) for _ in range(dimensions)]
    scale = [single(far * rng.real(0.5, 1.5) / (sqrt(features) * 73 * 73)) for _ in range(dimensions)]
    offset = [rng.real(-1, 1) for _ in range(dimensions)]
    inputs = [rng.whole(features, -128, 127) for _ in range(cells)]

    z = [density.project_bits(projection, scale, offset, x) for x in inputs]
    exact_z = [density.project(projection, scale, offset, x) for x in inputs]
    which = [i if scope == PER_CELL else 0 for i in range(cells)]
    log_p = [density.log_density_bits(mixture, m, zi) for m, zi in zip(which, z)]
    exact = [density.log_density(mixture, m, zi) for m, zi in zip(which, z)]
    score = density.aggregate_bits([-v for v in log_p], top_count)
    top = sorted((-density.Fraction(v) for v in log_p), reverse=True)[:top_count]
    exact_score, score_bound = sum(top) / top_count, (top_count + 1) * density.UNIT * sum(abs(v) for v in top)

    for got, (want, bound) in zip(flatten(z) + log_p + [score], [p for row in exact_z for p in row] + exact + [(exact_score, score_bound)]):
        assert abs(density.Fraction(got) - want) <= bound, name
    whiten = flatten(mixture.whiten)
    packed = struct.pack(f"<{len(whiten)}{'e' if storage == FLOAT16 else 'f'}", *whiten)
    numbers = [scope, covariance, storage, components, dimensions, features, cells, int(top_count > 1), top_count]
    return name, [int32(numbers), int8(flatten(projection)), floats(scale), floats(offset), int32(flatten(inputs)),
                  floats(flatten(z)), doubles([v for row in exact_z for v, _ in row]), doubles([b for row in exact_z for _, b in row]),
                  floats(flatten(mixture.constants)), int8(packed), floats(flatten(mixture.shift)),
                  floats(log_p), doubles([v for v, _ in exact]), doubles([b for _, b in exact]),
                  floats([score]), doubles([exact_score]), doubles([score_bound])]


def all_cases():
    rng = Pcg(3)
    cases = []
    for scope, scope_name in ((SHARED, "shared"), (PER_CELL, "per cell")):
        for covariance, covariance_name in ((DIAGONAL, "diagonal"), (FULL, "full")):
            for storage, storage_name in ((FLOAT32, "float"), (FLOAT16, "half")):
                for components in (1, 3):
                    cases.append(case(f"{scope_name}, {covariance_name}, {storage_name}, K = {components}", rng,
                                      scope, covariance, storage, components, 5, 17, 6, top_count=1 if components == 1 else 4))
    cases.append(case("one dimension, one feature, one cell", rng, SHARED, FULL, FLOAT32, 1, 1, 1, 1))
    cases.append(case("sixteen dimensions", rng, SHARED, FULL, FLOAT32, 2, 16, 96, 5, top_count=5))
    cases.append(case("most dimensions", rng, SHARED, DIAGONAL, FLOAT16, 2, 128, 3, 2))
    cases.append(case("many components", rng, SHARED, DIAGONAL, FLOAT32, 40, 2, 7, 8, top_count=3))
    cases.append(case("far away: all but one component vanish", rng, SHARED, FULL, FLOAT32, 3, 4, 7, 8, far=40.0))
    same = density.Mixture(SHARED, DIAGONAL, FLOAT32, [[-1.0] * 8], [[[1.0, 1.0]] * 8], [[[0.5, -0.5]] * 8])
    cases.append(case("equal components add ln 8", rng, SHARED, DIAGONAL, FLOAT32, 8, 2, 3, 4, mixture=same))
    tiny = density.Mixture(SHARED, DIAGONAL, FLOAT16, [[0.0]], [[[2.0**-24, 2.0**-14 - 2.0**-24, 65504.0]]], [[[0.0, 0.0, 1.0]]])
    cases.append(case("halves at their limits", rng, SHARED, DIAGONAL, FLOAT16, 1, 3, 3, 4, mixture=tiny))
    return cases
