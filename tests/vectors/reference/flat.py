"""
A minimal FlatBuffers writer, front to back: a table stands before everything it refers to. Objects are
Scalar, Vector, Tables or Table; field numbers are the schema's.
"""
import struct


class Scalar:
    """One number with its struct format: B b H h I i f Q."""

    def __init__(self, code, value):
        self.data = struct.pack("<" + code, value)


class Vector:
    """Elements as bytes; `align` is the alignment of the first element."""

    def __init__(self, count, data, align=4):
        self.count, self.data, self.align = count, data, max(align, 4)

    @staticmethod
    def of(code, values, align=4):
        return Vector(len(values), struct.pack(f"<{len(values)}{code}", *values), align)

    @staticmethod
    def string(value):
        data = value.encode("utf-8")
        return Vector(len(data), data + b"\0")


class Tables:
    def __init__(self, tables):
        self.tables = tables


class Table:
    """fields: {number: object or None}; None is left out."""

    def __init__(self, fields):
        self.fields = {n: f for n, f in fields.items() if f is not None}


class Writer:
    def __init__(self, header):
        self.out = bytearray(header)
        self.written = {}

    def finish(self, root):
        """Writes the root table and points the first four bytes at it."""
        self.point(0, self.write(root))
        return self.out

    def align(self, to, ahead=0):
        self.out += bytes(-(len(self.out) + ahead) % to)

    def point(self, at, target):
        struct.pack_into("<I", self.out, at, target - at)

    def write(self, item):
        if isinstance(item, Table):
            if id(item) not in self.written:
                self.written[id(item)] = self.write_table(item)
            return self.written[id(item)]
        if isinstance(item, Tables):
            self.align(4)
            at = len(self.out)
            self.out += struct.pack("<I", len(item.tables)) + bytes(4 * len(item.tables))
            for i, table in enumerate(item.tables):
                self.point(at + 4 + 4 * i, self.write(table))
            return at
        self.align(item.align, 4)
        at = len(self.out)
        self.out += struct.pack("<I", item.count) + item.data
        return at

    def write_table(self, table):
        sizes = {n: len(f.data) if isinstance(f, Scalar) else 4 for n, f in table.fields.items()}
        offsets, end = {}, 4
        for n in sorted(sizes, key=lambda n: (-sizes[n], n)):
            end += -end % sizes[n]
            offsets[n] = end
            end += sizes[n]
        slots = max(table.fields, default=-1) + 1
        vtable_bytes = 4 + 2 * slots
        self.align(8, vtable_bytes)  # the table right behind its vtable, at a multiple of 8
        vtable = len(self.out)
        self.out += struct.pack("<HH", vtable_bytes, end) + b"".join(struct.pack("<H", offsets.get(n, 0)) for n in range(slots))
        at = len(self.out)
        self.out += struct.pack("<i", at - vtable) + bytes(end - 4)
        for n, field in table.fields.items():
            if isinstance(field, Scalar):
                self.out[at + offsets[n]:at + offsets[n] + sizes[n]] = field.data
        for n in sorted(table.fields):
            if not isinstance(table.fields[n], Scalar):
                self.point(at + offsets[n], self.write(table.fields[n]))
        return at
