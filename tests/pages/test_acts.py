"""Acts on records through their pages: seen before, with a reason, one entry, and undone."""

import pytest
from django.test import Client
from django.urls import reverse

from kotacerdas.casework.actions.steps import submit
from kotacerdas.casework.models import Case
from kotacerdas.core.errors import NotAllowedError
from kotacerdas.exchange.undo import Decisions, undo_entry
from kotacerdas.pages import acts
from kotacerdas.plan.actions import Act, Asked, apply_act, planned
from kotacerdas.plan.models import Indicator, Programme
from kotacerdas.records.models import Agency
from kotacerdas.reporting.actions.windows import open_window
from kotacerdas.reporting.asking import due_of
from kotacerdas.reporting.queue import queue
from kotacerdas.scorecards.actions import refresh_scorecards
from kotacerdas.scorecards.models import Run
from pages.acting import address, done, fields, imported_unchanged, seen
from pages.regions import OWN
from reporting.cast import AT, COMPLETE, DEADLINE, Stage, reporting_sheets, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage_() -> Stage:
    found = stage()
    submit(found.act(found.people.operator), COMPLETE)
    return found


@pytest.fixture
def client(stage_: Stage) -> Client:
    client = Client()
    client.force_login(stage_.people.coordinator)
    return client


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
    submit(found.act(people.operator), {k: v for k, v in complete.items() if v})
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


def test_what_hangs_on_all_that_retire_is_told_in_one_sum(stage_: Stage, client: Client):
    both = [one.pk for one in Agency.objects.filter(code__in=("a1", "a2"))]
    typed = {"pick": both, "day": "2022-04-06", "reason": "Perda", "show": "yes"}
    page = client.post(reverse("pages:acts", args=[OWN, "opd", "purna"]), typed).text
    for text in (
        "3 program masih direncanakan",
        "3 laporan yang belum selesai",
        "2 operator tetap",
        "Pindahkan dulu ke OPD lain",
    ):
        assert text in page


def test_only_a_coordinator(stage_: Stage, client: Client):
    one = Agency.objects.get(code="a1")
    asked = Asked(Act.RENAME, name="Dinas TIK")
    digest = planned([one], asked, AT).digest
    with pytest.raises(NotAllowedError):
        apply_act([one], asked, by=stage_.people.verifier, at=AT, reason="x", digest=digest)
    refresh_scorecards(stage_.region, AT)
    pages = [f"/{OWN}/2022/{place}/" for place in ("program/p1", "indikator/i1", "opd/a1")]
    for page in pages:
        assert client.get(page).text.count("/ubah/") == 4 + ("/opd/" in page)
    client.force_login(stage_.people.verifier)
    for page in pages:
        assert "/ubah/" not in client.get(page).text


def test_a_record_that_goes_while_its_act_waits_is_told(
    stage_: Stage, client: Client, monkeypatch: pytest.MonkeyPatch
):
    one = Agency.objects.create(region=stage_.region, code="a9", name="Badan Riset")
    where = address("opd", one.pk, "nama")
    form = fields(seen(client, where, name="Badan Riset Daerah"))

    def waited(*args: object, **kwargs: object) -> object:
        Agency.objects.filter(pk=one.pk).delete()
        return apply_act(*args, **kwargs)

    monkeypatch.setattr(acts, "apply_act", waited)
    answer = client.post(where, form | {"confirm": "yes"}, follow=True)
    assert answer.redirect_chain
    assert "Badan Riset sudah dihapus" in answer.text


@pytest.mark.parametrize(("act", "typed"), [("nama", {"name": "Lain"}), ("kode", {"code": "x9"})])
def test_only_a_retirement_is_announced_as_one(client: Client, act: str, typed: dict[str, str]):
    one = Agency.objects.get(code="a1")
    Agency.objects.filter(pk=one.pk).update(retired_on=AT.date())
    assert "program masih direncanakan" not in seen(client, address("opd", one.pk, act), **typed)


@pytest.mark.parametrize("year", ["1899", "2201", "", "x"])
def test_a_year_that_no_workbook_holds_is_refused(client: Client, year: str):
    where = address("program", programme().pk, "purna")
    answer = client.post(where, {"year": year, "reason": "x", "show": "yes"})
    assert answer.status_code == 422
    assert "1900 sampai 2200" in answer.text
