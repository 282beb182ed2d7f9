"""What an act on records changes beside them, in words: reports, values, cases, people."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from kotacerdas.accounts.models import Appointment
from kotacerdas.accounts.selectors import operators_of
from kotacerdas.core.words import words
from kotacerdas.monitoring.models import Case, ReportedValue, State
from kotacerdas.plan.actions import Planned
from kotacerdas.plan.models import Indicator, Innovation, Programme, Realisation
from kotacerdas.records.actions import Change
from kotacerdas.records.models import Agency


def consequences(changes: Sequence[Change], at: datetime) -> list[str]:
    """What else would be another; one sentence each."""
    return [line for change in changes for line in _of_change(change, at)]


def _of_change(change: Change, at: datetime) -> Iterator[str]:
    before, after = change.before or {}, change.after or {}
    if "code" in change.changed:
        yield words()("identity.leads_on", code=before["code"])
    if change.model is Programme and "end_year" in change.changed:
        yield from _of_years(change.pk, before["end_year"], after["end_year"])
    elif change.model is Indicator and "last_year" in change.changed:
        yield from _of_values(change.pk, before["last_year"], after["last_year"])
    elif change.model is Agency and "retired_on" in change.changed and after["retired_on"]:
        yield from _of_agency(Agency.objects.get(pk=change.pk or 0), after["retired_on"].year, at)


def _of_years(programme: int | None, old: int, new: int) -> Iterator[str]:
    """A programme that ends in another year."""
    first, last = min(old, new), max(old, new)
    key = "counts_no_more" if new < old else "counts_again"
    cases = Case.objects.filter(programme=programme, window__year__gt=first, window__year__lte=last)
    reports = cases.filter(standing__isnull=False)
    yield from _by_year(f"identity.report_{key}", reports, "window__year")
    rows = Realisation.objects.filter(_of(programme), year__gt=first, year__lte=last)
    yield from _by_year(f"identity.row_{key}", rows, "year")
    waiting = cases.filter(state=State.SUBMITTED).count()
    if waiting and new < old:
        yield words().count("identity.leaves_queue", waiting)


def _of(programme: int | None) -> Q:
    return Q(programme=programme) | Q(indicator__programme=programme)


def _of_values(indicator: int | None, old: int | None, new: int | None) -> Iterator[str]:
    """An indicator that ends in another year, None for never."""
    ends = [year for year in (old, new) if year is not None]
    is_earlier = new is not None and (old is None or new < old)
    key = "counts_no_more" if is_earlier else "counts_again"
    after = Q(year__gt=min(ends))
    if len(ends) > 1:
        after &= Q(year__lte=max(ends))
    values = ReportedValue.objects.filter(
        after, indicator=indicator, version=F("version__case__standing")
    )
    yield from _by_year(f"identity.value_{key}", values, "year")
    rows = Realisation.objects.filter(after, indicator=indicator)
    yield from _by_year(f"identity.row_{key}", rows, "year")


def _by_year(key: str, rows: QuerySet[Any], year: str) -> Iterable[str]:
    counted = rows.order_by().values(year).annotate(n=Count("pk")).values_list(year, "n")
    return [words().count(key, n, year=of) for of, n in sorted(counted)]


def _of_agency(agency: Agency, year: int, at: datetime) -> Iterator[str]:
    """An agency that retires."""
    running = Programme.objects.filter(agency=agency, end_year__gte=year).count()
    cases = _unfinished(agency.pk)
    people = _people(operators_of(agency, at))
    for key, count in (("programmes", running), ("cases", cases), ("people", people)):
        if count:
            yield words().count(f"identity.{key}_stay", count)


def of_merger(agency: Agency, plan: Planned, from_year: int | None) -> list[str]:
    """What else the merger of an agency with another would do."""
    say, moved = words(), Counter(change.model for change in plan.changes)
    counts = {
        "programmes": moved[Programme],
        "cases": _unfinished(agency.pk),
        "people": _people(plan.operators),
        "innovations": moved[Innovation],
    }
    lines = [say.count(f"identity.{key}_move", count) for key, count in counts.items() if count]
    return [*lines, say("identity.years_change", year=from_year, name=agency.name)]


def _unfinished(agency: int | None) -> int:
    return Case.objects.filter(agency=agency, is_due=True).exclude(state=State.VERIFIED).count()


def _people(operators: Iterable[Appointment]) -> int:
    return len({one.user_id for one in operators})
