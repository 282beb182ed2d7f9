"""Asking for a missing piece by a link that needs no account, and what comes in by it."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from kotacerdas.accounts.models import Role, User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.accounts.selectors import holders_at, operators_at
from kotacerdas.audit.actions import record_entry
from kotacerdas.casework.actions.cases import CaseCommand, current_case
from kotacerdas.casework.actions.evidence import LONGEST_TITLE, keep_file, sent_file
from kotacerdas.casework.actions.pieces import stored
from kotacerdas.casework.judging import judged
from kotacerdas.casework.models import Evidence, StoredFile
from kotacerdas.casework.notices import tell
from kotacerdas.casework.processes import case_url, process_of, whole_cases
from kotacerdas.casework.safe_names import safe_name, safe_text
from kotacerdas.core import stored_files
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import language, words
from kotacerdas.evaluation.actions.answers import ask_again
from kotacerdas.evaluation.actions.bringing import being_written
from kotacerdas.evaluation.actions.uses import refuse_days, use, wanted_codes
from kotacerdas.evaluation.addressees import addressees
from kotacerdas.evaluation.models import Incoming, ItemCase, Request
from kotacerdas.evaluation.process import present_agency, refuse_closed
from kotacerdas.evaluation.validity import UNSAID, Days
from kotacerdas.evaluation.wanting import name_of
from kotacerdas.outbox.mail import queue_letter
from kotacerdas.records.actions import lock_region
from kotacerdas.records.files import storing
from kotacerdas.records.models import Agency
from kotacerdas.wording.dates import long_date
from kotacerdas.workbook.cells import printable

LASTS = timedelta(days=7)
USES = 20  # files that may come by one link
LONGEST_NOTE = 2000
_BYTES = 16  # 128 random bits
BY_LINK = "link"  # who the log says did what somebody without an account did


def token_of(request: Request) -> str:
    """The secret of its link, 26 letters and digits, from the nonce and the site's key."""
    digest = hmac.digest(
        settings.SECRET_KEY.encode(), f"request:{request.nonce}".encode(), "sha256"
    )
    return base64.b32encode(digest[:_BYTES]).decode().rstrip("=").lower()


def request_of(token: str) -> Request | None:
    """The request of that link, whether it still works or not; None of one that is none."""
    return whole_requests().filter(digest=_digest(token)).first()


def whole_requests() -> QuerySet[Request]:
    """Requests with all that is said of them."""
    related = ("item__cycle__region", "item__region", "item__agency", "asked_by")
    return Request.objects.select_related(*related)


def _digest(token: str) -> str:
    return hashlib.sha256(token.strip().lower().encode()).hexdigest()


def is_open(request: Request, at: datetime) -> bool:
    """Whether anything may come by its link still."""
    return request.ended_at is None and request.uses_left > 0 and at < request.ends_at


def ask(  # noqa: PLR0913 - what of which item, who asks, when, and where links begin
    item: ItemCase, wanted: str, *, by: User, at: datetime, site: str, lasts: timedelta = LASTS
) -> Request:
    """Ask the item's agency for a piece; the same once more is the same request, for longer.

    Its link works to the end of the last day. Its operators get a notice, and a letter with the
    link unless they turned reminders off. An item of a stage that was submitted is asked for again
    by it.

    Raises:
        NotAllowedError: `by` does not prepare evaluations there.
        RefusedError: the item asks for no such piece, its agency has retired, or the cycle was
            closed.
    """
    with transaction.atomic():
        lock_region(item.region)
        require(by, item.region, Right.PREPARE, at)
        item = ItemCase.objects.select_related("cycle", "region", "agency").get(pk=item.pk)
        refuse_closed(item.cycle)
        present_agency(item.agency, item.region)
        if wanted and wanted not in wanted_codes(item):
            raise RefusedError("item.not_wanted")
        known = Request.objects.filter(item=item, wanted=wanted, ended_at__isnull=True)
        made = known.order_by("-pk").first()
        before = None if made is None else values_of(made)
        if made is None or not is_open(made, at):
            made = _new(item, wanted, by)
        made.item = item
        ask_again(item, name_of(item, wanted), by=by, at=at)
        made.asked_by, made.asked_at, made.ends_at = by, at, _end_of_day(at + lasts)
        made.save()
        _record(made, "evaluation.ask", before, values_of(made), by.email, at)
        _tell(made, by, at, site)
    return made


def _end_of_day(at: datetime) -> datetime:
    """The last moment of its day where the site is: people are told the day alone."""
    return timezone.localtime(at).replace(hour=23, minute=59, second=59, microsecond=999_999)


def _new(item: ItemCase, wanted: str, by: User) -> Request:
    made = Request(
        item=item, wanted=wanted, nonce=secrets.token_hex(_BYTES), asked_by=by, uses_left=USES
    )
    made.digest = _digest(token_of(made))
    return made


def _tell(request: Request, by: User, at: datetime, site: str) -> None:
    """A notice to the operators, and a letter to those who want any and to the agency's address."""
    case = whole_cases().get(pk=request.item_id)
    agency: Agency = case.agency
    people = operators_at([agency], at)
    values = {
        "name": process_of(case).name(case),
        "piece": name_of(request.item, request.wanted),
        "by": str(by),
        "day": timezone.localdate(request.ends_at).isoformat(),
    }
    tell(people, case.region, "item_asked", values, at, case=case)
    for email, (spoken, own) in addressees(agency, people, site).items():
        with translation.override(spoken):
            subject = words()("cycle.letter_subject", piece=name_of(request.item, request.wanted))
            body = message_of(request, site) + "\n"
            letter = EmailMessage(subject, body, to=[email], headers=own)
        queue_letter(f"request/{request.pk}/{at.isoformat()}/{email}", letter, at)


def message_of(request: Request, site: str) -> str:
    """What is sent to the agency, to paste into a chat too: what is asked, until when, the link."""
    case = request.item
    return words()(
        "cycle.message",
        agency=case.agency,
        piece=name_of(case, request.wanted),
        item=process_of(case).name(case),
        year=case.cycle.year,
        day=long_date(timezone.localdate(request.ends_at), language()),
        link=site + reverse("evaluation:link", args=[token_of(request)]),
    )


def end(request: Request, *, by: User, at: datetime) -> None:
    """Take a request back: its link works no more. Again changes nothing.

    Raises NotAllowedError: `by` does not prepare evaluations there.
    """
    region = request.item.region
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.PREPARE, at)
        held = _held(request)
        if held.ended_at is None:
            _end(held, by.email, at)


def _end(held: Request, actor: str, at: datetime, *, declined: str = "") -> None:
    before = values_of(held)
    held.ended_at, held.declined = at, declined or held.declined
    held.save(update_fields=["ended_at", "declined"])
    _record(held, "evaluation.end_request", before, values_of(held), actor, at)


def mark_seen(request: Request, at: datetime) -> None:
    """Note when the link was first opened."""
    Request.objects.filter(pk=request.pk, seen_at__isnull=True).update(seen_at=at)


@dataclass(frozen=True)
class Sent:
    """A file as it was sent."""

    name: str
    content: bytes


def bring(
    request: Request, files: Sequence[Sent], note: str, *, at: datetime, days: Days = UNSAID
) -> list[Incoming]:
    """Let files come in by a link; they wait for a coordinator. The same file again is the same,
    with the days that are said now.

    Raises:
        RefusedError: the link works no more, no file was sent, the days are none of a document, or
            one of the files is refused: then none is kept.
    """
    judgements = [judged(safe_text(one.name)[-LONGEST_TITLE:], one.content) for one in files]
    region = request.item.region
    with storing(StoredFile) as store, transaction.atomic():
        lock_region(region)
        held = _held(request)
        if not is_open(held, at):
            raise RefusedError("cycle.link_ended")
        if not files:
            raise RefusedError("evidence.no_file")
        if len(files) > held.uses_left:
            raise RefusedError("cycle.too_many_files", left=held.uses_left)
        refuse_days(held.item, days, at)
        note = printable(note)[:LONGEST_NOTE]
        known = {one.file.sha256: one for one in held.incoming.select_related("file")}
        brought = []
        for one, judgement in zip(files, judgements, strict=True):
            sha256 = hashlib.sha256(one.content).hexdigest()
            if sha256 in known:
                brought.append(known[sha256])
                if days != UNSAID:
                    again = Incoming.objects.filter(pk=known[sha256].pk, settled_at__isnull=True)
                    again.update(**vars(days))
                continue
            known[sha256] = Incoming.objects.create(
                request=held,
                file=stored(store, region, one.content, judgement),
                title=safe_name(one.name, judgement.kind),
                note=note,
                at=at,
                **vars(days),
            )
            brought.append(known[sha256])
        fresh = [one for one in brought if one.at == at]
        if fresh:
            held.uses_left -= len(fresh)
            held.save(update_fields=["uses_left"])
            _record_incoming(fresh, "evaluation.come_in", BY_LINK, at)
            _tell_coordinator(held, len(fresh), at)
    return brought


def decline(request: Request, reason: str, *, at: datetime) -> None:
    """Say by the link that there is no such piece, and why; the link ends.

    Raises RefusedError: the link works no more, or the reason is missing.
    """
    reason = printable(reason)[:LONGEST_NOTE]
    region = request.item.region
    with transaction.atomic():
        lock_region(region)
        held = _held(request)
        if not is_open(held, at):
            raise RefusedError("cycle.link_ended")
        if not reason.strip():
            raise RefusedError("cycle.needs_reason")
        _end(held, BY_LINK, at, declined=reason)
        values = {"name": _name(held), "text": reason}
        tell(_coordinators(held, at), region, "item_declined", values, at, url=_url(held))


def _tell_coordinator(held: Request, count: int, at: datetime) -> None:
    values = {"name": _name(held), "n": str(count), "agency": held.item.agency.name}
    tell(_coordinators(held, at), held.item.region, "item_came_in", values, at, url=_url(held))


def _coordinators(held: Request, at: datetime) -> list[User]:
    """Who asked; all coordinators once that one is none any more."""
    now = holders_at(held.item.region, Role.COORDINATOR, at).select_related("user")
    people = {one.user for one in now}
    return [held.asked_by] if held.asked_by in people else sorted(people, key=lambda one: one.pk)


def _name(held: Request) -> str:
    case = whole_cases().get(pk=held.item_id)
    return process_of(case).name(case)


def _url(held: Request) -> str:
    return f"{case_url(whole_cases().get(pk=held.item_id))}#bukti"


def accept(
    incoming: Incoming, *, by: User, at: datetime, days: Days | None = None, reason: str = ""
) -> Evidence:
    """Make evidence of the item of what came in; it counts as the piece that was asked for.

    Without `days` a document has those that came with it.
    An item of a stage that was submitted meanwhile is asked for again by it, for that `reason`.

    Raises as `add_file`, and RefusedError where it was settled otherwise.
    """
    case = whole_cases().get(pk=incoming.request.item_id)
    require(by, case.region, Right.PREPARE, at)
    file = incoming.file
    content = stored_files.read(str(file.content), file.sha256, incoming.title)
    sent = sent_file(CaseCommand(case, by, at, case.revision), incoming.title, content)
    with storing(StoredFile) as store, transaction.atomic():  # what is refused leaves nothing
        lock_region(case.region)
        held = Incoming.objects.select_related("request__item__cycle", "evidence").get(
            pk=incoming.pk
        )
        if held.refused:
            raise RefusedError("cycle.settled_already")
        if held.evidence is not None:
            return held.evidence
        why = printable(reason).strip()[:LONGEST_NOTE] or words()("item.came_after")
        ask_again(case.item, why, by=by, at=at)
        case = current_case(case)
        command = being_written(CaseCommand(case, by, at, case.revision))
        piece = keep_file(command, store, sent)
        own = Days(held.dated, held.valid_until) if days is None else days
        use(command, piece, held.request.wanted, own)
        _settle(held, by, at, evidence=piece)
    return piece


def refuse(incoming: Incoming, reason: str, *, by: User, at: datetime) -> None:
    """Say that what came in is no evidence of the item, and why.

    Raises:
        NotAllowedError: `by` does not prepare evaluations there.
        RefusedError: the reason is missing, or it was accepted.
    """
    reason = printable(reason)[:LONGEST_NOTE]
    region = incoming.request.item.region
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.PREPARE, at)
        if not reason.strip():
            raise RefusedError("cycle.needs_reason")
        held = Incoming.objects.select_related("request__item__cycle").get(pk=incoming.pk)
        if held.evidence_id is not None:
            raise RefusedError("cycle.settled_already")
        if not held.refused:
            _settle(held, by, at, refused=reason)


def _settle(
    held: Incoming, by: User, at: datetime, *, evidence: Evidence | None = None, refused: str = ""
) -> None:
    held.settled_by, held.settled_at = by, at
    held.evidence, held.refused = evidence, refused
    held.save()
    action = "evaluation.accept" if evidence is not None else "evaluation.refuse"
    before, after = {"state": "waiting"}, {"state": state_of(held)}
    said = {"of": of_incoming(held), "before": before, "after": after}
    region = held.request.item.region
    record_entry(region.code, action, [said], actor=by.email, at=at, reason=refused)


def of_request(one: Request) -> list[Any]:
    """What the log calls a request."""
    item = one.item
    return ["evaluation.request", one.pk, item.cycle.year, item.code, one.wanted, one.pk]


def values_of(request: Request) -> dict[str, Any]:
    """What the log has of a request; never what its link is made of."""
    return {"has_ended": request.ended_at is not None, "declined": request.declined or None}


def _held(request: Request) -> Request:
    return whole_requests().get(pk=request.pk)


def _record(  # noqa: PLR0913, PLR0917 - what, who and when
    one: Request,
    action: str,
    before: dict[str, Any] | None,
    after: dict[str, Any],
    actor: str,
    at: datetime,
) -> None:
    item = one.item
    said = {"of": of_request(one), "before": before, "after": after}
    record_entry(item.region.code, action, [said], actor=actor, at=at)


def state_of(one: Incoming) -> str:
    """`waiting`, `accepted` or `refused`."""
    if one.settled_at is None:
        return "waiting"
    return "refused" if one.refused else "accepted"


def of_incoming(one: Incoming) -> list[Any]:
    """What the log calls a file that came in."""
    item = one.request.item
    return ["evaluation.incoming", one.pk, item.cycle.year, item.code, one.pk]


def _record_incoming(fresh: Sequence[Incoming], action: str, actor: str, at: datetime) -> None:
    said = [
        {"of": of_incoming(one), "before": None, "after": {"state": "waiting"}} for one in fresh
    ]
    record_entry(fresh[0].request.item.region.code, action, said, actor=actor, at=at)
