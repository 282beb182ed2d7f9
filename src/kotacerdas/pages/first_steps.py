"""The first steps of a region: what is done and what comes next, as the data say it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.models import Appointment, Role
from kotacerdas.accounts.rights import Right
from kotacerdas.accounts.selectors import not_ended_at
from kotacerdas.casework.models import Case, State, Window
from kotacerdas.core.words import words
from kotacerdas.exchange.models import Import
from kotacerdas.plan.models import (
    Budget,
    Indicator,
    Mission,
    Programme,
    Realisation,
    Regulation,
    Target,
)
from kotacerdas.records.models import Agency, Region
from kotacerdas.records.storage import counts_in
from kotacerdas.reporting.models import REPORTING


@dataclass(frozen=True)
class Counts:
    """How much of each thing a region has."""

    agencies: int  # that are not retired
    leading: int  # of these, that lead a programme
    with_operator: int  # of these
    laws: int
    missions: int
    programmes: int
    measured: int  # programmes with an indicator
    funded: int  # programmes with a ceiling
    indicators: int
    aimed: int  # indicators with a target
    periods: int
    reports: int  # sent in, whatever became of them
    is_imported: bool  # whether workbooks brought realisations


@dataclass(frozen=True)
class Part:
    """A part of the plan: how many there are, of how many where that is known."""

    word: str  # steps.<word>
    kind: str  # of records, in the addresses of their forms
    number: int
    wanted: int | None = None
    is_optional: bool = False

    @property
    def is_complete(self) -> bool:
        return self.number > 0 and self.number == (self.wanted or self.number)

    @property
    def share_pct(self) -> float:
        whole = self.wanted or self.number
        return 100 * self.number / whole if whole else 0.0


@dataclass(frozen=True)
class Step:
    """`line` is its state in a few words, `url` the page on which it is done."""

    word: str  # steps.<word>
    is_done: bool
    line: str
    url: str


@dataclass(frozen=True)
class FirstSteps:
    counts: Counts
    parts: list[Part]
    steps: list[Step]

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def next(self) -> Step | None:
        """The first that is not done; None where all are."""
        return next((step for step in self.steps if not step.is_done), None)


@in_region(Right.READ)
def steps(request: HttpRequest, here: Here) -> HttpResponse:
    now = timezone.now()
    newest = Import.objects.filter(region=here.region).defer("result", "reading")
    context = {
        "here": here,
        "first": first_steps(here.region, now),
        "newest": newest.select_related("file").order_by("-sent_at").first(),
    }
    return render(request, "pages/steps.html", context)


def is_reported(region: Region) -> bool:
    """Whether there is a report to show, after which nobody is reminded of the steps."""
    return Region.objects.filter(_of_region(_sent()) | _imported(), pk=region.pk).exists()


def first_steps(region: Region, at: datetime) -> FirstSteps:
    """In one query."""
    counts = _counts(region, at)
    parts = [
        Part("agencies", "opd", counts.agencies),
        Part("programmes", "program", counts.programmes),
        Part("indicators", "indikator", counts.measured, counts.programmes),
        Part("targets", "target", counts.aimed, counts.indicators),
        Part("budget", "anggaran", counts.funded, counts.programmes, is_optional=True),
        Part("missions", "misi", counts.missions, is_optional=True),
        Part("laws", "regulasi", counts.laws, is_optional=True),
    ]
    return FirstSteps(counts, parts, _steps(region, counts, parts))


def _steps(region: Region, counts: Counts, parts: list[Part]) -> list[Step]:
    say, code = words(), region.code
    missing = sum(not part.is_complete for part in parts if not part.is_optional)
    plan = say.count("steps.plan_line", counts.programmes)
    plan += f", {say.count('steps.parts_missing', missing)}" if missing else ""
    people = say("steps.people_line", n=counts.with_operator, of=counts.leading)
    window = say.count("steps.window_line", counts.periods)
    return [
        Step(
            "region",
            bool(region.name),
            say("steps.region_line", name=region.name, code=code),
            reverse("pages:region", args=[code]),
        ),
        Step("plan", not missing, plan, reverse("exchange:imports", args=[code])),
        Step(
            "people",
            0 < counts.leading == counts.with_operator,
            people if counts.leading > 0 else say("steps.people_wait"),
            reverse("pages:invite-operators", args=[code]),
        ),
        Step(
            "period",
            counts.periods > 0,
            window if counts.with_operator or counts.periods else say("steps.period_wait"),
            reverse("reporting:open", args=[code]),
        ),
        Step(
            "report",
            counts.reports > 0 or counts.is_imported,
            _reported(counts),
            reverse("pages:latest", args=[code]),
        ),
    ]


def _reported(counts: Counts) -> str:
    if counts.reports > 0:
        return words().count("steps.report_line", counts.reports)
    return words()("steps.report_imported" if counts.is_imported else "steps.report_wait")


def _counts(region: Region, at: datetime) -> Counts:
    agencies = Agency.objects.filter(retired_on=None)
    operators = Appointment.objects.filter(
        not_ended_at(at), agency=OuterRef("pk"), role=Role.OPERATOR
    )
    leading = agencies.filter(_naming("agency", Programme))
    programmes, indicators = Programme.objects.all(), Indicator.objects.all()
    measured, funded = (_naming("programme", model) for model in (Indicator, Budget))
    rows: dict[str, QuerySet[Any] | Exists] = {
        "agencies": agencies,
        "leading": leading,
        "with_operator": leading.filter(Exists(operators)),
        "laws": Regulation.objects.all(),
        "missions": Mission.objects.all(),
        "programmes": programmes,
        "measured": programmes.filter(measured),
        "funded": programmes.filter(funded),
        "indicators": indicators,
        "aimed": indicators.filter(_naming("indicator", Target)),
        "periods": Window.objects.all(),
        "reports": _sent(),
        "is_imported": _imported(),
    }
    return Counts(**counts_in(region, rows))


def _sent() -> QuerySet[Case]:
    return Case.objects.filter(process=REPORTING).exclude(
        state__in=(State.NOT_STARTED, State.DRAFT)
    )


def _imported() -> Exists:
    return _of_region(Realisation.objects.all())


def _of_region(rows: QuerySet[Any]) -> Exists:
    return Exists(rows.filter(region=OuterRef("pk")))


def _naming(field: str, model: type[Any]) -> Exists:
    return Exists(model.objects.filter(**{field: OuterRef("pk")}))
