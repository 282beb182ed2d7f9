"""Beginning a cycle: its stages with their usual days, a case for each item, who answers it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.casework.models import Case, Window
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.rows import insert_rows
from kotacerdas.evaluation.actions.cycles import record_cycle, values_of
from kotacerdas.evaluation.actions.uses import of_use
from kotacerdas.evaluation.actions.uses import values_of as values_of_use
from kotacerdas.evaluation.cycle import usual_deadline
from kotacerdas.evaluation.models import EVALUATION, Cycle, ItemCase, Questionnaire, Stage, Use
from kotacerdas.evaluation.process import present_agency
from kotacerdas.evaluation.questionnaires import questionnaire_of
from kotacerdas.evaluation.using import uses_of
from kotacerdas.frameworks.questionnaire import Questionnaire as Asked
from kotacerdas.plan.changes import checked_year
from kotacerdas.plan.models import Programme
from kotacerdas.records.actions import lock_region
from kotacerdas.records.models import Agency, Region
from kotacerdas.scorecards.selectors import default_year


def begin_cycle(  # noqa: PLR0913 - the cycle, who begins it and when
    region: Region, year: int, questionnaire: Questionnaire, home: Agency, *, by: User, at: datetime
) -> Cycle:
    """Begin the evaluation of a year: its stages with their usual days, a case for each item.

    Each item goes to the agency that had it in the cycle before; else one of a dimension to the
    agency with most of its programmes, and the rest to `home`. What an item rested on in the cycle
    before stands by it again, and waits for the word that it is still valid.

    Raises:
        NotAllowedError: `by` does not prepare evaluations there.
        RefusedError: the year has a cycle or is none, or the agency is of another region or has
            retired.
    """
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.PREPARE, at)
        home = present_agency(home, region)
        checked_year("Programmes", "end_year", year)
        if Cycle.objects.filter(region=region, year=year).exists():
            raise RefusedError("cycle.begun_already", year=year)
        cycle = Cycle.objects.create(
            region=region,
            year=year,
            questionnaire=questionnaire,
            home=home,
            figures_year=min(year, default_year(region) or year),
            begun_by=by,
            begun_at=at,
        )
        asked = questionnaire_of(cycle)
        _add_stages(cycle, asked, by, at)
        said = _add_items(cycle, asked, by, at)
        record_cycle(cycle, "evaluation.begin", None, values_of(cycle), by, at, more=said)
    return cycle


def _add_stages(cycle: Cycle, asked: Asked, by: User, at: datetime) -> None:
    begins_on = timezone.localdate(at)
    for rule in asked.stages:
        deadline = max(usual_deadline(rule, cycle.year), begins_on)
        window = Window.objects.create(
            region=cycle.region,
            process=EVALUATION,
            year=cycle.year,
            code=rule.code,
            deadline=deadline,
            opened_by=by,
            opened_at=at,
        )
        Stage.objects.create(cycle=cycle, window=window, begins_on=begins_on)
        begins_on = deadline


def _add_items(cycle: Cycle, asked: Asked, by: User, at: datetime) -> list[dict[str, Any]]:
    """A case for each item and document, and what each rests on; what the log says of them."""
    earlier = Cycle.objects.filter(region=cycle.region, year__lt=cycle.year).order_by("-year")
    before = earlier.first()
    had = {
        one.code: one
        for one in ItemCase.objects.filter(cycle=before).select_related("agency")
        if one.agency.retired_on is None
    }
    leading = _leading_agencies(cycle)
    codes = [
        *((one.code, one.dimension) for one in asked.items),
        *((d.code, "") for d in asked.documents),
    ]
    agencies = [
        had[code].agency_id if code in had else leading.get(dimension, cycle.home_id)
        for code, dimension in codes
    ]
    cases = Case.objects.bulk_create(
        Case(region=cycle.region, process=EVALUATION, agency_id=agency) for agency in agencies
    )
    keys = [one.pk for one in cases]
    names = [code for code, _ in codes]
    insert_rows(ItemCase, {"case_id": keys, "cycle_id": [cycle.pk] * len(keys), "code": names})
    made = ItemCase.objects.filter(cycle=cycle).select_related("agency", "cycle").order_by("pk")
    said = [
        {
            "of": ["evaluation.item", one.pk, cycle.year, one.code],
            "before": None,
            "after": {"agency": one.agency.code},
        }
        for one in made
    ]
    if before is None:
        return said
    items = {one.code: one for one in made}
    again = [
        Use(
            item=items[code],
            evidence=use.evidence,
            wanted=use.wanted,
            dated=use.dated,
            valid_until=use.valid_until,
            added_by=by,
            added_at=at,
        )
        for code, one in had.items()
        if code in items
        for use in uses_of(before).get(one.pk, ())
    ]
    Use.objects.bulk_create(again)
    return [
        *said,
        *({"of": of_use(one), "before": None, "after": values_of_use(one)} for one in again),
    ]


def _leading_agencies(cycle: Cycle) -> dict[str, int]:
    """For each dimension the agency that answers for most of its programmes of the year."""
    planned = Programme.objects.filter(
        region=cycle.region,
        start_year__lte=cycle.figures_year,
        end_year__gte=cycle.figures_year,
        agency__retired_on=None,
    )
    counts: dict[str, dict[int, int]] = {}
    for dimension, agency in planned.order_by("code").values_list("dimension", "agency"):
        own = counts.setdefault(dimension, {})
        own[agency] = own.get(agency, 0) + 1
    return {dimension: max(own, key=lambda pk: own[pk]) for dimension, own in counts.items()}
