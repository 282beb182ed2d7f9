"""What of the evaluation goes on in another agency, as one goes on in it."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from kotacerdas.accounts.models import User
from kotacerdas.audit.actions import record_entry
from kotacerdas.casework.models import Case, State
from kotacerdas.evaluation.models import EVALUATION, FINDING, Cycle, FindingCase, ItemCase
from kotacerdas.plan.actions import register_succession
from kotacerdas.records.models import Agency


def register() -> None:
    register_succession(_go_on)


_OPEN = Q(process=EVALUATION, item__cycle__closed_at=None) | (
    Q(process=FINDING, finding__cycle__closed_at=None) & ~Q(state=State.VERIFIED)
)


def left_with(agencies: Collection[int]) -> int:
    """How many items of running cycles, and findings that are not accepted, agencies answer."""
    return Case.objects.filter(_OPEN, agency__in=agencies).count()


def _go_on(agency: Agency, into: Agency, *, by: User, at: datetime, reason: str) -> None:
    """Let the other agency answer them, and be home of the running cycles, in an entry of its own:
    taking the merger back leaves them where somebody can answer them.
    """
    region = agency.region
    own = Case.objects.filter(_OPEN, agency=agency)
    items = ItemCase.objects.filter(pk__in=own.values("pk")).select_related("cycle")
    findings = FindingCase.objects.filter(pk__in=own.values("pk")).select_related("cycle")
    cycles = Cycle.objects.filter(region=region, home=agency, closed_at=None)
    said = [
        *((["evaluation.cycle", one.pk, one.year], "home") for one in cycles.order_by("pk")),
        *(
            (["evaluation.item", one.pk, one.cycle.year, one.code], "agency")
            for one in items.order_by("pk")
        ),
        *(
            (["evaluation.finding", one.pk, one.cycle.year, one.number], "agency")
            for one in findings.order_by("pk")
        ),
    ]
    if not said:
        return
    changes = [
        {"of": of, "before": {name: agency.code}, "after": {name: into.code}} for of, name in said
    ]
    cycles.update(home=into)
    Case.objects.filter(pk__in=list(own.values_list("pk", flat=True))).update(agency=into)
    record_entry(region.code, "evaluation.hand_over", changes, actor=by.email, at=at, reason=reason)
