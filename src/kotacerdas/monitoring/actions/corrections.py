"""Corrections of reports that an import proposes; they wait for a verifier as any other."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.core.errors import RefusedError
from kotacerdas.monitoring.actions.cases import CaseCommand, Via, locked_case
from kotacerdas.monitoring.actions.reports import begin_version, settle
from kotacerdas.monitoring.asking import due_of
from kotacerdas.monitoring.content import Content, known_names, read
from kotacerdas.monitoring.due import Due
from kotacerdas.monitoring.freezing import freeze
from kotacerdas.monitoring.models import Case, State, Window
from kotacerdas.monitoring.notices import operators_of, tell
from kotacerdas.monitoring.quality import risk_of, warnings
from kotacerdas.monitoring.selectors import evidence_of
from kotacerdas.plan.models import Programme


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
        by_window.setdefault(one.case.window_id, []).append(one)
    for own in by_window.values():
        dues = asked(own[0].case.window, [one.case.programme for one in own])
        for one in own:
            try:
                _content(one, dues[one.case.programme.code])
            except RefusedError as error:
                found[one.case.pk] = error
    return found


def propose_correction(proposal: Proposal, *, by: User, at: datetime, reason: str) -> Case:
    """Send in a new version that differs in these fields alone, and tell its agency.

    What is verified stands until a verifier decides. It may come after the window was closed,
    which the log says.

    Raises:
        NotAllowedError: `by` may not bring workbooks in there.
        RefusedError: no reason is given; the report is not verified, so that another version is
            being written or waits; or it would not be complete.
    """
    with transaction.atomic():
        command = CaseCommand(proposal.case, by, at, 0, Via.IMPORT)
        case = locked_case(command)
        require(by, case.region, Right.IMPORT, at)
        if not reason.strip():
            raise RefusedError("report.needs_reason")
        due = due_of(case.window, [case.programme])[case.programme.code]
        filled, content = _content(Proposal(case, proposal.fields), due)
        command = CaseCommand(case, by, at, case.revision, Via.IMPORT)
        version = begin_version(command, case, filled, reason)
        met = warnings(content, due, evidence=len(evidence_of(case)))
        version.warnings = [
            {"rule": one.rule.id, "key": one.key, "left": one.left, "right": one.right}
            for one in met
        ]
        version.submitted_by, version.submitted_at = by, at
        freeze(case, version, content, due)
        case.newest = version
        is_closed = case.window.closed_at is not None
        action = "report.propose_closed" if is_closed else "report.propose"
        settle(command, case, State.SUBMITTED, action, reason, risk=risk_of(met))
        values = {"programme": case.programme.name, "by": str(by)}
        tell(operators_of(case.agency, at), case.region, "proposed", values, at, case=case)
    return case


def _content(proposal: Proposal, due: Due) -> tuple[dict[str, str], Content]:
    """What the corrected report would say, as text and as figures."""
    case, newest = proposal.case, proposal.case.newest
    if case.state != State.VERIFIED or newest is None:
        raise RefusedError(f"correction.{case.state}")
    if not proposal.fields.keys() <= set(known_names(due)):
        raise RefusedError("correction.not_asked")
    texts = {**newest.filled, **proposal.fields}
    filled = {name: text for name, text in texts.items() if text}
    content, problems = read(filled, due)
    if problems:
        raise RefusedError("correction.incomplete")
    return filled, content
