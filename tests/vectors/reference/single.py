"""IEEE single precision: each operation done in double and rounded once more, which is exact for + - * / (53 >= 2 * 24 + 2 bits)."""
import struct


def single(value):
    """Rounded to the nearest float."""
    try:
        return struct.unpack("<f", struct.pack("<f", value))[0]
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def bits(value):
    return struct.unpack("<I", struct.pack("<f", value))[0]


def from_bits(word):
    return struct.unpack("<f", struct.pack("<I", word))[0]


def half(value):
    """Rounded to the nearest half-precision number."""
    return struct.unpack("<e", struct.pack("<e", value))[0]


def plus(a, b):
    return single(a + b)


def minus(a, b):
    return single(a - b)


def times(a, b):
    return single(a * b)


def over(a, b):
    return single(a / b)
