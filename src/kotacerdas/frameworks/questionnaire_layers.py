"""A questionnaire's file over the one that it extends, whose items move to its edition."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kotacerdas.frameworks.framework import Framework
from kotacerdas.frameworks.keys import layers
from kotacerdas.frameworks.loading import load
from kotacerdas.wording.numbers import Language

_Table = dict[str, Any]


def layered(path: Path, directory: Path) -> _Table:
    """The file's own keys over those of the packaged questionnaire that it `extends`, and so on.

    Items of the other go where the edition's crosswalk moves their dimension, and stay away where
    it leaves that to the region. An own item of the same code changes the keys that it has; any
    other is one more.

    Raises:
        FrameworkError: it is no TOML, extends nothing known, or names no known edition.
    """
    merged: _Table = {}
    for own in layers(path, directory):
        items = _items(merged, own) if merged else own.get("items", [])
        merged = {**merged, **own, "items": items}
    return merged


def _items(base: _Table, own: _Table) -> list[_Table]:
    before, after = load(base["edition"]), load(own.get("edition") or base["edition"])
    changes = {one.get("code"): one for one in own.get("items", [])}
    kept = [
        item | changes.pop(item["code"], {})
        for one in base["items"]
        if (item := _moved(one, before, after)) is not None
    ]
    return [*kept, *changes.values()]


def _moved(item: _Table, before: Framework, after: Framework) -> _Table | None:
    """The item in the other edition; None where its dimension has no place there."""
    code = item.get("dimension")
    if code is None or before.id == after.id:
        return item
    to = after.crosswalk.get(before.id, {}).get(code)
    if to is None:
        return None
    names = {before.name_of(code, language): after.name_of(to, language) for language in Language}
    figures = [_figure(one, code, to) for one in item.get("figures", [])]
    renamed: _Table = _renamed(item | {"figures": figures}, names)
    return renamed | {"dimension": to}


def _figure(figure: _Table, code: str, to: str) -> _Table:
    """With the dimension's code in the names of its numbers: `dimensions/living/planned`."""
    names = {key: figure[key] for key in ("number", "of") if key in figure}
    return figure | {key: _number(name, code, to) for key, name in names.items()}


def _number(name: str, code: str, to: str) -> str:
    kind, _, rest = name.partition("/")
    part, _, measure = rest.partition("/")
    dimension, mark, sub = part.partition(":")
    return f"{kind}/{to}{mark}{sub}/{measure}" if dimension == code else name


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """What is said of a dimension by its name, said of the other."""
    match value:
        case str():
            for before, after in names.items():
                value = value.replace(before, after)
            return value
        case list():
            return [_renamed(one, names) for one in value]
        case dict():
            return {key: _renamed(one, names) for key, one in value.items()}
    return value
