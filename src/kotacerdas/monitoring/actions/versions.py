"""How a version is written: begun, sent in, settled. Shared by every act that does so."""

from collections.abc import Mapping
from dataclasses import dataclass

from kotacerdas.accounts.models import User
from kotacerdas.audit.actions import next_number, record_entry
from kotacerdas.core.errors import RefusedError, Word
from kotacerdas.monitoring.actions.cases import CaseCommand, move
from kotacerdas.monitoring.content import Content, Problem, not_asked, read
from kotacerdas.monitoring.due import Due
from kotacerdas.monitoring.freezing import freeze
from kotacerdas.monitoring.models import Author, Case, State, Version
from kotacerdas.monitoring.quality import Warned, risk_of, warnings
from kotacerdas.records.actions import mark_stale


@dataclass(frozen=True)
class Answer:
    """What a report would say of what it is asked for, what is wrong with it, and what a verifier
    should look at twice.
    """

    due: Due
    content: Content
    problems: list[Problem]
    warned: list[Warned]


def answer_of(filled: Mapping[str, str], due: Due, *, evidence: int) -> Answer:
    """Read what was filled in. Raises RefusedError as `refuse_not_asked`."""
    refuse_not_asked(filled, due)
    content, problems = read(filled, due)
    return Answer(due, content, problems, warnings(content, due, evidence=evidence))


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


def begin_version(command: CaseCommand, case: Case, filled: dict[str, str], why: str) -> Version:
    """The draft of the next version."""
    made = Version.objects.create(
        case=case,
        number=Version.objects.filter(case=case).count() + 1,
        filled=filled,
        why=why,
        via=command.via,
        saved_by=command.by,
        saved_at=command.at,
    )
    add_author(made, command.by)
    return made


def add_author(version: Version, user: User) -> None:
    """Say that somebody wrote a part of a version; saying it again changes nothing."""
    Author.objects.bulk_create([Author(version=version, user=user)], ignore_conflicts=True)


def newest_of(case: Case) -> Version:
    """The newest version of a case that has one."""
    if case.newest is None:
        raise Version.DoesNotExist
    return case.newest


def send_in(command: CaseCommand, case: Case, answer: Answer, action: str) -> None:
    """Send the case's newest version in, which says `answer`; that has no problems."""
    version = newest_of(case)
    version.warnings = [
        {"rule": one.rule.id, "key": one.key, "left": one.left, "right": one.right}
        for one in answer.warned
    ]
    version.submitted_by, version.submitted_at = command.by, command.at
    add_author(version, command.by)
    freeze(case, version, answer.content, answer.due)
    risk = risk_of(answer.warned)
    settle(command, case, State.SUBMITTED, action, version.why, risk=risk)


def settle(  # noqa: PLR0913 - the act, the state it leads to, and what the log says of it
    command: CaseCommand,
    case: Case,
    state: State,
    action: str,
    reason: str,
    *,
    risk: int | None = None,
    draft: dict[str, str] | None = None,
) -> None:
    """Write the newest version in its new state, and the case that follows from it.

    A new `draft` begins after it. The year's figures follow where another version counts.
    """
    version, counted = newest_of(case), (case.standing_id, case.verified_id)
    before, version.state = version.state, state
    entry = next_number(case.region.code)
    if before == State.DRAFT:
        version.submitted_entry = entry
    else:
        version.settled_entry = None if state == State.SUBMITTED else entry
    version.save()
    if draft is not None:
        begin_version(command, case, draft, version.why)
    move(case, command.expected_revision, risk=risk)
    is_sent = before == State.DRAFT
    said = {
        "of": ["monitoring.report", version.pk, *case.key, version.number],
        "before": {"state": before},
        "after": {"state": state.value} | (version.filled if is_sent else {}),
    }
    record_entry(
        case.region.code, action, [said], actor=command.by.email, at=command.at, reason=reason
    )
    if (case.standing_id, case.verified_id) != counted:
        mark_stale(case.region, case.window.year, command.at)
