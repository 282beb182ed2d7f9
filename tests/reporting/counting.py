"""What counts of a stage's reports."""

from types import SimpleNamespace

from kotacerdas.scorecards.sheets import counting
from kotacerdas.scoring.question import Basis
from reporting.cast import Stage


def rows(batang: Stage) -> dict[str, SimpleNamespace]:
    """What counts of the sheet Realisation, by programme or indicator."""
    found = counting(batang.region).frames[Basis.REPORTED]["Realisation"].to_dicts()
    return {row["programme"] or row["indicator"]: SimpleNamespace(**row) for row in found}


def spent(batang: Stage) -> float | None:
    [row] = counting(batang.region).frames[Basis.REPORTED]["Budget"].to_dicts()
    return row["realised"]
