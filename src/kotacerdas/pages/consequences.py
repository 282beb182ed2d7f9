"""What an act on records changes beside them, in words: reports, values, cases, people."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from kotacerdas.accounts.models import Appointment
from kotacerdas.accounts.selectors import operators_of
from kotacerdas.casework.models import Case, State
from kotacerdas.core.words import words
from kotacerdas.evaluation.actions.succession import left_with
from kotacerdas.plan.actions import Planned
from kotacerdas.plan.changes import ENDS
from kotacerdas.plan.models import Indicator, Innovation, Programme, Realisation
from kotacerdas.records.actions import Change
from kotacerdas.records.models import Agency
from kotacerdas.reporting.models import REPORTING, ReportedValue


def consequences(changes: Sequence[Change], at: datetime) -> list[str]:
    """What else would be another, one sentence each; as many queries for many records as for one
    where they change alike.
    """
    lines = [
        words()("identity.leads_on", code=(one.before or {})["code"])
        for one in changes
        if "code" in one.changed
    ]
    for (model, old, new), own in _ends(changes).items():
        if model is Programme:
            lines += _of_years(own, old, new)
        elif model is Indicator:
            lines += _of_values(own, old, new)
        elif new is not None:
            lines += _of_agencies(own, new.year, at)
    return lines


def _ends(changes: Sequence[Change]) -> dict[tuple[Any, Any, Any], list[int]]:
    """The primary keys of the records that end at another time: by model, old end and new."""
    found: dict[tuple[Any, Any, Any], list[int]] = defaultdict(list)
    for one in changes:
        name = ENDS.get(one.model)
        if name in one.changed and one.pk is not None:
            old, new = ((values or {}).get(name) for values in (one.before, one.after))
            # Whatever day an agency retired on before, the same follows.
            found[one.model, None if one.model is Agency else old, new].append(one.pk)
    return found


def _of_years(programmes: list[int], old: int, new: int) -> Iterator[str]:
    """Programmes that end in another year."""
    first, last = min(old, new), max(old, new)
    key = "counts_no_more" if new < old else "counts_again"
    cases = Case.objects.filter(
        programme__in=programmes, window__year__gt=first, window__year__lte=last
    )
    reports = cases.filter(standing__isnull=False)
    yield from _by_year(f"identity.report_{key}", reports, "window__year")
    rows = Realisation.objects.filter(_of(programmes), year__gt=first, year__lte=last)
    yield from _by_year(f"identity.row_{key}", rows, "year")
    waiting = cases.filter(state=State.SUBMITTED).count()
    if waiting and new < old:
        yield words().count("identity.leaves_queue", waiting)


def _of(programmes: list[int]) -> Q:
    return Q(programme__in=programmes) | Q(indicator__programme__in=programmes)


def _of_values(indicators: list[int], old: int | None, new: int | None) -> Iterator[str]:
    """Indicators that end in another year, None for never."""
    ends = [year for year in (old, new) if year is not None]
    is_earlier = new is not None and (old is None or new < old)
    key = "counts_no_more" if is_earlier else "counts_again"
    after = Q(year__gt=min(ends))
    if len(ends) > 1:
        after &= Q(year__lte=max(ends))
    values = ReportedValue.objects.filter(
        after, indicator__in=indicators, version=F("version__case__standing")
    )
    yield from _by_year(f"identity.value_{key}", values, "year")
    rows = Realisation.objects.filter(after, indicator__in=indicators)
    yield from _by_year(f"identity.row_{key}", rows, "year")


def _by_year(key: str, rows: QuerySet[Any], year: str) -> Iterable[str]:
    counted = rows.order_by().values(year).annotate(n=Count("pk")).values_list(year, "n")
    return [words().count(key, n, year=of) for of, n in sorted(counted)]


def _of_agencies(agencies: list[int], year: int, at: datetime) -> Iterator[str]:
    """Agencies that retire."""
    running = Programme.objects.filter(agency__in=agencies, end_year__gte=year).count()
    counts = {
        "programmes": running,
        "cases": _unfinished(agencies),
        "evaluations": left_with(agencies),
        "people": _people(operators_of(Agency.objects.filter(pk__in=agencies), at)),
    }
    for key, count in counts.items():
        if count:
            yield words().count(f"identity.{key}_stay", count)


def of_merger(agency: Agency, plan: Planned, from_year: int | None) -> list[str]:
    """What else the merger of an agency with another would do."""
    say, moved = words(), Counter(change.model for change in plan.changes)
    counts = {
        "programmes": moved[Programme],
        "cases": _unfinished([agency.pk]),
        "evaluations": left_with([agency.pk]),
        "people": _people(plan.operators),
        "innovations": moved[Innovation],
    }
    lines = [say.count(f"identity.{key}_move", count) for key, count in counts.items() if count]
    return [*lines, say("identity.years_change", year=from_year, name=agency.name)]


def _unfinished(agencies: list[int]) -> int:
    due = Case.objects.filter(process=REPORTING, agency__in=agencies, is_due=True)
    return due.exclude(state=State.VERIFIED).count()


def _people(operators: Iterable[Appointment]) -> int:
    return len({one.user_id for one in operators})
