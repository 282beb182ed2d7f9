"""A survey planned, and moved on."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.words import language, sentence, words
from kotacerdas.frameworks.framework import Framework
from kotacerdas.frameworks.impact_survey import OF_DIMENSION, VARIANTS
from kotacerdas.plan.models import Programme
from kotacerdas.survey.actions.running import (
    Plan,
    begin_survey,
    change_survey,
    discard_survey,
    edition_of,
    move_survey,
)
from kotacerdas.survey.models import Answer, Survey
from kotacerdas.survey.rules import Move
from kotacerdas.survey.selectors import (
    fitting_programmes,
    planned_programmes,
    survey_of_year,
    topics_of,
)
from kotacerdas.survey.views.of_survey import of_survey

_DAYS = ("opens_on", "closes_on")


@in_region(Right.SURVEY)
def plan(request: HttpRequest, here: Here, year: int) -> HttpResponseBase:
    """Begin a survey, or change the one that there is."""
    survey = survey_of_year(here.region, year)
    try:
        edition = survey.edition if survey else edition_of(here.region)[0]
    except RefusedError as error:
        context = {"here": here, "year": year, "years": [], "refused": sentence(error)}
        return render(request, "survey/none.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if request.method != "POST":
        return _page(request, here, year, survey, _typed_of(here, year, survey, edition))
    typed = request.POST
    try:
        wanted = _plan(typed)
        by, now = here.user, timezone.now()
        if survey is None:
            begin_survey(here.region, year, wanted, by=by, at=now)
            messages.success(request, words()("survey.begun"))
        else:
            change_survey(survey, wanted, by=by, at=now, reason=typed.get("reason", ""))
            messages.success(request, words()("survey.changed"))
    except RefusedError as refused:
        return _page(request, here, year, survey, typed.dict(), refused=sentence(refused))
    return redirect("survey:survey", here.region.code, year)


def _plan(typed: QueryDict) -> Plan:
    """Raises RefusedError where a day is none."""
    try:
        opens_on, closes_on = (date.fromisoformat(typed.get(name, "")) for name in _DAYS)
    except ValueError as error:
        raise RefusedError("survey.needs_days") from error
    named = {name.partition(":")[::2]: str(typed[name]) for name in typed if ":" in name}
    keys = {code: key_in(value) for (kind, code), value in named.items() if kind == "topic"}
    variants = {code: value for (kind, code), value in named.items() if kind == "variant"}
    programmes = {code: key for code, key in keys.items() if key is not None}
    return Plan(opens_on, closes_on, variants, programmes)


def _typed_of(here: Here, year: int, survey: Survey | None, edition: Framework) -> dict[str, str]:
    """The form as it begins: what was chosen, or a programme that fits each sub-dimension."""
    if survey is not None:
        days = {name: getattr(survey, name).isoformat() for name in _DAYS}
        topics = {f"topic:{sub}": str(one.pk) for sub, one in topics_of(survey).items()}
        variants = {
            f"variant:{one.dimension}": VARIANTS[bool(one.sub_dimension)]
            for one in survey.forms.all()
        }
        return days | topics | variants
    fitting = fitting_programmes(here.region, year, edition)
    return {f"topic:{sub}": str(one.pk) for sub, one in fitting.items()}


def _page(  # noqa: PLR0913 - all that the page is of
    request: HttpRequest,
    here: Here,
    year: int,
    survey: Survey | None,
    typed: Mapping[str, str],
    *,
    refused: str = "",
) -> HttpResponse:
    edition = survey.edition if survey else edition_of(here.region)[0]
    context = {
        "here": here,
        "year": year,
        "survey": survey,
        "edition": edition,
        "is_answered": bool(survey) and Answer.objects.filter(form__survey=survey).exists(),
        "opens_on": typed.get("opens_on", ""),
        "closes_on": typed.get("closes_on", ""),
        "reason": typed.get("reason", ""),
        "dimensions": _dimensions(edition, planned_programmes(here.region, year), typed),
        "refused": refused,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "survey/plan.html", context, status=status)


def _dimensions(
    edition: Framework, programmes: list[Programme], typed: Mapping[str, str]
) -> list[dict[str, object]]:
    """What is chosen for each: the variant, and a programme for each sub-dimension."""
    spoken = language()
    rows: list[dict[str, object]] = []
    for one in edition.dimensions:
        own = [programme for programme in programmes if programme.dimension == one.code]
        variant = typed.get(f"variant:{one.code}", OF_DIMENSION)
        rows.append(
            {
                "dimension": one,
                "name": one.name(spoken),
                "variants": [(code, code == variant) for code in VARIANTS],
                "subs": [
                    {
                        "code": sub.code,
                        "name": sub.name(spoken),
                        "choices": [
                            (programme, str(programme.pk) == typed.get(f"topic:{sub.code}"))
                            for programme in own
                        ],
                    }
                    for sub in one.sub_dimensions
                ],
            }
        )
    return rows


@require_POST
@of_survey(Right.SURVEY)
def move(request: HttpRequest, here: Here, survey: Survey) -> HttpResponseBase:
    asked = request.POST.get("move", "")
    if asked not in set(Move):
        raise Http404
    by, now = here.user, timezone.now()
    try:
        if asked == Move.DISCARD:
            discard_survey(survey, by=by, at=now)
        else:
            reason = request.POST.get("reason", "")
            move_survey(survey, Move(asked), by=by, at=now, reason=reason)
    except RefusedError as refused:
        messages.error(request, sentence(refused))
    else:
        messages.success(request, words()(f"survey.moved_{asked}"))
    return redirect("survey:survey", here.region.code, survey.year)
