"""What a table on a page is made of beside its cells.

The HTML of what stands in it as often as there are columns or values is put together here: a
template takes thrice as long for it.
"""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass

from django.utils.safestring import SafeString

from kotacerdas.core.formats import whole
from kotacerdas.core.markup import joined, markup
from kotacerdas.core.tables.columns import Column
from kotacerdas.core.terms import meaning_of

_SELECTED, _CHECKED = SafeString(" selected"), SafeString(" checked")
_CURRENT, _NOT = SafeString(' aria-current="true"'), SafeString("")


@dataclass(frozen=True)
class Head:
    """The head of a column: where it leads, and how it is sorted (`ascending`, `descending`)."""

    column: Column
    url: str
    sorted: str

    @property
    def cell(self) -> SafeString:
        css, name, term = self.column.classes, self.column.heading, self.column.term
        return markup(
            '<th scope="col"{}{}{}>{}</th>',
            markup(' title="{}"', meaning_of(term)) if term else _NOT,
            markup(' class="{}"', css) if css else _NOT,
            markup(' aria-sort="{}"', self.sorted) if self.sorted else _NOT,
            markup('<a href="{}">{}</a>', self.url, name) if self.url else name,
        )


@dataclass(frozen=True)
class Choice:
    """A value to filter by, to group by, or to show; `count` of rows, where it is known."""

    value: str
    name: str
    url: str = ""
    is_chosen: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Filter:
    """What rows can be chosen by of a column."""

    column: Column
    choices: Sequence[Choice]

    @property
    def is_needed(self) -> bool:
        """Whether choosing changes anything."""
        return len(self.choices) > 1 or any(one.is_chosen for one in self.choices)

    @property
    def options(self) -> SafeString:
        """Of a list to choose from, with how many rows each leaves."""
        return joined(
            option(one.value, f"{one.name} ({whole(one.count)})", is_chosen=one.is_chosen)
            for one in self.choices
        )

    @property
    def chips(self) -> SafeString:
        return joined(
            markup(
                '<a class="chip" href="{}"{}>{} <strong>{}</strong></a>',
                *(one.url, _CURRENT if one.is_chosen else _NOT, one.name, whole(one.count)),
            )
            for one in self.choices
        )


def option(value: str, name: str, *, is_chosen: bool) -> SafeString:
    """Of a list to choose from."""
    return markup('<option value="{}"{}>{}</option>', value, _SELECTED if is_chosen else _NOT, name)


def box(field: str, value: str, name: str, *, is_chosen: bool) -> SafeString:
    """To tick, in a form's field of that name."""
    return markup(
        '<label><input type="checkbox" name="{}" value="{}"{}> {}</label>',
        *(field, value, _CHECKED if is_chosen else _NOT, name),
    )


@dataclass(frozen=True)
class Act:
    """What can be done with the chosen rows: where they are sent, and what is sent beside them."""

    label: str  # the key of its word
    url: str
    _: KW_ONLY
    icon: str
    name: str = ""
    value: str = ""
    is_main: bool = False


@dataclass(frozen=True)
class Line:
    """A row of the page, and the heading above it where a group begins."""

    cells: SafeString
    group: Choice | None = None

    def row(self, width: int) -> SafeString:
        """In a table of so many columns."""
        if self.group is None:
            return markup("<tr>{}</tr>", self.cells)
        return markup(
            '<tr class="group"><th scope="rowgroup" colspan="{}">{} <span class="muted">{}</span>'
            "</th></tr><tr>{}</tr>",
            *(width, self.group.name, whole(self.group.count), self.cells),
        )
