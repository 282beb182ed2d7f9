"""Telling people what happened to what concerns them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.casework.models import Case, Notice
from kotacerdas.core.words import phrase, words
from kotacerdas.records.models import Region


def tell(  # noqa: PLR0913 - whom, what of which region, where and when
    users: Iterable[User],
    region: Region,
    key: str,
    values: dict[str, str],
    at: datetime,
    *,
    case: Case | None = None,
    url: str = "",
) -> None:
    """Put a notice before each of them, once; it leads to the case or to `url`."""
    Notice.objects.bulk_create(
        Notice(user=user, region=region, key=key, values=values, at=at, case=case, url=url)
        for user in {user.pk: user for user in users}.values()
    )


def unread(user: User) -> QuerySet[Notice]:
    return Notice.objects.filter(user=user, read_at__isnull=True)


def notices_of_day(region: Region, key: str, day: date) -> QuerySet[Notice]:
    """What was put before people of the region on that day, the newest first."""
    begin, end = (
        timezone.make_aware(datetime.combine(on, time.min)) for on in (day, day + timedelta(days=1))
    )
    own = Notice.objects.filter(region=region, key=key, at__gte=begin, at__lt=end)
    return own.order_by("-at")


def notice_text(notice: Notice) -> str:
    """What a notice says, in the reader's language."""
    values: dict[str, object] = dict(notice.values)
    if "code" in values:
        values["period"] = words().term("period", str(values["code"]) or "tahun")
    if "day" in values:
        values["day"] = date.fromisoformat(str(values["day"]))
    key = f"notice.{notice.key}"
    is_one = values.get("n") == "1" and f"{key}_one" in words()
    return phrase(f"{key}_one" if is_one else key, values)


@dataclass
class SentNote:
    """A note to an agency, and when the first of the agency's operators read it."""

    notice: Notice
    read_at: datetime | None = None


def notes_since(region: Region, since: datetime) -> list[SentNote]:
    """The notes to agencies from that moment on, the newest first, each once; in one query."""
    own = FilteredRelation("user__appointments", condition=Q(user__appointments__region=region))
    sent = Notice.objects.filter(region=region, key="note", at__gte=since)
    notes: dict[tuple[datetime, str], SentNote] = {}
    for one in sent.annotate(own=own, reader=F("own__agency")).order_by("-at", "-pk"):
        note = notes.setdefault((one.at, one.values["text"]), SentNote(one))
        if one.read_at and str(one.reader) == one.values["agency_key"]:
            note.read_at = min(note.read_at or one.read_at, one.read_at)
    return list(notes.values())
