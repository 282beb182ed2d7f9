"""A region in which everything that the log speaks of has happened, by the actions themselves."""

from datetime import timedelta

from exchange.bringing import brought_in
from kotacerdas.accounts.actions import appoint_from_the_server, end_appointments, invite
from kotacerdas.accounts.models import Appointment, Role
from kotacerdas.casework.actions.comments import comment
from kotacerdas.casework.actions.evidence import (
    EvidenceCommand,
    add_file,
    add_link,
    grade,
    remove,
    set_visibility,
)
from kotacerdas.casework.actions.steps import (
    correct,
    discard_draft,
    save_draft,
    send_back,
    submit,
    verify,
    withdraw,
)
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.records.models import Agency
from kotacerdas.reporting.actions.windows import (
    close_window,
    extend,
    move_deadlines,
    reopen_window,
)
from kotacerdas.scorecards.actions import publish_run, refresh_scorecards, take_back_publication
from kotacerdas.scorecards.models import Run
from pages.regions import OWN
from replay import replayed
from reporting import files
from reporting.cast import A_DAY, AT, COMPLETE, DEADLINE, TODAY, Stage, reporting_sheets, stage
from workbook.builder import put, xlsx

MINUTE = timedelta(minutes=1)


def appointed_stage() -> Stage:
    """The stage, its people appointed as a site appoints them."""
    here = stage()
    appoint_all()
    return here


def appoint_all() -> None:
    """Appoint who has a role already as a site appoints them; a panel's roles are left."""
    found = Appointment.objects.filter(is_of_panel=False).order_by("pk")
    for held in found.select_related("user", "agency", "region"):
        values = {name: getattr(held, name) for name in ("region", "role", "agency", "from_at")}
        held.delete()
        appoint_from_the_server(
            Appointment(**values), held.user.email, held.user.name, held.from_at
        )


@replayed
def lived_in() -> Stage:
    """Every verb once, and some twice."""
    here = appointed_stage()
    data = xlsx(put(reporting_sheets(OWN), "Programmes!B3", "Puskesmas Baru"))
    brought_in(here.region, data, here.people.coordinator, AT)
    _evidence(here)
    _reports(here)
    _periods(here)
    _people(here)
    refresh_scorecards(here.region, AT)
    run = Run.objects.filter(basis="verified").order_by("-pk").first()
    publish_run(run, here.people.coordinator, AT, "Rapat")
    take_back_publication(run, here.people.coordinator, AT, "Terlalu dini")
    publish_run(run, here.people.coordinator, AT, "Sekali lagi")
    return here


def _evidence(here: Stage) -> None:
    people = here.people
    piece = add_file(here.act(people.operator), "foto.png", files.png())
    set_visibility(EvidenceCommand(piece, people.operator, AT), Seen.PUBLIC, is_personal=False)
    grade(EvidenceCommand(piece, people.verifier, AT), 3)
    add_link(here.act(people.operator), "https://batangkab.go.id/a", "Berita", TODAY)
    gone = add_file(here.act(people.operator), "lain.png", files.png(3), is_personal=True)
    remove(EvidenceCommand(gone, people.operator, AT))


def _reports(here: Stage) -> None:
    people = here.people
    save_draft(here.act(people.operator), COMPLETE)
    submit(here.act(people.operator))
    withdraw(here.act(people.operator))
    submit(here.act(people.operator), COMPLETE | {"value:i1|q1": "9,4"})
    send_back(here.act(people.verifier), "Lengkapi")
    correct(here.act(people.operator))
    submit(here.act(people.operator), COMPLETE)
    verify(here.act(people.verifier))
    correct(here.act(people.operator), "Angka diperbarui")
    discard_draft(here.act(people.operator))
    comment(here.act(people.verifier), "Sudah baik")
    save_draft(here.act(people.operator, "p3"), {"realised": "yes", "note": "x"})
    submit(
        here.act(people.operator, "p3"),
        {"realised": "yes", "progress_pct": "100", "answer:no_evidence|": "Menyusul"},
    )


def _periods(here: Stage) -> None:
    by = here.people.coordinator
    move_deadlines([here.window], DEADLINE + A_DAY, by, AT, "Libur")
    agency = Agency.objects.get(region=here.region, code="a2")
    until = DEADLINE + 5 * A_DAY
    extend(here.window, agency, until=until, reason="Banjir", by=by, at=AT)
    close_window(here.window, by, AT)
    reopen_window(here.window, by, AT)
    close_window(here.window, by, AT)


def _people(here: Stage) -> None:
    by, region = here.people.coordinator, here.region
    for code in ("a1", "a2"):
        invite(
            region,
            email="baru@batang.example",
            name="Baru",
            role=Role.OPERATOR,
            agency=Agency.objects.get(region=region, code=code),
            from_on=TODAY,
            to_on=None,
            is_acting=True,
            by=by,
            at=AT,
        )
    second = Appointment.objects.filter(user__email="baru@batang.example").last()
    end_appointments([second], TODAY + A_DAY, by, AT, "Pindah tugas")
