"""
Vector files, little endian, everything at multiples of 8 bytes:

    "EADV"  uint32 count
    per case:
        uint32 length of the name, uint32 number of arrays, name (ASCII, zero padded to 8)
        per array: uint32 type, uint32 elements, data (zero padded to 8)

Types: 0 = 8 bit, 1 = int32, 2 = float, 3 = double. What each array means is stated where the cases are made (cases/*.py).
"""
import struct


def padded(data):
    return data + bytes(-len(data) % 8)


def int8(values):
    return 0, len(values), bytes(v & 0xFF for v in values)


def int32(values):
    return 1, len(values), struct.pack(f"<{len(values)}i", *values)


def floats(values):
    return 2, len(values), struct.pack(f"<{len(values)}f", *values)


def doubles(values):
    return 3, len(values), struct.pack(f"<{len(values)}d", *[float(v) for v in values])


def text(value):
    return int8(value.encode("ascii"))


def vector_file(cases):
    """cases: [(name, [array])] to the bytes of a file."""
    out = b"EADV" + struct.pack("<I", len(cases))
    names = [name for name, _ in cases]
    assert len(set(names)) == len(names), sorted(n for n in names if names.count(n) > 1)
    for name, arrays in cases:
        out += struct.pack("<II", len(name), len(arrays)) + padded(name.encode("ascii"))
        out += b"".join(struct.pack("<II", kind, count) + padded(data) for kind, count, data in arrays)
    return out
