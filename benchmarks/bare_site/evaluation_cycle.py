"""A cycle of the packaged questionnaire, for what is measured on it."""

from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.evaluation.actions.beginning import begin_cycle
from kotacerdas.evaluation.models import Cycle
from kotacerdas.evaluation.questionnaires import keep
from kotacerdas.frameworks.questionnaire import table_of
from kotacerdas.records.models import Agency, Region
from reading import YEAR

EDITION = "gsc-2021"


def cycle_of(region: Region, by: User) -> Cycle:
    agency = Agency.objects.filter(region=region).order_by("pk")[0]
    questionnaire = keep(table_of(EDITION), EDITION)
    return begin_cycle(region, YEAR, questionnaire, agency, by=by, at=timezone.now())
