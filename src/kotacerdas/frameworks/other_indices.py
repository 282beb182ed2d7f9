"""The indices of others by which a region is judged: their names, scales and predicates."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from kotacerdas.frameworks.innovation_index import edition_on
from kotacerdas.wording.numbers import Language, round_half_up

FILE = Path(__file__).parent / "tables" / "other_indices.toml"
DECIMALS = 2  # in which all of them are published


@dataclass(frozen=True)
class OtherIndex:
    """`names` and those of `bands` are Indonesian and English; a band begins at its figure.

    The bands are those of the `rules`, from the year `since`; or those of the editions of the
    regional innovation index, of which each says its days.
    """

    code: str
    names: Sequence[str]
    by: str
    scale: tuple[float, float]
    rules: str = ""
    since: int = 0
    bands: Sequence[tuple[float, str, str]] = ()
    has_editions: bool = False

    def name(self, language: Language) -> str:
        return self.names[list(Language).index(language)]

    def band(self, value: float, year: int, language: Language) -> str:
        """The predicate; empty where the rules of that year are not known."""
        if self.has_editions:
            edition = edition_on(date(year, 12, 31))
            return edition.band(value).name_in(language) if edition else ""
        if year < self.since:
            return ""
        rounded = float(round_half_up(value, DECIMALS))
        reached = [names for start, *names in self.bands if rounded >= start]
        return reached[-1][list(Language).index(language)] if reached else ""


@cache
def other_indices() -> Mapping[str, OtherIndex]:
    """All of them by code, in their order."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {code: _index(code, table) for code, table in tables.items()}


def _index(code: str, table: Mapping[str, object]) -> OtherIndex:
    own = {**table, "names": table["name"], "scale": tuple(table["scale"])}  # type: ignore[arg-type]
    del own["name"]
    return OtherIndex(code=code, **own)  # type: ignore[arg-type] # the keys of our own file
