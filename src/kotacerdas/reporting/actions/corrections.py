"""Corrections of reports that an import proposes; they wait for a verifier as any other."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.accounts.selectors import operators_at
from kotacerdas.casework.actions.cases import CaseCommand, Via, locked_case
from kotacerdas.casework.actions.versions import begin_version, send_in
from kotacerdas.casework.models import Case, State, Window
from kotacerdas.casework.notices import tell
from kotacerdas.casework.selectors import evidence_of
from kotacerdas.core.errors import RefusedError
from kotacerdas.plan.models import Indicator, Programme
from kotacerdas.records.identity import CodesSince, codes_since
from kotacerdas.reporting.asking import due_of
from kotacerdas.reporting.content import known_names
from kotacerdas.reporting.due import Due
from kotacerdas.reporting.process import ReportAnswer, answer_of
from kotacerdas.reporting.renaming import current_text


@dataclass(frozen=True)
class Proposal:
    """Other texts for some fields of a case's report, by the fields' names; empty for no answer."""

    case: Case
    fields: Mapping[str, str]


Asked = Callable[[Window, Sequence[Programme]], Mapping[str, Due]]  # as `due_of`


def refusals(proposals: Iterable[Proposal], asked: Asked) -> dict[int, RefusedError]:
    """Why some of them can't be made, by the case's primary key; `asked` is called once for each
    window.
    """
    found: dict[int, RefusedError] = {}
    by_window: dict[int, list[Proposal]] = {}
    for one in proposals:
        by_window.setdefault(one.case.window.pk, []).append(one)
    for own in by_window.values():
        window = own[0].case.window
        dues = asked(window, [one.case.programme for one in own])
        since = codes_since(window.region, Indicator)
        for one in own:
            try:
                _mended(one, dues[one.case.programme.code], since, evidence=0)
            except RefusedError as error:
                found[one.case.pk] = error
    return found


def propose_correction(proposal: Proposal, *, by: User, at: datetime, reason: str) -> Case:
    """Send in a new version that differs in these fields alone, and tell its agency.

    What is verified stands until a verifier decides. It may come after the window was closed,
    which the log says.

    Raises:
        NotAllowedError: `by` may not bring workbooks in there.
        RefusedError: no reason is given; the programme is not due any more; the report is not
            verified, so that another version is being written or waits; or it would not be
            complete.
    """
    with transaction.atomic():
        command = CaseCommand(proposal.case, by, at, 0, Via.IMPORT)
        case = locked_case(command)
        require(by, case.region, Right.IMPORT, at)
        if not reason.strip():
            raise RefusedError("report.needs_reason")
        due = due_of(case.window, [case.programme])[case.programme.code]
        since, pieces = codes_since(case.region, Indicator), len(evidence_of(case))
        filled, answer = _mended(Proposal(case, proposal.fields), due, since, evidence=pieces)
        command = CaseCommand(case, by, at, case.revision, Via.IMPORT)
        case.newest = begin_version(command, case, filled, reason)
        is_closed = case.window.closed_at is not None
        send_in(command, case, answer, "report.propose_closed" if is_closed else "report.propose")
        values = {"name": case.programme.name, "by": str(by)}
        tell(operators_at([case.agency], at), case.region, "report_proposed", values, at, case=case)
    return case


def _mended(
    proposal: Proposal, due: Due, since: CodesSince, *, evidence: int
) -> tuple[dict[str, str], ReportAnswer]:
    """What the corrected report would be filled in with, and what that says."""
    case, newest = proposal.case, proposal.case.newest
    if not case.is_due:
        raise RefusedError("report.not_due")
    if case.state != State.VERIFIED or newest is None:
        raise RefusedError(f"correction.{case.state}")
    if not proposal.fields.keys() <= set(known_names(due)):
        raise RefusedError("correction.not_asked")
    texts = {**current_text(newest, since), **proposal.fields}
    filled = {name: text for name, text in texts.items() if text}
    answer = answer_of(filled, due, evidence=evidence)
    if answer.problems:
        raise RefusedError("correction.incomplete")
    return filled, answer
