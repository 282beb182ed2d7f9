"""A filled reporting workbook in: every report by the page's own actions, all or nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.core import signing
from django.db import transaction
from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.casework.actions.cases import CaseCommand, ConflictError, Via
from kotacerdas.casework.actions.steps import (
    IncompleteError,
    correct,
    save_draft,
    submit,
)
from kotacerdas.casework.models import Case, State, Window
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence
from kotacerdas.exchange.report_preview import Preview, TypedReport
from kotacerdas.exchange.report_rows import Typed
from kotacerdas.exchange.reports import asked_of
from kotacerdas.records.actions import lock_region
from kotacerdas.records.models import Agency
from kotacerdas.reporting.content import kept
from kotacerdas.reporting.process import refuse_not_asked

_SALT = "kotacerdas.exchange.reports"
LONGEST_CARRIED = 2_000_000  # characters of a form's field, below what Django takes of a form
_CARRIED_FOR_S = 24 * 3600


class Given(NamedTuple):
    """What is told of a programme, and the revision of its report as it was shown."""

    code: str
    seen: int
    typed: Typed


@dataclass(frozen=True)
class Taken:
    """How many reports were kept as drafts, and how many sent in."""

    saved: int = 0
    sent: int = 0


def given_by(preview: Preview) -> list[Given]:
    """What of a preview can be confirmed."""
    wanted = [one for one in preview.reports if one.is_to_save or one.is_to_send]
    return [Given(one.programme.code, one.asked.case.revision, one.typed) for one in wanted]


def take_reports(  # noqa: PLR0913 - what, of which agency and period, by whom and when
    given: Iterable[Given], window: Window, agency: Agency, *, by: User, at: datetime, send: bool
) -> Taken:
    """Save what differs as drafts and, with `send`, send in all that is complete. All or nothing.

    Doing the same again changes nothing.

    Raises:
        NotAllowedError: `by` does not report for the agency.
        RefusedError: one of them can't be taken; the sentence names it and says why.
    """
    taken = Taken()
    with transaction.atomic():
        lock_region(window.region)
        asked = asked_of(window, agency, timezone.localdate(at))
        for one in given:
            if one.code not in asked:
                raise RefusedError("bulk.not_due", code=one.code)
            report = TypedReport(asked[one.code], one.typed)
            taken = _counted(taken, _named(report, one.seen, by, at, send=send))
    return taken


def _named(report: TypedReport, seen: int, by: User, at: datetime, *, send: bool) -> State | None:
    """Take one report; what keeps it out is told with its name."""
    command = CaseCommand(report.asked.case, by, at, seen, Via.WORKBOOK)
    try:
        return _take(command, report, send=send)
    except ConflictError as conflict:
        saved_by = conflict.case.newest.saved_by if conflict.case.newest else "–"
        raise RefusedError(
            "bulk.conflict", programme=report.programme.name, by=saved_by
        ) from conflict
    except IncompleteError as error:
        raise RefusedError("bulk.incomplete", programme=report.programme.name) from error
    except RefusedError as error:
        raise RefusedError(
            "bulk.refused", programme=report.programme.name, why=sentence(error)
        ) from error


def _take(command: CaseCommand, report: TypedReport, *, send: bool) -> State | None:
    """The state that the report came to; None where it was in it already."""
    asked = report.asked
    refuse_not_asked(report.typed, asked.due)
    report = replace(report, typed=kept(asked.due, report.typed))
    if _is_done(asked.case, report, command.by):
        return None
    was_changed = bool(report.differences)
    if asked.case.state == State.RETURNED:
        draft = correct(command, typed=report.typed)
    else:
        draft = save_draft(command, report.typed)
    if send and not report.problems and not report.questions:
        submit(replace(command, expected_revision=draft.revision))
        return State.SUBMITTED
    return State.DRAFT if was_changed else None


def _is_done(case: Case, report: TypedReport, by: User) -> bool:
    """Whether it was sent in just so: a second press of the button."""
    newest = case.newest
    return (
        newest is not None
        and case.state == State.SUBMITTED
        and newest.submitted_by == by
        and newest.filled == report.typed
    )


def _counted(taken: Taken, state: State | None) -> Taken:
    if state is State.SUBMITTED:
        return replace(taken, sent=taken.sent + 1)
    return replace(taken, saved=taken.saved + (state is State.DRAFT))


# Between the preview and its confirmation


def carried(given: Sequence[Given], window: Window, agency: Agency, by: User) -> str:
    """What was previewed, signed and packed into a field of the form that confirms it.

    So nothing is kept on the server before it is confirmed, nobody alters it on its way, and it
    fits this person, agency and period only.

    Raises:
        RefusedError: it is too much for a form.
    """
    packed = signing.dumps(
        [_whose(window, agency.code, by), agency.code, given], salt=_SALT, compress=True
    )
    if len(packed) > LONGEST_CARRIED:
        raise RefusedError("bulk.too_much_text")
    return packed


def opened(packed: str, window: Window, by: User) -> tuple[str, list[Given]]:
    """The agency's code and what was previewed.

    Raises:
        RefusedError: it is a day old, was altered, or is of somebody or something else.
    """
    try:
        whose, code, given = signing.loads(packed, salt=_SALT, max_age=_CARRIED_FOR_S)
    except signing.BadSignature as error:
        raise RefusedError("bulk.upload_again") from error
    if whose != _whose(window, code, by):
        raise RefusedError("bulk.upload_again")
    return code, [Given(*one) for one in given]


def _whose(window: Window, code: str, by: User) -> list[object]:
    return [window.pk, code, by.pk]
