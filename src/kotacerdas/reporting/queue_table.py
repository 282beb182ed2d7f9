"""The table of what waits for a verifier; what nothing has to be looked at twice of is chosen."""

from collections.abc import Collection, Mapping

from django.db.models import Case as Choice
from django.db.models import CharField, F, QuerySet, Value, When
from django.db.models.functions import Cast, Concat
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kotacerdas.casework.models import Case, Window
from kotacerdas.casework.models.windows import WHOLE_YEAR
from kotacerdas.casework.processes import case_url
from kotacerdas.core.tables.columns import Column, Kind
from kotacerdas.core.tables.parts import Act
from kotacerdas.core.tables.sources import QuerySource
from kotacerdas.core.tables.table import Table
from kotacerdas.core.words import words
from kotacerdas.records.models import Agency
from kotacerdas.reporting.actions.verifying import MOST_AT_ONCE
from kotacerdas.reporting.queue import NO_WARNING, WARNED, WITHOUT_WARNING, Filters
from kotacerdas.reporting.report_form import warning_text

MOST_WARNINGS = 3  # of a report
Proposed = Mapping[int, list[tuple[str, str, str]]]  # by the case's primary key


def queue_table(  # noqa: PLR0913 - the names of what its rows are of
    waiting: QuerySet[Case],
    query: QueryDict,
    *,
    agencies: Collection[Agency],
    windows: Collection[Window],
    proposed: Proposed,
    ticked: Collection[str],
) -> Table:
    """`agencies` are all of the region, `windows` too, in the order in which they end.

    `proposed` is read as the rows are shown.
    """
    code = Choice(When(window__code="", then=Value(WHOLE_YEAR)), default=F("window__code"))
    year = Cast("window__year", CharField())
    rows = waiting.annotate(
        risiko=Choice(When(NO_WARNING, then=Value(WITHOUT_WARNING)), default=Value(WARNED))
    ).alias(periode=Concat(year, Value("/"), code, output_field=CharField()))
    columns = _columns(Filters.of(query).query, agencies, windows, proposed)
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


def key_of(case: Case) -> str:
    """By which the form names a case as it was seen; empty of one that is decided on alone."""
    is_chosen = case.newest is not None and not case.newest.warnings
    return f"{case.pk}:{case.revision}" if is_chosen else ""


def _period(window: Window) -> str:
    """`2022/q1`."""
    return f"{window.year}/{window.slug}"


def _columns(
    asked: str,
    agencies: Collection[Agency],
    windows: Collection[Window],
    proposed: Proposed,
) -> list[Column]:
    """`asked` is the query by which the pages of the reports know the queue."""
    named = words().term
    return [
        Column(
            "programme",
            "queue.programme",
            field="programme__name",
            cell=lambda case: format_html(
                '<a href="{}{}">{}</a><br><span class="muted small">{}</span>',
                case_url(case),
                asked,
                case.programme.name,
                case.agency,
            ),
            is_searched=True,
            width=48,
        ),
        Column("code", "label.code", field="programme__code", is_searched=True, is_extra=True),
        Column(
            "opd",
            "queue.agency",
            names={one.code: one.name for one in agencies},
            field="agency__code",
            keyed=("agency", {one.pk: one.code for one in agencies}),
            is_filter=True,
            is_extra=True,
            width=32,
        ),
        Column(
            "warnings",
            "queue.warnings",
            value=lambda case: "; ".join(_warnings(case)),
            cell=lambda case: _to_look_at(case, proposed),
            is_sortable=False,
            phone="sub",
            width=56,
        ),
        Column(
            "periode",
            "queue.period",
            names={_period(one): f"{named('period', one.slug)} {one.year}" for one in windows},
            value=lambda case: _period(case.window),
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
            phone="more",
            css="muted",
        ),
    ]


def _warnings(case: Case) -> list[str]:
    found = case.newest.warnings if case.newest else []
    return [warning_text(one["rule"], one["left"], one["right"]) for one in found]


def _to_look_at(case: Case, proposed: Proposed) -> SafeString:
    """What an import changes, and the first things to look at twice."""
    warnings, by_import = _warnings(case), words()("report.by_import")
    parts = [
        format_html(
            '<div class="small">{} {} <span class="was">{}</span> {}</div>', by_import, *one
        )
        for one in proposed.get(case.pk, ())
    ]
    parts += [
        format_html('<div class="small state d-flex"><span class="dot"></span>{}</div>', one)
        for one in warnings[:MOST_WARNINGS]
    ]
    if (more := len(warnings) - MOST_WARNINGS) > 0:
        parts.append(format_html('<span class="muted small">+{}</span>', more))
    return SafeString("".join(parts))
