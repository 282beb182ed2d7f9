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
    """Rows in memory, in the order in which they are listed where none is asked for.

    What is left of them is known by the places of the rows, so that what a column makes of all
    rows, which for lasting ones is made once, serves whatever is chosen.
    """

    def __init__(self, rows: Sequence[Row], columns: Sequence[Column]) -> None:
        self._rows = rows
        self._columns = {column.name: column for column in columns}
        self._found: dict[tuple[object, ...], Sequence[int]] = {}
        self._values: dict[str, Sequence[Any]] = {}
        self.is_searchable = any(column.is_searched for column in columns)

    def total(self) -> int:
        return len(self._rows)

    def chosen(self, search: str, filters: Filters) -> "_ListSelected":
        return _ListSelected(self._rows, self._left(search, filters))

    def counts(self, column: Column, search: str, filters: Filters) -> dict[str, int]:
        others = {name: values for name, values in filters.items() if name != column.name}
        left = self._left(search, others)
        if len(left) == len(self._rows):
            found = column.counts(self._rows)
        else:
            found = Counter(map(self._values_of(column).__getitem__, left))
        counts: Counter[str] = Counter()
        for value, count in found.items():
            counts[in_address(value)] += count
        return counts

    def _values_of(self, column: Column) -> Sequence[Any]:
        if column.name not in self._values:
            self._values[column.name] = column.values(self._rows)
        return self._values[column.name]

    def _left(self, search: str, filters: Filters) -> Sequence[int]:
        """Narrowed once, though each filter counts among what the others leave."""
        asked = (search, *((name, *values) for name, values in filters.items()))
        if asked not in self._found:
            self._found[asked] = self._narrowed(search, filters)
        return self._found[asked]

    def _narrowed(self, search: str, filters: Filters) -> Sequence[int]:
        if not filters:
            return self._having(search) if search else range(len(self._rows))
        *others, (name, wanted) = filters.items()
        left, values = self._left(search, dict(others)), self._values_of(self._columns[name])
        chosen = {value for value in set(values) if in_address(value) in wanted}
        return [at for at in left if values[at] in chosen]

    def _having(self, search: str) -> Sequence[int]:
        wanted = normalised(search)
        searched = (column for column in self._columns.values() if column.is_searched)
        having = set().union(*(column.having(self._rows, wanted) for column in searched))
        return sorted(having)


class _ListSelected:
    """The rows at those places."""

    def __init__(self, rows: Sequence[Row], left: Sequence[int]) -> None:
        self._rows, self._left = rows, left

    def __len__(self) -> int:
        return len(self._left)

    def ordered(self, order: Sequence[tuple[Column, bool]]) -> Sequence[Row]:
        left = self._left
        for column, is_descending in reversed(order):
            left = column.sorted(self._rows, left, is_descending=is_descending)
        return self._rows if isinstance(left, range) else [self._rows[at] for at in left]

    def sums(self, columns: Sequence[Column]) -> dict[str, Any]:
        return {column.name: self._sum(column) for column in columns}

    def _sum(self, column: Column) -> Any:
        each = column.values([self._rows[at] for at in self._left])
        values = [value for value in each if value is not None]
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
