"""What stands in the letters that remind people, and in the text for an agency's chat."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation

from kotacerdas.accounts.mail import reminder_headers
from kotacerdas.accounts.models import User
from kotacerdas.casework.models import State, Window
from kotacerdas.core.words import phrase, words
from kotacerdas.records.models import Region
from kotacerdas.reporting.reminders import Digest, Left, Waiting
from kotacerdas.reporting.status import Cell

LISTED = 10  # programmes of an agency, and agencies of a period


def letter_of(digest: Digest, site: str, today: date, by: User | None = None) -> EmailMessage:
    """The letter, in its reader's language; `by` is who reminds, None for the site itself.

    `site` is the address that links begin with, `https://kotacerdas.batangkab.go.id`.
    """
    profile = site + reverse("accounts:profile")
    with translation.override(digest.user.language):
        return EmailMessage(
            _subject(digest, today),
            _text(digest, site, today, by, profile),
            to=[digest.user.email],
            headers=reminder_headers(site),
        )


def chat_text(left: Left, site: str, today: date) -> str:
    """What a coordinator pastes into the chat with an agency, in the coordinator's language."""
    lines = [
        words()("mail.greeting", name=_line(left.name)),
        _told(left, today),
        *_listed([f"- {_programme(cell)}" for cell in left.cells]),
        words()("remind.chat_late" if left.is_late(today) else "remind.chat_ask"),
        site + work_path(left.window.region),
        words()("remind.chat_thanks"),
    ]
    return "\n".join(lines)


def work_path(region: Region) -> str:
    """The address of what everybody has to do in a region."""
    return reverse("pages:work", args=[region.code])


def _subject(digest: Digest, today: date) -> str:
    """What weighs most; nothing of it was typed by anybody."""
    late = [left for left in digest.own if left.is_late(today)]
    if late:
        return words().count("letter.subject_late", _missing(late))
    if digest.own:
        first = min(left.deadline for left in digest.own)
        due = _missing(left for left in digest.own if left.deadline == first)
        return _counted("letter.subject_due", due, day=first)
    if digest.waiting:
        return words().count("letter.subject_waiting", sum(one.count for one in digest.waiting))
    if digest.late:
        return words().count("letter.subject_agencies", len({left.agency for left in digest.late}))
    return digest.more[0].subject()


def _text(digest: Digest, site: str, today: date, by: User | None, profile: str) -> str:
    lead = phrase("letter.lead", {"day": today})
    parts = [
        words()("mail.greeting", name=_line(digest.user)),
        words()("letter.lead_by", by=_line(by)) if by else lead,
        *(_own(left, site, today) for left in digest.own),
        *(_waiting(one, site) for one in digest.waiting),
        *(_late(window, found, site) for window, found in _by_window(digest.late)),
        *(one.write(site) for one in digest.more),
        *(_work(region, site) for region in _regions(digest)),
        words()("letter.turn_off", link=profile),
    ]
    return "\n\n".join(parts) + "\n"


def _own(left: Left, site: str, today: date) -> str:
    """An agency's programmes of a window, each with the address of its report."""
    rows = [f"- {_programme(cell)}\n  {site}{_report(left, cell)}" for cell in left.cells]
    return "\n".join([_line(left.name), *_standing(left, today), *_listed(rows)])


def _standing(left: Left, today: date) -> Iterator[str]:
    yield _told(left, today)
    if left.is_late(today) and any(cell.state != State.RETURNED for cell in left.cells):
        yield words()("letter.ask")


def _told(left: Left, today: date) -> str:
    return f"{_count('letter.missing_of', left)} {_deadline(left, today)}."


def _waiting(one: Waiting, site: str) -> str:
    text = _counted("letter.waiting", one.count, region=_line(one.region), day=one.since)
    return f"{text}\n{site}{reverse('reporting:queue', args=[one.region.code])}"


def _late(window: Window, found: Sequence[Left], site: str) -> str:
    """Who is late in a window, for its coordinator."""
    region = window.region
    head = words()("letter.late", region=_line(region), **_named(window))
    rows = [f"- {_line(left.name)}: {_count('letter.reports', left)}" for left in found]
    address = reverse("reporting:remind", args=[region.code, window.year, window.slug])
    return "\n".join([head, *_listed(rows), words()("letter.remind", link=site + address)])


def _work(region: Region, site: str) -> str:
    return words()("letter.work", region=_line(region), link=site + work_path(region))


def _listed(rows: Sequence[str]) -> list[str]:
    """The first rows, and how many more there are; never that there is just one more."""
    if len(rows) <= LISTED + 1:
        return list(rows)
    return [*rows[:LISTED], words()("letter.more", n=len(rows) - LISTED)]


def _programme(cell: Cell) -> str:
    if cell.state == State.NOT_STARTED:
        return _line(cell.name)
    return f"{_line(cell.name)} ({words().term('report_state', cell.state)})"


def _report(left: Left, cell: Cell) -> str:
    window = left.window
    parts = [window.region.code, window.year, window.slug, cell.code]
    return reverse("reporting:report", args=parts)


def _deadline(left: Left, today: date) -> str:
    """`Tenggat 5 April 2026, tinggal 1 hari`."""
    days = (left.deadline - today).days
    deadline = phrase("period.deadline_on", {"day": left.deadline})
    if not days:
        return f"{deadline}, {words()('period.today_is_last')}"
    key = "period.days_left" if days > 0 else "period.days_over"
    return f"{deadline}, {words().count(key, abs(days))}"


def _count(key: str, left: Left) -> str:
    return words().count(key, len(left.cells), **_named(left.window))


def _counted(key: str, number: int, **values: object) -> str:
    """The phrase for so many, its dates in the reader's language."""
    chosen = f"{key}_one" if number == 1 else key
    return phrase(chosen, {"n": number, **values})


def _named(window: Window) -> dict[str, object]:
    return {"period": words().term("period", window.slug), "year": window.year}


def _missing(found: Iterable[Left]) -> int:
    return sum(len(left.cells) for left in found)


def _by_window(found: Iterable[Left]) -> list[tuple[Window, list[Left]]]:
    windows: dict[int, tuple[Window, list[Left]]] = {}
    for left in found:
        windows.setdefault(left.window.pk, (left.window, []))[1].append(left)
    return list(windows.values())


def _regions(digest: Digest) -> list[Region]:
    """Every region that the letter is about, in the order in which it speaks of them."""
    regions = [left.window.region for left in (*digest.own, *digest.late)]
    others = [one.region for one in digest.waiting] + [one.region for one in digest.more]
    found = {region.pk: region for region in (*regions, *others)}
    return list(found.values())


def _line(text: object) -> str:
    """A name on one line, so that none of it can pass for a line of the letter."""
    return " ".join(str(text).split())
