"""What a column and a sheet of the workbook are; `schema` has those there are."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    """What a cell of a column holds."""

    TEXT = "text"
    CODE = "code"
    NUMBER = "number"
    WHOLE = "whole"
    YEAR = "year"
    DATE = "date"
    YES_NO = "yes_no"
    WORD = "word"  # one of a fixed vocabulary
    FIGURE = "figure"  # a number, or one of a fixed vocabulary in its place
    TEXTS = "texts"  # a list, separated by ;
    CODES = "codes"


class Unit(StrEnum):
    """What the numbers of a column count."""

    PLAIN = ""
    PERCENT = "%"
    RUPIAH = "Rp"
    OWN = "own"  # the unit of the row, or of its indicator


@dataclass(frozen=True)
class Column:
    """One column: its name, its Indonesian alias and what its cells hold."""

    name: str
    alias: str
    kind: Kind
    optional: bool = False
    words: dict[str, str] = field(default_factory=dict)  # word -> Indonesian alias
    refers_to: str | None = None  # the sheet whose `code` the cell names
    at_least: float | None = None
    above: float | None = None
    at_most: float | None = None
    default: float | bool | None = None
    unit: Unit = Unit.PLAIN
    also: Callable[[str], str | None] | None = None  # a word of the vocabulary, written otherwise
    by_edition: str = ""  # what the edition fills in: its dimensions, its components or its scale
    moved: dict[str, str] = field(default_factory=dict)  # other editions' words, normalised -> own
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)  # word -> what pages call it


@dataclass(frozen=True)
class Sheet:
    """One sheet: its columns, and the columns that together name one row."""

    name: str
    alias: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    required: bool = False

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}
