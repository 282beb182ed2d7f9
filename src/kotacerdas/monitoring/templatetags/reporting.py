"""Maps of reports as rows of squares: thousands of them, so they are joined here."""

from urllib.parse import quote

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kotacerdas.core.words import words
from kotacerdas.monitoring.models import Period
from kotacerdas.monitoring.status import STATES, AgencyRow, Cell, StatusMap

register = template.Library()


@register.filter
def with_squares(status: StatusMap) -> list[tuple[AgencyRow, SafeString]]:
    """The agencies of a single period's map, with a square for each report, a link to it."""
    address, names = _address(status.periods[0]), _names()
    return [(row, _squares(row, address, names)) for row in status.rows]


def _squares(row: AgencyRow, address: str, names: dict[str, str]) -> SafeString:
    links = [
        f'<a class="cell cell-{cell.state}" href="{address}{quote(cell.code)}/" '
        f'title="{escape(cell.name)}: {names[cell.state]}">'
        f'<span class="visually-hidden">{escape(cell.name)}: {names[cell.state]}</span></a>'
        for cell in row.cells[0]
    ]
    return mark_safe(f'<span class="cells">{"".join(links)}</span>')  # noqa: S308 - escaped above


def _address(period: Period) -> str:
    """What the addresses of a period's reports begin with."""
    parts = [period.region.code, period.year, period.slug, "x"]
    return reverse("monitoring:report", args=parts).removesuffix("x/")


def _names() -> dict[str, str]:
    return {state: escape(words().term("report_state", state)) for state in STATES}


@register.filter
def year_rows(status: StatusMap) -> SafeString:
    """The rows of a year's map: an agency's reports by period, each group a link to the period."""
    names = _names()
    marks = {state: f'<i class="cell cell-{state}"></i>' for state in STATES}
    addresses = [
        reverse("monitoring:period", args=[one.region.code, one.year, one.slug])
        for one in status.periods
    ]
    rows = []
    for row in status.rows:
        name = escape(row.name)
        anchor = quote(row.code)
        cells = "".join(
            f'<td><a class="cells" href="{address}#{anchor}" title="{_told(group, names)}">'
            f"{''.join([marks[cell.state] for cell in group])}</a></td>"
            for address, group in zip(addresses, row.cells, strict=True)
        )
        late = words().count("period.is_late", row.late) if row.late else ""
        rows.append(
            f'<tr><th scope="row">{name}</th>{cells}'
            f'<td class="nowrap word-not_realised">{late}</td></tr>'
        )
    return mark_safe("".join(rows))  # noqa: S308 - escaped above


def _told(group: list[Cell], names: dict[str, str]) -> str:
    """`3 terverifikasi, 1 draf`: the group in words."""
    states = [cell.state for cell in group]
    return ", ".join(
        f"{count} {names[state]}" for state in STATES if (count := states.count(state))
    )
