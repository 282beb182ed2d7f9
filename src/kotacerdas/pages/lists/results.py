"""The results of a year, the newest first, each with its cause."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kotacerdas.accounts.rights import Right
from kotacerdas.core.tables.columns import Column, Kind, terms
from kotacerdas.core.tables.sources import QuerySource
from kotacerdas.core.tables.table import Table
from kotacerdas.core.words import words
from kotacerdas.pages.lists.pages import list_page
from kotacerdas.pages.results import result_view
from kotacerdas.pages.years import YearPage, of_year
from kotacerdas.scorecards.models import Run
from kotacerdas.scorecards.results import results_in, results_of
from kotacerdas.scoring.question import Basis

Views = Mapping[int, Mapping[str, Any]]  # of the page's results, by primary key


@of_year
def runs(request: HttpRequest, page: YearPage) -> HttpResponse:
    views: dict[int, Mapping[str, Any]] = {}
    columns = _columns(page, views)
    source = QuerySource(results_in(page.here.region, page.year), columns)
    table = Table("results", columns, source, request.GET)
    if not table.file:
        found = results_of(page.here.region, table.rows)
        views |= {one.run.pk: result_view(one) for one in found}
    return list_page(request, page, table, "pages/runs.html")


def _columns(page: YearPage, views: Views) -> list[Column]:
    def cell(name: str) -> Callable[[Run], SafeString]:
        def rendered(run: Run) -> SafeString:
            context = {"page": page, "run": run, "one": views[run.pk], "part": name}
            may_publish = Right.PUBLISH in page.here.rights
            return render_to_string("pages/run_cell.html", context | {"may_publish": may_publish})

        return rendered

    is_complete = page.facts.is_complete
    return [
        Column("pk", "compare.result", value=_named, cell=cell("name"), css="nowrap", width=24),
        Column("made_at", "compare.made_at", kind=Kind.MOMENT, phone="sub", width=24),
        Column(
            "of_basis",
            "compare.basis",
            names=terms("basis_short", Basis),
            cell=_basis_and_edition,
            field="basis",
            is_filter=True,
            is_chips=True,
        ),
        Column(
            "was_published",
            "compare.was_published",
            names={"True": words()("compare.was_published")},
            value=lambda run: run.was_published and str(run.was_published),
            is_filter=True,
            is_chips=True,
            is_extra=True,
        ),
        Column("framework", "number.edition", is_extra=True),
        Column(
            "achievement_pct",
            "label.achievement",
            kind=Kind.PERCENT,
            value=None if is_complete else lambda _: None,
            phone="main",
        ),
        Column("realised", "label.realised", kind=Kind.COUNT, is_extra=True),
        Column("planned", "label.planned", kind=Kind.COUNT, is_extra=True),
        _beside("change", "compare.change", cell("change"), phone="more", css="num"),
        _beside("cause", "compare.cause", cell("cause")),
        _beside("acts", "people.acts", cell("acts"), css="row-acts"),
    ]


def _beside(name: str, label: str, cell: Callable[[Run], str], **look: Any) -> Column:
    """What is known of the rows of a page only."""
    look |= {"is_sortable": False, "is_downloaded": False}
    return Column(name, label, cell=cell, value=lambda _: None, **look)


def _basis_and_edition(run: Run) -> SafeString:
    """Results of two editions are not told apart by their figures."""
    basis = words().term("basis_short", run.basis)
    return format_html('{} <span class="muted small nowrap">{}</span>', basis, run.framework)


def _named(run: Run) -> str:
    return words()("compare.named", run=run)
