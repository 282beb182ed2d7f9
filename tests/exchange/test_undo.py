"""An entry of the log taken back: what comes of it, what was changed since, and what stays."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from cli.calls import call
from exchange.site import alerts, coordinator, nothing_written, region, sent
from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.audit.models import Entry
from kotacerdas.casework.actions.steps import save_draft, submit
from kotacerdas.casework.models import Case, Version
from kotacerdas.core.errors import NotAllowedError, RefusedError
from kotacerdas.exchange.outcome import Decisions
from kotacerdas.exchange.sides import LABELS
from kotacerdas.exchange.undo import undo_entry, undo_of
from kotacerdas.plan.models import Indicator, Mission, Programme, Target
from kotacerdas.records.models import Agency
from kotacerdas.scorecards.actions import publish_run
from kotacerdas.scorecards.models import Run
from markup import compact
from pages.regions import AT, OWN, sheets_of, somebody
from records.histories import state
from reporting.cast import COMPLETE, reporting_sheets, stage
from workbook.builder import Sheets, put, xlsx

pytestmark = pytest.mark.django_db
_INPUT = re.compile(r'<input type="(hidden|radio)" name="([^"]+)" value="([^"]*)"( checked)?>')


def brought_in(client: Client, sheets: Sheets) -> int:
    """The number of the entry that the import of the sheets made."""
    address = sent(client, xlsx(sheets))
    ticked = {"removals": "shown", "remove": [*LABELS.values()]}
    page = client.post(address, ticked | {"do": "show"}).text
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    form |= {"do": "apply", "reason": "Rapat"}
    assert client.post(address, form | ticked).status_code == 302
    return newest().number


def newest() -> Entry:
    return Entry.objects.filter(chain_id=OWN).latest("number")


def address(number: int) -> str:
    return reverse("exchange:undo", args=[OWN, number])


def form(page: str) -> dict[str, str]:
    return {
        name: html.unescape(value)
        for kind, name, value, checked in _INPUT.findall(compact(page))
        if kind == "hidden" or checked
    }


def confirm(client: Client, number: int, **more: str):
    page = client.get(address(number)).text
    return client.post(address(number), form(page) | {"confirm": "yes", "reason": "Salah"} | more)


def changed() -> Sheets:
    """A name and a day changed, a target and a budget removed, a mission added."""
    sheets = put(put(sheets_of(OWN), "Programmes!B2", "Berganti"), "Regulations!F2", "2021-05-01")
    del sheets["Targets"][1], sheets["Budget"][1]
    sheets["Missions"].append(["m2", "RPJMD 2017-2022", "Sejahtera"])
    return sheets


def test_an_import_is_taken_back_and_taking_back_is_too():
    client = coordinator()
    before = state(region())
    number = brought_in(client, changed())
    after = state(region())
    page = client.get(address(number)).text
    for text in ("Berganti", "Misi m2", "Target i1", "Anggaran p1", "5 perubahan"):
        assert text in page
    assert confirm(client, number).status_code == 302
    assert state(region()) == before
    assert list(state(region())) == list(before)  # the rows' order too
    undoing = newest()
    assert (undoing.action, undoing.reason, undoing.undoes.number) == ("undo", "Salah", number)
    assert region().stale_years.exists()
    entry = client.get(reverse("pages:entry", args=[OWN, number])).text
    assert f"Catatan {undoing.number}</a>" in entry

    assert confirm(client, undoing.number).status_code == 302
    assert state(region()) == after


def test_only_with_a_reason():
    client = coordinator()
    number = brought_in(client, changed())
    with nothing_written():
        answer = confirm(client, number, reason=" ")
    assert answer.status_code == 422
    assert alerts(answer.text) == ["Tulis alasan pembatalan."]


def test_pressed_twice_it_is_done_once():
    client = coordinator()
    number = brought_in(client, changed())
    pressed = form(client.get(address(number)).text) | {"confirm": "yes", "reason": "Salah"}
    assert client.post(address(number), pressed).status_code == 302
    with nothing_written():
        answer = client.post(address(number), pressed)
    assert answer.status_code == 422
    assert "Tidak ada yang perlu dikembalikan" in answer.text


def three_conflicts(client: Client) -> int:
    """Three fields of an import were changed since, and one was not."""
    sheets = put(put(sheets_of(OWN), "Programmes!B2", "Berganti"), "Agencies!B2", "Dinas")
    sheets = put(put(sheets, "Budget!D2", 17_000_000), "Missions!C2", "Jaya")
    number = brought_in(client, sheets)
    sheets = put(put(sheets, "Programmes!B2", "Lain"), "Agencies!B2", "Badan")
    brought_in(client, put(sheets, "Budget!D2", 18_000_000))
    return number


def test_what_was_changed_since_is_decided_one_by_one():
    client = coordinator()
    number = three_conflicts(client)
    page = client.get(address(number)).text
    assert "3 isian diubah orang sesudah catatan ini" in page
    for text in ("Lain", "Satu", "Badan", "Diskominfo", "coordinator-33.25@example.org"):
        assert text in page
    programme = Programme.objects.get()
    taken = {f"plan.programme/{programme.pk}/name": "take"}
    assert confirm(client, number, **taken).status_code == 302
    programme.refresh_from_db()
    assert programme.name == "Satu"
    assert Agency.objects.get().name == "Badan"
    assert Mission.objects.get().text == "Maju"


@pytest.mark.parametrize(("all_", "name"), [("keep", "Lain"), ("take", "Satu")])
def test_all_at_once_is_shown_before_it_is_done(all_: str, name: str):
    client = coordinator()
    number = three_conflicts(client)
    with nothing_written():
        page = client.post(address(number), {"all": all_, "reason": "Keliru"}).text
    assert 'value="Keliru"' in page
    pressed = form(page) | {"confirm": "yes", "reason": "Keliru"}
    assert client.post(address(number), pressed).status_code == 302
    assert Programme.objects.get().name == name


def test_what_changed_meanwhile_is_shown_and_the_decisions_stay():
    client = coordinator()
    number = three_conflicts(client)
    taken = {f"plan.programme/{Programme.objects.get().pk}/name": "take"}
    pressed = form(client.get(address(number)).text) | taken
    sheets = put(put(sheets_of(OWN), "Programmes!B2", "Lain"), "Agencies!B2", "Badan")
    brought_in(client, put(put(sheets, "Budget!D2", 19_000_000), "Missions!C2", "Jaya"))
    with nothing_written():
        answer = client.post(address(number), pressed | {"confirm": "yes", "reason": "Salah"})
    assert answer.status_code == 422
    assert "Data berubah sejak" in alerts(answer.text)[0]
    assert form(answer.text).items() >= taken.items()
    again = form(answer.text) | {"confirm": "yes", "reason": "Salah"}
    assert client.post(address(number), again).status_code == 302
    assert Programme.objects.get().name == "Satu"


def test_an_unrelated_act_meanwhile_is_no_hindrance():
    client = coordinator()
    number = brought_in(client, put(sheets_of(OWN), "Programmes!B2", "Berganti"))
    pressed = form(client.get(address(number)).text) | {"confirm": "yes", "reason": "Salah"}
    both = put(put(sheets_of(OWN), "Programmes!B2", "Berganti"), "Agencies!B2", "Badan")
    brought_in(client, both)
    assert client.post(address(number), pressed).status_code == 302
    assert Agency.objects.get().name == "Badan"


def undone(of, number: int, **decided: bool):
    return undo_entry(of, number, Decisions(**decided), by=None, at=AT, reason="Salah")


def whys(undo) -> list[str]:
    return sorted(one.why.key for one in undo.left)


def with_two_more(sheets: Sheets) -> Sheets:
    sheets["Agencies"].append(["a9", "Dinas Baru"])
    for code in ("p8", "p9"):
        sheets["Programmes"].append([code, *sheets["Programmes"][1][1:]])
    return sheets


def test_what_a_report_or_an_account_names_stays_and_the_rest_is_taken_back(client):
    here = stage()
    client.force_login(here.people.coordinator)
    number = brought_in(client, with_two_more(reporting_sheets(OWN)))
    save_draft(here.act(here.people.operator, "p9"), {"realised": "yes"})
    agency = Agency.objects.get(code="a9")
    Appointment.objects.create(
        user=here.people.outsider, region=here.region, role=Role.OPERATOR, agency=agency, from_at=AT
    )
    page = client.get(address(number)).text
    assert "Program p9" in page
    assert "Tidak dapat dihapus karena masih dirujuk: Laporan (1)." in page
    assert "Tidak dapat dihapus karena masih dirujuk: Peran (1)." in page
    assert confirm(client, number).status_code == 302
    assert not Programme.objects.filter(code="p8").exists()
    assert Programme.objects.filter(code="p9").exists()
    assert Version.objects.count() == 1
    assert not Case.objects.filter(programme__code="p8").exists()


def test_what_a_row_names_by_now_stays():
    client = coordinator()
    sheets = sheets_of(OWN)
    sheets["Missions"].append(["m2", "RPJMD 2017-2022", "Sejahtera"])
    sheets["Agencies"].append(["a2", "Dinas"])
    number = brought_in(client, sheets)
    brought_in(client, put(put(sheets, "Programmes!H2", "m1;m2"), "Programmes!D2", "a2"))
    with pytest.raises(RefusedError, match=r"undo\.nothing_left"):
        undone(region(), number)
    assert (
        whys(undo_of(region(), Entry.objects.get(chain_id=OWN, number=number), AT))
        == ["misfit.referred"] * 2
    )
    last = newest().number
    undone(region(), last)
    undone(region(), number)
    assert not Mission.objects.filter(code="m2").exists()


def test_what_names_a_record_that_is_gone_stays_gone():
    client = coordinator()
    sheets = sheets_of(OWN)
    del sheets["Targets"][1]
    number = brought_in(client, sheets)
    for name, row in (("Targets", 1), ("Realisation", 2), ("Indicators", 1)):
        del sheets[name][row]
    brought_in(client, sheets)
    undo = undo_of(region(), Entry.objects.get(chain_id=OWN, number=number), AT)
    assert whys(undo) == ["misfit.names_what_is_gone"]
    assert undo.changes == []
    undone(region(), newest().number)
    undone(region(), number)
    assert Target.objects.count() == 3


def test_a_record_whose_key_another_has_by_now_stays_gone():
    client = coordinator()
    sheets = sheets_of(OWN)
    row = sheets["Targets"].pop(1)
    number = brought_in(client, sheets)
    sheets["Targets"].append([*row[:3], 77, None])
    brought_in(client, sheets)
    undo = undo_of(region(), Entry.objects.get(chain_id=OWN, number=number), AT)
    assert whys(undo) == ["misfit.key_is_taken"]


def test_a_changed_record_that_is_gone_is_named():
    client = coordinator()
    sheets = put(sheets_of(OWN), "Budget!D2", 17_000_000)
    number = brought_in(client, sheets)
    del sheets["Budget"][1]
    brought_in(client, sheets)
    assert "Batalkan dulu catatan yang menghapusnya" in client.get(address(number)).text


def test_a_removal_of_what_was_changed_since_is_a_conflict_of_the_whole():
    client = coordinator()
    sheets = sheets_of(OWN)
    sheets["Missions"].append(["m2", "RPJMD 2017-2022", "Sejahtera"])
    number = brought_in(client, sheets)
    brought_in(client, put(sheets, "Missions!C3", "Makmur"))
    with pytest.raises(RefusedError, match=r"undo\.nothing_left"):
        undone(region(), number)
    undone(region(), number, others=True)
    assert Mission.objects.count() == 1


def test_the_first_import_leaves_the_region_and_whatever_is_named():
    client = coordinator()
    before = state(region())
    somebody(region(), Role.OPERATOR)
    undo = undone(region(), 1)
    assert whys(undo) == ["misfit.incomplete", "misfit.referred"]
    assert [label for label, _ in state(region())] == ["records.region", "records.agency"]
    assert confirm(client, newest().number).status_code == 302
    assert state(region()) == before


def test_reports_and_publications_are_undone_elsewhere(client):
    here = stage()
    client.force_login(here.people.coordinator)
    save_draft(here.act(here.people.operator), COMPLETE)
    submit(here.act(here.people.operator))
    number = newest().number
    for page in (address(number), reverse("pages:entry", args=[OWN, number])):
        assert "diubah kembali di halamannya sendiri" in client.get(page).text
    with pytest.raises(RefusedError, match=r"undo\.otherwise"):
        undone(here.region, number)


def test_a_publication_leads_to_its_own_page_as_long_as_it_holds():
    client = coordinator()
    run = Run.objects.filter(basis="verified").latest("pk")
    publish_run(run, User.objects.get(), AT, "Rapat")
    number = newest().number
    entry = reverse("pages:entry", args=[OWN, number])
    own_page = reverse("pages:take-back", args=[OWN, run.pk])
    assert own_page in client.get(entry).text
    assert client.post(own_page, {"reason": "Dini"}).status_code == 302
    assert newest().undoes.number == number
    assert own_page not in client.get(entry).text
    assert client.get(address(number)).status_code == 422


def test_only_a_coordinator_may():
    client = coordinator()
    number = brought_in(client, changed())
    verifier = somebody(region(), Role.VERIFIER)
    with pytest.raises(NotAllowedError), nothing_written():
        undo_entry(region(), number, Decisions(), by=verifier, at=AT, reason="Salah")
    client.force_login(verifier)
    assert address(number) not in client.get(reverse("pages:entry", args=[OWN, number])).text


@pytest.mark.parametrize("more", [1, 60])
def test_the_preview_asks_as_much_of_one_row_as_of_many(more: int, django_assert_max_num_queries):
    client = coordinator()
    sheets = sheets_of(OWN)
    sheets["Missions"] += [[f"x{n}", "RPJMD", "Maju"] for n in range(more)]
    number = brought_in(client, sheets)
    with django_assert_max_num_queries(42):
        page = client.get(address(number)).text
    assert ('name="p" value="2"' in page) is (more > 50)
    second = client.post(address(number), {"p": "2"}).text
    assert ("Misi x59" in second) is (more > 50)


def test_the_command(capsys):
    client = coordinator()
    number = three_conflicts(client)
    assert call("undo", OWN, 999, "--reason", "Salah").code == 2
    assert "33.99" in call("undo", "33.99", 1, "--reason", "Salah").err
    said = call("undo", OWN, number, "--reason", "Salah")
    assert said.code == 0
    assert "3 isian" in said.err
    assert Mission.objects.get().text == "Maju"
    assert newest().actor == ""
    assert call("undo", OWN, number, "--reason", "Salah").code == 2
    assert call("undo", OWN, number, "--reason", "Salah", "--take").code == 0
    assert Programme.objects.get().name == "Satu"
    assert Indicator.objects.count() == 2
