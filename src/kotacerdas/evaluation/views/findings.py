"""Findings: the list of a cycle's, and the page on which each is answered and accepted."""

from collections.abc import Mapping
from datetime import date

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.access import require_reading, sides_at
from kotacerdas.casework.actions.cases import CaseCommand, GoneError, current_case
from kotacerdas.casework.actions.steps import refuse_locked
from kotacerdas.casework.evidence_view import evidence_view
from kotacerdas.casework.models import Case, Comment, State
from kotacerdas.casework.processes import case_url, whole_cases
from kotacerdas.casework.selectors import versions_of
from kotacerdas.casework.views.case_page import (
    Act,
    FormState,
    Typed,
    attempt,
    command_of,
    decision_on,
    refusal_of,
)
from kotacerdas.casework.workflow import Side
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import language, sentence, words
from kotacerdas.evaluation.actions.findings import Found, add_finding, change_finding
from kotacerdas.evaluation.models import Cycle, FindingCase, ItemCase, Origin
from kotacerdas.evaluation.questionnaires import questionnaire_of
from kotacerdas.evaluation.selectors import findings_seen
from kotacerdas.evaluation.views.doors import of_cycle
from kotacerdas.frameworks.questionnaire import Questionnaire
from kotacerdas.records.models import Agency


@of_cycle
def findings(request: HttpRequest, here: Here, cycle: Cycle) -> HttpResponseBase:
    """The findings that the reader sees, those not accepted first, and a form for another."""
    refused = ""
    if request.method == "POST":
        try:
            _add(request, here, cycle)
        except RefusedError as error:
            refused = sentence(error)
        else:
            messages.success(request, words()("finding.done_add"))
            return redirect("evaluation:findings", here.region.code, cycle.year)
    related = ("agency", "stage__window", "carried_to__window")
    rows = list(findings_seen(here, cycle).select_related(*related))
    rows.sort(key=lambda one: (one.state == State.VERIFIED, one.due_on, one.number))
    asked = questionnaire_of(cycle)
    context = {
        "here": here,
        "cycle": cycle,
        "rows": [(one, asked.stage(one.stage.window.code)) for one in rows],
        "open": sum(one.state != State.VERIFIED for one in rows),
        "today": timezone.localdate(),
        "may_add": Right.PREPARE in here.rights
        and cycle.current_id is not None
        and cycle.closed_at is None,
        "agencies": Agency.objects.filter(region=here.region, retired_on__isnull=True),
        "items": _named(asked, ItemCase.objects.filter(cycle=cycle).order_by("pk")),
        "origins": Origin.values,
        "refused": refused,
        "typed": request.POST if refused else {},
    }
    return render(request, "evaluation/findings.html", context, status=422 if refused else 200)


def _named(asked: Questionnaire, items: QuerySet[ItemCase]) -> list[tuple[str, str]]:
    """The items' codes and names; that of a document does not begin with its code."""
    names = {code: f"{code} {one.name(language())}" for code, one in asked.by_code.items()}
    names |= {one.code: one.name(language()) for one in asked.documents}
    return [(code, names[code]) for code in items.values_list("code", flat=True)]


def _add(request: HttpRequest, here: Here, cycle: Cycle) -> FindingCase:
    typed = request.POST
    agency = Agency.objects.filter(region=here.region, code=typed.get("agency", "")).first()
    if agency is None:
        raise RefusedError("finding.choose_agency")
    origin = typed.get("origin", "")
    found = Found(
        typed.get("text", ""),
        agency,
        _day(typed.get("due_on", "")),
        Origin(origin) if origin in Origin.values else Origin.PANEL,
        typed.get("item", ""),
    )
    return add_finding(cycle, found, by=here.user, at=timezone.now())


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RefusedError("evidence.no_day") from error


def _change(command: CaseCommand, typed: Typed) -> None:
    finding = command.case.finding
    agency = Agency.objects.filter(region=finding.region, code=typed.get("agency", "")).first()
    if agency is None:
        raise RefusedError("finding.choose_agency")
    reason, day = typed.get("reason", ""), _day(typed.get("due_on", ""))
    change_finding(finding, agency, day, reason, by=command.by, at=command.at)


# What a form's button says in `do`, beside what is done with every case.
OWN_ACTS: Mapping[str, Act] = {"change": _change}


@of_cycle
def finding(request: HttpRequest, here: Here, cycle: Cycle, number: int) -> HttpResponseBase:
    """A finding, or what is done with it: the verb stands in the POST's `do`."""
    case = whole_cases().filter(finding__cycle=cycle, finding__number=number).first()
    if case is None:
        raise Http404
    require_reading(here.user, case, timezone.now())
    if request.method != "POST":
        return _page(request, here, cycle, case, FormState())
    typed = {name: str(text) for name, text in request.POST.items()}
    try:
        done = attempt(command_of(request, here, case), typed, OWN_ACTS)
    except GoneError as gone:
        messages.error(request, sentence(gone))
        return redirect("evaluation:findings", here.region.code, cycle.year)
    if isinstance(done, FormState):
        return _page(request, here, cycle, case, done)
    messages.success(request, words()(f"finding.done_{typed['do']}"))
    return redirect(case_url(case))


def _page(
    request: HttpRequest, here: Here, cycle: Cycle, case: Case, form: FormState
) -> HttpResponse:
    if request.method == "POST":
        case = current_case(case)
    now, versions = timezone.now(), versions_of(case)
    sides = sides_at(here.appointments, case, now)
    may_coordinate = Right.PREPARE in here.rights
    lock = refusal_of(refuse_locked, case, now)
    may_write = Side.AGENCY in sides and not lock
    filled = form.typed or (dict(case.newest.filled) if case.newest else {})
    context = {
        "here": here,
        "cycle": cycle,
        "case": case,
        "finding": case.finding,
        "seen": (form.theirs or case).revision,
        "conflict": form.theirs,
        "refused": form.refused,
        "problems": [words()(f"item.{one.key}", **one.values) for one in form.problems],
        "filled": filled,
        "lock": lock,
        "may_begin": may_write and case.state in {State.NOT_STARTED, State.RETURNED},
        "is_form": may_write and case.state in {State.NOT_STARTED, State.DRAFT},
        "may_decide": not lock and decision_on(case, here.user, here.appointments, now).is_due,
        "may_coordinate": not lock and may_coordinate and case.state != State.VERIFIED,
        "agencies": Agency.objects.filter(region=here.region, retired_on__isnull=True),
        "evidence": evidence_view(here, case, versions, sides),
        "versions": versions[::-1],
        "standing": None,
        "states": "finding_state",
        "comments": Comment.objects.filter(case=case).select_related("by").order_by("pk"),
        "today": timezone.localdate(now),
    }
    return render(request, "evaluation/finding.html", context, status=form.status)
