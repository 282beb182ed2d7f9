"""The sections on agencies, budget, innovations, capacity and the index."""

from kotacerdas.charts import rendering
from kotacerdas.charts.budget import Money
from kotacerdas.charts.budget import budget as budget_picture
from kotacerdas.charts.index_components import index_components
from kotacerdas.documents import headlines
from kotacerdas.documents.blocks import Block, Cell, Column, marked, meter, table
from kotacerdas.documents.drawable import drawable, line
from kotacerdas.documents.facts import Facts
from kotacerdas.wording.cutting import cut_to_width
from kotacerdas.wording.numbers import NOTHING, number, percent, plain, rupiah

ONE_LINE = 28  # ems of an agency's name that stand beside its bar in one line


def agencies(facts: Facts) -> Block:
    say, language = facts.say, facts.language
    columns = [
        Column(say("label.agency"), "1fr"),
        Column(say("label.planned"), "54pt", is_figure=True),
        *(Column(say(f"label.{status}"), "47pt", is_figure=True) for status in facts.statuses),
        *([Column(say("label.achievement"), "54pt", is_figure=True)] if facts.is_complete else []),
        Column(say("label.innovations"), "44pt", is_figure=True),
    ]
    rows: list[list[Cell]] = [
        [
            line(figure.name, 80),
            number(figure.planned, 0, language),
            *(number(figure.counts[status], 0, language) for status in facts.statuses),
            *([percent(figure.achievement_pct, language)] if facts.is_complete else []),
            number(facts.innovations_by_agency.get(figure.code), 0, language),
        ]
        for figure in facts.agencies
    ]
    headline = headlines.unreported(facts) if facts.overall.planned else headlines.overall(facts)
    return _section(facts, "agencies", headline, [_table_or_none(facts, columns, rows)])


def budget(facts: Facts) -> Block:
    say, money = facts.say, facts.money
    if money is None:
        return _section(facts, "budget", headlines.money(facts), [])
    picture = drawable(rendering.to_svg(budget_picture(facts.scorecard, facts.language)))
    sources = [(say.term("source", code), part) for code, part in facts.sources.items()]
    parts = [(facts.dimension_names[code], part) for code, part in facts.money_by_dimension.items()]
    blocks: list[Block] = [
        {"picture": picture, "alt": say("alt.budget")},
        {"heading": say("section.by_source")},
        {"table": _money_table(facts, say("label.source"), sources, money)},
        {"heading": say("section.money_by_dimension")},
        {"table": _money_table(facts, say("label.dimension"), parts, money)},
    ]
    return _section(facts, "budget", headlines.money(facts), blocks)


def _money_table(facts: Facts, first: str, parts: list[tuple[str, Money]], total: Money) -> Block:
    say = facts.say
    columns = [
        Column(first, "1fr"),
        Column(say("label.ceiling"), "104pt", is_figure=True),
        Column(say("label.spent"), "104pt", is_figure=True),
        Column(say("label.absorption"), "52pt", is_figure=True),
        Column(say("label.unreported_rows"), "72pt", is_figure=True),
    ]
    rows = [
        [
            name,
            rupiah(part.ceiling, facts.language),
            rupiah(part.realised, facts.language),
            percent(part.absorption_pct, facts.language),
            number(part.not_reported, 0, facts.language),
        ]
        for name, part in [*parts, (say("label.total"), total)]
    ]
    return table(columns, rows, total=1)


def innovations(facts: Facts) -> Block:
    """Every agency with a bar against the minimum, the fewest first."""
    say, minimum = facts.say, facts.minimum
    counts = facts.innovations_by_agency
    top = max([minimum, *counts.values()], default=1)
    ordered = sorted(counts, key=lambda code: (counts[code], facts.agency_names[code]))
    columns = [
        Column(say("label.agency"), "1.8fr"),
        Column(say("section.minimum_line", minimum=minimum), "1fr"),
        Column(say("label.innovations"), "48pt", is_figure=True),
        Column(say("label.shortfall"), "60pt", is_figure=True),
    ]
    rows: list[list[Cell]] = []
    for code in ordered:
        count = counts[code]
        short_colour = "not_realised" if facts.is_complete else "not_reported"
        bar = meter(count, top, short_colour if count < minimum else "realised")
        short = number(minimum - count, 0, facts.language) if count < minimum else ""
        rows.append(
            [
                drawable(cut_to_width(facts.agency_names[code], ONE_LINE)),
                bar | {"line": minimum / top, "outline": count < minimum},
                number(count, 0, facts.language),
                short,
            ]
        )
    blocks: list[Block] = [
        {"heading": say("section.per_agency")},
        _table_or_none(facts, columns, rows),
    ]
    return _section(facts, "innovations", headlines.innovations(facts), blocks)


def capacity(facts: Facts) -> Block:
    say, language = facts.say, facts.language
    if not facts.capacity:
        return _section(facts, "capacity", headlines.capacity(facts), [])
    kinds = facts.capacity_by_kind
    by_kind = table(
        [
            Column(say("label.kind"), "1fr"),
            Column("", "1fr"),
            Column(say("label.items"), "48pt", is_figure=True),
            Column(say("label.not_reported"), "60pt", is_figure=True),
            Column(say("label.achievement"), "52pt", is_figure=True),
        ],
        [
            [
                say.term("capacity", kind),
                meter(part["achievement_pct"] or 0, 100, "accent"),
                number(part["items"], 0, language),
                number(part["not_reported"], 0, language),
                percent(part["achievement_pct"], language),
            ]
            for kind, part in kinds.items()
        ],
    )
    blocks: list[Block] = [
        {"heading": say("section.by_kind")},
        {"table": by_kind},
        {"heading": say("section.items")},
        {"table": _items(facts)},
    ]
    return _section(facts, "capacity", headlines.capacity(facts), blocks)


def _items(facts: Facts) -> Block:
    say, language = facts.say, facts.language
    columns = [
        Column(say("label.item"), "1fr"),
        Column(say("label.kind"), "68pt"),
        Column(say("label.target"), "52pt", is_figure=True),
        Column(say("label.spent"), "92pt", is_figure=True),
        Column(say("label.unit"), "58pt"),
        Column(say("label.achievement"), "52pt", is_figure=True),
    ]
    rows: list[list[Cell]] = []
    for row in facts.capacity:
        missing = marked("not_reported", say.term("status", "not_reported")) | {"inline": True}
        is_missing = row["realised"] is None
        rows.append(
            [
                line(row["item"], 110),
                say.term("capacity", row["kind"]),
                plain(row["target"], language, 2),
                missing if is_missing else plain(row["realised"], language, 2),
                line(row["unit"], 24),
                NOTHING if is_missing else percent(row["achievement_pct"], language),
            ]
        )
    return table(columns, rows)


def index(facts: Facts) -> Block:
    """The components and their scores; who scored what stays in the workbook."""
    result = facts.scorecard.index
    if result is None:
        return _section(facts, "index", headlines.index(facts), _index_history(facts))
    picture = drawable(rendering.to_svg(index_components(facts.scorecard, facts.language)))
    blocks: list[Block] = [
        {"picture": picture, "alt": facts.say("alt.index")},
        {"heading": facts.say("section.components")},
        {"table": _components(facts)},
    ]
    if result.impact_dimensions:
        heading = facts.say(
            "section.component_by_dimension", component=facts.component_by_dimension
        )
        blocks += [{"heading": heading}, {"table": _dimension_scores(facts)}]
    return _section(facts, "index", headlines.index(facts), blocks + _index_history(facts))


def _components(facts: Facts) -> Block:
    say, language = facts.say, facts.language
    framework, result = facts.scorecard.framework, facts.scorecard.index
    columns = [
        Column(say("label.component"), "1fr"),
        Column(say("label.weight"), "60pt", is_figure=True),
        Column(say("label.score"), "60pt", is_figure=True),
        Column(say("label.spread"), "90pt", is_figure=True),
    ]
    rows = []
    for name in framework.component_codes:
        part = result.components[name] if result else None
        score, spread = (part.score, part.spread) if part else (None, None)
        rows.append(
            [
                framework.name_of(name, language),
                percent(float(framework.weights[name]) * 100, language, 0),
                _score(facts, score),
                _score(facts, spread),
            ]
        )
    rows.append([say("title.index"), "", _score(facts, result.value if result else None), ""])
    return table(columns, rows, total=1)


def _dimension_scores(facts: Facts) -> Block:
    result = facts.scorecard.index
    columns = [
        Column(facts.say("label.dimension"), "1fr"),
        Column(facts.say("label.score"), "60pt", is_figure=True),
    ]
    scores = result.impact_dimensions if result else {}
    rows = [[figure.name, _score(facts, scores.get(figure.code))] for figure in facts.dimensions]
    return table(columns, rows)


def _index_history(facts: Facts) -> list[Block]:
    frame = facts.scorecard.index_history
    if frame.is_empty():
        return []
    columns = [
        Column(facts.say("label.year"), "1fr"),
        Column(facts.say("title.index"), "110pt", is_figure=True),
    ]
    rows = [
        [str(row["year"]), _score(facts, row["value"])]
        for row in frame.sort("year").iter_rows(named=True)
    ]
    return [{"heading": facts.say("section.index_history")}, {"table": table(columns, rows)}]


def _score(facts: Facts, value: object) -> str:
    decimals = facts.scorecard.framework.index_decimals
    as_float = None if value is None else float(value)  # type: ignore[arg-type]
    return number(as_float, decimals, facts.language)


def _section(facts: Facts, key: str, headline: str, blocks: list[Block]) -> Block:
    return {"title": facts.say(f"title.{key}"), "headline": headline, "blocks": blocks}


def _table_or_none(facts: Facts, columns: list[Column], rows: list[list[Cell]]) -> Block:
    if not rows:
        return {"text": facts.say("section.none")}
    return {"table": table(columns, rows, is_dense=True)}
