"""The page from which a coordinator reminds the agencies that are late, or soon will be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.models import Window
from kotacerdas.casework.reminding import BEFORE
from kotacerdas.core.addresses import site_address
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.tables.picks import picks_of
from kotacerdas.core.words import language, sentence, words
from kotacerdas.outbox.models import LetterState
from kotacerdas.records.models import Agency
from kotacerdas.reporting.actions.reminders import Reminded, remind_agencies
from kotacerdas.reporting.digests import left_of, operators_to_remind, reminded_on, told_on
from kotacerdas.reporting.letters import chat_text
from kotacerdas.reporting.mail import letters_on
from kotacerdas.reporting.reminders import Left
from kotacerdas.reporting.views.windows import window_of
from kotacerdas.wording.dates import clock

_SEND = "send"
NAMED = 3  # people and agencies in a sentence


@dataclass(frozen=True)
class Row:
    """An agency that may be reminded: of what, whom, and by which words in a chat."""

    left: Left
    today: date
    people: list[tuple[User, str]]  # and what became of the letter of the day, if there is one
    chat: str
    reminded_at: datetime | None

    @property
    def days(self) -> int:
        return abs((self.left.deadline - self.today).days)

    @property
    def is_late(self) -> bool:
        return self.left.is_late(self.today)

    @property
    def clock(self) -> str:
        """When it was reminded."""
        return clock(timezone.localtime(self.reminded_at), language()) if self.reminded_at else ""

    @property
    def may_be_told(self) -> bool:
        return bool(self.people) and self.reminded_at is None


@in_region(Right.PERIODS)
def remind(request: HttpRequest, here: Here, year: int, slug: str) -> HttpResponse:
    """Who is late and whom to tell; a POST that says so tells one agency, or all of them.

    Of those that were chosen in the table of the period only they are shown, and told. To send
    them here is only to look: a button of the page itself tells.
    """
    window, picks = window_of(here, year, slug), picks_of(request.POST)
    site = site_address(request)
    if request.POST.get("do") == _SEND:
        return _reminded(request, here, window, site)
    rows = _rows(window, timezone.localdate(), site)
    if picks:
        rows = [row for row in rows if row.left.agency in picks]
    context = {
        "here": here,
        "window": window,
        "rows": rows,
        "picks": picks,
        "telling": sum(row.may_be_told for row in rows),
        "before": max(BEFORE),
    }
    return render(request, "reporting/remind.html", context)


def _rows(window: Window, today: date, site: str) -> list[Row]:
    found = [left for left in left_of([window], today) if left.is_near(today)]
    operators = operators_to_remind(window.region, today)
    people = [user for users in operators.values() for user in users]
    states = dict.fromkeys(told_on(today, people), LetterState.SENT.value)
    states |= {pk: letter.state for pk, letter in letters_on(today, people).items()}
    reminded = reminded_on(today, window)
    return [
        Row(
            left,
            today,
            [(user, states.get(user.pk, "")) for user in operators.get(left.agency, ())],
            chat_text(left, site, today),
            reminded.get(left.code),
        )
        for left in sorted(found, key=lambda left: left.deadline)
    ]


def _reminded(request: HttpRequest, here: Here, window: Window, site: str) -> HttpResponse:
    picks = picks_of(request.POST)
    agencies = _wanted(here, request.POST.get("agency"))
    if picks:
        agencies = [one for one in agencies if one.pk in picks]
    try:
        done = remind_agencies(window, agencies, by=here.user, at=timezone.now(), site=site)
    except RefusedError as refused:
        messages.warning(request, sentence(refused))
    else:
        for level, text in _said(done):
            messages.add_message(request, level, text)
    # Else the browser would stay at the agency whose place it came to, below what is said.
    page = reverse("reporting:remind", args=[here.region.code, window.year, window.slug])
    return redirect(f"{page}#content")


def _wanted(here: Here, code: str | None) -> list[Agency]:
    """The agency of that code, or all for None. Raises Http404 where there is none."""
    found = [one for one in Agency.objects.filter(region=here.region) if code in {None, one.code}]
    if code is not None and not found:
        raise Http404
    return found


def _said(done: Reminded) -> Iterator[tuple[int, str]]:
    """What came of it, in sentences with their levels."""
    if done.reminded:
        agencies = _names(one.left.name for one in done.reminded)
        yield messages.SUCCESS, f"{words()('remind.done', agencies=agencies)} {_letters(done)}"
    for key, found in (("again", done.again), ("nobody", done.nobody)):
        if found:
            agencies = _names(left.name for left in found)
            yield messages.WARNING, words()(f"remind.done_{key}", agencies=agencies)


def _letters(done: Reminded) -> str:
    if done.letters.to:
        return words().count("remind.done_letters", len(done.letters.to))
    return words()("remind.done_no_letters")


def _names(found: Iterable[str]) -> str:
    """The first names, and how many more there are."""
    names = list(found)
    if len(names) <= NAMED + 1:
        return ", ".join(names)
    first = ", ".join(names[:NAMED])
    return words()("remind.and_more", names=first, n=len(names) - NAMED)
