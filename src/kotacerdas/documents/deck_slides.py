"""The slides on programmes: from the cover to what was not reported."""

from collections import Counter

from kotacerdas.charts.theme import LIGHT
from kotacerdas.documents import headlines
from kotacerdas.documents.facts import Facts, Figure, Row
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
    day = long_date(facts.stands_on, facts.language)
    lines = [
        Line(cut(facts.region, 60), is_large=True),
        Line(f"{say('slide.as_of', day=day)} · {say('slide.data_basis', basis=basis)}"),
    ]
    title = say("title.document", year=facts.year)
    return Slide(title, say("notes.cover", basis=basis, day=day), lines=lines)


def overall(facts: Facts) -> Slide:
    say, figure, language = facts.say, facts.overall, facts.language
    lines = (
        [Line(say("slide.of_planned", realised=figure.realised, planned=figure.planned))]
        if facts.is_complete
        else [
            Line(f"{figure.counts[status]} {say.term('status', status)}", status)
            for status in facts.statuses
        ]
    )
    if figure.change_points is not None:
        points = change(figure.change_points, 1, language)
        lines.append(Line(say("slide.points_on", points=points, year=facts.year - 1)))
    years = facts.years
    series = Series(
        say("label.achievement"), [row["achievement_pct"] for row in years], [LIGHT.accent]
    )
    said = "; ".join(f"{row['year']} {percent(row['achievement_pct'], language)}" for row in years)
    trend = say("notes.history", points=said) if len(years) > 1 else say("notes.no_history")
    counts = say(
        "notes.overall",
        planned=figure.planned,
        counts=facts.counts_in_words(figure),
        verified=facts.verified,
        reported=figure.reported,
    )
    return Slide(
        headlines.overall(facts),
        f"{counts} {trend}",
        chart=Chart("line", [str(row["year"]) for row in years], [series], trend, highest=100),
        lines=lines,
        figure=percent(figure.achievement_pct, language)
        if facts.is_complete
        else f"{figure.as_planned}/{figure.reported}",
    )


def dimensions(facts: Facts) -> Slide:
    say = facts.say
    figures = facts.dimensions
    if not facts.is_complete:
        return _running_dimensions(facts)
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


def _running_dimensions(facts: Facts) -> Slide:
    """How many programmes of each dimension are in each status."""
    figures, title = facts.dimensions, headlines.dimensions(facts)
    notes = " ".join(
        facts.say("notes.running_dimension", name=figure.name, counts=facts.counts_in_words(figure))
        for figure in figures
    )
    names = [figure.name for figure in figures]
    series = status_series(facts, _parts(facts, figures))
    return Slide(title, notes, chart=Chart("stacked", names, series, title, number_format="0;;"))


def _parts(facts: Facts, figures: list[Figure]) -> dict[str, list[int]]:
    return {status: [figure.counts[status] for figure in figures] for status in facts.statuses}


def sub_dimensions(facts: Facts) -> Slide:
    """The sub-dimensions that lack most; where none does, the largest."""
    say = facts.say
    planned = [figure for figure in facts.sub_dimensions if figure.planned]
    chosen = sorted(planned, key=lambda figure: (-figure.lost, -figure.planned))
    if any(figure.lost for figure in planned):
        chosen = [figure for figure in chosen if figure.lost]
    chosen = chosen[:MOST_BARS]
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
    chart = Chart(
        "stacked", names, status_series(facts, _parts(facts, chosen)), title, number_format="0;;"
    )
    return Slide(title, f"{say('notes.sub_dimensions')} {notes}".strip(), chart=chart)


def status_series(facts: Facts, parts: dict[str, list[int]]) -> list[Series]:
    """One series a status; a status that no bar has stays out of the legend."""
    return [
        Series(
            facts.say.term("status", status),
            values,
            [LIGHT.status.get(status, LIGHT.track)],
            is_hatched=status == "not_reported",
        )
        for status, values in parts.items()
        if any(values)
    ]


def missed(facts: Facts) -> Slide:
    status = facts.short_status
    rows = facts.programmes_that_are(status)
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
        chart=_lost_by_dimension(facts, status),
        lines=_named(facts, rows, title, status),
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
    fitting = within(lines, title, reserve=6)
    more = len(rows) - len(fitting)
    if more and fitting:
        fitting.append(Line(facts.say("slide.more", n=number(more, 0, facts.language))))
    return fitting


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
    verified = facts.verified
    waiting = facts.overall.reported - verified
    names = [say("slide.verified"), say("slide.unverified"), say.term("status", "not_reported")]
    values = [verified, waiting, missing] if facts.overall.planned else [None] * 3
    colours = [LIGHT.status["realised"], LIGHT.accents[1], LIGHT.status["not_reported"]]
    series = Series(say("label.programme"), values, colours, hatched_point=2)
    return Chart("bars", names, [series], headlines.unreported(facts), number_format="0")


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "…")) else f"{text}."
