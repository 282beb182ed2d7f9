"""The door of every page of a review, and who sees what behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.core.words import words
from kotacerdas.evaluation.questionnaires import questionnaire_of
from kotacerdas.frameworks.questionnaire import Stage
from kotacerdas.panel.access import OF_REVIEW, assignments_by, is_barred, may_manage, membership
from kotacerdas.panel.models import Assignment, Review
from kotacerdas.panel.places import place
from kotacerdas.panel.selectors import whole_reviews

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Reader:
    """Who asks, and what they are to the review: their assignment, whether they chair or hold the
    panel. Whoever is barred by a conflict of interest is none of these.
    """

    here: Here
    review: Review
    at: datetime
    assignment: Assignment | None
    is_chair: bool
    may_manage: bool

    @property
    def stage(self) -> Stage:
        """What the questionnaire says of the stage."""
        return questionnaire_of(self.review.cycle).stage(self.review.panel.stage)

    @property
    def seat(self) -> Assignment | None:
        return self.assignment if self.assignment and self.assignment.is_scoring else None

    @property
    def sees_scores(self) -> bool:
        """Those of others: once the own ones are sent; a chair without a seat sees them."""
        if self.seat is not None:
            return self.seat.sent_at is not None
        return self.is_chair

    @property
    def reads_results(self) -> bool:
        """Those of the panel, and of the region who read what agencies send in."""
        is_of_panel = self.assignment is not None or self.is_chair or self.may_manage
        return is_of_panel or Right.REPORTS in self.here.rights


def of_review(view: View) -> Callable[..., Any]:
    """A view(request, reader, ...) of `<str:region>/<int:year>/penilaian/<str:stage>/...`.

    404 where that stage is before no panel. 403 for who is neither of the panel nor reads what
    agencies send in, and for who is barred by a conflict of interest.
    """

    @in_region(Right.READ)
    @wraps(view)
    def bound(
        request: HttpRequest, here: Here, year: int, stage: str, **kwargs: object
    ) -> HttpResponseBase:
        request.year = year  # type: ignore[attr-defined] # the tabs keep to it
        return view(request, reader_of(here, year, stage, timezone.now()), **kwargs)

    return bound


def reader_of(here: Here, year: int, stage: str, at: datetime) -> Reader:
    """Who asks for a page of that stage.

    Raises:
        Http404: it is before no panel.
        PermissionDenied: they read nothing of it, or a conflict of interest bars them.
    """
    held = [one for one in here.appointments if one.is_of_panel]
    own = {
        (one.review.panel.year, one.review.panel.stage): one
        for one in (assignments_by(held) if held else ())
    }
    assignment = own.get((year, stage))
    if assignment is not None:
        review: Review | None = assignment.review
    else:
        of = {"cycle__region": here.region, "panel__year": year, "panel__stage": stage}
        review = Review.objects.filter(**of).select_related(*OF_REVIEW).first()
    if review is None:
        raise Http404
    review.cycle.region = here.region
    if review.panel.home_id == here.region.pk:
        review.panel.home = here.region
    member = assignment.member if assignment is not None else membership(here.user, review.panel)
    manages = may_manage(here.user, review.panel, at)
    is_out = member is not None and assignment is None and is_barred(here.user, review)
    if member is not None and assignment is None and not manages:
        raise PermissionDenied(words()("panel.barred" if is_out else "panel.not_assigned"))
    if member is None and Right.REPORTS not in here.rights and not manages:
        raise PermissionDenied(words()("panel.of_panel"))
    is_chair = member is not None and member.is_chair and not is_out
    return Reader(here, review, at, assignment, is_chair, manages)


@in_region(Right.READ)
def latest(request: HttpRequest, here: Here) -> HttpResponseBase:
    """To the latest review of the region, or to where a panel is begun."""
    del request
    own = whole_reviews().filter(cycle__region=here.region)
    found = own.order_by("-panel__year", "-panel__stage").first()
    if found is None:
        return redirect("panel:begin", here.region.code)
    return redirect(place(found, "review"))
