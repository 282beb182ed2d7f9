"""Who judges which region: by hand, spread evenly, substituted, or barred by a conflict."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kotacerdas.accounts.actions import Logged, add_appointment, end_at
from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.accounts.rights import Right, current_appointments, rights_in
from kotacerdas.audit.actions import record_entry
from kotacerdas.casework.notices import tell
from kotacerdas.core.errors import RefusedError
from kotacerdas.panel.access import may_manage, require_manager
from kotacerdas.panel.actions.standing import keep_standing
from kotacerdas.panel.allocation import Candidate, allocate
from kotacerdas.panel.logged import (
    element,
    of_assignment,
    of_conflict,
    values_of_assignment,
    values_of_conflict,
)
from kotacerdas.panel.models import Assignment, Conflict, Member, Panel, Review
from kotacerdas.panel.places import place
from kotacerdas.panel.selectors import assignments_in_force, members_of, whole_reviews
from kotacerdas.records.actions import lock_region
from kotacerdas.records.models import Region
from kotacerdas.workbook.cells import printable

MOST_SEATS = 20


def assign(review: Review, member: Member, *, by: User, at: datetime) -> Assignment:
    """Give the member a seat for the region; the same again is the same.

    Raises:
        PermissionDenied: `by` does not hold the panel.
        RefusedError: the member is of another panel or has left, has a conflict of interest there,
            or scoring was concluded.
    """
    with transaction.atomic():
        lock_region(review.cycle.region)
        require_manager(by, review.panel, at)
        return _assign(review, member, by, at)


def _assign(
    review: Review, member: Member, by: User, at: datetime, follows: Assignment | None = None
) -> Assignment:
    held = Member.objects.select_related("user").get(pk=member.pk)
    _refuse_unfit(review, held)
    in_force = assignments_in_force([review], at).filter(member=held)
    said: Logged = []
    for one in in_force:
        if one.is_scoring:
            if follows is not None:
                raise RefusedError("panel.sits_already", who=str(held))
            return one
        said += take_away(one, at)  # who read it as the chair does scores it now
    if follows is None:  # who comes back goes on where they stopped
        own = Assignment.objects.filter(review=review, member=held, is_scoring=True)
        follows = own.filter(followed_by=None).order_by("-pk").first()
    said += give(review, held, at, is_scoring=True, follows=follows)
    made = Assignment.objects.get(review=review, member=held, pk=said[-1]["of"][1])
    region = review.cycle.region
    record_entry(region.code, "panel.assign", said, actor=by.email, at=at)
    keep_standing(review)
    url = place(review, "review")
    tell([held.user], region, "panel_assigned", {"region": str(region)}, at, url=url)
    return made


def _refuse_unfit(review: Review, member: Member) -> None:
    region = review.cycle.region
    if member.panel_id != review.panel_id:
        raise RefusedError("panel.of_another_panel")
    if member.left_at is not None:
        raise RefusedError("panel.member_left", who=str(member))
    if Review.objects.get(pk=review.pk).concluded_at is not None:
        raise RefusedError("panel.concluded")
    if Conflict.objects.filter(member=member, region=region).exists():
        raise RefusedError("panel.has_conflict", who=str(member), region=region)


def unassign(assignment: Assignment, reason: str, *, by: User, at: datetime) -> None:
    """Take a seat away; what was sent from it stays and counts, what was not sent counts no more.

    Raises:
        PermissionDenied: `by` does not hold the panel.
        RefusedError: it has ended, the reason is missing, or scoring was concluded.
    """
    review, reason = _whole(assignment), printable(reason).strip()
    with transaction.atomic():
        lock_region(review.cycle.region)
        require_manager(by, review.panel, at)
        held = _in_force(assignment, at)
        if not reason:
            raise RefusedError("panel.needs_reason")
        if Review.objects.get(pk=review.pk).concluded_at is not None:
            raise RefusedError("panel.concluded")
        said = take_away(held, at)
        code = review.cycle.region.code
        record_entry(code, "panel.unassign", said, actor=by.email, at=at, reason=reason)
        keep_standing(review)


def substitute(
    assignment: Assignment, member: Member, reason: str, *, by: User, at: datetime
) -> Assignment:
    """Let another member take over a seat. What was scored from it is kept under its name, and
    counts wherever the new holder gives nothing else.

    Raises:
        PermissionDenied: `by` does not hold the panel.
        RefusedError: as `assign`; or the seat was taken over already, or the reason is missing.
    """
    review, reason = _whole(assignment), printable(reason).strip()
    with transaction.atomic():
        lock_region(review.cycle.region)
        require_manager(by, review.panel, at)
        held = Assignment.objects.select_related("appointment", "member__user").get(
            pk=assignment.pk
        )
        if not held.is_scoring or Assignment.objects.filter(follows=held).exists():
            raise RefusedError("panel.seat_taken_over")
        if not reason:
            raise RefusedError("panel.needs_reason")
        if held.holds_at(at):
            code = review.cycle.region.code
            said = take_away(held, at)
            record_entry(code, "panel.unassign", said, actor=by.email, at=at, reason=reason)
        return _assign(review, member, by, at, follows=held)


def allocate_seats(
    panel: Panel, seats: int, *, by: User, at: datetime
) -> tuple[list[Assignment], list[Review]]:
    """Fill every review up to so many seats, and say which of them stay short.

    Raises:
        PermissionDenied: `by` does not hold the panel.
        RefusedError: it is no number of seats.
    """
    if not 1 <= seats <= MOST_SEATS:
        raise RefusedError("panel.no_seats", most=MOST_SEATS)
    with transaction.atomic():
        require_manager(by, panel, at)
        open_ones = whole_reviews().filter(panel=panel, concluded_at=None)
        reviews = {one.pk: one for one in open_ones.order_by("cycle__region__code")}
        held: dict[int, list[int]] = {}
        for one in assignments_in_force(reviews.values(), at).filter(is_scoring=True):
            held.setdefault(one.review_id, []).append(one.member_id)
        members = {one.pk: one for one in members_of(panel)}
        chosen = allocate(reviews, seats, _candidates(panel, reviews, members, held), held)
        made = [
            _assign_locked(reviews[key], members[member], by, at)
            for key, keys in chosen.items()
            for member in keys
        ]
        short = [
            reviews[key]
            for key, keys in chosen.items()
            if len(keys) + len(held.get(key, ())) < seats
        ]
    return made, short


def _assign_locked(review: Review, member: Member, by: User, at: datetime) -> Assignment:
    lock_region(review.cycle.region)
    return _assign(review, member, by, at)


def _candidates(
    panel: Panel,
    reviews: dict[int, Review],
    members: dict[int, Member],
    held: dict[int, list[int]],
) -> list[Candidate]:
    regions = {one.cycle.region_id: one.pk for one in reviews.values()}
    barred: dict[int, set[int]] = {}
    conflicts = Conflict.objects.filter(member__panel=panel, region__in=regions)
    for member, region in conflicts.values_list("member", "region"):
        barred.setdefault(member, set()).add(regions[region])
    load: dict[int, int] = {}
    for own in held.values():
        for key in own:
            load[key] = load.get(key, 0) + 1
    return [
        Candidate(key, one.institution.casefold(), load.get(key, 0), frozenset(barred.get(key, ())))
        for key, one in members.items()
    ]


def declare_conflict(
    member: Member, region: Region, reason: str, *, by: User, at: datetime
) -> Conflict:
    """Bar a member from a region: their seat ends, and nothing that they gave counts.

    Raises:
        PermissionDenied: `by` is neither the member, nor holds the panel, nor prepares the region.
        RefusedError: the reason is missing, or scoring was concluded there.
    """
    reason = printable(reason).strip()
    with transaction.atomic():
        lock_region(region)
        if not _may_declare(by, member, region, at):
            raise PermissionDenied
        if not reason:
            raise RefusedError("panel.needs_reason")
        known = Conflict.objects.filter(member=member, region=region).first()
        if known is not None:
            return known
        reviews = whole_reviews().filter(panel=member.panel, cycle__region=region)
        if any(one.concluded_at is not None for one in reviews):
            raise RefusedError("panel.concluded")
        made = Conflict.objects.create(
            member=member, region=region, reason=reason, declared_by=by, declared_at=at
        )
        said = [element(of_conflict(made), None, values_of_conflict(made))]
        for one in assignments_in_force(reviews, at).filter(member=member):
            said += take_away(one, at)
        record_entry(region.code, "panel.conflict", said, actor=by.email, at=at, reason=reason)
        for review in reviews:
            keep_standing(review)
    return made


def withdraw_conflict(conflict: Conflict, reason: str, *, by: User, at: datetime) -> None:
    """Say that there is no such interest after all; the chair reads the region again, a seat has to
    be given anew.

    Raises:
        PermissionDenied: `by` does not hold the panel.
        RefusedError: the reason is missing, or scoring was concluded there.
    """
    reason, region = printable(reason).strip(), conflict.region
    with transaction.atomic():
        lock_region(region)
        require_manager(by, conflict.member.panel, at)
        if not reason:
            raise RefusedError("panel.needs_reason")
        known = Conflict.objects.filter(pk=conflict.pk).first()
        if known is None:
            return
        reviews = whole_reviews().filter(panel=conflict.member.panel, cycle__region=region)
        if any(one.concluded_at is not None for one in reviews):
            raise RefusedError("panel.concluded")
        said: Logged = [element(of_conflict(known), values_of_conflict(known), None)]
        known.delete()
        member = Member.objects.select_related("user").get(pk=known.member_id)
        if member.is_chair and member.left_at is None:
            for review in reviews:
                said += let_chair_read(review, member, at)
        record_entry(region.code, "panel.no_conflict", said, actor=by.email, at=at, reason=reason)
        for review in reviews:
            keep_standing(review)


def _may_declare(by: User, member: Member, region: Region, at: datetime) -> bool:
    return (
        by.pk == member.user_id
        or may_manage(by, member.panel, at)
        or Right.PREPARE in rights_in(region, current_appointments(by, at))
    )


def give(
    review: Review,
    member: Member,
    at: datetime,
    *,
    is_scoring: bool,
    follows: Assignment | None = None,
) -> Logged:
    """Let the member read the region; the assignment is the last of what the log says of it."""
    role = Appointment(
        user=member.user,
        region=review.cycle.region,
        role=Role.EVALUATOR,
        is_of_panel=True,
        from_at=at,
    )
    said = [add_appointment(role)]
    made = Assignment.objects.create(
        review=review, member=member, appointment=role, is_scoring=is_scoring, follows=follows
    )
    return [*said, element(of_assignment(made), None, values_of_assignment(made))]


def let_chair_read(review: Review, chair: Member, at: datetime) -> Logged:
    """Let the chair read the region, unless they do or a conflict bars them; what the log says."""
    if (
        assignments_in_force([review], at).filter(member=chair).exists()
        or Conflict.objects.filter(member=chair, region=review.cycle.region_id).exists()
    ):
        return []
    return give(review, chair, at, is_scoring=False)


def take_away(assignment: Assignment, at: datetime) -> Logged:
    """End what the member reads the region by."""
    return [end_at(assignment.appointment, at)]


def _whole(assignment: Assignment) -> Review:
    return whole_reviews().get(pk=assignment.review_id)


def _in_force(assignment: Assignment, at: datetime) -> Assignment:
    """Raises RefusedError where it has ended."""
    held = Assignment.objects.select_related("appointment", "member__user").get(pk=assignment.pk)
    if not held.holds_at(at):
        raise RefusedError("panel.seat_ended")
    return held
