"""A long list on a page that holds several: one page of each, the others kept where they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

AT_A_TIME = 50
_T = TypeVar("_T")


@dataclass(frozen=True)
class Listing:
    """A page of a list; `previous` and `next` are addresses, empty where there is no such page."""

    lines: list[Any]
    page: Page[Any]
    previous: str
    next: str

    @property
    def number(self) -> int:
        """Of all that are listed."""
        return self.page.paginator.count

    def __bool__(self) -> bool:
        return bool(self.lines)


def listing(
    request: HttpRequest, name: str, elements: Sequence[_T], view: Callable[[_T], Any]
) -> Listing:
    """The page that the address asks for by `name`."""
    page = Paginator(elements, AT_A_TIME).get_page(request.GET.get(name))

    def address(number: int) -> str:
        query = request.GET.copy()
        query[name] = str(number)
        return f"?{query.urlencode()}"

    return Listing(
        [view(one) for one in page],
        page,
        address(page.previous_page_number()) if page.has_previous() else "",
        address(page.next_page_number()) if page.has_next() else "",
    )
