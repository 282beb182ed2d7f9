"""The slides on programmes: from the cover to what was not reported."""

from collections import Counter

from kotacerdas.charts.theme import LIGHT
from kotacerdas.documents import headlines
from kotacerdas.documents.facts import Facts, Row
from kotacerdas.documents.slides import Chart, Line, Series, Slide, within
from kotacerdas.wording.cutting import cut, cut_to_width
from kotacerdas.wording.dates import long_date
from kotacerdas.wording.numbers import change, number, percent

MOST_BARS = 7
MOST_NAMES = 5
IN_NOTES = 40  # programmes named in the notes
LAST_YEAR = "#A9B4C4"


def cover(facts: Facts) -> Slide:
    say = facts.say
    basis = say.term("basis", facts.scorecard.question.basis.value)
    day = long_date(facts.as_of, facts.language)
    lines = [
        Line(cut(facts.region, 60), is_large=True),
        Line(f"{say('slide.as_of', day=day)} · {say('slide.data_basis', basis=basis)}"),
    ]
    title = say("title.document", year=facts.year)
    return Slide(title, say("notes.cover", basis=basis, day=day), lines=lines)


def overall(facts: Facts) -> Slide:
    say, figure, language = facts.say, facts.overall, facts.language
    lines = [Line(say("slide.of_planned", realised=figure.realised, planned=figure.planned))]
    if figure.change_points is not None:
        points = change(figure.change_points, 1, language)
        lines.append(Line(say("slide.points_on", points=points, year=facts.year - 1)))
    years = [row for row in facts.years if row["achievement_pct"] is not None]
    series = Series(
        say("label.achievement"), [row["achievement_pct"] for row in years], [LIGHT.accent]
    )
    said = "; ".join(f"{row['year']} {percent(row['achievement_pct'], language)}" for row in years)
    trend = say("notes.history", points=said) if len(years) > 1 else say("notes.no_history")
    counts = say(
        "notes.overall",
        planned=figure.planned,
        realised=figure.realised,
        not_realised=figure.not_realised,
        not_reported=figure.not_reported,
        verified=facts.verified,
    )
    return Slide(
        headlines.overall(facts),
        f"{counts} {trend}",
        chart=Chart("line", [str(row["year"]) for row in years], [series], trend, highest=100),
        lines=lines,
        figure=percent(figure.achievement_pct, language),
    )


def dimensions(facts: Facts) -> Slide:
    say = facts.say
    figures = facts.dimensions
    series = [
        Series(
            say("slide.this_year", year=facts.year),
            [figure.achievement_pct for figure in figures],
            [LIGHT.accent],
        )
    ]
    before = [figure.last_year_pct for figure in figures]
    if any(value is not None for value in before):
        label = say("slide.this_year", year=facts.year - 1)
        series.append(Series(label, before, [LAST_YEAR]))
    notes = " ".join(
        say(
            "notes.dimension",
            name=figure.name,
            realised=figure.realised,
            planned=figure.planned,
            pct=percent(figure.achievement_pct, facts.language),
            change=change(figure.change_points, 1, facts.language),
        )
        for figure in figures
    )
    names = [figure.name for figure in figures]
    chart = Chart("bars", names, series, say("alt.dimensions"), highest=100)
    return Slide(headlines.dimensions(facts), notes, chart=chart)


def sub_dimensions(facts: Facts) -> Slide:
    """The sub-dimensions that lack most; where none does, the largest."""
    say = facts.say
    planned = [figure for figure in facts.sub_dimensions if figure.planned]
    chosen = sorted(planned, key=lambda figure: (-figure.lost, -figure.planned))
    if any(figure.lost for figure in planned):
        chosen = [figure for figure in chosen if figure.lost]
    chosen = chosen[:MOST_BARS]
    parts = {
        "realised": [figure.realised for figure in chosen],
        "not_realised": [figure.not_realised for figure in chosen],
        "not_reported": [figure.not_reported for figure in chosen],
    }
    title = headlines.sub_dimensions(facts)
    notes = " ".join(
        say(
            "notes.sub_dimension",
            name=cut(figure.name, 60),
            realised=figure.realised,
            planned=figure.planned,
            not_reported=figure.not_reported,
        )
        for figure in chosen
    )
    names = [cut_to_width(figure.name, 16) for figure in chosen]
    chart = Chart("stacked", names, status_series(facts, parts), title, number_format="0;;")
    return Slide(title, f"{say('notes.sub_dimensions')} {notes}".strip(), chart=chart)


def status_series(facts: Facts, parts: dict[str, list[int]]) -> list[Series]:
    """One series a status; a status that no bar has stays out of the legend."""
    return [
        Series(
            facts.say.term("status", status),
            values,
            [LIGHT.status[status]],
            is_hatched=status == "not_reported",
        )
        for status, values in parts.items()
        if any(values)
    ]


def missed(facts: Facts) -> Slide:
    rows = facts.programmes_that_are("not_realised")
    title = headlines.missed(facts)
    none = facts.say("section.no_reason")
    notes = " ".join(
        facts.say(
            "notes.programme",
            name=cut(row["name"], 120),
            agency=cut(row["agency_name"], 60),
            reason=_sentence(cut(row["note"] or none, 200)),
        )
        for row in rows[:IN_NOTES]
    )
    return Slide(
        title,
        notes or title,
        chart=_lost_by_dimension(facts, "not_realised"),
        lines=_named(facts, rows, title, "not_realised"),
    )


def unreported(facts: Facts) -> Slide:
    rows = facts.programmes_that_are("not_reported")
    title = headlines.unreported(facts)
    names = "; ".join(
        facts.say(
            "notes.unreported", name=cut(row["name"], 120), agency=cut(row["agency_name"], 60)
        )
        for row in rows[:IN_NOTES]
    )
    rule = facts.say("notes.unreported_rule")
    return Slide(
        title,
        f"{_sentence(names)} {rule}".strip(),
        chart=_reporting(facts),
        lines=_named(facts, rows, title, "not_reported"),
    )


def _named(facts: Facts, rows: list[Row], title: str, mark: str) -> list[Line]:
    """The first programmes by name, within the words of a slide, and how many more there are."""
    lines = [Line(cut_to_width(row["name"], 34), mark) for row in rows[:MOST_NAMES]]
    kept = within(lines, title, reserve=6)
    more = len(rows) - len(kept)
    if more and kept:
        kept.append(Line(facts.say("slide.more", n=number(more, 0, facts.language))))
    return kept


def _lost_by_dimension(facts: Facts, status: str) -> Chart:
    """Where the gaps are; without any, where the programmes are."""
    if not facts.programmes_that_are(status):
        status = "realised"
    counts = Counter(row["dimension"] for row in facts.programmes_that_are(status))
    figures = [figure for figure in facts.dimensions if counts[figure.code]]
    parts = {status: [counts[figure.code] for figure in figures]}
    names = [figure.name for figure in figures]
    title = headlines.missed(facts)
    return Chart("stacked", names, status_series(facts, parts), title, number_format="0;;")


def _reporting(facts: Facts) -> Chart:
    """How far reporting has come: verified, awaiting verification, not reported."""
    say = facts.say
    missing = facts.overall.not_reported
    verified = sum(1 for row in facts.programmes if row["is_verified"])
    waiting = facts.overall.planned - missing - verified
    names = [say("slide.verified"), say("slide.unverified"), say.term("status", "not_reported")]
    values = [verified, waiting, missing] if facts.overall.planned else [None] * 3
    colours = [LIGHT.status["realised"], LIGHT.accents[1], LIGHT.status["not_reported"]]
    series = Series(say("label.programme"), values, colours, hatched_point=2)
    return Chart("bars", names, [series], headlines.unreported(facts), number_format="0")


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "…")) else f"{text}."
