"""The readiness of a region from a few marks."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from kotacerdas.frameworks.innovation_index import InnovationEdition, edition_on
from kotacerdas.scoring import innovation_index
from kotacerdas.scoring.innovation_marks import Mark

FIELDS = {
    "innovation": pl.String,
    "indicator": pl.String,
    "parameter": pl.Int8,
    "has_evidence": pl.Boolean,
    "is_verified": pl.Boolean,
}
# (indicator, parameter[, "unverified" or "unproven"]), proven and verified if not
Said = Sequence[tuple[Any, ...]] | str


def mark(indicator: str, parameter: int | None, but: str | None = None) -> Mark:
    return Mark(indicator, parameter, but != "unproven", but is None)


def marks(said: Said, codes: Iterable[str]) -> list[Mark]:
    """`"all"` is the highest of everything."""
    return [mark(code, 3) for code in codes] if said == "all" else [mark(*one) for one in said]


def frames(
    edition: InnovationEdition, region: Said, innovations: Mapping[str, tuple[str | None, Said]]
) -> tuple[list[Mark], pl.DataFrame, pl.DataFrame]:
    """`innovations` has by code the affair and the marks."""
    of_region = marks(region, [one.code for one in edition.government])
    codes = [one.code for one in edition.innovation]
    of_innovations = [
        (innovation, *one)
        for innovation, (_, said) in innovations.items()
        for one in marks(said, codes)
    ]
    affairs = [affair for affair, _ in innovations.values()]
    return (
        of_region,
        pl.DataFrame(
            {"innovation": list(innovations), "affair": affairs},
            schema={"innovation": pl.String, "affair": pl.String},
        ),
        frame(of_innovations),
    )


def frame(rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=FIELDS, orient="row")


def readiness(
    day: date, region: Said, innovations: Mapping[str, tuple[str | None, Said]]
) -> innovation_index.Readiness:
    edition = edition_on(day)
    return innovation_index.readiness(*frames(edition, region, innovations), edition, day)
