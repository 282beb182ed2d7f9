"""A missing piece is asked for by a link, comes in without an account, and waits for a yes."""

import html
import io
import re
import zipfile
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from evaluation.cycles import NOW, begun_by, case_of, command_on
from kotacerdas.accounts.access import Here
from kotacerdas.accounts.mail import AUTOMATIC
from kotacerdas.accounts.models import Role, User
from kotacerdas.accounts.rights import current_appointments, rights_in
from kotacerdas.audit.models import Entry
from kotacerdas.casework.actions.evidence import EvidenceCommand, remove
from kotacerdas.casework.actions.steps import save_draft
from kotacerdas.casework.models import Evidence, Notice, State
from kotacerdas.core.errors import NotAllowedError, RefusedError
from kotacerdas.evaluation.actions.answers import mark_ready
from kotacerdas.evaluation.actions.cycles import move_cycle
from kotacerdas.evaluation.actions.requests import (
    USES,
    Sent,
    accept,
    ask,
    bring,
    decline,
    end,
    is_open,
    refuse,
    request_of,
    token_of,
)
from kotacerdas.evaluation.binder import binder_of
from kotacerdas.evaluation.cycle import Move
from kotacerdas.evaluation.models import Incoming, Request, Submission, Use
from kotacerdas.ops.verification import state_findings
from kotacerdas.outbox.models import Letter
from kotacerdas.records.models import Agency
from markup import compact
from pages.acting import client_of
from pages.regions import OWN, begun, somebody
from reporting.files import pdf

pytestmark = pytest.mark.django_db
SITE = "https://kota.example"
CODE, PIECE = "2.2", "sk_forum"


@pytest.fixture
def asked():
    """A request of a moment ago, and the coordinator who asked."""
    cache.clear()
    region = begun(OWN)
    cycle, by = begun_by(region)
    item = case_of(cycle, CODE).item
    return ask(item, PIECE, by=by, at=timezone.now(), site=SITE), by


def address(request: Request) -> str:
    return f"/b/{token_of(request)}/"


def sent(name: str = "SK Forum.pdf", data: bytes | None = None) -> Sent:
    return Sent(name, pdf() if data is None else data)


def test_the_link_has_128_bits_and_is_kept_as_its_hash(asked):
    request, _ = asked
    token = token_of(request)

    assert len(token) == 26
    kept = Request.objects.values().get()
    assert not any(token in str(value) for value in kept.values())
    assert request_of(token.upper()) == request
    assert request_of(token[:-1]) is None


def test_the_agency_gets_a_letter_and_its_operators_a_notice():
    region = begun(OWN)
    operator = somebody(region, Role.OPERATOR)
    cycle, by = begun_by(region)
    request = ask(case_of(cycle, CODE).item, PIECE, by=by, at=timezone.now(), site=SITE)

    letter = Letter.objects.get(to=operator.email)
    assert SITE + address(request) in letter.body
    assert "SK Forum" in letter.subject
    assert letter.headers["Auto-Submitted"] == "auto-generated"
    assert letter.headers["List-Unsubscribe"] == f"<{SITE}/profil/>"
    assert Notice.objects.filter(user=operator).latest("pk").key == "item_asked"


def test_who_turned_reminders_off_gets_a_notice_and_no_letter():
    region = begun(OWN)
    operator = somebody(region, Role.OPERATOR)
    User.objects.filter(pk=operator.pk).update(wants_reminders=False)
    cycle, by = begun_by(region)
    Agency.objects.filter(pk=cycle.home_id).update(email="dinas@kota.example")
    ask(case_of(cycle, CODE).item, PIECE, by=by, at=timezone.now(), site=SITE)

    letter = Letter.objects.get(key__startswith="request/")
    assert (letter.to, letter.headers) == ("dinas@kota.example", AUTOMATIC)
    assert Notice.objects.filter(user=operator, key="item_asked").exists()


def test_asking_again_is_the_same_link_for_longer(asked):
    request, by = asked
    later = timezone.now() + timedelta(days=3)
    again = ask(request.item, PIECE, by=by, at=later, site=SITE)

    assert (again.pk, token_of(again)) == (request.pk, token_of(request))
    assert again.ends_at > request.ends_at


def test_only_a_coordinator_asks_and_only_for_what_the_item_wants(asked):
    request, by = asked
    verifier = somebody(request.item.region, Role.VERIFIER)

    with pytest.raises(NotAllowedError):
        ask(request.item, PIECE, by=verifier, at=timezone.now(), site=SITE)
    with pytest.raises(RefusedError, match="not_wanted"):
        ask(request.item, "ijazah", by=by, at=timezone.now(), site=SITE)


def test_a_file_comes_in_without_an_account_and_waits_for_a_yes(asked):
    request, by = asked
    anonymous = Client(enforce_csrf_checks=False)
    page = anonymous.get(address(request))
    assert page.status_code == 200
    assert "SK Forum" in page.text
    assert page["Referrer-Policy"] == "same-origin"
    assert page["Cache-Control"] == "no-store"
    upload = SimpleUploadedFile("SK Forum.pdf", pdf(), "application/pdf")
    answer = anonymous.post(address(request), {"file": upload, "note": "Terlampir"})

    assert answer.status_code == 302
    came = Incoming.objects.get()
    assert (came.title, came.note, came.settled_at) == ("SK Forum.pdf", "Terlampir", None)
    assert not Evidence.objects.exists()
    assert Notice.objects.get(user=by).key == "item_came_in"
    assert Request.objects.get().seen_at is not None
    assert "1 berkas masuk, menunggu Anda" in compact(client_of(by).get(f"/{OWN}/tugas/").text)
    piece = accept(came, by=by, at=timezone.now())
    use = Use.objects.get()
    assert (use.evidence, use.wanted, piece.added_by) == (piece, PIECE, by)
    accept(Incoming.objects.get(), by=by, at=timezone.now())  # once more is the same
    assert Evidence.objects.count() == 1
    with pytest.raises(RefusedError, match="settled_already"):
        refuse(Incoming.objects.get(), "Salah", by=by, at=timezone.now())


def test_who_sends_a_document_by_a_link_says_its_day():
    cache.clear()
    cycle, by = begun_by(begun(OWN))
    item = case_of(cycle, "sk_team").item
    request = ask(item, "file", by=by, at=timezone.now(), site=SITE)
    anonymous, upload = Client(), SimpleUploadedFile("SK.pdf", pdf(), "application/pdf")
    assert 'name="dated"' in anonymous.get(address(request)).text
    ahead = {"file": upload, "dated": "2999-01-01", "note": "Terlampir"}
    refused = anonymous.post(address(request), ahead)
    assert refused.status_code == 422
    assert "Tanggal dokumen belum tiba" in refused.text
    assert 'value="2999-01-01"' in refused.text
    assert not Incoming.objects.exists()
    for day in ("2017-01-02", "2018-03-04"):  # the same file again, with another day
        upload.seek(0)
        anonymous.post(address(request), {"file": upload, "dated": day})

    came = Incoming.objects.get()
    assert (came.dated, came.valid_until) == (date(2018, 3, 4), None)
    page = client_of(by).get(f"/{OWN}/2023/bundel/sk_team/").text
    assert 'value="2018-03-04"' in page
    accept(came, by=by, at=timezone.now())
    assert Use.objects.get().dated == date(2018, 3, 4)


def test_no_day_is_asked_of_what_is_no_document(asked):
    request, _ = asked
    assert 'name="dated"' not in Client().get(address(request)).text


def test_what_is_refused_is_no_evidence_and_stays_on_record(asked):
    request, by = asked
    [came] = bring(request, [sent()], "", at=timezone.now())

    with pytest.raises(RefusedError, match="needs_reason"):
        refuse(came, " ", by=by, at=timezone.now())
    refuse(came, "Bukan SK yang diminta", by=by, at=timezone.now())
    with pytest.raises(RefusedError, match="settled_already"):
        accept(Incoming.objects.get(), by=by, at=timezone.now())
    assert not Evidence.objects.exists()
    entry = Entry.objects.order_by("-number").first()
    assert (entry.action, entry.reason) == ("evaluation.refuse", "Bukan SK yang diminta")


def test_the_same_file_again_is_the_same_and_a_bad_one_keeps_all_out(asked):
    request, _ = asked
    data = pdf()
    bring(request, [sent(data=data)], "", at=timezone.now())
    bring(request, [sent("lagi.pdf", data)], "", at=timezone.now())
    assert Incoming.objects.count() == 1
    assert Request.objects.get().uses_left == USES - 1

    with pytest.raises(RefusedError):
        bring(request, [sent("b.pdf", pdf() + b" "), sent("x.pdf", b"MZ")], "", at=timezone.now())
    assert Incoming.objects.count() == 1


def test_a_link_that_ended_takes_nothing(asked):
    request, by = asked
    at = timezone.now()
    for ended in (
        lambda: Request.objects.update(ends_at=at - timedelta(seconds=1)),
        lambda: Request.objects.update(ends_at=at + timedelta(days=1), uses_left=0),
        lambda: (Request.objects.update(uses_left=3), end(request, by=by, at=at)),
    ):
        ended()
        assert not is_open(Request.objects.get(), at)
        with pytest.raises(RefusedError, match="link_ended"):
            bring(request, [sent()], "", at=at)
        page = Client().get(address(request))
        assert page.status_code == 200
        assert "tidak berlaku lagi" in page.text
        assert 'type="file"' not in page.text
    assert not Incoming.objects.exists()


def test_that_there_is_none_is_an_answer(asked):
    request, by = asked
    with pytest.raises(RefusedError, match="needs_reason"):
        decline(request, "", at=timezone.now())
    answer = Client().post(address(request), {"do": "decline", "note": "SK belum terbit"})

    assert answer.status_code == 302
    assert Request.objects.get().declined == "SK belum terbit"
    assert Notice.objects.get(user=by).values["text"] == "SK belum terbit"
    assert not is_open(Request.objects.get(), timezone.now())


def test_a_guess_finds_nothing_however_often(asked):
    request, _ = asked
    client = Client(REMOTE_ADDR="203.0.113.7")
    token = token_of(request)
    statuses = {
        client.post(f"/b/{token[:-2]}{n:02}/", {"note": "x"}).status_code for n in range(60)
    }

    assert statuses == {404, 429}
    assert Client(REMOTE_ADDR="203.0.113.8").get(address(request)).status_code == 200


def test_a_link_takes_for_its_own_piece_whatever_else_is_sent(asked):
    request, by = asked
    other = ask(request.item.cycle.items.get(code="2.1"), "", by=by, at=timezone.now(), site=SITE)
    upload = SimpleUploadedFile("SK.pdf", pdf(), "application/pdf")
    more = {"item": other.item_id, "request": other.pk, "wanted": "sk_team", "code": "2.1"}
    Client().post(address(request), {"file": upload, **more})
    assert Client().post(f"{address(request)}2.1/", more).status_code == 404

    came = Incoming.objects.get()
    assert came.request == request
    accept(came, by=by, at=timezone.now())
    assert (Use.objects.get().item.code, Use.objects.get().wanted) == (CODE, PIECE)
    assert "SK.pdf" not in Client().get(address(other)).text


def test_thousands_of_posts_keep_no_more_than_the_link_allows(asked, settings):
    request, _ = asked
    limit = int(settings.ACCOUNT_RATE_LIMITS["evidence_link"].partition("/")[0])
    statuses, text, files = [], "", (b"%d" % n for n in range(10_000))
    for place in range(3):  # from several places, each of which is slowed down by itself
        client = Client(REMOTE_ADDR=f"203.0.113.{place}")
        for _n in range(limit + 5):
            upload = SimpleUploadedFile("SK.pdf", pdf() + b"%" + next(files), "application/pdf")
            answer = client.post(address(request), {"file": upload})
            statuses.append(answer.status_code)
            text = answer.text if answer.status_code == 422 else text

    assert statuses.count(302) == Incoming.objects.count() == USES
    assert (statuses.count(422), statuses.count(429)) == (3 * limit - USES, 15)
    assert "tidak berlaku lagi" in text
    assert Notice.objects.filter(key="item_came_in").count() <= USES
    assert Client(REMOTE_ADDR="203.0.113.9").get(address(request)).status_code == 200


def test_a_large_upload_to_a_guessed_link_is_turned_away_unread(asked):
    request, _ = asked
    large = b"x" * 6_000_000
    guessed = Client().post(f"/b/{'a' * 26}/", {"file": SimpleUploadedFile("a.pdf", large)})

    assert guessed.status_code == 413
    real = Client().post(address(request), {"file": SimpleUploadedFile("a.pdf", large)})
    assert real.status_code == 422  # read, and refused by its content


def test_the_page_shows_nothing_else_of_the_region(asked):
    request, _ = asked
    text = Client().get(address(request)).text

    assert "/33.25/" not in text
    assert request.asked_by.email not in text


def test_evidence_withdrawn_after_readiness_shows_on_the_item(asked):
    request, by = asked
    region, cycle = request.item.region, request.item.cycle
    now = timezone.now()
    filled = {"level": "2", "answer": "Ada.", "why": "Sesuai"}
    for piece in ("sk_council", "sk_team"):
        asking = ask(case_of(cycle, CODE).item, piece, by=by, at=now, site=SITE)
        [came] = bring(asking, [sent(f"{piece}.pdf", pdf() + piece.encode())], "", at=now)
        accept(came, by=by, at=now)
    case = mark_ready(command_on(cycle, CODE, by, now), filled)
    assert case.state == State.VERIFIED
    row = _row(region, cycle, by)
    assert row.is_ready
    assert not row.has_lost

    # Of its own evidence the casework lets nobody take a piece that a ready answer rests on.
    piece = Use.objects.get(wanted="sk_team").evidence
    with pytest.raises(RefusedError):
        remove(EvidenceCommand(piece, by, now))
    Evidence.objects.filter(pk=piece.pk).update(removed_at=now)
    row = _row(region, cycle, by)
    assert not row.is_ready
    assert row.has_lost
    assert [one.code for one in row.missing] == ["sk_team"]


class Clicks:
    """Somebody who gets on by what stands on the page alone, and how often they pressed."""

    def __init__(self, client: Client, start: str) -> None:
        self.client, self.page, self.count = client, client.get(start), 0

    def follow(self, words: str) -> None:
        links = re.findall(r'<a\b[^>]*?href="([^"]+)"[^>]*>(.*?)</a>', self.page.text, re.DOTALL)
        found = [to for to, inner in links if words in re.sub(r"<[^>]+>|\s+", " ", inner)]
        self._at(self.client.get(html.unescape(found[0]), follow=True))

    def press(self, name: str, value: str, within: str = "", **typed: object) -> None:
        forms = re.findall(r"<form\b.*?</form>", self.page.text, re.DOTALL)
        button = re.compile(rf'<button[^>]*name="{name}"[^>]*value="{re.escape(value)}"')
        form = next(one for one in forms if button.search(one) and within in one)
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        where = self.page.request["PATH_INFO"]
        self._at(self.client.post(where, {**hidden, name: value, **typed}, follow=True))

    def _at(self, page) -> None:
        assert page.status_code == 200
        self.page, self.count = page, self.count + 1


@pytest.mark.parametrize(
    ("is_submitted", "is_ready"), [(False, False), (True, False), (True, True)]
)
def test_five_clicks_lead_from_what_is_asked_to_the_bundle_that_has_it(is_submitted, is_ready):
    cache.clear()
    cycle, by = begun_by(begun(OWN))
    said = {"level": "0", "answer": "Belum ada.", "why": "Sesuai"}
    mark_ready(command_on(cycle, CODE if is_ready else "1.6", by), said)
    if is_submitted:
        move_cycle(cycle, Move.SUBMIT, by=by, at=NOW)
        with pytest.raises(RefusedError, match="is_submitted"):
            save_draft(command_on(cycle, CODE, by), said)
    binder = f"/{OWN}/2023/bundel/"
    coordinator = Clicks(
        client_of(by), f"{binder}{CODE}/" if is_ready else f"{binder}?bagian=output"
    )
    if is_ready:
        name = "SK Forum"
        coordinator.press("do", "ask", within=f'value="{PIECE}"')
    else:
        name = "SK Dewan"  # the first that is missing
        coordinator.press("ask", f"{CODE}:sk_council")
    message = html.unescape(coordinator.page.text)
    [link] = set(re.findall(r"/b/[a-z2-7]{26}/", message))
    agency = Clicks(Client(), "/masuk/")
    agency._at(agency.client.get(link))
    upload = SimpleUploadedFile("SK Forum.pdf", pdf(), "application/pdf")
    agency.press("do", "bring", file=upload, note="")
    coordinator.follow("Tugas")
    coordinator.follow(CODE)
    coordinator.press("do", "accept")
    coordinator.follow("Unduh bundel")

    archive = zipfile.ZipFile(io.BytesIO(b"".join(coordinator.page.streaming_content)))
    assert any(f"/01 {name}" in one for one in archive.namelist())
    assert (coordinator.count, agency.count) == (5, 2)
    assert not [one for one in state_findings(cycle.region) if one.key != "unlogged"]
    if is_submitted:
        entry = Entry.objects.get(action="evaluation.ask_again")
        assert entry.reason.startswith(name)
        with pytest.raises(RefusedError, match="is_submitted"):  # nothing else was asked again
            save_draft(command_on(cycle, "2.1", by), said)


def test_two_clicks_bring_by_an_account_what_was_asked_for():
    """From where an operator begins; what was asked for is what the file is taken for."""
    cache.clear()
    cycle, by = begun_by(begun(OWN))
    operator = somebody(cycle.region, Role.OPERATOR)
    ask(case_of(cycle, CODE).item, PIECE, by=by, at=timezone.now(), site=SITE)
    client = client_of(operator)
    begins = client.get("/")
    assert begins.url == f"/{OWN}/tugas/"
    agency = Clicks(client, begins.url)
    agency.follow(CODE)
    form = agency.page.text.partition('<select name="wanted"')[2].partition("</select>")[0]
    [wanted] = re.findall(r'value="([^"]*)"\s+selected', form)
    upload = SimpleUploadedFile("SK Forum.pdf", pdf(), "application/pdf")
    agency.press("do", "bring", file=upload, wanted=wanted)

    assert (wanted, agency.count) == (PIECE, 2)
    assert Use.objects.get().wanted == PIECE


def test_what_comes_late_is_accepted_by_one_press_that_says_it_asks_again():
    cache.clear()
    cycle, by = begun_by(begun(OWN))
    for code in (CODE, "1.6"):
        mark_ready(command_on(cycle, code, by), {"level": "0", "answer": "Ada.", "why": "Sesuai"})
    request = ask(case_of(cycle, CODE).item, PIECE, by=by, at=NOW, site=SITE)
    move_cycle(cycle, Move.SUBMIT, by=by, at=NOW + timedelta(hours=1))
    late = NOW + timedelta(hours=2)
    [came] = bring(request, [sent()], "", at=late)
    operator = somebody(cycle.region, Role.OPERATOR)
    page = Clicks(client_of(by), f"/{OWN}/2023/bundel/{CODE}/")
    assert "Minta lagi dan terima" in page.page.text
    assert (
        "Minta lagi dan terima" not in client_of(operator).get(page.page.request["PATH_INFO"]).text
    )
    page.press("do", "accept", reason="Diminta asesor")

    assert Incoming.objects.get(pk=came.pk).evidence is not None
    assert Entry.objects.get(action="evaluation.ask_again").reason == "Diminta asesor"
    assert case_of(cycle, CODE).state == State.DRAFT
    assert Submission.objects.get().answers[CODE]["evidence"] == []  # stays as it was
    mark_ready(command_on(cycle, CODE, by, late))
    with pytest.raises(RefusedError, match="link_ended"):
        bring(request, [sent("lain.pdf", pdf() + b" ")], "", at=NOW + timedelta(days=8))


def _row(region, cycle, by):
    now = timezone.now()
    held = current_appointments(by, now)
    here = Here(by, region, rights_in(region, held), tuple(held))
    whole = binder_of(here, cycle, now, timezone.localdate(now))
    return next(row for row in whole.rows if row.code == CODE)
