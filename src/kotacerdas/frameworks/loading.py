"""The editions that there are, each read from its TOML file and checked."""

import re
from datetime import date
from fractions import Fraction
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from kotacerdas.frameworks.framework import (
    STATUSES,
    Component,
    Dimension,
    Framework,
    IndexBand,
    Panel,
    Source,
    SubDimension,
    Wording,
)
from kotacerdas.frameworks.keys import FrameworkError, Keys, each, file_of, layers, packaged_in

DIRECTORY = Path(__file__).parent
DEFAULT = "gsc-2021"

LOWER_VARIANTS = ("two_t_minus_r", "t_over_r")
COUNTS = ("once", "each")
SIGNS = ("assessors", "chair", "leader")
# A rule, and the keys of a file that say it.
RULES = {
    "dimensions": ("dimensions", "crosswalk"),
    "components": ("components", "weights"),
    "scale": ("scale", "decimals"),
    "bands": ("bands",),
    "achievement": ("polarity_lower", "floor_pct", "cap_pct"),
    "progress": ("on_track_from_pct",),
    "panel": ("panel",),
    "innovations": ("innovation_minimum", "innovation_counts"),
}
_SHARES = "shares_scores_with"  # not of a file: it follows from what an edition changes
_WHAT_IS_SCORED = frozenset({"components", "dimensions", "scale"})
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_ICON = re.compile(r"[a-z0-9-]+")


def packaged() -> list[str]:
    """The ids of the editions that come with the program; its folder is read once."""
    return _known_in(DIRECTORY)


@cache
def _known_in(directory: Path) -> list[str]:
    return packaged_in(directory)


def load(name: str = DEFAULT) -> Framework:
    """The edition of that id, or the one in the TOML file at that path.

    Raises:
        FrameworkError: no such edition, or its file breaks a rule.
    """
    if name in packaged():
        return _packaged(name)
    path = file_of(name, DIRECTORY)
    return _framework(_merged(path), path.name)


@cache
def _packaged(name: str) -> Framework:
    """It never changes while the program runs; reading a workbook asks for several, many times."""
    return _framework(_merged(DIRECTORY / f"{name}.toml"), f"{name}.toml")


def _merged(path: Path) -> dict[str, Any]:
    """The file's keys, laid over those of the packaged edition that it `extends`."""
    merged: dict[str, Any] = {}
    shared: list[str] = []
    sources: dict[str, Any] = {}
    for own in layers(path, DIRECTORY):
        if _SHARES in own:
            raise FrameworkError(path.name, _SHARES, "is not a key of this table")
        if merged:
            is_scored_alike = _WHAT_IS_SCORED.isdisjoint(own)
            shared = [*shared, merged["id"]] if is_scored_alike else []
        sources |= _own_sources(own, path.name)
        merged |= own
    return merged | {_SHARES: shared, "sources": sources}


_WHOLE_SOURCE = {"source_id": "text_id", "source_en": "text_en"}


def _own_sources(own: dict[str, Any], file: str) -> dict[str, Any]:
    """What each rule rests on that the file says: its own source, else that of the whole file.

    Raises FrameworkError: it changes a rule, and says nowhere on what ground.
    """
    named = own.get("sources", {})
    if not isinstance(named, dict):
        raise FrameworkError(file, "sources", "must be a table")
    for rule in named:
        if rule not in RULES:
            raise FrameworkError(file, f"sources.{rule}", f"is none of {', '.join(RULES)}")
    said = [rule for rule, keys in RULES.items() if not own.keys().isdisjoint(keys)]
    sources = {}
    for rule in dict.fromkeys((*said, *named)):
        if rule not in named and (missing := _WHOLE_SOURCE.keys() - own.keys()):
            raise FrameworkError(file, min(missing), f"is missing, and it changes {rule}")
        sources[rule] = named.get(rule) or {
            text: own[source] for source, text in _WHOLE_SOURCE.items()
        }
    return sources


def _framework(table: dict[str, Any], file: str) -> Framework:
    keys = Keys(table, file)
    decimals = keys.table("decimals")
    years, scale = _years(keys), _scale(keys.table("scale"))
    framework = Framework(
        id=keys.text("id"),
        title=keys.text("title"),
        source=keys.wording("source"),
        years=years,
        sources=_sources(keys.table("sources"), years),
        status=keys.one_of("status", STATUSES),
        scale=scale,
        components=_components(keys),
        dimensions=_dimensions(keys),
        crosswalk=_crosswalk(keys),
        polarity_lower=keys.one_of("polarity_lower", LOWER_VARIANTS),
        floor_pct=keys.number("floor_pct"),
        cap_pct=keys.number("cap_pct"),
        on_track_from_pct=keys.number("on_track_from_pct"),
        bands=keys.bands(),
        panel=_panel(keys.table("panel"), scale[0]),
        innovation_minimum=keys.whole("innovation_minimum"),
        innovation_counts=keys.one_of("innovation_counts", COUNTS, COUNTS[0]),
        shares_scores_with=tuple(keys.take_optional(_SHARES, list, [])),
        percent_decimals=decimals.whole("percent"),
        index_decimals=decimals.whole("index"),
    )
    if framework.floor_pct >= framework.cap_pct:
        raise keys.refuse("floor_pct", "must be below cap_pct")
    keys.require_unique("components", [*framework.dimension_codes, *framework.component_codes])
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


def _sources(keys: Keys, years: tuple[int, int]) -> dict[str, Source]:
    """The days are those of the edition's years, where no others are named."""
    whole = date(years[0], 1, 1), date(years[1], 12, 31)
    return {rule: _source(keys.table(rule), whole) for rule in RULES}


def _source(keys: Keys, whole: tuple[date, date]) -> Source:
    first, last = (
        keys.day(key) if keys.has(key) else day
        for key, day in zip(("from", "to"), whole, strict=True)
    )
    source = Source(keys.wording("text"), first, last)
    keys.nothing_left()
    if last < first:
        raise keys.refuse("to", "must not be before from")
    return source


def _years(keys: Keys) -> tuple[int, int]:
    match keys.take("years", list, "a list of first and last year"):
        case [int(first), int(last)] if first <= last:
            return first, last
    raise keys.refuse("years", "must be the first and the last year")


def _scale(keys: Keys) -> tuple[float, float]:
    lowest, highest = keys.number("min"), keys.number("max")
    keys.nothing_left()
    if lowest >= highest:
        raise keys.refuse("min", "must be below max")
    return lowest, highest


def _panel(keys: Keys, lowest: float) -> Panel:
    bound = keys.number("spread_bound")
    signs = keys.take("signs", list, "a list of who signs")
    bands = tuple(each(keys.tables("bands"), _index_band)) if keys.has("bands") else ()
    keys.nothing_left()
    if bound < 0:
        raise keys.refuse("spread_bound", "must not be negative")
    if not signs or len(set(signs)) < len(signs) or not set(signs) <= set(SIGNS):
        raise keys.refuse("signs", f"must be of {', '.join(SIGNS)}, each once")
    if any(above.at_least <= below.at_least for above, below in pairwise(bands)):
        raise keys.refuse("bands", "must run from the highest down")
    if bands and bands[-1].at_least > Fraction(str(lowest)):
        raise keys.refuse("bands", "the lowest must begin where the scale does")
    return Panel(Fraction(str(bound)), tuple(signs), bands)


def _index_band(keys: Keys) -> IndexBand:
    band = IndexBand(
        Fraction(str(keys.number("from"))), Wording(keys.text("name_id"), keys.text("name_en"))
    )
    keys.nothing_left()
    return band


def _components(keys: Keys) -> tuple[Component, ...]:
    weights = keys.table("weights")
    components = tuple(each(keys.tables("components"), partial(_component, weights)))
    weights.nothing_left()
    keys.require_unique("components", [component.code for component in components])
    if sum(component.by_dimension for component in components) > 1:
        raise keys.refuse("components", "only one of them can be scored by dimension")
    total = sum(component.weight for component in components)
    if total != 1:
        raise weights.refuse("*", f"the weights must add up to 1, not {float(total):g}")
    return components


def _component(weights: Keys, keys: Keys) -> Component:
    code, name_id, name_en = keys.code_and_names()
    by_dimension = keys.flag("by_dimension")
    return Component(code, name_id, name_en, weights.weight(code), by_dimension)


def _dimensions(keys: Keys) -> tuple[Dimension, ...]:
    dimensions = tuple(each(keys.tables("dimensions"), _dimension))
    keys.require_unique("dimensions", [dimension.code for dimension in dimensions])
    subs = [sub.code for dimension in dimensions for sub in dimension.sub_dimensions]
    keys.require_unique("dimensions", subs)
    return dimensions


def _dimension(keys: Keys) -> Dimension:
    subs = tuple(each(keys.tables("sub_dimensions"), _sub_dimension))
    code, name_id, name_en = keys.code_and_names()
    icon = keys.matching("icon", _ICON, "the name of an icon")
    light, dark = (
        keys.matching(ground, _COLOUR, "a colour as #RRGGBB") for ground in ("light", "dark")
    )
    return Dimension(code, name_id, name_en, icon, light, dark, subs)


def _sub_dimension(keys: Keys) -> SubDimension:
    return SubDimension(*keys.code_and_names())


def _crosswalk(keys: Keys) -> dict[str, dict[str, str | None]]:
    """Other editions' dimensions and sub-dimensions in this one; "" leaves it to the region."""
    crosswalk: dict[str, dict[str, str | None]] = {}
    for edition, codes in keys.take_optional("crosswalk", dict, {}).items():
        if not isinstance(codes, dict) or not all(isinstance(to, str) for to in codes.values()):
            raise keys.refuse(f"crosswalk.{edition}", "must name a code for each code")
        crosswalk[edition] = {code: to or None for code, to in codes.items()}
    return crosswalk
