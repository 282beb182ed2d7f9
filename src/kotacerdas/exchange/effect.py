"""What changes would do to the figures, worked out in memory: nothing is written."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import polars as pl

from kotacerdas.exchange.fitting import SHEETS
from kotacerdas.exchange.plan_after import Frames, counting_after
from kotacerdas.frameworks.loading import DEFAULT, load
from kotacerdas.records.actions import Change
from kotacerdas.records.models import Region
from kotacerdas.scorecards.sheets import Counting
from kotacerdas.scoring.evaluation import evaluate
from kotacerdas.scoring.periods import year_end
from kotacerdas.scoring.question import Basis, Question

NEWEST_YEARS = 2  # that are evaluated at once
# What says which programmes are planned and realised; methodology, 1.
OF_ACHIEVEMENT = {"Region", "Programmes", "Realisation"}
_LEVELS = ("overall", "dimension")

Figures = Mapping[str, Any]  # code, planned, realised, achievement_pct


class Effect(NamedTuple):
    """A year's figures before and after, None where there are none; `dimensions` that change."""

    year: int
    overall: tuple[Figures | None, Figures | None]
    dimensions: Sequence[tuple[Figures | None, Figures | None]]


def years_of(changes: Sequence[Change], now: Counting, today: date) -> list[int]:
    """The years whose achievement the changes may touch, the newest first, those they name before.

    What names no year, as a programme does, may touch all that are planned and have begun.
    """
    changes = [one for one in changes if SHEETS[one.model._meta.label_lower] in OF_ACHIEVEMENT]
    planned = now.frames[Basis.REPORTED]["Programmes"].select("start_year", "end_year")
    spans = [*planned.iter_rows()]
    sides = [one for change in changes for one in (change.before, change.after) if one is not None]
    spans += [(one["start_year"], one["end_year"]) for one in sides if "start_year" in one]
    if not spans or not changes:
        return []
    last = min(today.year, max(end for _, end in spans))
    years = range(last, min(start for start, _ in spans) - 1, -1)
    named = {one.get("year") for one in sides}
    own = [year for year in years if year in named]
    return own + [year for year in years if year not in named] if None in named else own


def effects_of(
    region: Region, now: Counting, changes: Sequence[Change], years: Sequence[int], today: date
) -> list[Effect]:
    """What the changes do to the figures of these years, as reported.

    Nothing is read from the database. Not within a transaction: it takes as long as the runs of
    those years.
    """
    if not years:
        return []
    before = now.frames[Basis.REPORTED]
    after = counting_after(region, now, changes)
    return [_effect(region, year, before, after, today) for year in years]


def _effect(region: Region, year: int, before: Frames, after: Frames, today: date) -> Effect:
    one, other = (_figures(region, year, frames, today) for frames in (before, after))
    return Effect(
        year,
        (one.get(_WHOLE), other.get(_WHOLE)),
        [
            (one.get(key), other.get(key))
            for key in {**one, **other}
            if key != _WHOLE and one.get(key) != other.get(key)
        ],
    )


_WHOLE = ("overall", None)


def _figures(
    region: Region, year: int, frames: Frames, today: date
) -> dict[tuple[str, str | None], Figures]:
    question = Question(region.code, year, min(today, year_end(year)))
    framework = load(frames["Region"]["framework"].item() or DEFAULT)
    card = evaluate(frames, question, framework, input_sha256="", version="")
    rows = card.figures.filter(pl.col("level").is_in(_LEVELS)).select(
        "level", "code", "planned", "realised", "achievement_pct"
    )
    figures: dict[tuple[str, str | None], Figures] = {}
    for row in rows.to_dicts():
        level = row.pop("level")
        figures[level, row["code"] if level == "dimension" else None] = row
    return figures
