"""The binder: every item with its claim, figures, evidence and what it lacks, for a reader."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Count, Q

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.access import own_agencies
from kotacerdas.casework.models import State
from kotacerdas.core.addresses import address
from kotacerdas.core.words import language, words
from kotacerdas.evaluation.answering import claimed_level, missing, pieces_of
from kotacerdas.evaluation.due import due_of, own_due
from kotacerdas.evaluation.figures import Figures, figures_of, in_words
from kotacerdas.evaluation.models import Cycle, ItemCase, Request
from kotacerdas.evaluation.questionnaires import framework_of, questionnaire_of
from kotacerdas.evaluation.selectors import seen_by
from kotacerdas.evaluation.suggesting import suggestion_of
from kotacerdas.evaluation.using import Mark, marks_of
from kotacerdas.evaluation.validity import DocumentState, Standing, held, standing_of_document
from kotacerdas.frameworks.questionnaire import Document, Figure, Item, Wanted, levels_of


@dataclass(frozen=True)
class ShownFigure:
    """A figure of an item as it is written, and where it leads to."""

    figure: Figure
    value: float | None
    text: str
    url: str

    @property
    def name(self) -> str:
        return self.figure.name(language())


@dataclass(frozen=True)
class Row:
    """An item of the binder, or a document.

    `requests` are those that are open or have files waiting. The item of a reader who may write in
    it `is_own`.
    """

    rule: Item | Document
    case: ItemCase
    levels: range
    known: Figures
    uses: Sequence[Mark]
    requests: Sequence[Request]
    is_own: bool
    on: date

    @property
    def code(self) -> str:
        return self.rule.code

    @property
    def url(self) -> str:
        cycle = self.known
        return address("evaluation:item", cycle.region.code, cycle.cycle_year, self.code)

    @property
    def is_item(self) -> bool:
        return isinstance(self.rule, Item)

    @property
    def name(self) -> str:
        return self.rule.name(language())

    @cached_property
    def suggestion(self) -> int | None:
        """The level that its figures come to."""
        if not isinstance(self.rule, Item):
            return None
        return suggestion_of(self.rule, self.known, self.levels[0])

    @property
    def first_figure(self) -> ShownFigure | None:
        """The one that stands beside it in the list."""
        if not isinstance(self.rule, Item) or not self.rule.figures:
            return None
        return shown(self.rule.figures[:1], self.known)[0]

    @cached_property
    def figures(self) -> list[ShownFigure]:
        return shown(self.rule.figures, self.known) if isinstance(self.rule, Item) else []

    @cached_property
    def filled(self) -> Mapping[str, str]:
        return self.case.newest.filled if self.case.newest is not None else {}

    @property
    def level(self) -> int | None:
        return claimed_level(self.filled)

    @property
    def is_above(self) -> bool:
        """Whether more is claimed than the figures come to."""
        return (
            self.level is not None and self.suggestion is not None and self.level > self.suggestion
        )

    @property
    def is_below(self) -> bool:
        return (
            self.level is not None and self.suggestion is not None and self.level < self.suggestion
        )

    @cached_property
    def held(self) -> frozenset[str]:
        return held(self.rule, self.uses, self.on)

    @cached_property
    def document(self) -> Standing | None:
        """Where a document stands; None of an item."""
        if isinstance(self.rule, Item):
            return None
        return standing_of_document(self.rule, self.uses, self.on)

    @property
    def has_lapsed(self) -> bool:
        return self.document is not None and self.document.state is DocumentState.LAPSED

    @property
    def due(self) -> date | None:
        return due_of(self.case, self.case)

    @property
    def own_due(self) -> date | None:
        return own_due(self.case, self.case)

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due < self.on and not self.is_ready

    @cached_property
    def missing(self) -> list[Wanted]:
        """What the claim lacks; of a document its file."""
        if isinstance(self.rule, Item):
            return missing(self.rule, self.level, self.held)
        return [one for one in pieces_of(self.rule) if one.code not in self.held]

    @property
    def unconfirmed(self) -> int:
        return sum(not use.is_confirmed for use in self.uses)

    @property
    def waiting(self) -> int:
        """How many files came by a link and wait for a yes."""
        return sum(one.waiting for one in self.requests)  # type: ignore[attr-defined]

    @property
    def is_ready(self) -> bool:
        return self.case.state == State.VERIFIED and not self.missing

    @property
    def can_be_asked_for(self) -> bool:
        """Whether it lacks something, and nothing that came or was sent waits for a look."""
        return bool(self.missing) and self.case.state != State.SUBMITTED and not self.waiting

    @property
    def has_lost(self) -> bool:
        """Whether it was ready, and a piece that it rests on has left since."""
        return self.case.state == State.VERIFIED and bool(self.missing)

    def level_rows(self) -> list["LevelMark"]:
        """The scale as it is drawn: which level is claimed, which suggested."""
        return [LevelMark(n, n == self.level, n == self.suggestion) for n in self.levels]


@dataclass(frozen=True)
class LevelMark:
    level: int
    is_claimed: bool
    is_suggested: bool


@dataclass(frozen=True)
class Part:
    """The items of a component, or the documents, and how many of them are ready."""

    code: str
    name: str
    weight_pct: float | None
    rows: Sequence[Row]

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def ready(self) -> int:
        return sum(one.is_ready for one in self.rows)

    @property
    def lacking(self) -> int:
        return self.total - self.ready

    @property
    def ready_pct(self) -> float:
        return 100 * self.ready / self.total if self.total else 0.0


DOCUMENTS = "documents"


@dataclass(frozen=True)
class Binder:
    """All that a reader sees of a cycle's binder."""

    cycle: Cycle
    parts: Sequence[Part]  # of the components
    documents: Part
    figures: Figures
    scale: range

    @property
    def rows(self) -> list[Row]:
        return [row for part in self.parts for row in part.rows]

    @property
    def cards(self) -> list[Part]:
        """The components, and the documents after them."""
        return [*self.parts, self.documents]

    @property
    def ready(self) -> int:
        return sum(part.ready for part in self.parts)

    @property
    def estimate(self) -> float | None:
        """The index that the claims come to: the mean of each component, weighted.

        None until each component has a claim.
        """
        total = 0.0
        for part in self.parts:
            levels = [row.level for row in part.rows if row.level is not None]
            if not levels or part.weight_pct is None:
                return None
            total += sum(levels) / len(levels) * part.weight_pct / 100
        return total

    def part(self, code: str) -> Part | None:
        return next((one for one in (*self.parts, self.documents) if one.code == code), None)


def binder_of(here: Here, cycle: Cycle, at: datetime, today: date) -> Binder:
    """In as many queries for many items as for few."""
    asked, framework = questionnaire_of(cycle), framework_of(cycle)
    levels = levels_of(framework)
    figures = figures_of(cycle, today)
    cases = {one.code: one for one in _cases(here, cycle)}
    uses, requests = marks_of(cycle), requests_of(cycle, at)
    may_write_all = Right.PREPARE in here.rights
    own = own_agencies(here.appointments, here.region)

    def row(rule: Item | Document) -> Row:
        case = cases[rule.code]
        return Row(
            rule,
            case,
            levels,
            figures,
            uses.get(case.pk, ()),
            requests.get(case.pk, ()),
            may_write_all or case.agency_id in own,
            today,
        )

    parts = [
        Part(
            one.code,
            one.name(language()),
            float(one.weight) * 100,
            [row(item) for item in asked.of_component(one.code) if item.code in cases],
        )
        for one in framework.components
    ]
    documents = [row(one) for one in asked.documents if one.code in cases]
    title = words()("cycle.documents")
    return Binder(cycle, parts, Part(DOCUMENTS, title, None, documents), figures, levels)


def shown(wanted: Iterable[Figure], figures: Figures) -> list[ShownFigure]:
    rows = []
    for one in wanted:
        value = figures.value(one)
        rows.append(ShownFigure(one, value, in_words(one, value, language()), figures.url(one)))
    return rows


def _cases(here: Here, cycle: Cycle) -> Iterable[ItemCase]:
    """Those that the reader may see: all, or the own agencies'."""
    found = ItemCase.objects.filter(seen_by(here), cycle=cycle)
    return found.select_related("agency", "newest", "window")


def requests_of(cycle: Cycle, at: datetime) -> dict[int, list[Request]]:
    """Requests by the primary key of the item, those that are open or have files waiting."""
    waits = Count("incoming", filter=Q(incoming__settled_at__isnull=True))
    rows = Request.objects.filter(item__cycle=cycle).annotate(waiting=waits).order_by("pk")
    open_ones = Q(ended_at__isnull=True, ends_at__gt=at) | Q(waiting__gt=0) | ~Q(declined="")
    found: dict[int, list[Request]] = {}
    for one in rows.filter(open_ones):
        found.setdefault(one.item_id, []).append(one)
    return found


FILTERS: Mapping[str, Callable[[Row], bool]] = {
    "all": lambda _: True,
    "lacking": lambda row: not row.is_ready,
    "below": lambda row: row.is_below,
    "waiting": lambda row: row.waiting > 0 or row.case.state == State.SUBMITTED,
    "unconfirmed": lambda row: row.unconfirmed > 0,
    "lapsed": lambda row: row.has_lapsed,
}
