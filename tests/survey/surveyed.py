"""A region with an open survey: two dimensions, one of them in a form for each sub-dimension."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from kotacerdas.accounts.models import Role, User
from kotacerdas.plan.models import Programme
from kotacerdas.records.models import Region
from kotacerdas.survey.actions.answering import Outcome, Said, keep_answer
from kotacerdas.survey.actions.running import Plan, begin_survey, move_survey
from kotacerdas.survey.models import Form, Helper, Survey
from kotacerdas.survey.rules import Move
from pages.regions import OWN, begun, somebody
from replay import replayed

AT = datetime(2023, 6, 5, 3, 0, tzinfo=UTC)  # 10 in the morning in Batang
TODAY = date(2023, 6, 5)
YEAR = 2022  # in which the region's programmes are planned
DAYS = (TODAY - timedelta(days=4), TODAY + timedelta(days=10))


@dataclass
class Surveyed:
    region: Region
    coordinator: User
    survey: Survey

    def form(self, place: int = 0) -> Form:
        return self.survey.forms.select_related("survey__region").order_by("pk")[place]

    def move(self, move: Move, reason: str = "Rapat", at: datetime = AT) -> None:
        self.survey = move_survey(self.survey, move, by=self.coordinator, at=at, reason=reason)

    def answer(  # noqa: PLR0913 - what a test varies
        self,
        nonce: str,
        steps: str = "",
        *,
        at: datetime = AT,
        begun_at: datetime | None = None,
        address: str = "198.51.100.1",
        helper: Helper | None = None,
        form: Form | None = None,
    ) -> Outcome:
        form = form or self.form()
        width = sum(len(part.statements) for part in form.parts)
        return keep_answer(
            form,
            Said(steps or "4" * width, "2" * len(form.parts), "25-34", "f"),
            nonce=nonce,
            begun_at=begun_at or at,
            address=address,
            at=at,
            helper=helper,
        )


def plan_of(region: Region, **more: object) -> Plan:
    """A survey of the first two programmes, whatever sub-dimension they are of."""
    programmes = {
        "health": Programme.objects.get(region=region, code="p1").pk,
        "mobility": Programme.objects.get(region=region, code="p1").pk,
    }
    values = {"opens_on": DAYS[0], "closes_on": DAYS[1], "variants": {}, "programmes": programmes}
    return Plan(**(values | more))


@replayed
def surveyed(*, is_open: bool = True) -> Surveyed:
    region = begun(OWN)
    by = somebody(region, Role.COORDINATOR)
    survey = begin_survey(region, YEAR, plan_of(region), by=by, at=AT)
    found = Surveyed(region, by, survey)
    if is_open:
        found.move(Move.OPEN)
    return found
