"""What the scores of a review come to now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import starmap
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from kotacerdas.evaluation.models import Cycle, Submission
from kotacerdas.evaluation.questionnaires import framework_of, questionnaire_of
from kotacerdas.figures.number import Number
from kotacerdas.frameworks.questionnaire import Item, Questionnaire
from kotacerdas.panel.models import (
    Assignment,
    Conflict,
    ItemScore,
    Member,
    Panel,
    Question,
    Result,
    Review,
    Settlement,
    Signature,
)
from kotacerdas.panel.phases import Phase, phase_of
from kotacerdas.panel.seats import counting, seats_of
from kotacerdas.scorecards.selectors import contents_of, newest_of_years
from kotacerdas.scoring.index import exact
from kotacerdas.scoring.panel import Asked, Outcome
from kotacerdas.scoring.question import Basis

_INDEX = Number.parse("index/value")
_COMPONENT = ("index_components", "score")


class CountedScore(NamedTuple):
    """What an assignment gave an item; of 72,000 rows a record each would cost most of the time."""

    assignment_id: int
    item: str
    hundredths: int
    comment: str = ""
    is_finding: bool = False


@dataclass(frozen=True)
class Earlier:
    """The index of an earlier year, to which this one is compared, and its components by code."""

    year: int
    value: Fraction
    components: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True)
class ReviewScores:
    """All that was given for a review, read at once.

    `seats` are their holders by seat, the one of now first; `counted` the scores that count, by
    item and seat.
    """

    review: Review
    seats: Mapping[int, list[Assignment]]
    counted: Mapping[str, Mapping[int, CountedScore]]
    settlements: Mapping[str, Settlement]
    earlier: Earlier | None = None

    @cached_property
    def outcome(self) -> Outcome[int]:
        cycle = self.review.cycle
        return Outcome(
            framework_of(cycle),
            asked_of(questionnaire_of(cycle)),
            {
                item: {seat: one.hundredths for seat, one in own.items()}
                for item, own in self.counted.items()
            },
            {item: one.hundredths for item, one in self.settlements.items()},
            self.earlier.value if self.earlier else None,
        )

    def giver(self, seat: int, score: CountedScore) -> Member:
        """Who gave a score that counts: the seat's holder, or who held it before."""
        return next(one.member for one in self.seats[seat] if one.pk == score.assignment_id)

    @property
    def sent(self) -> int:
        """How many seats have sent their scores."""
        return sum(chain[0].sent_at is not None for chain in self.seats.values())


def asked_of(questionnaire: Questionnaire) -> list[Asked]:
    """What is scored, in the order in which it is asked."""
    return [_asked(one) for one in questionnaire.items]


def _asked(item: Item) -> Asked:
    return Asked(item.code, item.component, item.dimension)


def scores_of(review: Review, earlier: Earlier | None = None) -> ReviewScores:
    """In four queries, however many scores there are."""
    return scores_of_reviews([review], {review.pk: earlier} if earlier else {})[review.pk]


def scores_of_reviews(
    reviews: Sequence[Review], earlier: Mapping[int, Earlier] | None = None
) -> dict[int, ReviewScores]:
    """Those of many reviews, in as many queries as for one."""
    seats = _seats(reviews, _held(reviews).select_related("appointment", "member__user"))
    given: dict[int, dict[str, CountedScore]] = {}
    found = _rows_of_scores(reviews).order_by("pk").values_list(*CountedScore._fields)
    for score in starmap(CountedScore, found):
        given.setdefault(score.assignment_id, {})[score.item] = score
    settled: dict[int, dict[str, Settlement]] = {}
    for said in _settlements(reviews).select_related("by").order_by("pk"):
        settled.setdefault(said.review_id, {})[said.item] = said
    earlier = earlier or {}
    return {
        pk: ReviewScores(
            one, seats[pk], counting(seats[pk], given), settled.get(pk, {}), earlier.get(pk)
        )
        for pk, one in ((one.pk, one) for one in reviews)
    }


def standings_of(reviews: Sequence[Review]) -> dict[int, dict[str, Any]]:
    """What lists of many regions show of reviews; as many queries as for one.

    {"index": a fraction as text or null, "seats", "sent", "open", "wide": how many, "asked": the
    codes of the items that questions were asked about}.
    """
    held = _held(reviews).select_related("appointment").only(*_OF_SEATS)
    seats = _seats(reviews, held)
    given: dict[int, dict[str, int]] = {}
    columns = ("assignment", "item", "hundredths")
    for assignment, item, hundredths in _rows_of_scores(reviews).values_list(*columns):
        given.setdefault(assignment, {})[item] = hundredths
    settled: dict[int, dict[str, int]] = {}
    for review, item, hundredths in _settlements(reviews).values_list("review", *columns[1:]):
        settled.setdefault(review, {})[item] = hundredths
    questions: dict[int, list[str]] = {}
    about = Question.objects.filter(review__in=reviews).exclude(item="").order_by("item")
    for review, item in about.values_list("review", "item").distinct():
        questions.setdefault(review, []).append(item)
    asked: dict[str, list[Asked]] = {}
    found = {}
    for one in reviews:
        cycle, own = one.cycle, seats[one.pk]
        if cycle.questionnaire_id not in asked:
            asked[cycle.questionnaire_id] = asked_of(questionnaire_of(cycle))
        outcome = Outcome(
            framework_of(cycle),
            asked[cycle.questionnaire_id],
            counting(own, given),
            settled.get(one.pk, {}),
        )
        value = outcome.index.value
        found[one.pk] = {
            "index": None if value is None else str(value),
            "seats": len(own),
            "sent": sum(chain[0].sent_at is not None for chain in own.values()),
            "open": len(outcome.open_items),
            "wide": len(outcome.wide_items),
            "asked": questions.get(one.pk, []),
        }
    return found


_OF_SEATS = ("review", "member", "is_scoring", "follows", "sent_at", "appointment__to_at")


def _held(reviews: Sequence[Review]) -> QuerySet[Assignment]:
    """The assignments of which seats follow."""
    return Assignment.objects.filter(review__in=reviews, is_scoring=True).order_by("pk")


def _seats(
    reviews: Sequence[Review], held: Iterable[Assignment]
) -> dict[int, dict[int, list[Assignment]]]:
    """By review, the holders of its seats; in one query more than `held` asks."""
    assignments: dict[int, list[Assignment]] = {}
    for one in held:
        assignments.setdefault(one.review_id, []).append(one)
    barred: dict[int, set[int]] = {}
    members = Conflict.objects.filter(member__panel__in={one.panel_id for one in reviews})
    for member, region in members.values_list("member", "region"):
        barred.setdefault(region, set()).add(member)
    return {
        one.pk: seats_of(assignments.get(one.pk, ()), barred.get(one.cycle.region_id, ()))
        for one in reviews
    }


def _settlements(reviews: Sequence[Review]) -> QuerySet[Settlement]:
    return Settlement.objects.filter(review__in=reviews)


def _rows_of_scores(reviews: Sequence[Review]) -> QuerySet[ItemScore]:
    if len(reviews) == 1:
        return ItemScore.objects.filter(assignment__review=reviews[0])
    return ItemScore.objects.filter(assignment__review__in=reviews)


def earlier_index(cycle: Cycle) -> Earlier | None:
    """The index of the year before: what its panel set, else the one that its records have."""
    year = cycle.year - 1
    own = Result.objects.filter(
        review__cycle__region=cycle.region, review__cycle__year=year, corrected_at=None
    )
    for result in own.order_by("-review__stage__window__code", "-number"):
        if phase(result.review) is Phase.SIGNED:
            parts = result.content["components"]
            components = {code: Fraction(value) for code, value in parts.items()}
            return Earlier(year, Fraction(result.content["index"]), components)
    run = newest_of_years(cycle.region, (year,), Basis.REPORTED).get(year)
    numbers = contents_of(run).numbers if run is not None else {}
    value = numbers.get(_INDEX)
    if value is None:
        return None
    return Earlier(
        year,
        exact(value),
        {
            one.code: exact(score)
            for one, score in numbers.items()
            if (one.kind, one.measure) == _COMPONENT and score is not None
        },
    )


def standing_result(review: Review) -> Result | None:
    """The result that was set last, unless it is being corrected or scores are taken again."""
    if review.concluded_at is None:
        return None
    newest = review.results.order_by("-number").first()
    return newest if newest is not None and newest.corrected_at is None else None


def phase(review: Review) -> Phase:
    """In two queries at most."""
    result = standing_result(review)
    return phase_of(
        is_concluded=review.concluded_at is not None,
        is_set=result is not None,
        is_signed=result is not None and is_signed(result),
    )


def is_signed(result: Result) -> bool:
    """Whether all who sign it have."""
    return not result.signatures.filter(signed_at=None).exists()


def signed_results(panel: Panel) -> QuerySet[Result]:
    """Of each region of the panel the result that stands, where all have signed it."""
    unsigned = Signature.objects.filter(result=OuterRef("pk"), signed_at=None)
    return Result.objects.filter(
        ~Exists(unsigned),
        review__panel=panel,
        review__concluded_at__isnull=False,
        corrected_at=None,
    )


def standing_results(panel: Panel) -> dict[int, bool]:
    """By review whether its result is signed by all, where one was set last; in two queries."""
    results = Result.objects.filter(review__panel=panel).order_by("number")
    newest = {review: one for review, *one in results.values_list("review", "pk", "corrected_at")}
    unsigned = Signature.objects.filter(result__review__panel=panel, signed_at=None)
    pending = set(unsigned.values_list("result", flat=True))
    return {
        review: pk not in pending
        for review, (pk, corrected_at) in newest.items()
        if corrected_at is None
    }


def newest_submission(review: Review) -> Submission | None:
    """What the region claims: what it submitted last at the stage.

    What else its documents say, a large part of it, is read only where it is asked for.
    """
    own = Submission.objects.filter(stage=review.stage_id).defer("snapshot")
    return own.order_by("-pk").first()
