"""The annex's sheets on the year as a whole and on the index."""

from collections.abc import Iterator, Sequence

from kotacerdas.documents.annex_tables import (
    MONEY,
    PERCENT,
    SCORE,
    SHARE,
    TEXT,
    Formed,
    Sheet,
    columns_of,
)
from kotacerdas.documents.facts import Facts
from kotacerdas.figures.result import as_dict

Rows = Iterator[Sequence[object]]


def summary(facts: Facts) -> Sheet:
    columns = columns_of(facts, ("annex.what", 48, TEXT), ("label.value", 72, TEXT))
    return Sheet(facts.say("annex.summary"), columns, _summary_rows(facts), has_filter=False)


def _summary_rows(facts: Facts) -> Rows:
    say, card = facts.say, facts.scorecard
    result, figure = as_dict(card), facts.overall
    yield say("method.region"), facts.region
    yield say("label.code"), card.question.region
    yield say("method.year"), facts.year
    yield say("method.as_of"), facts.as_of
    yield say("method.basis"), say.term("basis", card.question.basis.value)
    yield say("method.edition"), f"{card.framework.id} · {card.framework.title}"
    yield say("method.hash"), card.input_sha256
    yield say("method.version"), card.version
    yield say("label.planned"), figure.planned
    for status in facts.statuses:
        yield say(f"label.{status}"), figure.counts[status]
    yield f"{say('label.achievement')} (%)", Formed(figure.achievement_pct, PERCENT)
    yield f"{say('label.indicators')} (%)", Formed(figure.indicator_achievement_pct, PERCENT)
    yield say("label.band"), figure.band or None
    for state, count in result["indicators"].items():
        yield f"{say('annex.indicators')}: {_state(facts, state)}", count
    money = facts.money
    for key, unit, form, value in (
        ("label.ceiling", "Rp", MONEY, money and money.ceiling),
        ("label.spent", "Rp", MONEY, money and money.realised),
        ("label.absorption", "%", PERCENT, money and money.absorption_pct),
    ):
        yield f"{say('title.budget')}: {say(key)} ({unit})", Formed(value, form)
    yield f"{say('title.budget')}: {say('label.unreported_rows')}", money and money.not_reported
    yield say("title.innovations"), result["innovations"]["total"]
    yield say("annex.meeting_minimum"), result["innovations"]["agencies_meeting_minimum"]
    yield say("annex.minimum"), facts.minimum
    index = result["index"]
    yield say("title.index"), Formed(index and index["value"], SCORE)


def _state(facts: Facts, state: str) -> str:
    key = f"annex.{state}"
    return facts.say(key) if key in facts.say else facts.say.term("state", state)


def index(facts: Facts) -> Sheet:
    columns = columns_of(
        facts,
        ("label.component", 26, TEXT),
        ("label.weight", 10, SHARE),
        ("label.score", 12, SCORE),
        ("label.spread", 16, SCORE),
    )
    return Sheet(facts.say("annex.index"), columns, _index_rows(facts))


def _index_rows(facts: Facts) -> Rows:
    say, framework = facts.say, facts.scorecard.framework
    result = as_dict(facts.scorecard)["index"]
    if result is not None:
        for name, part in result["components"].items():
            yield (
                framework.name_of(name, facts.language),
                part["weight"],
                part["score"],
                part["spread"],
            )
        for code, score in result["impact_dimensions"].items():
            yield (
                f"{facts.component_by_dimension}: {facts.dimension_names[code]}",
                None,
                score,
                None,
            )
        yield say("title.index"), None, result["value"], None
        yield say("annex.improvement"), None, result["improvement"], None
    for row in facts.scorecard.index_history.sort("year").iter_rows(named=True):
        yield f"{say('title.index')} {row['year']}", None, row["value"], None
