"""What a panel gives a region back, as data and in sentences: its page and its PDF say the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from math import floor

from kotacerdas.charts.compared_components import Component, compared_components
from kotacerdas.charts.theme import LIGHT, Spec, Theme
from kotacerdas.documents.facts import TEXT
from kotacerdas.wording.catalogue import Catalogue, terms
from kotacerdas.wording.dates import long_date
from kotacerdas.wording.numbers import (
    NOTHING,
    Language,
    change,
    number,
    percent,
    plain,
    round_half_up,
)

STRENGTHS, MENDED = 5, 10  # of each so many are told in full; the table of items marks all


@dataclass(frozen=True)
class Item:
    """An item as it was judged; `gain` is what the index rises by at `goal`, a whole level.

    `sentences` say what each level asks, `comments` are the assessors'.
    """

    code: str
    name: str
    claim: int | None
    value: float
    goal: int
    gain: float
    sentences: Mapping[int, str]
    comments: Sequence[str] = ()

    @property
    def reached(self) -> int:
        """The level that it is at, or past."""
        return floor(self.value)


@dataclass(frozen=True)
class ItemSummary:
    """An item in words: `sentence` is that of the level it reached, or is to reach.

    `place` and `goal_place` are where on the scale value and goal lie, 0 to 1; a strength has
    neither `gain` nor goal.
    """

    code: str
    name: str
    value: str
    claim: str
    sentence: str
    comments: Sequence[str]
    place: float
    gain: str = ""
    goal_place: float | None = None


@dataclass(frozen=True)
class Followed:
    """What became of a recommendation; `state` is one of `evaluation_story.BECAME`."""

    state: str
    agency: str
    due_on: date


@dataclass(frozen=True)
class Recommendation:
    """A recommendation as it was given; `number` is that of the finding which it became.

    `now` is None where that is not known any more.
    """

    number: int
    item: str
    text: str
    agency: str
    due_on: date
    now: Followed | None

    @property
    def is_moved(self) -> bool:
        """Whether it was given to another agency or day since."""
        given = (self.agency, self.due_on)
        return self.now is not None and (self.now.agency, self.now.due_on) != given


@dataclass(frozen=True)
class Others:
    """The regions of the panel whose result is signed by all, the own one too.

    `median` is None of too few, `components` are those of components by code. `places` are shared
    with all that are not told apart; None where none are shown.
    """

    count: int
    least: int  # of which a median is given
    median: float | None
    components: Mapping[str, float]
    places: tuple[int, int] | None


@dataclass(frozen=True)
class Part:
    """A component with its items, as the questionnaire asks them; `before` is the year before's."""

    code: str
    name: str
    weight_pct: float
    score: float
    before: float | None
    items: Sequence[Item]


@dataclass(frozen=True)
class Feedback:
    """All of it, of one result; `others` are None of a panel of one region.

    `interval` is from the lowest to the highest that the index comes to as one assessor is left
    out, None where that is not known. `signatures` are who, as what, and when.
    """

    region: str
    year: int
    stage: str
    panel: str
    edition: str
    language: Language
    result: int
    sha256: str
    set_on: date
    signatures: Sequence[tuple[str, str, date]]
    scale: tuple[float, float]
    decimals: int
    index: float
    earlier: tuple[int, float] | None
    improvement: float | None
    interval: tuple[float, float] | None
    assessors: int
    parts: Sequence[Part]
    strengths: Sequence[Item]
    to_mend: Sequence[Item]
    recommendations: Sequence[Recommendation]
    others: Others | None
    on: date  # the day whose state of things is told
    appreciation: str = ""
    corrects: str = ""
    corrected: tuple[date, str] | None = None
    address: str = ""

    @cached_property
    def say(self) -> Catalogue:
        return terms(self.language, TEXT)

    def value(self, value: float | None) -> str:
        return number(value, self.decimals, self.language)

    @property
    def top(self) -> str:
        return plain(self.scale[1], self.language)

    @property
    def headline(self) -> str:
        """The index, and whether it rose."""
        index, top = self.value(self.index), self.top
        if self.earlier is None or self.improvement is None:
            return self.say("feedback.index", index=index, top=top)
        moved = round_half_up(self.improvement, self.decimals)
        kind = "same" if not moved else "rose" if moved > 0 else "fell"
        by = number(abs(float(moved)), self.decimals, self.language)
        return self.say(f"feedback.index_{kind}", index=index, top=top, by=by, year=self.earlier[0])

    @property
    def components_headline(self) -> str:
        """The highest component and the lowest; those that read the same are named together."""
        scores = [one.score for one in self.parts]
        high, low = self.value(max(scores)), self.value(min(scores))
        if high == low:
            return self.say("feedback.components_equal", value=high)
        return self.say(
            "feedback.components",
            highest=self._names(high),
            high=high,
            lowest=self._names(low),
            low=low,
        )

    def _names(self, value: str) -> str:
        *first, last = [one.name for one in self.parts if self.value(one.score) == value]
        return self.say("feedback.and", first=", ".join(first), last=last) if first else last

    @property
    def day(self) -> str:
        """As of when the rest is told."""
        return long_date(self.on, self.language)

    @property
    def changed(self) -> str:
        return change(self.improvement, self.decimals, self.language)

    @property
    def reach(self) -> str:
        """Between what the index lies; empty where that is not known."""
        if self.interval is None:
            return ""
        low, high = map(self.value, self.interval)
        return low if low == high else f"{low}–{high}"

    @property
    def median_of(self) -> str:
        """Of how many regions the median is, or why there is none."""
        others = self.others
        if others is None:
            return ""
        if others.median is None:
            return self.say.count(
                "feedback.too_few", others.count, least=others.least, day=self.day
            )
        return self.say.count("feedback.median_of", others.count, day=self.day)

    @property
    def places(self) -> str:
        """The first and the last place that the region shares; empty where none are shown."""
        if self.others is None or self.others.places is None:
            return ""
        first, last = self.others.places
        return str(first) if first == last else f"{first}–{last}"

    @property
    def facts(self) -> list[tuple[str, str, str]]:
        """What stands first: a label, a figure, and what it is of."""
        say = self.say
        label = say("feedback.index_short", year=self.year)
        found = [(label, self.value(self.index), say.count("feedback.assessors", self.assessors))]
        if self.earlier is not None:
            year, value = self.earlier
            said = say("feedback.change", change=self.changed)
            found.append((say("feedback.index_short", year=year), self.value(value), said))
        if self.interval is not None:
            found.append((say("feedback.sure"), self.reach, say("feedback.lowest_to_highest")))
        if self.others is not None:
            median = self.value(self.others.median)
            found.append((say("feedback.median"), median, self.median_of))
            if self.others.places is not None:
                kind = "of" if len(set(self.others.places)) == 1 else "shared"
                said = say(f"feedback.places_{kind}", n=self.others.count, day=self.day)
                found.append((say("feedback.places"), self.places, said))
        return found

    @property
    def strength_summaries(self) -> list[ItemSummary]:
        """All of them; a document tells the first STRENGTHS in full."""
        return [self._summary(one, one.reached, "feedback.level") for one in self.strengths]

    @property
    def mend_summaries(self) -> list[ItemSummary]:
        """All of them; a document tells the first MENDED in full."""
        return [
            replace(
                self._summary(one, one.goal, "feedback.goal"),
                gain=self._gain(one),
                goal_place=self._place(one.goal),
            )
            for one in self.to_mend
        ]

    def _summary(self, one: Item, level: int, key: str) -> ItemSummary:
        is_claimed = one.claim is not None
        claim = "feedback.claim" if is_claimed else "feedback.no_claim"
        return ItemSummary(
            one.code,
            one.name,
            self.value(one.value),
            self.say(claim, level=one.claim),
            self.say(key, level=level, sentence=one.sentences.get(level, "")),
            one.comments,
            self._place(one.value),
        )

    def _gain(self, one: Item) -> str:
        least = 10**-self.decimals
        if round_half_up(one.gain, self.decimals):
            return self.say("feedback.gain", gain=self.value(one.gain))
        return self.say("feedback.gain_less", least=self.value(least))

    def _place(self, value: float) -> float:
        low, high = self.scale
        return (value - low) / (high - low)

    def followed(self, one: Recommendation) -> str:
        """What became of a recommendation, in a few words; a dash where that is not known."""
        if one.now is None:
            return NOTHING
        return self.say(f"followed.{one.now.state}")

    def moved(self, one: Recommendation) -> str:
        """To whom and until when it was given since; empty where it stands as it was given."""
        if one.now is None or not one.is_moved:
            return ""
        day = long_date(one.now.due_on, self.language)
        return self.say("feedback.moved", agency=one.now.agency, day=day)

    @property
    def notices(self) -> list[str]:
        """Whether it was corrected, or corrects another."""
        found = []
        if self.corrected is not None:
            day, reason = self.corrected
            when = long_date(day, self.language)
            found.append(self.say("feedback.corrected", day=when, reason=reason))
        if self.corrects:
            found.append(self.say("feedback.corrects", reason=self.corrects))
        return found

    @property
    def as_of(self) -> str:
        """What of it is not for good."""
        key = "feedback.as_of_alone" if self.others is None else "feedback.as_of"
        return self.say(key, day=self.day)

    @property
    def strengths_headline(self) -> str:
        if not self.strengths:
            return self.say("feedback.no_strengths")
        return self.say.count("feedback.strengths_n", len(self.strengths))

    @property
    def mended_headline(self) -> str:
        if not self.to_mend:
            return self.say("feedback.none_to_mend")
        gain = self.value(sum(one.gain for one in self.to_mend))
        return self.say.count("feedback.to_mend_n", len(self.to_mend), gain=gain)

    @property
    def recommendations_headline(self) -> str:
        if not self.recommendations:
            return self.say("feedback.no_recommendations")
        agencies = self.say.count("feedback.agencies", len(self.by_agency))
        count = len(self.recommendations)
        return self.say.count("feedback.recommendations_n", count, agencies=agencies)

    @property
    def by_agency(self) -> list[tuple[str, list[Recommendation]]]:
        """By the names of the agencies, those that are due first before others."""
        found: dict[str, list[Recommendation]] = {}
        for one in sorted(self.recommendations, key=lambda one: (one.due_on, one.number)):
            found.setdefault(one.agency, []).append(one)
        return sorted(found.items())

    @cached_property
    def marks(self) -> dict[str, str]:
        """Of items by code: `strength`, or `to_mend`."""
        return dict.fromkeys((one.code for one in self.strengths), "strength") | dict.fromkeys(
            (one.code for one in self.to_mend), "to_mend"
        )

    @property
    def rules(self) -> list[str]:
        """How it came about, a sentence each."""
        low, high = self.scale
        top_quarter, middle = (
            plain(low + (high - low) * part, self.language) for part in (3 / 4, 1 / 2)
        )
        lowest = plain(low, self.language)
        said = [
            self.say("feedback.rule_index"),
            self.say("feedback.rule_strength", least=top_quarter, low=lowest, high=self.top),
            self.say("feedback.rule_mend", middle=middle, low=lowest, high=self.top),
            self.say("feedback.rule_reach"),
        ]
        if self.others is not None:
            said.append(self.say("feedback.rule_median", least=self.others.least))
            if self.others.places is not None:
                said.append(self.say("feedback.rule_places"))
        return said

    def chart(self, theme: Theme = LIGHT) -> Spec:
        medians = self.others.components if self.others is not None else {}
        components = [
            Component(one.name, one.weight_pct, one.score, one.before, medians.get(one.code))
            for one in self.parts
        ]
        year = self.earlier[0] if self.earlier is not None else None
        return compared_components(
            components, self.scale, self.decimals, year, self.language, theme
        )

    @property
    def chart_heads(self) -> list[str]:
        """Of the chart as a table."""
        year = [str(self.earlier[0])] if self.earlier and self._knows_before else []
        median = [self.say("feedback.median")] if self._knows_medians else []
        heads = [self.say("label.component"), self.say("label.weight"), str(self.year)]
        return [*heads, *year, *median]

    @property
    def chart_rows(self) -> list[list[str]]:
        medians = self.others.components if self.others is not None else {}
        return [
            [
                one.name,
                percent(one.weight_pct, self.language, 0),
                self.value(one.score),
                *([self.value(one.before)] if self._knows_before else []),
                *([self.value(medians.get(one.code))] if self._knows_medians else []),
            ]
            for one in self.parts
        ]

    @property
    def _knows_before(self) -> bool:
        return any(one.before is not None for one in self.parts)

    @property
    def _knows_medians(self) -> bool:
        return self.others is not None and bool(self.others.components)
