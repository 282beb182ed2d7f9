"""What the page of a report shows: the form or what was sent in, and all that is said beside it."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kotacerdas.accounts.access import Here
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence
from kotacerdas.monitoring.access import sides_of
from kotacerdas.monitoring.actions.reports import Act, refuse_locked, refuse_own
from kotacerdas.monitoring.content import Problem, read
from kotacerdas.monitoring.models import Comment, Report, State
from kotacerdas.monitoring.quality import Warned, warnings
from kotacerdas.monitoring.selectors import (
    due_of,
    evidence_of,
    imported_report,
    previous_content,
    programmes_due,
    standing_version,
    versions_of,
)
from kotacerdas.monitoring.shown import Filled, fields_of, warning_text
from kotacerdas.monitoring.shown_evidence import shown_evidence
from kotacerdas.monitoring.status import Cell, imported_state, period_maps
from kotacerdas.monitoring.workflow import MISSING, NOT_ASKED, NOT_REPORTED, Side
from kotacerdas.plan.models import Realisation


@dataclass(frozen=True)
class Shown:
    """What came of an act that could not be done, for the page that says so."""

    typed: dict[str, str] | None = None
    theirs: Report | None = None
    problems: list[Problem] = field(default_factory=list)
    questions: list[Warned] = field(default_factory=list)
    refused: str = ""


def report_page(
    request: HttpRequest, here: Here, act: Act, shown: Shown, status: int = 200
) -> HttpResponse:
    versions = versions_of(act.period, act.programme)
    sides = sides_of(here.appointments, act.programme)
    newest = versions[-1] if versions else None
    imported = None if newest else imported_report(act.period, act.programme)
    lock = _lock(act, versions)
    is_form = Side.AGENCY in sides and not lock and (newest is None or newest.state == State.DRAFT)
    stands = newest if is_form else _last_sent(versions, sides)
    context = {
        "here": here,
        "period": act.period,
        "programme": act.programme,
        "versions": versions[::-1],
        "newest": newest,
        "imported": imported,
        "state": _state(act, newest, imported),
        "stands": stands,
        "standing": standing_version(versions),
        "seen": (shown.theirs or newest).revision if newest else 0,
        "conflict": shown.theirs,
        "refused": shown.refused,
        "reason": {request.POST.get("do", ""): request.POST.get("reason", "")},
        "incomplete": len(shown.problems) + len(shown.questions),
        "lock": lock,
        "is_form": is_form,
        "own": _own(act) if Side.VERIFIER in sides else "",
        "sides": sides,
        "following": _following(act) if newest and newest.state == State.SUBMITTED else None,
        "comments": Comment.objects.filter(period=act.period, programme=act.programme)
        .select_related("by")
        .order_by("pk"),
        "told_warnings": [
            (warning_text(one["rule"], one["left"], one["right"]), one)
            for one in (stands.warnings if stands else ())
        ],
        **_filled(act, shown, stands, is_form=is_form),
        "evidence": shown_evidence(here, act, versions, is_locked=bool(lock)),
    }
    return render(request, "monitoring/report.html", context, status=status)


def _state(act: Act, newest: Report | None, imported: Realisation | None) -> str:
    """Where the report stands, as on the map of its period; there only what is asked for stands."""
    if newest is not None:
        return newest.state
    if imported is not None:
        return imported_state(imported.verified)
    period = act.period
    asked = programmes_due(period.region, period.year, period.code)
    return NOT_REPORTED if asked.filter(pk=act.programme.pk).exists() else NOT_ASKED


def _filled(act: Act, shown: Shown, stands: Report | None, *, is_form: bool) -> dict[str, Any]:
    """The fields with what was typed, what is wrong with it and what to look at twice."""
    due = due_of(act.period, [act.programme])[act.programme.code]
    typed = shown.typed if shown.typed is not None else dict(stands.filled) if stands else {}
    content, problems = read(typed, due)
    evidence = evidence_of(act.period, act.programme)
    earlier = previous_content(act.period, act.programme)
    warned = warnings(
        content,
        due,
        evidence=len(evidence),
        previous_pct=earlier.progress_pct if earlier else None,
    )
    filled = Filled(
        typed,
        shown.theirs.filled if shown.theirs else None,
        shown.problems or (problems if typed and is_form else ()),
        warned if typed else (),
        asks_now=bool(shown.questions),
    )
    return {"groups": fields_of(due, filled)}


def _following(act: Act) -> Cell | None:
    """What the agency has yet to report in the period: the next by code, then from the first."""
    [of_agency] = period_maps(
        [act.period], timezone.localdate(act.at), Q(agency=act.programme.agency_id)
    )
    cells = (cell for row in of_agency.rows for cell in row.cells if cell.state in MISSING)
    missing = sorted(cells, key=lambda cell: (cell.code <= act.programme.code, cell.code))
    return missing[0] if missing else None


def _last_sent(versions: list[Report], sides: frozenset[Side]) -> Report | None:
    """What is shown to read: a draft is the agency's own."""
    if Side.AGENCY in sides:
        return versions[-1] if versions else None
    sent = [one for one in versions if one.state != State.DRAFT]
    return sent[-1] if sent else None


def _own(act: Act) -> str:
    try:
        refuse_own(act)
    except RefusedError as refused:
        return sentence(refused)
    return ""


def _lock(act: Act, versions: list[Report]) -> str:
    try:
        refuse_locked(act, versions)
    except RefusedError as refused:
        return sentence(refused)
    return ""
