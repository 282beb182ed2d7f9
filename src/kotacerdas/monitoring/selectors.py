"""Reading windows and cases."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from kotacerdas.accounts.models import User
from kotacerdas.monitoring.models import (
    Author,
    Case,
    Evidence,
    Extension,
    State,
    Version,
    Window,
)
from kotacerdas.monitoring.models.evidence import Seen
from kotacerdas.plan.models import Programme, Realisation
from kotacerdas.records.models import Agency, Region


def windows_of(region: Region, year: int | None = None) -> list[Window]:
    """The windows ever opened, of one year if one is given, in the order in which they end."""
    found = region.windows.all()
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


def whole_cases() -> QuerySet[Case]:
    """Cases with all that a page or an act asks of one: its window, agency and newest version."""
    return Case.objects.select_related(
        *(
            "region",
            "window__region",
            "window__opened_by",
            "window__closed_by",
            "agency__region",
            "programme",
        ),
        *("newest__saved_by", "newest__submitted_by", "newest__settled_by"),
    )


def case_of(window: Window, programme: Programme) -> Case | None:
    """The case of a programme in a window; None where it never was asked for."""
    return whole_cases().filter(window=window, programme=programme).first()


def versions_of(case: Case) -> list[Version]:
    """A case's versions from the first to the newest."""
    found = Version.objects.filter(case=case)
    return list(found.select_related("saved_by", "submitted_by", "settled_by").order_by("number"))


def states_of(case: Case) -> list[State]:
    """The states of the versions, from the first."""
    states = Version.objects.filter(case=case).order_by("number").values_list("state", flat=True)
    return [State(state) for state in states]


def written_by(user: User | OuterRef) -> Q:
    """Of cases: those of which the user wrote a part.

    Text of any version, for a correction begins as a copy; or evidence, even if it was taken back
    since.
    """
    versions = Author.objects.filter(version__case=OuterRef("pk"), user=user)
    return Q(Exists(versions)) | Q(
        Exists(Evidence.objects.filter(case=OuterRef("pk"), added_by=user))
    )


def has_written(user: User, region: Region) -> bool:
    """Whether the user wrote a part of any case of the region, as `written_by` has it."""
    return (
        Author.objects.filter(version__case__region=region, user=user).exists()
        or Evidence.objects.filter(region=region, case__isnull=False, added_by=user).exists()
    )


def writers_of(case: Case) -> set[int]:
    """The primary keys of all who wrote a part of a case, as `written_by` has it."""
    authors = Author.objects.filter(version__case=case).values_list("user")
    brought = Evidence.objects.filter(case=case).values_list("added_by")
    return {pk for (pk,) in authors.union(brought)}


def extended_until(windows: Iterable[Window]) -> dict[tuple[int, int], date]:
    """The last day of each agency's latest extension, by window and agency."""
    rows = Extension.objects.filter(window__in=list(windows)).values_list("window", "agency")
    return {(of, agency): last for of, agency, last in rows.annotate(last=Max("until")).order_by()}


def longer_until(window: Window, agency: Agency) -> date | None:
    """The last day of the agency's latest extension."""
    found = Extension.objects.filter(window=window, agency=agency)
    last: date | None = found.aggregate(last=Max("until"))["last"]
    return last


def evidence_of(case: Case) -> list[Evidence]:
    """What was brought and not taken back, the oldest first; copies stand after the originals."""
    found = Evidence.objects.filter(case=case, removed_at__isnull=True)
    return list(found.select_related("file", "added_by", "graded_by").order_by("pk"))


def pieces_of(region: Region) -> QuerySet[Evidence]:
    """What was brought in a region and not taken back, with all that says whose it is."""
    return Evidence.objects.filter(region=region, removed_at__isnull=True).select_related(
        *("region", "file__copy", "added_by", "graded_by"),
        *("case__region", "case__window", "case__programme"),
        *("realisation__programme__region", "realisation__indicator__programme__region"),
        "innovation__region",
    )


def evidence_of_year(programme: Programme, year: int) -> list[Evidence]:
    """What was brought for the programme in all windows of a year and not taken back.

    What rows of workbooks have comes after that of reports.
    """
    own = Q(case__programme=programme, case__window__year=year)
    rows = Q(realisation__programme=programme) | Q(realisation__indicator__programme=programme)
    found = pieces_of(programme.region).filter(own | (rows & Q(realisation__year=year)))
    return sorted(
        found, key=lambda one: (one.case is None, one.case and one.case.window.order, one.pk)
    )


def pieces_of_rows(region: Region, **rows: Iterable[int]) -> list[Evidence]:
    """What cases or rows of workbooks have, by primary keys: `case=...`, `realisation=...`."""
    wanted = [Q(**{f"{kind}__in": list(pks)}) for kind, pks in rows.items()]
    return list(pieces_of(region).filter(reduce(or_, wanted, Q(pk__in=()))).order_by("pk"))


def public_evidence(region: Region, **only: Any) -> dict[tuple[int, int, str], list[str]]:
    """What the public may see now beside reports: addresses and titles, in one query.

    By the programme's primary key, the year and the period.
    """
    pieces = Evidence.objects.filter(
        region=region, case__isnull=False, seen_by=Seen.PUBLIC, removed_at__isnull=True, **only
    ).order_by("pk")
    named: dict[tuple[int, int, str], list[str]] = {}
    for programme, year, period, url, title in pieces.values_list(
        "case__programme", "case__window__year", "case__window__code", "url", "title"
    ):
        named.setdefault((programme, year, period), []).append(url or title)
    return named
