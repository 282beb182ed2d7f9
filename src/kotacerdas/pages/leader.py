"""The page of whoever leads the region: three sentences, what changed, what waits, a note."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.notices import notes_since
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.words import language, sentence, words
from kotacerdas.documents import leading
from kotacerdas.documents.attention import matters
from kotacerdas.documents.facts import Facts
from kotacerdas.pages.overview import where
from kotacerdas.pages.years import YearPage, facts_of, of_year
from kotacerdas.records.models import Agency
from kotacerdas.reporting.actions.notes import LONGEST, send_note
from kotacerdas.scorecards.selectors import run_before
from kotacerdas.wording.numbers import percent

MOST_CHANGES = 5
NOTES_FROM = timedelta(days=30)
Row = dict[str, Any]


@dataclass(frozen=True)
class Changed:
    """What is another than at `since`: the programmes whose status is, and two figures."""

    since: datetime
    run: int | None  # the run of then; None where there was none, or it is the same
    programmes: list[tuple[Row, str]]  # as it is now, with its status of then; "" of a new one
    achievement: tuple[str, str] | None
    absorption: tuple[str, str] | None

    @property
    def first(self) -> list[tuple[Row, str]]:
        return self.programmes[:MOST_CHANGES]

    @property
    def is_empty(self) -> bool:
        return not (self.programmes or self.achievement or self.absorption)


@of_year
def leader(request: HttpRequest, page: YearPage) -> HttpResponse:
    now = timezone.localtime()
    may_note = Right.NOTE in page.here.rights
    context = {
        "page": page,
        "today": now,
        "level": page.here.region.level,
        "sentences": leading.sentences(page.facts),
        "matters": [(one, where(page, one.key)) for one in matters(page.facts)],
        "changed": changed_since(page, last_monday(now)),
        "may_note": may_note,
        "agencies": Agency.objects.filter(region=page.here.region, retired_on=None).order_by("name")
        if may_note
        else (),
        "longest": LONGEST,
        "notes": notes_since(page.here.region, now - NOTES_FROM) if may_note else (),
    }
    return render(request, "pages/leader.html", context)


def last_monday(now: datetime) -> datetime:
    """The midnight with which the last Monday before today began."""
    days = now.weekday() or 7
    return (now - timedelta(days=days)).replace(hour=0, minute=0, second=0, microsecond=0)


def changed_since(page: YearPage, since: datetime) -> Changed:
    run = run_before(page.here.region, page.year, page.basis, since)
    if run is None or run.pk == page.run.pk:
        return Changed(since, None, [], None, None)
    before, after = facts_of(run, language(), page.decided), page.facts
    return Changed(
        since,
        run.pk,
        _programmes(before, after),
        _pair(before.overall.achievement_pct, after.overall.achievement_pct),
        _pair(_absorption(before), _absorption(after)),
    )


def _programmes(before: Facts, after: Facts) -> list[tuple[Row, str]]:
    """By the record, which outlives a code."""
    statuses = {row["row"]: row["status"] for row in before.programmes}
    return [
        (row, statuses.get(row["row"], ""))
        for row in after.programmes
        if statuses.get(row["row"]) != row["status"]
    ]


def _absorption(facts: Facts) -> float | None:
    return facts.money.absorption_pct if facts.money else None


def _pair(before: float | None, after: float | None) -> tuple[str, str] | None:
    """Both in words, where a reader would see a difference."""
    said = percent(before, language()), percent(after, language())
    return None if said[0] == said[1] else said


@in_region(Right.NOTE)
def note(request: HttpRequest, here: Here, year: int) -> HttpResponseBase:
    """Send a note to an agency; back on the page with what came of it."""
    if request.method == "POST":
        try:
            agency = _agency(here, request.POST.get("agency", ""))
            send_note(agency, request.POST.get("text", ""), by=here.user, at=timezone.now())
        except RefusedError as refused:
            messages.error(request, sentence(refused))
        else:
            messages.success(request, words()("note.sent", agency=agency.name))
    return redirect("pages:leader", here.region.code, year)


def _agency(here: Here, key: str) -> Agency:
    known = Agency.objects.filter(region=here.region, retired_on=None).select_related("region")
    agency = known.filter(pk=key_in(key) or 0).first()
    if agency is None:
        raise RefusedError("note.no_agency")
    return agency
