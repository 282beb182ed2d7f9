"""What came of a survey, how far it is, and the answers that somebody should look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.core.addresses import site_address
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.words import language, sentence, words
from kotacerdas.frameworks.framework import Dimension
from kotacerdas.plan.models import Programme
from kotacerdas.scoring.impact_survey import DimensionResult, Estimate, SubDimensionResult
from kotacerdas.survey.actions.entering import set_aside
from kotacerdas.survey.models import Answer, Form, Survey
from kotacerdas.survey.results import summary_of
from kotacerdas.survey.rules import Door, door_of, last_day
from kotacerdas.survey.selectors import (
    ZONE,
    Progress,
    Suspects,
    forms_of,
    people_of,
    progress_of,
    survey_of_year,
    suspects_of,
    topics_of,
)
from kotacerdas.survey.spreading import Spreader, message_of, spreaders_of
from kotacerdas.survey.views.answering import named
from kotacerdas.survey.views.of_survey import of_survey
from kotacerdas.wording.numbers import NOTHING, number, percent

_MOST_LISTED = 200  # answers of a warning
_LOOKS = 5  # colours from "disagree" to "agree"


@dataclass(frozen=True)
class Stretch:
    """A step's part of a bar, in percent; `look` is its colour, 1 for the lowest step."""

    begin: float
    width: float
    look: int
    name: str


@dataclass(frozen=True)
class Row:
    """A figure of the results with its bar; `estimate.mean` is None of too few."""

    name: str
    estimate: Estimate
    bar: list[Stretch]
    dont_know: int | None = None

    @property
    def bar_label(self) -> str:
        """What the bar shows, for who does not see it."""
        return ", ".join(f"{one.name} {percent(one.width, language(), 0)}" for one in self.bar)

    @property
    def interval(self) -> str:
        of, spoken = self.estimate, language()
        if of.low is None or of.high is None:
            return NOTHING
        return f"{number(of.low, 2, spoken)}–{number(of.high, 2, spoken)}"

    @property
    def mean(self) -> str:
        """In words where there are too few."""
        mean = self.estimate.mean
        return words()("survey.too_few") if mean is None else number(mean, 2, language())


@dataclass(frozen=True)
class SubRow:
    row: Row
    programme: Programme | None
    result: SubDimensionResult
    is_short: bool  # of its form fewer answers than wanted
    statements: list[Row]


@dataclass(frozen=True)
class DimensionRow:
    dimension: Dimension
    row: Row
    result: DimensionResult
    subs: list[SubRow]


@in_region(Right.READ)
def latest(request: HttpRequest, here: Here) -> HttpResponseBase:
    """On to the survey that was begun last, or to this year, in which one may begin."""
    del request
    newest = Survey.objects.filter(region=here.region).order_by("-year").first()
    year = newest.year if newest else timezone.localdate().year
    return redirect("survey:survey", here.region.code, year)


@in_region(Right.READ)
def survey(request: HttpRequest, here: Here, year: int) -> HttpResponse:
    found = survey_of_year(here.region, year)
    years = (
        Survey.objects.filter(region=here.region).order_by("-year").values_list("year", flat=True)
    )
    context = {
        "here": here,
        "year": year,
        "years": list(years),
        "may_run": Right.SURVEY in here.rights,
    }
    if found is None:
        return render(request, "survey/none.html", context)
    forms = forms_of(found)
    progress = progress_of(found, forms)
    results = summary_of(found, forms)
    door = door_of(found, timezone.now(), ZONE)
    suspects = suspects_of(forms)
    people = people_of(forms)
    wanted = sum(one.quota for one in progress)
    context |= {
        "survey": found,
        "edition": found.edition,
        "questions": found.questions,
        "door": door,
        "is_over": door == Door.CLOSED,
        "last_day": last_day(found, ZONE),
        "results": results,
        "overall": _row("", results.estimate, found),
        "dimensions": _dimension_rows(found, results.dimensions, progress),
        "statement_count": sum(len(p.statements) for one in forms for p in one.parts),
        "highest": len(found.questions.steps),
        "steps": [
            (_look(at, len(found.questions.steps)), one.name(language()))
            for at, one in enumerate(found.questions.steps)
        ],
        "progress": [(one, named(one.form)) for one in progress],
        "wanted": wanted,
        "share_pct": sum(min(one.count, one.quota) for one in progress) * 100 / wanted,
        "enough": sum(not one.lacking for one in progress),
        "suspects": [_warning(one) for one in suspects],
        "people": _people(people),
        "codes": [(one, named(one)) for one in forms],
        "spreading": _spreading(request, found, door) if Right.SURVEY in here.rights else [],
    }
    return render(request, "survey/survey.html", context)


def _spreading(request: HttpRequest, found: Survey, door: Door) -> list[tuple[Spreader, str]]:
    """While answers are taken: who has to spread the survey, and what to tell them."""
    if door is not Door.OPEN:
        return []
    site = site_address(request)
    return [(one, message_of(one, found, site)) for one in spreaders_of(found)]


def _dimension_rows(
    survey: Survey, results: tuple[DimensionResult, ...], progress: list[Progress]
) -> list[DimensionRow]:
    topics, spoken = topics_of(survey), language()
    short = {one.form.pk for one in progress if one.lacking}
    rows = []
    for result in results:
        dimension = survey.edition.dimension(result.code)
        if dimension is None:
            continue
        names = {one.code: one.name(spoken) for one in dimension.sub_dimensions}
        subs = [
            SubRow(
                _row(_capital(names[one.code]), one.estimate, survey),
                topics.get(one.code),
                one,
                one.form in short,
                _statement_rows(survey, one),
            )
            for one in result.sub_dimensions
        ]
        row = _row(dimension.name(spoken), result.estimate, survey)
        rows.append(DimensionRow(dimension, row, result, subs))
    return rows


def _statement_rows(survey: Survey, result: SubDimensionResult) -> list[Row]:
    texts = {one.code: one.name(language()) for one in survey.questions.statements[result.code]}
    return [_row(texts[one.code], one.estimate, survey, one.dont_know) for one in result.statements]


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _row(name: str, estimate: Estimate, survey: Survey, dont_know: int | None = None) -> Row:
    shares = estimate.shares
    begins = [0.0, *accumulate(shares)]
    words_of = [one.name(language()) for one in survey.questions.steps]
    bar = [
        Stretch(begin, share, _look(at, len(shares)), words_of[at])
        for at, (begin, share) in enumerate(zip(begins, shares, strict=False))
    ]
    return Row(name, estimate, bar, dont_know)


def _look(at: int, steps: int) -> int:
    """Its colour of five, whatever the number of steps."""
    return 1 + round(at * (_LOOKS - 1) / (steps - 1))


def _warning(one: Suspects) -> dict[str, object]:
    say = words()
    values = {"form": named(one.form)}
    return {
        "kind": one.kind,
        "text": say.count(f"survey_warning.{one.kind}", len(one.answers), **values),
        "open": sum(not answer.is_set_aside for answer in one.answers),
    }


def _people(people: object) -> dict[str, object]:
    counts = people  # by sex, age band and channel
    sexes = counts["sex"]  # type: ignore[index]
    said = sexes["f"] + sexes["m"]
    return {"women_pct": 100 * sexes["f"] / said if said else None, "channel": counts["channel"]}  # type: ignore[index]


@of_survey(Right.SURVEY)
def check(request: HttpRequest, here: Here, survey: Survey) -> HttpResponseBase:
    """The answers that warnings speak of; a person decides which of them count."""
    if request.method == "POST":
        keys = [key for key in map(key_in, request.POST.getlist("answer")) if key is not None]
        is_back = request.POST.get("do") == "back"
        try:
            number = set_aside(
                survey,
                keys,
                request.POST.get("reason", ""),
                is_back=is_back,
                by=here.user,
                at=timezone.now(),
            )
        except RefusedError as refused:
            return _check_page(request, here, survey, refused=sentence(refused), chosen=set(keys))
        key = "survey.counted_again" if is_back else "survey.set_aside_done"
        messages.success(request, words().count(key, number))
        return redirect("survey:check", here.region.code, survey.year)
    return _check_page(request, here, survey)


def _check_page(
    request: HttpRequest,
    here: Here,
    survey: Survey,
    *,
    refused: str = "",
    chosen: set[int] | None = None,
) -> HttpResponse:
    forms = forms_of(survey)
    suspects = suspects_of(forms)
    aside = Answer.objects.filter(form__in=forms, is_set_aside=True).select_related("form")
    listed = {answer.pk for one in suspects for answer in one.answers}
    rest = [one for one in aside.order_by("pk")[:_MOST_LISTED] if one.pk not in listed]
    by_form = {one.pk: one for one in forms}
    bands = {one.code: one.name for one in survey.questions.ages}
    context = {
        "here": here,
        "survey": survey,
        "groups": [
            (_warning(one), [_answer(it, one.form, bands) for it in one.answers[:_MOST_LISTED]])
            for one in suspects
        ],
        "rest": [_answer(one, by_form[one.form_id], bands) for one in rest],
        "refused": refused,
        "reason": request.POST.get("reason", ""),
        "chosen": chosen or set(),
    }
    status = 422 if refused else 200
    return render(request, "survey/check.html", context, status=status)


def _answer(answer: Answer, form: Form, bands: Mapping[str, str]) -> dict[str, object]:
    state = "is_aside" if answer.is_set_aside else "is_late" if answer.is_late else "counts_now"
    return {
        "answer": answer,
        "form": named(form),
        "age": bands.get(answer.age, ""),
        "steps": " ".join(answer.steps),
        "state": words()(f"survey.{state}"),
    }
