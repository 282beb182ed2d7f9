"""The editions that there are, each read from its TOML file and checked."""

import re
import tomllib
from collections.abc import Callable
from fractions import Fraction
from functools import cache, partial
from itertools import pairwise
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar

from kotacerdas.frameworks.framework import (
    STATUSES,
    Band,
    Component,
    Dimension,
    Framework,
    SubDimension,
)

DIRECTORY = Path(__file__).parent
DEFAULT = "gsc-2021"

LOWER_VARIANTS = ("two_t_minus_r", "t_over_r")
_SHARES = "shares_scores_with"  # not of a file: it follows from what an edition changes
_WHAT_IS_SCORED = frozenset({"components", "dimensions", "scale"})
_CODE = re.compile(r"[a-z][a-z0-9_]*")  # a code is part of addresses, classes and column names
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_ICON = re.compile(r"[a-z0-9-]+")

_Part = TypeVar("_Part")


class FrameworkError(ValueError):
    """An edition that can't be used; says which file, which key and why."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}")
        self.file, self.key, self.reason = file, key, reason


def packaged() -> list[str]:
    """The ids of the editions that come with the program."""
    return sorted(path.stem for path in DIRECTORY.glob("*.toml"))


def load(name: str = DEFAULT) -> Framework:
    """The edition of that id, or the one in the TOML file at that path.

    Raises:
        FrameworkError: no such edition, or its file breaks a rule.
    """
    if name in packaged():
        return _packaged(name)
    path = Path(name)
    if not path.is_file():
        known = ", ".join(packaged())
        raise FrameworkError(name, "file", f"no such edition or file; the editions are {known}")
    return _framework(_merged(path), path.name)


@cache
def _packaged(name: str) -> Framework:
    """It never changes while the program runs; reading a workbook asks for several, many times."""
    return _framework(_merged(DIRECTORY / f"{name}.toml"), f"{name}.toml")


def _merged(path: Path) -> dict[str, Any]:
    """The file's keys, laid over those of the packaged edition that it `extends`."""
    try:
        own = tomllib.loads(path.read_text(encoding="utf-8"))
        if _SHARES in own:
            raise FrameworkError(path.name, _SHARES, "is not a key of this table")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FrameworkError(path.name, "file", f"is not TOML ({error})") from error
    base = own.pop("extends", None)
    if base is None:
        return own
    if base not in packaged() or base == path.stem:
        raise FrameworkError(path.name, "extends", f"no packaged edition is called {base!r}")
    if own.get("id") in {None, base}:  # its results must not pass as those of the other
        raise FrameworkError(path.name, "id", f"must be another than {base}, which it changes")
    merged = _merged(DIRECTORY / f"{base}.toml")
    is_scored_alike = _WHAT_IS_SCORED.isdisjoint(own)
    shared = [*merged.get(_SHARES, []), base] if is_scored_alike else []
    return merged | own | {_SHARES: shared}


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

    def take_optional(self, key: str, kind: type, default: Any) -> Any:
        return self.take(key, kind, f"a {kind.__name__}") if key in self._left else default

    def flag(self, key: str) -> bool:
        """True or false; false where it is not said."""
        value = self._left.pop(key, False)
        if not isinstance(value, bool):
            raise self.refuse(key, f"must be true or false, not {value!r}")
        return value

    def matching(self, key: str, pattern: re.Pattern[str], of: str) -> str:
        value = self.text(key)
        if not pattern.fullmatch(value):
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
        status=_one_of(keys, "status", STATUSES),
        scale=_scale(keys.table("scale")),
        components=_components(keys),
        dimensions=_dimensions(keys),
        crosswalk=_crosswalk(keys),
        polarity_lower=_one_of(keys, "polarity_lower", LOWER_VARIANTS),
        floor_pct=keys.number("floor_pct"),
        cap_pct=keys.number("cap_pct"),
        on_track_from_pct=keys.number("on_track_from_pct"),
        bands=_bands(keys),
        innovation_minimum=keys.whole("innovation_minimum"),
        shares_scores_with=tuple(keys.take_optional(_SHARES, list, [])),
        percent_decimals=decimals.whole("percent"),
        index_decimals=decimals.whole("index"),
    )
    if framework.floor_pct >= framework.cap_pct:
        raise keys.refuse("floor_pct", "must be below cap_pct")
    _require_unique(keys, "components", [*framework.dimension_codes, *framework.component_codes])
    known = {*framework.dimension_codes, None}
    for edition, codes in framework.crosswalk.items():
        for code, to in codes.items():
            if to not in known:
                raise keys.refuse(f"crosswalk.{edition}.{code}", f"no dimension is called {to}")
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


def _components(keys: _Keys) -> tuple[Component, ...]:
    weights = keys.table("weights")
    components = tuple(_each(keys.tables("components"), partial(_component, weights)))
    weights.nothing_left()
    _require_unique(keys, "components", [component.code for component in components])
    if sum(component.by_dimension for component in components) > 1:
        raise keys.refuse("components", "only one of them can be scored by dimension")
    total = sum(component.weight for component in components)
    if total != 1:
        raise weights.refuse("*", f"the weights must add up to 1, not {float(total):g}")
    return components


def _component(weights: _Keys, keys: _Keys) -> Component:
    code, name_id, name_en = _code_and_names(keys)
    by_dimension = keys.flag("by_dimension")
    return Component(code, name_id, name_en, _weight(weights, code), by_dimension)


def _weight(weights: _Keys, code: str) -> Fraction:
    """The exact fraction of the decimal written, so that 0.1 + 0.2 is 0.3; "1/6" is that too."""
    written = weights.take(code, (int, float, str), "a number, or a fraction in quotes")
    try:
        weight = Fraction(str(written))
    except (ValueError, ZeroDivisionError) as error:
        reason = f"must be a finite number or a fraction, not {written!r}"
        raise weights.refuse(code, reason) from error
    if weight < 0:
        raise weights.refuse(code, "must not be negative")
    return weight


def _dimensions(keys: _Keys) -> tuple[Dimension, ...]:
    dimensions = tuple(_each(keys.tables("dimensions"), _dimension))
    _require_unique(keys, "dimensions", [dimension.code for dimension in dimensions])
    subs = [sub.code for dimension in dimensions for sub in dimension.sub_dimensions]
    _require_unique(keys, "dimensions", subs)
    return dimensions


def _require_unique(keys: _Keys, key: str, codes: list[str]) -> None:
    for code in codes:
        if codes.count(code) > 1:
            raise keys.refuse(key, f"the code {code} stands twice")


def _dimension(keys: _Keys) -> Dimension:
    subs = tuple(_each(keys.tables("sub_dimensions"), _sub_dimension))
    code, name_id, name_en = _code_and_names(keys)
    icon = keys.matching("icon", _ICON, "the name of an icon")
    light, dark = (
        keys.matching(ground, _COLOUR, "a colour as #RRGGBB") for ground in ("light", "dark")
    )
    return Dimension(code, name_id, name_en, icon, light, dark, subs)


def _sub_dimension(keys: _Keys) -> SubDimension:
    return SubDimension(*_code_and_names(keys))


def _code_and_names(keys: _Keys) -> tuple[str, str, str]:
    code = keys.matching("code", _CODE, "lower-case letters, digits and _")
    return code, keys.text("name_id"), keys.text("name_en")


def _crosswalk(keys: _Keys) -> dict[str, dict[str, str | None]]:
    """Other editions' dimensions and sub-dimensions in this one; "" leaves it to the region."""
    crosswalk: dict[str, dict[str, str | None]] = {}
    for edition, codes in keys.take_optional("crosswalk", dict, {}).items():
        if not isinstance(codes, dict) or not all(isinstance(to, str) for to in codes.values()):
            raise keys.refuse(f"crosswalk.{edition}", "must name a code for each code")
        crosswalk[edition] = {code: to or None for code, to in codes.items()}
    return crosswalk


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
