"""From scores to a signed result: concluded, settled, set, signed, corrected."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from kotacerdas.accounts.models import User
from kotacerdas.audit.actions import record_entry
from kotacerdas.casework.notices import tell
from kotacerdas.core.errors import RefusedError
from kotacerdas.evaluation.actions.findings import Found, write_finding
from kotacerdas.evaluation.models import Cycle, FindingCase, ItemCase
from kotacerdas.panel.access import require_chair
from kotacerdas.panel.actions.scoring import LONGEST, checked_score
from kotacerdas.panel.actions.standing import keep_standing
from kotacerdas.panel.actions.telling import tell_region
from kotacerdas.panel.logged import (
    Element,
    element,
    hash_of,
    of_result,
    of_review,
    of_settlement,
    of_signature,
    values_of_result,
    values_of_review,
    values_of_settlement,
    values_of_signature,
)
from kotacerdas.panel.meeting import standing_minutes
from kotacerdas.panel.models import Result, Review, Settlement, Signature
from kotacerdas.panel.outcomes import (
    ReviewScores,
    earlier_index,
    newest_submission,
    phase,
    scores_of,
    standing_result,
)
from kotacerdas.panel.phases import MOVES, Move, Phase, moves_of
from kotacerdas.panel.places import place
from kotacerdas.panel.results import content_of, signatories_of, still_signs
from kotacerdas.panel.selectors import whole_reviews
from kotacerdas.records.actions import lock_region
from kotacerdas.workbook.cells import printable

RECENT = timedelta(minutes=5)  # in which who signs must have signed in


def conclude(review: Review, reason: str = "", *, by: User, at: datetime) -> Review:
    """Take no more scores; spreads are settled from now on.

    Raises:
        PermissionDenied: `by` does not chair the panel.
        RefusedError: the table has no such move now, nobody sent scores, or somebody has not and
            there is no reason to go on without them.
    """
    with transaction.atomic():
        held, reason = _held(review, Move.CONCLUDE, reason, by)
        scores = scores_of(held)
        waiting = [str(chain[0].member) for chain in scores.seats.values() if not chain[0].sent_at]
        if not scores.sent:
            raise RefusedError("panel.nobody_sent")
        if waiting and not reason:
            raise RefusedError("panel.still_scoring", who=", ".join(waiting))
        return _concluded(held, at, "panel.conclude", by, at, reason)


def resume(review: Review, reason: str, *, by: User, at: datetime) -> Review:
    """Take scores again.

    Raises:
        PermissionDenied: `by` does not chair the panel.
        RefusedError: the table has no such move now, or the reason is missing.
    """
    with transaction.atomic():
        held, reason = _held(review, Move.RESUME, reason, by)
        return _concluded(held, None, "panel.resume", by, at, reason)


def _concluded(  # noqa: PLR0913, PLR0917 - the review, its new state, and the entry
    review: Review, to: datetime | None, action: str, by: User, at: datetime, reason: str
) -> Review:
    before = values_of_review(review)
    review.concluded_at = to
    review.save(update_fields=["concluded_at"])
    said = element(of_review(review), before, values_of_review(review))
    _record(review, action, [said], by, at, reason)
    keep_standing(review)
    return review


def settle(  # noqa: PLR0913 - which item at what, why, who and when
    review: Review, item: str, hundredths: int | None, reason: str, *, by: User, at: datetime
) -> Settlement:
    """Say what an item comes to, in place of the mean; its single scores stay as they were.

    Raises:
        PermissionDenied: `by` does not chair the panel.
        RefusedError: spreads are not being settled now, the questionnaire has no such item or the
            scale no such score, or the reason is missing or too long.
    """
    reason = printable(reason).strip()
    with transaction.atomic():
        held = _locked(review, by)
        if phase(held) is not Phase.DISCUSSING:
            raise RefusedError("panel.not_discussing")
        value = checked_score(held, item, hundredths)
        if not reason:
            raise RefusedError("panel.needs_reason")
        if len(reason) > LONGEST:
            raise RefusedError("panel.too_long", most=LONGEST)
        known = Settlement.objects.filter(review=held, item=item).select_related("by").first()
        if known is not None and (known.hundredths, known.reason) == (value, reason):
            return known
        before = None if known is None else values_of_settlement(known)
        made, _ = Settlement.objects.update_or_create(
            review=held,
            item=item,
            defaults={"hundredths": value, "reason": reason, "by": by, "at": at},
        )
        said = element(of_settlement(made), before, values_of_settlement(made))
        _record(held, "panel.settle", [said], by, at)
        keep_standing(held)
    return made


def unsettle(review: Review, item: str, *, by: User, at: datetime) -> None:
    """Let the mean stand again.

    Raises:
        PermissionDenied: `by` does not chair the panel.
        RefusedError: spreads are not being settled now.
    """
    with transaction.atomic():
        held = _locked(review, by)
        if phase(held) is not Phase.DISCUSSING:
            raise RefusedError("panel.not_discussing")
        known = Settlement.objects.filter(review=held, item=item).select_related("by").first()
        if known is None:
            return
        said = element(of_settlement(known), values_of_settlement(known), None)
        known.delete()
        _record(held, "panel.unsettle", [said], by, at)
        keep_standing(held)


def set_result(review: Review, due_on: date | None = None, *, by: User, at: datetime) -> Result:
    """Write the result down for good, for those to sign whom the edition names.

    Comments that assessors made findings become such of the region, due on that day.

    Raises:
        PermissionDenied: `by` does not chair the panel.
        RefusedError: the table has no such move now, an item has no score or a spread is not
            settled, a signatory is missing, or a finding can't be made.
    """
    with transaction.atomic():
        held, _ = _held(review, Move.SET, "", by)
        scores = scores_of(held, earlier_index(held.cycle))
        _refuse_unready(scores)
        submission = newest_submission(held)
        if submission is None:
            raise RefusedError("panel.nothing_submitted")
        people = signatories_of(scores, at)
        before = held.results.order_by("-number").first()
        made = _make_findings(scores, before, due_on, by, at)
        content = content_of(scores, submission, [*made, *_promised(held, made)])
        result = Result.objects.create(
            review=held,
            number=1 if before is None else before.number + 1,
            content=content,
            sha256=hash_of(content),
            reason="" if before is None else before.correction,
            by=by,
            at=at,
        )
        signs = [
            Signature.objects.create(
                result=result, user=one.user, capacity=one.capacity, turn=one.turn
            )
            for one in people
        ]
        said = [
            element(of_result(result), None, values_of_result(result)),
            *(element(of_signature(one), None, values_of_signature(one)) for one in signs),
        ]
        _record(held, "panel.set", said, by, at)
        _tell_next(result, at)
    return result


def _refuse_unready(scores: ReviewScores) -> None:
    open_ones, wide = scores.outcome.open_items, scores.outcome.wide_items
    if open_ones:
        raise RefusedError("panel.items_open", n=len(open_ones), first=open_ones[0])
    if wide:
        raise RefusedError("panel.spreads_open", n=len(wide), first=wide[0])
    if scores.outcome.index.value is None:
        raise RefusedError("panel.no_index")


def _make_findings(
    scores: ReviewScores, before: Result | None, due_on: date | None, by: User, at: datetime
) -> list[FindingCase]:
    """Those of the comments that are to be such, in the order of the items. What the result before
    found already is the same finding, whatever became of it.

    Raises RefusedError: there are some, and no day is said or they can't be made.
    """
    cycle = scores.review.cycle
    noted = [
        one
        for asked in scores.outcome.asked
        for one in scores.counted.get(asked.code, {}).values()
        if one.is_finding
    ]
    if not noted:
        return []
    if due_on is None:
        raise RefusedError("panel.no_day", n=len(noted))
    cases = ItemCase.objects.filter(cycle=cycle).select_related("agency")
    agencies = {one.code: one.agency for one in cases}
    made: dict[int, FindingCase] = {}  # two who say the same of an item find one thing
    known = _found_before(cycle, before)
    for one in noted:
        if (one.item, one.comment) in known:
            finding = known[one.item, one.comment]
            made[finding.pk] = finding
            continue
        agency = agencies.get(one.item, cycle.home)
        if agency.retired_on is not None:
            agency = cycle.home
        found = Found(one.comment, agency, due_on, item=one.item)
        finding = write_finding(cycle, found, by, at)
        made[finding.pk] = finding
    return list(made.values())


def _found_before(cycle: Cycle, before: Result | None) -> dict[tuple[str, str], FindingCase]:
    """The findings of the result before, by item and text."""
    said = before.content["recommendations"] if before is not None else []
    found = FindingCase.objects.filter(cycle=cycle, number__in=[one["number"] for one in said])
    return {(one.item_code, one.text): one for one in found.select_related("agency")}


def _promised(review: Review, made: Sequence[FindingCase]) -> QuerySet[FindingCase]:
    """The findings of what the region committed itself to, by the minutes that stand."""
    minutes = standing_minutes(review)
    said = [] if minutes is None else minutes.content["commitments"]
    found = FindingCase.objects.filter(
        cycle=review.cycle, number__in=[one["number"] for one in said]
    )
    others = found.exclude(pk__in=[one.pk for one in made])
    return others.select_related("agency").order_by("number")


def correct(review: Review, reason: str, *, by: User, at: datetime) -> Review:
    """Begin to correct a result: it stays as it was set, and another will stand beside it.

    Raises:
        PermissionDenied: `by` does not chair the panel.
        RefusedError: there is none, or the reason is missing.
    """
    with transaction.atomic():
        held, reason = _held(review, Move.CORRECT, reason, by)
        result = standing_result(held)
        if result is None:
            raise RefusedError("panel.no_result")
        before = values_of_result(result)
        result.corrected_at, result.correction = at, reason
        result.save(update_fields=["corrected_at", "correction"])
        said = element(of_result(result), before, values_of_result(result))
        _record(held, "panel.correct", [said], by, at, reason)
    return held


def sign(
    result: Result, seen_sha256: str, signed_in_at: datetime | None, *, by: User, at: datetime
) -> Signature:
    """Sign a result as it was seen; `signed_in_at` is when the reader said last who they are.

    Raises:
        PermissionDenied: `by` is none of those who sign it.
        RefusedError: another result stands now than the one that was seen, others sign before, it
            was signed already, who signs is no more what they sign as, or signing in lies too
            long ago.
    """
    region = result.review.cycle.region
    with transaction.atomic():
        lock_region(region)
        own = Signature.objects.filter(result=result, user=by).select_related("user")
        pending = own.filter(signed_at=None).order_by("turn").first()
        if not own.exists():
            raise PermissionDenied
        held = Result.objects.select_related("review").get(pk=result.pk)
        review = whole_reviews().get(pk=held.review_id)
        if held.corrected_at is not None or held.sha256 != seen_sha256:
            raise RefusedError("panel.result_changed", sha256=seen_sha256[:12])
        if hash_of(held.content) != held.sha256:
            raise RefusedError("panel.result_altered", sha256=held.sha256[:12])
        if pending is None:
            raise RefusedError("panel.signed_already")
        earlier = Signature.objects.filter(result=held, signed_at=None, turn__lt=pending.turn)
        waiting = [str(one.user) for one in earlier.select_related("user")]
        if waiting:
            raise RefusedError("panel.others_sign_first", who=", ".join(waiting))
        if signed_in_at is None or at - signed_in_at > RECENT:
            raise RefusedError("panel.sign_in_again")
        if not still_signs(by, pending.capacity, scores_of(review), at):
            raise RefusedError("panel.signs_no_more", who=str(by))
        before = values_of_signature(pending)
        pending.signed_at = at
        pending.save(update_fields=["signed_at"])
        said = element(of_signature(pending), before, values_of_signature(pending))
        _record(review, "panel.sign", [said], by, at)
        _tell_next(held, at)
    return pending


def _tell_next(result: Result, at: datetime) -> None:
    """Tell those whose turn it is to sign, unless others of the turn still sign."""
    review = whole_reviews().get(pk=result.review_id)
    pending = Signature.objects.filter(result=result, signed_at=None).select_related("user")
    turn = pending.order_by("turn").values_list("turn", flat=True).first()
    if turn is None:
        _tell_region(review, result, at)
        return
    if Signature.objects.filter(result=result, turn=turn, signed_at__isnull=False):
        return
    region = review.cycle.region
    url, values = place(review, "result", result.number), {"region": str(region)}
    people = [one.user for one in pending.filter(turn=turn)]
    tell(people, region, "panel_sign", values, at, url=url)


def _tell_region(review: Review, result: Result, at: datetime) -> None:
    """Tell who leads and who coordinates the region that all have signed."""
    region = review.cycle.region
    url, values = place(review, "feedback", result.number), {"region": str(region)}
    tell_region(region, "panel_signed", values, at, url=url)


def _held(review: Review, move: Move, reason: str, by: User) -> tuple[Review, str]:
    """The review under its lock, where the table has the move; and the reason without its edges."""
    held, reason = _locked(review, by), printable(reason).strip()
    now = phase(held)
    if move not in moves_of(now):
        raise RefusedError(f"panel.not_{move}")
    if MOVES[now, move].needs_reason and not reason:
        raise RefusedError("panel.needs_reason")
    return held, reason


def _locked(review: Review, by: User) -> Review:
    lock_region(review.cycle.region)
    held = whole_reviews().get(pk=review.pk)
    require_chair(by, held)
    return held


def _record(  # noqa: PLR0913, PLR0917 - what, who, when and why
    review: Review, action: str, said: list[Element], by: User, at: datetime, reason: str = ""
) -> None:
    code = review.cycle.region.code
    record_entry(code, action, said, actor=by.email, at=at, reason=reason)
