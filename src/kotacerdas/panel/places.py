"""Where the pages of a review are."""

from kotacerdas.core.addresses import address
from kotacerdas.panel.models import Review


def stage_of(review: Review) -> tuple[str, int, str]:
    """What the addresses of its pages begin with: region, year and stage."""
    return review.cycle.region.code, review.cycle.year, review.panel.stage


def place(review: Review, view: str, *parts: object) -> str:
    """The address of a page of the review."""
    return address(f"panel:{view}", *stage_of(review), *parts)
