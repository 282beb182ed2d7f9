"""The tables of periods: all of them, and the agencies of one."""

from collections.abc import Callable, Iterable
from operator import attrgetter, itemgetter
from typing import Any
from urllib.parse import quote

from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.models import Window
from kotacerdas.core.tables.columns import Column, Kind, terms
from kotacerdas.core.tables.parts import Act
from kotacerdas.core.tables.sources import ListSource
from kotacerdas.core.tables.table import Table
from kotacerdas.core.words import words
from kotacerdas.reporting.status import STATES, AgencyRow, Cell, StatusMap

OPEN, CLOSED = "is_open", "is_closed"
STANDINGS = ("late", "waiting", "complete")  # of an agency in a period


def periods_table(here: Here, maps: Iterable[StatusMap], query: QueryDict) -> Table:
    """A row for each period, in the order of the maps, grouped by year."""
    rows = [_period_row(one.windows[0], one) for one in maps]
    columns = _period_columns(here)
    table = Table("periods", columns, ListSource(rows, columns), query, grouped="year")
    table.key = itemgetter("pk")
    if Right.PERIODS in here.rights:
        url = reverse("reporting:move-many", args=[here.region.code])
        table.acts = [Act("period.move", url, icon="calendar-event")]
    return table


def _period_row(window: Window, found: StatusMap) -> dict[str, Any]:
    return {
        "pk": window.pk,
        "window": window,
        "map": found,
        "period": words().term("period", window.slug),
        "order": window.order,
        "year": window.year,
        "deadline": window.deadline,
        "state": CLOSED if window.closed_at else OPEN,
        "due": found.due,
        "received": found.due - found.missing,
        "late": sum(row.late for row in found.rows),
    }


def _period_columns(here: Here) -> list[Column]:
    return [
        Column(
            "period",
            "period.period",
            key=itemgetter("order"),
            cell=lambda row: _period_link(here, row),
            is_searched=True,
            width=24,
        ),
        Column(
            "year",
            "period.year",
            key=lambda row: -row["year"],
            is_filter=True,
            is_extra=True,
        ),
        Column("deadline", "period.deadline", kind=Kind.DAY, phone="main"),
        Column(
            "state",
            "page.state",
            names={OPEN: words()("period.is_open"), CLOSED: words()("period.is_closed")},
            is_filter=True,
            is_chips=True,
            css="muted",
        ),
        Column(
            "counts",
            "period.reports",
            value=lambda _: None,
            cell=lambda row: render_to_string("reporting/counts.html", {"map": row["map"]}),
            is_sortable=False,
            is_downloaded=False,
            phone="sub",
        ),
        Column("received", "period.received", kind=Kind.COUNT, is_extra=True, is_summed=True),
        Column("due", "period.due_short", kind=Kind.COUNT, is_extra=True, is_summed=True),
        Column("late", "period.late", kind=Kind.COUNT, is_extra=True, is_summed=True),
    ]


def _period_link(here: Here, row: dict[str, Any]) -> SafeString:
    window = row["window"]
    url = reverse("reporting:period", args=[here.region.code, window.year, window.slug])
    return format_html('<a href="{}">{}</a>', url, row["period"])


def agencies_table(here: Here, status: StatusMap, query: QueryDict, *, may_change: bool) -> Table:
    """The agencies of one period: how complete each is, and who is late."""
    window = status.windows[0]
    columns = _agency_columns(window, may_change=may_change)
    table = Table("period", columns, ListSource(status.rows, columns), query, css="status-map")
    table.key = attrgetter("pk")
    if may_change:
        parts = [here.region.code, window.year, window.slug]
        remind, extend = (reverse(f"reporting:{act}", args=parts) for act in ("remind", "extend"))
        table.acts = [
            Act("period.remind", remind, icon="mail"),
            Act("period.extend_short", extend, icon="clock-plus"),
        ]
    return table


def _agency_columns(window: Window, *, may_change: bool) -> list[Column]:
    squares, end = _squares(window), _end(window, may_change=may_change)
    return [
        Column("name", "people.agency", is_searched=True, width=48),
        Column("code", "label.code", is_searched=True, is_extra=True),
        Column(
            "cells",
            "menu.programmes",
            value=lambda row: "; ".join(cell.code for cell in row.cells),
            cell=lambda row: squares(row.cells),
            is_sortable=False,
            is_searched=True,
            phone="sub",
            width=40,
        ),
        Column(
            "received",
            "period.complete",
            kind=Kind.COUNT,
            cell=lambda row: format_html(
                '<strong>{}</strong><span class="muted">/{}</span>', row.received, row.due
            ),
            phone="main",
            is_summed=True,
        ),
        Column("due", "period.due_short", kind=Kind.COUNT, is_extra=True, is_summed=True),
        Column("late", "period.late", kind=Kind.COUNT, is_extra=True, is_summed=True),
        Column(
            "standing",
            "page.state",
            names=terms("period_standing", STANDINGS),
            value=_standing,
            cell=end,
            is_ranked=True,
            is_filter=True,
            is_chips=True,
            phone="more",
        ),
    ]


def _standing(row: AgencyRow) -> str:
    if row.late:
        return "late"
    return "complete" if row.received == row.due else "waiting"


def _end(window: Window, *, may_change: bool) -> Callable[[AgencyRow], str]:
    """What stands at the end of a row: how many are late, with what a coordinator does then."""
    parts = [window.region.code, window.year, window.slug]
    links = format_html(
        '<a href="{}#{{anchor}}">{}</a><a href="{}?agency={{pk}}">{}</a>',
        reverse("reporting:remind", args=parts),
        words()("period.remind"),
        reverse("reporting:extend", args=parts),
        words()("period.extend_short"),
    )
    late_row = (
        '<span class="row-end"><strong class="word-not_realised nowrap">{late}</strong>'
        f"{links if may_change else ''}</span>"
    )
    complete = format_html('<span class="muted">{}</span>', words()("period.is_complete"))

    def end(row: AgencyRow) -> str:
        if row.late:
            late = words().count("period.is_late", row.late)
            return format_html(late_row, late=late, anchor=quote(row.code), pk=row.pk)
        return complete if row.received == row.due else ""

    return end


def _squares(window: Window) -> Callable[[Iterable[Cell]], SafeString]:
    parts = [window.region.code, window.year, window.slug, "x"]
    address = reverse("reporting:report", args=parts).removesuffix("x/")
    names = state_names()

    def squares(cells: Iterable[Cell]) -> SafeString:
        links = []
        for code, name, state in cells:
            title = f"{escape(name)}: {names[state]}"
            links.append(
                f'<a class="cell cell-{state}" href="{address}{quote(code)}/" title="{title}">'
                f'<span class="visually-hidden">{title}</span></a>'
            )
        return mark_safe(f'<span class="cells">{"".join(links)}</span>')  # noqa: S308 - escaped above

    return squares


def state_names() -> dict[str, str]:
    """The words of where a report stands, to be put into HTML."""
    return {state: escape(words().term("report_state", state)) for state in STATES}
