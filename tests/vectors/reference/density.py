"""
A cell's features, which are integers, by their definition in fractions. Then its score twice over: in high precision (what it should be, with
a bound on what single precision may lose), and in single precision in the order the kernels state (the exact bits that golden vectors hold).
"""
from decimal import Decimal, localcontext
from fractions import Fraction
from math import floor

from .single import bits, from_bits, minus, over, plus, single, times

UNIT = Fraction(1, 2**24)  # relative error of one single precision operation
LARGEST_Z = 4095
DIAGONAL, FULL = 0, 1
SHARED, PER_CELL = 0, 1


class Mixture:
    """constants [mixture][k] floats, whiten [mixture][k][triangle or diagonal] int16, bias [mixture][k][d] int32, scale likewise floats."""

    def __init__(self, scope, covariance, constants, whiten, bias, scale, reach=0):
        self.scope, self.covariance, self.reach = scope, covariance, reach
        self.constants = [[single(v) for v in m] for m in constants]
        self.whiten, self.bias = whiten, bias
        self.scale = [[[single(v) for v in k] for k in m] for m in scale]

    def row(self, mixture, k, i):
        """Row i of the whitening matrix as (column, value)."""
        w = self.whiten[mixture][k]
        return [(j, w[i * (i + 1) // 2 + j]) for j in range(i + 1)] if self.covariance == FULL else [(i, w[i])]

    def distance_rows(self, mixture, k, z):
        """(exact integer, scale) of every y[i]."""
        return [(sum(w * z[j] for j, w in self.row(mixture, k, i)) - b, s)
                for i, (b, s) in enumerate(zip(self.bias[mixture][k], self.scale[mixture][k]))]

    def stored_whiten(self):
        """As the file holds it: rows filled up to a multiple of 8."""
        def rows(w):
            d = len(self.bias[0][0])
            parts = [w[i * (i + 1) // 2:(i + 1) * (i + 2) // 2] for i in range(d)] if self.covariance == FULL else [w]
            return [v for part in parts for v in filled(part, 8)]
        return [v for m in self.whiten for k in m for v in rows(k)]

    def neighbours(self, rows, columns, row, column):
        """Mixtures that a cell may choose from."""
        if self.scope == SHARED:
            return [0]
        return [y * columns + x for y in range(max(row - self.reach, 0), min(row + self.reach + 1, rows))
                for x in range(max(column - self.reach, 0), min(column + self.reach + 1, columns))]


def filled(values, multiple):
    return values + [0] * (-len(values) % multiple)


# --- features: integers all the way ----------------------------------------------------------------------------------------------------


def half_away(value):
    """A fraction to the nearest integer, halves away from zero."""
    return floor(value + Fraction(1, 2)) if value >= 0 else -floor(-value + Fraction(1, 2))


def project(projection, center, multiplier, shift, features):
    """z of one cell. projection [d][feature]."""
    z = []
    for row, c, m, s in zip(projection, center, multiplier, shift):
        value = floor(Fraction((sum(w * x for w, x in zip(row, features)) - c) * m, 2**s) + Fraction(1, 2))
        z.append(max(-LARGEST_Z, min(LARGEST_Z, value)))
    return z


def smooth(maps, rows, columns):
    """z of all cells [row * columns + column][d], averaged over 3x3 cells; outside the grid its edge is repeated."""
    def mean(row, column, i):
        return half_away(Fraction(sum(maps[min(max(row + dy, 0), rows - 1) * columns + min(max(column + dx, 0), columns - 1)][i]
                                      for dy in (-1, 0, 1) for dx in (-1, 0, 1)), 9))
    return [[mean(r, c, i) for i in range(len(maps[0]))] for r in range(rows) for c in range(columns)]


# --- exact ---------------------------------------------------------------------------------------------------------------------------


def component(mixture, cell, k, z):
    """log p_k and a bound on its error in single precision."""
    distance = bound = Fraction(0)
    for number, scale in mixture.distance_rows(cell, k, z):
        assert abs(number) < 2**31
        y = number * Fraction(scale)
        error = 3 * UNIT * abs(y)  # the conversion and the product
        distance += y * y
        bound += 2 * abs(y) * error + error * error
    constant = Fraction(mixture.constants[cell][k])
    bound += (len(mixture.bias[cell][k]) + 3) * UNIT * (distance + abs(constant))
    return constant - distance / 2, bound


def log_density(mixture, cell, z):
    """log p and a bound on its error in single precision, as (Fraction, Fraction)."""
    parts = [component(mixture, cell, k, z) for k in range(len(mixture.constants[cell]))]
    if len(parts) == 1:
        return parts[0]
    with localcontext() as context:
        context.prec = 60
        largest = max(value for value, _ in parts)
        total = sum((Decimal((v - largest).numerator) / Decimal((v - largest).denominator)).exp() for v, _ in parts)
        log_p = largest + Fraction(total.ln())
    error = max(bound for _, bound in parts) + 20 * len(parts) * UNIT * (1 + abs(log_p) + abs(largest))
    return log_p, error


# --- the bits ------------------------------------------------------------------------------------------------------------------------


def exp_bits(x):
    """e^x for x <= 0: ln 2 taken off in two parts, then the Taylor polynomial to the seventh power."""
    if not x >= -87.0:
        return 0.0
    if x >= 0:
        return 1.0
    n = int(minus(times(x, single(1.44269504)), 0.5))
    r = minus(minus(x, times(n, 0.693359375)), times(n, single(-2.12194440e-4)))
    p = over(1.0, 5040.0)
    for c in (over(1.0, 720.0), over(1.0, 120.0), over(1.0, 24.0), over(1.0, 6.0), 0.5, 1.0, 1.0):
        p = plus(times(p, r), c)
    return times(p, from_bits((n + 127) << 23))


def log_bits(x):
    """ln x for normal x: 2 artanh((m - 1) / (m + 1)) to the ninth power, plus the exponent."""
    word = bits(x)
    exponent, m = (word >> 23) - 127, from_bits(word & 0x7FFFFF | 127 << 23)
    if m > single(1.41421356):
        m, exponent = times(m, 0.5), exponent + 1
    t = over(minus(m, 1.0), plus(m, 1.0))
    s = times(t, t)
    p = over(2.0, 9.0)
    for c in (over(2.0, 7.0), over(2.0, 5.0), over(2.0, 3.0), 2.0):
        p = plus(times(p, s), c)
    return plus(times(p, t), times(exponent, single(0.693147181)))


def component_bits(mixture, cell, k, z):
    distance = 0.0
    for number, scale in mixture.distance_rows(cell, k, z):
        y = times(single(number), scale)
        distance = plus(distance, times(y, y))
    return minus(mixture.constants[cell][k], times(0.5, distance))


def log_density_bits(mixture, cell, z):
    count = len(mixture.constants[cell])
    largest, total = component_bits(mixture, cell, 0, z), 1.0
    if count == 1:
        return largest
    for k in range(1, count):
        value = component_bits(mixture, cell, k, z)
        if value > largest:
            total, largest = plus(times(total, exp_bits(minus(largest, value))), 1.0), value
        else:
            total = plus(total, exp_bits(minus(value, largest)))
    return plus(largest, log_bits(total))


def best_log_density_bits(mixture, rows, columns, cell, z):
    return max(log_density_bits(mixture, m, z) for m in mixture.neighbours(rows, columns, cell // columns, cell % columns))


MAX, TOP_MEAN, AREA = 0, 1, 2


def aggregate_bits(cells, aggregation, top_count, cell_threshold):
    """Mean of the largest, added from the largest down (the maximum is the mean of one); or the area above a threshold, in cell order."""
    total = 0.0
    if aggregation == AREA:
        for value in cells:
            total = plus(total, min(max(minus(value, cell_threshold), 0.0), 1.0))
        return total
    for value in sorted(cells, reverse=True)[:top_count]:
        total = plus(total, value)
    return over(total, float(top_count))
