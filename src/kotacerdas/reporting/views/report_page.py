"""What the page of a report shows: the form or what was sent in, and all that is said beside it."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kotacerdas.accounts.access import Here
from kotacerdas.audit.selectors import newest_number
from kotacerdas.casework.access import own_agencies, sides_at
from kotacerdas.casework.actions.cases import Via, current_case
from kotacerdas.casework.actions.steps import refuse_locked
from kotacerdas.casework.evidence_view import evidence_view
from kotacerdas.casework.models import Case, Comment, State, Version
from kotacerdas.casework.selectors import versions_of
from kotacerdas.casework.views.case_page import FormState, decision_on, refusal_of
from kotacerdas.casework.workflow import MISSING, Side
from kotacerdas.plan.models import Indicator, Realisation
from kotacerdas.records.identity import CodesSince, codes_since
from kotacerdas.reporting.asking import asked_then, due_of
from kotacerdas.reporting.content import read
from kotacerdas.reporting.due import Due
from kotacerdas.reporting.process import NOT_ASKED
from kotacerdas.reporting.quality import warnings
from kotacerdas.reporting.renaming import current_text
from kotacerdas.reporting.report_form import (
    Filled,
    fields_of,
    proposed_fields,
    warned_then,
    warning_text,
)
from kotacerdas.reporting.selectors import imported_report
from kotacerdas.reporting.status import Cell, imported_state, window_maps
from kotacerdas.reporting.views.deciding import deciding, read_by_a_verifier


def report_page(
    request: HttpRequest,
    here: Here,
    case: Case,
    form_state: FormState,
    *,
    is_recoded: bool = False,
) -> HttpResponse:
    """`is_recoded`: the indicators have other codes since the page was opened."""
    if request.method != "GET":
        case = current_case(case)
    versions, now = versions_of(case), timezone.now()
    sides = sides_at(here.appointments, case, now)
    newest = case.newest
    imported = None if newest else imported_report(case.window, case.programme)
    lock = refusal_of(refuse_locked, case, now)
    is_open = case.state in {State.NOT_STARTED, State.DRAFT}
    is_form = Side.AGENCY in sides and not lock and is_open
    stands = newest if is_form else _last_sent(versions, sides)
    since = codes_since(here.region, Indicator)
    evidence = evidence_view(here, case, versions, sides, is_locked=bool(lock))
    decision = decision_on(case, here.user, here.appointments, now)
    context: dict[str, Any] = {
        "here": here,
        "case": case,
        "window": case.window,
        "programme": case.programme,
        "versions": versions[::-1],
        "newest": newest,
        "imported": imported,
        "state": _state(case, imported),
        "stands": stands,
        "standing": case.standing,
        "seen": (form_state.theirs or case).revision,
        "entry": newest_number(here.region.code) if is_form else 0,
        "conflict": form_state.theirs,
        "is_recoded": is_recoded,
        "refused": form_state.refused,
        "reason": request.POST.get("reason", ""),
        "incomplete": len(form_state.problems) + len(form_state.questions),
        "lock": lock,
        "is_form": is_form,
        "own": decision.why_not,
        "stands_in": Side.AGENCY in sides
        and case.agency_id not in own_agencies(here.appointments, here.region),
        "may_undo": Side.VERIFIER in sides
        and case.state == State.VERIFIED
        and newest is not None
        and newest.settled_by == here.user,
        "sides": sides,
        "following": _following(case) if case.state == State.SUBMITTED else None,
        "comments": Comment.objects.filter(case=case).select_related("by").order_by("pk"),
        "proposed": proposed_fields(stands, case.verified, since)
        if stands and stands.via == Via.IMPORT and stands != case.verified
        else (),
        "warnings": [
            warning_text(one["rule"], one["left"], one["right"])
            for one in (stands.warnings if stands else ())
        ],
        "evidence": evidence,
        "evidence_sheet": reverse(
            "reporting:evidence", args=[here.region.code, case.year, case.programme.code]
        ),
    }
    if stands and stands.state != State.DRAFT:
        asked, filled = _sent(case, stands, since)
    else:
        asked, filled = _written(case, form_state, since, evidence.count, is_form=is_form)
    context["groups"] = fields_of(asked, filled)
    if decision.is_due:
        context |= deciding(request, here, case, evidence)
        context |= read_by_a_verifier(case.window, asked, filled)
    template = "reporting/verify.html" if decision.is_due else "reporting/report.html"
    return render(request, template, context, status=form_state.status)


def _state(case: Case, imported: Realisation | None) -> str:
    """Where the report stands, as on the map of its window; there only what is asked for stands."""
    if case.state != State.NOT_STARTED:
        return case.state
    if imported is not None:
        return imported_state(imported.verified)
    return case.state if case.is_due else NOT_ASKED


def _written(
    case: Case, form_state: FormState, since: CodesSince, evidence: int, *, is_form: bool
) -> tuple[Due, Filled]:
    """What the form asks for: what was typed, what is wrong with it and what to look at twice."""
    due = due_of(case.window, [case.programme])[case.programme.code]
    draft, theirs = case.newest, form_state.theirs and form_state.theirs.newest
    text = form_state.typed
    typed = dict(text) if text is not None else dict(draft.filled) if draft else {}
    content, problems = read(typed, due)
    filled = Filled(
        typed,
        current_text(theirs, since) if theirs else None,
        form_state.problems or (problems if typed and is_form else ()),
        warnings(content, due, evidence=evidence) if typed else (),
        asks_now=bool(form_state.questions),
    )
    return due, filled


def _sent(case: Case, version: Version, since: CodesSince) -> tuple[Due, Filled]:
    """What was asked for and warned of when it was sent in, and what that says."""
    now = due_of(case.window, [case.programme])[case.programme.code]
    warned = warned_then(version, since)
    return asked_then(version, now), Filled(current_text(version, since), warned=warned)


def _following(case: Case) -> Cell | None:
    """What the agency has yet to report in the window: the next by code, then from the first."""
    [of_agency] = window_maps([case.window], timezone.localdate(), Q(agency=case.agency))
    cells = (cell for row in of_agency.rows for cell in row.cells if cell.state in MISSING)
    missing = sorted(cells, key=lambda cell: (cell.code <= case.programme.code, cell.code))
    return missing[0] if missing else None


def _last_sent(versions: list[Version], sides: frozenset[Side]) -> Version | None:
    """What is there to read: a draft is the agency's own, and what was withdrawn was taken back."""
    hidden = {State.WITHDRAWN} if Side.AGENCY in sides else {State.WITHDRAWN, State.DRAFT}
    sent = [one for one in versions if one.state not in hidden]
    return sent[-1] if sent else None
