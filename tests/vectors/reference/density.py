"""
A cell's score twice over: in high precision (what it should be, with a bound on what single precision may lose), and in single precision in
the order the kernels state (the exact bits that golden vectors hold).
"""
from decimal import Decimal, localcontext
from fractions import Fraction

from .single import bits, from_bits, half, minus, over, plus, single, times

UNIT = Fraction(1, 2**24)  # relative error of one single precision operation
DIAGONAL, FULL = 0, 1
SHARED, PER_CELL = 0, 1
FLOAT32, FLOAT16 = 0, 1


class Mixture:
    """constants [mixture][k], whiten [mixture][k][...], shift [mixture][k][d]; all numbers exact floats (whiten: halves when FLOAT16)."""

    def __init__(self, scope, covariance, storage, constants, whiten, shift):
        self.scope, self.covariance, self.storage = scope, covariance, storage
        self.constants = [[single(v) for v in m] for m in constants]
        stored = half if storage == FLOAT16 else single
        self.whiten = [[[stored(v) for v in k] for k in m] for m in whiten]
        self.shift = [[[single(v) for v in k] for k in m] for m in shift]

    def row(self, mixture, k, i):
        """Row i of W as (column, value)."""
        w = self.whiten[mixture][k]
        return [(j, w[i * (i + 1) // 2 + j]) for j in range(i + 1)] if self.covariance == FULL else [(i, w[i])]


# --- exact ---------------------------------------------------------------------------------------------------------------------------


def project(projection, scale, offset, features):
    """z and a bound on its error in single precision, as fractions. projection [d][feature]."""
    result = []
    for row, s, o in zip(projection, scale, offset):
        product = Fraction(s) * sum(w * x for w, x in zip(row, features))
        z = product + Fraction(o)
        result.append((z, UNIT * (3 * abs(product) + abs(z))))
    return result


def component(mixture, cell, k, z):
    """log p_k and a bound on its error in single precision."""
    distance = bound = Fraction(0)
    for i, shift in enumerate(mixture.shift[cell][k]):
        terms = [Fraction(w) * Fraction(z[j]) for j, w in mixture.row(cell, k, i)]
        y = sum(terms) - Fraction(shift)
        error = (len(terms) + 2) * UNIT * (sum(abs(t) for t in terms) + abs(Fraction(shift)))
        distance += y * y
        bound += 2 * abs(y) * error + error * error
    constant = Fraction(mixture.constants[cell][k])
    bound += (len(mixture.shift[cell][k]) + 3) * UNIT * (distance + abs(constant))
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


def project_bits(projection, scale, offset, features):
    return [plus(times(s, single(sum(w * x for w, x in zip(row, features)))), o) for row, s, o in zip(projection, scale, offset)]


def component_bits(mixture, cell, k, z):
    distance = 0.0
    for i, shift in enumerate(mixture.shift[cell][k]):
        if mixture.covariance == FULL:
            y = 0.0
            for j, w in mixture.row(cell, k, i):
                y = plus(y, times(w, z[j]))
        else:
            y = times(mixture.whiten[cell][k][i], z[i])
        y = minus(y, shift)
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


def aggregate_bits(cells, top_count):
    """Mean of the largest, added from the largest down; the maximum is the mean of one."""
    total = 0.0
    for value in sorted(cells, reverse=True)[:top_count]:
        total = plus(total, value)
    return over(total, float(top_count))
