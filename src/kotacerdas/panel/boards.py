"""The chair's page: components with their dots, the items by spread, and the index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kotacerdas.core.words import language
from kotacerdas.evaluation.models import Submission
from kotacerdas.evaluation.questionnaires import questionnaire_of
from kotacerdas.panel.models import Settlement
from kotacerdas.panel.outcomes import CountedScore, ReviewScores
from kotacerdas.panel.shown import change_text, place_pct, score_text, value_text
from kotacerdas.scoring.panel import HUNDREDTHS, Outcome


@dataclass(frozen=True)
class ComponentRow:
    """A component: its weight, what each seat and the panel come to, and what is claimed.

    `dots` are the seats' places on the scale and `bar` the panel's, in percent of it.
    """

    code: str
    name: str
    weight_pct: float
    dots: Sequence[float]
    bar: float | None
    claim: str
    value: str
    is_wide: bool

    @property
    def span(self) -> tuple[float, float] | None:
        """From the first dot to the last."""
        return (min(self.dots), max(self.dots)) if self.dots else None


@dataclass(frozen=True)
class ItemRow:
    """An item with what each seat gave it, how far apart they are, and what was settled."""

    code: str
    name: str
    claim: int | None
    scores: Sequence[tuple[str, CountedScore]]  # who, and what
    spread: Fraction | None
    value: str
    is_wide: bool
    settlement: Settlement | None

    @property
    def given(self) -> str:
        return " · ".join(score_text(one.hundredths) for _, one in self.scores)

    @property
    def spread_text(self) -> str:
        return "–" if self.spread is None else score_text(int(self.spread * HUNDREDTHS))

    @property
    def settled_text(self) -> str:
        return score_text(self.settlement.hundredths) if self.settlement is not None else ""

    @property
    def reason(self) -> str:
        return self.settlement.reason if self.settlement is not None else ""


@dataclass(frozen=True)
class Board:
    """A review as the chair sees it."""

    scores: ReviewScores
    components: Sequence[ComponentRow]
    items: Sequence[ItemRow]  # the widest first

    @property
    def outcome(self) -> Outcome[int]:
        return self.scores.outcome

    @property
    def index(self) -> str:
        return value_text(self.outcome.index.value)

    @property
    def highest(self) -> str:
        return score_text(int(self.outcome.framework.scale[1] * HUNDREDTHS))

    @property
    def bound(self) -> str:
        return score_text(int(self.outcome.framework.panel.spread_bound * HUNDREDTHS))

    @property
    def agreed(self) -> int:
        """How many items have a value and no spread that is left to settle."""
        left = {*self.outcome.wide_items, *self.outcome.open_items}
        return len(self.items) - len(left)

    @property
    def improvement(self) -> str:
        return change_text(self.outcome.index.improvement)

    @property
    def reach(self) -> tuple[str, str] | None:
        reach = self.outcome.reach
        return None if reach is None else (value_text(reach[0]), value_text(reach[1]))

    @property
    def without_each(self) -> list[tuple[str, str]]:
        """The index without each assessor."""
        return [
            (str(self.scores.seats[seat][0].member), value_text(value))
            for seat, value in self.outcome.without_each.items()
        ]

    @property
    def formula(self) -> str:
        """The weighted sum as it is written down; empty without an index."""
        if self.outcome.index.value is None:
            return ""
        parts = self.outcome.index.components.values()
        return " + ".join(f"{value_text(one.weight)} × {value_text(one.score)}" for one in parts)


def board_of(scores: ReviewScores, submission: Submission | None) -> Board:
    outcome, asked = scores.outcome, questionnaire_of(scores.review.cycle).by_code
    answers = submission.answers if submission is not None else {}
    claims = {code: answers.get(code, {}).get("level") for code in asked}
    wide = set(outcome.wide_items)
    rows = [
        ItemRow(
            code,
            asked[code].name(language()),
            claims[code],
            [
                (str(scores.giver(seat, one)), one)
                for seat, one in scores.counted.get(code, {}).items()
            ],
            item.spread,
            value_text(item.value),
            code in wide,
            scores.settlements.get(code),
        )
        for code, item in outcome.items.items()
    ]
    place = {row.code: n for n, row in enumerate(rows)}
    rows.sort(key=lambda row: (-(row.spread if row.spread is not None else -1), place[row.code]))
    return Board(scores, _components(scores, claims, wide), rows)


def _components(
    scores: ReviewScores, claims: Mapping[str, int | None], wide: set[str]
) -> list[ComponentRow]:
    outcome, framework = scores.outcome, scores.outcome.framework
    rows = []
    for one in framework.components:
        codes = [item.code for item in outcome.asked if item.component == one.code]
        score = outcome.index.components[one.code].score
        seats = [_mean_of(outcome, seat, codes) for seat in outcome.seats]
        levels = [claims[code] for code in codes]
        known = [level for level in levels if level is not None]
        rows.append(
            ComponentRow(
                one.code,
                one.name(language()),
                float(one.weight * 100),
                [place_pct(mean, framework) for mean in seats if mean is not None],
                None if score is None else place_pct(score, framework),
                value_text(Fraction(sum(known), len(known)) if known else None),
                value_text(score),
                not wide.isdisjoint(codes),
            )
        )
    return rows


def _mean_of(outcome: Outcome[int], seat: int, codes: Sequence[str]) -> Fraction | None:
    """What one seat gives a component, over the items that it scored; None where it did none."""
    own = [outcome.scores[code][seat] for code in codes if seat in outcome.scores.get(code, {})]
    return Fraction(sum(own), len(own) * HUNDREDTHS) if own else None
