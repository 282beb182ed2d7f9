"""Answering an item, and answering a finding, as processes of the casework."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.casework.models import Case, State, Version
from kotacerdas.casework.processes import Answer, Process, Table
from kotacerdas.casework.selectors import evidence_of, states_of
from kotacerdas.casework.workflow import Side, Step, Verb, came_back
from kotacerdas.core.addresses import address
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import language
from kotacerdas.evaluation.answering import Claim, kept, read, read_finding
from kotacerdas.evaluation.models import EVALUATION, FINDING, Cycle, ItemCase
from kotacerdas.evaluation.questionnaires import framework_of, questionnaire_of
from kotacerdas.evaluation.suggesting import suggested_level
from kotacerdas.evaluation.using import held_by
from kotacerdas.frameworks.questionnaire import Document, Item, levels_of
from kotacerdas.records.models import Agency, Region
from kotacerdas.wording.cutting import cut

_BEGUN = Step(State.DRAFT, is_new_version=True)
_STEPS: Table = {
    (State.NOT_STARTED, Verb.SAVE): _BEGUN,
    (State.RETURNED, Verb.SAVE): _BEGUN,
    (State.VERIFIED, Verb.SAVE): _BEGUN,
    (State.DRAFT, Verb.SAVE): Step(State.DRAFT),
    (State.DRAFT, Verb.DISCARD): Step(None, needs_open=False),
    (State.DRAFT, Verb.SUBMIT): Step(State.SUBMITTED),
    (State.SUBMITTED, Verb.WITHDRAW): _BEGUN,
    (State.SUBMITTED, Verb.VERIFY): Step(State.VERIFIED),
    (State.SUBMITTED, Verb.RETURN): Step(State.RETURNED, needs_open=False, needs_reason=True),
    (State.VERIFIED, Verb.RETURN): Step(State.RETURNED, needs_open=False, needs_reason=True),
    (State.VERIFIED, Verb.UNDO): Step(State.SUBMITTED),
    (State.RETURNED, Verb.CORRECT): _BEGUN,
}


class _Coordinated(Process):
    """What agencies and the coordinator prepare together, for others to judge."""

    has_four_eyes = False
    is_written_by_coordinator = True
    ends_with_window = False
    steps: ClassVar[Table] = _STEPS

    def current(self, version: Version) -> dict[str, str]:
        return dict(version.filled)

    def freeze(self, case: Case, version: Version, answer: Answer) -> None:
        """Nothing more than its text: what a stage submits is written down with the stage."""

    def decides(self, case: Case) -> Side:
        del case
        return Side.COORDINATOR

    def refuse_ended(self, case: Case) -> None:
        refuse_closed(self.cycle_of(case))

    @abstractmethod
    def cycle_of(self, case: Case) -> Cycle:
        """The cycle that a case belongs to."""

    def text(self, case: Case, typed: Mapping[str, str]) -> dict[str, str]:
        del case
        return kept(typed)


@dataclass(frozen=True)
class ItemAnswer(Answer):
    """The claim that a version makes."""

    claim: Claim


class Answering(_Coordinated):
    """Items of the questionnaire and documents, from open to ready, and asked for again."""

    code = EVALUATION
    phrases = "item"
    logged = "evaluation.answer"
    related = ("item__cycle",)

    def name(self, case: Case) -> str:
        rule = rule_of(case.item)
        return (
            f"{rule.code} {rule.name(language())}"
            if isinstance(rule, Item)
            else rule.name(language())
        )

    def cycle_of(self, case: Case) -> Cycle:
        cycle: Cycle = case.item.cycle
        return cycle

    def key(self, case: Case) -> tuple[object, ...]:
        return case.item.cycle.year, case.item.code

    def url(self, case: Case) -> str:
        return address("evaluation:item", case.region.code, case.item.cycle.year, case.item.code)

    def refuse_over(self, case: Case) -> None:
        if is_over(case):
            raise RefusedError(
                "item.is_submitted",
                by=case.window.closed_by,
                closed_on=timezone.localdate(case.window.closed_at),
            )

    def answer(self, case: Case, filled: Mapping[str, str], at: datetime) -> ItemAnswer:
        item, rule = case.item, rule_of(case.item)
        held = held_by(item, rule, timezone.localdate(at))
        suggestion = suggested_level(item.cycle, rule, at) if isinstance(rule, Item) else None
        claim, problems = read(rule, filled, levels_of(framework_of(item.cycle)), held, suggestion)
        return ItemAnswer(problems, (), [], 0, claim)

    def counts_anew(self, case: Case, by: User, at: datetime) -> None:
        """What is ready must be so as it is said to be: a piece may have left meanwhile."""
        del by
        newest = case.newest
        if newest is None or case.verified_id != newest.pk:
            return
        if self.answer(case, newest.filled, at).problems:
            raise RefusedError("item.fits_no_more")


class Finding(_Coordinated):
    """Findings, from made to accepted."""

    code = FINDING
    phrases = "finding"
    logged = "evaluation.finding_answer"
    related = ("finding__cycle",)

    def name(self, case: Case) -> str:
        return cut(case.finding.text, _SHORT)

    def cycle_of(self, case: Case) -> Cycle:
        cycle: Cycle = case.finding.cycle
        return cycle

    def key(self, case: Case) -> tuple[object, ...]:
        return case.finding.cycle.year, case.finding.number

    def url(self, case: Case) -> str:
        finding = case.finding
        return address("evaluation:finding", case.region.code, finding.cycle.year, finding.number)

    def answer(self, case: Case, filled: Mapping[str, str], at: datetime) -> Answer:
        del at
        return Answer(read_finding(filled, len(evidence_of(case))), (), [], 0)

    def counts_anew(self, case: Case, by: User, at: datetime) -> None:
        """Nothing follows: what became of a finding is read from its case."""


_SHORT = 80


def is_over(case: Case) -> bool:
    """Whether an item's stage was submitted, and nobody asked for it again since."""
    if case.window_id is None or case.window.closed_at is None:
        return False
    asked_again = case.item.asked_again_at
    is_asked_again = asked_again is not None and asked_again >= case.window.closed_at
    return not is_asked_again and not came_back(states_of(case))


def refuse_closed(cycle: Cycle) -> None:
    """Raises RefusedError where the cycle was closed: until it is reopened nothing changes."""
    if cycle.closed_at is not None:
        raise RefusedError("cycle.is_closed", year=cycle.year)


def present_agency(agency: Agency, region: Region) -> Agency:
    """The agency as it is now that the region is locked, for a part of a cycle.

    Raises RefusedError: it is of another region, or it has retired or was merged meanwhile.
    """
    present = Agency.objects.filter(pk=agency.pk, region=region).first()
    if present is None:
        raise RefusedError("people.agency_of_another_region")
    if present.retired_on is not None:
        raise RefusedError("cycle.agency_retired", agency=present.name)
    return present


def rule_of(item: ItemCase) -> Item | Document:
    """What the questionnaire says of an item, or of a document."""
    asked = questionnaire_of(item.cycle)
    rule: Item | Document | None = asked.by_code.get(item.code)
    return rule or next(one for one in asked.documents if one.code == item.code)
