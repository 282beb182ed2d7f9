"""The regional innovation index of a year: what it comes to, and what would raise it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from kotacerdas.casework.evidence_view import with_addresses
from kotacerdas.core.addresses import address
from kotacerdas.core.markup import markup
from kotacerdas.core.tables.columns import Column, Kind, terms
from kotacerdas.core.tables.sources import ListSource
from kotacerdas.core.tables.table import Table
from kotacerdas.core.words import language, words
from kotacerdas.pages.innovation_marks import Forms, Named, Recorded, views_of
from kotacerdas.pages.lists import cells
from kotacerdas.pages.lists.pages import list_page
from kotacerdas.pages.years import YearPage, of_year
from kotacerdas.plan.models import RegionMark
from kotacerdas.scorecards.innovation_index import (
    REFUSALS,
    STATES,
    YEARS_BEFORE,
    IndexOfYear,
    index_of,
)
from kotacerdas.scoring.innovation_index import ENTER, PROVE, Score, Step
from kotacerdas.scoring.innovation_marks import REGION
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook import schema

Row = dict[str, Any]
FEW = 6  # indicators that a cell names


class ScorePart(NamedTuple):
    """A part of the index: points as claimed and as verified, of the most that it can bring."""

    word: str
    claimed: float
    verified: float
    most: float

    @property
    def share_pct(self) -> float:
        return 100 * self.claimed / self.most


@dataclass(frozen=True)
class StepView:
    """A step in words, what it gains, and where it is done."""

    text: str
    detail: str
    gain: float
    url: str
    innovation: str = ""  # its code


@of_year
def innovation_index(request: HttpRequest, page: YearPage) -> HttpResponse:
    index = index_of(page.here.region, page.year)
    columns = _columns(page)
    table = Table("iid", columns, ListSource(index.rows, columns), request.GET)
    names = {mark.pk: mark.evidence for mark in index.region_marks.values()}
    named = with_addresses(page.here, RegionMark, names)  # as far as this reader opens them
    forms = Forms.of(page, page.link("innovation-index"))
    said = _said(index, forms, language(), tuple((pk, tuple(own)) for pk, own in named.items()))
    more = {
        "index": index,
        **said,
        "steps": [_led_on(page, index, step) for step in said["steps"]],
        "years": (page.year - YEARS_BEFORE, page.year - 1),
        "file": page.link("download-iid"),
    }
    return list_page(request, page, table, "pages/innovation_index.html", more)


@lru_cache(maxsize=16)
def _said(
    index: IndexOfYear, forms: Forms, wanted: Language, named: tuple[tuple[int, Named], ...]
) -> dict[str, Any]:
    """What the page says beside its table; the same for all who may do and open the same.

    Most of it as HTML, for its fifty rows take as long as the rest of the page.
    """
    score = index.counted.index
    facts = {
        "edition": index.edition.rules.title.name(wanted),
        "claimed": float(score.claimed.value),
        "verified": float(score.verified.value),
        "band": score.band.name_in(wanted),
        "parts": _parts(index),
        "why_no_count": _why_no_count(index),
        "divisor": _divisor(index),
    }
    recorded = Recorded(index.region_marks, index.resting, dict(named))
    government = views_of(forms, index.counted.region, REGION, recorded)
    rows = {"government": government}
    return {
        "score": render_to_string("pages/innovation_score.html", facts),
        "steps": [_step(index, step, forms) for step in index.best_steps],
        "begin_url": government[0].url,
        "government_rows": render_to_string("pages/government_marks.html", rows),
    }


def _parts(index: IndexOfYear) -> list[ScorePart]:
    """The three parts and their total; only one of them has more than two decimals."""
    most, ends = index.edition.rules.maximum, index.counted.index

    def part(word: str, points: Callable[[Score], Fraction], at_most: Fraction) -> ScorePart:
        claimed, verified = points(ends.claimed), points(ends.verified)
        return ScorePart(word, float(claimed), float(verified), float(at_most))

    return [
        part("government", attrgetter("government"), most.government),
        part("innovations", attrgetter("innovations"), most.innovation),
        part("count", attrgetter("count"), most.count),
        part("total", lambda score: score.government + score.of_innovations, most.total),
    ]


def _why_no_count(index: IndexOfYear) -> str:
    """What keeps the points for the number of innovations at zero; empty where nothing does."""
    score, say = index.counted.index, words()
    if not score.totals.count:
        return say("iid.no_count", first=index.year - YEARS_BEFORE, last=index.year - 1)
    if not score.affairs_lacking:
        return ""
    names = {one.code: one.name(language()) for one in index.edition.rules.affairs}
    return say(
        "iid.affairs_lacking",
        covered=len(names) - len(score.missing_affairs),
        n=score.minimum.affairs,
        missing=", ".join(names[code] for code in score.missing_affairs),
    )


def _divisor(index: IndexOfYear) -> str:
    score = index.counted.index
    if score.totals.count >= score.divisor:
        return words()("iid.divisor", n=score.divisor)
    return words()("iid.divisor_least", count=score.totals.count, n=score.divisor)


def _step(index: IndexOfYear, step: Step, forms: Forms) -> StepView:
    say, rules = words(), index.edition.rules
    gain = float(step.gain)
    if step.kind == ENTER:
        affair = next((one for one in rules.affairs if one.code == step.affair), None)
        text = say("iid.enter_affair", affair=affair.name(language())) if affair else ""
        form = reverse("pages:plan-add", args=[forms.region, "inovasi"]) if forms.are_open else ""
        return StepView(text or say("iid.enter"), "", gain, form)
    indicators = rules.government if step.innovation is None else rules.innovation
    indicator = next(one for one in indicators if one.code == step.indicator)
    key = "iid.step_prove" if step.kind == PROVE else "iid.step_raise"
    text = say(key, indicator=indicator.name(language()), parameter=step.parameter)
    if step.innovation is None:
        record = index.region_marks.get(indicator.code)
        form = forms.address(REGION, indicator.code, record.pk if record else None)
        return StepView(text, say("iid.of_region"), gain, form)
    row = index.row(step.innovation)
    mark = index.mark_keys.get((step.innovation, indicator.code))
    form = forms.address(step.innovation, indicator.code, mark)
    return StepView(text, row["name"], gain, form, step.innovation)


def _led_on(page: YearPage, index: IndexOfYear, step: StepView) -> StepView:
    """The step, which leads whoever may not edit to the page of its innovation."""
    if step.url or not step.innovation:
        return step
    return replace(step, url=_pages(page)(index.row(step.innovation)))


def _pages(page: YearPage) -> Callable[[Row], str]:
    """Where the page of an innovation is, in the year in which it counts; empty without result."""
    region, years, query = page.here.region.code, page.newest_by_year, page.q_of_years

    def page_of(row: Row) -> str:
        if row["year"] not in years:
            return ""
        return address("pages:innovation", region, row["year"], row["code"]) + query

    return page_of


def _columns(page: YearPage) -> list[Column]:
    links, agencies = cells.Links(page), page.facts.agency_names

    def agency(row: Row) -> SafeString:
        code = row["agency"]
        if code not in agencies:
            return markup("{}", code)
        url = links.to("agency", code)
        return markup('<a class="muted" href="{}">{}</a>', url, agencies[code])

    return [
        Column(
            "name",
            "label.name",
            cell=_named(page),
            is_searched=True,
            width=48,
        ),
        cells.code_column(),
        Column(
            "agency",
            "label.agency",
            names=agencies,
            cell=agency,
            is_filter=True,
            phone="sub",
            width=32,
        ),
        Column("year", "label.year", is_filter=True),
        Column(
            "stage",
            "label.stage",
            names=terms("stage", schema.STAGES),
            is_ranked=True,
            is_filter=True,
            is_extra=True,
        ),
        Column("affair", "iid.affair", is_filter=True, is_extra=True, width=32),
        Column("claimed", "iid.maturity", kind=Kind.NUMBER, phone="main"),
        Column("verified", "iid.verified", kind=Kind.NUMBER, is_extra=True),
        Column("lacking", "iid.lacking", kind=Kind.COUNT, cell=_listed("lacking_codes")),
        Column(
            "mandatory_lacking",
            "iid.mandatory",
            kind=Kind.COUNT,
            cell=_listed("mandatory_codes"),
        ),
        Column(
            "state",
            "iid.file_state",
            names=terms("iid_state", STATES),
            cell=_state(),
            is_ranked=True,
            is_filter=True,
            is_chips=True,
            phone="more",
            width=32,
        ),
    ]


def _named(page: YearPage) -> Callable[[Row], SafeString]:
    page_of = _pages(page)

    def cell(row: Row) -> SafeString:
        where, name = page_of(row), row["name"]
        link = markup('<a href="{}">{}</a>', where, name) if where else name
        return markup('{} <span class="muted small nowrap">{}</span>', link, row["code"])

    return cell


def _listed(name: str) -> Callable[[Row], SafeString]:
    """A cell with how many there are, and the numbers of the first."""

    def cell(row: Row) -> SafeString:
        codes: Sequence[str] = row[name]
        if not codes:
            return SafeString("0")
        named = ", ".join(codes[:FEW]) + ("…" if len(codes) > FEW else "")
        return markup('{}<br><span class="small muted">{}</span>', len(codes), named)

    return cell


def refusals_of(row: Row, fewest_words: int) -> list[str]:
    """Why the ministry's system would refuse it, in words."""
    say = words()
    return [
        say(
            f"iid_refusal.{one}",
            n=row["words"],
            least=fewest_words,
            indicators=", ".join(row["mandatory_codes"]),
        )
        for one in row["refusals"]
    ]


def _state() -> Callable[[Row], SafeString]:
    """A cell with the state, and why it would be refused."""
    states, reasons = terms("iid_state", STATES), terms("iid_refused", REFUSALS)

    @lru_cache
    def drawn(state: str, *refusals: str) -> SafeString:
        why = ", ".join(reasons[one] for one in refusals)
        return markup('{}<div class="small muted off-phone">{}</div>', states[state], why)

    return lambda row: drawn(row["state"], *row["refusals"])
