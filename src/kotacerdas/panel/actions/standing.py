"""What lists of many regions show of reviews, made anew with each act and for all at once."""

from collections.abc import Sequence

from kotacerdas.panel.models import Panel, Review
from kotacerdas.panel.outcomes import scores_of_reviews, standing_of
from kotacerdas.panel.selectors import whole_reviews

_BATCH = 500


def keep_standing(review: Review) -> None:
    """Make the standing of one review anew; its region is locked."""
    keep_standings([review])


def recompute(panel: Panel) -> int:
    """Make the standings of all reviews anew, and say how many there are."""
    reviews = list(whole_reviews().filter(panel=panel).order_by("pk"))
    keep_standings(reviews)
    return len(reviews)


def keep_standings(reviews: Sequence[Review]) -> None:
    found = scores_of_reviews(reviews, is_whole=False)
    for review in reviews:
        review.standing = standing_of(found[review.pk])
    Review.objects.bulk_update(reviews, ["standing"], batch_size=_BATCH)
