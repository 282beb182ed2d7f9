"""What of the evaluation waits for somebody, and how far the stage that is open has come."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.access import own_agencies
from kotacerdas.casework.models import Case, State
from kotacerdas.evaluation.answering import FILE
from kotacerdas.evaluation.models import (
    EVALUATION,
    FINDING,
    Cycle,
    Incoming,
    ItemCase,
    Use,
)
from kotacerdas.evaluation.process import rule_of
from kotacerdas.evaluation.questionnaires import questionnaire_of
from kotacerdas.evaluation.selectors import seen_by, sees_any
from kotacerdas.evaluation.validity import held, holds
from kotacerdas.frameworks.questionnaire import Item
from kotacerdas.frameworks.questionnaire import Stage as StageRule
from kotacerdas.records.models import Region

_LEFT = (State.RETURNED, State.NOT_STARTED, State.DRAFT)


@dataclass(frozen=True)
class Standing:
    """A cycle that runs: its stage and how many days are left of it, and what is not settled."""

    cycle: Cycle
    stage: StageRule
    deadline: date
    days: int
    open_findings: int


def standing_of(region: Region, today: date, seen: Q = Q()) -> Standing | None:  # noqa: B008
    """The running cycle with a stage that was not submitted; None where there is none; one query.

    Before a stage is opened, and once it was submitted, nobody waits for its day. Of its findings
    those that are `seen` count.
    """
    not_settled = Q(findings__process=FINDING) & ~Q(findings__state=State.VERIFIED) & seen
    running = Cycle.objects.filter(
        region=region, closed_at__isnull=True, current__window__closed_at__isnull=True
    )
    found = running.exclude(current=None).select_related("current__window")
    cycle = found.annotate(open_findings=Count("findings", filter=not_settled)).order_by("-year")
    if (newest := cycle.first()) is None or newest.current is None:
        return None
    window = newest.current.window
    stage = questionnaire_of(newest).stage(window.code)
    days = (window.deadline - today).days
    return Standing(newest, stage, window.deadline, days, newest.open_findings)


def standing_for(here: Here, today: date) -> Standing | None:
    """The same for a reader: the findings that they see; None for who sees no part of it."""
    seen = seen_by(here, "findings__")
    return standing_of(here.region, today, seen) if sees_any(here) else None


def to_answer(region: Region, agencies: Collection[int], today: date) -> QuerySet[Case]:
    """Findings and items that the agencies have to answer, what came back first.

    So is a document that is ready but has lapsed.
    """
    of_items = Q(process=EVALUATION, item__cycle__closed_at__isnull=True, window__closed_at=None)
    returned = Q(process=EVALUATION, item__cycle__closed_at__isnull=True, state=State.RETURNED)
    returned |= Q(
        process=EVALUATION,
        item__cycle__closed_at__isnull=True,
        item__asked_again_at__gte=F("window__closed_at"),
    )
    of_findings = Q(process=FINDING, finding__cycle__closed_at__isnull=True)
    own = Case.objects.filter(region=region, agency__in=agencies)
    own = own.filter(Q(state__in=_LEFT) | Q(pk__in=_lapsed(region, today)))
    found = own.filter((of_items & Q(window__isnull=False)) | returned | of_findings)
    related = ("item__cycle", "finding__cycle", "agency", "region", "window")
    return found.select_related(*related).order_by("-process", F("state").desc(), "pk")


def _lapsed(region: Region, today: date) -> list[int]:
    """Documents that were ready and hold no more, by their primary keys."""
    running = Q(item__region=region, item__cycle__closed_at=None, item__state=State.VERIFIED)
    uses = Use.objects.filter(running, wanted=FILE, evidence__removed_at=None)
    pieces: dict[ItemCase, list[Use]] = {}
    for use in uses.select_related("item__cycle"):
        pieces.setdefault(use.item, []).append(use)
    return [
        item.pk
        for item, own in pieces.items()
        if not isinstance(rule_of(item), Item)
        and any(not holds(rule_of(item), one, today) for one in own)
        and FILE not in held(rule_of(item), own, today)
    ]


def to_settle(region: Region, today: date) -> QuerySet[Case]:
    """What waits for a coordinator: sent in, come in by a link, or a document that has lapsed.

    Each has how many files `came` in.
    """
    came = Incoming.objects.filter(request__item=OuterRef("pk"), settled_at__isnull=True)
    counted = came.order_by().values("request__item").annotate(n=Count("pk")).values("n")
    sent = Q(process=FINDING, state=State.SUBMITTED, finding__cycle__closed_at__isnull=True)
    items = Q(process=EVALUATION, item__cycle__closed_at__isnull=True)
    found = Case.objects.annotate(came=Coalesce(Subquery(counted), 0)).filter(
        sent
        | (items & (Q(state=State.SUBMITTED) | Q(came__gt=0)))
        | Q(pk__in=_lapsed(region, today)),
        region=region,
    )
    related = ("item__cycle", "finding__cycle", "agency", "region", "window")
    return found.select_related(*related).order_by("pk")


def waiting_for(here: Here, today: date) -> QuerySet[Case]:
    """What the reader has to do of the evaluation; nothing, without a query, of who has no part."""
    if Right.PREPARE in here.rights:
        return to_settle(here.region, today)
    own = own_agencies(here.appointments, here.region)
    return to_answer(here.region, own, today) if own else Case.objects.none()
