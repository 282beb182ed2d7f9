"""The table of what waits for a verifier; what nothing has to be looked at twice of is chosen."""

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Case as Choice
from django.db.models import CharField, F, QuerySet, Value, When
from django.db.models.functions import Cast, Concat
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kotacerdas.core.tables.columns import Column, Kind
from kotacerdas.core.tables.parts import Act
from kotacerdas.core.tables.sources import QuerySource
from kotacerdas.core.tables.table import Table
from kotacerdas.core.words import words
from kotacerdas.monitoring.actions.verifying import MOST_AT_ONCE
from kotacerdas.monitoring.models import Case, Window
from kotacerdas.monitoring.models.windows import WHOLE_YEAR
from kotacerdas.monitoring.notices import case_url
from kotacerdas.monitoring.queue import NO_WARNING, WARNED, WITHOUT_WARNING, Filters
from kotacerdas.monitoring.report_form import warning_text

Proposed = Mapping[int, list[tuple[str, str, str]]]  # by the case's primary key


def queue_table(  # noqa: PLR0913 - the names of what its rows are of
    waiting: QuerySet[Case],
    query: QueryDict,
    *,
    agencies: Mapping[str, str],
    windows: Iterable[Window],
    proposed: Proposed,
    ticked: Collection[str],
) -> Table:
    """`agencies` are the names of codes; `windows` are all, in the order in which they end.

    `proposed` is read as the rows are shown.
    """
    code = Choice(When(window__code="", then=Value(WHOLE_YEAR)), default=F("window__code"))
    year = Cast("window__year", CharField())
    rows = waiting.annotate(
        periode=Concat(year, Value("/"), code, output_field=CharField()),
        risiko=Choice(When(NO_WARNING, then=Value(WITHOUT_WARNING)), default=Value(WARNED)),
    )
    columns = _columns(Filters.of(query), agencies, _periods(windows), proposed)
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
        act_fields="monitoring/queue_reason.html",
        ticked=ticked,
    )


def key_of(case: Case) -> str:
    """By which the form names a case as it was seen; empty of one that is decided on alone."""
    is_chosen = case.newest is not None and not case.newest.warnings
    return f"{case.pk}:{case.revision}" if is_chosen else ""


def _periods(windows: Iterable[Window]) -> dict[str, str]:
    """By `2022/q1` what they are called."""
    named = words().term
    return {f"{one.year}/{one.slug}": f"{named('period', one.slug)} {one.year}" for one in windows}


def _columns(
    filters: Filters,
    agencies: Mapping[str, str],
    periods: Mapping[str, str],
    proposed: Proposed,
) -> list[Column]:
    return [
        Column(
            "programme",
            "queue.programme",
            field="programme__name",
            cell=lambda case: format_html(
                '<a href="{}{}">{}</a><br><span class="muted small">{}</span>',
                case_url(case),
                filters.query,
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
            names=agencies,
            field="agency__code",
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
            names=periods,
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
    context = {"warnings": _warnings(case), "proposed": proposed.get(case.pk, ())}
    return render_to_string("monitoring/queue_warnings.html", context)
