"""What counts of what was reported: the reports, and where none speaks what workbooks brought.

Two masters meet here and nowhere else. A report holds every field that it was asked for, what it
left empty too; a row of a workbook counts while no report holds a month of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db.models import Q, QuerySet

from kotacerdas.casework.models import Case, State, Version
from kotacerdas.casework.workflow import standing
from kotacerdas.plan.models import Programme
from kotacerdas.records.models import Region
from kotacerdas.records.storage import Columns
from kotacerdas.reporting.models import REPORTING, ReportedMoney, ReportedValue, Statement
from kotacerdas.scoring import progress
from kotacerdas.scoring.indicators import State as Standing
from kotacerdas.scoring.periods import with_periods
from kotacerdas.scoring.question import Basis
from kotacerdas.workbook.schema import BY_NAME
from kotacerdas.workbook.sheets import empty_frame

Frames = Mapping[str, pl.DataFrame]

_STATEMENTS = {
    "version": pl.Int64,
    "version__state": pl.String,
    "programme_id": pl.Int64,
    "year": pl.Int64,
    "period": pl.String,
    "realised": pl.Boolean,
    "progress_pct": pl.Float64,
    "summary": pl.String,
}
_VALUES = {
    "pk": pl.Int64,
    "version": pl.Int64,
    "indicator_id": pl.Int64,
    "year": pl.Int64,
    "period": pl.String,
    "value": pl.Float64,
    "not_applicable": pl.Boolean,
}
_MONEY = {"version": pl.Int64, "source": pl.String, "realised": pl.Float64}


@dataclass(frozen=True)
class Submitted:
    """What the versions say that count on a basis, by the primary keys of what they speak of.

    `statements`, `values` and `money` are the tables' columns, each with `version`; of statements
    and values an empty period is null, and `verified` tells whether the version is.
    """

    statements: pl.DataFrame
    values: pl.DataFrame
    money: pl.DataFrame


@dataclass(frozen=True)
class Effective:
    """The sheets on which figures rest, with the columns of the workbook.

    `realisation` and `budget` replace the sheets of those names, `progress` is the frame of
    `scoring.progress`. A row of `realisation` that a report says has a negative `row`.
    `versions` are the reports' versions: {sheet: {row: version's primary key}}; in the sheet
    Budget only `realised` is the version's. `held` (programme or indicator, year, months as a
    mask, version) is what rows of workbooks don't count beside.
    """

    realisation: pl.DataFrame
    budget: pl.DataFrame
    progress: pl.DataFrame
    versions: Mapping[str, Mapping[int, int]]
    held: pl.DataFrame

    @property
    def frames(self) -> dict[str, pl.DataFrame]:
        return {
            "Realisation": self.realisation,
            "Budget": self.budget,
            progress.SHEET: self.progress,
        }


def submitted(
    region: Region, *, since_year: int = 0, programmes: Iterable[Programme] | None = None
) -> dict[Basis, Submitted]:
    """What counts on each basis, of those years and programmes, in three queries.

    Of programmes also what other reports say of their indicators. Where nothing waits for a
    verifier both bases have the same object.
    """
    cases = Case.objects.filter(region=region, standing__isnull=False, window__year__gte=since_year)
    if programmes is not None:
        wanted = list(programmes)
        values = ReportedValue.objects.filter(indicator__programme__in=wanted)
        cases = cases.filter(Q(programme__in=wanted) | Q(standing__in=values.values("version")))
    found = _said_by({"version__in": cases.values("standing")})
    # Of a case that was ever verified, the newest verified version stands on both.
    is_same = found.statements["verified"].all()
    return {Basis.REPORTED: found, Basis.VERIFIED: found if is_same else verified_of(found)}


def submitted_at(region: Region, entry: int) -> Submitted:
    """What counted as reported after the entry of that number, in four queries.

    A version says by which entry it was sent in and settled; not known any more is only that a
    verification was taken back later. `verified` is what each was then.
    """
    states: dict[int, list[tuple[int, State]]] = {}
    sent = Version.objects.filter(
        case__region=region, case__process=REPORTING, submitted_entry__lte=entry
    )
    rows = sent.order_by("case", "number").values_list("case", "pk", "state", "settled_entry")
    for case, pk, state, settled in rows:
        was = State(state) if settled is not None and settled <= entry else State.SUBMITTED
        states.setdefault(case, []).append((pk, was))
    counted = dict(
        own[place]
        for own in states.values()
        if (place := standing([state for _, state in own])) is not None
    )
    found = _said_by({"version__in": list(counted)})
    verified = [pk for pk, state in counted.items() if state is State.VERIFIED]
    is_verified = pl.col("version").is_in(verified).alias("verified")
    return Submitted(
        *(one.with_columns(is_verified) for one in (found.statements, found.values, found.money))
    )


def _said_by(counting: Mapping[str, Any]) -> Submitted:
    statements = _read(Statement.objects.filter(**counting).order_by("version"), _STATEMENTS)
    # Each version has one; where there is none, nothing needs to be asked of the others.
    own = {"version__in": ()} if statements.is_empty() else counting
    states = statements.select("version", verified=pl.col("version__state") == State.VERIFIED)
    values = _read(ReportedValue.objects.filter(**own).order_by("pk"), _VALUES)
    reported = ReportedMoney.objects.filter(**own, realised__isnull=False)
    money = _read(reported.order_by("pk"), _MONEY)
    return Submitted(
        *(
            frame.join(states, on="version", maintain_order="left")
            for frame in (statements.drop("version__state"), values, money)
        )
    )


def _read(rows: QuerySet[Any], schema: Mapping[str, Any]) -> pl.DataFrame:
    """The columns of a table; no period is null."""
    read = list(rows.values_list(*schema))
    columns = zip(*read, strict=True) if read else ([] for _ in schema)
    frame = pl.DataFrame(dict(zip(schema, columns, strict=True)), schema=schema)
    if "period" not in schema:
        return frame
    return frame.with_columns(pl.col("period").replace("", None))


def verified_of(found: Submitted) -> Submitted:
    """What of it is verified."""
    return Submitted(
        found.statements.filter("verified"),
        found.values.filter("verified"),
        found.money.filter("verified"),
    )


def effective(region: Region, frames: Frames, reports: Submitted) -> Effective:
    """What counts of the imported `frames` (Programmes, Indicators, Realisation, Budget) and of
    the reports of one basis.

    A report counts where its programme is planned in its year.
    """
    programmes = frames["Programmes"].select(
        "start_year", "end_year", programme="code", programme_id="row"
    )
    indicators = frames["Indicators"].select("programme", indicator="code", indicator_id="row")
    is_planned = pl.col("year").is_between(pl.col("start_year"), pl.col("end_year"))
    statements = reports.statements.join(
        programmes, on="programme_id", maintain_order="left"
    ).filter(is_planned)
    values = (
        reports.values.join(indicators, on="indicator_id", maintain_order="left")
        .join(programmes, on="programme", maintain_order="left")
        .filter(is_planned)
    )
    held, said = _held(statements, values), _said(statements, values)
    imported = _not_held(frames["Realisation"], held)
    said = said.with_columns(region=pl.lit(region.code))
    budget, spent = _with_spent(frames["Budget"], statements, reports.money)
    return Effective(
        pl.concat([imported, said.select(imported.columns)]),
        budget,
        _progress(statements, region),
        {"Realisation": _pairs(said), "Budget": _pairs(spent)},
        held,
    )


def _pairs(rows: pl.DataFrame) -> dict[int, int]:
    return dict(rows.select("row", "version").iter_rows())


def _held(statements: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
    """Which months of a programme or an indicator a report speaks of; see `Effective`."""
    nothing = pl.lit(None, pl.String)
    of_programmes = statements.select(
        "programme", nothing.alias("indicator"), "year", "period", "version"
    )
    of_indicators = values.select(
        nothing.alias("programme"), "indicator", "year", "period", "version"
    )
    return with_periods(pl.concat([of_programmes, of_indicators]))


def _not_held(imported: pl.DataFrame, held: pl.DataFrame) -> pl.DataFrame:
    """The rows of workbooks of which no report holds a month."""
    if held.is_empty():
        return imported
    keys = ["programme", "indicator", "year"]
    masks = held.group_by(keys).agg(held_months=pl.col("months").bitwise_or())
    joined = with_periods(imported).join(
        masks, on=keys, how="left", nulls_equal=True, maintain_order="left"
    )
    is_free = (pl.col("months") & pl.col("held_months")).fill_null(0) == 0
    return joined.filter(is_free).select(imported.columns)


def _said(statements: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
    """What the reports say as rows of the sheet Realisation, with their `version`."""
    of_programmes = statements.select(
        "programme",
        "year",
        "period",
        "realised",
        "verified",
        "version",
        note=pl.col("summary").replace("", None),
        row=-(2 * pl.col("version") + 1),
    )
    said = values.filter(pl.col("value").is_not_null() | pl.col("not_applicable"))
    of_indicators = said.select(
        "indicator",
        "year",
        "period",
        "value",
        "verified",
        "version",
        status=pl.when("not_applicable").then(pl.lit(Standing.NOT_APPLICABLE)),
        row=-(2 * pl.col("pk")),
    )
    return pl.concat([of_programmes, of_indicators], how="diagonal").with_columns(
        evidence=pl.lit(None, pl.List(pl.String))
    )


def _with_spent(
    budget: pl.DataFrame, statements: pl.DataFrame, money: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The budget with what the latest report of each year says was spent; and whose that is."""
    latest = (
        with_periods(money.join(statements.drop("realised", "verified"), on="version"))
        .sort("ends_on", "length", maintain_order=True)
        .group_by("programme", "year", "source", maintain_order=True)
        .agg(pl.col("realised", "version").last().name.prefix("said_"))
    )
    joined = budget.join(
        latest, on=["programme", "year", "source"], how="left", maintain_order="left"
    )
    spent = joined.drop_nulls("said_version").select("row", version="said_version")
    with_spent = joined.with_columns(realised=pl.coalesce("said_realised", "realised"))
    return with_spent.select(budget.columns), spent


def _progress(statements: pl.DataFrame, region: Region) -> pl.DataFrame:
    stated = statements.drop_nulls("progress_pct").sort("programme", "year", "period")
    return stated.select(
        "programme",
        "year",
        "period",
        "progress_pct",
        region=pl.lit(region.code),
        row="version",
    ).select(*progress.SCHEMA)


def frame_of(sheet: str, region: Region, columns: Columns) -> pl.DataFrame:
    """Records column by column as the frame of a reading; `row` is the record's primary key."""
    schema = empty_frame(BY_NAME[sheet]).schema
    data: dict[str, Any] = {name: columns[name] for name in schema if name in columns}
    places = {"region": [region.code] * len(columns["pk"]), "row": columns["pk"]}
    return pl.DataFrame(data | places, schema=schema)
