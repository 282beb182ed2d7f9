"""The slides on indicators, money, innovations, capacity, the index, and what to decide."""

from collections import Counter

from kotacerdas.charts.theme import LIGHT
from kotacerdas.documents import headlines
from kotacerdas.documents.attention import matters
from kotacerdas.documents.brief import leader, nothing_open
from kotacerdas.documents.deck_slides import LAST_YEAR
from kotacerdas.documents.facts import Facts
from kotacerdas.documents.slides import Chart, Line, Series, Slide, within
from kotacerdas.wording.cutting import cut
from kotacerdas.wording.dates import long_date
from kotacerdas.wording.numbers import counted, number, percent, rupiah

MOST_COLUMNS = 7
NAMES_IN_NOTES = 30
UNITS = ((1e9, "billions"), (1e6, "millions"), (1, "rupiah"))


def indicators(facts: Facts) -> Slide:
    say, figures = facts.say, facts.dimensions
    series = Series(
        say("label.indicators"),
        [figure.indicator_achievement_pct for figure in figures],
        [LIGHT.accent],
    )
    states = Counter(facts.scorecard.indicators["state"].to_list())
    counts = say(
        "notes.indicator_states",
        total=states.total(),
        scored=states["scored"],
        not_reported=states["not_reported"],
        other=states.total() - states["scored"] - states["not_reported"],
    )
    title = headlines.indicators(facts)
    chart = Chart("bars", [figure.name for figure in figures], [series], title, highest=100)
    return Slide(title, f"{say('notes.indicators')} {counts}", chart=chart)


def money(facts: Facts) -> Slide:
    say, language = facts.say, facts.language
    parts = [(say.term("source", code), part) for code, part in facts.sources.items()]
    top = max((part.ceiling for _, part in parts), default=0)
    size, unit = next((each for each in UNITS if top >= each[0]), UNITS[-1])
    unit_name = say(f"slide.{unit}")
    series = [
        Series(
            f"{say('label.spent')} ({unit_name})",
            [None if part.realised is None else part.realised / size for _, part in parts],
            [LIGHT.accent],
        ),
        Series(
            f"{say('label.ceiling')} ({unit_name})",
            [part.ceiling / size for _, part in parts],
            [LAST_YEAR],
        ),
    ]
    notes = " ".join(
        say(
            "notes.money",
            name=name,
            ceiling=rupiah(part.ceiling, language),
            spent=rupiah(part.realised, language),
            pct=percent(part.absorption_pct, language),
            missing=part.not_reported,
        )
        for name, part in parts
    )
    title = headlines.money(facts)
    chart = Chart("bars", [name for name, _ in parts], series, title, number_format="#,##0.0")
    return Slide(title, notes or say("notes.nothing"), chart=chart)


def innovations(facts: Facts) -> Slide:
    """How many agencies have how many: bounded, however many agencies there are."""
    say, minimum = facts.say, facts.minimum
    counts = Counter(min(n, MOST_COLUMNS - 1) for n in facts.innovations_by_agency.values())
    places = range(max(counts) + 1) if counts else range(0)
    names = [
        say.count("slide.agencies_with_more" if n == MOST_COLUMNS - 1 else "slide.agencies_with", n)
        for n in places
    ]
    short = "not_realised" if facts.is_complete else "not_reported"
    colours = [LIGHT.status[short if n < minimum else "realised"] for n in places]
    series = Series(say("slide.agencies"), [counts[n] for n in places], colours)
    total = sum(facts.innovations_by_agency.values())
    notes = say("notes.innovations", total=number(total, 0, facts.language))
    names_below = [cut(row["name"], 60) for row in facts.short_of_minimum[:NAMES_IN_NOTES]]
    if names_below:
        notes += " " + say("notes.below", names="; ".join(names_below))
    title = headlines.innovations(facts)
    chart = Chart("columns", names, [series], title, number_format="0")
    return Slide(title, notes, chart=chart)


def capacity(facts: Facts) -> Slide:
    say, kinds = facts.say, facts.capacity_by_kind
    names = [say.term("capacity", kind) for kind in kinds]
    values = [part["achievement_pct"] for part in kinds.values()]
    notes = " ".join(
        say(
            "notes.capacity",
            name=name,
            pct=percent(part["achievement_pct"], facts.language),
            items=part["items"],
            missing=part["not_reported"],
        )
        for name, part in zip(names, kinds.values(), strict=True)
    )
    title = headlines.capacity(facts)
    series = Series(say("label.achievement"), values, [LIGHT.accent])
    chart = Chart("bars", names, [series], title, highest=100)
    return Slide(title, notes or say("notes.nothing"), chart=chart)


def index(facts: Facts) -> Slide:
    """The components; without scores, the index of earlier years."""
    title = headlines.index(facts)
    if facts.scorecard.index is None:
        return Slide(title, _past_index(facts) or title, chart=_past_index_chart(facts, title))
    say, framework = facts.say, facts.scorecard.framework
    parts = facts.scorecard.index.components
    scores = {
        name: None if parts[name].score is None else float(parts[name].score or 0)
        for name in framework.component_codes
    }
    names = [part.name(facts.language) for part in framework.components]
    notes = " ".join(
        say(
            "notes.component",
            name=framework.name_of(name, facts.language),
            score=number(scores[name], framework.index_decimals, facts.language),
            weight=percent(float(framework.weights[name]) * 100, facts.language, 0),
        )
        for name in framework.component_codes
    )
    series = Series(say("label.score"), list(scores.values()), [LIGHT.accent])
    chart = Chart("bars", names, [series], title, _decimals(facts), highest=framework.scale[1])
    return Slide(title, f"{notes} {_past_index(facts)}".strip(), chart=chart)


def _past_index_chart(facts: Facts, title: str) -> Chart:
    frame = facts.scorecard.index_history.sort("year")
    series = Series(facts.say("title.index"), frame["value"].to_list(), [LIGHT.accent])
    years = [str(year) for year in frame["year"]]
    top = facts.scorecard.framework.scale[1]
    return Chart("line", years, [series], title, _decimals(facts), highest=top)


def _past_index(facts: Facts) -> str:
    decimals = facts.scorecard.framework.index_decimals
    rows = facts.scorecard.index_history.sort("year").iter_rows(named=True)
    said = "; ".join(
        f"{row['year']} {number(row['value'], decimals, facts.language)}" for row in rows
    )
    return f"{facts.say('section.index_history')}: {said}." if said else ""


def _decimals(facts: Facts) -> str:
    places = "0" * facts.scorecard.framework.index_decimals
    return f"0.{places}" if places else "0"


def decisions(facts: Facts) -> Slide:
    say, open_matters = facts.say, matters(facts)
    count = counted(len(open_matters), facts.language)
    count = count[:1].upper() + count[1:]
    key = "headline.decide" if open_matters else "headline.decide_none"
    title = say.count(key, len(open_matters), count=count, leader=leader(facts))
    lines = [
        Line(f"{number(each.count, 0, facts.language)} {each.text}", each.mark, is_large=True)
        for each in open_matters
    ] or [Line(say(nothing_open(facts)))]
    notes = [say("notes.decide")] if open_matters else [title + "."]
    notes += [
        say("notes.matter", count=each.count, text=each.text, detail=each.detail)
        for each in open_matters
    ]
    return Slide(title, " ".join(notes), lines=within(lines, title))


def method(facts: Facts) -> Slide:
    say, card = facts.say, facts.scorecard
    basis = say.term("basis", card.question.basis.value)
    title = headlines.method(facts)
    lines = [
        Line(say("slide.formula"), is_large=True),
        Line(say("slide.as_of", day=long_date(facts.as_of, facts.language))),
        Line(say("slide.data_basis", basis=basis)),
        Line(say("slide.edition", edition=cut(card.framework.id, 40))),
        Line(say("slide.hash", hash=cut(card.input_sha256, 13))),
    ]
    spoken = " ".join(
        [
            say("notes.method", hash=cut(card.input_sha256, 80)),
            say(f"method.basis_{card.question.basis.value}"),
        ]
    )
    return Slide(title, spoken, lines=within(lines, title))
