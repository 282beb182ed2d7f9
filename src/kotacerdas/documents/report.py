"""The report's content: everything Typst lays out, as data and in words already."""

from datetime import date

from kotacerdas.charts import rendering
from kotacerdas.charts.dimensions import dimensions
from kotacerdas.charts.history import history
from kotacerdas.charts.theme import LIGHT, Spec
from kotacerdas.documents import brief, dimension_pages, headlines, resource_pages
from kotacerdas.documents.blocks import Block, Column, table
from kotacerdas.documents.drawable import drawable, line
from kotacerdas.documents.facts import Facts, Figure
from kotacerdas.wording.dates import long_date
from kotacerdas.wording.numbers import change, number, percent, plain


def content(facts: Facts) -> Block:
    """The whole report; every text in it may be drawn as it is."""
    return {
        "lang": facts.language.value,
        "title": _title(facts),
        "region": line(facts.region, 80),
        "description": headlines.overall(facts),
        "created": _day(facts.as_of),
        "colours": colours(),
        "cover": _cover(facts),
        "contents": facts.say("title.contents"),
        "footer": _footer(facts),
        "brief": brief.content(facts, picture(dimensions(facts.scorecard, facts.language))),
        "sections": [
            overview(facts),
            *dimension_pages.sections(facts),
            resource_pages.agencies(facts),
            resource_pages.budget(facts),
            resource_pages.innovations(facts),
            resource_pages.capacity(facts),
            resource_pages.index(facts),
            method(facts),
        ],
    }


def picture(spec: Spec) -> str:
    """A chart as SVG whose text the report's fonts can draw."""
    return drawable(rendering.to_svg(spec))


def _title(facts: Facts) -> str:
    return facts.say("title.document", year=facts.year)


def _day(day: date) -> list[int]:
    return [day.year, day.month, day.day]


def colours() -> Block:
    return {
        "ink": LIGHT.ink,
        "muted": LIGHT.muted,
        "line": LIGHT.line,
        "surface": LIGHT.surface,
        "track": LIGHT.track,
        "accent": LIGHT.accent,
        **LIGHT.status,
    }


def _basis(facts: Facts) -> str:
    return facts.say.term("basis", facts.scorecard.question.basis.value)


def _cover(facts: Facts) -> Block:
    say, card = facts.say, facts.scorecard
    initials = "".join(word[0] for word in drawable(facts.region).split()[-1:])
    return {
        "kind": say("title.report"),
        "monogram": initials.upper(),
        "emblem_alt": say("alt.emblem", region=line(facts.region, 80)),
        "arms_alt": say("alt.arms", region=line(facts.region, 80)),
        "lines": [
            say("cover.as_of", day=long_date(facts.stands_on, facts.language)),
            say("cover.basis", basis=_basis(facts)),
            say("cover.edition", edition=line(card.framework.id, 60)),
            say("cover.hash", hash=drawable(card.input_sha256[:12])),
        ],
    }


def _footer(facts: Facts) -> Block:
    region = line(facts.region, 40)
    return {
        "left": facts.say("footer.left", region=region, year=facts.year, basis=_basis(facts)),
        # Typst puts the numbers in; the words come from here like all others.
        "page": facts.say("footer.page", n="\u0001", total="\u0002"),
    }


def overview(facts: Facts) -> Block:
    """The dimensions, and the years up to this one."""
    say = facts.say
    blocks: list[Block] = [
        {"heading": say("section.by_dimension")},
        {"table": figures_table(facts, facts.dimensions, say("label.dimension"), facts.overall)},
    ]
    if facts.years:
        blocks += [
            {"heading": say("section.history")},
            {
                "picture": picture(history(facts.scorecard, facts.language)),
                "alt": say("alt.history", points=_points(facts)),
            },
        ]
    return {"title": say("title.overview"), "headline": headlines.dimensions(facts)} | {
        "blocks": blocks
    }


def _points(facts: Facts) -> str:
    return "; ".join(
        f"{row['year']} {percent(row['achievement_pct'], facts.language)}" for row in facts.years
    )


def figures_table(facts: Facts, figures: list[Figure], first: str, total: Figure) -> Block:
    """One row a figure, and the figure of all below."""
    say = facts.say
    columns = [
        Column(first, "1fr"),
        Column(say("label.planned"), "56pt", is_figure=True),
        *(Column(say(f"label.{status}"), "48pt", is_figure=True) for status in facts.statuses),
    ]
    if facts.is_complete:
        columns += [
            Column(say("label.achievement"), "54pt", is_figure=True),
            Column(say("label.change"), "34pt", is_figure=True),
            Column(say("label.indicators"), "44pt", is_figure=True),
            Column(say("label.band"), "58pt"),
        ]
    rows = [_figure_row(facts, figure, line(figure.name, 60)) for figure in figures]
    rows.append(_figure_row(facts, total, say("label.total")))
    return table(columns, rows, total=1)


def _figure_row(facts: Facts, figure: Figure, name: str) -> list[str]:
    language = facts.language
    counts = (figure.planned, *(figure.counts[status] for status in facts.statuses))
    known = [name, *(number(count, 0, language) for count in counts)]
    if not facts.is_complete:
        return known
    return [
        *known,
        percent(figure.achievement_pct, language),
        change(figure.change_points, 1, language),
        percent(figure.indicator_achievement_pct, language),
        drawable(figure.band),
    ]


def method(facts: Facts) -> Block:
    """How it is counted, and what it was made from."""
    say, card = facts.say, facts.scorecard
    framework, question = card.framework, card.question
    low, high = (plain(end, facts.language) for end in framework.scale)
    floor, cap = (plain(end, facts.language) for end in (framework.floor_pct, framework.cap_pct))
    at_least = percent(framework.on_track_from_pct, facts.language, 0)
    running = [] if facts.is_complete else [say("method.running", year=facts.year, pct=at_least)]
    paragraphs = [
        *running,
        say("method.programme"),
        say("method.not_reported"),
        say(f"method.basis_{question.basis.value}"),
        say("method.indicators", floor=floor, cap=cap),
        say("method.index", low=low, high=high),
        say("method.innovation", year=facts.year, minimum=facts.minimum),
        say("method.rounding"),
    ]
    pairs = [
        (say("method.region"), f"{line(facts.region, 80)} ({line(question.region, 40)})"),
        (say("method.year"), str(facts.year)),
        (say("method.as_of"), long_date(facts.as_of, facts.language)),
        (say("method.basis"), _basis(facts)),
        (say("method.edition"), f"{line(framework.id, 60)} · {line(framework.title, 120)}"),
        (say("method.hash"), drawable(card.input_sha256[:64])),
        (say("method.version"), line(card.version, 40)),
    ]
    return {
        "title": say("title.method"),
        "headline": headlines.method(facts),
        "blocks": [
            {"heading": say("section.how")},
            {"list": paragraphs},
            {"heading": say("section.provenance")},
            {"pairs": [list(pair) for pair in pairs]},
        ],
    }
