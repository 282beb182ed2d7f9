"""An innovation's way: its stages, what is proposed next, how it is found, what is said of it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here, MovedError, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.access import may_read, sides_at
from kotacerdas.casework.actions.cases import GoneError, current_case
from kotacerdas.casework.evidence_view import evidence_view
from kotacerdas.casework.models import Case, Comment, State, Version
from kotacerdas.casework.processes import case_url, whole_cases
from kotacerdas.casework.selectors import versions_of
from kotacerdas.casework.views.case_page import (
    Act,
    FormState,
    Typed,
    attempt,
    command_of,
    decision_on,
)
from kotacerdas.casework.workflow import Side
from kotacerdas.core.keys import key_in
from kotacerdas.core.words import language, sentence, words
from kotacerdas.innovation import stages
from kotacerdas.innovation.access import original_url
from kotacerdas.innovation.actions.assessing import GRADES, assess, conclude, criteria
from kotacerdas.innovation.grades import meaning_of
from kotacerdas.innovation.models import Assessment
from kotacerdas.innovation.process import innovation_of, values_of
from kotacerdas.plan.models import Indicator, Innovation
from kotacerdas.records.identity import resolve
from kotacerdas.scoring.measures import CRITERIA

# What a form's button says in `do`, beside what is done with every case.
OWN_ACTS: Mapping[str, Act] = {
    "assess": lambda command, typed: assess(
        innovation_of(command.case),
        {name: grade for name, grade in _typed_grades(typed).items() if grade is not None},
        typed.get("reason", ""),
        by=command.by,
        at=command.at,
    ),
    "conclude": lambda command, typed: conclude(
        innovation_of(command.case), typed.get("reason", ""), by=command.by, at=command.at
    ),
}


@in_region(Right.READ)
def way(request: HttpRequest, here: Here, code: str) -> HttpResponseBase:
    """An innovation's way, or what is done on it: the verb stands in the POST's `do`."""
    case = _case(here, code)
    if request.method != "POST":
        return _page(request, here, case, FormState())
    typed = {name: str(text) for name, text in request.POST.items()}
    try:
        done = attempt(command_of(request, here, case), typed, OWN_ACTS)
    except GoneError as gone:
        messages.error(request, sentence(gone))
        return redirect("pages:latest-innovations", here.region.code)
    if isinstance(done, FormState):
        return _page(request, here, case, done)
    messages.success(request, words()(f"innovation.done_{typed['do']}"))
    return redirect(case_url(case))


def _case(here: Here, code: str) -> Case:
    """The case of the innovation of that code.

    Raises:
        Http404: there is none.
        MovedError: the code is one that it had earlier.
    """
    pk = resolve(here.region, Innovation, code)
    case = whole_cases().filter(of__innovation=pk).first() if pk is not None else None
    if case is None:
        raise Http404
    if innovation_of(case).code != code:
        raise MovedError(code=innovation_of(case).code)
    return case


def _page(request: HttpRequest, here: Here, case: Case, form_state: FormState) -> HttpResponse:
    if request.method == "POST":
        case = current_case(case)
    innovation, now = innovation_of(case), timezone.now()
    versions = versions_of(case)
    sides = sides_at(here.appointments, case, now)
    is_reader = may_read(here.appointments, case)
    decision = decision_on(case, here.user, here.appointments, now)
    can_write = Side.AGENCY in sides
    may_begin = can_write and case.state in {State.NOT_STARTED, State.VERIFIED}
    is_form = can_write and case.state == State.DRAFT
    newest = case.newest if is_reader else None
    typed = form_state.typed
    filled = dict(typed) if typed is not None else dict(newest.filled) if newest else {}
    context: dict[str, Any] = {
        "here": here,
        "case": case,
        "innovation": innovation,
        "original": original_url(here, innovation.replicates),
        "stops": stages.stops(values_of(innovation)),
        "sides": sides,
        "is_reader": is_reader,
        "newest": newest,
        "versions": [one for one in versions[::-1] if _is_seen(one, sides)] if is_reader else [],
        "standing": None,  # the way itself says which counts
        "seen": (form_state.theirs or case).revision,
        "conflict": form_state.theirs,
        "refused": form_state.refused,
        "problems": _in_words(form_state.problems),
        "may_begin": may_begin and stages.following(innovation.stage),
        "is_form": is_form,
        "filled": filled,
        "step_day": _day_of(newest),
        "step_fields": _measured_of(newest),
        "following": stages.following(innovation.stage),
        "indicators": _indicators(case) if is_form else (),
        "is_deciding": decision.is_due,
        "own": decision.why_not,
        "reason": request.POST.get("reason", ""),
        "comments": Comment.objects.filter(case=case).select_related("by").order_by("pk")
        if is_reader
        else (),
        "evidence": evidence_view(here, case, versions, sides),
        "states": "innovation_state",
        **_assessments(here, innovation, request.POST.dict()),
    }
    return render(request, "innovation/way.html", context, status=form_state.status)


def _day_of(version: Version | None) -> date | None:
    """The day of the stage that a version says; None where it says none that is a day."""
    try:
        return date.fromisoformat(version.filled.get(stages.DAY, "")) if version else None
    except ValueError:
        return None


def _measured_of(version: Version | None) -> list[tuple[str, str]]:
    """All that a version would write into the plan beside its stage, with what each is called."""
    filled = version.filled if version else {}
    return [
        (words()(f"innovation.{name}"), filled[name]) for name in stages.MEASURED if name in filled
    ]


def _is_seen(version: Version, sides: frozenset[Side]) -> bool:
    return version.state != State.DRAFT or Side.AGENCY in sides


def _indicators(case: Case) -> list[tuple[str, str]]:
    rows = Indicator.objects.filter(region=case.region).order_by("code")
    return list(rows.values_list("code", "name"))


def _in_words(problems: Iterable[stages.Problem]) -> dict[str, str]:
    return {
        one.name: one.text.message(language())
        if one.text is not None
        else words()(f"innovation.{one.key}")
        for one in problems
    }


def _steps_of(criterion: str) -> list[tuple[int, str]]:
    """The grades of a criterion, each with its sentence."""
    return [(one, meaning_of(criterion, one)) for one in GRADES]


def _typed_grades(typed: Typed) -> dict[str, int | None]:
    return {name: key_in(typed.get(name, "")) for name in CRITERIA}


def _assessments(here: Here, innovation: Innovation, typed: Typed) -> dict[str, Any]:
    """What the reader sees of the assessments: an assessor those of others beside the own one."""
    found = list(
        Assessment.objects.filter(innovation=innovation).select_related("assessor").order_by("at")
    )
    own = next((one for one in found if one.assessor_id == here.user.pk), None)
    may_assess = Right.ASSESS in here.rights
    seen = found if own or Right.SCREEN in here.rights else []
    grades = {name: getattr(own, name, None) for name in CRITERIA}
    if typed.get("do") == "assess":
        grades = _typed_grades(typed)
    return {
        "may_assess": may_assess,
        "may_conclude": Right.SCREEN in here.rights and bool(seen),
        "own_assessment": own,
        "assessments": seen,
        "assessed_by": len(found),
        "criteria": [
            (one, grades[one.name], getattr(innovation, one.name), _steps_of(one.name))
            for one in criteria(seen)
        ],
    }
