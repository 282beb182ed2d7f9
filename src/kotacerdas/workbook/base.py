"""From which state of a site's records a workbook was taken out."""

import re
from typing import NamedTuple

FILE = "base.txt"  # in a folder or zip of CSV files
HASH_DIGITS = 12
_SHAPE = re.compile(rf"(\S+) #(\d{{1,9}}) ([0-9a-f]{{{HASH_DIGITS}}})")


class Base(NamedTuple):
    """A region, the number of its log's newest entry at the time, and how that one's hash begins.

    Written `33.25 #1234 3fa9c1d2e0b7`.
    """

    region: str
    entry: int
    hash: str

    def __str__(self) -> str:
        return f"{self.region} #{self.entry} {self.hash}"


def parsed(text: str) -> Base | None:
    """The base that the text names; None where it names none."""
    match = _SHAPE.fullmatch(text.strip())
    return Base(match[1], int(match[2]), match[3]) if match else None
