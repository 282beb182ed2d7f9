"""What lists of many regions show of reviews, made anew with each act and for all at once."""

from collections.abc import Sequence

from kotacerdas.panel.models import Panel, Review
from kotacerdas.panel.outcomes import standings_of

_BATCH = 500


def keep_standing(review: Review) -> None:
    """Make the standing of one review anew; its region is locked."""
    keep_standings([review])


def recompute(panel: Panel) -> int:
    """Make the standings of all reviews anew, and say how many there are."""
    reviews = list(Review.objects.filter(panel=panel).select_related("cycle").order_by("pk"))
    keep_standings(reviews)
    return len(reviews)


def keep_standings(reviews: Sequence[Review]) -> None:
    found = standings_of(reviews)
    for review in reviews:
        review.standing = found[review.pk]
    Review.objects.bulk_update(reviews, ["standing"], batch_size=_BATCH)
