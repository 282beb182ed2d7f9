"""The annex's sheets of figures, one a subject, in full precision."""

from collections.abc import Sequence

from kotacerdas.documents.annex_summary import index, summary
from kotacerdas.documents.annex_tables import COUNT, MONEY, NUMBER, PERCENT, TEXT, Sheet, columns_of
from kotacerdas.documents.facts import Facts, Figure


def sheets(facts: Facts) -> list[Sheet]:
    return [
        summary(facts),
        _figures(facts, "dimensions", "label.dimension", facts.dimensions),
        _figures(facts, "sub_dimensions", "label.sub_dimension", facts.sub_dimensions),
        _figures(facts, "agencies", "label.agency", facts.agencies),
        _programmes(facts),
        _indicators(facts),
        _budget(facts),
        _innovations(facts),
        _capacity(facts),
        index(facts),
        _history(facts),
    ]


def _figures(facts: Facts, sheet: str, first: str, figures: Sequence[Figure]) -> Sheet:
    has_parent = sheet == "sub_dimensions"
    columns = columns_of(
        facts,
        *([("label.dimension", 18, TEXT)] if has_parent else []),
        ("label.code", 26, TEXT),
        (first, 44, TEXT),
        ("label.planned", 15, COUNT),
        *((f"label.{status}", 15, COUNT) for status in facts.statuses),
        ("annex.achievement_pct", 15, PERCENT),
        ("annex.last_year_pct", 15, PERCENT),
        ("annex.indicator_achievement_pct", 15, PERCENT),
        ("label.band", 16, TEXT),
        *([("label.innovations", 11, COUNT)] if sheet == "agencies" else []),
    )
    rows = (
        [
            *([facts.dimension_names.get(figure.dimension or "")] if has_parent else []),
            figure.code,
            figure.name,
            figure.planned,
            *(figure.counts[status] for status in facts.statuses),
            figure.achievement_pct,
            figure.last_year_pct,
            figure.indicator_achievement_pct,
            figure.band,
            *([facts.innovations_by_agency.get(figure.code)] if sheet == "agencies" else []),
        ]
        for figure in figures
    )
    return Sheet(facts.say(f"annex.{sheet}"), columns, rows)


def _yes(facts: Facts, value: bool | None) -> str | None:  # noqa: FBT001 - the value of a cell
    return None if value is None else facts.say("answer.yes" if value else "answer.no")


def _listed(values: Sequence[str] | None) -> str:
    return "; ".join(values or ())


def _programmes(facts: Facts) -> Sheet:
    say = facts.say
    columns = columns_of(
        facts,
        ("label.code", 12, TEXT),
        ("label.programme", 38, TEXT),
        ("label.dimension", 18, TEXT),
        ("label.sub_dimension", 22, TEXT),
        ("annex.agency_code", 16, TEXT),
        ("label.agency", 34, TEXT),
        ("annex.quick_win", 10, TEXT),
        ("label.weight", 9, NUMBER),
        ("label.status", 18, TEXT),
        ("annex.verified", 13, TEXT),
        ("annex.indicator_achievement_pct", 15, PERCENT),
        ("annex.note", 40, TEXT),
        ("annex.evidence", 38, TEXT),
    )
    subs = {figure.code: figure.name for figure in facts.sub_dimensions}
    rows = (
        [
            row["code"],
            row["name"],
            facts.dimension_names.get(row["dimension"]),
            subs.get(row["sub_dimension"] or "", row["sub_dimension"]),
            row["agency"],
            row["agency_name"],
            _yes(facts, row["quick_win"]),
            row["weight"],
            say.term("status", row["status"]),
            _yes(facts, row["is_verified"]),
            row["indicator_achievement_pct"],
            row["note"],
            _listed(row["evidence"]),
        ]
        for row in facts.programmes
    )
    return Sheet(say("annex.programmes"), columns, rows)


def _indicators(facts: Facts) -> Sheet:
    say = facts.say
    columns = columns_of(
        facts,
        ("label.code", 14, TEXT),
        ("label.programme", 14, TEXT),
        ("label.name", 52, TEXT),
        ("annex.level", 12, TEXT),
        ("label.unit", 14, TEXT),
        ("annex.polarity", 18, TEXT),
        ("annex.aggregation", 14, TEXT),
        ("label.weight", 9, NUMBER),
        ("annex.baseline", 12, NUMBER),
        ("label.target", 12, NUMBER),
        ("annex.target_max", 14, NUMBER),
        ("label.value", 12, NUMBER),
        ("label.status", 18, TEXT),
        ("annex.incomplete_flag", 13, TEXT),
        ("annex.achievement_pct", 15, PERCENT),
    )
    rows = (
        [
            row["code"],
            row["programme"],
            row["name"],
            say.term("indicator_level", row["level"]),
            row["unit"],
            say.term("polarity", row["polarity"]),
            say.term("aggregation", row["aggregation"]),
            row["weight"],
            row["baseline"],
            row["target"],
            row["target_max"],
            row["value"],
            say.term("state", row["state"]),
            _yes(facts, row["is_incomplete"]),
            row["achievement_pct"],
        ]
        for row in facts.scorecard.indicators.iter_rows(named=True)
    )
    return Sheet(say("annex.indicators"), columns, rows)


def _budget(facts: Facts) -> Sheet:
    say = facts.say
    columns = columns_of(
        facts,
        ("label.programme", 14, TEXT),
        ("label.dimension", 18, TEXT),
        ("label.source", 24, TEXT),
        ("label.ceiling", 22, MONEY),
        ("label.spent", 22, MONEY),
        ("label.status", 18, TEXT),
    )
    rows = (
        [
            row["programme"],
            facts.dimension_names.get(row["dimension"]),
            say.term("source", row["source"]),
            row["ceiling"],
            row["realised"],
            say.term("status", "not_reported") if row["realised"] is None else None,
        ]
        for row in facts.scorecard.budget.iter_rows(named=True)
    )
    return Sheet(say("title.budget"), columns, rows)


def _innovations(facts: Facts) -> Sheet:
    say = facts.say
    columns = columns_of(
        facts,
        ("label.code", 16, TEXT),
        ("annex.agency_code", 16, TEXT),
        ("label.agency", 34, TEXT),
        ("label.innovation", 52, TEXT),
        ("label.stage", 14, TEXT),
        ("annex.form", 18, TEXT),
        ("annex.digital", 10, TEXT),
        ("annex.public_service", 14, TEXT),
        ("label.counted", 11, TEXT),
    )
    rows = (
        [
            row["code"],
            row["agency"],
            row["agency_name"],
            row["name"],
            say.term("stage", row["stage"]),
            say.term("form", row["form"]),
            _yes(facts, row["digital"]),
            _yes(facts, row["public_service"]),
            _yes(facts, row["is_counted"]),
        ]
        for row in facts.scorecard.innovations.iter_rows(named=True)
    )
    return Sheet(say("title.innovations"), columns, rows)


def _capacity(facts: Facts) -> Sheet:
    say = facts.say
    columns = columns_of(
        facts,
        ("label.code", 12, TEXT),
        ("label.kind", 26, TEXT),
        ("label.item", 52, TEXT),
        ("annex.agency_code", 16, TEXT),
        ("label.unit", 14, TEXT),
        ("label.target", 13, NUMBER),
        ("label.spent", 13, NUMBER),
        ("annex.achievement_pct", 15, PERCENT),
        ("label.status", 18, TEXT),
    )
    rows = (
        [
            row["code"],
            say.term("capacity", row["kind"]),
            row["item"],
            row["agency"],
            row["unit"],
            row["target"],
            row["realised"],
            None if row["realised"] is None else row["achievement_pct"],
            say.term("status", "not_reported") if row["realised"] is None else None,
        ]
        for row in facts.capacity
    )
    return Sheet(say("title.capacity"), columns, rows)


def _history(facts: Facts) -> Sheet:
    complete = {row["year"] for row in facts.years}
    columns = columns_of(
        facts,
        ("label.year", 8, NUMBER),
        ("label.dimension", 20, TEXT),
        ("label.planned", 15, COUNT),
        ("label.realised", 15, COUNT),
        ("label.not_reported", 15, COUNT),
        ("annex.achievement_pct", 15, PERCENT),
    )
    rows = (
        [
            row["year"],
            facts.dimension_names.get(row["dimension"], facts.say("label.total")),
            row["planned"],
            row["realised"],
            row["not_reported"],
            row["achievement_pct"]
            if row["year"] in complete and row["planned"] > row["not_reported"]
            else None,
        ]
        for row in facts.scorecard.history.iter_rows(named=True)
    )
    return Sheet(facts.say("annex.history"), columns, rows)
