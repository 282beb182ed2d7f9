"""The verifier's pages: what waits, by filters; figures beside those of before; many at once."""

import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import openpyxl
import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kotacerdas.accounts.models import Appointment, Role
from kotacerdas.audit.models import Entry
from kotacerdas.casework.actions.cases import CaseCommand
from kotacerdas.casework.actions.evidence import add_file
from kotacerdas.casework.actions.steps import correct, submit, verify
from kotacerdas.casework.models import Case, Evidence, State, Version, Window
from kotacerdas.core.errors import NotAllowedError, RefusedError
from kotacerdas.core.words import sentence
from kotacerdas.plan.models import Budget, Programme, Realisation, Target
from kotacerdas.reporting.actions.verifying import undo_verifications, verify_reports
from kotacerdas.reporting.actions.windows import open_window
from kotacerdas.reporting.models import REPORTING
from kotacerdas.reporting.queue import Filters, place_of, queue
from kotacerdas.reporting.syncing import sync_cases
from markup import compact
from pages.regions import OWN
from reporting import files
from reporting.cast import AT, CHECKED, COMPLETE, Stage, answered

FAR = date(2100, 1, 1)
QUEUE = reverse("reporting:queue", args=[OWN])


@pytest.fixture
def here(batang: Stage) -> Stage:
    """The quarter still open while the test runs."""
    Window.objects.update(deadline=FAR)
    batang.window.deadline = FAR
    return batang


def waiting(here: Stage, many: int = 3, *, warned: int = 0) -> list[Case]:
    """Further programmes whose reports wait, the last of them with a warning."""
    programme = here.programme("p3")
    Programme.objects.bulk_create(
        Programme(
            region=here.region,
            code=f"x{n:03}",
            name=f"Program {n:03}",
            dimension=programme.dimension,
            agency=programme.agency,
            quick_win=False,
            start_year=2022,
            end_year=2022,
        )
        for n in range(many)
    )
    sync_cases(here.region)
    cases = [here.case(f"x{n:03}") for n in range(many)]
    found = [{"rule": "no_evidence", "key": "", "left": None, "right": 0}]
    for n, case in enumerate(cases):
        more = {"warnings": found} if n >= many - warned else {}
        answered(case, State.SUBMITTED, by=here.people.operator, filled={"realised": "yes"}, **more)
    return [here.case(f"x{n:03}") for n in range(many)]


def commands(here: Stage, cases: list[Case], **more: object) -> list[CaseCommand]:
    by = more.get("by", here.people.verifier)
    return [CaseCommand(here.case(one.programme.code), by, AT, one.revision) for one in cases]


def refusal(act, *args: object) -> str:
    with pytest.raises(RefusedError) as refused:
        act(*args)
    return sentence(refused.value)


def signed_in(here: Stage, role: str = "verifier") -> Client:
    client = Client()
    client.force_login(getattr(here.people, role))
    return client


def page_of(here: Stage, code: str = "p1", query: str = "", role: str = "verifier") -> str:
    address = reverse("reporting:report", args=[OWN, 2022, "q1", code])
    return signed_in(here, role).get(address + query).text


def chosen(page: str) -> list[str]:
    return [
        re.search(r'value="([^"]+)"', tag)[1]
        for tag in re.findall(r'<input[^>]*name="pick"[^>]*>', page)
        if "checked" in tag
    ]


def test_many_are_verified_for_one_reason_each_with_its_own_entry(here: Stage):
    cases = waiting(here)
    done = verify_reports(commands(here, cases), " Sesuai bukti ")

    assert [one.state for one in done] == [State.VERIFIED] * 3
    entries = Entry.objects.filter(action="report.verify")
    assert [one.reason for one in entries] == ["Sesuai bukti"] * 3
    assert [one.newest.verdict for one in done] == ["Sesuai bukti"] * 3


def test_all_or_none_are_verified_and_the_sentence_names_why(here: Stage):
    cases = waiting(here, warned=1)
    act = commands(here, cases)
    assert "Program 002 punya peringatan" in refusal(verify_reports, act, "Sesuai")
    assert refusal(verify_reports, act[:2], "  ") == "Tulis dulu alasan verifikasinya."
    assert refusal(verify_reports, [], "Sesuai") == "Pilih laporannya dulu."
    assert "51 laporan dipilih; paling banyak 50" in refusal(verify_reports, act[:1] * 51, "x")
    Case.objects.filter(pk=cases[1].pk).update(revision=90)
    assert "Program 001 berubah" in refusal(verify_reports, commands(here, cases[:2]), "Sesuai")
    verify(CaseCommand(here.case("x000"), here.people.verifier, AT, cases[0].revision))
    command = CaseCommand(here.case("x000"), here.people.operator, AT, cases[0].revision + 1)
    correct(command, "Salah")
    assert "Program 000: " in refusal(verify_reports, commands(here, cases[:1]), "Sesuai")
    assert Entry.objects.filter(action="report.verify").count() == 1


@pytest.mark.parametrize("role", ["operator", "coordinator", "neighbour"])
def test_only_a_verifier_verifies_many(here: Stage, role: str):
    cases = waiting(here, 1)
    act = commands(here, cases, by=getattr(here.people, role))
    for verb in (lambda: verify_reports(act, "x"), lambda: undo_verifications(act)):
        with pytest.raises(NotAllowedError):
            verb()
    assert signed_in(here, role).post(QUEUE, {"do": "verify"}).status_code == 403


def test_what_somebody_wrote_they_do_not_verify_among_many_either(here: Stage):
    cases = waiting(here, 2)
    Appointment.objects.create(
        user=here.people.operator,
        region=here.region,
        role=Role.VERIFIER,
        from_at=AT - timedelta(days=9),
    )
    act = commands(here, cases, by=here.people.operator)
    assert "ikut menyusun" in refusal(verify_reports, act, "Sesuai")


def test_the_page_chooses_those_of_low_risk_verifies_and_undoes(here: Stage):
    waiting(here, 4, warned=1)
    verifier = signed_in(here)
    page = verifier.get(QUEUE).text
    assert chosen(page) == []
    assert "Pilih 3 berisiko rendah" in page
    page = verifier.get(f"{QUEUE}?pilih=rendah").text
    cases = chosen(page)
    assert len(cases) == 3
    assert "3 berisiko rendah dipilih" in page
    without = verifier.post(f"{QUEUE}?pilih=rendah", {"do": "verify", "pick": cases})
    assert without.status_code == 422
    assert chosen(without.text) == cases
    typed = {"do": "verify", "pick": cases, "reason": "Sesuai bukti"}
    done = verifier.post(QUEUE, typed, follow=True)

    assert "3 laporan diverifikasi." in done.text
    form = re.search(
        r'<form method="post" action="([^"]+)" class="undo".*?</form>', done.text, re.DOTALL
    )
    fields = dict(re.findall(r'name="(do|pick)"\s+value="([^"]+)"', form[0]))
    assert Case.objects.filter(state=State.VERIFIED).count() == 3
    again = verifier.post(QUEUE, typed, follow=True)  # pressed twice
    assert Entry.objects.filter(action="report.verify").count() == 3
    assert again.status_code == 200
    correct(here.act(here.people.operator, "x000"), "Salah")
    undone = verifier.post(form[1], fields, follow=True).text
    assert "2 verifikasi dibatalkan" in undone
    assert "1 sudah ditindaklanjuti" in undone
    assert here.case("x001").state == State.SUBMITTED
    Case.objects.exclude(programme__code="x003").update(is_due=False)
    left = verifier.get(f"{QUEUE}?pilih=rendah", follow=True)
    assert left.redirect_chain
    assert "Program 003" in left.text


@pytest.mark.parametrize("case", ["", "x", "1", "1:x", "99999:1", "1:1 ٣:1"])
def test_a_choice_that_names_nothing_is_a_sentence(here: Stage, case: str):
    answer = signed_in(here).post(QUEUE, {"do": "verify", "pick": case, "reason": "x"})
    assert answer.status_code == 422
    assert "Pilih laporannya dulu." in answer.text


def test_the_queue_is_asked_by_agency_period_and_risk(here: Stage):
    waiting(here, 3, warned=1)
    neighbour = here.act(here.people.neighbour, "p2")
    submit(neighbour, {"realised": "yes", "answer:no_evidence|": "nanti"})
    by = here.people.verifier

    def codes(**asked: str) -> list[str]:
        found = queue(here.region, by, Filters.of(asked))
        return sorted(one.programme.code for one in found)

    assert codes() == ["p2", "x000", "x001", "x002"]
    assert codes(opd="a2") == ["p2"]
    assert codes(periode="2022/q1") == codes()
    assert codes(periode="2022/q2") == codes(periode="x") == codes(opd="a9") == []
    assert codes(risiko="peringatan") == ["p2", "x002"]
    assert codes(risiko="tanpa", opd="a1") == ["x000", "x001"]
    assert codes(q="program 00", risiko="tanpa") == ["x000", "x001"]
    assert codes(q="X002") == ["x002"]
    page = compact(signed_in(here).get(f"{QUEUE}?opd=a1").text)
    assert "Dengan peringatan (1)" in page
    assert "Tanpa peringatan (2)" in page
    page = compact(signed_in(here).get(f"{QUEUE}?opd=a1&periode=2022/q1").text)
    assert '<option value="2022/q1" selected>Triwulan I 2022 (3)</option>' in page
    page = signed_in(here).get(f"{QUEUE}?opd=a2").text
    assert f"{reverse('reporting:report', args=[OWN, 2022, 'q1', 'p2'])}?opd=a2" in page
    assert "Program 000" not in page
    assert "Tidak ada yang cocok" in signed_in(here).get(f"{QUEUE}?opd=a9").text


def test_the_queue_is_downloaded_with_the_day_on_which_each_was_sent(here: Stage):
    cases = waiting(here)
    late = datetime(2022, 5, 1, 18, 0, tzinfo=UTC)  # the next day in Jakarta
    Version.objects.filter(case__in=cases).update(submitted_at=late)
    answer = signed_in(here).get(f"{QUEUE}?unduh=xlsx")

    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    heads = [cell.value for cell in sheet[1]]
    days = {row[heads.index("Dikirim")].value for row in sheet.iter_rows(min_row=2)}
    assert days == {datetime(2022, 5, 2)}  # noqa: DTZ001 - a day


def test_the_periods_of_the_queue_are_in_the_order_in_which_they_end(here: Stage):
    for case, code in zip(waiting(here)[1:], ("m10", "m02"), strict=True):
        own = Window.objects.create(
            process=REPORTING,
            region=here.region,
            year=2022,
            code=code,
            deadline=FAR,
            opened_at=AT,
            opened_by=here.people.coordinator,
        )
        Case.objects.filter(pk=case.pk).update(window=own)
    page = signed_in(here).get(f"{QUEUE}?urut=periode").text
    offered = re.findall(r'<option\s+value="(2022/\w+)"', page)
    assert offered == ["2022/m02", "2022/q1", "2022/m10"]
    read = re.findall(r"/laporan/2022/(\w+)/\w+", page)
    assert list(dict.fromkeys(read)) == ["m02", "q1", "m10"]


def test_a_report_leads_to_its_neighbours_in_the_queue_that_was_asked_for(here: Stage):
    cases = waiting(here, 5)
    place = place_of(cases[2], here.region, here.people.verifier, Filters())
    assert (place.number, place.total) == (3, 5)
    assert (place.before, place.after) == (cases[1], cases[3])
    page = page_of(here, "x002", "?opd=a1")
    for key, code in (("s", "x001"), ("l", "x003")):
        address = reverse("reporting:report", args=[OWN, 2022, "q1", code])
        assert re.search(rf'data-key="{key}"\s+href="{address}\?opd=a1"', page)
    done = signed_in(here).post(
        reverse("reporting:report", args=[OWN, 2022, "q1", "x002"]) + "?opd=a1",
        {"do": "verify", "seen": here.case("x002").revision},
    )
    assert done.url == reverse("reporting:report", args=[OWN, 2022, "q1", "x003"]) + "?opd=a1"


def test_figures_stand_beside_the_same_quarter_the_period_before_and_the_target(here: Stage):
    indicator = Target.objects.filter(indicator__code="i1").first().indicator
    for year, period, value in ((2021, "q1", 7), (2021, "q4", 8)):
        Realisation.objects.create(
            region=here.region, indicator=indicator, year=year, period=period, value=value
        )
    submit(here.act(here.people.operator), COMPLETE | {"note": "Selesai di tiga desa"})
    page = page_of(here)
    table = re.search(r"<table.*?</table>", page, re.DOTALL)[0]
    cells = [
        re.sub(r"<[^>]+>", "", cell).strip()
        for cell in re.findall(r"<td class=\"num.*?</td>", table, re.DOTALL)
    ]
    assert cells[8:12] == ["7", "8", "10", "9,5"]
    assert cells[12:16] == ["–", "–", "1.000.000", "450.000"]
    assert "Triwulan I 2021" in table
    assert "Triwulan IV 2021" in table
    assert "Selesai di tiga desa" in page


def test_money_stands_beside_the_same_quarter_of_the_year_before_alone(here: Stage):
    people = here.people
    Programme.objects.filter(code="p1").update(start_year=2021)
    for code, spent in (("q1", "300.000"), ("q2", "800.000")):
        Budget.objects.get_or_create(
            region=here.region,
            programme=here.programme(),
            year=2021,
            source="apbd",
            defaults={"ceiling": 900_000},
        )
        window = open_window(
            here.region, year=2021, code=code, deadline=FAR, by=people.coordinator, at=AT
        )
        filled = {"realised": "no", "money:apbd": spent}
        answered(here.case(window=window), State.SUBMITTED, by=people.operator, filled=filled)
    submit(here.act(people.operator), COMPLETE)
    row = re.search(r"APBD.*?</tr>", page_of(here), re.DOTALL)[0]
    assert re.findall(r">\s*([\d.]+|–)\s*<", row) == ["300.000", "–", "1.000.000", "450.000"]


def test_a_phone_begins_with_the_part_that_was_asked_for(here: Stage):
    add_file(here.act(here.people.operator), "foto.png", files.png())
    submit(here.act(here.people.operator), COMPLETE)
    piece = Evidence.objects.get(title="foto.png")
    address = reverse("reporting:report", args=[OWN, 2022, "q1", "p1"])

    def first(page: str) -> list[str]:
        return re.findall(r'id="side-(\w+)"\s+checked', page)

    assert first(page_of(here)) == ["figures"]
    assert first(page_of(here, query=f"?bukti={piece.pk}")) == ["evidence"]
    refused = signed_in(here).post(address, {"do": "return", "seen": here.case().revision})
    assert first(refused.text) == ["decision"]


def test_answers_stand_with_their_warnings(here: Stage):
    submit(here.act(here.people.operator), COMPLETE)
    page = page_of(here)
    assert "Belum ada bukti dukung." in page
    assert "Jawaban: Menyusul pekan depan" in page
    assert "Tulis mengapa laporan tetap diverifikasi" in page


def test_a_spent_sum_of_before_is_that_of_the_report_before(here: Stage):
    submit(here.act(here.people.operator), COMPLETE)
    people = here.people
    second = open_window(
        here.region, year=2022, code="q2", deadline=FAR, by=people.coordinator, at=AT
    )
    case = here.case(window=second)
    filled = COMPLETE | {"money:apbd": "700.000", "value:i1|q2": "3"}
    del filled["value:i1|q1"]
    submit(CaseCommand(case, people.operator, AT, case.revision), filled)
    page = signed_in(here).get(reverse("reporting:report", args=[OWN, 2022, "q2", "p1"])).text
    row = re.search(r"APBD.*?</tr>", page, re.DOTALL)[0]
    assert re.findall(r">\s*([\d.]+)\s*<", row) == ["450.000", "1.000.000", "700.000"]


def three_pages() -> bytes:
    made = pikepdf.new()
    for _ in range(3):
        made.add_blank_page()
    return files.saved(made)


def test_a_pdf_is_looked_at_page_by_page_as_pictures(here: Stage):
    operator = here.people.operator
    add_file(here.act(operator), "berita.pdf", three_pages())
    add_file(here.act(operator), "foto.png", files.png())
    submit(here.act(operator), COMPLETE)
    piece = Evidence.objects.get(title="berita.pdf")
    assert piece.file.pages == 3
    page = page_of(here, query=f"?bukti={piece.pk}&hlm=2")
    address = reverse("casework:evidence-page", args=[OWN, piece.pk, 2])
    assert f'src="{address}"' in page
    assert "hlm. 2 dari 3" in page
    for hlm in ("0", "99", "x", "-1"):
        assert "hlm. " in page_of(here, query=f"?bukti={piece.pk}&hlm={hlm}")

    drawn = signed_in(here).get(address)
    assert (drawn.status_code, drawn["Content-Type"]) == (200, "image/jpeg")
    assert drawn.content.startswith(b"\xff\xd8")
    assert "sandbox" in drawn["Content-Security-Policy"]
    again = signed_in(here).get(address, headers={"if-none-match": drawn["ETag"]})
    assert again.status_code == 304
    for number in (0, 4):
        beyond = reverse("casework:evidence-page", args=[OWN, piece.pk, number])
        assert signed_in(here).get(beyond).status_code == 404
    assert signed_in(here, "neighbour").get(address).status_code == 403
    assert signed_in(here, "outsider").get(address).status_code == 404


def test_who_verified_finds_the_way_back_on_the_page(here: Stage):
    submit(here.act(here.people.operator), COMPLETE)
    verify(here.act(here.people.verifier), CHECKED)
    assert "Batalkan verifikasi" in page_of(here)
    assert "Batalkan verifikasi" not in page_of(here, role="coordinator")


@pytest.mark.parametrize("many", [3, 60])
def test_pages_ask_as_little_for_many_that_wait_as_for_few(here: Stage, many: int):
    waiting(here, many)
    verifier = signed_in(here)
    found = []
    for address, bound in (
        (QUEUE, 14),
        (f"{QUEUE}?pilih=rendah", 14),
        (reverse("reporting:report", args=[OWN, 2022, "q1", "x001"]), 40),
    ):
        with CaptureQueriesContext(connection) as asked:
            verifier.get(address)
        found.append((len(asked), bound))
    assert all(count <= bound for count, bound in found), found
