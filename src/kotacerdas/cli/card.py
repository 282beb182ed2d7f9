"""The scorecard on a terminal."""

from typing import Any

from rich.table import Table

from kotacerdas.cli.terminal import out, phrases
from kotacerdas.figures.result import as_dict
from kotacerdas.frameworks.framework import Framework
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.scoring.years import YearState
from kotacerdas.wording.catalogue import Catalogue
from kotacerdas.wording.dates import long_date
from kotacerdas.wording.names import region_name
from kotacerdas.wording.numbers import Language, change, number, percent, rupiah


def print_card(card: Scorecard, language: Language) -> None:
    say, result = phrases(language), as_dict(card)
    region = card.region.row(0, named=True)
    name = region_name(region["name"], region["level"], language)
    out.print()
    out.print(say("card.title", region=name, year=card.question.year), style="bold")
    out.print(_provenance(card, say, language), style="dim")
    if not card.is_complete:
        out.print(say(f"card.{card.state}", year=card.question.year))
    out.print(_table(card, say, language))
    for line in _lines(card, result, say, language):
        out.print(line)


def _provenance(card: Scorecard, say: Catalogue, language: Language) -> str:
    return say(
        "card.basis",
        basis=say.term("basis", card.question.basis),
        as_of=long_date(card.question.as_of, language),
        framework=card.framework.id,
    )


def _table(card: Scorecard, say: Catalogue, language: Language) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(say("card.dimension"), no_wrap=True)
    is_running = card.state is YearState.RUNNING
    for key in (*_counted(card), *(() if is_running else _PERCENTAGES)):
        table.add_column(say(f"card.{key}"), justify="right")
    if not is_running:
        table.add_column(say("card.band"))
    by_level: dict[str, list[dict[str, Any]]] = {}
    for figure in card.displayed_figures:
        by_level.setdefault(figure["level"], []).append(figure)
    for figure in by_level["dimension"]:
        table.add_row(
            card.framework.name_of(figure["code"], language), *_cells(card, figure, language)
        )
    [total] = by_level["overall"]
    table.add_row(say("card.overall"), *_cells(card, total, language), style="bold")
    return table


_PERCENTAGES = ("achievement", "indicators")


def _counted(card: Scorecard) -> tuple[str, ...]:
    if card.state is YearState.RUNNING:
        return ("planned", *card.statuses)
    return ("planned", "realised", "not_reported")


def _cells(card: Scorecard, figure: dict[str, Any], language: Language) -> list[str]:
    decimals = card.framework.percent_decimals
    counts = [number(figure[key], 0, language) for key in _counted(card)]
    if card.state is YearState.RUNNING:
        return counts
    return [
        *counts,
        number(figure["achievement_pct"], decimals, language),
        number(figure["indicator_achievement_pct"], decimals, language),
        _band(card, figure["band"], language),
    ]


def _band(card: Scorecard, name: str | None, language: Language) -> str:
    for band in card.framework.bands:
        if band.name == name:
            return band.name_in(language)
    return ""


def _lines(
    card: Scorecard, result: dict[str, Any], say: Catalogue, language: Language
) -> list[str]:
    budget, innovations = result["budget"], result["innovations"]
    return [
        say("card.indicator_line", **result["indicators"]),
        say(
            "card.budget_line",
            realised=rupiah(budget["realised_rp"], language),
            ceiling=rupiah(budget["ceiling_rp"], language),
            pct=percent(budget["absorption_pct"], language, card.framework.percent_decimals),
            not_reported=budget["not_reported"],
        ),
        say(
            "card.innovation_line",
            total=innovations["total"],
            meeting=innovations["agencies_meeting_minimum"],
            agencies=innovations["agencies"],
            minimum=innovations["minimum"],
        ),
        *index_lines(result["index"], card.framework, language),
    ]


def index_lines(
    result: dict[str, Any] | None, framework: Framework, language: Language
) -> list[str]:
    """The index in a line: its value with the improvement, or what is missing."""
    say = phrases(language)
    if result is None:
        return [say("card.index_none", edition=framework.id)]
    if result["value"] is None:
        missing = ", ".join(framework.name_of(code, language) for code in result["missing"])
        return [say("card.index_missing", missing=missing)]
    decimals = framework.index_decimals
    value = number(result["value"], decimals, language)
    if result["improvement"] is not None:
        difference = change(result["improvement"], decimals, language)
        value = say("card.index_change", value=value, change=difference)
    return [say("card.index_line", value=value)]
