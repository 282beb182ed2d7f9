"""Where the rows of a table come from: a list in memory, or a queryset."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Sum, Value, When

from kotacerdas.core.tables.columns import Column, Row, in_address
from kotacerdas.wording.matching import normalised

Filters = Mapping[str, Sequence[str]]  # by the name of a column: the values that are chosen


class Source(Protocol):
    """Rows as a table asks for them; `is_searchable` says whether a search finds anything."""

    is_searchable: bool

    def total(self) -> int:
        """How many rows there are before anything is chosen."""

    def chosen(self, search: str, filters: Filters) -> "Selected":
        """The rows that the search and the filters leave."""

    def counts(self, column: Column, search: str, filters: Filters) -> dict[str, int]:
        """How many rows each value of the column has, whatever is chosen of the column itself."""


class Selected(Protocol):
    """The rows that are left, to be put in order and cut into pages."""

    def __len__(self) -> int: ...

    def ordered(self, order: Sequence[tuple[Column, bool]]) -> "Sequence[Row] | QuerySet[Any]":
        """By the first column, then the next; True is descending. What has no value is last."""

    def sums(self, columns: Sequence[Column]) -> dict[str, Any]:
        """The total of each column, of the rows that have a value; None where none has."""


class ListSource:
    """Rows in memory, in the order in which they are listed where none is asked for."""

    def __init__(self, rows: Sequence[Row], columns: Sequence[Column]) -> None:
        self._rows = rows
        self._columns = {column.name: column for column in columns}
        self._found: dict[tuple[object, ...], Sequence[Row]] = {}
        self.is_searchable = any(column.is_searched for column in columns)

    def total(self) -> int:
        return len(self._rows)

    def chosen(self, search: str, filters: Filters) -> "_ListSelected":
        return _ListSelected(self._left(search, filters))

    def counts(self, column: Column, search: str, filters: Filters) -> dict[str, int]:
        others = {name: values for name, values in filters.items() if name != column.name}
        counts: Counter[str] = Counter()
        for value, count in column.counts(self._left(search, others)).items():
            counts[in_address(value)] += count
        return counts

    def _left(self, search: str, filters: Filters) -> Sequence[Row]:
        """Narrowed once, though each filter counts among what the others leave."""
        asked = (search, *((name, *values) for name, values in filters.items()))
        if asked not in self._found:
            self._found[asked] = self._narrowed(search, filters)
        return self._found[asked]

    def _narrowed(self, search: str, filters: Filters) -> Sequence[Row]:
        if not filters:
            return self._having(search) if search else self._rows
        *others, (name, values) = filters.items()
        rows = self._left(search, dict(others))
        each = self._columns[name].values(rows)
        left = {value for value in set(each) if in_address(value) in values}
        return [row for row, value in zip(rows, each, strict=True) if value in left]

    def _having(self, search: str) -> Sequence[Row]:
        rows, wanted = self._rows, normalised(search)
        searched = (column for column in self._columns.values() if column.is_searched)
        having = set().union(*(column.having(rows, wanted) for column in searched))
        return [rows[at] for at in sorted(having)]


class _ListSelected:
    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def ordered(self, order: Sequence[tuple[Column, bool]]) -> Sequence[Row]:
        rows = self._rows
        for column, is_descending in reversed(order):
            values = column.compared(rows)
            places: list[int] = [at for at, value in enumerate(values) if value is not None]
            places.sort(key=values.__getitem__, reverse=is_descending)
            last = [row for row, value in zip(rows, values, strict=True) if value is None]
            rows = [rows[at] for at in places] + last
        return rows

    def sums(self, columns: Sequence[Column]) -> dict[str, Any]:
        return {column.name: self._sum(column) for column in columns}

    def _sum(self, column: Column) -> Any:
        values = [value for value in column.values(self._rows) if value is not None]
        return sum(values) if values else None


class QuerySource:
    """Rows of a queryset, which stands in its own order where none is asked for.

    `search` narrows the queryset to what has a text, where `icontains` on the columns that are
    searched is not enough.
    """

    def __init__(
        self,
        rows: QuerySet[Any],
        columns: Sequence[Column],
        search: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None,
    ) -> None:
        self._rows, self._search = rows, search or self._containing
        self._columns = {column.name: column for column in columns}
        self._filters = [column for column in columns if column.is_filter]
        searched = any(column.is_searched for column in columns)
        self.is_searchable = search is not None or searched
        self._tallies: dict[str, Sequence[tuple[tuple[Any, ...], int]]] = {}

    def total(self) -> int:
        return sum(count for _, count in self._tally(""))

    def chosen(self, search: str, filters: Filters) -> "_QuerySelected":
        rows = self._searched(search)
        for at, column in enumerate(self._filters):
            if column.name in filters:
                if column.keyed is not None:
                    field, by_key = column.keyed
                    chosen = filters[column.name]
                    keys = [key for key, value in by_key.items() if in_address(value) in chosen]
                    rows = rows.filter(**{f"{field}__in": keys})
                    continue
                present = {values[at] for values, _ in self._tally(search)}
                known = {one for one in present if in_address(one) in filters[column.name]}
                asked = Q(**{f"{column.lookup}__in": known - {None}})
                if None in known:
                    asked |= Q(**{column.lookup: None})
                rows = rows.filter(asked)
        return _QuerySelected(rows, sum(count for _, count in self._left(search, filters)))

    def counts(self, column: Column, search: str, filters: Filters) -> dict[str, int]:
        others = {name: values for name, values in filters.items() if name != column.name}
        at, found = self._filters.index(column), Counter[str]()
        for values, count in self._left(search, others):
            found[in_address(values[at])] += count
        return found

    def _left(self, search: str, filters: Filters) -> Iterator[tuple[tuple[Any, ...], int]]:
        """What the filters leave of the tally."""
        asked = [(at, filters[c.name]) for at, c in enumerate(self._filters) if c.name in filters]
        for values, count in self._tally(search):
            if all(in_address(values[at]) in chosen for at, chosen in asked):
                yield values, count

    def _tally(self, search: str) -> Sequence[tuple[tuple[Any, ...], int]]:
        """How many rows have which values in the columns that are filtered by.

        One query, from which all counts follow, whatever is chosen.
        """
        if search not in self._tallies:
            rows = self._searched(search).order_by()
            keyed = [column.keyed or (column.lookup, None) for column in self._filters]
            if keyed:
                fields = [field for field, _ in keyed]
                counted = rows.values_list(*fields).annotate(rows=Count("pk"))
                self._tallies[search] = [
                    (tuple(map(_by_key, values, keyed)), count) for *values, count in counted
                ]
            else:
                self._tallies[search] = [((), rows.count())]
        return self._tallies[search]

    def _searched(self, search: str) -> QuerySet[Any]:
        return self._search(self._rows, search) if search else self._rows

    def _containing(self, rows: QuerySet[Any], search: str) -> QuerySet[Any]:
        having = Q()
        for column in self._columns.values():
            if column.is_searched:
                having |= Q(**{f"{column.lookup}__icontains": search})
        return rows.filter(having)


def _by_key(value: Any, keyed: tuple[str, Mapping[Any, Any] | None]) -> Any:
    """The value that the column has where its field has this one."""
    _, by_key = keyed
    return value if by_key is None else by_key[value]


class _QuerySelected:
    def __init__(self, rows: QuerySet[Any], count: int) -> None:
        self._rows, self._count = rows, count

    def __len__(self) -> int:
        return self._count

    def ordered(self, order: Sequence[tuple[Column, bool]]) -> QuerySet[Any]:
        if not order:
            return self._rows
        terms = [
            by.desc(nulls_last=True) if is_descending else by.asc(nulls_last=True)
            for by, is_descending in ((_compared(column), turned) for column, turned in order)
        ]
        return self._rows.order_by(*terms, "pk")

    def sums(self, columns: Sequence[Column]) -> dict[str, Any]:
        return self._rows.aggregate(**{column.name: Sum(column.lookup) for column in columns})


def _compared(column: Column) -> Case | F:
    """What rows are sorted by: the value, or its place among the names."""
    if not column.is_ranked:
        return F(column.lookup)
    ranks = enumerate(column.names or ())
    places = [When(**{column.lookup: value}, then=Value(rank)) for rank, value in ranks]
    return Case(*places, output_field=IntegerField())
