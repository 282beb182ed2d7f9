"""What there is of the panels that judge a region now, in the words of its log."""

from collections.abc import Iterator

from django.db.models import Prefetch

from kotacerdas.ops.replay import Of, Values
from kotacerdas.panel import logged
from kotacerdas.panel.models import (
    Assignment,
    Conflict,
    ItemScore,
    Member,
    Panel,
    Question,
    Result,
    Settlement,
    Signature,
)
from kotacerdas.panel.selectors import whole_reviews
from kotacerdas.records.models import Region

_CYCLE = "review__cycle"


def panels(region: Region) -> Iterator[tuple[Of, Values]]:
    """The region's own panel with its members, and what any panel did with the region."""
    own = Panel.objects.filter(home=region)
    for panel in own:
        yield tuple(logged.of_panel(panel)), logged.values_of_panel(panel)
    for member in Member.objects.filter(panel__in=own).select_related("user"):
        yield tuple(logged.of_member(member)), logged.values_of_member(member)
    for review in whole_reviews().filter(cycle__region=region):
        yield tuple(logged.of_review(review)), logged.values_of_review(review)
    of_region = {"review__cycle__region": region}
    scores = Prefetch("scores", ItemScore.objects.order_by("pk"))
    given = Assignment.objects.filter(**of_region).prefetch_related(scores)
    for one in given.select_related(_CYCLE, "member__user"):
        yield tuple(logged.of_assignment(one)), logged.values_of_assignment(one)
    related = ("member__user", "declared_by")
    for conflict in Conflict.objects.filter(region=region).select_related(*related):
        yield tuple(logged.of_conflict(conflict)), logged.values_of_conflict(conflict)
    for question in Question.objects.filter(**of_region).select_related(_CYCLE):
        yield tuple(logged.of_question(question)), logged.values_of_question(question)
    for settled in Settlement.objects.filter(**of_region).select_related(_CYCLE, "by"):
        yield tuple(logged.of_settlement(settled)), logged.values_of_settlement(settled)
    for result in Result.objects.filter(**of_region).select_related(_CYCLE):
        yield tuple(logged.of_result(result)), logged.values_of_result(result)
    signs = Signature.objects.filter(result__review__cycle__region=region)
    for sign in signs.select_related("result", "user"):
        yield tuple(logged.of_signature(sign)), logged.values_of_signature(sign)
