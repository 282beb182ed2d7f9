"""Who may do what with a panel and its reviews."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied

from kotacerdas.accounts.models import Appointment, User
from kotacerdas.accounts.rights import Right, current_appointments, rights_in
from kotacerdas.accounts.selectors import held_at
from kotacerdas.core.errors import RefusedError
from kotacerdas.panel.models import Assignment, Conflict, Member, Panel, Review
from kotacerdas.records.models import Region

OF_REVIEW = ("panel", "cycle")  # what its pages ask of it


def may_manage(user: User, panel: Panel, at: datetime) -> bool:
    """Who holds it: the site's owners, or of a rehearsal those who prepare the region."""
    return may_hold(user, panel.home, at)


def may_hold(user: User, home: Region | None, at: datetime) -> bool:
    if home is None:
        return user.is_owner and user.is_active
    return Right.PREPARE in rights_in(home, current_appointments(user, at))


def require_manager(user: User, panel: Panel, at: datetime) -> None:
    """Raises PermissionDenied for who does not hold the panel."""
    if not may_manage(user, panel, at):
        raise PermissionDenied


def membership(user: User, panel: Panel) -> Member | None:
    """What the user is in the panel now."""
    return Member.objects.filter(panel=panel, user=user, left_at=None).first()


def is_chair(user: User, panel: Panel) -> bool:
    held = membership(user, panel)
    return held is not None and held.is_chair


def is_barred(user: User, review: Review) -> bool:
    """Whether a conflict of interest bars a member of the panel from the region."""
    own = Conflict.objects.filter(member__panel=review.panel_id, member__user=user)
    return own.filter(region=review.cycle.region_id).exists()


def require_chair(user: User, review: Review) -> None:
    """Raises PermissionDenied for everybody but the chair, and where a conflict bars them too."""
    if not is_chair(user, review.panel) or is_barred(user, review):
        raise PermissionDenied


def takes_notes(user: User, review: Review, at: datetime) -> bool:
    """Whether they write down what is said in the meeting with the region: who reads it for the
    panel, chairs it or holds it, unless a conflict of interest bars them.
    """
    if is_barred(user, review):
        return False
    return (
        assignment_of(user, review, at) is not None
        or is_chair(user, review.panel)
        or may_manage(user, review.panel, at)
    )


def assignment_of(user: User, review: Review, at: datetime) -> Assignment | None:
    """By which the user reads the region of the review for its panel then.

    None without one, so for everybody whom a conflict of interest bars.
    """
    held = user.appointments.filter(held_at(at), is_of_panel=True)
    return next((one for one in assignments_by(held) if one.review_id == review.pk), None)


def assignments_by(held: Iterable[Appointment]) -> list[Assignment]:
    """By which of these appointments of a user, all held then, regions are read for panels, with
    their reviews; of a region and a panel one at most.
    """
    # A role has one assignment: to pick from them here costs less than to join by what is sought.
    own = Assignment.objects.filter(appointment__in=held)
    own = own.select_related("member", *(f"review__{one}" for one in OF_REVIEW))
    return [one for one in own if one.member.left_at is None]


def own_seat(user: User, review: Review, at: datetime) -> Assignment:
    """The user's assignment with a seat, held until the transaction ends.

    Raises:
        PermissionDenied: they are not assigned, or were and are no more.
        RefusedError: they read the region without scoring it.
    """
    found = assignment_of(user, review, at)
    if found is None:
        raise PermissionDenied
    if not found.is_scoring:
        raise RefusedError("panel.no_seat")
    return Assignment.objects.select_for_update().get(pk=found.pk)
