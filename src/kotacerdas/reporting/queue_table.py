"""The table of what waits for a verifier; what nothing has to be looked at twice of is chosen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db.models import Case as Choice
from django.db.models import CharField, F, QuerySet, Value, When
from django.db.models.functions import Cast, Concat
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kotacerdas.casework.models import Case, Window
from kotacerdas.casework.models.windows import WHOLE_YEAR
from kotacerdas.core.tables.columns import Column, Kind
from kotacerdas.core.tables.parts import Act
from kotacerdas.core.tables.sources import QuerySource
from kotacerdas.core.tables.table import Table
from kotacerdas.core.words import words
from kotacerdas.records.models import Region
from kotacerdas.reporting.actions.verifying import MOST_AT_ONCE
from kotacerdas.reporting.process import report_url
from kotacerdas.reporting.queue import NO_WARNING, WARNED, WITHOUT_WARNING
from kotacerdas.reporting.report_form import warning_text

MOST_WARNINGS = 3  # of a report
Proposed = Mapping[int, list[tuple[str, str, str]]]  # by the case's primary key
Row = Mapping[str, Any]  # what `_READ` reads of a case
# To make objects of cases and of all that they name would be a third of the page's time.
_READ = (
    *("pk", "revision", "window", "agency", "programme__code", "programme__name"),
    *("newest__warnings", "newest__submitted_at", "newest__via", "risiko"),
)


@dataclass(frozen=True)
class Places:
    """Where the report of a case opens, which knows by `query` of what queue it is."""

    region: Region
    windows: Mapping[int, Window]  # all by primary key, in the order in which they end
    query: str

    def url(self, row: Row) -> str:
        window = self.windows[row["window"]]
        return report_url(self.region.code, window, row["programme__code"]) + self.query


def queue_table(  # noqa: PLR0913 - the names of what its rows are of
    waiting: QuerySet[Case],
    query: QueryDict,
    *,
    places: Places,
    agencies: Sequence[tuple[int, str, str]],
    proposed: Proposed,
    ticked: Collection[str],
) -> Table:
    """`agencies` are the primary key, code and name of all of the region.

    `proposed` is read as the rows are shown.
    """
    code = Choice(When(window__code="", then=Value(WHOLE_YEAR)), default=F("window__code"))
    year = Cast("window__year", CharField())
    rows = (
        waiting.annotate(
            risiko=Choice(When(NO_WARNING, then=Value(WITHOUT_WARNING)), default=Value(WARNED))
        )
        .alias(periode=Concat(year, Value("/"), code, output_field=CharField()))
        .values(*_READ)
    )
    columns = _columns(places, agencies, proposed)
    return Table(
        "queue",
        columns,
        QuerySource(rows, columns),
        query,
        key=key_of,
        most=MOST_AT_ONCE,
        acts=[
            Act("queue.verify_chosen", "", icon="check", name="do", value="verify", is_main=True)
        ],
        act_fields="reporting/queue_reason.html",
        ticked=ticked,
    )


def key_of(row: Row) -> str:
    """By which the form names a case as it was seen; empty of one that is decided on alone."""
    return f"{row['pk']}:{row['revision']}" if row["newest__warnings"] == [] else ""


def _period(window: Window) -> str:
    """`2022/q1`."""
    return f"{window.year}/{window.slug}"


def _columns(
    places: Places, agencies: Sequence[tuple[int, str, str]], proposed: Proposed
) -> list[Column]:
    named, windows = words().term, places.windows.values()
    codes = {pk: code for pk, code, _ in agencies}
    names = {code: name for _, code, name in agencies}
    return [
        Column(
            "programme",
            "queue.programme",
            field="programme__name",
            value=itemgetter("programme__name"),
            cell=lambda row: format_html(
                '<a href="{}">{}</a><br><span class="muted small">{}</span>',
                places.url(row),
                row["programme__name"],
                names[codes[row["agency"]]],
            ),
            is_searched=True,
            width=48,
        ),
        Column(
            "code",
            "label.code",
            field="programme__code",
            value=itemgetter("programme__code"),
            is_searched=True,
            is_extra=True,
        ),
        Column(
            "opd",
            "queue.agency",
            names=names,
            field="agency__code",
            value=lambda row: codes[row["agency"]],
            keyed=("agency", codes),
            is_filter=True,
            is_extra=True,
            width=32,
        ),
        Column(
            "warnings",
            "queue.warnings",
            value=lambda row: "; ".join(_warnings(row)),
            cell=lambda row: _to_look_at(row, proposed),
            is_sortable=False,
            phone="sub",
            width=56,
        ),
        Column(
            "periode",
            "queue.period",
            names={_period(one): f"{named('period', one.slug)} {one.year}" for one in windows},
            value=lambda row: _period(places.windows[row["window"]]),
            keyed=("window", {one.pk: _period(one) for one in windows}),
            is_ranked=True,
            is_filter=True,
            phone="main",
            css="nowrap",
        ),
        Column(
            "risiko",
            "queue.risk",
            names={WARNED: words()("queue.warned"), WITHOUT_WARNING: words()("queue.without")},
            is_ranked=True,
            is_filter=True,
            is_extra=True,
        ),
        Column(
            "sent",
            "queue.sent",
            kind=Kind.DAY,
            field="newest__submitted_at",
            value=itemgetter("newest__submitted_at"),
            phone="more",
            css="muted",
        ),
    ]


def _warnings(row: Row) -> list[str]:
    known = row["newest__warnings"] or []
    return [warning_text(one["rule"], one["left"], one["right"]) for one in known]


def _to_look_at(row: Row, proposed: Proposed) -> SafeString:
    """What an import changes, and the first things to look at twice."""
    warnings, by_import = _warnings(row), words()("report.by_import")
    parts = [
        format_html(
            '<div class="small">{} {} <span class="was">{}</span> {}</div>', by_import, *one
        )
        for one in proposed.get(row["pk"], ())
    ]
    parts += [
        format_html('<div class="small state d-flex"><span class="dot"></span>{}</div>', one)
        for one in warnings[:MOST_WARNINGS]
    ]
    if (more := len(warnings) - MOST_WARNINGS) > 0:
        parts.append(format_html('<span class="muted small">+{}</span>', more))
    return SafeString("".join(parts))
