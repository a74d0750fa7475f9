"""From pixels to model input by exact fractions: colours, centre crop, then each axis on its own with 8 fractional bits between them."""
from fractions import Fraction
from math import floor

RGB888, GRAY8, RGB565_BE, RGB565_LE, YUYV = range(5)
BYTES_PER_PIXEL = {RGB888: 3, GRAY8: 1, RGB565_BE: 2, RGB565_LE: 2, YUYV: 2}
HALF = Fraction(1, 2)

# BT.601, full range: what each of R, G, B takes of U - 128 and V - 128.
BT601 = ((0, Fraction("1.402")), (Fraction("-0.344136"), Fraction("-0.714136")), (Fraction("1.772"), 0))


def nearest(value):
    return floor(value + HALF)


def clamp_byte(value):
    return min(max(value, 0), 255)


def from_565(word):
    """A channel of n bits becomes the middle, rounded up, of the 8-bit values that have these upper bits."""
    r, g, b = word >> 11, word >> 5 & 63, word & 31
    return 8 * r + 4, 4 * g + 2, 8 * b + 4


def from_yuv(y, u, v):
    """Coefficients are rounded to 1/65536 first; that moves a colour by far less than a rounding step."""
    colour = []
    for cu, cv in BT601:
        fixed = y + Fraction(nearest(cu * 65536) * (u - 128) + nearest(cv * 65536) * (v - 128), 65536)
        assert abs(fixed - (y + cu * (u - 128) + cv * (v - 128))) < Fraction(1, 300)
        colour.append(clamp_byte(nearest(fixed)))
    return tuple(colour)


def colour_at(pixels, fmt, width, x, y):
    at = y * width * BYTES_PER_PIXEL[fmt]
    if fmt == RGB888:
        return tuple(pixels[at + 3 * x:at + 3 * x + 3])
    if fmt == GRAY8:
        return (pixels[at + x],) * 3
    if fmt == YUYV:
        pair = at + x // 2 * 4
        return from_yuv(pixels[at + 2 * x], pixels[pair + 1], pixels[pair + 3])
    first, second = pixels[at + 2 * x], pixels[at + 2 * x + 1]
    return from_565(first << 8 | second if fmt == RGB565_BE else second << 8 | first)


def channels_of(colour, channels):
    if channels == 3:
        return colour
    r, g, b = colour
    return (nearest(Fraction(77 * r + 150 * g + 29 * b, 256)),)


def weights_of(target_size, source_size, t):
    """Shares (source index, weight) of target position t; weights add up to 1."""
    step = Fraction(source_size, target_size)
    if source_size >= target_size:  # area average
        begin, end = t * step, (t + 1) * step
        shares = [(s, (min(end, s + 1) - max(begin, s)) / step) for s in range(floor(begin), min(floor(end) + 1, source_size))]
        return [(s, w) for s, w in shares if w > 0]
    centre = max((t + HALF) * step - HALF, Fraction(0))  # linear between pixel centres
    left = floor(centre)
    return [(left, 1 - (centre - left)), (min(left + 1, source_size - 1), centre - left)]


def crop_of(width, height, target_width, target_height, stretch):
    """(x, y, width, height) of the largest centred rectangle with the target's aspect ratio, at least one pixel."""
    if stretch:
        return 0, 0, width, height
    crop_width, crop_height = width, height
    if Fraction(width, height) > Fraction(target_width, target_height):
        crop_width = max(floor(Fraction(height * target_width, target_height)), 1)
    else:
        crop_height = max(floor(Fraction(width * target_height, target_width)), 1)
    return (width - crop_width) // 2, (height - crop_height) // 2, crop_width, crop_height


def to_input(pixels, fmt, width, height, target_width, target_height, channels, stretch):
    """The model's input, int8 [row][column][channel]."""
    crop_x, crop_y, crop_width, crop_height = crop_of(width, height, target_width, target_height, stretch)
    across = [weights_of(target_width, crop_width, t) for t in range(target_width)]
    down = [weights_of(target_height, crop_height, t) for t in range(target_height)]
    narrowed = []  # [crop row][target column][channel], in 1/256
    for y in range(crop_y, crop_y + crop_height):
        row = [channels_of(colour_at(pixels, fmt, width, x, y), channels) for x in range(crop_x, crop_x + crop_width)]
        narrowed.append([[nearest(256 * sum(w * row[s][c] for s, w in shares)) for c in range(channels)] for shares in across])
    return [nearest(sum(w * narrowed[s][x][c] for s, w in shares) / 256) - 128
            for shares in down for x in range(target_width) for c in range(channels)]
