"""The slides of an evaluation, each as data, from who the region is to what it does next."""

from collections import Counter

from kotacerdas.charts.theme import LIGHT
from kotacerdas.documents import deck_chosen, deck_resources, deck_slides, headlines
from kotacerdas.documents.evaluation_answers import findings, self_assessment
from kotacerdas.documents.evaluation_story import Story
from kotacerdas.documents.facts import Facts, Figure
from kotacerdas.documents.slides import Chart, Line, Series, Slide, within
from kotacerdas.scoring.impact_survey import DimensionResult
from kotacerdas.wording.cutting import cut, cut_to_width
from kotacerdas.wording.numbers import number, percent, plain

MOST_BARS = 8
NAME_EMS = 18
LINE_EMS = 22  # of a name beside its bar; few bars have room for two lines
FEW_BARS = 6
OPEN = ("findings", "lacking")
MEAN_DECIMALS = "0.00"


def slides(story: Story) -> list[Slide]:
    """The content of every slide; of a chapter without data there is one that says so."""
    facts = story.facts
    return [
        _cover(story),
        _who_we_are(facts),
        _missions(facts),
        deck_slides.overall(facts),
        _dimensions(facts),
        *(_dimension(facts, one) for one in facts.dimensions if one.planned),
        _quick_wins(facts),
        deck_resources.innovations(facts),
        *deck_chosen.chosen(facts, story.pictures),
        deck_resources.money(facts),
        deck_resources.capacity(facts),
        _survey(story),
        deck_slides.missed(facts),
        *findings(story),
        *self_assessment(story),
        _next_year(story),
        _source(story),
    ]


def _cover(story: Story) -> Slide:
    say, facts = story.facts.say, story.facts
    title = say("story.title", year=story.year)
    lines = [
        Line(cut(facts.region, 60), is_large=True),
        Line(" · ".join(filter(None, (story.stage, story.standing)))),
    ]
    return Slide(title, say("story_notes.cover", run=story.run, year=facts.year), lines=lines)


def _who_we_are(facts: Facts) -> Slide:
    """What is planned by whom, beside the region's aims as it words them."""
    say, figure = facts.say, facts.overall
    row = next(iter(facts.scorecard.region.to_dicts()), {})
    title = say(
        "story.who",
        region=cut(facts.region, 40),
        planned=figure.planned,
        agencies=len({one["agency"] for one in facts.programmes}),
    )
    aims = [cut(aim, 40) for aim in row.get("aims") or ()]
    vision, population = row.get("vision"), row.get("population")
    lines = [
        Line(say("story.aims", aims=", ".join(aims[:3])), is_large=True)
        if aims
        else Line(say("story.no_aims")),
        Line(say("story.population", n=number(population, 0, facts.language)))
        if population
        else Line(say("story.no_population")),
    ]
    notes = say("story_notes.vision", vision=vision) if vision else say("story_notes.no_vision")
    series = Series(
        say("label.planned"), [one.planned for one in facts.dimensions], _colours(facts)
    )
    names = [one.name for one in facts.dimensions]
    chart = Chart("bars", names, [series], say("story_alt.planned"), number_format="0")
    return Slide(title, notes, chart=chart, lines=within(lines, title))


def _colours(facts: Facts) -> list[str]:
    return [facts.colours[one.code] for one in facts.dimensions]


def _missions(facts: Facts) -> Slide:
    """How many programmes carry each mission of the plan."""
    say = facts.say
    counts = Counter(code for one in facts.programmes for code in one["missions"] or ())
    rows = facts.scorecard.missions.to_dicts()
    if not rows:
        return Slide(say("story.no_missions"), say("notes.nothing"))
    carried = sum(1 for row in rows if counts[row["code"]])
    title = say("story.missions", carried=carried, missions=len(rows))
    notes = " ".join(
        say("story_notes.mission", code=row["code"], text=row["text"], n=counts[row["code"]])
        for row in rows
    )
    ems = 2 * LINE_EMS - 4 if len(rows) <= FEW_BARS else LINE_EMS
    names = [cut_to_width(f"{row['code']} · {row['text']}", ems) for row in rows[:MOST_BARS]]
    values = [counts[row["code"]] for row in rows[:MOST_BARS]]
    series = Series(say("label.planned"), values, [LIGHT.accent])
    chart = Chart("bars", names, [series], say("story_alt.missions"), number_format="0")
    return Slide(title, notes, chart=chart)


def _dimensions(facts: Facts) -> Slide:
    """Of a complete year their achievement, each in its colour."""
    usual = deck_slides.dimensions(facts)
    if not facts.is_complete or usual.chart is None:
        return usual
    values = [one.achievement_pct for one in facts.dimensions]
    series = Series(facts.say("slide.this_year", year=facts.year), values, _colours(facts))
    chart = Chart("bars", usual.chart.categories, [series], usual.chart.alt, highest=100)
    return Slide(usual.title, usual.notes, chart=chart)


def _dimension(facts: Facts, figure: Figure) -> Slide:
    """A dimension with its sub-dimensions, in its colour."""
    say, language = facts.say, facts.language
    subs = [one for one in facts.sub_dimensions if one.dimension == figure.code and one.planned]
    largest = sorted(subs, key=lambda one: -one.planned)[:MOST_BARS]
    parts = {status: [one.counts[status] for one in largest] for status in facts.statuses}
    title = f"{figure.name}: {_lower(headlines.dimension(facts, figure))}"
    money = facts.money_by_dimension.get(figure.code)
    absorbed = money.absorption_pct if money else None
    indicators = figure.indicator_achievement_pct
    lines = [
        Line(
            say("story.indicators", pct=percent(indicators, language))
            if indicators is not None
            else say("story.no_indicators"),
            is_told=True,
        ),
        Line(
            say("story.absorbed", pct=percent(absorbed, language))
            if absorbed is not None
            else say("story.no_money"),
            is_told=True,
        ),
    ]
    notes = " ".join(
        say(
            "notes.sub_dimension",
            name=cut(one.name, 60),
            realised=one.realised,
            planned=one.planned,
            not_reported=one.not_reported,
        )
        for one in subs
    )
    names = [cut_to_width(one.name, NAME_EMS) for one in largest]
    series = deck_slides.status_series(facts, parts)
    reached = figure.achievement_pct
    return Slide(
        title,
        notes or title,
        chart=Chart("stacked", names, series, title, number_format="0;;"),
        lines=lines,
        figure=percent(reached, language)
        if reached is not None
        else f"{figure.as_planned}/{figure.reported}",
        colour=facts.colours[figure.code],
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _quick_wins(facts: Facts) -> Slide:
    """Each quick win by the achievement of its indicators, in the colour of its dimension."""
    say = facts.say
    rows = [row for row in facts.programmes if row["quick_win"]]
    if not rows:
        return Slide(say("story.no_quick_wins", year=facts.year), say("notes.nothing"))
    realised = sum(row["status"] == "realised" for row in rows)
    title = say.count("story.quick_wins", len(rows), realised=realised, planned=len(rows))
    notes = " ".join(
        say(
            "story_notes.quick_win",
            name=cut(row["name"], 120),
            status=say.term("status", row["status"]),
            pct=percent(row["indicator_achievement_pct"], facts.language),
        )
        for row in rows
    )
    first = rows[:MOST_BARS]
    values = [row["indicator_achievement_pct"] for row in first]
    colours = [facts.colours[row["dimension"]] for row in first]
    series = Series(say("label.indicators"), values, colours)
    names = [cut_to_width(row["name"], LINE_EMS) for row in first]
    chart = Chart("bars", names, [series], say("story_alt.quick_wins"))
    return Slide(title, f"{say('story_notes.quick_wins')} {notes}", chart=chart)


def _survey(story: Story) -> Slide:
    """The mean of each dimension; of too few answers that they are too few."""
    facts, found = story.facts, story.survey
    say, language = facts.say, facts.language
    if found is None:
        return Slide(say("story.no_survey", year=story.year), say("notes.nothing"))
    mean = found.estimate.mean
    key = "story.survey" if mean is not None else "story.survey_too_few"
    said = number(mean, 2, language)
    steps = len(found.estimate.counts)
    title = say(key, n=number(found.answers, 0, language), mean=said, top=steps)
    by_code = {one.code: one for one in found.dimensions}
    asked = [one for one in facts.dimensions if one.code in by_code]
    values = [by_code[one.code].estimate.mean for one in asked]
    notes = " ".join(_of_dimension(facts, one.name, by_code[one.code]) for one in asked)
    series = Series(say("story.mean"), values, [facts.colours[one.code] for one in asked])
    names = [one.name for one in asked]
    alt, top = say("story_alt.survey"), steps or None
    chart = Chart("bars", names, [series], alt, MEAN_DECIMALS, highest=top)
    missing = [name for name, value in zip(names, values, strict=True) if value is None]
    lines = [Line(say("story.survey_short", names=", ".join(missing)))] if missing else []
    return Slide(title, notes or title, chart=chart, lines=within(lines, title))


def _of_dimension(facts: Facts, name: str, found: DimensionResult) -> str:
    estimate = found.estimate
    if estimate.mean is None:
        return facts.say("story_notes.survey_short", name=name, n=estimate.n)
    low, mean, high = (
        number(one, 2, facts.language) for one in (estimate.low, estimate.mean, estimate.high)
    )
    return facts.say("story_notes.survey", name=name, n=estimate.n, mean=mean, low=low, high=high)


def _next_year(story: Story) -> Slide:
    """What the region does first: what is open of the year, of the findings and of the evidence."""
    facts = story.facts
    usual = deck_resources.decisions(facts)
    say = facts.say
    own = zip(OPEN, (story.open_findings, story.lacking), strict=True)
    lines = [Line(say.count(f"story.next_{key}", n), "open", is_large=True) for key, n in own if n]
    title = say("story.next" if lines or usual.lines else "story.next_none", year=story.year + 1)
    lines = [*lines, *(one for one in usual.lines if one.mark)]
    return Slide(title, usual.notes, lines=within(lines or list(usual.lines), title))


def _source(story: Story) -> Slide:
    """By what rules and from what run."""
    usual = deck_resources.method(story.facts)
    say = story.facts.say
    first = Line(say("story.run", run=story.run), is_large=True)
    levels = (plain(one, story.facts.language) for one in (story.levels[0], story.levels[-1]))
    low, high = levels
    notes = f"{usual.notes} {say('story_notes.levels', low=low, high=high)}"
    return Slide(usual.title, notes, lines=within([first, *usual.lines], usual.title))
