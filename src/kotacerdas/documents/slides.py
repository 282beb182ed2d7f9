"""What a slide holds, as data: one message, at most one chart, a few lines, notes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

MOST_WORDS = 40
_UNIT = re.compile(r"(?<=\d) (?=(?:%|M|T|jt|bn|mn|trn)\b|%)")


@dataclass(frozen=True)
class Series:
    """One row of figures; `colours` has one for all points or one a point.

    What is not reported is hatched: all of a series, or one point of it.
    """

    name: str
    values: Sequence[float | None]
    colours: Sequence[str]
    is_hatched: bool = False
    hatched_point: int | None = None


@dataclass(frozen=True)
class Chart:
    """A native chart. `kind`: "bars" (lying), "stacked" (lying), "columns" or "line"."""

    kind: str
    categories: Sequence[str]
    series: Sequence[Series]
    alt: str
    number_format: str = "0.0"
    highest: float | None = None

    @property
    def has_data(self) -> bool:
        return any(value is not None for each in self.series for value in each.values)


@dataclass(frozen=True)
class Table:
    """A table to be read: heads with their share of the width, and rows of as many texts.

    The column `bold` is the one that counts; those of `muted` are said aside.
    """

    heads: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[str]]
    alt: str
    bold: int = -1
    muted: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Line:
    """A line of text; `mark` is the status whose shape stands before it.

    What `is_told` is as dark as what is large; anything else is said aside.
    """

    text: str
    mark: str = ""
    is_large: bool = False
    is_told: bool = False
    rows: int = 2  # that it may take


@dataclass(frozen=True)
class Slide:
    title: str
    notes: str
    chart: Chart | None = None
    lines: Sequence[Line] = field(default_factory=tuple)
    figure: str = ""  # a large number with `lines` under it
    picture: bytes | None = None  # PNG or JPEG, in the place of a chart
    colour: str = ""  # of a band at the slide's edge
    table: Table | None = None  # in the place of a chart

    @property
    def words(self) -> int:
        texts = (self.title, self.figure, *(line.text for line in self.lines))
        return sum(count_words(text) for text in texts)


def unparted(text: str) -> str:
    """`text` whose figures stay on the line of their sign or unit."""
    return _UNIT.sub("\u00a0", text)


def count_words(text: str) -> int:
    return len(text.split())


def within(lines: Sequence[Line], title: str, reserve: int = 0) -> list[Line]:
    """The first of `lines` that a slide of that title has words for, less `reserve`."""
    left = MOST_WORDS - count_words(title) - reserve
    fitting = []
    for line in lines:
        left -= count_words(line.text)
        if left < 0:
            break
        fitting.append(line)
    return fitting
