"""The one-page brief: the number, the dimensions, what needs a decision, three facts."""

from kotacerdas.documents import headlines
from kotacerdas.documents.attention import matters
from kotacerdas.documents.blocks import Block
from kotacerdas.documents.drawable import drawable, line
from kotacerdas.documents.facts import Facts
from kotacerdas.wording.cutting import breakable, cut_to_width
from kotacerdas.wording.numbers import NOTHING, change, number, percent, plain, rupiah

MISSED = 4  # programmes not realised that the page has room for


def content(facts: Facts, picture: str) -> Block:
    """Of bounded length whatever the scorecard, so that one page always holds it."""
    say, figure = facts.say, facts.overall
    return {
        "title": say("title.brief", leader=leader(facts)),
        "headline": headlines.overall(facts),
        "number": number(figure.achievement_pct, 1, facts.language),
        "has_number": figure.achievement_pct is not None,
        "counts": _counts(facts),
        "change": _change(facts),
        "verified": _verified(facts),
        "dimensions": headlines.dimensions(facts),
        "picture": picture,
        "alt": say("alt.dimensions"),
        "bar_legend": say("section.bar_legend", year=facts.year),
        "mark_legend": say("section.mark_legend", year=facts.year - 1),
        "columns_legend": say("section.columns_legend"),
        "attention": say("attention.title"),
        "matters": [
            {
                "mark": matter.mark,
                "count": number(matter.count, 0, facts.language),
                "text": matter.text,
                "detail": matter.detail,
            }
            for matter in matters(facts)
        ],
        "missed_title": say("section.missed"),
        "missed": _missed(facts),
        "missed_more": _missed_more(facts),
        "nothing": say("attention.nothing" if figure.planned else "attention.empty"),
        "facts": [_money(facts), _innovations(facts), _indicators(facts), _index(facts)],
    }


def leader(facts: Facts) -> str:
    row = next(iter(facts.scorecard.region.to_dicts()), {})
    level = row.get("level")
    return facts.say("leader." + (level if level in ("province", "city") else "regency"))


def _missed(facts: Facts) -> list[list[str]]:
    """The first programmes not realised, each with its reason, a line or two each."""
    rows = facts.programmes_that_are("not_realised")[:MISSED]
    none = facts.say("section.no_reason")
    return [[two_lines(row["name"]), two_lines(row["note"] or none)] for row in rows]


def two_lines(text: str) -> str:
    """Text for a column of some 28 ems, in at most two lines of it."""
    return breakable(drawable(cut_to_width(text, 52)))


def _missed_more(facts: Facts) -> str:
    more = len(facts.programmes_that_are("not_realised")) - MISSED
    return facts.say("section.more", n=more) if more > 0 else ""


def _counts(facts: Facts) -> list[Block]:
    figure = facts.overall
    counts = {
        "realised": figure.realised,
        "not_realised": figure.not_realised,
        "not_reported": figure.not_reported,
    }
    return [
        {
            "mark": status,
            "count": number(count, 0, facts.language),
            "text": facts.say.term("status", status),
        }
        for status, count in counts.items()
    ]


def _change(facts: Facts) -> Block | None:
    points = facts.overall.change_points
    if points is None:
        return None
    said = change(points, 1, facts.language)
    direction = {"+": "realised", "−": "not_realised"}.get(said[0], "muted")
    return {
        "text": said,
        "colour": direction,
        "rest": facts.say("fact.points", year=facts.year - 1),
    }


def _verified(facts: Facts) -> str:
    figure = facts.overall
    if not figure.realised:
        return ""
    return facts.say("fact.verified", n=facts.verified, total=figure.realised)


def _fact(title: str, value: str, detail: str) -> Block:
    return {"title": title, "value": value, "detail": detail}


def _money(facts: Facts) -> Block:
    title, money = facts.say("fact.budget"), facts.money
    if money is None:
        return _fact(title, NOTHING, facts.say("fact.not_recorded"))
    ceiling = rupiah(money.ceiling, facts.language)
    value = percent(money.absorption_pct, facts.language)
    return _fact(title, value, facts.say("fact.budget_of", ceiling=ceiling))


def _innovations(facts: Facts) -> Block:
    title, counts = facts.say("fact.innovations", year=facts.year), facts.innovations_by_agency
    if not counts:
        return _fact(title, NOTHING, facts.say("fact.not_recorded"))
    met = len(counts) - len(facts.short_of_minimum)
    detail = facts.say("fact.innovations_of", met=met, count=len(counts), minimum=facts.minimum)
    return _fact(title, number(sum(counts.values()), 0, facts.language), detail)


def _indicators(facts: Facts) -> Block:
    figure = facts.overall
    value = percent(figure.indicator_achievement_pct, facts.language)
    detail = line(figure.band, 30) or facts.say("fact.not_recorded")
    return _fact(facts.say("fact.indicators"), value, detail)


def _index(facts: Facts) -> Block:
    framework, result = facts.scorecard.framework, facts.scorecard.index
    title = facts.say("fact.index")
    if result is not None and result.value is not None:
        value = number(float(result.value), framework.index_decimals, facts.language)
        top = plain(framework.scale[1], facts.language)
        return _fact(title, value, facts.say("fact.index_of", top=top))
    detail = facts.say("fact.not_recorded")
    if facts.last_index is not None:
        year, last = facts.last_index
        said = number(last, framework.index_decimals, facts.language)
        detail = facts.say("fact.index_last", value=said, year=year)
    return _fact(title, NOTHING, detail)
