"""Deciding what two innovations that look alike are to each other, and taking that back."""

from datetime import datetime

from django.db import transaction

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.audit.models import Entry
from kotacerdas.core.errors import RefusedError
from kotacerdas.innovation.models import FIELDS, LikelyPair, TwinDecision, Verdict
from kotacerdas.innovation.selectors import open_pair
from kotacerdas.innovation.twins import replicates_of, still_says
from kotacerdas.plan.changes import changes_of
from kotacerdas.plan.models import Innovation
from kotacerdas.records.actions import Change, apply_changes, lock_region
from kotacerdas.records.models import Region
from kotacerdas.records.storage import Values, in_region

DECIDE, TAKE_BACK = "twins.decide", "twins.take_back"


def decide(  # noqa: PLR0913 - who, when and why belong to every change
    region: Region,
    pair: int,
    verdict: Verdict,
    original: int | None,
    *,
    by: User,
    at: datetime,
    reason: str = "",
) -> tuple[TwinDecision, Entry | None]:
    """Decide a pair, by its primary key, in one entry of the log; what was decided, and the entry.

    `original` is the primary key of the one that stays, or that the other replicates; None of two
    that are different.

    Raises:
        NotAllowedError: `by` may not.
        RefusedError: somebody decided it meanwhile, or `original` is none of the two.
    """
    require(by, region, Right.RECORDS, at)
    with transaction.atomic():
        lock_region(region)
        likely = open_pair(region, pair)
        if likely is None:
            raise RefusedError("twins.gone")
        sides = {one.pk: one for one in (likely.first, likely.second)}
        if verdict is not Verdict.DIFFERENT and original not in sides:
            raise RefusedError("twins.no_original")
        chosen = None if verdict is Verdict.DIFFERENT else sides[original or 0]
        made = TwinDecision.objects.create(
            region=region,
            first=likely.first,
            second=likely.second,
            verdict=verdict,
            original=chosen,
            reason=reason.strip(),
            by=by,
            at=at,
        )
        changes: list[Change] = []
        extra = []
        if chosen is None:
            extra.append(_element(likely, None, verdict))
        else:
            (copy,) = (one for one in sides.values() if one.pk != chosen.pk)
            changes = changes_of(region, Innovation, _wanted(region, verdict, chosen, copy))
        entry = apply_changes(
            region,
            changes,
            DECIDE,
            actor=by.email,
            at=at,
            reason=reason.strip(),
            extra_log_entries=extra,
        )
    return made, entry


def take_back(region: Region, decision: int, *, by: User, at: datetime) -> Entry | None:
    """Let a pair be open again; the field that says it is emptied, unless it says another thing.

    Raises:
        NotAllowedError: `by` may not.
        RefusedError: somebody took it back meanwhile.
    """
    require(by, region, Right.RECORDS, at)
    with transaction.atomic():
        lock_region(region)
        decided = TwinDecision.objects.filter(region=region, pk=decision)
        one = decided.select_related("region", "first", "second").first()
        if one is None:
            raise RefusedError("twins.gone")
        changes: list[Change] = []
        extra = []
        copy = one.second if one.original_id == one.first_id else one.first
        if one.verdict != Verdict.DIFFERENT and still_says(copy, one):
            name = FIELDS[Verdict(one.verdict)]
            changes = changes_of(region, Innovation, {copy.pk: {name: None}})
        else:
            extra.append(_element(one, one.verdict, None))
        one.delete()
        return apply_changes(
            region, changes, TAKE_BACK, actor=by.email, at=at, extra_log_entries=extra
        )


def _wanted(
    region: Region, verdict: Verdict, original: Innovation, copy: Innovation
) -> dict[int, Values | None]:
    if verdict is Verdict.REPLICATION:
        return {copy.pk: {"replicates": replicates_of(original, region)}}
    # What was the same as the copy is the same as the original: nothing is it by way of another.
    same = in_region(Innovation, region).filter(same_as=copy.code).values_list("pk", flat=True)
    return {pk: {"same_as": original.code} for pk in (copy.pk, *same)}


def _element(
    pair: LikelyPair | TwinDecision, before: str | None, after: str | None
) -> dict[str, object]:
    """What the log says of two where no record says it."""
    return {
        "of": [TwinDecision._meta.label_lower, None, pair.first.code, pair.second.code],
        "before": before and {"verdict": str(before)},
        "after": after and {"verdict": str(after)},
    }
