"""The keys of an edition's file: taken out one by one, and what is wrong with them refused."""

import re
import tomllib
from collections.abc import Callable, Sequence
from datetime import date, datetime
from fractions import Fraction
from itertools import pairwise
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar

from kotacerdas.frameworks.framework import Band, Wording

_CODE = re.compile(r"[a-z][a-z0-9_]*")  # a code is part of addresses, classes and column names

_Part = TypeVar("_Part")


class FrameworkError(ValueError):
    """An edition that can't be used; says which file, which key and why."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}")
        self.file, self.key, self.reason = file, key, reason


def packaged_in(directory: Path) -> list[str]:
    """The ids of the editions that come with the program in that directory."""
    return sorted(path.stem for path in directory.glob("*.toml"))


def file_of(name: str, directory: Path) -> Path:
    """The file of the packaged edition of that id, or the one at that path."""
    known = packaged_in(directory)
    path = directory / f"{name}.toml" if name in known else Path(name)
    if not path.is_file():
        reason = f"no such edition or file; the editions are {', '.join(known)}"
        raise FrameworkError(name, "file", reason)
    return path


def layers(path: Path, directory: Path) -> list[dict[str, Any]]:
    """The file's own keys, after those of the packaged edition that it `extends`, and so on."""
    try:
        own = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FrameworkError(path.name, "file", f"is not TOML ({error})") from error
    base = own.pop("extends", None)
    if base is None:
        return [own]
    if base not in packaged_in(directory) or base == path.stem:
        raise FrameworkError(path.name, "extends", f"no packaged edition is called {base!r}")
    if own.get("id") in {None, base}:  # its results must not pass as those of the other
        raise FrameworkError(path.name, "id", f"must be another than {base}, which it changes")
    return [*layers(directory / f"{base}.toml", directory), own]


class Keys:
    """Takes keys out of a table one by one, and refuses what is missing, wrong or left over."""

    def __init__(self, table: object, file: str, path: str = "") -> None:
        self._file, self._path = file, path
        if not isinstance(table, dict):
            raise FrameworkError(file, path.rstrip("."), "must be a table")
        self._left = dict(table)

    def refuse(self, key: str, reason: str) -> FrameworkError:
        return FrameworkError(self._file, self._path + key, reason)

    def has(self, key: str) -> bool:
        return key in self._left

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

    def wording(self, key: str) -> Wording:
        """A text in both languages, of which neither may be missing."""
        return Wording(self.text(f"{key}_id"), self.text(f"{key}_en"))

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

    def weight(self, key: str) -> Fraction:
        """The exact fraction of the decimal written: 0.1 + 0.2 is 0.3; "1/6" is that too."""
        written = self.take(key, (int, float, str), "a number, or a fraction in quotes")
        try:
            weight = Fraction(str(written))
        except (ValueError, ZeroDivisionError) as error:
            reason = f"must be a finite number or a fraction, not {written!r}"
            raise self.refuse(key, reason) from error
        if weight < 0:
            raise self.refuse(key, "must not be negative")
        return weight

    def one_of(self, key: str, allowed: Sequence[str], default: str = "") -> str:
        value = self.take_optional(key, str, default) if default else self.text(key)
        if value not in allowed:
            raise self.refuse(key, f"must be one of {', '.join(allowed)}, not {value!r}")
        return value

    def day(self, key: str) -> date:
        value: date = self.take(key, date, "a day as 2026-12-31")
        if isinstance(value, datetime):
            raise self.refuse(key, "must be a day without a time")
        return value

    def code_and_names(self) -> tuple[str, str, str]:
        code = self.matching("code", _CODE, "lower-case letters, digits and _")
        return code, self.text("name_id"), self.text("name_en")

    def bands(self) -> tuple[Band, ...]:
        bands = tuple(each(self.tables("bands"), _band))
        if any(above.from_pct <= below.from_pct for above, below in pairwise(bands)):
            raise self.refuse("bands", "must run from the highest down")
        return bands

    def require_unique(self, key: str, codes: Sequence[str]) -> None:
        for code in codes:
            if codes.count(code) > 1:
                raise self.refuse(key, f"the code {code} stands twice")

    def table(self, key: str) -> "Keys":
        return Keys(self.take(key, dict, "a table"), self._file, f"{self._path}{key}.")

    def tables(self, key: str) -> list["Keys"]:
        rows = self.take(key, list, "a list of tables")
        if not rows:
            raise self.refuse(key, "is empty")
        return [Keys(row, self._file, f"{self._path}{key}[{n}].") for n, row in enumerate(rows)]

    def nothing_left(self) -> None:
        for key in self._left:
            raise self.refuse(key, "is not a key of this table")


def each(tables: list[Keys], make: Callable[[Keys], _Part]) -> list[_Part]:
    parts = []
    for table in tables:
        parts.append(make(table))
        table.nothing_left()
    return parts


def _band(keys: Keys) -> Band:
    return Band(keys.text("name"), keys.text("name_en"), keys.number("from"))
