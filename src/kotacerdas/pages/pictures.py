"""The charts of a year, the same as in its documents."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from kotacerdas.charts.budget import budget
from kotacerdas.charts.capacity import capacity
from kotacerdas.charts.dimensions import dimensions
from kotacerdas.charts.history import history
from kotacerdas.charts.index_components import index_components
from kotacerdas.charts.index_years import index_years
from kotacerdas.charts.innovations import innovations
from kotacerdas.charts.quarters import quarters
from kotacerdas.charts.sub_dimensions import sub_dimensions
from kotacerdas.charts.theme import Spec, Theme
from kotacerdas.core.formats import percent, rupiah, whole
from kotacerdas.core.words import words
from kotacerdas.documents import headlines, over_time
from kotacerdas.documents.facts import Facts
from kotacerdas.pages.drawing import Drawing, Rows, drawing_page
from kotacerdas.pages.years import YearPage, of_year
from kotacerdas.reporting.spending import spent_by_period
from kotacerdas.scoring.measures import reached_pct
from kotacerdas.scoring.quarters import Absorption, absorption_by_quarter
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.numbers import Language, number


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


def _index_years(card: Scorecard, language: Language, theme: Theme) -> Spec:
    framework = card.framework
    return index_years(card.index_years, framework.scale, framework.index_decimals, language, theme)


def _index_years_headline(facts: Facts) -> str:
    card = facts.scorecard
    return over_time.index_years(card.index_years, card.framework.index_decimals, facts.say)


def _index_years_rows(facts: Facts) -> Rows:
    decimals = facts.scorecard.framework.index_decimals
    return [
        (str(year), number(value, decimals, facts.language))
        for year, value in facts.scorecard.index_years
    ]


def _capacity_rows(facts: Facts) -> Rows:
    return [
        (
            words().term("capacity", kind),
            whole(figure["items"]),
            whole(figure["not_reported"]),
            percent(reached_pct(figure)),
        )
        for kind, figure in facts.capacity_by_kind.items()
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
    "kapasitas": Picture(
        capacity,
        headlines.capacity,
        ("label.kind", "label.items", "label.not_reported", "label.achievement"),
        _capacity_rows,
    ),
    "indeks": Picture(
        index_components, headlines.index, ("label.component", "label.score"), _index_rows
    ),
    "indeks-tahun": Picture(
        _index_years, _index_years_headline, ("label.year", "label.index"), _index_years_rows
    ),
}


@of_year
def charts(request: HttpRequest, page: YearPage) -> HttpResponse:
    """All charts of the year on one page, each with its finding."""
    pictures = [
        (page.link("picture", name), one.headline(page.facts)) for name, one in PICTURES.items()
    ]
    return render(request, "pages/charts.html", {"page": page, "pictures": pictures})


@of_year
def picture(request: HttpRequest, page: YearPage, name: str) -> HttpResponse:
    """One chart of the year."""
    one, facts = PICTURES.get(name), page.facts
    if one is None:
        raise Http404
    drawing = Drawing(
        name,
        one.headline(facts),
        [words()(key) for key in one.heads],
        one.rows(facts),
        lambda theme: one.draw(facts.scorecard, facts.language, theme),
    )
    return drawing_page(request, page, drawing)


@of_year
def quarters_chart(request: HttpRequest, page: YearPage) -> HttpResponse:
    """Absorption over the quarters, of what counts of the reports now; of a kept result none."""
    facts = page.facts
    is_kept = page.is_certain and not page.is_newest
    absorption = Absorption((), 0) if is_kept else _absorption(page)
    drawing = Drawing(
        "serapan",
        words()("page.quarters_now")
        if is_kept
        else over_time.quarters(absorption, page.year, facts.say),
        [words()(key) for key in _QUARTER_HEADS],
        [
            (
                words().term("period", one.period),
                rupiah(one.ceiling),
                rupiah(one.spent),
                percent(one.absorption_pct),
            )
            for one in absorption.quarters
        ],
        lambda theme: quarters(absorption, page.year, facts.as_of, facts.language, theme),
        is_titled=True,
    )
    return drawing_page(request, page, drawing)


_QUARTER_HEADS = ("label.period", "label.ceiling", "label.spent", "label.absorption")


def _absorption(page: YearPage) -> Absorption:
    card = page.facts.scorecard
    codes = card.programmes.select(programme="code", programme_id="row")
    spent = spent_by_period(page.here.region, page.year, page.basis).join(codes, on="programme_id")
    return absorption_by_quarter(spent, card.budget.select("programme", "source", "ceiling"))
