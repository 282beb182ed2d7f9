"""Reading panels and their reviews."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kotacerdas.accounts.models import User
from kotacerdas.accounts.selectors import held_at
from kotacerdas.panel.models import Assignment, ItemScore, Member, Panel, Review


def whole_reviews() -> QuerySet[Review]:
    """With all that a page names of them."""
    related = ("panel__home", "cycle__region", "cycle__home", "stage__window", "cycle__current")
    return Review.objects.select_related(*related)


def members_of(panel: Panel) -> QuerySet[Member]:
    """Those of now, the chair first."""
    found = Member.objects.filter(panel=panel, left_at=None).select_related("user")
    return found.order_by("-is_chair", "user__name", "pk")


def panels_of(user: User) -> QuerySet[Panel]:
    """Those that the user is a member of, the latest first."""
    own = Panel.objects.filter(members__user=user, members__left_at=None)
    return own.select_related("home").order_by("-year", "-stage", "-pk")


def assignments_in_force(reviews: Iterable[Review], at: datetime) -> QuerySet[Assignment]:
    """Who reads these regions for the panel at that moment."""
    held = Q(appointment__from_at__lte=at) & (
        Q(appointment__to_at__isnull=True) | Q(appointment__to_at__gt=at)
    )
    found = Assignment.objects.filter(held, review__in=[one.pk for one in reviews])
    return found.select_related("member__user", "appointment").order_by("pk")


def own_assignments(user: User, panel: Panel, at: datetime) -> QuerySet[Assignment]:
    """The regions that the user reads for the panel then, by name, each with how many items they
    scored of it (`given`).
    """
    roles = user.appointments.filter(held_at(at))
    own = Assignment.objects.filter(
        review__panel=panel, member__user=user, member__left_at=None, appointment__in=roles
    )
    related = ("member", "review__cycle__region", "review__stage__window")
    scores = ItemScore.objects.filter(assignment=OuterRef("pk")).order_by().values("assignment")
    # Counted by itself: beside what is joined it would be grouped by every column.
    given = Subquery(scores.annotate(n=Count("pk")).values("n"))
    return (
        own.select_related(*related)
        .annotate(given=Coalesce(given, 0))
        .order_by("review__cycle__region__name", "pk")
    )


def seats_held(at: datetime) -> Count:
    """Of a member: how many regions they score at that moment."""
    in_force = Q(assignments__appointment__from_at__lte=at) & (
        Q(assignments__appointment__to_at__isnull=True) | Q(assignments__appointment__to_at__gt=at)
    )
    return Count("assignments", filter=in_force & Q(assignments__is_scoring=True))


def scores_by_item(assignment: Assignment) -> dict[str, ItemScore]:
    return {one.item: one for one in ItemScore.objects.filter(assignment=assignment)}
