"""TensorFlow Lite's MultiplyByQuantizedMultiplier with two roundings, from its definition in exact numbers."""
from fractions import Fraction
from math import floor, frexp

HALF = Fraction(1, 2)
INT32_MIN, INT32_MAX = -2**31, 2**31 - 1


def high_multiply(a, b):
    """SaturatingRoundingDoublingHighMul: a * b / 2^31 to the nearest whole number, ties upwards."""
    return min(floor(Fraction(a * b, 2**31) + HALF), INT32_MAX)


def rounding_shift(x, exponent):
    """RoundingDivideByPOT: x / 2^exponent to the nearest whole number, ties away from zero."""
    size = floor(Fraction(abs(x), 2**exponent) + HALF)
    return size if x >= 0 else -size


def requantise(acc, multiplier, shift):
    wide = acc * 2**max(shift, 0)
    assert INT32_MIN <= acc <= INT32_MAX and INT32_MIN <= wide <= INT32_MAX, "a vector must not overflow"
    return rounding_shift(high_multiply(wide, multiplier), max(-shift, 0))


def quantise_multiplier(real):
    """QuantizeMultiplier: real as Q31 multiplier and power of two."""
    if real == 0:
        return 0, 0
    fraction, shift = frexp(real)
    multiplier = floor(Fraction(fraction) * 2**31 + HALF)
    if multiplier == 2**31:
        multiplier //= 2
        shift += 1
    return (0, 0) if shift < -31 else (multiplier, shift)


def clamp(value, low, high):
    return min(max(value, low), high)
