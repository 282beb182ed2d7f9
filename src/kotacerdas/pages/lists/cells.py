"""The columns and the cells that several lists have."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from kotacerdas.core.addresses import address
from kotacerdas.core.formats import percent
from kotacerdas.core.markup import markup
from kotacerdas.core.tables.columns import Column
from kotacerdas.core.words import words
from kotacerdas.pages.urgency import URGENCY
from kotacerdas.pages.years import YearPage

Row = dict[str, Any]
MOST_MARKS = 30  # of an agency; more would be a pattern that nobody counts


class Links:
    """Addresses of what a page's year has."""

    def __init__(self, page: YearPage) -> None:
        self._year = (page.here.region.code, page.year)
        self._query = page.q

    def to(self, kind: str, code: str) -> str:
        """The page of that view, of the record with the code or the number with the name."""
        return address(f"pages:{kind}", *self._year, code) + self._query


def code_column() -> Column:
    return Column("code", "label.code", is_searched=True, is_extra=True)


def dimension_column(page: YearPage, value: Callable[[Row], Any] | None = None) -> Column:
    """To filter and group by, in the order of the edition."""
    return Column(
        "dimension",
        "label.dimension",
        names=page.facts.dimension_names,
        value=value,
        is_ranked=True,
        is_filter=True,
        is_extra=True,
        width=24,
    )


def agency_column(page: YearPage, value: Callable[[Row], Any] | None = None) -> Column:
    """To filter and group by, where the list does not show it by itself."""
    return Column(
        "agency",
        "label.agency",
        names=page.facts.agency_names,
        value=value,
        is_filter=True,
        is_extra=True,
        width=32,
    )


def named(kind: str, links: Links, code: str, name: str) -> Callable[[Row], SafeString]:
    """A cell with the name of a record that leads to its page, and its code."""

    def cell(row: Row) -> SafeString:
        return markup(
            '<a href="{}">{}</a> <span class="muted small nowrap">{}</span>',
            links.to(kind, row[code]),
            row[name],
            row[code],
        )

    return cell


def agency(links: Links) -> Callable[[Row], SafeString]:
    def cell(row: Row) -> SafeString:
        url = links.to("agency", row["agency"])
        return markup('<a class="muted" href="{}">{}</a>', url, row["agency_name"])

    return cell


def status(row: Row) -> SafeString:
    """The mark of the row's status, and its word."""
    return markup(
        '<span class="state word-{0}"><span class="mark mark-{0}"></span>{1}</span>',
        row["status"],
        words().term("status", row["status"]),
    )


def marks(programmes: Iterable[Row], links: Links) -> SafeString:
    """A mark for each programme, which leads to it; of many, how many there are of each status."""
    say, programmes = words(), list(programmes)
    if len(programmes) > MOST_MARKS:
        counts = Counter(row["status"] for row in programmes)
        return format_html_join(
            " ",
            '<span class="state nowrap" title="{1}"><span class="mark mark-{0}"></span>{2}</span>',
            ((one, say.term("status", one), counts[one]) for one in URGENCY if counts[one]),
        )
    labels = ((row, f"{row['name']}: {say.term('status', row['status'])}") for row in programmes)
    each = format_html_join(
        "",
        '<a class="mark-link" href="{}" title="{}" aria-label="{}">'
        '<span class="mark mark-{}"></span></a>',
        (
            (links.to("programme", row["code"]), label, label, row["status"])
            for row, label in labels
        ),
    )
    return markup('<span class="marks">{}</span>', each or "–")


def part(count: int, whole: int) -> SafeString:
    """`3/4`; a dash of nothing."""
    if not whole:
        return SafeString('<span class="muted">–</span>')
    return markup('<strong>{}</strong><span class="muted">/{}</span>', count, whole)


def with_bar(drawn: str, share: float | None) -> SafeString:
    """A percentage behind the bar that shows it; on a phone by itself."""
    return markup(
        '<span class="with-bar"><span class="c-plain">{}</span><span>{}</span></span>',
        drawn,
        percent(share),
    )
