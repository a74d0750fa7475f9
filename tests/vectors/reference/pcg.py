"""A small random generator of our own (PCG32, O'Neill 2014), so that the vectors never depend on a Python version."""


class Pcg:
    def __init__(self, seed):
        self.state = 0
        self.next()
        self.state = (self.state + seed) % 2**64
        self.next()

    def next(self):
        """The next 32 random bits."""
        old = self.state
        self.state = (old * 6364136223846793005 + 1442695040888963407) % 2**64
        word = ((old >> 18) ^ old) >> 27 & 0xFFFFFFFF
        turn = old >> 59
        return (word >> turn | word << (-turn & 31)) & 0xFFFFFFFF

    def between(self, low, high):
        """A whole number, both ends included."""
        return low + self.next() % (high - low + 1)

    def whole(self, count, low, high):
        return [self.between(low, high) for _ in range(count)]

    def real(self, low, high):
        """A multiple of 2^-20 between low and high; exact in single precision for |value| < 8."""
        return self.between(int(low * 2**20), int(high * 2**20)) / 2**20

    def pick(self, items):
        return items[self.next() % len(items)]
