"""Reading what counts beside reading the same rows one by one: 300 programmes, 20 quarters."""

from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from kotacerdas.accounts.models import User
from kotacerdas.casework.models import Case, Version, Window
from kotacerdas.plan.models import Budget, Indicator, Programme, Realisation, Target
from kotacerdas.records.models import Agency, Region
from kotacerdas.records.storage import CodesByKey, values_in
from kotacerdas.reporting.effective import effective, submitted
from kotacerdas.reporting.models import REPORTING, ReportedMoney, ReportedValue, Statement
from kotacerdas.scorecards.sheets import MODELS, columns_of, counting, frames_of
from kotacerdas.scoring.question import Basis
from kotacerdas.workbook.schema import BY_NAME
from kotacerdas.workbook.sheets import empty_frame
from timing import in_pairs, report

AT = datetime(2025, 2, 1, tzinfo=UTC)
PROGRAMMES, YEARS, QUARTERS = 300, range(2020, 2025), ("q1", "q2", "q3", "q4")


def fill() -> Region:
    region = Region.objects.create(code="33.25", name="Kabupaten Batang", level="regency")
    agency = Agency.objects.create(region=region, code="a1", name="Dinas")
    user = User.objects.create_user("a@example.org", "rahasia", "A")
    programmes = Programme.objects.bulk_create(
        Programme(
            region=region,
            code=f"P-{n}",
            name=f"Program {n}",
            dimension="living",
            agency=agency,
            quick_win=False,
            start_year=YEARS[0],
            end_year=YEARS[-1],
        )
        for n in range(PROGRAMMES)
    )
    indicators = Indicator.objects.bulk_create(
        Indicator(
            region=region,
            code=f"I-{n}-{k}",
            programme=programme,
            name="Layanan",
            level="output",
            unit="layanan",
            polarity="higher",
            aggregation="sum",
        )
        for n, programme in enumerate(programmes)
        for k in range(3)
    )
    when = [(year, quarter) for year in YEARS for quarter in QUARTERS]
    Target.objects.bulk_create(
        Target(region=region, indicator=one, year=year, period=quarter, target=10)
        for one in indicators
        for year, quarter in when
    )
    Budget.objects.bulk_create(
        Budget(region=region, programme=one, year=year, source="apbd", ceiling=1e9)
        for one in programmes
        for year in YEARS
    )
    Realisation.objects.bulk_create(
        Realisation(region=region, programme=one, year=year, period=quarter, realised=True)
        for one in programmes
        for year, quarter in when
    )
    Realisation.objects.bulk_create(
        Realisation(region=region, indicator=one, year=year, period=quarter, value=9)
        for one in indicators
        for year, quarter in when
    )
    by_programme: dict[int, list[Indicator]] = {}
    for one in indicators:
        by_programme.setdefault(one.programme_id, []).append(one)
    for year, quarter in when:
        _report(region, user, programmes, by_programme, year, quarter)
    return region


def _report(  # noqa: PLR0913, PLR0917 - all that a quarter's reports are of
    region: Region,
    user: User,
    programmes: list[Programme],
    indicators: dict[int, list[Indicator]],
    year: int,
    quarter: str,
) -> None:
    window = Window.objects.create(
        process=REPORTING,
        region=region,
        year=year,
        code=quarter,
        deadline=date(year, 12, 31),
        opened_at=AT,
        opened_by=user,
    )
    cases = Case.objects.bulk_create(
        Case(region=region, process=REPORTING, window=window, programme=one, agency=one.agency)
        for one in programmes
    )
    versions = Version.objects.bulk_create(
        Version(
            case=one,
            number=1,
            state="verified",
            saved_by=user,
            saved_at=AT,
            submitted_entry=1,
            settled_entry=2,
        )
        for one in cases
    )
    for case, version in zip(cases, versions, strict=True):
        case.state = "verified"
        case.newest = case.standing = case.verified = version
    Case.objects.bulk_update(cases, ["state", "newest", "standing", "verified"], batch_size=200)
    Statement.objects.bulk_create(
        Statement(
            version=one,
            programme=one.case.programme,
            year=year,
            period=quarter,
            realised=True,
            progress_pct=50,
        )
        for one in versions
    )
    ReportedValue.objects.bulk_create(
        ReportedValue(
            version=one,
            indicator=indicator,
            year=year,
            period=quarter,
            value=8,
            asked_target=10,
        )
        for one in versions
        for indicator in indicators[one.case.programme.pk]
    )
    ReportedMoney.objects.bulk_create(
        ReportedMoney(version=one, source="apbd", realised=1e8) for one in versions
    )


def main() -> None:
    region = fill()
    frames = frames_of(region, columns_of(region))
    codes: CodesByKey = {
        Programme: dict(Programme.objects.values_list("pk", "code")),
        Indicator: dict(Indicator.objects.values_list("pk", "code")),
    }

    def reading() -> object:
        return effective(region, frames, submitted(region)[Basis.REPORTED])

    def row_by_row() -> object:
        rows = values_in(Realisation, region, codes)
        return pl.DataFrame(rows, schema=empty_frame(BY_NAME["Realisation"]).schema, strict=False)

    def everything() -> object:
        return counting(region)

    def everything_row_by_row() -> object:
        known: dict[Any, dict[int, str]] = {}
        frames = {}
        for sheet, model in MODELS.items():
            rows = values_in(model, region, known)
            known[model] = {row["pk"]: row["code"] for row in rows if "code" in row}
            schema = empty_frame(BY_NAME[sheet]).schema
            frames[sheet] = pl.DataFrame(
                {name: [row.get(name) for row in rows] for name in schema}, schema=schema
            )
        return frames

    report(
        in_pairs("what counts of 24,000 values", reading, row_by_row, aim=0.25, at_most=0.35),
        in_pairs(
            "all frames of the region, what reports say among them",
            everything,
            everything_row_by_row,
            aim=0.5,
            at_most=0.6,
        ),
    )


main()
