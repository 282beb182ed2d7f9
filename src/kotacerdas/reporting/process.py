"""What becomes of a report on a programme, as a process of the casework."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from kotacerdas.accounts.models import User
from kotacerdas.casework.models import Case, State, Version, Window
from kotacerdas.casework.processes import Answer, Process, Table
from kotacerdas.casework.selectors import evidence_of
from kotacerdas.casework.workflow import Step, Verb
from kotacerdas.core.addresses import address
from kotacerdas.core.errors import RefusedError, Word
from kotacerdas.plan.models import Indicator
from kotacerdas.records.actions import mark_stale
from kotacerdas.records.identity import codes_since
from kotacerdas.reporting.asking import due_of
from kotacerdas.reporting.content import Content, kept, not_asked, read
from kotacerdas.reporting.due import Due
from kotacerdas.reporting.freezing import freeze
from kotacerdas.reporting.models import REPORTING
from kotacerdas.reporting.quality import risk_of, unanswered, warnings
from kotacerdas.reporting.renaming import current_text

NOT_ASKED = "not_asked"  # there is no case, for a workbook told of the year otherwise
IMPORTED = "imported"  # not started, but a workbook tells of it, and nobody verified that

_WRITTEN = Step(State.DRAFT)
_BEGUN = Step(State.DRAFT, is_new_version=True)
_DECIDED = Step(State.VERIFIED, needs_open=False)


def report_url(region: str, window: Window, programme: str) -> str:
    """The page of a programme's report; both are named by their codes."""
    return address("reporting:report", region, window.year, window.slug, programme)


@dataclass(frozen=True)
class ReportAnswer(Answer):
    """What a report would say of what it is asked for."""

    due: Due
    content: Content


class Reporting(Process):
    """Reports on programmes, in windows."""

    code = REPORTING
    phrases = "report"
    logged = "reporting.report"
    steps: ClassVar[Table] = {
        (State.NOT_STARTED, Verb.SAVE): _BEGUN,
        (State.DRAFT, Verb.SAVE): _WRITTEN,
        (State.DRAFT, Verb.DISCARD): Step(None, needs_open=False),
        (State.DRAFT, Verb.SUBMIT): Step(State.SUBMITTED),
        (State.SUBMITTED, Verb.WITHDRAW): _BEGUN,
        (State.SUBMITTED, Verb.VERIFY): _DECIDED,
        (State.SUBMITTED, Verb.RETURN): Step(State.RETURNED, needs_open=False, needs_reason=True),
        (State.VERIFIED, Verb.UNDO): Step(State.SUBMITTED, needs_open=False),
        (State.RETURNED, Verb.CORRECT): _BEGUN,
        (State.VERIFIED, Verb.CORRECT): Step(State.DRAFT, is_new_version=True, needs_reason=True),
    }

    def name(self, case: Case) -> str:
        return case.programme.name

    def key(self, case: Case) -> tuple[object, ...]:
        return case.window.year, case.window.code or None, case.programme.code

    def url(self, case: Case) -> str:
        return report_url(case.region.code, case.window, case.programme.code)

    def text(self, case: Case, typed: Mapping[str, str]) -> dict[str, str]:
        due = due_of_case(case)
        refuse_not_asked(typed, due)
        return kept(due, typed)

    def current(self, version: Version) -> dict[str, str]:
        return current_text(version, codes_since(version.case.region, Indicator))

    def answer(self, case: Case, filled: Mapping[str, str], at: datetime) -> ReportAnswer:
        del at
        return answer_of(filled, due_of_case(case), evidence=len(evidence_of(case)))

    def freeze(self, case: Case, version: Version, answer: Answer) -> None:
        if not isinstance(answer, ReportAnswer):
            raise TypeError(type(answer))
        freeze(case, version, answer.content, answer.due)

    def counts_anew(self, case: Case, by: User, at: datetime) -> None:
        del by
        mark_stale(case.region, case.window.year, at)


def due_of_case(case: Case) -> Due:
    """What a report is asked for now."""
    return due_of(case.window, [case.programme])[case.programme.code]


def answer_of(filled: Mapping[str, str], due: Due, *, evidence: int) -> ReportAnswer:
    """Read what was filled in, with so many pieces of evidence.

    Raises RefusedError as `refuse_not_asked`.
    """
    refuse_not_asked(filled, due)
    content, problems = read(filled, due)
    warned = warnings(content, due, evidence=evidence)
    return ReportAnswer(
        problems,
        unanswered(warned, content),
        [
            {"rule": one.rule.id, "key": one.key, "left": one.left, "right": one.right}
            for one in warned
        ],
        risk_of(warned),
        due,
        content,
    )


def refuse_not_asked(filled: Mapping[str, str], due: Due) -> None:
    """Raises RefusedError, naming the field, where something is filled in that the report is not
    asked for: the plan changed since, or another report holds it by now.
    """
    for name in not_asked(filled, due):
        kind, _, key = name.partition(":")
        if kind == "money":
            raise RefusedError("report.asked_no_more_money", source=Word("source", key))
        code, _, period = key.rpartition("|")
        holder = due.elsewhere.get(key)
        if holder is None:
            of = Word("period", period or "tahun")
            raise RefusedError("report.asked_no_more_value", indicator=code, period=of)
        raise RefusedError(
            "report.held_by_another" if holder.programme else "report.held_elsewhere",
            indicator=code,
            period=Word("period", holder.period or "tahun"),
            programme=holder.programme,
        )
