"""The innovations of a year: who has how many of them, and all of them as a list."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.safestring import SafeString

from kotacerdas.accounts.rights import Right
from kotacerdas.core.addresses import address
from kotacerdas.core.formats import plain
from kotacerdas.core.markup import joined, markup
from kotacerdas.core.tables.columns import Column, Kind, LastingRows, terms
from kotacerdas.core.tables.sources import ListSource
from kotacerdas.core.tables.table import Table
from kotacerdas.core.words import language, words
from kotacerdas.documents.facts import Facts
from kotacerdas.innovation.access import may_propose
from kotacerdas.innovation.actions.reminding import may_remind_of
from kotacerdas.innovation.minimum import due_on
from kotacerdas.innovation.selectors import OpenTwins, Twin, open_twins
from kotacerdas.pages.bars import grade_bars
from kotacerdas.pages.lists import cells
from kotacerdas.pages.lists.acts import acts_of_year
from kotacerdas.pages.lists.innovations_without_result import without_result
from kotacerdas.pages.lists.pages import list_page
from kotacerdas.pages.templatetags.kotacerdas import stage_state
from kotacerdas.pages.years import CERTAIN_RUN, YearPage, of_year
from kotacerdas.records.models import Region
from kotacerdas.scorecards.selectors import Currency, innovations_by_year
from kotacerdas.scoring.measures import CRITERIA, STAGES_ON_THE_WAY
from kotacerdas.wording.numbers import Language, number
from kotacerdas.workbook import schema

Row = dict[str, Any]
Twins = Mapping[int, Twin]  # by an innovation's primary key the one it is most like
NO_TWINS: Twins = {}
YES_NO = ("True", "False")
YES = "yes"  # in an address, of what a row either is or says nothing of
# By the name of a column: what it is called, and whether a row is left by it.
CHIPS: Mapping[str, tuple[str, Callable[[Row], bool]]] = {
    "counts": ("innovations.counts", lambda row: row["is_counted"]),
    "public": ("innovations.public", lambda row: row["public_service"]),
    "by_computer": ("innovations.digital", lambda row: row["digital"]),
    "tried": ("innovations.tried", lambda row: row["stage"] == "trial"),
    "alone": ("innovations.alone", lambda row: row["programme"] is None),
}
MOST_BELOW, MOST_ABOVE, MOST_BOXES = 8, 4, 10


def innovations(request: HttpRequest, region: str, year: int) -> HttpResponseBase:
    """Those of the year's result; of the records where there is none yet."""
    try:
        return _of_result(request, region=region, year=year)
    except Http404:
        if CERTAIN_RUN in request.GET:
            raise
        found: HttpResponseBase = without_result(request, region=region, year=year)
        return found


@of_year
def _of_result(request: HttpRequest, page: YearPage) -> HttpResponse:
    twins = _open_twins(page.facts, page.here.region, page.currency)
    columns = _columns(page, NO_TWINS if page.is_certain else twins.of)
    source, acts = ListSource(_rows(page.facts), columns), acts_of_year(page, "inovasi")
    table = Table("innovations", columns, source, request.GET, order="-grades", **acts)
    tally, today = page.result["innovations"], timezone.localdate()
    agencies = tally["agencies"]
    more = {
        "tally": tally,
        "share": 100 * tally["agencies_meeting_minimum"] / agencies if agencies else None,
        "so_far": _so_far(page),
        "on_its_way": sum(_on_its_way(page.facts).values()),
        "minimum": _minimum(page, today),
        "twins": twins,
        "agencies_url": page.link("agencies"),
        "may_propose": may_propose(page.here),
        "may_decide": Right.RECORDS in page.here.rights,
        "may_remind": Right.PERIODS in page.here.rights and may_remind_of(page.year, today),
    }
    return list_page(request, page, table, "pages/innovations.html", more)


@dataclass(frozen=True)
class Boxes:
    """An agency with the innovations that count, those on their way, and what it lacks."""

    name: str
    url: str
    count: int
    on_its_way: int
    missing: int

    @property
    def said(self) -> str:
        """The boxes in words."""
        counts = {"full": self.count, "coming": self.on_its_way, "missing": self.missing}
        say = words()
        return ", ".join(say(f"innovations.box_{name}", n=n) for name, n in counts.items() if n)

    @property
    def looks(self) -> list[str]:
        """A box each, those that count first; what is on its way takes the place of what lacks."""
        some = ["full"] * min(self.count, MOST_BOXES)
        coming = min(self.on_its_way, MOST_BOXES - len(some))
        return [*some, *["coming"] * coming, *["missing"] * max(self.missing - coming, 0)]

    @property
    def drawn(self) -> SafeString:
        return joined(markup('<i class="box box-{}"></i>', look) for look in self.looks)


@dataclass(frozen=True)
class Minimum:
    """Who is below the minimum, the fewest first, and who has most; `is_over` once it is too late.

    `more` are below it, too, but not among them.
    """

    deadline: date
    is_over: bool
    below: Sequence[Boxes]
    more: int
    most: Sequence[Boxes]


def minimum_of(page: YearPage, *agencies: str, today: date) -> tuple[Sequence[Boxes], date, bool]:
    """What the agencies have and lack, until when, and whether that is over."""
    deadline = due_on(page.year)
    return [_boxes(page, code) for code in agencies], deadline, today > deadline


def _boxes(page: YearPage, code: str) -> Boxes:
    facts, count = page.facts, page.facts.innovations_by_agency[code]
    url, missing = cells.Links(page).to("agency", code), max(facts.minimum - count, 0)
    return Boxes(facts.agency_names[code], url, count, _on_its_way(facts)[code], missing)


def _minimum(page: YearPage, today: date) -> Minimum:
    facts = page.facts
    short = (one["code"] for one in facts.short_of_minimum)
    below, deadline, is_over = minimum_of(page, *short, today=today)
    counts = sorted(facts.innovations_by_agency.items(), key=lambda one: -one[1])
    above = [one for one in counts if one[1] >= facts.minimum][:MOST_ABOVE]
    return Minimum(
        deadline,
        is_over,
        below[:MOST_BELOW],
        len(below[MOST_BELOW:]),
        [_boxes(page, code) for code, _ in above],
    )


@lru_cache(maxsize=8)
def _rows(facts: Facts) -> LastingRows:
    """With what is chosen by chips, and the mean of the grades that each has, None where none."""
    return LastingRows(
        row
        | {"grades": _mean(row)}
        | {name: YES if holds(row) else None for name, (_, holds) in CHIPS.items()}
        for row in facts.scorecard.innovations.to_dicts()
    )


def _mean(row: Row) -> float | None:
    given = [row[name] for name in CRITERIA if row[name] is not None]
    return sum(given) / len(given) if given else None


@lru_cache(maxsize=8)
def _open_twins(facts: Facts, region: Region, currency: Currency) -> OpenTwins:
    """Looked for again once anything was written or a search was made; of a year's own facts."""
    del facts, currency
    return open_twins(region)


@lru_cache(maxsize=8)
def _on_its_way(facts: Facts) -> Counter[str]:
    """By agency, how many may still come to count."""
    return Counter(
        row["agency"]
        for row in _rows(facts)
        if row["stage"] in STAGES_ON_THE_WAY and row["same_as"] is None
    )


def _so_far(page: YearPage) -> tuple[int, int] | None:
    """How many count up to the page's year, and since which; None where that is the first."""
    runs = frozenset(pk for year, pk in page.newest_by_year.items() if year < page.year)
    before = innovations_by_year(runs)
    if not before:
        return None
    return sum(before.values()) + page.result["innovations"]["total"], min(before)


def _columns(page: YearPage, twins: Twins) -> list[Column]:
    facts, links = page.facts, cells.Links(page)
    return [
        Column(
            "name",
            "label.name",
            cell=_named(links, twins, page),
            is_searched=True,
            width=48,
        ),
        cells.code_column(),
        Column("summary", "label.summary", is_searched=True, is_extra=True, width=56),
        *(_chip(name, label, page.year) for name, (label, _) in CHIPS.items()),
        Column(
            "agency",
            "label.agency",
            names=facts.agency_names,
            cell=cells.agency(links),
            is_filter=True,
            is_searched=True,
            phone="sub",
            width=32,
        ),
        Column(
            "stage",
            "label.stage",
            names=terms("stage", schema.STAGES),
            cell=_stage(),
            is_ranked=True,
            is_filter=True,
            phone="main",
        ),
        Column(
            "public_service",
            "annex.public_service",
            names=_yes_no(),
            value=lambda row: _text(row["public_service"]),
            is_extra=True,
        ),
        Column(
            "digital",
            "annex.digital",
            names=_yes_no(),
            value=lambda row: _text(row["digital"]),
            is_extra=True,
        ),
        Column(
            "grades",
            "innovations.grades",
            kind=Kind.NUMBER,
            cell=_grades(),
            phone="more",
            css="left",
        ),
        *(Column(name, f"grade.{name}", kind=Kind.NUMBER, is_extra=True) for name in CRITERIA),
        Column(
            "programme",
            "label.programme",
            names=facts.programme_names,
            cell=lambda row: _programme(row, links),
            width=32,
        ),
    ]


def _chip(name: str, label: str, year: int) -> Column:
    """A chip by which only the rows are left of which it holds."""
    title = words()(label, year=year)
    return Column(
        name,
        label,
        title=title,
        names={YES: title},
        is_filter=True,
        is_chips=True,
        is_extra=True,
        is_downloaded=False,
    )


def _alike(row: Row, twins: Twins, page: YearPage) -> SafeString:
    """Which other one the row's is most like, while nobody said what they are to each other."""
    other = twins[row["row"]]
    url = address("innovation:way", page.here.region.code, other.code)
    text = words()("innovations.like", name=other.name, agency=other.agency)
    link = '<div class="small"><a class="word-behind" href="{}">{}</a></div>'
    return markup(link, url, text)


def _grades() -> Callable[[Row], SafeString]:
    wanted, grades_of = language(), itemgetter(*CRITERIA)
    return lambda row: _bars_of(*grades_of(row), wanted=wanted)


@lru_cache(maxsize=1_000)
def _bars_of(*grades: float | None, wanted: Language) -> SafeString:
    """Put together once for all rows that are graded alike."""
    mean = _mean(dict(zip(CRITERIA, grades, strict=True)))
    if mean is None:
        return SafeString("–")
    say = words(wanted)
    said = ", ".join(
        f"{say(f'grade.{name}')} {plain(grade)}"
        for name, grade in zip(CRITERIA, grades, strict=True)
    )
    return markup(
        '<span class="state" title="{}">{}<strong>{}</strong></span>',
        said,
        grade_bars(grades),
        number(mean, 1, wanted),
    )


def _text(value: bool | None) -> str | None:  # noqa: FBT001 - the value of a cell
    return None if value is None else str(value)


def _yes_no() -> dict[str, str]:
    return dict(zip(YES_NO, terms("answer", ("yes", "no")).values(), strict=True))


def _named(links: cells.Links, twins: Twins, page: YearPage) -> Callable[[Row], SafeString]:
    """Its name, its summary, and which other one it is most like."""
    name = cells.named("innovation", links, "code", "name")

    def cell(row: Row) -> SafeString:
        named, summary = name(row), row["summary"]
        if summary:
            named += markup('<div class="muted small">{}</div>', summary)
        return named + _alike(row, twins, page) if row["row"] in twins else named

    return cell


def _stage() -> Callable[[Row], SafeString]:
    note = words()("page.counted_no")
    counts = {stage: stage_state(stage) for stage in schema.STAGES}
    others = {
        stage: markup('{}<br><span class="small muted">{}</span>', state, note)
        for stage, state in counts.items()
    }
    return lambda row: (counts if row["is_counted"] else others)[row["stage"]]


def _programme(row: Row, links: cells.Links) -> SafeString:
    if row["programme"] is None:
        return SafeString("–")
    url = links.to("programme", row["programme"])
    return markup('<a class="nowrap" href="{}">{}</a>', url, row["programme"])
