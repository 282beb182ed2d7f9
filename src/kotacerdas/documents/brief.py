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
    say = facts.say
    return {
        "title": say("title.brief", leader=leader(facts)),
        "headline": headlines.overall(facts),
        "number": _number(facts),
        "unit": _unit(facts),
        "counts": _counts(facts),
        "change": _change(facts),
        "verified": _verified(facts),
        "dimensions": headlines.dimensions(facts),
        "picture": picture,
        "alt": say("alt.dimensions"),
        "legend": {
            "bar": say("section.bar_legend", year=facts.year),
            "mark": say("section.mark_legend", year=facts.year - 1),
            "columns": say("section.columns_legend"),
        }
        if facts.is_complete
        else None,
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
        "missed_title": say("section.missed" if facts.is_complete else "section.behind"),
        "missed": _missed(facts),
        "missed_more": _missed_more(facts),
        "nothing": say(nothing_open(facts)),
        "facts": [_money(facts), _innovations(facts), _indicators(facts), _index(facts)],
    }


def _number(facts: Facts) -> str:
    """The achievement; while the year runs, how many of the reported are as planned."""
    figure = facts.overall
    if facts.is_complete:
        return number(figure.achievement_pct, 1, facts.language)
    return number(figure.as_planned if figure.reported else None, 0, facts.language)


def _unit(facts: Facts) -> str:
    figure = facts.overall
    if facts.is_complete:
        return "%" if figure.achievement_pct is not None else ""
    return facts.say("fact.running", reported=figure.reported) if figure.reported else ""


def nothing_open(facts: Facts) -> str:
    """The phrase for a year in which nothing is open."""
    if not facts.overall.planned:
        return "attention.empty"
    return "attention.nothing" if facts.is_complete else "attention.nothing_running"


def leader(facts: Facts) -> str:
    row = next(iter(facts.scorecard.region.to_dicts()), {})
    level = row.get("level")
    return facts.say("leader." + (level if level in ("province", "city") else "regency"))


def _missed(facts: Facts) -> list[list[str]]:
    """The first programmes that fell short, each with its reason, a line or two each."""
    rows = facts.programmes_that_are(facts.short_status)[:MISSED]
    none = facts.say("section.no_reason")
    return [[two_lines(row["name"]), two_lines(row["note"] or none)] for row in rows]


def two_lines(text: str) -> str:
    """Text for a column of some 28 ems, in at most two lines of it."""
    return breakable(drawable(cut_to_width(text, 52)))


def _missed_more(facts: Facts) -> str:
    more = len(facts.programmes_that_are(facts.short_status)) - MISSED
    return facts.say("section.more", n=more) if more > 0 else ""


def _counts(facts: Facts) -> list[Block]:
    figure = facts.overall
    return [
        {
            "mark": status,
            "count": number(figure.counts[status], 0, facts.language),
            "text": facts.say.term("status", status),
        }
        for status in facts.statuses
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
    if not figure.reported:
        return ""
    return facts.say("fact.verified", n=facts.verified, total=figure.reported)


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
