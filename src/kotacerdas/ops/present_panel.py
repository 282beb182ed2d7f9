"""What there is of the panels that judge a region now, in the words of its log."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet

from kotacerdas.ops.replay import Of, Values
from kotacerdas.panel import logged
from kotacerdas.panel.models import (
    Assignment,
    Conflict,
    ItemScore,
    Meeting,
    Member,
    Minutes,
    Panel,
    Question,
    Result,
    Settlement,
    Signature,
)
from kotacerdas.panel.selectors import whole_reviews
from kotacerdas.records.models import Region

_CYCLE = "review__cycle"
_Kind = tuple[QuerySet[Any], Callable[[Any], list[object]], Callable[[Any], Values]]


def panels(region: Region) -> Iterator[tuple[Of, Values]]:
    """The region's own panel with its members, and what any panel did with the region."""
    for found, of, values in _kinds(region):
        for one in found:
            yield tuple(of(one)), values(one)


def _kinds(region: Region) -> list[_Kind]:
    """For each kind of record those of the region, and how the log names and describes one."""
    own = Panel.objects.filter(home=region)
    of_region = {"review__cycle__region": region}
    scores = Prefetch("scores", ItemScore.objects.order_by("pk"))
    whole = ("review__cycle", "review__stage__window")
    return [
        (own, logged.of_panel, logged.values_of_panel),
        (
            Member.objects.filter(panel__in=own).select_related("user"),
            logged.of_member,
            logged.values_of_member,
        ),
        (
            whole_reviews().filter(cycle__region=region),
            logged.of_review,
            logged.values_of_review,
        ),
        (
            Assignment.objects.filter(**of_region)
            .prefetch_related(scores)
            .select_related(_CYCLE, "member__user"),
            logged.of_assignment,
            logged.values_of_assignment,
        ),
        (
            Conflict.objects.filter(region=region).select_related("member__user", "declared_by"),
            logged.of_conflict,
            logged.values_of_conflict,
        ),
        (
            Question.objects.filter(**of_region).select_related(_CYCLE),
            logged.of_question,
            logged.values_of_question,
        ),
        (
            Settlement.objects.filter(**of_region).select_related(_CYCLE, "by"),
            logged.of_settlement,
            logged.values_of_settlement,
        ),
        (
            Result.objects.filter(**of_region).select_related(_CYCLE),
            logged.of_result,
            logged.values_of_result,
        ),
        (
            Signature.objects.filter(result__review__cycle__region=region).select_related(
                "result", "user"
            ),
            logged.of_signature,
            logged.values_of_signature,
        ),
        (
            Meeting.objects.filter(**of_region).select_related(*whole),
            logged.of_meeting,
            logged.values_of_meeting,
        ),
        (
            Minutes.objects.filter(meeting__review__cycle__region=region).select_related(
                "meeting__review__cycle"
            ),
            logged.of_minutes,
            logged.values_of_minutes,
        ),
    ]
