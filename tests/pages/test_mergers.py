"""An agency that goes on in another: what moves, what stays, and what is taken back."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.audit.models import Entry
from kotacerdas.casework.actions.steps import submit
from kotacerdas.core.errors import RefusedError
from kotacerdas.exchange.undo import Decisions, Undo, undo_entry, undo_of
from kotacerdas.ops.verification import state_findings
from kotacerdas.plan.models import Programme, Stewardship
from kotacerdas.records.models import Agency
from kotacerdas.scorecards.actions import refresh_scorecards
from kotacerdas.scorecards.models import Run
from pages.acting import address, client_of, done, fields, imported_unchanged, seen
from pages.regions import OWN
from reporting.cast import A_DAY, AT, COMPLETE, Stage, reporting_sheets, stage

pytestmark = pytest.mark.django_db


def merging() -> Stage:
    """Two agencies in 2020 to 2023; three operators, one of them of both; reports that wait."""
    sheets = reporting_sheets()
    for row in sheets["Programmes"][1:]:
        row[5], row[6] = 2020, 2023
    sheets["Realisation"] += [
        [code, None, 2021, None, answer, None, None]
        for code, answer in (("p1", "yes"), ("p2", "no"), ("p3", "yes"))
    ]
    found = stage(sheets=sheets)
    a1, a2 = (Agency.objects.get(code=code) for code in ("a1", "a2"))
    for name, agencies in (("dua", [a1]), ("rangkap", [a1, a2])):
        user = User.objects.create_user(f"{name}@{OWN}.example", "rahasia", name)
        for agency in agencies:
            Appointment.objects.create(
                user=user,
                region=found.region,
                role=Role.OPERATOR,
                agency=agency,
                from_at=AT - A_DAY,
            )
    submit(found.act(found.people.operator), COMPLETE)
    return found


def by_agency(found: Stage, year: int) -> dict[str, object]:
    refresh_scorecards(found.region, AT)
    run = Run.objects.filter(region=found.region, year=year, basis="reported").latest("pk")
    return {one["code"]: one for one in run.result["agencies"]}


def unexplained(found: Stage) -> list[object]:
    """Where what there is does not follow from the log, but for the roles that tests gave."""
    return [one for one in state_findings(found.region) if one.key != "unlogged"]


def test_agencies_are_merged_from_a_year_on():
    found = merging()
    client = client_of(found.people.coordinator)
    before = {year: by_agency(found, year) for year in (2021, 2022)}
    a1, a2 = (Agency.objects.get(code=code) for code in ("a1", "a2"))
    where = address("opd", a1.pk, "gabung")
    page = seen(client, where, into=str(a2.pk), year="2022")
    for text in (
        "2 program berpindah.",
        "2 laporan yang belum selesai ikut berpindah.",
        "3 operator melanjutkan tugasnya",
        "berubah mulai 2022; tahun sebelumnya tetap milik Diskominfo",
    ):
        assert text in page
    entry = done(client, where, into=str(a2.pk), year="2022")

    assert by_agency(found, 2021) == before[2021]
    assert {code: one["planned"] for code, one in by_agency(found, 2022).items()} == {"a2": 3}
    assert "Diskominfo" in client.get(f"/{OWN}/2021/opd/a1/").text
    assert client.get(f"/{OWN}/2022/opd/a1/").status_code == 404
    operators = User.objects.filter(appointments__role=Role.OPERATOR).distinct()
    assert operators.count() == 4
    for user in operators:
        assert client_of(user).get(f"/{OWN}/laporan/2022/q1/p1/").status_code == 200
    assert unexplained(found) == []
    assert imported_unchanged(found)

    undo_entry(
        found.region,
        entry.number,
        Decisions(),
        by=found.people.coordinator,
        at=timezone.now(),
        reason="Batal",
    )
    for year in (2021, 2022):
        assert by_agency(found, year) == before[year]
    assert Stewardship.objects.count() == 0
    assert client_of(found.people.operator).get(f"/{OWN}/laporan/2022/q1/p1/").status_code == 200
    assert unexplained(found) == []


def test_a_second_merger_keeps_both_earlier_agencies():
    found = merging()
    client = client_of(found.people.coordinator)
    a1, a2 = (Agency.objects.get(code=code) for code in ("a1", "a2"))
    a3 = Agency.objects.create(region=found.region, code="a3", name="Badan Data")
    before = {year: by_agency(found, year) for year in (2020,)}
    done(client, address("opd", a1.pk, "gabung"), into=str(a2.pk), year="2021")
    done(client, address("opd", a2.pk, "gabung"), into=str(a3.pk), year="2022")

    assert [one["planned"] for one in by_agency(found, 2020).values()] == [
        one["planned"] for one in before[2020].values()
    ]
    assert by_agency(found, 2021)["a2"]["planned"] == 3
    assert by_agency(found, 2022)["a3"]["planned"] == 3


def codes(*wanted: str) -> list[Agency]:
    return [Agency.objects.get(code=code) for code in wanted]


def held_at(agency: Agency) -> set[str]:
    """Who reports for the agency now or will, by name."""
    held = Appointment.objects.filter(agency=agency).select_related("user")
    return {one.user.name for one in held if one.to_at is None or one.to_at > timezone.now()}


def refused(client: Client, where: str, form: dict[str, str]) -> str:
    answer = client.post(where, form | {"confirm": "yes"})
    assert answer.status_code == 422
    return answer.text


def test_another_target_or_another_operator_than_was_seen_is_not_done():
    """Nothing but operators goes on there, so that no changed row names the target."""
    found = merging()
    Programme.objects.filter(agency__code="a1").update(agency=Agency.objects.get(code="a2"))
    a1, a2 = codes("a1", "a2")
    a3 = Agency.objects.create(region=found.region, code="a3", name="Badan Data")
    client = client_of(found.people.coordinator)
    where = address("opd", a1.pk, "gabung")
    form = fields(seen(client, where, into=str(a2.pk), year="2022"))
    assert "berubah sejak Anda melihat" in refused(client, where, form | {"into": str(a3.pk)})
    new = User.objects.create_user(f"baru@{OWN}.example", "rahasia", "Baru")
    appoint(found, new, a1)
    page = refused(client, where, form)
    assert "berubah sejak Anda melihat" in page
    assert held_at(a1) > {"Baru"}
    assert client.post(where, fields(page) | {"confirm": "yes"}).status_code == 302
    assert held_at(a1) == set()
    assert held_at(a2) > {"Baru"}


def appoint(found: Stage, user: User, agency: Agency, **more: object) -> Appointment:
    wanted = {"from_at": AT - A_DAY} | more
    return Appointment.objects.create(
        user=user, region=found.region, role=Role.OPERATOR, agency=agency, **wanted
    )


def test_a_role_that_ends_sooner_at_the_target_goes_on_there():
    found = merging()
    a1, a2 = codes("a1", "a2")
    soon = timezone.now() + timedelta(days=7)
    own = Appointment.objects.filter(user__name="rangkap")
    own.filter(agency=a2).update(to_at=soon)
    entry = merged(found, a1, a2)
    begun = own.filter(agency=a2).order_by("from_at")
    assert [(one.from_at, one.to_at) for one in begun[1:]] == [(soon, None)]
    taken_back(found, entry)
    assert own.filter(agency=a1, to_at=None).count() == 1
    assert [one.to_at for one in begun.exclude(to_at=None) if one.to_at > soon] == []


def merged(found: Stage, agency: Agency, into: Agency, year: str = "2022") -> Entry:
    client = client_of(found.people.coordinator)
    return done(client, address("opd", agency.pk, "gabung"), into=str(into.pk), year=year)


def taken_back(found: Stage, entry: Entry) -> Undo:
    by = found.people.coordinator
    number, at = entry.number, timezone.now()
    return undo_entry(found.region, number, Decisions(), by=by, at=at, reason="Batal")


def undo_page(found: Stage, number: int) -> str:
    client = client_of(found.people.coordinator)
    return client.get(reverse("exchange:undo", args=[OWN, number])).text


def test_the_undo_says_who_moves_back_and_does_that_once():
    found = merging()
    a1, a2 = codes("a1", "a2")
    before = held_at(a1)
    entry = merged(found, a1, a2)
    page = undo_page(found, entry.number)
    roles = page[page.index("Operator yang kembali") :].partition("</section>")[0]
    assert set(re.findall(r"<strong>([^<]+)</strong>", roles)) == before
    taken_back(found, entry)
    assert held_at(a1) == before
    again = merged(found, a1, a2)
    with pytest.raises(RefusedError, match=r"undo\.undone_already"):
        taken_back(found, entry)
    assert f"sudah dibatalkan oleh catatan {again.number - 1}" in undo_page(found, entry.number)
    assert held_at(a1) == set()


def test_nobody_moves_back_to_an_agency_that_stays_retired():
    found = merging()
    a1, a2 = codes("a1", "a2")
    entry = merged(found, a1, a2)
    client = client_of(found.people.coordinator)
    done(client, address("opd", a1.pk, "purna"), day="2022-06-30")
    page = undo_page(found, entry.number)
    assert "tetap purna" in page
    operators = held_at(a2)
    taken_back(found, entry)
    a1.refresh_from_db()
    assert a1.retired_on is not None
    assert (held_at(a1), held_at(a2)) == (set(), operators)


def test_who_joined_or_left_meanwhile_is_not_moved_and_makes_another_preview():
    found = merging()
    a1, a2 = codes("a1", "a2")
    entry = merged(found, a1, a2)
    digest = undo_of(found.region, entry, timezone.now()).digest
    gone = Appointment.objects.get(user__name="dua", agency=a2)
    Appointment.objects.filter(pk=gone.pk).update(to_at=timezone.now())
    assert undo_of(found.region, entry, timezone.now()).digest != digest
    taken_back(found, entry)
    assert "dua" not in held_at(a1)


def test_years_of_a_third_agency_stay_its_own():
    found = merging()
    a1, a2 = codes("a1", "a2")
    a3 = Agency.objects.create(region=found.region, code="a3", name="Badan Data")
    programme = Programme.objects.get(code="p1")
    for year, agency in ((2020, a1), (2022, a3), (2023, a1)):
        Stewardship.objects.create(
            region=found.region, programme=programme, from_year=year, agency=agency
        )
    merged(found, a1, a2, "2021")
    rows = Stewardship.objects.filter(programme=programme).order_by("from_year")
    assert list(rows.values_list("from_year", "agency__code")) == [
        (2020, "a1"),
        (2021, "a2"),
        (2022, "a3"),
        (2023, "a2"),
    ]


@pytest.mark.parametrize("into", ["itself", "retired", "none", ""])
def test_what_an_agency_is_not_merged_into(into: str):
    client = client_of(stage().people.coordinator)
    a1 = Agency.objects.get(code="a1")
    Agency.objects.filter(code="a2").update(retired_on=AT.date())
    keys = {"itself": a1.pk, "retired": Agency.objects.get(code="a2").pk, "none": 10**15}
    answer = client.post(
        address("opd", a1.pk, "gabung"),
        {"into": str(keys.get(into, "")), "year": "2022", "reason": "x", "show": "yes"},
    )
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
