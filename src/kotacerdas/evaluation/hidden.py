"""Which of the pieces that items rest on assessors would not see."""

from kotacerdas.casework.models import Evidence
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.evaluation.models import ItemCase, Use


def hidden_uses(**which: object) -> list[Use]:
    """Of uses so chosen those whose piece stays with its agency, and no redacted copy does not."""
    copies = Evidence.objects.filter(redacted_of__isnull=False, removed_at__isnull=True)
    rows = Use.objects.filter(
        evidence__removed_at__isnull=True, evidence__seen_by=Seen.AGENCY, **which
    ).exclude(evidence__in=copies.exclude(seen_by=Seen.AGENCY).values("redacted_of"))
    return list(rows.select_related("item", "evidence").order_by("item", "pk"))


def hidden_of_item(item: ItemCase) -> frozenset[int]:
    """The primary keys of the pieces of one item."""
    return frozenset(use.evidence_id for use in hidden_uses(item=item))
