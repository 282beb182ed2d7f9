"""The annex's sheets of figures, one a subject, in full precision."""

from collections.abc import Sequence

from kotacerdas.documents.annex_summary import index, summary
from kotacerdas.documents.annex_tables import COUNT, MONEY, PERCENT, PLAIN, Sheet, columns_of
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
        *([("label.dimension", 14, PLAIN)] if has_parent else []),
        ("label.code", 22, PLAIN),
        (first, 44, PLAIN),
        ("label.planned", 13, COUNT),
        ("label.realised", 13, COUNT),
        ("label.not_realised", 13, COUNT),
        ("label.not_reported", 13, COUNT),
        ("annex.achievement_pct", 13, PERCENT),
        ("annex.last_year_pct", 13, PERCENT),
        ("annex.indicator_achievement_pct", 13, PERCENT),
        ("label.band", 16, PLAIN),
        *([("label.innovations", 11, COUNT)] if sheet == "agencies" else []),
    )
    rows = (
        [
            *([figure.dimension] if has_parent else []),
            figure.code,
            figure.name,
            figure.planned,
            figure.realised,
            figure.not_realised,
            figure.not_reported,
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
        ("label.code", 12, PLAIN),
        ("label.programme", 48, PLAIN),
        ("label.dimension", 14, PLAIN),
        ("label.sub_dimension", 24, PLAIN),
        ("annex.agency_code", 14, PLAIN),
        ("label.agency", 40, PLAIN),
        ("annex.quick_win", 10, PLAIN),
        ("label.weight", 9, PLAIN),
        ("label.status", 18, PLAIN),
        ("annex.verified", 13, PLAIN),
        ("annex.indicator_achievement_pct", 13, PERCENT),
        ("annex.note", 60, PLAIN),
        ("annex.evidence", 30, PLAIN),
    )
    subs = {figure.code: figure.name for figure in facts.sub_dimensions}
    rows = (
        [
            row["code"],
            row["name"],
            row["dimension"],
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
        ("label.code", 14, PLAIN),
        ("label.programme", 12, PLAIN),
        ("label.name", 52, PLAIN),
        ("annex.level", 12, PLAIN),
        ("label.unit", 14, PLAIN),
        ("annex.polarity", 16, PLAIN),
        ("annex.aggregation", 12, PLAIN),
        ("label.weight", 9, PLAIN),
        ("annex.baseline", 12, PLAIN),
        ("label.target", 12, PLAIN),
        ("annex.target_max", 12, PLAIN),
        ("label.value", 12, PLAIN),
        ("label.status", 18, PLAIN),
        ("annex.incomplete_flag", 13, PLAIN),
        ("annex.achievement_pct", 13, PERCENT),
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
        ("label.programme", 12, PLAIN),
        ("label.dimension", 14, PLAIN),
        ("label.source", 24, PLAIN),
        ("label.ceiling", 22, MONEY),
        ("label.spent", 22, MONEY),
        ("label.status", 18, PLAIN),
    )
    rows = (
        [
            row["programme"],
            row["dimension"],
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
        ("label.code", 16, PLAIN),
        ("annex.agency_code", 14, PLAIN),
        ("label.agency", 40, PLAIN),
        ("label.innovation", 52, PLAIN),
        ("label.stage", 14, PLAIN),
        ("annex.form", 18, PLAIN),
        ("annex.digital", 10, PLAIN),
        ("annex.public_service", 14, PLAIN),
        ("label.counted", 11, PLAIN),
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
        ("label.code", 12, PLAIN),
        ("label.kind", 26, PLAIN),
        ("label.item", 52, PLAIN),
        ("annex.agency_code", 14, PLAIN),
        ("label.unit", 14, PLAIN),
        ("label.target", 13, PLAIN),
        ("label.spent", 13, PLAIN),
        ("annex.achievement_pct", 13, PERCENT),
        ("label.status", 18, PLAIN),
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
            row["achievement_pct"],
            say.term("status", "not_reported") if row["realised"] is None else None,
        ]
        for row in facts.capacity
    )
    return Sheet(say("title.capacity"), columns, rows)


def _history(facts: Facts) -> Sheet:
    columns = columns_of(
        facts,
        ("label.year", 8, PLAIN),
        ("label.dimension", 20, PLAIN),
        ("label.planned", 13, COUNT),
        ("label.realised", 13, COUNT),
        ("label.not_reported", 13, COUNT),
        ("annex.achievement_pct", 13, PERCENT),
    )
    names = {figure.code: figure.name for figure in facts.dimensions}
    rows = (
        [
            row["year"],
            names.get(row["dimension"], facts.say("label.total")),
            row["planned"],
            row["realised"],
            row["not_reported"],
            row["achievement_pct"],
        ]
        for row in facts.scorecard.history.iter_rows(named=True)
    )
    return Sheet(facts.say("annex.history"), columns, rows)
