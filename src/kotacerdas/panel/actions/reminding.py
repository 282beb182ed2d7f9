"""Reminding assessors of the scores that are awaited, at most once a day."""

from datetime import datetime

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone, translation

from kotacerdas.accounts.models import User
from kotacerdas.casework.notices import tell
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import words
from kotacerdas.outbox.mail import queue_letter
from kotacerdas.panel.access import is_chair, require_manager
from kotacerdas.panel.models import Assignment, Review
from kotacerdas.panel.places import place
from kotacerdas.panel.selectors import assignments_in_force, whole_reviews
from kotacerdas.records.actions import lock_region


def remind(review: Review, *, site: str, by: User, at: datetime) -> int:
    """Remind all who have not sent their scores; how many are written to, each once a day.

    Raises:
        PermissionDenied: `by` neither chairs nor holds the panel.
        RefusedError: nobody is awaited, or scoring was concluded.
    """
    with transaction.atomic():
        lock_region(review.cycle.region)
        held = whole_reviews().get(pk=review.pk)
        if not is_chair(by, held.panel):
            require_manager(by, held.panel, at)
        if held.concluded_at is not None:
            raise RefusedError("panel.concluded")
        seats = assignments_in_force([held], at).filter(is_scoring=True, sent_at=None)
        waiting = list(seats)
        if not waiting:
            raise RefusedError("panel.nobody_awaited")
        return sum(_remind(held, one, site, at) for one in waiting)


def _remind(review: Review, seat: Assignment, site: str, at: datetime) -> bool:
    region, user = review.cycle.region, seat.member.user
    url = place(review, "score")
    key = f"panel/{seat.pk}/{timezone.localdate(at)}"
    with translation.override(user.language):
        say = words()
        subject = say("panel.remind_subject", region=region)
        body = say(
            "panel.remind_body", name=user.name or user.email, region=region, link=site + url
        )
        letter = EmailMessage(subject, body, to=[user.email])
    is_new = queue_letter(key, letter, at)
    if is_new:
        tell([user], region, "panel_remind", {"region": str(region)}, at, url=url)
    return is_new
