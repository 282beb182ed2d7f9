"""What the reports of a window are asked for, with what counts beside it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any

import polars as pl
from django.db.models import Q

from kotacerdas.casework.models import Case, Version, Window
from kotacerdas.plan.models import Budget, Indicator, Programme, Realisation, Target
from kotacerdas.records.storage import CodesByKey, columns_in
from kotacerdas.reporting.due import Due, DueMoney, DueValue, Holder, due_values, overlap
from kotacerdas.reporting.effective import (
    Effective,
    Frames,
    Submitted,
    effective,
    frame_of,
    submitted,
)
from kotacerdas.reporting.models import ReportedMoney, ReportedValue
from kotacerdas.scoring.indicators import in_use
from kotacerdas.scoring.periods import span
from kotacerdas.scoring.question import Basis

Rows = list[dict[str, Any]]


def due_of(window: Window, programmes: Iterable[Programme]) -> dict[str, Due]:
    """What each programme's report is asked for, by their codes, in seven queries.

    One more where a report of another programme holds a value.
    """
    wanted = list(programmes)
    region, year = window.region, window.year
    codes: CodesByKey = {Programme: {one.pk: one.code for one in wanted}}
    indicators = columns_in(Indicator, region, codes, Q(programme__in=wanted))
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
    indicators = plan["Indicators"].filter(in_use(year))
    targets = plan["Targets"].filter(year=year).to_dicts()
    counting = effective(window.region, plan, reports)
    reported = _grouped(counting.realisation.drop_nulls("indicator").to_dicts(), "indicator")
    targets_of = _grouped(targets, "indicator")
    held = _held_elsewhere(window, plan, reports, counting)
    before = _progress_before(window, reports)
    spent = _spent_a_year_before(window, reports)
    money = _grouped(counting.budget.filter(year=year).to_dicts(), "programme")
    asked: dict[str, list[DueValue]] = {one.code: [] for one in wanted}
    elsewhere: dict[str, dict[str, Holder]] = {one.code: {} for one in wanted}
    for indicator in indicators.iter_rows(named=True):
        code, programme = indicator["code"], indicator["programme"]
        for value in due_values(
            year, window.code, indicator, targets_of.get(code, ()), reported.get(code, ())
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
                DueMoney(
                    row["source"],
                    row["ceiling"],
                    row["realised"],
                    last_year=spent.get((one.pk, row["source"])),
                )
                for row in money.get(one.code, ())
            ],
            previous_pct=before.get(one.pk),
            elsewhere=elsewhere[one.code],
        )
        for one in wanted
    }


def _held_elsewhere(
    window: Window, plan: Frames, reports: Submitted, counting: Effective
) -> dict[str, list[tuple[str, Holder]]]:
    """By indicator: the periods of which other reports of the year speak, and which those are.

    They are of other periods, or of a programme that the indicator was of before.
    """
    keys = dict(plan["Programmes"].select("code", "row").iter_rows())
    of_now = plan["Indicators"].select("code", "programme").iter_rows()
    owners = {code: keys[programme] for code, programme in of_now}
    speakers = reports.statements.select(
        "version", speaker="programme_id", window=pl.col("period").fill_null("")
    )
    held = counting.held.drop_nulls("indicator").filter(year=window.year)
    said = held.join(speakers, on="version", maintain_order="left").select(
        "indicator", pl.col("period").fill_null(""), "window", "speaker"
    )
    others = [
        (code, of, other, None if speaker == owners[code] else speaker)
        for code, of, other, speaker in said.iter_rows()
        if other != window.code or speaker != owners[code]
    ]
    codes = _codes({speaker for *_, speaker in others if speaker is not None})
    found: dict[str, list[tuple[str, Holder]]] = {}
    for code, of, other, speaker in others:
        found.setdefault(code, []).append((of, Holder(other, codes.get(speaker, ""))))
    return found


def _codes(programmes: Collection[int]) -> dict[int | None, str]:
    """The codes of programmes by their primary keys; no query for none."""
    if not programmes:
        return {}
    return dict(Programme.objects.filter(pk__in=programmes).values_list("pk", "code"))


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


def _spent_a_year_before(window: Window, reports: Submitted) -> dict[tuple[int, str], float]:
    """By programme and source: what the report of the same period of the year before says."""
    period = pl.col("period").fill_null("")
    statements = reports.statements.filter(period == window.code, year=window.year - 1)
    said = reports.money.join(statements.select("version", "programme_id"), on="version")
    rows = said.select("programme_id", "source", "realised").iter_rows()
    return {(programme, source): realised for programme, source, realised in rows}


def _grouped(rows: Iterable[Mapping[str, Any]], name: str) -> dict[str, Sequence[Any]]:
    found: dict[str, Rows] = {}
    for row in rows:
        found.setdefault(row[name], []).append(dict(row))
    return dict(found)


def asked_then(version: Version, now: Due) -> Due:
    """What a version that was sent in was asked for, with what of `now` stands beside it still.

    By the codes that its indicators have now, in four queries.
    """
    before = {one.key: one for one in now.values}
    spent = _spent_before(version.case)
    last_year = {one.source: one.last_year for one in now.money}
    values = ReportedValue.objects.filter(version=version).select_related("indicator")
    money = ReportedMoney.objects.filter(version=version)
    return replace(
        now,
        values=[_asked_value(one, before) for one in values.order_by("pk")],
        money=[
            DueMoney(
                one.source,
                one.asked_ceiling,
                spent.get(one.source),
                last_year=last_year.get(one.source),
            )
            for one in money.order_by("pk")
        ],
    )


def _spent_before(case: Case) -> dict[str, float | None]:
    """By source: what was spent of it by the last report of the year before the case's period.

    Where there is none, by what a workbook says.
    """
    others = Case.objects.filter(programme=case.programme, window__year=case.year)
    rows = ReportedMoney.objects.filter(version__in=others.exclude(pk=case.pk).values("standing"))
    said = [
        (span(code), source, realised)
        for code, source, realised in rows.values_list(
            "version__case__window__code", "source", "realised"
        )
        if span(code) < span(case.window.code) and realised is not None
    ]
    budget = Budget.objects.filter(programme=case.programme, year=case.year)
    spent: dict[str, float | None] = dict(budget.values_list("source", "realised"))
    return spent | {source: realised for _, source, realised in sorted(said, key=itemgetter(0))}


def _asked_value(row: ReportedValue, now: Mapping[str, DueValue]) -> DueValue:
    indicator = row.indicator
    asked = DueValue(
        indicator=indicator.code,
        period=row.period,
        name=indicator.name,
        unit=row.unit,
        polarity=indicator.polarity,
        aggregation=indicator.aggregation,
        target=row.asked_target,
        target_max=row.asked_target_max,
        previous=None,
        so_far=None,
        year_target=None,
    )
    current = now.get(asked.key)
    if current is None:
        return asked
    return replace(
        asked, previous=current.previous, so_far=current.so_far, last_year=current.last_year
    )
