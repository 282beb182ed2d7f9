"""The TOML files of the example, read, and the small things that every sheet needs of them."""

import random
import tomllib
from pathlib import Path
from typing import Any

Row = dict[str, object]

HERE = Path(__file__).parent
REPORTED = 2022  # the year of the evaluation; later years have targets and budgets only


def chance(*parts: object) -> random.Random:
    """A generator of its own for whatever `parts` name: a change elsewhere moves nothing here."""
    return random.Random(" ".join(map(str, parts)))  # noqa: S311 - illustration, no secret


def load(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def split(text: str, mark: str = "|") -> list[str]:
    return [part.strip() for part in text.split(mark)]


def listed(text: str) -> list[str]:
    return [part for part in split(text, ";") if part]


REGION = load("region.toml")
HISTORY = load("history.toml")
PROGRAMMES: dict[str, dict[str, Any]] = {
    code: programme
    for path in ("governance", "branding-economy", "living-society-environment")
    for code, programme in load(f"programmes-{path}.toml").items()
}


def is_unreported(programme: str, year: int) -> bool:
    return programme in HISTORY["unreported"][str(year)]


def reason_not_realised(programme: str, year: int) -> str | None:
    reason: str | None = HISTORY["not_realised"][str(year)].get(programme)
    return reason


def has_failed(programme: str, year: int) -> bool:
    return is_unreported(programme, year) or reason_not_realised(programme, year) is not None


def is_verified(programme: str, year: int) -> bool:
    return year < REPORTED or programme not in HISTORY["verification"]["open"]


def years_of(programme: str, last: int = REPORTED) -> range:
    start, end = PROGRAMMES[programme]["years"]
    return range(start, min(end, last) + 1)
