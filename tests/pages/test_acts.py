"""Acts on records through their pages: seen before, with a reason, one entry, and undone."""

import html
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.audit.models import Entry
from kotacerdas.core.errors import NotAllowedError
from kotacerdas.exchange.actions import send_file
from kotacerdas.exchange.export import exported
from kotacerdas.exchange.undo import Decisions, undo_entry
from kotacerdas.monitoring.actions.reports import submit_report
from kotacerdas.monitoring.actions.windows import open_window
from kotacerdas.monitoring.asking import due_of
from kotacerdas.monitoring.models import Case
from kotacerdas.monitoring.queue import queue
from kotacerdas.ops.verification import state_findings
from kotacerdas.plan.actions import Act, apply_act, digest_of, rename
from kotacerdas.plan.models import Indicator, Programme, Stewardship
from kotacerdas.records.models import Agency
from kotacerdas.scorecards.actions import refresh_scorecards
from kotacerdas.scorecards.models import Run
from kotacerdas.wording.numbers import Language
from monitoring.cast import A_DAY, AT, COMPLETE, DEADLINE, Stage, reporting_sheets, stage
from pages.regions import OWN

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage_() -> Stage:
    found = stage()
    submit_report(found.act(found.people.operator), COMPLETE)
    return found


@pytest.fixture
def client_of():
    """A client signed in as somebody."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def client(stage_: Stage) -> Client:
    client = Client()
    client.force_login(stage_.people.coordinator)
    return client


def address(kind: str, record: int, act: str) -> str:
    return reverse("pages:act", args=[OWN, kind, record, act])


def fields(page: str) -> dict[str, str]:
    named = {
        name: re.search(r'value="([^"]*)"', tag)
        for tag, name in re.findall(r'(<input[^>]*? name="(\w+)"[^>]*>)', page, re.DOTALL)
    }
    chosen = re.findall(r'<option value="(\d+)" selected>', page)
    typed = {name: html.unescape(value[1]) for name, value in named.items() if value}
    return typed | dict.fromkeys(["into"] * len(chosen), *chosen)


def seen(client: Client, where: str, **typed: str) -> str:
    """The preview."""
    form = fields(client.get(where).text) | {"reason": "Surat Sekda 12"} | typed
    answer = client.post(where, form | {"show": "yes"})
    assert answer.status_code == 200, re.findall(r"alert\">(.*?)<", answer.text)
    return answer.text


def done(client: Client, where: str, **typed: str) -> Entry:
    page = seen(client, where, **typed)
    answer = client.post(where, fields(page) | {"confirm": "yes"})
    assert answer.status_code == 302, re.findall(r"alert\">(.*?)<", answer.text)
    return Entry.objects.filter(chain_id=OWN).latest("number")


def figures(found: Stage) -> dict[int, object]:
    """What the newest run of each year says, whatever the codes."""
    refresh_scorecards(found.region, AT)
    return {
        year: (run.result["overall"], [one["achievement_pct"] for one in run.result["dimensions"]])
        for year in (2021, 2022)
        for run in Run.objects.filter(region=found.region, year=year, basis="reported").order_by(
            "-pk"
        )[:1]
    }


def programme() -> Programme:
    return Programme.objects.get(name="Satu Data")


def test_a_recode_keeps_every_figure_and_is_undone(stage_: Stage, client: Client):
    before = figures(stage_)
    old = Run.objects.filter(year=2022, basis="reported").latest("pk")
    where = address("program", programme().pk, "kode")
    page = seen(client, where, code="EKO-1")
    assert "Kode lama p1 mengarah ke kode baru" in page
    assert Programme.objects.filter(code="p1").exists()
    entry = done(client, where, code="EKO-1")
    done(client, address("indikator", Indicator.objects.get(code="i1").pk, "kode"), code="EKO-1.1")

    assert (entry.action, entry.reason) == ("record.recode", "Surat Sekda 12")
    assert figures(stage_) == before
    new = Run.objects.filter(year=2022, basis="reported").latest("pk")
    compared = client.get(reverse("pages:compare-runs", args=[OWN, old.pk, new.pk])).text
    assert "Tidak ada angka yang berubah" in compared
    assert client.get(f"/{OWN}/2022/program/p1/").url == f"/{OWN}/2022/program/EKO-1/"

    undo_entry(
        stage_.region,
        entry.number,
        Decisions(),
        by=stage_.people.coordinator,
        at=AT,
        reason="Salah",
    )
    assert programme().code == "p1"
    assert figures(stage_) == before


@pytest.mark.parametrize(
    "code", ["", " ", "..", "a/../b", "x" * 101, "P2", "p2", "p\u200b2", "p–2"]
)
def test_a_code_that_is_none_or_a_twin_is_refused(client: Client, code: str):
    Programme.objects.filter(code="p3").update(code="p-2")
    answer = client.post(
        address("program", programme().pk, "kode"), {"code": code, "reason": "x", "show": "yes"}
    )
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert programme().code == "p1"


def test_a_rename(client: Client):
    entry = done(client, address("opd", Agency.objects.get(code="a1").pk, "nama"), name="Dinas TIK")
    assert entry.action == "record.rename"
    assert Agency.objects.get(code="a1").name == "Dinas TIK"


def test_without_a_reason_nothing_is_done(client: Client):
    where = address("opd", Agency.objects.get(code="a1").pk, "nama")
    page = seen(client, where, name="Dinas TIK", reason=" ")
    answer = client.post(where, fields(page) | {"confirm": "yes"})
    assert answer.status_code == 422
    assert "Tulis alasannya." in answer.text
    assert Agency.objects.get(code="a1").name == "Diskominfo"


def test_what_was_not_seen_is_not_done(client: Client):
    where = address("opd", Agency.objects.get(code="a1").pk, "nama")
    form = fields(seen(client, where, name="Dinas TIK"))
    answer = client.post(where, form | {"name": "Badan TIK", "confirm": "yes"})
    assert answer.status_code == 422
    assert "periksa lagi" in answer.text
    assert Agency.objects.get(code="a1").name == "Diskominfo"
    assert client.post(where, fields(answer.text) | {"confirm": "yes"}).status_code == 302
    assert Agency.objects.get(code="a1").name == "Badan TIK"


def test_a_programme_that_ends_while_its_report_waits():
    """Its report of the year after counts no more, as the preview says, and leaves the queue."""
    sheets = reporting_sheets()
    sheets["Programmes"][1][6] = 2023
    sheets["Targets"] += [["i1", 2023, "q1", 10, None]]
    found = stage(sheets=sheets, is_open=False)
    people = found.people
    window = open_window(
        found.region, year=2023, code="q1", deadline=DEADLINE, by=people.coordinator, at=AT
    )
    found = Stage(found.region, window, people)
    complete = COMPLETE | {"money:apbd": ""}
    submit_report(found.act(people.operator), {k: v for k, v in complete.items() if v})
    client = Client()
    client.force_login(people.coordinator)
    assert queue(found.region, people.verifier).count() == 1
    where = address("program", programme().pk, "purna")
    assert fields(client.get(where).text)["year"] == "2023"  # the last of which anything tells
    page = seen(client, where, year="2022")
    assert "1 laporan 2023 tidak lagi dihitung." in page
    assert "1 laporan yang menunggu verifikasi keluar dari antrean." in page
    done(client, where, year="2022")

    assert queue(found.region, people.verifier).count() == 0
    assert Case.objects.get(window=window).standing is not None
    assert imported_unchanged(found)
    page = seen(client, address("program", programme().pk, "pulih"), year="2023")
    assert "1 laporan 2023 kembali dihitung." in page


def imported_unchanged(found: Stage) -> bool:
    """Whether the site's own export brings no change."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "buku.xlsx"
        exported(found.region, path, Language.ID)
        by = found.people.coordinator
        looked = send_file(found.region, "buku.xlsx", path.read_bytes(), by, AT)
    assert looked.preview.is_ok
    return looked.preview.is_empty


def test_an_indicator_that_ends_is_not_asked_after(stage_: Stage, client: Client):
    one = Indicator.objects.get(code="i1")
    page = seen(client, address("indikator", one.pk, "purna"), year="2021")
    assert "1 nilai dalam laporan 2022 tidak lagi dihitung." in page
    done(client, address("indikator", one.pk, "purna"), year="2021")

    assert due_of(stage_.window, [programme()])["p1"].values == []
    assert imported_unchanged(stage_)
    assert "1 nilai dalam laporan 2022 kembali dihitung." in seen(
        client, address("indikator", one.pk, "pulih")
    )


def test_a_retired_agency_is_asked_for_nothing_new(stage_: Stage, client: Client):
    one = Agency.objects.get(code="a1")
    page = seen(client, address("opd", one.pk, "purna"), day="2022-04-06")
    for text in (
        "2 program masih direncanakan",
        "2 laporan yang belum selesai",
        "1 operator tetap",
    ):
        assert text in page
    done(client, address("opd", one.pk, "purna"), day="2022-04-05")
    assert Case.objects.filter(agency=one).exists()
    window = open_window(
        stage_.region,
        year=2022,
        code="q2",
        deadline=DEADLINE,
        by=stage_.people.coordinator,
        at=AT,
    )
    assert set(Case.objects.filter(window=window).values_list("programme__code", flat=True)) == {
        "p2"
    }
    done(client, address("opd", one.pk, "pulih"))
    assert Case.objects.filter(window=window).count() == 3


def test_only_a_coordinator(stage_: Stage, client: Client):
    one = Agency.objects.get(code="a1")
    changes = rename(one, "Dinas TIK")
    with pytest.raises(NotAllowedError):
        apply_act(
            stage_.region,
            Act.RENAME,
            changes,
            by=stage_.people.verifier,
            at=AT,
            reason="x",
            digest=digest_of(changes),
        )
    refresh_scorecards(stage_.region, AT)
    pages = [f"/{OWN}/2022/{place}/" for place in ("program/p1", "indikator/i1", "opd/a1")]
    for page in pages:
        assert client.get(page).text.count("/ubah/") == 4 + ("/opd/" in page)
    client.force_login(stage_.people.verifier)
    for page in pages:
        assert "/ubah/" not in client.get(page).text


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
    submit_report(found.act(found.people.operator), COMPLETE)
    return found


def by_agency(found: Stage, year: int) -> dict[str, object]:
    refresh_scorecards(found.region, AT)
    run = Run.objects.filter(region=found.region, year=year, basis="reported").latest("pk")
    return {one["code"]: one for one in run.result["agencies"]}


def unexplained(found: Stage) -> list[object]:
    """Where what there is does not follow from the log, but for the roles that tests gave."""
    return [one for one in state_findings(found.region) if one.key != "unlogged"]


def test_agencies_are_merged_from_a_year_on(client_of):
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


def test_a_second_merger_keeps_both_earlier_agencies(client_of):
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


@pytest.mark.parametrize("into", ["itself", "retired", "none", ""])
def test_what_an_agency_is_not_merged_into(stage_: Stage, client: Client, into: str):
    a1 = Agency.objects.get(code="a1")
    Agency.objects.filter(code="a2").update(retired_on=AT.date())
    keys = {"itself": a1.pk, "retired": Agency.objects.get(code="a2").pk, "none": 10**15}
    answer = client.post(
        address("opd", a1.pk, "gabung"),
        {"into": str(keys.get(into, "")), "year": "2022", "reason": "x", "show": "yes"},
    )
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
