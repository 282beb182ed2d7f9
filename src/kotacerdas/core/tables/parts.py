"""What a table on a page is made of beside its cells."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass

from django.utils.safestring import SafeString

from kotacerdas.core.formats import whole
from kotacerdas.core.markup import joined, markup
from kotacerdas.core.tables.columns import Column

_SELECTED = SafeString(" selected")


@dataclass(frozen=True)
class Head:
    """The head of a column: where it leads, and how it is sorted (`ascending`, `descending`)."""

    column: Column
    url: str
    sorted: str


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
        """Of a list to choose from; of an agency's hundred names a template takes milliseconds."""
        return joined(
            markup(
                '<option value="{}"{}>{} ({})</option>',
                *(one.value, _SELECTED if one.is_chosen else "", one.name, whole(one.count)),
            )
            for one in self.choices
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
