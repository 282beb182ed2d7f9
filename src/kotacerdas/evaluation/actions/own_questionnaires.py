"""The questionnaires that a region typed: one more for its cycles to choose, or one less."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.audit.actions import record_entry
from kotacerdas.core.errors import RefusedError
from kotacerdas.evaluation.models import Cycle, OwnQuestionnaire
from kotacerdas.evaluation.questionnaires import keep
from kotacerdas.records.actions import lock_region
from kotacerdas.records.models import Region


def add_questionnaire(
    region: Region, table: Mapping[str, Any], *, by: User, at: datetime
) -> OwnQuestionnaire:
    """Keep what those keys ask, for the region's cycles to choose.

    Raises:
        NotAllowedError: `by` does not prepare evaluations there.
        FrameworkError: the keys are not those of a questionnaire.
        RefusedError: the region has the same already.
    """
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.PREPARE, at)
        kept = keep(table, "questionnaire")
        if OwnQuestionnaire.objects.filter(region=region, questionnaire=kept).exists():
            raise RefusedError("questionnaire.has_it", title=kept.title)
        own = OwnQuestionnaire.objects.create(
            region=region, questionnaire=kept, added_by=by, added_at=at
        )
        said = {"of": of_questionnaire(own), "before": None, "after": values_of(own)}
        action = "evaluation.add_questionnaire"
        record_entry(region.code, action, [said], actor=by.email, at=at)
    return own


def remove_questionnaire(own: OwnQuestionnaire, *, by: User, at: datetime) -> None:
    """Take it from the region's choices; what it asks stays with any cycle elsewhere.

    Raises:
        NotAllowedError: `by` does not prepare evaluations there.
        RefusedError: a cycle of the region began with it.
    """
    region = own.region
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.PREPARE, at)
        began = Cycle.objects.filter(region=region, questionnaire=own.questionnaire_id)
        years = ", ".join(map(str, began.order_by("year").values_list("year", flat=True)))
        if years:
            raise RefusedError("questionnaire.is_used", years=years)
        said = {"of": of_questionnaire(own), "before": values_of(own), "after": None}
        own.delete()
        action = "evaluation.remove_questionnaire"
        record_entry(region.code, action, [said], actor=by.email, at=at)


def of_questionnaire(own: OwnQuestionnaire) -> list[Any]:
    return ["evaluation.questionnaire", own.pk]


def values_of(own: OwnQuestionnaire) -> dict[str, Any]:
    """What the log has of it: the content by its hash."""
    kept = own.questionnaire
    return {"title": kept.title, "framework": kept.edition, "sha256": kept.sha256}
