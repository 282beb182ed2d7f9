"""The codes of provinces, regencies and cities, as the Ministry of Home Affairs gives them.

They are put in place from their npm package; `make setup` runs this module once.
"""

import csv
import shutil
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

DIRECTORY = Path(__file__).parent / "codes"
_DATA = "idn-area-data/data"
_PROVINCES, _REGENCIES = "provinces.csv", "regencies.csv"
_CITY = "Kota "


class Area(NamedTuple):
    """A region's code, name, level as the workbook has it, and the code of its province."""

    code: str
    name: str
    level: str
    parent: str


def unpack(packages: Path) -> None:
    """Copy the lists from `packages`, a folder of npm's, to DIRECTORY."""
    shutil.rmtree(DIRECTORY, ignore_errors=True)
    DIRECTORY.mkdir()
    for name in (_PROVINCES, _REGENCIES):
        shutil.copy(packages / _DATA / name, DIRECTORY)


@cache
def areas() -> dict[str, Area]:
    """All of them by code: each province, then its regencies and cities."""
    provinces = [Area(row["code"], row["name"], "province", "") for row in _rows(_PROVINCES)]
    within = [
        Area(
            row["code"],
            row["name"],
            "city" if row["name"].startswith(_CITY) else "regency",
            row["province_code"],
        )
        for row in _rows(_REGENCIES)
    ]
    return {one.code: one for one in sorted([*provinces, *within])}


def matching(text: str) -> list[Area]:
    """Those whose code begins with the text, or whose name has all its words in it."""
    words = text.casefold().split()
    return [
        one
        for one in areas().values()
        if words
        and (one.code.startswith(text.strip()) or all(w in one.name.casefold() for w in words))
    ]


def _rows(name: str) -> list[dict[str, str]]:
    with (DIRECTORY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    unpack(Path(sys.argv[1]))
