"""
frame.bin. Arrays of a case:
    0 int32  pixel format, source width, height, target width, height, channels, stretch
    1 uint8  pixels, rows without gaps
    2 int8   the model's input [row][column][channel]
"""
from reference.container import int8, int32
from reference.frame import BYTES_PER_PIXEL, GRAY8, RGB565_BE, RGB565_LE, RGB888, YUYV, to_input
from reference.pcg import Pcg

NAMES = {RGB888: "rgb888", GRAY8: "gray8", RGB565_BE: "rgb565 be", RGB565_LE: "rgb565 le", YUYV: "yuyv"}

# (what, source width, source height, target width, target height); widths are even so that every format can be had.
GEOMETRIES = [
    ("equal size", 6, 5, 6, 5), ("crop wide, shrink", 22, 9, 6, 6), ("crop tall, shrink", 10, 24, 5, 5), ("odd crop, enlarge", 8, 3, 7, 7),
    ("enlarge", 4, 4, 11, 9), ("wide target", 18, 15, 11, 4),
]
GRAY_GEOMETRIES = [
    ("one pixel", 1, 1, 1, 1), ("one pixel to many", 1, 1, 5, 4), ("many to one pixel", 13, 9, 1, 1), ("one column", 1, 17, 3, 5),
    ("one row", 19, 1, 3, 5), ("crop to nothing", 2, 90, 40, 1), ("shrink by a whole number", 12, 12, 4, 4), ("enlarge twice", 5, 5, 10, 10),
    ("shrink by a hair", 12, 12, 11, 11), ("enlarge by a hair", 11, 11, 12, 12), ("shrink across, enlarge down", 12, 3, 5, 5),
    ("enlarge across, shrink down", 3, 12, 5, 5),
]


def case(name, rng, fmt, width, height, target_width, target_height, channels, stretch, pixels=None):
    pixels = pixels or rng.whole(width * height * BYTES_PER_PIXEL[fmt], 0, 255)
    numbers = [fmt, width, height, target_width, target_height, channels, int(stretch)]
    return name, [int32(numbers), int8(pixels), int8(to_input(pixels, fmt, width, height, target_width, target_height, channels, stretch))]


def telling_chroma():
    """Pixels whose green would be another one if one of its two coefficients were off by the least that can be written, 1/65536."""
    def green(u, v, cu=22553, cv=46802):
        return (32768 - cu * (u - 128) - cv * (v - 128)) >> 16

    pairs = [(u, v) for u in range(256) for v in range(256) if len({green(u, v), green(u, v, 22554), green(u, v, 22552), green(u, v, cv=46801), green(u, v, cv=46803)}) > 1]
    return [n for u, v in pairs for n in (128, u, 150, v)]


def all_cases():
    rng = Pcg(2)
    cases = []
    for fmt in NAMES:
        for i, (what, *sides) in enumerate(GEOMETRIES):
            for channels in (3, 1):
                cases.append(case(f"{NAMES[fmt]}, {what}, {channels} channels", rng, fmt, *sides, channels, (i + channels) % 4 == 0))
    for what, *sides in GRAY_GEOMETRIES:
        for stretch in (False, True):
            cases.append(case(f"gray8, {what}, {'stretch' if stretch else 'crop'}", rng, GRAY8, *sides, 1, stretch))
    for fmt in NAMES:  # both ends of every format
        for value in (0, 255):
            cases.append(case(f"{NAMES[fmt]}, all {value}", rng, fmt, 8, 8, 3, 3, 3, False, [value] * (64 * BYTES_PER_PIXEL[fmt])))
    wheel = [v for y in (0, 64, 128, 255) for u in (0, 128, 255) for v in (y, u, y, 255 - u)]
    cases.append(case("yuyv, colours out of range", rng, YUYV, len(wheel) // 2, 1, len(wheel) // 2, 1, 3, False, wheel))
    telling = telling_chroma()
    cases.append(case("yuyv, green to the last bit of its coefficients", rng, YUYV, len(telling) // 2, 1, len(telling) // 2, 1, 3, False, telling))
    cases.append(case("rgb888, largest width", rng, RGB888, 8192, 1, 3, 1, 3, True, [255, 0, 128] * 8192))
    return cases
