"""A year's programmes under another edition: where they belong there, and what it comes to.

And the index under other weights. Nothing of it is a result.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import polars as pl

from kotacerdas.frameworks.framework import Framework
from kotacerdas.scoring.evaluation import index_of_year
from kotacerdas.scoring.levels import level_figures
from kotacerdas.scoring.programmes import NOT_REPORTED
from kotacerdas.scoring.scorecard import Scorecard

Row = dict[str, Any]


@dataclass(frozen=True)
class Crosswalk:
    """The figures by dimension under either edition, and the way of each programme between them.

    `figures` have planned, realised, not_reported and achievement_pct, by dimension; that is None
    unless the year is complete and something is reported, as everywhere. `moves` have dimension,
    sub_dimension (only where the sub-dimension decides), to (None for the region to decide) and
    programmes, how many. `undecided` are the programmes without a place.
    """

    before: Mapping[str, Row]
    after: Mapping[str, Row]
    moves: list[Row]
    undecided: list[Row]


def places(edition: Framework, of: Framework) -> Mapping[str, str | None]:
    """Where the dimensions, and single sub-dimensions, of another edition belong in this one."""
    moves = edition.crosswalk.get(of.id)
    if moves is not None:
        return moves
    return {code: code if code in edition.dimension_codes else None for code in of.dimension_codes}


def crosswalk(card: Scorecard, edition: Framework) -> Crosswalk:
    """The scorecard's programmes of its year under the other edition."""
    moves = dict(places(edition, card.framework))
    by_sub = {code: to for code, to in moves.items() if code not in card.framework.dimension_codes}
    sub = pl.col("sub_dimension")
    moved = card.displayed_programmes.with_columns(
        sub_dimension=pl.when(sub.is_in(list(by_sub))).then(sub)
    ).with_columns(
        to=pl.coalesce("sub_dimension", "dimension").replace_strict(
            moves, default=None, return_dtype=pl.String
        )
    )
    ways = moved.group_by("dimension", "sub_dimension", "to", maintain_order=True).len("programmes")
    order = {code: at for at, code in enumerate(card.framework.dimension_codes)}
    undecided = moved.filter(pl.col("to").is_null())
    return Crosswalk(
        before=_figures(moved, "dimension", card),
        after=_figures(moved.drop_nulls("to"), "to", card),
        moves=sorted(
            ways.iter_rows(named=True),
            key=lambda row: (order.get(row["dimension"], len(order)), row["sub_dimension"] or ""),
        ),
        undecided=undecided.select("code", "name", "dimension").to_dicts(),
    )


def _figures(programmes: pl.DataFrame, key: str, card: Scorecard) -> dict[str, Row]:
    found = level_figures(programmes.lazy(), [key]).collect()
    return {row.pop(key): row | _said(row, card) for row in found.to_dicts()}


def _said(row: Row, card: Scorecard) -> Row:
    """As everywhere, nothing is achieved of what is not over or of which nothing is reported."""
    is_known = card.is_complete and row["planned"] > row[NOT_REPORTED]
    return {} if is_known else {"achievement_pct": None}


def index_under(
    card: Scorecard, weights: Mapping[str, Fraction]
) -> dict[int, tuple[Fraction, Fraction]]:
    """For each year with an index, its value and what it would be under those weights.

    Raises:
        ValueError: they are not of the edition's components, or do not add up to 1.
    """
    framework = card.framework
    if weights.keys() != framework.weights.keys() or sum(weights.values()) != 1:
        raise ValueError(weights)
    parts = tuple(replace(one, weight=weights[one.code]) for one in framework.components)
    other = replace(framework, components=parts)
    found = {}
    for year, _ in card.index_years:
        signed = index_of_year(card.index_rows, year, framework)
        weighed = index_of_year(card.index_rows, year, other)
        if signed and weighed and signed.value is not None and weighed.value is not None:
            found[year] = signed.value, weighed.value
    return found
