"""Framework editions: the rules of one evaluation, read from a TOML file and checked."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar

DIRECTORY = Path(__file__).parent / "frameworks"
DEFAULT = "gsc-2021"

COMPONENTS = ("baseline", "output", "outcome", "impact", "quick_win")
DIMENSIONS = ("governance", "branding", "economy", "living", "society", "environment")
LOWER_VARIANTS = ("two_t_minus_r", "t_over_r")

_Part = TypeVar("_Part")


class FrameworkError(ValueError):
    """An edition that can't be used; says which file, which key and why."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}")
        self.file, self.key, self.reason = file, key, reason


@dataclass(frozen=True)
class Band:
    """One class of achievement; `from_pct` belongs to it."""

    name: str
    name_en: str
    from_pct: float


@dataclass(frozen=True)
class SubDimension:
    code: str
    name_id: str
    name_en: str


@dataclass(frozen=True)
class Dimension:
    code: str
    name: str
    sub_dimensions: tuple[SubDimension, ...]


@dataclass(frozen=True)
class Framework:
    """The rules of one edition. Percentages run 0..100, index scores over `scale`."""

    id: str
    title: str
    source: str
    years: tuple[int, int]
    scale: tuple[float, float]
    weights: Mapping[str, Fraction]  # by component; they add up to exactly 1
    dimensions: tuple[Dimension, ...]
    polarity_lower: str
    floor_pct: float
    cap_pct: float
    on_track_from_pct: float  # of what a running year asks of a programme by now
    bands: tuple[Band, ...]  # from the highest down
    innovation_minimum: int
    percent_decimals: int
    index_decimals: int


def packaged() -> list[str]:
    """The ids of the editions that come with the program."""
    return sorted(path.stem for path in DIRECTORY.glob("*.toml"))


def load(name: str = DEFAULT) -> Framework:
    """The edition of that id, or the one in the TOML file at that path.

    Raises:
        FrameworkError: no such edition, or its file breaks a rule.
    """
    if name in packaged():
        return _framework(_merged(DIRECTORY / f"{name}.toml"), f"{name}.toml")
    path = Path(name)
    if not path.is_file():
        known = ", ".join(packaged())
        raise FrameworkError(name, "file", f"no such edition or file; the editions are {known}")
    return _framework(_merged(path), path.name)


def _merged(path: Path) -> dict[str, Any]:
    """The file's keys, laid over those of the packaged edition that it `extends`."""
    try:
        own = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FrameworkError(path.name, "file", f"is not TOML ({error})") from error
    base = own.pop("extends", None)
    if base is None:
        return own
    if base not in packaged() or base == path.stem:
        raise FrameworkError(path.name, "extends", f"no packaged edition is called {base!r}")
    return _merged(DIRECTORY / f"{base}.toml") | own


class _Keys:
    """Takes keys out of a table one by one, and refuses what is missing, wrong or left over."""

    def __init__(self, table: object, file: str, path: str = "") -> None:
        self._file, self._path = file, path
        if not isinstance(table, dict):
            raise FrameworkError(file, path.rstrip("."), "must be a table")
        self._left = dict(table)

    def refuse(self, key: str, reason: str) -> FrameworkError:
        return FrameworkError(self._file, self._path + key, reason)

    def take(self, key: str, kind: type | tuple[type, ...], of: str) -> Any:
        if key not in self._left:
            raise self.refuse(key, "is missing")
        value = self._left.pop(key)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise self.refuse(key, f"must be {of}, not {value!r}")
        return value

    def text(self, key: str) -> str:
        value: str = self.take(key, str, "a text")
        if not value.strip():
            raise self.refuse(key, "is empty")
        return value

    def number(self, key: str) -> float:
        value = float(self.take(key, (int, float), "a number"))
        if not isfinite(value):
            raise self.refuse(key, f"must be a finite number, not {value}")
        return value

    def whole(self, key: str) -> int:
        value: int = self.take(key, int, "a whole number")
        if value < 0:
            raise self.refuse(key, "must not be negative")
        return value

    def table(self, key: str) -> "_Keys":
        return _Keys(self.take(key, dict, "a table"), self._file, f"{self._path}{key}.")

    def tables(self, key: str) -> list["_Keys"]:
        rows = self.take(key, list, "a list of tables")
        if not rows:
            raise self.refuse(key, "is empty")
        return [_Keys(row, self._file, f"{self._path}{key}[{n}].") for n, row in enumerate(rows)]

    def nothing_left(self) -> None:
        for key in self._left:
            raise self.refuse(key, "is not a key of this table")


def _framework(table: dict[str, Any], file: str) -> Framework:
    keys = _Keys(table, file)
    decimals = keys.table("decimals")
    framework = Framework(
        id=keys.text("id"),
        title=keys.text("title"),
        source=keys.text("source"),
        years=_years(keys),
        scale=_scale(keys.table("scale")),
        weights=_weights(keys.table("components")),
        dimensions=_dimensions(keys),
        polarity_lower=_one_of(keys, "polarity_lower", LOWER_VARIANTS),
        floor_pct=keys.number("floor_pct"),
        cap_pct=keys.number("cap_pct"),
        on_track_from_pct=keys.number("on_track_from_pct"),
        bands=_bands(keys),
        innovation_minimum=keys.whole("innovation_minimum"),
        percent_decimals=decimals.whole("percent"),
        index_decimals=decimals.whole("index"),
    )
    if framework.floor_pct >= framework.cap_pct:
        raise keys.refuse("floor_pct", "must be below cap_pct")
    if framework.bands[-1].from_pct > framework.floor_pct:
        raise keys.refuse("bands", "the lowest must begin at floor_pct or below")
    decimals.nothing_left()
    keys.nothing_left()
    return framework


def _one_of(keys: _Keys, key: str, allowed: tuple[str, ...]) -> str:
    value = keys.text(key)
    if value not in allowed:
        raise keys.refuse(key, f"must be one of {', '.join(allowed)}, not {value!r}")
    return value


def _years(keys: _Keys) -> tuple[int, int]:
    match keys.take("years", list, "a list of first and last year"):
        case [int(first), int(last)] if first <= last:
            return first, last
    raise keys.refuse("years", "must be the first and the last year")


def _scale(keys: _Keys) -> tuple[float, float]:
    lowest, highest = keys.number("min"), keys.number("max")
    keys.nothing_left()
    if lowest >= highest:
        raise keys.refuse("min", "must be below max")
    return lowest, highest


def _weights(keys: _Keys) -> dict[str, Fraction]:
    """As exact fractions of the decimals written, so that 0.1 + 0.2 is 0.3."""
    weights = {component: Fraction(str(keys.number(component))) for component in COMPONENTS}
    keys.nothing_left()
    for component, weight in weights.items():
        if weight < 0:
            raise keys.refuse(component, "must not be negative")
    total = sum(weights.values())
    if total != 1:
        raise keys.refuse("*", f"the weights must add up to 1, not {float(total):g}")
    return weights


def _dimensions(keys: _Keys) -> tuple[Dimension, ...]:
    dimensions = tuple(_each(keys.tables("dimensions"), _dimension))
    codes = tuple(dimension.code for dimension in dimensions)
    if codes != DIMENSIONS:
        raise keys.refuse("dimensions", f"must be {', '.join(DIMENSIONS)}, in this order")
    names = [sub.code for dimension in dimensions for sub in dimension.sub_dimensions]
    if len(set(names)) < len(names):
        raise keys.refuse("dimensions", "a sub-dimension's code stands twice")
    return dimensions


def _dimension(keys: _Keys) -> Dimension:
    subs = tuple(_each(keys.tables("sub_dimensions"), _sub_dimension))
    return Dimension(keys.text("code"), keys.text("name"), subs)


def _sub_dimension(keys: _Keys) -> SubDimension:
    return SubDimension(keys.text("code"), keys.text("name_id"), keys.text("name_en"))


def _bands(keys: _Keys) -> tuple[Band, ...]:
    bands = tuple(_each(keys.tables("bands"), _band))
    if any(above.from_pct <= below.from_pct for above, below in pairwise(bands)):
        raise keys.refuse("bands", "must run from the highest down")
    return bands


def _band(keys: _Keys) -> Band:
    return Band(keys.text("name"), keys.text("name_en"), keys.number("from"))


def _each(tables: list[_Keys], make: Callable[[_Keys], _Part]) -> list[_Part]:
    parts = []
    for table in tables:
        parts.append(make(table))
        table.nothing_left()
    return parts
