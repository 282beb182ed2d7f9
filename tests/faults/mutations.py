"""Files that were damaged on their way, the same each time for the same seed."""

import io
import random
import zipfile
import zlib
from collections.abc import Callable


def mutated(data: bytes, seed: int) -> bytes:
    """The same file with one to six faults; those of a zip are in its parts or around them."""
    dice = random.Random(seed)  # noqa: S311 - the same each time is the point
    if data.startswith(b"PK") and dice.random() < 0.7:
        return _with_mutated_part(data, dice)
    return _mutated(data, dice)


def _mutated(data: bytes, dice: random.Random) -> bytes:
    """Most keep their first bytes, by which they are known, so that what follows is looked at."""
    kept = 12 if dice.random() < 0.8 else 0
    head, data = data[:kept], data[kept:]
    for _ in range(dice.randint(1, 4)):
        data = dice.choice(FAULTS)(data, dice)
    return head + data


def _with_mutated_part(data: bytes, dice: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        hit = dice.choice(names)
        for name in names:
            content = old.read(name)
            new.writestr(name, _mutated(content, dice) if name == hit else content)
    return out.getvalue()


def _flip(data: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.randint(1, 30)):
        if changed:
            changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def _cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data) + 1)]


def _drop(data: bytes, dice: random.Random) -> bytes:
    start, end = _span(data, dice)
    return data[:start] + data[end:]


def _repeat(data: bytes, dice: random.Random) -> bytes:
    start, end = _span(data, dice)
    return data[:end] + data[start:end] * dice.randint(1, 40) + data[end:]


def _swap(data: bytes, dice: random.Random) -> bytes:
    start, end = _span(data, dice)
    return data[end:] + data[start:end] + data[:start]


def _number(data: bytes, dice: random.Random) -> bytes:
    """A length, a count or a place that is far off."""
    digits = [at for at, one in enumerate(data) if 48 <= one <= 57]
    if not digits:
        return data
    at = dice.choice(digits)
    wrong = dice.choice([b"0", b"-1", b"4294967296", b"99999999999999999999"])
    return data[:at] + wrong + data[at + 1 :]


def _bomb(data: bytes, dice: random.Random) -> bytes:
    """Something that unpacks to a thousand times its size, where it was not awaited."""
    at = dice.randrange(len(data) + 1)
    return data[:at] + zlib.compress(bytes(20_000_000)) + data[at:]


def _span(data: bytes, dice: random.Random) -> tuple[int, int]:
    start = dice.randrange(len(data) + 1)
    return start, min(len(data), start + dice.randint(1, 400))


FAULTS: list[Callable[[bytes, random.Random], bytes]] = [
    _flip,
    _flip,
    _cut,
    _drop,
    _repeat,
    _swap,
    _number,
    _bomb,
]
