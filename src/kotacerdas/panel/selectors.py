"""Reading panels and their reviews."""

from collections.abc import Iterable
from datetime import datetime
from itertools import starmap
from typing import NamedTuple

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, current_appointments, rights_in
from kotacerdas.panel.models import (
    Assignment,
    ItemScore,
    Member,
    Panel,
    Question,
    Review,
)


class OwnRegion(NamedTuple):
    """A region that a member reads for a panel, and how many of its items they scored."""

    review: int
    code: str
    name: str
    is_scoring: bool
    sent_at: datetime | None
    given: int


class Barred(NamedTuple):
    """A conflict of interest: whom it bars from which region, and why."""

    pk: int
    member: str
    region: str
    reason: str


class OwnScore(NamedTuple):
    """What a seat gave an item, as an `ItemScore` has it."""

    item: str
    hundredths: int
    comment: str
    is_finding: bool
    revision: int
    at: datetime


def whole_reviews() -> QuerySet[Review]:
    """With all that a page names of them."""
    related = ("panel__home", "cycle__region", "cycle__home", "stage__window", "cycle__current")
    return Review.objects.select_related(*related)


def members_of(panel: Panel) -> QuerySet[Member]:
    """Those of now, the chair first."""
    found = Member.objects.filter(panel=panel, left_at=None).select_related("user")
    return found.order_by("-is_chair", "user__name", "pk")


def whole_panels() -> QuerySet[Panel]:
    """Each with its `home`, and with the `questionnaire` of its regions, which names its stage."""
    own = Review.objects.filter(panel=OuterRef("pk")).order_by("pk")
    asked = Subquery(own.values("cycle__questionnaire")[:1])
    return Panel.objects.select_related("home").annotate(questionnaire=asked)


def panels_of(user: User, at: datetime) -> QuerySet[Panel]:
    """Those that the user is a member of or holds, the latest first."""
    held = current_appointments(user, at)
    homes = {one.region for one in held if Right.PREPARE in rights_in(one.region, held)}
    own = Member.objects.filter(user=user, left_at=None).values("panel")
    seen = Q(pk__in=own) | Q(home__in=homes)
    if user.is_owner:
        seen |= Q(home=None)
    return whole_panels().filter(seen).order_by("-year", "-stage", "-pk")


def in_force(at: datetime, path: str = "") -> Q:
    """What holds of assignments at that moment; `path` leads to them, `assignments__`."""
    role = f"{path}appointment__"
    return Q((f"{role}from_at__lte", at)) & (
        Q((f"{role}to_at__isnull", True)) | Q((f"{role}to_at__gt", at))
    )


def assignments_in_force(reviews: Iterable[Review], at: datetime) -> QuerySet[Assignment]:
    """Who reads these regions for the panel at that moment."""
    found = Assignment.objects.filter(in_force(at), review__in=[one.pk for one in reviews])
    return found.select_related("member__user", "appointment").order_by("pk")


def seats_of(panel: Panel, at: datetime) -> list[tuple[int, str]]:
    """The seats of the panel then, each with who holds it and for which region."""
    held = Assignment.objects.filter(in_force(at), review__panel=panel, is_scoring=True)
    columns = ("pk", *(f"member__user__{one}" for one in ("name", "email")))
    rows = held.order_by("pk").values_list(*columns, "review__cycle__region__name")
    return [(pk, f"{name or email} · {region}") for pk, name, email, region in rows]


def own_regions(user: User, panel: Panel, at: datetime) -> list[OwnRegion]:
    """The regions that the user reads for the panel then, by name."""
    scores = ItemScore.objects.filter(assignment=OuterRef("pk")).order_by().values("assignment")
    # Counted by itself: beside what is joined it would be grouped by every column.
    given = Coalesce(Subquery(scores.annotate(n=Count("pk")).values("n")), 0)
    region = "review__cycle__region__"
    columns = ("review", f"{region}code", f"{region}name", "is_scoring", "sent_at", given)
    own = Assignment.objects.filter(
        in_force(at), review__panel=panel, member__user=user, member__left_at=None
    )
    rows = own.order_by(f"{region}name", "pk").values_list(*columns)
    return list(starmap(OwnRegion, rows))


def scores_by_item(assignment: Assignment) -> dict[str, OwnScore]:
    found = ItemScore.objects.filter(assignment=assignment).values_list(*OwnScore._fields)
    return {one.item: one for one in starmap(OwnScore, found)}


def questions_about(review: Review, item: str) -> Iterable[Question]:
    """With who asked and who answered. Of most items there are none, which the standing knows."""
    if item not in review.standing.get("asked", (item,)):
        return ()
    own = Question.objects.filter(review=review, item=item).order_by("pk")
    return own.select_related("asked_by", "answered_by")
