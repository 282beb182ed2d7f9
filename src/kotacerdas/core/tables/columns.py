"""A column of a table: what its values are, and how they are written, compared and downloaded."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from operator import attrgetter, itemgetter
from typing import Any

from kotacerdas.core import formats
from kotacerdas.core.terms import term_of
from kotacerdas.core.words import words
from kotacerdas.documents import annex_tables
from kotacerdas.wording import numbers
from kotacerdas.wording.matching import normalised

Row = Any  # a dictionary, or an instance of a model
_DIGITS = re.compile(r"(\d+)")
NO_VALUE = "-"  # in an address


class LastingRows(list[Row]):
    """Dictionaries that outlast a request: what they hold under a name is read and counted once."""

    def __init__(self, rows: Iterable[Row]) -> None:
        super().__init__(rows)
        self._made: dict[tuple[str, str], Any] = {}

    def values(self, name: str) -> list[Any]:
        found: list[Any] = self.once("values", name, lambda: list(map(itemgetter(name), self)))
        return found

    def counts(self, name: str) -> Counter[Any]:
        found: Counter[Any] = self.once("counts", name, lambda: Counter(self.values(name)))
        return found

    def once(self, what: str, name: str, make: Callable[[], Any]) -> Any:
        """What is made of the values under a name, and of nothing else."""
        if (what, name) not in self._made:
            self._made[what, name] = make()
        return self._made[what, name]


class Kind(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"
    PERCENT = "percent"
    RUPIAH = "rupiah"
    DAY = "day"
    MOMENT = "moment"


_NUMERIC = {Kind.COUNT, Kind.NUMBER, Kind.PERCENT, Kind.RUPIAH}
_FORMATS = {
    Kind.COUNT: annex_tables.COUNT,
    Kind.NUMBER: annex_tables.NUMBER,
    Kind.PERCENT: annex_tables.PERCENT,
    Kind.RUPIAH: annex_tables.MONEY,
    Kind.DAY: annex_tables.NUMBER,
    Kind.MOMENT: annex_tables.NUMBER,
}


@dataclass(frozen=True)
class Column:
    """`name` is that of the value in a row, and of the column in an address.

    Attributes:
        title: its heading, where that is no word of ours.
        label: the key of its heading.
        names: what the values are called where they are codes, in the order in which they are
            offered; see `terms`. What has no value is called as "" is, if that is there.
        value: finds the value where it is not the row's under `name`.
        cell: HTML of the cell; the value in words where there is none.
        key: what rows are compared by in place of the value.
        field: of a queryset, what is asked in place of `name`; empty where it is not sorted.
        keyed: of a queryset, a field with few values and the column's value by each, by which rows
            are counted in place of the column's own field: that may be joined or put together.
        is_ranked: whether rows are compared by the order of `names`, not by the names.
        is_filter: whether rows can be chosen by its values, from a list.
        is_chips: whether its values are chips above the table instead.
        is_searched: whether the search looks into it.
        is_extra: whether it is only there for whoever chooses it.
        is_summed: whether its total stands below.
        is_downloaded: whether a file of the table has it, too.
        phone: where it stands in the card of a phone: `main`, `sub` or `more`; else not at all.
        width: in characters, of the downloaded table.
    """

    name: str
    label: str
    _: KW_ONLY
    title: str = ""
    kind: Kind = Kind.TEXT
    names: Mapping[str, str] | None = None
    value: Callable[[Row], Any] | None = None
    cell: Callable[[Row], str] | None = None
    key: Callable[[Row], Any] | None = None
    field: str | None = None
    keyed: tuple[str, Mapping[Any, Any]] | None = None
    is_ranked: bool = False
    is_filter: bool = False
    is_chips: bool = False
    is_searched: bool = False
    is_sortable: bool = True
    is_extra: bool = False
    is_summed: bool = False
    is_downloaded: bool = True
    phone: str = ""
    css: str = ""
    width: int = 16

    @cached_property
    def _ranks(self) -> Mapping[str, int]:
        return {value: rank for rank, value in enumerate(self.names or ())}

    @property
    def heading(self) -> str:
        return self.title or words()(self.label)

    @property
    def term(self) -> str:
        """The term that the heading is; empty where it is none."""
        return "" if self.title else term_of(self.label)

    @property
    def lookup(self) -> str:
        """Of a queryset."""
        return self.name if self.field is None else self.field

    @property
    def is_numeric(self) -> bool:
        return self.kind in _NUMERIC

    @property
    def is_time(self) -> bool:
        return self.kind in {Kind.DAY, Kind.MOMENT}

    @property
    def classes(self) -> str:
        return " ".join(filter(None, ("num" if self.is_numeric else "", self.phone, self.css)))

    @property
    def number_format(self) -> str:
        """Of the downloaded table, as the annex has them."""
        return _FORMATS.get(self.kind, annex_tables.TEXT)

    def of(self, row: Row) -> Any:
        """The row's value; None where it has none."""
        if self.value is not None:
            return self.value(row)
        if isinstance(row, dict):  # to ask for any mapping takes thrice as long, of thousands
            return row[self.name]
        return attrgetter(self.lookup.replace("__", "."))(row)

    def values(self, rows: Sequence[Row]) -> list[Any]:
        """Of each row its value; of thousands, without a call for each where that can be."""
        if self.value is None and isinstance(rows, LastingRows):
            return rows.values(self.name)
        if self.value is None and rows and isinstance(rows[0], dict):
            return list(map(itemgetter(self.name), rows))
        return [self.of(row) for row in rows]

    def counts(self, rows: Sequence[Row]) -> Counter[Any]:
        """How many rows have each value."""
        if self.value is None and isinstance(rows, LastingRows):
            return rows.counts(self.name)
        return Counter(self.values(rows))

    def named(self, value: Any) -> str:
        """The value in words."""
        if value is None or value == "":
            return (self.names or {}).get("", numbers.NOTHING)
        if self.names is not None:
            return self.names.get(value, str(value))
        return _WRITTEN.get(self.kind, str)(value)

    def text(self, row: Row) -> str:
        return self.named(self.of(row))

    def html(self, row: Row) -> str:
        return self.text(row) if self.cell is None else self.cell(row)

    def having(self, rows: Sequence[Row], wanted: str) -> list[int]:
        """The places of the rows whose value in words has the text, as a search compares it."""
        if self._is_kept(rows):
            texts = self._once("searched", rows, lambda: self._each(rows, self._searched))
            return [at for at, text in enumerate(texts) if wanted in text]
        having = {value for value in self.counts(rows) if wanted in self._searched(value)}
        values = self.values(rows) if having else ()
        return [at for at, value in enumerate(values) if value in having]

    def downloaded(self, row: Row) -> Any:
        """The value as a spreadsheet holds it: figures unrounded, terms in words."""
        value = self.of(row)
        if value is None or value == "":
            return None
        if self.kind is Kind.MOMENT:
            return formats.moment(value)
        if self.kind is Kind.DAY:
            return formats.local_day(value)
        if self.is_numeric:
            return value
        return self.named(value)

    def sorted(
        self, rows: Sequence[Row], left: Sequence[int], *, is_descending: bool
    ) -> Sequence[int]:
        """The places `left` in the order of what their rows have; what has no value stands last."""
        if not self._is_compared_once(rows):
            values = dict(zip(left, self.compared([rows[at] for at in left]), strict=True))
            return _sorted(left, values.__getitem__, is_descending=is_descending)
        compared = self.compared(rows).__getitem__
        if len(left) < len(rows) or not isinstance(left, range):
            return _sorted(left, compared, is_descending=is_descending)
        kept: LastingRows = rows  # type: ignore[assignment] # see _is_compared_once
        found: Sequence[int] = kept.once(
            f"sorted {is_descending}",
            self.name,
            lambda: _sorted(left, compared, is_descending=is_descending),
        )
        return found

    def compared(self, rows: Sequence[Row]) -> list[Any]:
        """What rows are sorted by, for each; None stands last."""
        if self.key is not None:
            return [self.key(row) for row in rows]
        if self.is_numeric or self.is_time:
            return self.values(rows)
        found: list[Any] = self._once("compared", rows, lambda: self._placed(rows))
        return found

    def _placed(self, rows: Sequence[Row]) -> list[int | None]:
        """Of each row the place of its value among all, so that every value is compared once."""
        each = self._each(rows, self._comparable)
        places = {
            one: at for at, one in enumerate(sorted({one for one in each if one is not None}))
        }
        return [places.get(one) for one in each]

    def _is_kept(self, rows: Sequence[Row]) -> bool:
        """Whether what is made of its values lasts: the rows do, and no language differs."""
        is_plain = self.value is None and self.names is None and self.kind is Kind.TEXT
        return is_plain and isinstance(rows, LastingRows)

    def _is_compared_once(self, rows: Sequence[Row]) -> bool:
        """Whether what its rows are sorted by lasts."""
        if self.value is not None or self.key is not None:
            return False
        is_number = self.is_numeric or self.is_time
        return isinstance(rows, LastingRows) and (is_number or self._is_kept(rows))

    def _once(self, what: str, rows: Sequence[Row], make: Callable[[], Any]) -> Any:
        if isinstance(rows, LastingRows) and self._is_kept(rows):
            return rows.once(what, self.name, make)
        return make()

    def _each(self, rows: Sequence[Row], make: Callable[[Any], Any]) -> list[Any]:
        """Made of each value once, though many rows have it."""
        values = self.values(rows)
        made = {value: make(value) for value in dict.fromkeys(values)}
        return [made[value] for value in values]

    def _searched(self, value: Any) -> str:
        return normalised(self.named(value))

    def _comparable(self, value: Any) -> Any:
        if self.is_ranked:
            return self._ranks.get(value)
        return natural(self.named(value)) if value else None


def _sorted(left: Sequence[int], of: Callable[[int], Any], *, is_descending: bool) -> Sequence[int]:
    places = [at for at in left if of(at) is not None]
    places.sort(key=of, reverse=is_descending)
    return places + [at for at in left if of(at) is None] if len(places) < len(left) else places


def in_address(value: Any) -> str:
    """A value as rows are filtered by it."""
    return NO_VALUE if value is None or value == "" else str(value)


def terms(table: str, values: Iterable[str]) -> dict[str, str]:
    """The words of a fixed set of values, in the reader's language."""
    return {value: words().term(table, value) for value in values}


@lru_cache(maxsize=20_000)
def natural(text: str) -> tuple[tuple[bool, Any], ...]:
    """A text in parts, so that GOV-9 comes before GOV-17 however both are written."""
    parts = _DIGITS.split(normalised(text))
    return tuple((part.isdigit(), int(part) if part.isdigit() else part) for part in parts if part)


_WRITTEN: dict[Kind, Callable[[Any], str]] = {
    Kind.COUNT: formats.whole,
    Kind.NUMBER: formats.plain,
    Kind.PERCENT: formats.percent,
    Kind.RUPIAH: formats.rupiah,
    Kind.DAY: formats.day,
    Kind.MOMENT: formats.moment,
}
