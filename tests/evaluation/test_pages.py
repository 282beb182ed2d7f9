"""The pages of an evaluation: who sees what, what a press does, and at how many queries."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from evaluation.cycles import NOW, begun_by, case_of, command_on
from kotacerdas.accounts.models import Role, User
from kotacerdas.casework.actions.cases import CaseCommand
from kotacerdas.casework.actions.evidence import add_link
from kotacerdas.casework.actions.steps import save_draft
from kotacerdas.casework.models import Evidence, State
from kotacerdas.casework.processes import whole_cases
from kotacerdas.evaluation.actions.answers import hand_over
from kotacerdas.evaluation.actions.findings import Found, add_finding
from kotacerdas.evaluation.actions.uses import use
from kotacerdas.evaluation.models import Cycle, FindingCase, ItemCase, Questionnaire, Use
from kotacerdas.records.models import Agency
from pages.regions import OWN, begun, somebody
from pages.test_access import signed_in
from reporting.files import pdf

pytestmark = pytest.mark.django_db
BINDER, ITEM = f"/{OWN}/2023/bundel/", f"/{OWN}/2023/bundel/2.2/"


@pytest.fixture
def begun_cycle():
    region = begun(OWN)
    return begun_by(region)


def test_a_region_without_a_cycle_is_led_to_where_one_begins():
    region = begun(OWN)
    client = signed_in(somebody(region, Role.COORDINATOR))
    page = client.get(f"/{OWN}/bundel/", follow=True)

    assert page.redirect_chain == [(f"/{OWN}/siklus/mulai/", 302)]
    agency = Agency.objects.get(region=region)
    typed = {"year": "2023", "questionnaire": "gsc-2021", "home": agency.code}
    refused = client.post(f"/{OWN}/siklus/mulai/", typed | {"home": ""})
    assert refused.status_code == 422
    assert client.post(f"/{OWN}/siklus/mulai/", typed).status_code == 302
    assert Cycle.objects.get().year == 2023
    again = client.post(f"/{OWN}/siklus/mulai/", typed)
    assert "sudah dimulai" in again.text


def test_a_viewer_is_told_who_may_and_a_verifier_reads(begun_cycle):
    cycle, _ = begun_cycle
    viewer = signed_in(somebody(cycle.region, Role.VIEWER))
    assert viewer.get(BINDER).status_code == 403
    verifier = signed_in(somebody(cycle.region, Role.VERIFIER))
    chosen = {"year": "2024", "questionnaire": "gsc-2026-draft", "home": cycle.home.code}
    for typed in ({}, chosen):
        assert verifier.post(f"/{OWN}/siklus/mulai/", typed).status_code == 403
    assert Questionnaire.objects.get() == cycle.questionnaire  # none was kept on the way
    page = verifier.get(ITEM)
    assert page.status_code == 200
    assert 'value="ready"' not in page.text
    assert verifier.post(ITEM, {"do": "ready", "answer": "x"}).status_code == 403


def test_an_operator_sees_the_own_agencys_items_alone(begun_cycle):
    cycle, by = begun_cycle
    operator = signed_in(somebody(cycle.region, Role.OPERATOR))
    agency = Agency.objects.create(region=cycle.region, code="a9", name="Dinas Lain")
    hand_over([case_of(cycle, "2.3").item], agency, by=by, at=cycle.begun_at)

    text = operator.get(f"{BINDER}?bagian=output").text
    assert "butir-2.2" in text
    assert "butir-2.3" not in text
    assert operator.get(f"{BINDER}2.3/").status_code == 403
    assert operator.get(ITEM).status_code == 200


def test_an_agency_without_items_is_told_so_and_not_that_all_is_complete(begun_cycle):
    cycle, by = begun_cycle
    operator = signed_in(somebody(cycle.region, Role.OPERATOR))
    agency = Agency.objects.create(region=cycle.region, code="a9", name="Dinas Lain")
    every = list(ItemCase.objects.filter(cycle=cycle))
    hand_over(every, agency, by=by, at=cycle.begun_at)

    page = operator.get(BINDER)
    assert page.text.count("tidak ada butir untuk Anda") == 6
    assert "lengkap" not in page.text


def test_an_agency_reads_nowhere_a_finding_of_another(begun_cycle):
    cycle, by = begun_cycle
    operator = somebody(cycle.region, Role.OPERATOR)
    other = Agency.objects.create(region=cycle.region, code="a9", name="Dinas Lain")
    for agency, text in ((cycle.home, "Forum belum ada"), (other, "Anggaran terlambat")):
        found = Found(text, agency, NOW.date() + timedelta(days=9), item="2.2")
        add_finding(cycle, found, by=by, at=NOW)

    for user, sees_both in ((operator, False), (by, True)):
        client = signed_in(user)
        for page in (ITEM, f"/{OWN}/2023/temuan/"):
            text = client.get(page).text
            assert "Forum belum ada" in text
            assert ("Anggaran terlambat" in text) is sees_both, page
        standing = client.get(f"/{OWN}/tugas/").context["standing"]
        assert standing.open_findings == 1 + sees_both
    viewer = signed_in(somebody(cycle.region, Role.VIEWER))
    assert viewer.get(f"/{OWN}/tugas/").context["standing"] is None


def test_a_press_claims_a_level(begun_cycle):
    cycle, by = begun_cycle
    client = signed_in(by)
    answer = client.post(f"{BINDER}?bagian=output", {"claim": "2.2:3:0"})

    assert answer.url == f"{BINDER}?bagian=output#butir-2.2"
    assert case_of(cycle, "2.2").newest.filled == {"level": "3"}
    late = client.post(f"{BINDER}?bagian=output", {"claim": "2.2:1:0"})
    assert late.status_code == 422
    assert "lebih dulu" in late.text
    for claim in ("9.9:1:0", "2.2:x:1", "2.2", ""):
        assert client.post(BINDER, {"claim": claim}).status_code == 422


def test_what_is_not_ready_is_said_and_nothing_typed_is_lost(begun_cycle):
    cycle, by = begun_cycle
    client = signed_in(by)
    typed = {"do": "ready", "seen": "0", "level": "2", "answer": "Dewan ditetapkan."}
    page = client.post(ITEM, typed)

    assert page.status_code == 422
    assert "SK Dewan Smart City" in page.text
    assert "Dewan ditetapkan." in page.text
    case = case_of(cycle, "2.2")
    assert (case.state, case.newest.filled["level"]) == (State.DRAFT, "2")


def test_an_item_becomes_ready_with_files_and_pieces_that_are_in_the_store(begun_cycle):
    cycle, by = begun_cycle
    client = signed_in(by)
    file = SimpleUploadedFile("sk.pdf", pdf(), "application/pdf")
    sent = client.post(ITEM, {"do": "bring", "file": file, "wanted": "sk_council"})
    assert sent.status_code == 302
    piece = Evidence.objects.get()
    form = {"do": "use", "evidence": piece.pk, "wanted": "sk_team"}
    assert client.post(ITEM, form).status_code == 302
    page = client.get(ITEM)
    seen = case_of(cycle, "2.2").revision
    typed = {"level": "2", "answer": "Dewan ditetapkan.", "why": "Sesuai SK"}
    done = client.post(ITEM, typed | {"do": "ready", "seen": seen})

    assert page.text.count("sk.pdf") >= 2
    assert done.status_code == 302
    assert case_of(cycle, "2.2").state == State.VERIFIED
    other = client.post(f"{BINDER}2.1/", {"do": "use", "evidence": piece.pk, "wanted": ""})
    assert other.status_code == 302
    assert "dipakai juga di 2.2" in client.get(f"{BINDER}2.1/").text


def test_two_at_once_lose_nothing(begun_cycle):
    _, by = begun_cycle
    client = signed_in(by)
    client.post(ITEM, {"do": "save", "seen": "0", "level": "1", "answer": "Pertama"})
    page = client.post(ITEM, {"do": "save", "seen": "0", "level": "2", "answer": "Kedua"})

    assert page.status_code == 409
    assert "Kedua" in page.text
    assert "Pertama" in page.text


def test_a_finding_of_stage_one_is_answered_in_stage_two(begun_cycle):
    cycle, by = begun_cycle
    client = signed_in(by)
    agency = Agency.objects.get(region=cycle.region)
    operator = signed_in(somebody(cycle.region, Role.OPERATOR))
    form = {"text": "Forum belum dibentuk", "agency": agency.code, "due_on": "2100-01-01"}
    listed = f"/{OWN}/2023/temuan/"
    assert client.post(listed, form | {"agency": ""}).status_code == 422
    assert client.post(listed, form | {"item": "2.2"}).status_code == 302
    assert client.post(listed, form | {"item": "2.2"}).status_code == 302  # the same is the same
    finding = FindingCase.objects.get()
    page = f"{listed}{finding.number}/"
    assert "Forum belum dibentuk" in operator.get(f"/{OWN}/tugas/").text
    short = operator.post(page, {"do": "submit", "seen": "0", "answer": "SK terbit"})
    assert short.status_code == 422
    case = whole_cases().get(finding=finding)
    writer = User.objects.get(pk=operator.session["_auth_user_id"])
    command = CaseCommand(case, writer, cycle.begun_at, case.revision)
    add_link(command, "https://b.example/sk", "SK", cycle.begun_at.date())
    sent = {"do": "submit", "seen": FindingCase.objects.get().revision, "answer": "SK terbit"}
    assert operator.post(page, sent).status_code == 302
    assert "Forum belum dibentuk" in client.get(f"/{OWN}/tugas/").text
    accepted = {"do": "verify", "seen": FindingCase.objects.get().revision}
    assert client.post(page, accepted).status_code == 302
    assert FindingCase.objects.get().state == State.VERIFIED


def test_the_tasks_and_the_overview_say_how_far_it_is(begun_cycle):
    _, by = begun_cycle
    client = signed_in(by)

    assert "tahap I" in client.get(f"/{OWN}/tugas/").text
    assert "tahap I" in client.get(f"/{OWN}/2022/").text


@pytest.mark.parametrize("path", [f"{BINDER}?bagian=output", ITEM])
def test_the_binder_asks_as_often_for_much_evidence_as_for_little(begun_cycle, path):
    cycle, by = begun_cycle
    client = signed_in(by)

    def queries() -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    def bring(n: int) -> None:
        address = f"https://b.example/{n}"
        piece = add_link(command_on(cycle, "2.2", by), address, str(n), cycle.begun_at.date())
        use(command_on(cycle, "2.2", by), piece)

    save_draft(command_on(cycle, "2.2", by), {"level": "2"})
    bring(0)
    few = queries()
    for n in range(1, 30):
        bring(n)
    assert Use.objects.count() == 30
    assert queries() == few
    assert few <= (12 if path.startswith(f"{BINDER}?") else 24)


def test_the_name_of_a_document_stands_as_it_is_beside_a_shared_piece(begun_cycle):
    cycle, by = begun_cycle
    save_draft(command_on(cycle, "4.1", by), {"level": "1"})
    address, day = "https://b.example/rekap", cycle.begun_at.date()
    piece = add_link(command_on(cycle, "4.1", by), address, "Rekap", day)
    use(command_on(cycle, "4.1", by), piece, "survey_recap")
    use(command_on(cycle, "survey_recap", by), piece, "file")
    client = signed_in(by)
    client.cookies["django_language"] = "en"
    by.language = "en"
    by.save(update_fields=["language"])

    with translation.override("id"):  # what the request leaves behind is of this test alone
        text = client.get(f"{BINDER}4.1/").text
    assert "citizens&#x27; impact survey (2023)" in text
    assert "&amp;#x27;" not in text
