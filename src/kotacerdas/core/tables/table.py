"""A table as one address asks for it: its rows, its heads, and the addresses it leads to."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.safestring import SafeString

from kotacerdas.core.markup import joined
from kotacerdas.core.tables.columns import NO_VALUE, Column, Row, in_address
from kotacerdas.core.tables.lines import pick_boxes, row_cells
from kotacerdas.core.tables.parts import Act, Choice, Filter, Head, Line, box, option
from kotacerdas.core.tables.picks import MOST_RECORDS
from kotacerdas.core.tables.sources import Selected, Source
from kotacerdas.core.words import words

# In an address.
SEARCH, ORDER, GROUP, COLUMNS = "q", "urut", "kelompok", "kolom"
PAGE, SIZE, FILE = "hal", "baris", "unduh"
FILE_KINDS = ("xlsx", "csv")
SIZES = (10, 25, 50)
LONGEST_SEARCH = 200


@dataclass
class Table:
    """The rows of `source` as `query` asks for them.

    Attributes:
        order: the order where the address asks for none: a column's name, `-` before it descending.
        grouped: by which column rows are grouped where the address says nothing of it.
        key: by what a row is chosen; empty of a row that can't be. None where no row is.
        acts: what can be done with chosen rows, beside downloading them.
        act_fields: the template of what an act asks, which stands with the acts.
        most: how many rows are chosen at once.
        ticked: the keys of the rows that are chosen already.
    """

    name: str
    columns: Sequence[Column]
    source: Source
    query: QueryDict
    order: str = ""
    grouped: str = ""
    css: str = ""
    key: Callable[[Row], object] | None = None
    acts: Sequence[Act] = ()
    act_fields: str = ""
    most: int = MOST_RECORDS
    ticked: Collection[str] = ()
    _by_name: dict[str, Column] = field(init=False)

    def __post_init__(self) -> None:
        self._by_name = {column.name: column for column in self.columns}

    # What the address asks for

    @property
    def search(self) -> str:
        asked = self.query.get(SEARCH, "") if self.is_searchable else ""
        return asked.strip()[:LONGEST_SEARCH]

    @cached_property
    def filters(self) -> dict[str, list[str]]:
        filtered = (column.name for column in self.columns if column.is_filter)
        asked = {name: [one for one in self.query.getlist(name) if one] for name in filtered}
        return {name: values for name, values in asked.items() if values}

    @property
    def is_searchable(self) -> bool:
        return self.source.is_searchable

    @property
    def is_filtered(self) -> bool:
        return bool(self.search or self.filters)

    @property
    def asked_order(self) -> str:
        """`-achievement_pct`; the table's own where the address asks for none, or for nonsense."""
        asked = self.query.get(ORDER, "")
        column = self._by_name.get(asked.removeprefix("-"))
        return asked if column is not None and column.is_sortable else self.order

    @property
    def group(self) -> Column | None:
        column = self._by_name.get(self.query.get(GROUP, self.grouped))
        return column if column is not None and column.is_filter else None

    @cached_property
    def visible(self) -> list[Column]:
        """The first column always; of the others those that are chosen."""
        asked = self._by_name.keys() & set(self.query.getlist(COLUMNS))
        first, *others = self.columns
        chosen = [c for c in others if (c.name in asked if asked else not c.is_extra)]
        return [first, *chosen]

    @property
    def size(self) -> int:
        asked = self.query.get(SIZE, "")
        return int(asked) if asked in map(str, SIZES) else SIZES[-1]

    @property
    def file(self) -> str:
        """The kind of file that is asked for; empty where it is the page."""
        asked = self.query.get(FILE, "")
        return asked if asked in FILE_KINDS else ""

    # Rows

    @cached_property
    def total(self) -> int:
        return self.source.total() if self.is_filtered else len(self.selected)

    @cached_property
    def selected(self) -> Selected:
        return self.source.chosen(self.search, self.filters)

    @cached_property
    def ordered(self) -> Sequence[Row] | QuerySet[Any]:
        """All rows that are left, in order."""
        asked = self.asked_order
        order = [(self._by_name[asked.removeprefix("-")], asked.startswith("-"))] if asked else []
        if self.group is not None and (not order or order[0][0] != self.group):
            order.insert(0, (self.group, False))
        ordered = self.selected.ordered(order)
        # Read once: the page is a part of those whose keys stand in the box for all that match.
        return list(ordered) if self._are_choosable_together else ordered

    @cached_property
    def page(self) -> Page[Row]:
        paginator = Paginator(self.ordered, self.size)
        paginator.count = len(self.selected)  # known, so that nothing counts again
        return paginator.get_page(self.query.get(PAGE))

    @cached_property
    def rows(self) -> list[Row]:
        """Those of the page."""
        return list(self.page.object_list)

    @cached_property
    def lines(self) -> list[Line]:
        boxes = pick_boxes(self.key_of, self.columns[0], self.ticked)
        cells = row_cells(self.rows, self.visible, boxes)
        return [Line(*pair) for pair in zip(cells, self._groups(), strict=True)]

    @property
    def body(self) -> SafeString:
        """The rows of the page with the headings of groups."""
        return joined(line.row(len(self.visible)) for line in self.lines)

    def key_of(self, row: Row) -> str:
        """By what the row is chosen; empty where it can't be."""
        return "" if self.key is None else str(self.key(row))

    def _groups(self) -> list[Choice | None]:
        """For each row of the page the heading of the group that begins with it."""
        column = self.group
        if column is None:
            return [None] * len(self.rows)
        counts = self._counts(column)
        values = [column.of(row) for row in self.rows]
        return [
            Choice(in_address(value), column.named(value), count=counts.get(in_address(value)))
            if at == 0 or value != values[at - 1]
            else None
            for at, value in enumerate(values)
        ]

    @cached_property
    def is_choosable(self) -> bool:
        """Whether a row of the page can be chosen."""
        return any(map(self.key_of, self.rows))

    @property
    def every_key(self) -> str:
        """Of all rows that are left, with commas between."""
        return ",".join(self.every)

    @property
    def _are_choosable_together(self) -> bool:
        return self.key is not None and len(self.selected) <= MOST_RECORDS

    @cached_property
    def every(self) -> list[str]:
        """The keys of all rows that are left and can be chosen; none where that is too many."""
        if not self._are_choosable_together:
            return []
        keys = [key for row in self.ordered if (key := self.key_of(row))]
        return keys if len(keys) <= self.most else []

    @cached_property
    def sums(self) -> list[tuple[str, str]]:
        """A cell below each column: its total, where it has one."""
        summed = [column for column in self.visible if column.is_summed]
        if not summed or len(self.selected) < 2:  # noqa: PLR2004 - the total of one row says nothing
            return []
        totals = self.selected.sums(summed)
        return [
            (c.classes, c.named(totals[c.name]) if c.name in totals else "") for c in self.visible
        ]

    def count_of(self, name: str, value: str) -> int:
        """How many rows have a value of a column that rows are filtered by, as its filter says."""
        return self._counts(self._by_name[name]).get(value, 0)

    def _counts(self, column: Column) -> dict[str, int]:
        return self.source.counts(column, self.search, self.filters)

    # What it leads to

    def url(self, **changes: Any) -> str:
        """The address with some of it changed; None and an empty list take a part out."""
        left = {FILE, PAGE, *changes}
        query = [(name, values) for name, values in self.query.lists() if name not in left]
        query += [
            (name, value if isinstance(value, list) else [str(value)])
            for name, value in changes.items()
            if value is not None
        ]
        return f"?{urlencode(query, doseq=True)}"

    @property
    def downloaded(self) -> list[Column]:
        """The visible columns that a file of the table has."""
        return [column for column in self.visible if column.is_downloaded]

    @cached_property
    def heads(self) -> list[Head]:
        return [self._head(column) for column in self.visible]

    def _head(self, column: Column) -> Head:
        asked = self.asked_order
        is_asked = asked.removeprefix("-") == column.name
        turned = asked[1:] if asked.startswith("-") else f"-{asked}"
        url = (
            self.url(**{ORDER: turned if is_asked else _first_order(column)})
            if column.is_sortable
            else ""
        )
        how = "descending" if asked.startswith("-") else "ascending"
        return Head(column, url, how if is_asked else "")

    @property
    def head_cells(self) -> SafeString:
        return joined(head.cell for head in self.heads)

    @cached_property
    def filter_choices(self) -> list[Filter]:
        """Those with anything to choose, lists first."""
        filtered = sorted((c for c in self.columns if c.is_filter), key=lambda one: one.is_chips)
        choices = map(self._filter, filtered)
        return [one for one in choices if one.choices and (one.column.is_chips or one.is_needed)]

    def _filter(self, column: Column) -> Filter:
        """Among chips what has no value stands only where it has a name of its own."""
        chosen, counts = self.filters.get(column.name, []), self._counts(column)
        names = column.names or {}
        place = {in_address(value): at for at, value in enumerate(names)}
        values = {*counts, *chosen}
        if column.is_chips and "" not in names:
            values.discard(NO_VALUE)

        def name(value: str) -> str:
            if value == NO_VALUE:
                return names.get("", words()("table.no_value"))
            return column.named(value)

        choices = [
            Choice(
                value,
                name(value),
                self.url(**{column.name: _toggled(chosen, value)}) if column.is_chips else "",
                value in chosen,
                counts.get(value, 0),
            )
            for value in sorted(values, key=lambda one: (place.get(one, len(place)), name(one)))
        ]
        return Filter(column, choices)

    @property
    def column_boxes(self) -> SafeString:
        """The columns that can be shown or not; the first is always."""
        visible = {column.name for column in self.visible}
        return joined(
            box(COLUMNS, column.name, column.heading, is_chosen=column.name in visible)
            for column in self.columns[1:]
        )

    @cached_property
    def group_options(self) -> SafeString:
        """The columns whose values can head groups of rows."""
        grouped = self.group
        return joined(
            option(column.name, column.heading, is_chosen=column is grouped)
            for column in self.columns
            if column.is_filter
        )

    @property
    def order_options(self) -> SafeString:
        """What the rows can be sorted by, where there is no head to press."""
        order, say = self.asked_order, words()
        asked = order.removeprefix("-")
        found = [
            option(
                order if column.name == asked else _first_order(column),
                say("table.by", name=column.heading),
                is_chosen=column.name == asked,
            )
            for column in self.columns
            if column.is_sortable
        ]
        if not self.order:
            name = say("table.by", name=say("table.own_order"))
            found.insert(0, option("", name, is_chosen=not asked))
        return joined(found)

    @property
    def size_choices(self) -> list[Choice]:
        return [Choice(str(n), str(n), self.url(**{SIZE: n}), n == self.size) for n in SIZES]

    @property
    def unfiltered_url(self) -> str:
        return self.url(**{SEARCH: None}, **dict.fromkeys(self.filters))

    @property
    def previous_url(self) -> str:
        return self.url(**{PAGE: self.page.number - 1}) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        return self.url(**{PAGE: self.page.number + 1}) if self.page.has_next() else ""

    @property
    def file_urls(self) -> list[Choice]:
        """Where the table is downloaded as it stands, all its pages."""
        return [Choice(kind, kind.upper(), self.url(**{FILE: kind})) for kind in FILE_KINDS]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form keeps of the address, of which it has no field."""
        fields = {SEARCH, ORDER, GROUP, COLUMNS, PAGE, FILE}
        fields |= {one.column.name for one in self.filter_choices if not one.column.is_chips}
        return [
            (name, value)
            for name, values in self.query.lists()
            if name not in fields
            for value in values
        ]


def _toggled(chosen: Sequence[str], value: str) -> list[str]:
    return [one for one in chosen if one != value] if value in chosen else [*chosen, value]


def _first_order(column: Column) -> str:
    """Figures and days begin with the highest, names with the first."""
    return f"-{column.name}" if column.is_numeric or column.is_time else column.name
