"""A section for each dimension: its figures, its programmes, what was missed and why."""

from kotacerdas.documents import headlines
from kotacerdas.documents.blocks import Block, Cell, Column, marked, shares, table, two_lines
from kotacerdas.documents.drawable import code, line
from kotacerdas.documents.facts import Facts, Figure, Row
from kotacerdas.wording.numbers import number, percent

NAME, REASON, AGENCY = 110, 280, 90  # characters


def sections(facts: Facts) -> list[Block]:
    return [_section(facts, figure) for figure in facts.dimensions]


def _section(facts: Facts, figure: Figure) -> Block:
    blocks: list[Block] = []
    if figure.planned:
        blocks = [
            {"heading": facts.say("section.by_sub_dimension")},
            {"table": _sub_dimensions(facts, figure.code)},
            {"heading": facts.say("section.missed" if facts.is_complete else "section.behind")},
            _missed(facts, figure.code),
            {"heading": facts.say("section.unreported")},
            _unreported(facts, figure.code),
            {"heading": facts.say("section.programmes")},
            {"table": _programmes(facts, figure.code)},
        ]
    return {
        "title": figure.name,
        "headline": headlines.dimension(facts, figure),
        "number": percent(figure.achievement_pct, facts.language),
        "colour": facts.colours[figure.code],
        "blocks": blocks,
    }


def _sub_dimensions(facts: Facts, dimension: str) -> Block:
    say = facts.say
    figures = [figure for figure in facts.sub_dimensions if figure.dimension == dimension]
    counted = ("realised", "not_reported") if facts.is_complete else ("on_track", "behind")
    largest = max((figure.planned for figure in figures), default=1)
    columns = [
        Column(say("label.sub_dimension"), "1.3fr"),
        Column("", "1fr"),
        Column(say("label.planned"), "54pt", is_figure=True),
        *(Column(say(f"label.{each}"), "50pt", is_figure=True) for each in counted),
        *([Column(say("label.achievement"), "54pt", is_figure=True)] if facts.is_complete else []),
    ]
    rows: list[list[Cell]] = [
        [
            line(figure.name, 60),
            shares(figure.counts, facts.statuses, largest),
            number(figure.planned, 0, facts.language),
            *(number(figure.counts[each], 0, facts.language) for each in counted),
            *([percent(figure.achievement_pct, facts.language)] if facts.is_complete else []),
        ]
        for figure in figures
    ]
    return table(columns, rows)


def _programmes(facts: Facts, dimension: str) -> Block:
    say = facts.say
    columns = [
        Column(say("label.code"), "46pt"),
        Column(say("label.programme"), "1.1fr"),
        Column(say("label.agency"), "1fr"),
        Column(say("label.status"), "92pt"),
        Column(say("label.indicators"), "50pt", is_figure=True),
    ]
    rows: list[list[Cell]] = [
        [
            code(row["code"]),
            line(row["name"], NAME),
            line(row["agency_name"], AGENCY),
            marked(row["status"], say.term("status", row["status"])),
            percent(row["indicator_achievement_pct"], facts.language),
        ]
        for row in facts.programmes
        if row["dimension"] == dimension
    ]
    return table(columns, rows, is_dense=True)


def _missed(facts: Facts, dimension: str) -> Block:
    rows = facts.programmes_that_are(facts.short_status, dimension)
    if not rows:
        return {"text": facts.say("section.none")}
    columns = [
        Column(facts.say("label.programme"), "1fr"),
        Column(facts.say("label.reason"), "1.3fr"),
    ]
    return {
        "table": table(
            columns, [[_programme(row, facts.short_status), _reason(facts, row)] for row in rows]
        )
    }


def _unreported(facts: Facts, dimension: str) -> Block:
    rows = facts.programmes_that_are("not_reported", dimension)
    if not rows:
        return {"text": facts.say("section.none")}
    columns = [
        Column(facts.say("label.programme"), "1fr"),
        Column(facts.say("label.agency"), "1.3fr"),
    ]
    return {
        "table": table(
            columns,
            [
                [
                    {
                        "mark": "not_reported",
                        "text": line(row["name"], NAME),
                        "small": code(row["code"]),
                    },
                    line(row["agency_name"], AGENCY),
                ]
                for row in rows
            ],
        )
    }


def _programme(row: Row, status: str) -> Block:
    small = f"{code(row['code'])} · {line(row['agency_name'], AGENCY)}"
    return {"mark": status} | two_lines(line(row["name"], NAME), small)


def _reason(facts: Facts, row: Row) -> Block:
    if row["note"]:
        return {"text": line(row["note"], REASON)}
    return {"text": facts.say("section.no_reason"), "muted": True}
