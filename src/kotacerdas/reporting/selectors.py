"""Reading what is due of programmes, and the evidence of a programme."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from kotacerdas.casework.models import Case, Evidence, Window
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.casework.processes import whole_cases
from kotacerdas.casework.selectors import pieces_of
from kotacerdas.plan.models import Programme, Realisation
from kotacerdas.records.models import Region
from kotacerdas.reporting.models import REPORTING


def windows_of(region: Region, year: int | None = None) -> list[Window]:
    """The periods ever opened, of one year if one is given, in the order in which they end."""
    found = region.windows.filter(process=REPORTING)
    if year is not None:
        found = found.filter(year=year)
    return sorted(found, key=lambda window: window.order)


def open_windows(region: Region) -> list[Window]:
    return [window for window in windows_of(region) if window.closed_at is None]


def planned_years(region: Region) -> list[int]:
    """The years in which programmes are planned, from the first to the last."""
    spans = Programme.objects.filter(region=region).values_list("start_year", "end_year").distinct()
    return sorted({year for start, end in spans for year in range(start, end + 1)})


def programmes_due(region: Region, year: int, code: str) -> QuerySet[Programme]:
    """What is planned in the year and can be reported on in the period, with its agency.

    Where a workbook told of a programme's year as a whole, no part of it is due, and the other way
    round: the format allows no whole year beside its parts. `sync_cases` makes a case of each.
    """
    due = _planned(region, year).exclude(pk__in=_told_otherwise(region, year, code))
    return due.select_related("agency", "region").order_by("code")


def programmes_not_asked(window: Window, *only: Q) -> list[Programme]:
    """What is planned in the window's year and has no case that is due: it was told of otherwise.

    With the programmes `only`.
    """
    asked = Case.objects.filter(window=window, is_due=True).values("programme")
    planned = _planned(window.region, window.year).filter(*only).exclude(pk__in=asked)
    return list(planned.order_by("code"))


def _planned(region: Region, year: int) -> QuerySet[Programme]:
    return Programme.objects.filter(region=region, start_year__lte=year, end_year__gte=year)


def _told_otherwise(region: Region, year: int, code: str) -> QuerySet[Realisation, Any]:
    """The programmes told of as a whole where the period is a part, or the other way round."""
    rows = Realisation.objects.filter(region=region, year=year, programme__isnull=False)
    return (rows.filter(period="") if code else rows.exclude(period="")).values("programme")


def imported_report(window: Window, programme: Programme) -> Realisation | None:
    """What a workbook tells of the programme for that very period."""
    rows = Realisation.objects.filter(programme=programme, year=window.year, period=window.code)
    return rows.filter(realised__isnull=False).first()


def case_of(window: Window, programme: Programme) -> Case | None:
    """The case of a programme in a window; None where it never was asked for."""
    return whole_cases().filter(window=window, programme=programme).first()


def evidence_of_year(programme: Programme, year: int) -> list[Evidence]:
    """What was brought for the programme in all windows of a year and not taken back.

    What rows of workbooks have comes after that of reports.
    """
    own = Q(case__programme=programme, case__window__year=year)
    rows = Q(programme=programme) | Q(indicator__programme=programme)
    found = pieces_of(programme.region).filter(
        own | Q(of_row__realisation__in=Realisation.objects.filter(rows, year=year))
    )
    return sorted(
        found, key=lambda one: (one.case is None, one.case and one.case.window.order, one.pk)
    )


def pieces_of_rows(region: Region, **rows: Iterable[int]) -> list[Evidence]:
    """What cases or rows of workbooks have, by primary keys: `case=...`, `realisation=...`.

    With as much of whose they are as says who sees them: to write the joins of all kinds takes
    longer than to do them.
    """
    asked = {kind: keys for kind, pks in rows.items() if (keys := list(pks))}
    if not asked:
        return []
    wanted = reduce(or_, (Q((f"{_PATHS[kind]}__in", keys)) for kind, keys in asked.items()))
    related = [name for kind in asked for name in _SUBJECTS[kind]]
    found = Evidence.objects.filter(wanted, region=region, removed_at__isnull=True)
    return list(found.select_related("file", "of_row", *related).order_by("pk"))


# What brought a piece, by kind, and the relations that say whose it is.
_PATHS = {
    "case": "case",
    "realisation": "of_row__realisation",
    "innovation": "of_row__innovation",
}
_SUBJECTS = {
    "case": ("case__region",),
    "realisation": (
        "of_row__realisation__programme__region",
        "of_row__realisation__indicator__programme__region",
    ),
    "innovation": ("of_row__innovation__region",),
}


def public_evidence(region: Region, **only: Any) -> dict[tuple[int, int, str], list[str]]:
    """What the public may see now beside reports: addresses and titles, in one query.

    By the programme's primary key, the year and the period.
    """
    pieces = Evidence.objects.filter(
        region=region, case__process=REPORTING, seen_by=Seen.PUBLIC, removed_at__isnull=True, **only
    ).order_by("pk")
    named: dict[tuple[int, int, str], list[str]] = {}
    for programme, year, period, url, title in pieces.values_list(
        "case__programme", "case__window__year", "case__window__code", "url", "title"
    ):
        named.setdefault((programme, year, period), []).append(url or title)
    return named
