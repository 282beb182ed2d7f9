"""What a demonstration has to show: a year that runs, reports in every state, a merged agency."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import cycle

from django.utils import timezone

from kotacerdas.accounts.actions import appoint_from_the_server
from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.casework.actions.cases import CaseCommand
from kotacerdas.casework.actions.steps import (
    IncompleteError,
    save_draft,
    send_back,
    submit,
    verify,
    withdraw,
)
from kotacerdas.casework.models import Case, State
from kotacerdas.casework.processes import whole_cases
from kotacerdas.config.demonstration_evaluation import evaluate_a_year
from kotacerdas.config.demonstration_pictures import show_pictures
from kotacerdas.plan.actions import Act, Asked, apply_act, planned
from kotacerdas.plan.models import Realisation
from kotacerdas.records.models import Agency, Region
from kotacerdas.reporting.actions.windows import open_window
from kotacerdas.reporting.asking import due_of
from kotacerdas.reporting.due import Due
from kotacerdas.reporting.selectors import programmes_due

REPORTS = 30
_QUARTER = "q1"
_MERGED = ("dispaperta", "dislutkanak")  # of Batang: food and farming go on with fisheries
_DAYS_LEFT = timedelta(days=14)
_STATES = (
    *(State.VERIFIED, State.SUBMITTED, State.VERIFIED, State.VERIFIED, State.RETURNED),
    *(State.VERIFIED, State.DRAFT, State.SUBMITTED, State.VERIFIED, State.WITHDRAWN),
)
# How far each is, in percent of the year, and what hinders it; the next one begins anew.
_PROGRESS = (
    (30, "", ""),
    (25, "", ""),
    (10, "Lelang diulang karena hanya satu penawar", "Kontrak ditandatangani bulan depan"),
    (28, "", ""),
    (20, "Data dari kecamatan belum lengkap", "Pendampingan operator kecamatan"),
)


def report_on_a_quarter(region: Region, at: datetime) -> None:
    """Open the first quarter of the year after the last that was told of, and let agencies report.

    All of it by the actions of the pages, so that it stands in the log as if people had done it.
    Nothing happens where no programme is planned in that year.
    """
    last = Realisation.objects.filter(region=region).order_by("-year").first()
    coordinator, verifier = (_holder(region, role) for role in (Role.COORDINATOR, Role.VERIFIER))
    if last is None or coordinator is None or verifier is None:
        return
    if not programmes_due(region, last.year + 1, _QUARTER).exists():
        return
    window = open_window(
        region,
        year=last.year + 1,
        code=_QUARTER,
        deadline=timezone.localdate(at) + _DAYS_LEFT,
        by=coordinator,
        at=at,
    )
    cases = list(whole_cases().filter(window=window).order_by("pk")[:REPORTS])
    due = due_of(window, [case.programme for case in cases])
    operators = {case.agency: _operator(case.agency, at) for case in cases}
    for case, state, progress in zip(cases, cycle(_STATES), cycle(_PROGRESS), strict=False):
        command = CaseCommand(case, operators[case.agency], at, case.revision)
        _bring(command, state, _answers(due[case.programme.code], *progress), verifier)
    agencies = {one.code: one for one in Agency.objects.filter(region=region, code__in=_MERGED)}
    if len(agencies) == len(_MERGED):
        agency, into = (agencies[code] for code in _MERGED)
        _merge(agency, into, window.year, coordinator, at)
    show_pictures(region, coordinator, at)
    evaluate_a_year(region, coordinator, at)


def _merge(agency: Agency, into: Agency, year: int, by: User, at: datetime) -> None:
    """One of the agencies goes on in another, as after a new regulation on agencies."""
    asked = Asked(Act.MERGE, into=into.pk, from_year=year)
    apply_act(
        [agency],
        asked,
        by=by,
        at=at,
        reason="Perda tentang susunan perangkat daerah",
        digest=planned([agency], asked, at).digest,
    )


def _holder(region: Region, role: Role) -> User | None:
    held = Appointment.objects.filter(region=region, role=role).select_related("user").first()
    return held.user if held else None


def _operator(agency: Agency, at: datetime) -> User:
    """Whoever reports for the agency; an account without a password where nobody does."""
    held = Appointment.objects.filter(role=Role.OPERATOR, agency=agency).select_related("user")
    if known := held.first():
        return known.user
    wanted = Appointment(region=agency.region, role=Role.OPERATOR, agency=agency, from_at=at)
    email = f"operator-{agency.code}@demo.kotacerdas.invalid".casefold()
    return appoint_from_the_server(wanted, email, f"Operator {agency.name}", at)


def _answers(due: Due, progress_pct: int, obstacles: str, follow_up: str) -> dict[str, str]:
    """A report that is as far as that, by the names of its fields."""
    values = {
        f"value:{one.key}": f"{one.target * 0.95:.1f}".replace(".", ",") for one in due.values
    }
    money = {
        f"money:{one.source}": str(round(one.ceiling * progress_pct / 100)) for one in due.money
    }
    texts = {"obstacles": obstacles or "Tidak ada kendala berarti", "follow_up": follow_up}
    return {"realised": "no", "progress_pct": str(progress_pct), **values, **money, **texts}


def _bring(command: CaseCommand, state: State, answers: dict[str, str], verifier: User) -> None:
    """Bring the case to the state, step by step as people would."""
    if state is State.DRAFT:
        save_draft(command, answers)
        return
    case = _submitted(command, answers)
    command = replace(command, case=case, expected_revision=case.revision)
    match state:
        case State.VERIFIED:
            verify(replace(command, by=verifier), "Sesuai dengan bukti di lapangan")
        case State.RETURNED:
            send_back(replace(command, by=verifier), "Lampirkan foto kegiatan")
        case State.WITHDRAWN:
            withdraw(command)


def _submitted(command: CaseCommand, answers: dict[str, str]) -> Case:
    """Sent in, and every question answered."""
    try:
        return submit(command, answers)
    except IncompleteError as incomplete:
        more = {f"answer:{one.name}": "Sesuai jadwal kegiatan" for one in incomplete.questions}
        case = Case.objects.get(pk=command.case.pk)
        return submit(replace(command, expected_revision=case.revision), answers | more)
