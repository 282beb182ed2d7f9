"""People act in between: agencies change, cycles close, two decide at once, readers see less."""

import json
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from evaluation.cycles import EDITION, NOW, begun_by, case_of, command_on
from kotacerdas.accounts.models import Appointment, Role
from kotacerdas.audit.models import Entry
from kotacerdas.casework.actions.cases import CaseCommand
from kotacerdas.casework.actions.evidence import (
    EvidenceCommand,
    add_file,
    add_link,
    remove,
    set_visibility,
)
from kotacerdas.casework.actions.steps import IncompleteError, save_draft, send_back
from kotacerdas.casework.models import Evidence, Notice, State
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.casework.processes import whole_cases
from kotacerdas.core.errors import RefusedError
from kotacerdas.documents.evaluation_story import Story
from kotacerdas.evaluation.actions.answers import hand_over, mark_ready
from kotacerdas.evaluation.actions.beginning import begin_cycle
from kotacerdas.evaluation.actions.cycles import move_cycle, set_figures_year
from kotacerdas.evaluation.actions.findings import Found, add_finding, change_finding
from kotacerdas.evaluation.actions.requests import Sent, accept, ask, bring, refuse, token_of
from kotacerdas.evaluation.actions.uses import UseCommand, confirm, use
from kotacerdas.evaluation.cycle import Move
from kotacerdas.evaluation.models import Cycle, FindingCase, Incoming, ItemCase, Request, Use
from kotacerdas.evaluation.questionnaires import keep
from kotacerdas.evaluation.views import documents
from kotacerdas.exchange.undo import Decisions, undo_entry
from kotacerdas.frameworks.questionnaire import table_of
from kotacerdas.ops.verification import state_findings
from kotacerdas.outbox.models import Letter
from kotacerdas.plan.actions import Act, Asked, apply_act, planned
from kotacerdas.records.models import Agency
from pages.acting import address, client_of, seen
from pages.regions import OWN, begun, somebody
from reporting.files import pdf

pytestmark = pytest.mark.django_db
SITE = "https://kota.example"
CODE, PIECE = "2.2", "sk_forum"
SAID = {"level": "0", "answer": "Belum ada.", "why": "Sesuai"}


@pytest.fixture
def begun_cycle():
    return begun_by(begun(OWN))


def another(cycle: Cycle, code: str = "b1") -> Agency:
    return Agency.objects.create(region=cycle.region, code=code, name=f"Dinas {code}")


def done_to(agency: Agency, by, asked: Asked) -> None:
    at = timezone.now()
    digest = planned([agency], asked, at).digest
    apply_act([agency], asked, by=by, at=at, reason="Perda", digest=digest)


def found_in(cycle: Cycle, by, text: str = "Forum belum ada") -> FindingCase:
    what = Found(text, cycle.home, NOW.date() + timedelta(days=9), item=CODE)
    return add_finding(cycle, what, by=by, at=NOW)


def unexplained(cycle: Cycle) -> list[object]:
    """Where what there is does not follow from the log, but for what tests gave without it."""
    return [one for one in state_findings(cycle.region) if one.key != "unlogged"]


def test_a_code_that_an_agency_gives_up_is_followed_in_the_log(begun_cycle):
    cycle, by = begun_cycle
    found_in(cycle, by)
    done_to(cycle.home, by, Asked(Act.RECODE, code="baru"))

    assert not unexplained(cycle)


def test_what_an_agency_answers_goes_on_in_the_one_it_is_merged_into(begun_cycle):
    cycle, by = begun_cycle
    into, found = another(cycle), found_in(cycle, by)
    where = address("opd", cycle.home.pk, "gabung")
    items = ItemCase.objects.filter(cycle=cycle).count()
    page = seen(client_of(by), where, into=str(into.pk), year="2024")
    assert f"{items + 1} butir dan temuan evaluasi ikut berpindah." in page
    done_to(cycle.home, by, Asked(Act.MERGE, into=into.pk, from_year=2024))

    assert set(ItemCase.objects.filter(cycle=cycle).values_list("agency", flat=True)) == {into.pk}
    assert whole_cases().get(pk=found.pk).agency == into
    assert Cycle.objects.get().home == into
    assert not unexplained(cycle)

    merged = Entry.objects.get(action=Act.MERGE)
    undo_entry(cycle.region, merged.number, Decisions(), by=by, at=timezone.now(), reason="Keliru")
    assert not unexplained(cycle)  # they stay where somebody can answer them
    handed = Entry.objects.get(action="evaluation.hand_over")
    with pytest.raises(RefusedError, match=r"undo\.otherwise"):
        undo_entry(cycle.region, handed.number, Decisions(), by=by, at=NOW, reason="Keliru")


def test_an_agency_that_retires_is_said_to_leave_its_items(begun_cycle):
    cycle, by = begun_cycle
    items = ItemCase.objects.filter(cycle=cycle).count()
    page = seen(client_of(by), address("opd", cycle.home.pk, "purna"), day="2024-01-01")

    assert f"{items} butir dan temuan evaluasi tetap padanya" in page


def test_a_retired_agency_is_given_nothing_of_a_cycle(begun_cycle):
    cycle, by = begun_cycle
    gone, found = another(cycle), found_in(cycle, by)
    asked_of, given = case_of(cycle, "1.1").item, case_of(cycle, CODE).item
    hand_over([asked_of], gone, by=by, at=NOW)
    # Meanwhile, so that whoever acts has it still as it was.
    Agency.objects.filter(pk=gone.pk).update(retired_on=date(2023, 1, 1))
    due = NOW.date() + timedelta(days=20)
    questionnaire = keep(table_of(EDITION), EDITION)
    for act in (
        lambda: add_finding(cycle, Found("Lain", gone, due), by=by, at=NOW),
        lambda: change_finding(found, gone, due, "Pindah", by=by, at=NOW),
        lambda: begin_cycle(cycle.region, 2024, questionnaire, gone, by=by, at=NOW),
        lambda: hand_over([given], gone, by=by, at=NOW),
        lambda: ask(asked_of, "", by=by, at=NOW, site=SITE),
    ):
        with pytest.raises(RefusedError, match="agency_retired"):
            act()
    assert not Request.objects.exists()
    assert case_of(cycle, CODE).agency == cycle.home


def test_a_piece_is_asked_of_the_agency_that_has_the_item_now(begun_cycle):
    cycle, by = begun_cycle
    item, into = case_of(cycle, CODE).item, another(cycle)
    assert item.agency == cycle.home  # as the page of whoever asks has it
    hand_over([item], into, by=by, at=NOW)
    Agency.objects.filter(pk=into.pk).update(email="dinas@kota.example")
    ask(item, PIECE, by=by, at=NOW, site=SITE)

    letter = Letter.objects.get(to="dinas@kota.example")
    assert into.name in letter.body
    assert cycle.home.name not in letter.body


def test_a_finding_that_is_given_to_another_agency_is_told_there(begun_cycle):
    cycle, by = begun_cycle
    into, found = another(cycle), found_in(cycle, by)
    operator = somebody(cycle.region, None)
    Appointment.objects.create(
        user=operator, region=cycle.region, role=Role.OPERATOR, agency=into, from_at=NOW
    )
    change_finding(found, into, found.due_on, "Tugasnya", by=by, at=NOW)

    assert Notice.objects.filter(user=operator, key="finding_added").count() == 1


@pytest.mark.parametrize("year", ["0", "1", "1899", "2201", "10000", "99999", "9" * 18])
def test_a_year_that_is_none_is_refused_in_words(year):
    region = begun(OWN)
    by = somebody(region, Role.COORDINATOR)
    typed = {"year": year, "home": Agency.objects.get().code, "questionnaire": EDITION}
    page = client_of(by).post(f"/{OWN}/siklus/mulai/", typed)

    assert page.status_code == 422
    assert not Cycle.objects.exists()


def closed(cycle: Cycle, by) -> Cycle:
    save_draft(command_on(cycle, "1.6", by), SAID)
    mark_ready(command_on(cycle, "1.6", by))
    for move in (Move.SUBMIT, Move.OPEN, Move.SUBMIT, Move.CLOSE):
        cycle = move_cycle(cycle, move, by=by, at=NOW)
    return cycle


def test_nothing_of_a_closed_cycle_changes_until_it_is_opened_again(begun_cycle):
    cycle, by = begun_cycle
    found, item = found_in(cycle, by), case_of(cycle, CODE).item
    request = ask(item, PIECE, by=by, at=timezone.now(), site=SITE)
    cycle = closed(cycle, by)
    at, due = timezone.now(), timezone.localdate() + timedelta(days=9)
    case = whole_cases().get(pk=found.pk)
    answer = CaseCommand(case, by, at, case.revision)
    other = another(cycle)
    for act in (
        lambda: ask(item, PIECE, by=by, at=at, site=SITE),
        lambda: hand_over([item], other, by=by, at=at),
        lambda: change_finding(found, found.agency, due, "Undur", by=by, at=at),
        lambda: save_draft(answer, {"answer": "Sudah."}),
        lambda: add_file(answer, "SK.pdf", pdf()),
        lambda: send_back(command_on(cycle, "1.6", by), "Kurang"),
        lambda: save_draft(command_on(cycle, "1.6", by), SAID),
        lambda: set_figures_year(cycle, 2020, by=by, at=at),
    ):
        with pytest.raises(RefusedError, match="is_closed"):
            act()
    with pytest.raises(RefusedError, match="link_ended"):
        bring(request, [Sent("SK.pdf", pdf())], "", at=at)
    client = client_of(by)
    for page in (f"temuan/{found.number}/", f"bundel/{CODE}/"):
        text = client.get(f"/{OWN}/2023/{page}").content.decode()
        assert "sudah ditutup" in text
        assert 'name="answer"' not in text
    assert not unexplained(cycle)

    move_cycle(cycle, Move.REOPEN, "Susulan", by=by, at=NOW)
    case = whole_cases().get(pk=found.pk)
    save_draft(CaseCommand(case, by, at, case.revision), {"answer": "Sudah."})


def test_a_cycle_is_not_closed_while_files_wait(begun_cycle):
    cycle, by = begun_cycle
    request = ask(case_of(cycle, CODE).item, PIECE, by=by, at=timezone.now(), site=SITE)
    [came] = bring(request, [Sent("SK.pdf", pdf())], "", at=timezone.now())
    with pytest.raises(RefusedError, match="files_wait"):
        closed(cycle, by)
    refuse(came, "Terlambat", by=by, at=timezone.now())
    cycle = Cycle.objects.get()

    assert move_cycle(cycle, Move.CLOSE, by=by, at=NOW).closed_at == NOW


def test_what_is_refused_while_another_accepts_it_leaves_no_evidence(begun_cycle):
    cycle, by = begun_cycle
    request = ask(case_of(cycle, CODE).item, PIECE, by=by, at=timezone.now(), site=SITE)
    [came] = bring(request, [Sent("SK.pdf", pdf())], "", at=timezone.now())
    stale = Incoming.objects.get(pk=came.pk)
    refuse(came, "Bukan SK", by=by, at=timezone.now())
    stale = Incoming.objects.select_related("file", "request__item__region").get(pk=stale.pk)
    stale.refused = ""  # as the other one still sees it
    with pytest.raises(RefusedError, match="settled_already"):
        accept(stale, by=by, at=timezone.now())

    assert not Evidence.objects.filter(title="SK.pdf").exists()
    assert case_of(cycle, CODE).state == State.NOT_STARTED


def test_an_operator_sends_nothing_in_by_saying_that_it_is_ready(begun_cycle):
    cycle, _ = begun_cycle
    operator = somebody(cycle.region, Role.OPERATOR)
    save_draft(command_on(cycle, "1.6", operator), SAID)
    seen_at = case_of(cycle, "1.6").revision
    where = f"/{OWN}/2023/bundel/1.6/"
    answered = client_of(operator).post(where, {"do": "ready", "seen": seen_at, **SAID})

    assert answered.status_code == 403
    assert case_of(cycle, "1.6").state == State.DRAFT


def test_a_finding_made_again_after_it_was_accepted_is_another(begun_cycle):
    cycle, by = begun_cycle
    first = found_in(cycle, by)
    assert found_in(cycle, by) == first  # a second press
    for act in (
        lambda case: save_draft(case, {"answer": "Sudah."}),
        lambda case: add_file(case, "SK.pdf", pdf()),
        mark_ready,
    ):
        case = whole_cases().get(pk=first.pk)
        act(CaseCommand(case, by, NOW, case.revision))

    assert found_in(cycle, by) != first


def test_what_comes_in_is_told_to_who_coordinates_now(begun_cycle):
    cycle, by = begun_cycle
    request = ask(case_of(cycle, CODE).item, PIECE, by=by, at=timezone.now(), site=SITE)
    Appointment.objects.filter(user=by).update(to_at=timezone.now())
    successor = somebody(cycle.region, None)
    Appointment.objects.create(
        user=successor, region=cycle.region, role=Role.COORDINATOR, from_at=NOW
    )
    bring(request, [Sent("SK.pdf", pdf())], "", at=timezone.now())

    told = Notice.objects.filter(key="item_came_in").values_list("user", flat=True)
    assert list(told) == [successor.pk]


def test_what_is_typed_is_kept_where_the_link_ended_meanwhile(begun_cycle):
    cycle, by = begun_cycle
    request = ask(case_of(cycle, CODE).item, PIECE, by=by, at=timezone.now(), site=SITE)
    Request.objects.filter(pk=request.pk).update(ends_at=timezone.now())
    typed = {"do": "decline", "note": "Forum <b>dibentuk</b> pada Maret"}
    page = Client().post(f"/b/{token_of(request)}/", typed)

    assert page.status_code == 422
    assert "Forum &lt;b&gt;dibentuk&lt;/b&gt; pada Maret" in page.content.decode()


def closed_piece(cycle: Cycle, by) -> Use:
    """A piece that only its agency and who decides may see, used in an item that is ready."""
    save_draft(command_on(cycle, CODE, by), SAID)
    piece = add_file(command_on(cycle, CODE, by), "Rahasia dapur.pdf", pdf())
    piece = Evidence.objects.get(pk=piece.pk)
    set_visibility(EvidenceCommand(piece, by, NOW), Seen.AGENCY, is_personal=False)
    return use(command_on(cycle, CODE, by), piece, PIECE)


@pytest.mark.parametrize("role", [Role.EVALUATOR, Role.LEADER])
@pytest.mark.parametrize("is_submitted", [False, True])
def test_a_piece_that_a_reader_may_not_see_is_named_nowhere(
    begun_cycle, role, is_submitted, monkeypatch
):
    cycle, by = begun_cycle
    set_figures_year(cycle, 2022, by=by, at=NOW)
    cycle.refresh_from_db()
    closed_piece(cycle, by)
    mark_ready(command_on(cycle, CODE, by))
    of = ""
    if is_submitted:
        move_cycle(cycle, Move.SUBMIT, by=by, at=NOW)
        of = f"?penyerahan={cycle.current.submissions.get().pk}"
    stories: list[Story] = []
    monkeypatch.setattr(
        documents, "evaluation_report", lambda story: stories.append(story) or b"%PDF"
    )
    titles = {}
    for reader in (by, somebody(cycle.region, role)):
        client = client_of(reader)
        assert client.get(f"/{OWN}/2023/siklus/laporan/{of}").status_code == 200
        answers = [one for chapter in stories[-1].chapters for one in chapter.answers]
        pieces = [piece.title for one in answers for piece in one.evidence]
        titles[reader] = str(pieces) + client.get(f"/{OWN}/2023/bundel/{CODE}/").content.decode()

    of_coordinator, of_reader = titles.values()
    assert "Rahasia dapur" in of_coordinator
    assert "Rahasia dapur" not in of_reader
    assert "Bukti dukung yang tidak diperlihatkan" in of_reader


def test_a_piece_that_its_owner_takes_back_is_missing_where_else_it_was_used(begun_cycle):
    cycle, by = begun_cycle
    piece = add_link(command_on(cycle, "2.1", by), "https://a.example/sk", "SK", NOW.date())
    for wanted in ("sk_council", "sk_team"):
        use(command_on(cycle, CODE, by), piece, wanted)
    mark_ready(command_on(cycle, CODE, by), SAID | {"level": "2"})
    client, row = client_of(by), f"/{OWN}/2023/bundel/?bagian=output"
    assert "bukti yang dipakai sudah ditarik" not in client.get(row).text
    remove(EvidenceCommand(piece, by, NOW))

    for where in (row, f"/{OWN}/2023/bundel/{CODE}/"):
        assert "bukti yang dipakai sudah ditarik" in client.get(where).text
    assert case_of(cycle, CODE).state == State.VERIFIED  # nothing is undone, and nothing is ready
    with pytest.raises(IncompleteError):
        mark_ready(command_on(cycle, CODE, by), SAID | {"level": "2"})


def test_a_piece_of_another_agency_is_confirmed_by_who_sees_it(begun_cycle):
    cycle, by = begun_cycle
    used = closed_piece(cycle, by)
    Use.objects.filter(pk=used.pk).update(confirmed_at=None)
    Evidence.objects.filter(pk=used.evidence_id).update(removed_at=NOW)
    with pytest.raises(RefusedError, match="gone"):
        confirm(UseCommand(Use.objects.get(pk=used.pk), by, NOW))


@pytest.mark.parametrize("page", ["siklus/paparan/", "siklus/laporan/", "bundel-berkas/"])
@pytest.mark.parametrize("named", ["abc", "999", "-1", "9" * 30])
def test_a_submission_that_is_none_is_not_the_binder_of_today(begun_cycle, page, named):
    cycle, by = begun_cycle
    set_figures_year(cycle, 2022, by=by, at=NOW)

    assert client_of(by).get(f"/{OWN}/2023/{page}?penyerahan={named}").status_code == 404


def test_an_item_handed_away_while_its_form_is_open_takes_nothing_and_gives_the_text_back(
    begun_cycle,
):
    cycle, by = begun_cycle
    operator = somebody(cycle.region, Role.OPERATOR)
    client = client_of(operator)
    where = f"/{OWN}/2023/bundel/{CODE}/"
    assert client.get(where).status_code == 200
    hand_over([case_of(cycle, CODE).item], another(cycle), by=by, at=NOW)
    typed = {"do": "save", "seen": "0", "level": "1", "answer": "Ditulis setengah jam"}
    answer = client.post(where, typed, headers={"Origin": "http://testserver"})

    assert answer.status_code == 403
    assert "Ditulis setengah jam" in answer.text
    assert case_of(cycle, CODE).newest is None


def test_the_histories_of_an_evaluations_records_open_in_both_languages(begun_cycle):
    cycle, by = begun_cycle
    mark_ready(command_on(cycle, CODE, by), SAID)
    found_in(cycle, by)
    client = client_of(by)
    records = {
        (change["of"][0], change["of"][1])
        for entry in Entry.objects.filter(chain_id=OWN)
        for change in json.loads(entry.changes)
        if str(change["of"][0]).startswith("evaluation")
    }
    assert {model for model, _ in records} >= {"evaluation.cycle", "evaluation.finding"}
    kinds = dict(records)
    for language in ("id", "en"):
        by.language = language
        by.save(update_fields=["language"])
        for model, pk in kinds.items():
            with translation.override("id"):
                page = client.get(f"/{OWN}/riwayat/{model}/{pk}/")
            assert page.status_code == 200, model
            assert "log_" not in page.text, model
