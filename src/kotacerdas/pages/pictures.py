"""The charts of the documents on the pages: drawn on the server, their figures as a table."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from kotacerdas.charts.budget import budget
from kotacerdas.charts.dimensions import dimensions
from kotacerdas.charts.history import history
from kotacerdas.charts.index_components import index_components
from kotacerdas.charts.innovations import innovations
from kotacerdas.charts.rendering import to_svg
from kotacerdas.charts.sub_dimensions import sub_dimensions
from kotacerdas.charts.theme import DARK, LIGHT, Spec, Theme
from kotacerdas.core.formats import percent, rupiah, whole
from kotacerdas.core.words import language, words
from kotacerdas.documents import headlines
from kotacerdas.documents.facts import Facts
from kotacerdas.pages.years import YearPage, facts_of, of_year
from kotacerdas.scorecards.models import Run
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.scoring.years import Decided
from kotacerdas.wording.numbers import Language, number

Rows = Sequence[Sequence[str]]
_ID = re.compile(r'(\bid="|url\(#)([\w-]+)')


@dataclass(frozen=True)
class Picture:
    """A chart, its finding in a sentence, and its figures: the keys of the heads, and the rows."""

    draw: Callable[[Scorecard, Language, Theme], Spec]
    headline: Callable[[Facts], str]
    heads: tuple[str, ...]
    rows: Callable[[Facts], Rows]


def _dimension_rows(facts: Facts) -> Rows:
    return [
        (one.name, whole(one.planned), whole(one.realised), percent(one.achievement_pct))
        for one in facts.dimensions
    ]


def _sub_dimension_rows(facts: Facts) -> Rows:
    names = facts.dimension_names
    return [
        (one.name, names[one.dimension or ""], whole(one.planned), whole(one.realised))
        for one in facts.sub_dimensions
    ]


def _history_rows(facts: Facts) -> Rows:
    return [(str(row["year"]), percent(row["achievement_pct"])) for row in facts.years]


def _budget_rows(facts: Facts) -> Rows:
    return [
        (
            words().term("source", source),
            rupiah(part.ceiling),
            rupiah(part.realised),
            percent(part.absorption_pct),
        )
        for source, part in facts.sources.items()
    ]


def _innovation_rows(facts: Facts) -> Rows:
    counts = facts.innovations_by_agency
    return [(name, whole(counts[code])) for code, name in facts.agency_names.items()]


def _index_rows(facts: Facts) -> Rows:
    framework, index = facts.scorecard.framework, facts.scorecard.index
    parts = {} if index is None else index.components
    scores = {code: part.score for code, part in parts.items() if part.score is not None}
    return [
        (
            framework.name_of(code, facts.language),
            number(
                float(scores[code]) if code in scores else None,
                framework.index_decimals,
                facts.language,
            ),
        )
        for code in framework.weights
    ]


# By their names in an address.
PICTURES = {
    "dimensi": Picture(
        dimensions,
        headlines.dimensions,
        ("label.dimension", "label.planned", "label.realised", "label.achievement"),
        _dimension_rows,
    ),
    "sub-dimensi": Picture(
        sub_dimensions,
        headlines.sub_dimensions,
        ("label.sub_dimension", "label.dimension", "label.planned", "label.realised"),
        _sub_dimension_rows,
    ),
    "tahun": Picture(
        history, headlines.overall, ("label.year", "label.achievement"), _history_rows
    ),
    "anggaran": Picture(
        budget,
        headlines.money,
        ("label.source", "label.ceiling", "label.spent", "label.absorption"),
        _budget_rows,
    ),
    "inovasi": Picture(
        innovations, headlines.innovations, ("label.agency", "label.innovations"), _innovation_rows
    ),
    "indeks": Picture(
        index_components, headlines.index, ("label.component", "label.score"), _index_rows
    ),
}


@of_year
def charts(request: HttpRequest, page: YearPage) -> HttpResponse:
    """All charts of the year on one page, each with its finding."""
    pictures = [(name, one.headline(page.facts)) for name, one in PICTURES.items()]
    return render(request, "pages/charts.html", {"page": page, "pictures": pictures})


@of_year
def picture(request: HttpRequest, page: YearPage, name: str) -> HttpResponse:
    """One chart for light and dark grounds, and its figures: as a part of a page, or alone."""
    one = PICTURES.get(name)
    if one is None:
        raise Http404
    template = "picture" if request.htmx else "chart"  # type: ignore[attr-defined]
    context = {
        "page": page,
        "drawn": _drawn(page.run, name, language(), page.decided),
        "label": one.headline(page.facts),
        "heads": [words()(key) for key in one.heads],
        "rows": one.rows(page.facts),
    }
    return render(request, f"pages/{template}.html", context)


@lru_cache(maxsize=64)
def _drawn(run: Run, name: str, wanted: Language, decided: Decided) -> list[tuple[str, SafeString]]:
    """The chart's SVG by theme; a run never changes, so it is drawn once a process."""
    card = facts_of(run, wanted, decided).scorecard
    return [
        (theme.name, _svg(PICTURES[name].draw(card, wanted, theme), f"{name}-{theme.name}"))
        for theme in (LIGHT, DARK)
    ]


def _svg(spec: Spec, name: str) -> SafeString:
    """The chart as part of a page on which other charts stand, whose names differ from its own."""
    return SafeString(_ID.sub(rf"\1{name}-\2", to_svg(spec)))
