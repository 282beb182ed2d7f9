"""Cycles for tests: one that stands as it is, and one that people began."""

from datetime import UTC, date, datetime, timedelta

from kotacerdas.accounts.models import Role, User
from kotacerdas.casework.actions.cases import CaseCommand
from kotacerdas.casework.models import Case, StoredFile, Window
from kotacerdas.casework.processes import whole_cases
from kotacerdas.evaluation.actions.beginning import begin_cycle
from kotacerdas.evaluation.actions.cycles import move_cycle, set_dates
from kotacerdas.evaluation.cycle import Move
from kotacerdas.evaluation.models import (
    EVALUATION,
    FINDING,
    Cycle,
    FindingCase,
    Incoming,
    ItemCase,
    Origin,
    Request,
    Stage,
)
from kotacerdas.evaluation.questionnaires import keep
from kotacerdas.evaluation.selectors import stages_of
from kotacerdas.frameworks.questionnaire import table_of
from kotacerdas.records.models import Agency, Region
from pages.regions import somebody
from replay import replayed

EDITION = "gsc-2021"
NOW = datetime(2023, 6, 1, 3, tzinfo=UTC)


def evaluated(region: Region, by: User, at: datetime) -> Cycle:
    """A cycle of 2022 in its first stage, with an item, a file that came in, and a finding."""
    agency = Agency.objects.get(region=region)
    questionnaire = keep(table_of(EDITION), EDITION)
    own = {"region": region, "process": EVALUATION, "year": 2022}
    window = Window.objects.create(**own, code="s1", deadline=at.date(), opened_at=at, opened_by=by)
    cycle = Cycle.objects.create(
        region=region,
        year=2022,
        questionnaire=questionnaire,
        home=agency,
        figures_year=2022,
        begun_by=by,
        begun_at=at,
    )
    stage = Stage.objects.create(cycle=cycle, window=window, begins_on=at.date())
    Cycle.objects.filter(pk=cycle.pk).update(current=stage)
    item = ItemCase.objects.create(
        region=region, process=EVALUATION, agency=agency, cycle=cycle, code="1.1"
    )
    FindingCase.objects.create(
        region=region,
        process=FINDING,
        agency=agency,
        cycle=cycle,
        stage=stage,
        number=1,
        origin=Origin.PANEL,
        text="Forum belum dibentuk",
        due_on=date(2022, 10, 1),
    )
    request = Request.objects.create(
        item=item,
        nonce="00",
        digest=region.code,
        asked_by=by,
        asked_at=at,
        ends_at=at + timedelta(days=7),
        uses_left=3,
    )
    file = StoredFile.objects.filter(region=region).first()
    Incoming.objects.create(request=request, file=file, title="foto.png", at=at)
    return cycle


@replayed
def begun_by(region: Region, *, is_open: bool = True) -> tuple[Cycle, User]:
    """A cycle of 2023 that a coordinator began, its first stage open for 30 days."""
    coordinator = somebody(region, Role.COORDINATOR)
    agency = Agency.objects.filter(region=region).order_by("pk")[0]
    who = {"by": coordinator, "at": NOW}
    cycle = begin_cycle(region, 2023, keep(table_of(EDITION), EDITION), agency, **who)
    first, second = stages_of(cycle)
    set_dates(first, NOW.date(), NOW.date() + timedelta(days=30), "", **who)
    set_dates(second, NOW.date() + timedelta(days=90), date(2023, 11, 14), "", **who)
    if is_open:
        cycle = move_cycle(cycle, Move.OPEN, **who)
    return cycle, coordinator


def case_of(cycle: Cycle, code: str) -> Case:
    return whole_cases().get(item__cycle=cycle, item__code=code)


def command_on(cycle: Cycle, code: str, by: User, at: datetime = NOW) -> CaseCommand:
    case = case_of(cycle, code)
    return CaseCommand(case, by, at, case.revision)
