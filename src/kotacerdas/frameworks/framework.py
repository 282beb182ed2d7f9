"""An edition of the evaluation: its dimensions, components, scale and bands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from kotacerdas.wording.numbers import Language, round_half_up

FINAL, DRAFT = STATUSES = ("final", "draft")


@dataclass(frozen=True)
class Band:
    """One class of achievement; `from_pct` belongs to it."""

    name: str
    name_en: str
    from_pct: float

    def name_in(self, language: Language) -> str:
        return self.name if language is Language.ID else self.name_en


@dataclass(frozen=True)
class Named:
    """A part of an edition, by its code and its names in both languages."""

    code: str
    name_id: str
    name_en: str

    def name(self, language: Language) -> str:
        return self.name_id if language is Language.ID else self.name_en


@dataclass(frozen=True)
class Wording:
    """A text in both languages."""

    text_id: str
    text_en: str

    def name(self, language: Language) -> str:
        return self.text_id if language is Language.ID else self.text_en


@dataclass(frozen=True)
class SubDimension(Named):
    """A part of a dimension."""


@dataclass(frozen=True)
class Dimension(Named):
    """What programmes are sorted by; `light` and `dark` are its colours on either ground."""

    icon: str  # of Tabler's
    light: str  # as #RRGGBB
    dark: str
    sub_dimensions: tuple[SubDimension, ...]

    def colour(self, theme: str) -> str:
        """Its colour on the ground of that name, `light` or `dark`."""
        return self.dark if theme == "dark" else self.light


@dataclass(frozen=True)
class Component(Named):
    """A part of the index. `weight` is its share of 1; `by_dimension`: it may be scored by each."""

    weight: Fraction
    by_dimension: bool


@dataclass(frozen=True)
class Source:
    """What a rule rests on, and from which day to which it holds."""

    text: Wording
    from_day: date
    to_day: date


@dataclass(frozen=True)
class IndexBand:
    """A name for indices from `at_least` on, a value of the edition's scale."""

    at_least: Fraction
    name: Wording


@dataclass(frozen=True)
class Panel:
    """How a panel comes to a result: a spread above `spread_bound` has to be settled.

    `signs` are who signs it, in that order: `assessors`, `chair`, `leader`. `bands` run from the
    highest down; an edition that names none has none.
    """

    spread_bound: Fraction
    signs: tuple[str, ...]
    bands: tuple[IndexBand, ...] = ()


@dataclass(frozen=True)
class Framework:
    """The rules of one edition. Percentages run 0..100, index scores over `scale`."""

    id: str
    title: str
    source: Wording
    status: str  # "final" or "draft"
    years: tuple[int, int]
    sources: Mapping[str, Source]  # of each of its rules, see loading.RULES
    scale: tuple[float, float]
    components: tuple[Component, ...]  # their weights add up to exactly 1
    dimensions: tuple[Dimension, ...]
    crosswalk: Mapping[str, Mapping[str, str | None]]  # edition -> its code -> ours, None undecided
    polarity_lower: str
    floor_pct: float
    cap_pct: float
    on_track_from_pct: float  # of what a running year asks of a programme by now
    bands: tuple[Band, ...]  # from the highest down
    panel: Panel
    innovation_minimum: int
    innovation_counts: str  # "once", for its agency, or "each" for its partners too
    shares_scores_with: tuple[str, ...]  # editions whose scores it weighs otherwise, nearest last
    percent_decimals: int
    index_decimals: int

    @property
    def is_draft(self) -> bool:
        return self.status == DRAFT

    @cached_property
    def dimension_codes(self) -> tuple[str, ...]:
        return tuple(dimension.code for dimension in self.dimensions)

    @cached_property
    def component_codes(self) -> tuple[str, ...]:
        return tuple(component.code for component in self.components)

    @cached_property
    def weights(self) -> dict[str, Fraction]:
        """By component."""
        return {component.code: component.weight for component in self.components}

    @cached_property
    def component_by_dimension(self) -> str | None:
        """The one component that may be scored by dimension; None where none is."""
        return next((part.code for part in self.components if part.by_dimension), None)

    def index_band(self, index: Fraction) -> IndexBand | None:
        """The band of an index as it is published, with its decimals; None where none is named."""
        published = Fraction(str(round_half_up(float(index), self.index_decimals)))
        return next((one for one in self.panel.bands if published >= one.at_least), None)

    @cached_property
    def _parts(self) -> dict[str, Named]:
        return {part.code: part for part in (*self.dimensions, *self.components)}

    def dimension(self, code: str) -> Dimension | None:
        return next((one for one in self.dimensions if one.code == code), None)

    def name_of(self, code: str, language: Language) -> str:
        """The name of a dimension or component; of none of the edition's, the code itself."""
        part = self._parts.get(code)
        return code if part is None else part.name(language)
