"""What the figures say, in one sentence each: titles of slides and sections."""

from kotacerdas.documents.facts import Facts, Figure
from kotacerdas.scoring import measures
from kotacerdas.wording.numbers import (
    change,
    counted,
    number,
    percent,
    plain,
    round_half_up,
    rupiah_short,
)


def overall(facts: Facts) -> str:
    figure = facts.overall
    if not figure.planned:
        return facts.say("headline.nothing_planned", year=facts.year)
    if not facts.is_complete:
        return _running(facts)
    points = figure.change_points
    return facts.say(
        "headline.overall" if points is None else f"headline.overall_{_direction(points, 1)}",
        realised=figure.realised,
        planned=figure.planned,
        pct=percent(figure.achievement_pct, facts.language),
        points=number(abs(points or 0), 1, facts.language),
        before=facts.year - 1,
    )


def _running(facts: Facts) -> str:
    figure = facts.overall
    if not figure.reported:
        return facts.say("headline.not_begun", planned=figure.planned, year=facts.year)
    return facts.say(
        "headline.running",
        n=figure.as_planned,
        reported=figure.reported,
        year=facts.year,
    )


def dimensions(facts: Facts) -> str:
    if not facts.overall.planned:
        return facts.say("headline.nothing_planned", year=facts.year)
    if not facts.is_complete:
        figure = facts.overall
        return facts.say("headline.running_dimensions", reported=figure.reported, due=figure.due)
    planned = [figure for figure in facts.dimensions if figure.planned]
    if not any(figure.lost for figure in planned):
        everywhere = len(planned) == len(facts.dimensions)
        return facts.say("headline.all_reached" if everywhere else "headline.every_planned_reached")
    planned = [figure for figure in planned if figure.reported] or planned
    best = max(planned, key=_achieved)
    worst = min(planned, key=_achieved)
    key = "headline.best_and_worst" if not best.lost else "headline.highest_and_lowest"
    if len(planned) == 1:
        key = "headline.only_dimension"
    elif _achieved(best) == _achieved(worst):
        key = "headline.same_everywhere"
    return facts.say(
        key,
        best=best.name,
        worst=worst.name,
        lost=counted(worst.lost, facts.language),
        best_pct=percent(best.achievement_pct, facts.language),
        worst_pct=percent(worst.achievement_pct, facts.language),
    )


def sub_dimensions(facts: Facts) -> str:
    planned = [figure for figure in facts.sub_dimensions if figure.planned]
    if not planned:
        return facts.say("headline.nothing_planned", year=facts.year)
    if not facts.is_complete:
        return dimensions(facts)
    incomplete = [figure for figure in planned if figure.lost]
    if not incomplete:
        return facts.say("headline.sub_all")
    worst = max(incomplete, key=lambda figure: figure.lost)
    if len(incomplete) == len(planned) > 1:
        return facts.say("headline.sub_open_all", worst=worst.name)
    key = "headline.sub_open_one" if len(incomplete) == 1 else "headline.sub_open"
    return facts.say(key, open=len(incomplete), planned=len(planned), worst=worst.name)


def dimension(facts: Facts, figure: Figure) -> str:
    if not figure.planned:
        return facts.say("headline.dimension_none", year=facts.year)
    if not facts.is_complete:
        key = "headline.running_dimension" if figure.reported else "headline.not_begun_dimension"
        return facts.say(key, n=figure.as_planned, reported=figure.reported)
    if figure.lost:
        key = "headline.dimension_some"
    else:
        key = "headline.dimension_all_one" if figure.planned == 1 else "headline.dimension_all"
    return facts.say(key, planned=figure.planned, realised=figure.realised)


def missed(facts: Facts) -> str:
    """Of those not realised; while the year runs, of those behind."""
    rows = facts.programmes_that_are(facts.short_status)
    kind = "missed" if facts.is_complete else "behind"
    if not facts.overall.planned:
        return facts.say("headline.nothing_planned", year=facts.year)
    if not rows:
        return facts.say(f"headline.{kind}_none")
    reasons = sum(1 for row in rows if row["note"])
    return facts.say.count(f"headline.{kind}", len(rows), count=len(rows), reasons=reasons)


def unreported(facts: Facts) -> str:
    rows = facts.programmes_that_are("not_reported")
    if not facts.overall.planned:
        return facts.say("headline.nothing_planned", year=facts.year)
    if not rows:
        is_over = facts.overall.due == facts.overall.planned
        return facts.say(f"headline.unreported_{'none' if is_over else 'waiting'}")
    agencies = len({row["agency"] for row in rows})
    return facts.say.count("headline.unreported", len(rows), count=len(rows), agencies=agencies)


def indicators(facts: Facts) -> str:
    figure = facts.overall
    if figure.indicator_achievement_pct is None:
        return facts.say("headline.indicators_none")
    pct = percent(figure.indicator_achievement_pct, facts.language)
    return facts.say("headline.indicators", pct=pct, band=figure.band)


def money(facts: Facts) -> str:
    total = facts.money
    if total is None:
        return facts.say("headline.money_none", year=facts.year)
    ceiling = rupiah_short(total.ceiling, facts.language)
    if total.realised is None:
        return facts.say("headline.money_unreported", ceiling=ceiling)
    return facts.say(
        "headline.money",
        pct=percent(total.absorption_pct, facts.language),
        spent=rupiah_short(total.realised, facts.language),
        ceiling=ceiling,
    )


def innovations(facts: Facts) -> str:
    count = len(facts.agency_names)
    if not count:
        return facts.say("headline.innovations_none")
    short = len(facts.short_of_minimum)
    key = "headline.innovations_some" if short else "headline.innovations_all"
    said = {"met": count - short, "count": count, "minimum": facts.minimum}
    return facts.say.count(key, count, **said)


def capacity(facts: Facts) -> str:
    if not facts.capacity:
        return facts.say("headline.capacity_none", year=facts.year)
    figures = facts.capacity_by_kind.items()
    reached = {kind: measures.reached_pct(figure) for kind, figure in figures}
    kinds = {kind: pct for kind, pct in reached.items() if pct is not None}
    if not kinds:
        return facts.say("headline.capacity_unreported", year=facts.year)
    best, worst = max(kinds, key=kinds.__getitem__), min(kinds, key=kinds.__getitem__)
    pct = percent(kinds[best], facts.language)
    key = "headline.capacity_one" if best == worst else "headline.capacity"
    return facts.say(key, best=_kind(facts, best), worst=_kind(facts, worst), pct=pct)


def index(facts: Facts) -> str:
    result = facts.scorecard.index
    if result is None:
        return _no_index(facts)
    if result.value is None:
        names = ", ".join(missing_parts(facts))
        return facts.say("headline.index_incomplete", year=facts.year, missing=names)
    decimals = facts.scorecard.framework.index_decimals
    points = result.improvement
    direction = "same" if points is None else _direction(float(points), decimals)
    return facts.say(
        "headline.index" if direction == "same" else f"headline.index_{direction}",
        year=facts.year,
        value=number(float(result.value), decimals, facts.language),
        top=plain(facts.scorecard.framework.scale[1], facts.language),
        points=change(abs(float(points or 0)), decimals, facts.language).lstrip("+±"),
    )


def method(facts: Facts) -> str:
    return facts.say("headline.method")


def missing_parts(facts: Facts) -> list[str]:
    """The components and dimensions without a score, by name."""
    result = facts.scorecard.index
    framework = facts.scorecard.framework
    return [framework.name_of(code, facts.language) for code in (result.missing if result else ())]


def _no_index(facts: Facts) -> str:
    if facts.last_index is None:
        return facts.say(
            "headline.index_none", year=facts.year, edition=facts.scorecard.framework.id
        )
    year, value = facts.last_index
    decimals = facts.scorecard.framework.index_decimals
    said = number(value, decimals, facts.language)
    return facts.say("headline.index_none_last", year=facts.year, last=year, value=said)


def _kind(facts: Facts, kind: str) -> str:
    name = facts.say.term("capacity", kind)
    return name[:1].lower() + name[1:]


def _achieved(figure: Figure) -> float:
    return figure.achievement_pct or 0.0


def _direction(points: float, decimals: int) -> str:
    rounded = round_half_up(points, decimals)
    if rounded == 0:
        return "same"
    return "up" if rounded > 0 else "down"
