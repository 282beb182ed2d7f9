"""What the reports of a window are asked for, with what counts beside it."""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

import polars as pl
from django.db.models import Q

from kotacerdas.monitoring.due import Due, DueMoney, DueValue, due_values, overlap
from kotacerdas.monitoring.effective import (
    Effective,
    Frames,
    Submitted,
    effective,
    frame_of,
    submitted,
)
from kotacerdas.monitoring.models import Window
from kotacerdas.plan.models import Budget, Indicator, Programme, Realisation, Target
from kotacerdas.records.storage import CodesByKey, columns_in
from kotacerdas.scoring.periods import span
from kotacerdas.scoring.question import Basis

Rows = list[dict[str, Any]]


def due_of(window: Window, programmes: Iterable[Programme]) -> dict[str, Due]:
    """What each programme's report is asked for, by their codes, in seven queries."""
    wanted = list(programmes)
    region, year = window.region, window.year
    codes: CodesByKey = {Programme: {one.pk: one.code for one in wanted}}
    in_use = Q(last_year=None) | Q(last_year__gte=year)
    indicators = columns_in(Indicator, region, codes, Q(programme__in=wanted) & in_use)
    codes = {**codes, Indicator: dict(zip(indicators["pk"], indicators["code"], strict=True))}
    of_indicators = Q(indicator__programme__in=wanted)
    imported = of_indicators & Q(year__in=(year - 1, year))
    budget = Q(programme__in=wanted, year=year)
    frames = {
        "Programmes": pl.DataFrame(
            [(one.pk, one.code, one.start_year, one.end_year) for one in wanted],
            schema={
                "row": pl.Int64,
                "code": pl.String,
                "start_year": pl.Int64,
                "end_year": pl.Int64,
            },
            orient="row",
        ),
        "Indicators": frame_of("Indicators", region, indicators),
        "Realisation": frame_of(
            "Realisation", region, columns_in(Realisation, region, codes, imported)
        ),
        "Targets": frame_of(
            "Targets", region, columns_in(Target, region, codes, of_indicators & Q(year=year))
        ),
        "Budget": frame_of("Budget", region, columns_in(Budget, region, codes, budget)),
    }
    reports = submitted(region, since_year=year - 1, programmes=wanted)[Basis.REPORTED]
    return due_in(window, wanted, frames, reports)


def due_in(
    window: Window, wanted: Sequence[Programme], plan: Frames, reports: Submitted
) -> dict[str, Due]:
    """The same by a plan that need not be the one of now, of which these are the programmes' rows.

    `plan` has the sheets Programmes, Indicators, Targets, Realisation and Budget.
    """
    year = window.year
    indicators = plan["Indicators"].filter(
        pl.col("last_year").is_null() | (pl.col("last_year") >= year)
    )
    targets = plan["Targets"].filter(year=year).to_dicts()
    counting = effective(window.region, plan, reports)
    told = _grouped(counting.realisation.drop_nulls("indicator").to_dicts(), "indicator")
    targets_of = _grouped(targets, "indicator")
    held, before = _held_elsewhere(window, reports, counting), _progress_before(window, reports)
    money = _grouped(counting.budget.filter(year=year).to_dicts(), "programme")
    asked: dict[str, list[DueValue]] = {one.code: [] for one in wanted}
    elsewhere: dict[str, dict[str, str]] = {one.code: {} for one in wanted}
    for indicator in indicators.to_dicts():
        code, programme = indicator["code"], indicator["programme"]
        for value in due_values(
            year, window.code, indicator, targets_of.get(code, ()), told.get(code, ())
        ):
            other = next((one for one in held.get(code, ()) if overlap(one[0], value.period)), None)
            if other is None:
                asked[programme].append(value)
            else:
                elsewhere[programme][value.key] = other[1]
    return {
        one.code: Due(
            one.code,
            asked[one.code],
            [
                DueMoney(row["source"], row["ceiling"], row["realised"])
                for row in money.get(one.code, ())
            ],
            previous_pct=before.get(one.pk),
            elsewhere=elsewhere[one.code],
        )
        for one in wanted
    }


def _held_elsewhere(
    window: Window, reports: Submitted, counting: Effective
) -> dict[str, list[tuple[str, str]]]:
    """By indicator: the periods of which reports of the year's other periods speak, and theirs."""
    windows = reports.statements.select("version", window=pl.col("period").fill_null(""))
    held = counting.held.drop_nulls("indicator").filter(year=window.year)
    others = held.join(windows, on="version", maintain_order="left").filter(
        pl.col("window") != window.code
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for code, of, other in others.select(
        "indicator", pl.col("period").fill_null(""), "window"
    ).iter_rows():
        found.setdefault(code, []).append((of, other))
    return found


def _progress_before(window: Window, reports: Submitted) -> dict[int, float | None]:
    """By programme: how far the last report of the year before this period says the work is."""
    earlier = [
        (span(code), programme, pct)
        for programme, code, pct in reports.statements.filter(year=window.year)
        .select("programme_id", "period", "progress_pct")
        .iter_rows()
        if span(code) < span(window.code)
    ]
    return {programme: pct for _, programme, pct in sorted(earlier, key=itemgetter(0))}


def _grouped(rows: Iterable[Mapping[str, Any]], name: str) -> dict[str, Sequence[Any]]:
    found: dict[str, Rows] = {}
    for row in rows:
        found.setdefault(row[name], []).append(dict(row))
    return dict(found)
