"""The formula behind a number of a result: in words, and with the figures put in."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from kotacerdas.core.words import words
from kotacerdas.home.naming import RUPIAH, number_value
from kotacerdas.home.years import YearPage
from kotacerdas.scorecards.traces import TracedRow
from kotacerdas.wording.numbers import Language, number, plain, rupiah

PARTS_IN_A_FORMULA = 5


def formula(
    page: YearPage, pointer: str, around: Any, traced: Iterable[TracedRow]
) -> tuple[str, str] | None:
    """The rule in words, and the same with the figures put in; None for a plain count."""
    say, name = words(), pointer.rsplit("/", 1)[-1]
    is_capacity = pointer.startswith("capacity")
    key = f"formula.{'capacity' if is_capacity else name}"
    if key not in say or around[name] is None:
        return None
    result = number_value(page.facts, pointer, around[name])
    if name == "indicator_achievement_pct":
        figures = _weighted(_valued(page, pointer, traced), page.facts.language)
    elif is_capacity:
        kind = page.facts.scorecard.capacity.filter(kind=pointer.split("/")[1])
        figures = _mean(kind["achievement_pct"].drop_nulls().to_list(), page.facts.language)
    else:
        figures = _figures(page, pointer, around)
    return say(key), f"{figures} = {result}"


def _figures(page: YearPage, pointer: str, around: Mapping[str, Any]) -> str:
    """What stands before the equals sign of a formula over figures of the result itself."""
    language = page.facts.language
    if pointer == "index/improvement":
        return f"{number(around['value'], 2, language)} − {number(around['previous'], 2, language)}"
    if pointer == "index/value":
        return " + ".join(
            f"{number(part['weight'], 2, language)} × {number(part['score'], 2, language)}"
            for part in around["components"].values()
        )
    if pointer == "budget/absorption_pct":
        spent, ceiling = (rupiah(around[part], language) for part in RUPIAH[::-1])
        return f"{spent} ÷ {ceiling} × 100"
    return f"{around['realised']} ÷ {around['planned']} × 100"


def _valued(page: YearPage, pointer: str, traced: Iterable[TracedRow]) -> list[tuple[float, float]]:
    """Weight and value of what a mean is taken over: a programme's indicators, or programmes."""
    card = page.facts.scorecard
    if pointer.startswith("programmes"):
        code = card.programmes["code"][int(pointer.split("/")[1])]
        rows = card.indicators.filter(programme=code).rename({"achievement_pct": "value_pct"})
    else:
        pks = [row.pk for row in traced if row.sheet == "Programmes"]
        programmes = card.programmes.filter(pl.col("row").is_in(pks))
        rows = programmes.rename({"indicator_achievement_pct": "value_pct"})
    known = rows.filter(pl.col("value_pct").is_not_null())
    return list(known.select("weight", "value_pct").iter_rows())


def _weighted(parts: list[tuple[float, float]], language: Language) -> str:
    """Each weight by its value, over the weights; many parts as their sum."""
    whole = plain(sum(weight for weight, _ in parts), language)
    if len(parts) > PARTS_IN_A_FORMULA:
        return f"{number(sum(weight * value for weight, value in parts), 1, language)} ÷ {whole}"
    terms = " + ".join(
        f"{plain(weight, language)} × {number(value, 1, language)}" for weight, value in parts
    )
    return f"({terms}) ÷ {whole}"


def _mean(values: list[float], language: Language) -> str:
    return f"{number(sum(values), 1, language)} ÷ {len(values)}"
