"""Maps of reports as rows of squares: thousands of them, so they are joined here."""

from functools import cache
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kotacerdas.casework.models import Case
from kotacerdas.casework.processes import case_url
from kotacerdas.core.words import words
from kotacerdas.reporting.period_tables import state_names
from kotacerdas.reporting.status import STATES, StatusMap

register = template.Library()


@register.simple_tag
def case_address(case: Case) -> str:
    """Where a report is."""
    return case_url(case)


@register.filter
def year_rows(status: StatusMap) -> SafeString:
    """The rows of a year's map: an agency's reports by period, each group a link to the window."""
    names = state_names()

    @cache  # few groups differ
    def squares(counts: tuple[int, ...]) -> str:
        """`3 terverifikasi, 1 draf` as the title of as many squares."""
        present = [(state, count) for state, count in zip(STATES, counts, strict=True) if count]
        title = ", ".join(f"{count} {names[state]}" for state, count in present)
        marks = "".join(f'<i class="cell-{state}"></i>' * count for state, count in present)
        return f'title="{title}">{marks}'

    addresses = [
        reverse("reporting:period", args=[one.region.code, one.year, one.slug])
        for one in status.windows
    ]
    rows = []
    for row in status.rows:
        named = urlencode({"q": row.code})
        cells = "".join(
            f'<td><a href="{address}?{named}" {squares(group.counts)}</a></td>'
            for address, group in zip(addresses, row.groups, strict=True)
        )
        late = words().count("period.is_late", row.late) if row.late else ""
        rows.append(
            f'<tr><th scope="row">{escape(row.name)}</th>{cells}'
            f'<td class="nowrap word-not_realised">{late}</td></tr>'
        )
    return mark_safe("".join(rows))  # noqa: S308 - escaped above
