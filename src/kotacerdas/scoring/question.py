"""What is asked of the scoring."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Basis(StrEnum):
    """Which realisation rows a result rests on: all, or only the verified ones."""

    REPORTED = "reported"
    VERIFIED = "verified"


@dataclass(frozen=True)
class Question:
    """One region and year, as of a day, on a basis."""

    region: str
    year: int
    as_of: date
    basis: Basis = Basis.REPORTED
