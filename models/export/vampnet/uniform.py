"""The studio's seeded stream of uniform numbers (src-shared/kernel/random.ts), so that both sides draw the same ones."""


def _mix(seed: int, name: str) -> int:
    value = (seed ^ 0x811C9DC5) & 0xFFFFFFFF
    for character in name:
        value = ((value ^ ord(character)) * 0x01000193) & 0xFFFFFFFF
    return value


class Uniform:
    def __init__(self, seed: int):
        self.seed = seed
        self.state = seed & 0xFFFFFFFF

    def next(self) -> float:
        self.state = (self.state + 0x6D2B79F5) & 0xFFFFFFFF
        t = self.state
        t = ((t ^ (t >> 15)) * (t | 1)) & 0xFFFFFFFF
        t ^= (t + ((t ^ (t >> 7)) * (t | 61) & 0xFFFFFFFF)) & 0xFFFFFFFF
        return ((t ^ (t >> 14)) & 0xFFFFFFFF) / 4294967296

    def many(self, count: int) -> list[float]:
        return [self.next() for _ in range(count)]

    def fork(self, name: str) -> "Uniform":
        return Uniform(_mix(self.seed, name))
