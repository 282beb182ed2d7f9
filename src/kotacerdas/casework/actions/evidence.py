"""What is done with evidence: brought, taken back, graded, and shown to more or fewer."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, current_appointments
from kotacerdas.casework.access import require_side, sides_at
from kotacerdas.casework.actions.cases import CaseCommand, locked_case
from kotacerdas.casework.actions.pieces import change_of, logged, record, stored
from kotacerdas.casework.actions.steps import refuse_locked
from kotacerdas.casework.evidence_rules import GRADES, is_kept, refuse_fixed
from kotacerdas.casework.judging import Judgement, judged
from kotacerdas.casework.links import checked_address
from kotacerdas.casework.models import Case, Evidence, StoredFile
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.casework.safe_names import safe_name, safe_text
from kotacerdas.casework.selectors import versions_of, writers_of
from kotacerdas.casework.workflow import Side
from kotacerdas.core.errors import NotAllowedError, RefusedError
from kotacerdas.records.files import Storing, storing

LONGEST_TITLE = 200


@dataclass(frozen=True)
class EvidenceCommand:
    """Who does what with a piece of evidence, and when."""

    evidence: Evidence
    by: User
    at: datetime

    @property
    def case(self) -> Case:
        """What the piece stands beside. Raises RefusedError where it is of no case."""
        if self.evidence.case is None:
            raise RefusedError("evidence.gone")
        return self.evidence.case


def add_file(
    command: CaseCommand,
    name: str,
    data: bytes,
    *,
    is_personal: bool = False,
    redacted_of: Evidence | None = None,
) -> Evidence:
    """Bring a file beside a draft. The same file brought again is the piece that is there.

    A redacted copy may come at any time, for it shows nothing that the original did not. The bytes
    that were sent are kept as they are: their hash stands in the log and is what the file is known
    by. Of a picture others see a copy (see `StoredFile`).

    Raises:
        NotAllowedError: `by` does not answer for the agency.
        RefusedError: the answer is not a draft, the window is locked, or the file is refused.
    """
    file = sent_file(command, name, data)
    with storing(StoredFile) as store, transaction.atomic():
        return keep_file(command, store, file, is_personal=is_personal, redacted_of=redacted_of)


@dataclass(frozen=True)
class SentFile:
    """A file that may be kept, and what was found in it."""

    name: str
    data: bytes
    judgement: Judgement


def sent_file(command: CaseCommand, name: str, data: bytes) -> SentFile:
    """What `keep_file` keeps, judged while nobody waits for the region.

    Raises:
        NotAllowedError: `by` does not answer for the agency.
        RefusedError: the file is refused.
    """
    # Before a file is opened for nobody.
    require_side(command.by, command.case, Side.AGENCY, command.at)
    return SentFile(name, data, judged(safe_text(name)[-LONGEST_TITLE:], data))


def keep_file(
    command: CaseCommand,
    store: Storing,
    sent: SentFile,
    *,
    is_personal: bool = False,
    redacted_of: Evidence | None = None,
) -> Evidence:
    """What `add_file` does, in the caller's transaction. Raises as it does."""
    case = _locked(command, redacted_of)
    file = stored(store, case.region, sent.data, sent.judgement)
    known = _present(case).filter(file=file).first()
    if known is not None:
        return _same(known, redacted_of)
    title = safe_name(sent.name, sent.judgement.kind)
    more = {"file": file, "title": title, "is_personal": is_personal, "redacted_of": redacted_of}
    return _added(command, case, more, hashlib.sha256(sent.data).hexdigest())


def add_link(command: CaseCommand, url: str, title: str, seen_on: date) -> Evidence:
    """Bring an address beside a draft, with the day on which it was seen.

    Raises as `add_file`, and RefusedError for an address that nobody could follow.
    """
    with transaction.atomic():
        case = _locked(command, None)
        url = checked_address(url)
        title = safe_text(title)
        if len(title) > LONGEST_TITLE:
            raise RefusedError("evidence.title_too_long", most=LONGEST_TITLE)
        if seen_on > timezone.localdate(command.at):
            raise RefusedError("evidence.seen_later")
        known = _present(case).filter(url=url).first()
        if known is not None:
            return known
        more = {"url": url, "title": title or url[:LONGEST_TITLE], "seen_on": seen_on}
        return _added(command, case, more, hashlib.sha256(url.encode()).hexdigest())


def remove(command: EvidenceCommand) -> None:
    """Take a piece back, with its redacted copies; taking it back again changes nothing.

    Raises:
        NotAllowedError: `by` does not answer for the agency.
        RefusedError: the answer is not a draft, a verified version rests on the piece, or the
            window is locked.
    """
    with transaction.atomic():
        case = _locked(command, None)
        held = _held(command)
        if held is None:
            return
        if is_kept(held, versions_of(case)):
            raise RefusedError("evidence.rests_on_it")
        gone = [held, *held.redacted.filter(removed_at__isnull=True)]
        Evidence.objects.filter(pk__in=[one.pk for one in gone]).update(removed_at=command.at)
        for one in gone:
            one.case = case  # with all that the log calls it by
        said = [change_of(one, logged(one), None) for one in gone]
        record(command, case.region, "evidence.remove", said)


def set_visibility(command: EvidenceCommand, seen_by: Seen, *, is_personal: bool) -> Evidence:
    """Say who may see a piece, and whether it shows personal data.

    No lock of the window keeps from it: what was shown by mistake must be closed at any time.

    Raises:
        NotAllowedError: `by` is neither of the agency nor a verifier.
        RefusedError: personal data would be public, or the piece was taken back.
    """
    with transaction.atomic():
        case = locked_case(command)
        if not sides_at(current_appointments(command.by, command.at), case, command.at):
            raise NotAllowedError(Right.VERIFY)
        if is_personal and seen_by is Seen.PUBLIC:
            raise RefusedError("evidence.personal_is_never_public")
        wanted = {"seen_by": seen_by.value, "is_personal": is_personal}
        return _changed(command, case, "evidence.visibility", wanted, {})


def grade(command: EvidenceCommand, value: int) -> Evidence:
    """Say how good a piece of evidence is, 0 to 4.

    Raises:
        NotAllowedError: `by` is no verifier.
        RefusedError: `by` wrote a part of the case, it was taken back, or there is no such grade.
    """
    with transaction.atomic():
        case = locked_case(command)
        require_side(command.by, case, Side.VERIFIER, command.at)
        if value not in GRADES:
            raise RefusedError("evidence.no_grade", most=max(GRADES))
        if command.by.pk in writers_of(case):
            raise RefusedError("evidence.own")
        more_fields = {"graded_by": command.by}
        return _changed(command, case, "evidence.grade", {"grade": value}, more_fields)


def _locked(command: CaseCommand | EvidenceCommand, redacted_of: Evidence | None) -> Case:
    """The case, held with its region for an act of the agency.

    Raises:
        NotAllowedError: `by` does not answer for the agency.
        RefusedError: the evidence of the case can't change now.
    """
    case = locked_case(command)
    require_side(command.by, case, Side.AGENCY, command.at)
    if redacted_of is None:
        refuse_fixed(case)
        refuse_locked(case, command.at)
    elif not _present(case).filter(pk=redacted_of.pk, redacted_of__isnull=True).exists():
        raise RefusedError("evidence.gone")
    return case


def _present(case: Case) -> QuerySet[Evidence]:
    """What stands beside the case now."""
    return Evidence.objects.filter(case=case, removed_at__isnull=True)


def _same(known: Evidence, redacted_of: Evidence | None) -> Evidence:
    if redacted_of is not None and known.redacted_of_id != redacted_of.pk:
        raise RefusedError("evidence.not_redacted", name=known.title)
    return known


def _added(command: CaseCommand, case: Case, more: Mapping[str, Any], sha256: str) -> Evidence:
    made = Evidence.objects.create(
        region=case.region, case=case, added_by=command.by, added_at=command.at, **more
    )
    said = [change_of(made, None, logged(made) | {"sha256": sha256})]
    record(command, case.region, "evidence.add", said)
    return made


def _held(command: EvidenceCommand) -> Evidence | None:
    """The piece as it is now that the region is locked; None once it was taken back."""
    return Evidence.objects.filter(pk=command.evidence.pk, removed_at__isnull=True).first()


def _changed(
    command: EvidenceCommand,
    case: Case,
    action: str,
    wanted: Mapping[str, Any],
    more_fields: Mapping[str, Any],
) -> Evidence:
    """The piece with what is wanted of it; nothing is written where it is so already.

    The region is locked.
    """
    held = _held(command)
    if held is None:
        raise RefusedError("evidence.gone")
    before = {name: getattr(held, name) for name in wanted}
    if before == wanted:
        return held
    for name, value in {**wanted, **more_fields}.items():
        setattr(held, name, value)
    held.save(update_fields=[*wanted, *more_fields])
    held.case = case  # with all that the log calls it by
    record(command, case.region, action, [change_of(held, before, dict(wanted))])
    return held
