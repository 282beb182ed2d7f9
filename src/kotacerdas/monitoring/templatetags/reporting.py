"""Maps of reports as rows of squares: thousands of them, so they are joined here."""

from collections.abc import Callable
from functools import cache
from urllib.parse import quote

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from kotacerdas.core.words import words
from kotacerdas.monitoring.models import Case, Window
from kotacerdas.monitoring.notices import case_url
from kotacerdas.monitoring.status import STATES, AgencyRow, Cell, StatusMap

register = template.Library()


@register.simple_tag
def period_rows(status: StatusMap, *, may_change: bool) -> SafeString:
    """The rows of a single period's map: how complete an agency is, and who is late."""
    address, names = _address(status.windows[0]), _names()
    end = _end(status.windows[0], may_change=may_change)
    return format_html_join(
        "\n",
        '<tr id="{}"><td>{}</td><td class="sub">{}</td>'
        '<td class="num main"><strong>{}</strong><span class="muted">/{}</span></td>'
        '<td class="more">{}</td></tr>',
        (
            (
                row.code,
                row.name,
                _squares(row.cells, address, names),
                row.received,
                row.due,
                end(row),
            )
            for row in status.rows
        ),
    )


def _end(window: Window, *, may_change: bool) -> Callable[[AgencyRow], str]:
    """What stands at the end of a row: how many are late, with what a coordinator does then."""
    parts = [window.region.code, window.year, window.slug]
    links = format_html(
        '<a href="{}#{{anchor}}">{}</a><a href="{}?agency={{pk}}">{}</a>',
        reverse("monitoring:remind", args=parts),
        words()("period.remind"),
        reverse("monitoring:extend", args=parts),
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


def _squares(cells: list[Cell], address: str, names: dict[str, str]) -> SafeString:
    links = []
    for code, name, state in cells:
        title = f"{escape(name)}: {names[state]}"
        links.append(
            f'<a class="cell cell-{state}" href="{address}{quote(code)}/" title="{title}">'
            f'<span class="visually-hidden">{title}</span></a>'
        )
    return mark_safe(f'<span class="cells">{"".join(links)}</span>')  # noqa: S308 - escaped above


@register.simple_tag
def case_address(case: Case) -> str:
    """Where a report is."""
    return case_url(case)


@register.filter
def case_key(case: Case) -> str:
    """By which a form names a case as it was seen."""
    return f"{case.pk}:{case.revision}"


def _address(window: Window) -> str:
    """What the addresses of a period's reports begin with."""
    parts = [window.region.code, window.year, window.slug, "x"]
    return reverse("monitoring:report", args=parts).removesuffix("x/")


def _names() -> dict[str, str]:
    return {state: escape(words().term("report_state", state)) for state in STATES}


@register.filter
def year_rows(status: StatusMap) -> SafeString:
    """The rows of a year's map: an agency's reports by period, each group a link to the window."""
    names = _names()

    @cache  # few groups differ
    def squares(counts: tuple[int, ...]) -> str:
        """`3 terverifikasi, 1 draf` as the title of as many squares."""
        present = [(state, count) for state, count in zip(STATES, counts, strict=True) if count]
        title = ", ".join(f"{count} {names[state]}" for state, count in present)
        marks = "".join(f'<i class="cell-{state}"></i>' * count for state, count in present)
        return f'title="{title}">{marks}'

    addresses = [
        reverse("monitoring:period", args=[one.region.code, one.year, one.slug])
        for one in status.windows
    ]
    rows = []
    for row in status.rows:
        anchor = quote(row.code)
        cells = "".join(
            f'<td><a href="{address}#{anchor}" {squares(group.counts)}</a></td>'
            for address, group in zip(addresses, row.groups, strict=True)
        )
        late = words().count("period.is_late", row.late) if row.late else ""
        rows.append(
            f'<tr><th scope="row">{escape(row.name)}</th>{cells}'
            f'<td class="nowrap word-not_realised">{late}</td></tr>'
        )
    return mark_safe("".join(rows))  # noqa: S308 - escaped above
