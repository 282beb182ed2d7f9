"""How a version is written: begun, sent in, settled. Shared by every act that does so."""

from kotacerdas.accounts.models import User
from kotacerdas.audit.actions import next_number, record_entry
from kotacerdas.casework.actions.cases import CaseCommand, move
from kotacerdas.casework.models import Author, Case, State, Version
from kotacerdas.casework.processes import Answer, process_of


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
    version.warnings = answer.warnings
    version.submitted_by, version.submitted_at = command.by, command.at
    add_author(version, command.by)
    process_of(case).freeze(case, version, answer)
    settle(command, case, State.SUBMITTED, action, version.why, risk=answer.risk)


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

    A new `draft` begins after it. Where another version counts since, its process
    says what follows.
    """
    process = process_of(case)
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
        "of": [process.logged, version.pk, *process.key(case), version.number],
        "before": {"state": before},
        "after": {"state": state.value} | (version.filled if is_sent else {}),
    }
    record_entry(
        case.region.code, action, [said], actor=command.by.email, at=command.at, reason=reason
    )
    if (case.standing_id, case.verified_id) != counted:
        process.counts_anew(case, command.by, command.at)
