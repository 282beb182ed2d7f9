"""Reading periods and reports."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from kotacerdas.accounts.models import User
from kotacerdas.monitoring.content import Content, meaning, read
from kotacerdas.monitoring.due import Due, DueMoney, due_values
from kotacerdas.monitoring.models import Evidence, Extension, Period, Report, State
from kotacerdas.monitoring.workflow import standing
from kotacerdas.plan.models import Budget, Indicator, Programme, Realisation, Target
from kotacerdas.records.models import Agency, Region

Rows = list[dict[str, Any]]


def periods_of(region: Region, year: int | None = None) -> list[Period]:
    """The periods ever opened, of one year if one is given, in the order in which they end."""
    found = region.periods.all()
    if year is not None:
        found = found.filter(year=year)
    return sorted(found, key=lambda period: period.order)


def open_periods(region: Region) -> list[Period]:
    return [period for period in periods_of(region) if period.closed_at is None]


def planned_years(region: Region) -> list[int]:
    """The years in which programmes are planned, from the first to the last."""
    spans = Programme.objects.filter(region=region).values_list("start_year", "end_year").distinct()
    return sorted({year for start, end in spans for year in range(start, end + 1)})


def programmes_due(region: Region, year: int, code: str) -> QuerySet[Programme]:
    """What is planned in the year and can be reported on in the period, with its agency.

    Where a workbook told of a programme's year as a whole, no part of it is due, and the other way
    round: the format allows no whole year beside its parts.
    """
    due = _planned(region, year).exclude(pk__in=_told_otherwise(region, year, code))
    return due.select_related("agency", "region").order_by("code")


def programmes_not_asked(region: Region, year: int, code: str, *only: Q) -> list[Programme]:
    """What is planned in the year and not due in the period, for it was told of otherwise."""
    programmes = _planned(region, year).filter(*only, pk__in=_told_otherwise(region, year, code))
    return list(programmes.order_by("code"))


def _planned(region: Region, year: int) -> QuerySet[Programme]:
    return Programme.objects.filter(region=region, start_year__lte=year, end_year__gte=year)


def _told_otherwise(region: Region, year: int, code: str) -> QuerySet[Realisation, Any]:
    """The programmes told of as a whole where the period is a part, or the other way round."""
    rows = Realisation.objects.filter(region=region, year=year, programme__isnull=False)
    return (rows.filter(period="") if code else rows.exclude(period="")).values("programme")


def imported_report(period: Period, programme: Programme) -> Realisation | None:
    """What a workbook tells of the programme for that very period."""
    rows = Realisation.objects.filter(programme=programme, year=period.year, period=period.code)
    return rows.filter(realised__isnull=False).first()


def versions_of(period: Period, programme: Programme) -> list[Report]:
    """A report's versions from the first to the newest."""
    found = Report.objects.filter(period=period, programme=programme)
    return list(found.select_related("saved_by", "submitted_by", "decided_by").order_by("number"))


def written_by(user: User | OuterRef) -> Q:
    """Of versions: those of a report of which the user wrote a part.

    Text of the version or of one before it, for a correction begins as a copy; or evidence, even
    if it was taken back since.
    """
    of_it = {"period": OuterRef("period"), "programme": OuterRef("programme")}
    versions = Report.objects.filter(**of_it, authors=user)
    return Q(Exists(versions)) | Q(Exists(Evidence.objects.filter(**of_it, added_by=user)))


def has_written(user: User, region: Region) -> bool:
    """Whether the user wrote a part of any report of the region, as `written_by` has it."""
    return (
        Report.objects.filter(region=region, authors=user).exists()
        or Evidence.objects.filter(region=region, added_by=user).exists()
    )


def writers_of(period: Period, programme: Programme) -> set[int]:
    """The primary keys of all who wrote a part of a report, as `written_by` has it."""
    of_it = {"period": period, "programme": programme}
    authors = Report.objects.filter(**of_it, authors__isnull=False).values_list("authors")
    brought = Evidence.objects.filter(**of_it).values_list("added_by")
    return {pk for (pk,) in authors.union(brought)}


def state_of(versions: Sequence[Report]) -> State | None:
    """Of the newest version; None where nothing was reported."""
    return State(versions[-1].state) if versions else None


def standing_version(versions: Sequence[Report]) -> Report | None:
    """The version that the scorecard rests on."""
    place = standing([State(one.state) for one in versions])
    return None if place is None else versions[place]


def extended_until(periods: Iterable[Period]) -> dict[tuple[int, int], date]:
    """The last day of each agency's latest extension, by period and agency."""
    rows = Extension.objects.filter(period__in=list(periods)).values_list("period", "agency")
    return {(of, agency): last for of, agency, last in rows.annotate(last=Max("until")).order_by()}


def longer_until(period: Period, agency: Agency) -> date | None:
    """The last day of the agency's latest extension."""
    found = Extension.objects.filter(period=period, agency=agency)
    last: date | None = found.aggregate(last=Max("until"))["last"]
    return last


def due_of(period: Period, programmes: Iterable[Programme]) -> dict[str, Due]:
    """What each programme's report is asked for, by their codes, in five queries."""
    wanted = list(programmes)
    indicators = _by(
        "programme__code",
        Indicator.objects.filter(programme__in=wanted)
        .values("programme__code", "code", "name", "unit", "polarity", "aggregation")
        .order_by("pk"),
    )
    of_them = Q(indicator__programme__in=wanted)
    targets = _by(
        "indicator__code",
        Target.objects.filter(of_them, year=period.year).values(
            "indicator__code", "year", "period", "target", "target_max"
        ),
    )
    told = _by(
        "indicator__code",
        Realisation.objects.filter(of_them, year__in=(period.year - 1, period.year)).values(
            "indicator__code", "year", "period", "value"
        ),
    )
    money = _by(
        "programme__code",
        Budget.objects.filter(programme__in=wanted, year=period.year)
        .values("programme__code", "source", "ceiling", "realised")
        .order_by("pk"),
    )
    return {
        one.code: Due(
            one.code,
            [
                value
                for indicator in indicators.get(one.code, ())
                for value in due_values(
                    period.year,
                    period.code,
                    indicator,
                    targets.get(indicator["code"], ()),
                    told.get(indicator["code"], ()),
                )
            ],
            [
                DueMoney(row["source"], row["ceiling"], row["realised"])
                for row in money.get(one.code, ())
            ],
        )
        for one in wanted
    }


def _by(name: str, rows: Iterable[Mapping[str, Any]]) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    for row in rows:
        found.setdefault(row[name], []).append(dict(row))
    return found


def previous_content(period: Period, programme: Programme) -> Content | None:
    """What stands of the period before this one in the year; None without one."""
    earlier = [one for one in periods_of(period.region, period.year) if one.order < period.order]
    for one in reversed(earlier):
        if version := standing_version(versions_of(one, programme)):
            return read(version.filled, due_of(one, [programme])[programme.code])[0]
    return None


def told_progress(region: Region, since_year: int) -> Rows:
    """How far the work has come by each version that stands: row, programme, year, period, percent.

    Of the reports since that year; without those that don't say it.
    """
    versions: dict[tuple[str, int, str], list[Report]] = {}
    found = Report.objects.filter(region=region, period__year__gte=since_year)
    for one in (
        found.select_related("programme", "period")
        .only("state", "filled", "programme__code", "period__year", "period__code")
        .order_by("number")
    ):
        key = one.programme.code, one.period.year, one.period.code
        versions.setdefault(key, []).append(one)
    rows = []
    for (code, year, part), each in versions.items():
        version = standing_version(each)
        text = "" if version is None else version.filled.get("progress_pct", "")
        pct = meaning("progress_pct", text)
        if version is not None and isinstance(pct, float):
            row = {"row": version.pk, "programme": code, "year": year, "period": part or None}
            rows.append(row | {"progress_pct": pct})
    return rows


def evidence_of(period: Period, programme: Programme) -> list[Evidence]:
    """What was brought and not taken back, the oldest first; copies stand after the originals."""
    found = Evidence.objects.filter(period=period, programme=programme, removed_at__isnull=True)
    return list(found.select_related("file", "added_by", "graded_by").order_by("pk"))


def evidence_of_year(programme: Programme, year: int) -> list[Evidence]:
    """What was brought for the programme in all periods of a year and not taken back."""
    found = Evidence.objects.filter(programme=programme, period__year=year, removed_at__isnull=True)
    rows = found.select_related("file", "added_by", "graded_by", "period")
    return sorted(rows, key=lambda one: (one.period.order, one.pk))
