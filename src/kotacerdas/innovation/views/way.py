"""An innovation's way: its stages, what is proposed next, how it is found, what is said of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here, MovedError, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.access import may_read, sides_at, stands_on
from kotacerdas.casework.actions.cases import CaseCommand, ConflictError, GoneError, current_case
from kotacerdas.casework.actions.comments import comment
from kotacerdas.casework.actions.steps import (
    IncompleteError,
    correct,
    discard_draft,
    refuse_own,
    save_draft,
    send_back,
    submit,
    verify,
    withdraw,
)
from kotacerdas.casework.evidence_view import evidence_view
from kotacerdas.casework.models import Case, Comment, State, Version
from kotacerdas.casework.processes import case_url, whole_cases
from kotacerdas.casework.selectors import versions_of
from kotacerdas.casework.workflow import Side
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.words import language, sentence, words
from kotacerdas.innovation import stages
from kotacerdas.innovation.actions.assessing import GRADES, assess, conclude, criteria
from kotacerdas.innovation.models import Assessment
from kotacerdas.innovation.process import innovation_of, values_of
from kotacerdas.plan.models import Indicator, Innovation
from kotacerdas.records.identity import resolve
from kotacerdas.scoring.measures import CRITERIA

Typed = Mapping[str, str]

# What a form's button says in `do`, of the case.
ACTS: dict[str, Callable[[CaseCommand, Typed], object]] = {
    "save": save_draft,
    "submit": submit,
    "discard": lambda command, _: discard_draft(command),
    "withdraw": lambda command, _: withdraw(command),
    "correct": lambda command, _: correct(command),
    "verify": lambda command, typed: verify(command, typed.get("reason", "")),
    "return": lambda command, typed: send_back(command, typed.get("reason", "")),
    "comment": lambda command, typed: comment(command, typed.get("text", "")),
}


@dataclass(frozen=True)
class FormState:
    """What came of an act that could not be done, for the page that says so."""

    typed: Typed | None = None
    problems: list[stages.Problem] = field(default_factory=list)
    refused: str = ""
    theirs: Case | None = None


@in_region(Right.READ)
def way(request: HttpRequest, here: Here, code: str) -> HttpResponseBase:
    """An innovation's way, or what is done on it: the verb stands in the POST's `do`."""
    case = _case(here, code)
    if request.method != "POST":
        return _page(request, here, case, FormState())
    typed = {name: str(text) for name, text in request.POST.items()}
    verb = typed.get("do", "")
    command = CaseCommand(case, here.user, timezone.now(), key_in(typed.get("seen", "")) or 0)
    try:
        match verb:
            case "assess":
                grades = {name: key_in(typed.get(name, "")) for name in CRITERIA}
                chosen = {name: grade for name, grade in grades.items() if grade is not None}
                assess(
                    innovation_of(case),
                    chosen,
                    typed.get("reason", ""),
                    by=command.by,
                    at=command.at,
                )
            case "conclude":
                reason = typed.get("reason", "")
                conclude(innovation_of(case), reason, by=command.by, at=command.at)
            case _ if verb in ACTS:
                ACTS[verb](command, typed)
            case _:
                raise PermissionDenied
    except ConflictError as conflict:
        return _page(request, here, case, FormState(typed, theirs=conflict.case), status=409)
    except IncompleteError as found:
        state = FormState(typed, problems=list(found.problems))
        return _page(request, here, case, state, status=422)
    except GoneError as gone:
        messages.error(request, sentence(gone))
        return redirect("pages:latest-innovations", here.region.code)
    except RefusedError as refused:
        state = FormState(
            typed if verb in {"save", "submit", "assess"} else None, refused=sentence(refused)
        )
        return _page(request, here, case, state, status=422)
    messages.success(request, words()(f"innovation.done_{verb}"))
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


def _page(
    request: HttpRequest, here: Here, case: Case, form_state: FormState, status: int = 200
) -> HttpResponse:
    if request.method == "POST":
        case = current_case(case)
    innovation, now = innovation_of(case), timezone.now()
    versions = versions_of(case)
    sides = sides_at(here.appointments, case, now)
    is_reader = may_read(here.appointments, case)
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
        "is_deciding": _is_deciding(here, case),
        "own": _own(here, case),
        "reason": request.POST.get("reason", ""),
        "comments": Comment.objects.filter(case=case).select_related("by").order_by("pk")
        if is_reader
        else (),
        "evidence": evidence_view(here, case, versions, sides),
        "states": "innovation_state",
        **_assessments(here, innovation, typed),
    }
    return render(request, "innovation/way.html", context, status=status)


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


def _is_deciding(here: Here, case: Case) -> bool:
    """Whether the reader is to decide on it now."""
    return _may_decide(here, case) and not _own(here, case)


def _may_decide(here: Here, case: Case) -> bool:
    if case.state != State.SUBMITTED:
        return False
    proposed = case.newest.filled.get(stages.STAGE, "") if case.newest else ""
    side = stages.decided_by(proposed)
    return stands_on(side, here.appointments, case, timezone.now())


def _own(here: Here, case: Case) -> str:
    """Why the reader, who could decide on such, can't on this."""
    if not _may_decide(here, case):
        return ""
    try:
        refuse_own(case, here.user, timezone.now())
    except RefusedError as refused:
        return sentence(refused)
    return ""


def _in_words(problems: list[stages.Problem]) -> dict[str, str]:
    return {
        one.name: one.text.message(language())
        if one.text is not None
        else words()(f"innovation.{one.key}")
        for one in problems
    }


def _steps_of(criterion: str) -> list[tuple[int, str]]:
    """The grades of a criterion, each with its sentence."""
    return [(one, words()(f"innovation_grade.{criterion}_{one}")) for one in GRADES]


def _assessments(here: Here, innovation: Innovation, typed: Typed | None) -> dict[str, Any]:
    """What the reader sees of the assessments: an assessor those of others beside the own one."""
    found = list(
        Assessment.objects.filter(innovation=innovation).select_related("assessor").order_by("at")
    )
    own = next((one for one in found if one.assessor_id == here.user.pk), None)
    may_assess = Right.ASSESS in here.rights
    seen = found if own or Right.SCREEN in here.rights else []
    grades = {name: getattr(own, name, None) for name in CRITERIA}
    if typed and typed.get("do") == "assess":
        grades = {name: key_in(typed.get(name, "")) for name in CRITERIA}
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
