"""What a signed result gives its region back: frozen, beside others, to whom, as page and PDF."""

import io
import json
from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from pypdfium2 import PdfDocument

from kotacerdas.accounts.models import Role, User
from kotacerdas.audit.models import Entry
from kotacerdas.evaluation.actions.findings import change_finding
from kotacerdas.evaluation.models import FindingCase
from kotacerdas.panel.actions.panels import set_ranks
from kotacerdas.panel.actions.settling import correct, set_result, settle
from kotacerdas.panel.feedback import feedback_of
from kotacerdas.panel.models import Meeting, Minutes, Panel, Result, Signature
from kotacerdas.panel.selectors import whole_reviews
from markup import compact
from pages.regions import OTHER, OWN, begun, somebody
from pages.test_access import signed_in
from panel.feedback import DUE, beside, leader_of, scored, signed
from panel.panels import NOW, judged

pytestmark = pytest.mark.django_db
AT = f"/{OWN}/2023/penilaian/s2/"
LATER = NOW + timedelta(days=1)


@pytest.fixture
def panel(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    return judged(begun(OWN))


def whole(result: Result) -> Result:
    found = Result.objects.get(pk=result.pk)
    found.review = whole_reviews().get(pk=found.review_id)
    return found


def pdf_text(content: bytes) -> str:
    pages = [page.get_textpage().get_text_bounded() for page in PdfDocument(io.BytesIO(content))]
    return " ".join(" ".join(pages).split())


def test_it_says_what_the_signed_result_says(panel):
    result = whole(signed(panel))
    found = feedback_of(result, LATER)
    assert found.index == pytest.approx(float(Fraction(result.content["index"])))
    assert found.index == pytest.approx(0.35 + 0.4 + 0.825 + 0.6 + 0.8)
    assert {one.code: one.score for one in found.parts} == {
        code: float(Fraction(value)) for code, value in result.content["components"].items()
    }
    assert [one.code for one in found.strengths] == ["5.1", "1.1", "4.1"]
    assert [(one.code, round(one.gain, 4)) for one in found.to_mend] == [
        ("2.1", 0.2),
        ("3.1", 0.075),
    ]
    assert found.to_mend[1].comments == ["Bukti baru separuh"]
    assert found.to_mend[0].comments == []  # it is the recommendation
    given = found.recommendations[0]
    assert (given.text, given.item, given.due_on) == ("Susun DPA khusus smart city", "2.1", DUE)
    assert found.others is None
    assert len(found.signatures) == 4  # two assessors sent, the chair, the leader

    page = compact(signed_in(panel.coordinator).get(f"{AT}umpan-balik/1/").text)
    for text in ("Indeks 2,98 dari 4", "Bukti baru separuh", "Susun DPA khusus smart city"):
        assert text in page, text
    assert "Median" not in page
    assert "Asesor 1" not in page


def test_what_the_panel_gave_stays_as_what_followed_changes(panel):
    result = whole(signed(panel))
    before = feedback_of(result, LATER)
    finding = FindingCase.objects.get()
    who = {"by": panel.coordinator, "at": LATER}
    change_finding(finding, finding.agency, DUE + timedelta(days=30), "Anggaran", **who)
    beside(panel, "3.5", ("3.4", "3.6"))
    after = feedback_of(result, LATER)
    given, was = after.recommendations[0], before.recommendations[0]
    assert (given.text, given.agency, given.due_on) == (was.text, was.agency, was.due_on)
    assert given.is_moved
    assert not was.is_moved
    for name in ("index", "parts", "strengths", "to_mend", "interval", "signatures", "sha256"):
        assert getattr(after, name) == getattr(before, name), name
    page = compact(signed_in(panel.coordinator).get(f"{AT}umpan-balik/1/").text)
    assert "tenggat 31 Maret 2024" in page
    assert "1 Maret 2024" in page


def test_only_once_all_have_signed(panel):
    leader_of(panel)
    result = set_result(scored(panel), DUE, by=panel.chair, at=NOW)
    client = signed_in(panel.coordinator)
    for address in (f"{AT}umpan-balik/1/", f"{AT}umpan-balik/1/unduh/"):
        answer = client.get(address)
        assert (answer.status_code, answer.url) == (302, f"{AT}hasil/1/")
    assert "setelah hasil ditandatangani" in client.get(f"{AT}hasil/1/").text
    assert "umpan-balik" not in client.get(AT).text
    signed(panel, result)
    for address in (AT, f"{AT}hasil/1/"):
        assert f"{AT}umpan-balik/1/" in client.get(address).text
    assert client.get(f"{AT}umpan-balik/2/").status_code == 404


def test_a_corrected_one_stays_and_says_so(panel):
    signed(panel)
    correct(panel.again(), "Salah ketik pada 2.1", by=panel.chair, at=LATER)
    settle(panel.again(), "2.1", 400, "Salah ketik", by=panel.chair, at=LATER)
    client = signed_in(panel.coordinator)
    old = compact(client.get(f"{AT}umpan-balik/1/").text)
    assert "Hasil ini dikoreksi pada 21 November 2023: Salah ketik pada 2.1" in old
    assert "Indeks 2,98 dari 4" in old
    second = set_result(panel.again(), DUE, by=panel.chair, at=NOW)
    signed(panel, second)
    new = compact(client.get(f"{AT}umpan-balik/2/").text)
    assert "Hasil ini mengoreksi hasil sebelumnya: Salah ketik pada 2.1" in new
    assert "Indeks 3,38 dari 4" in new
    assert "Salah ketik pada 2.1" in pdf_text(client.get(f"{AT}umpan-balik/1/unduh/").content)


def test_who_reads_it(panel):
    signed(panel)
    region = panel.review.cycle.region
    may = [panel.coordinator, panel.chair, panel.members[0].user, leader_of(panel)]
    may += [somebody(region, Role.VERIFIER), somebody(region, Role.EVALUATOR)]
    may_not = [somebody(region, role) for role in (Role.OPERATOR, Role.VIEWER)]
    stranger = somebody(begun(OTHER), Role.COORDINATOR)
    for address in (f"{AT}umpan-balik/1/", f"{AT}umpan-balik/1/unduh/"):
        assert [signed_in(one).get(address).status_code for one in may] == [200] * len(may)
        assert {signed_in(one).get(address).status_code for one in may_not} == {403}
        assert signed_in(stranger).get(address).status_code == 404


@pytest.mark.parametrize(
    ("language", "words", "index"),
    [("id", "Yang perlu dibenahi", "2,98"), ("en", "What to mend", "2.98")],
)
def test_the_pdf_says_the_same_and_is_in_the_log(panel, language, words, index):
    result = signed(panel)
    client = signed_in(panel.coordinator)
    client.cookies["django_language"] = language
    User.objects.filter(pk=panel.coordinator.pk).update(language=language)
    with translation.override("id"):  # what the request leaves behind is of this test alone
        answer = client.get(f"{AT}umpan-balik/1/unduh/")
    assert answer["Content-Type"] == "application/pdf"
    text = pdf_text(answer.content)
    assert words in text
    assert f"{index} " in text
    assert "Susun DPA khusus smart city" in text
    assert result.sha256[:12] in text
    taken = Entry.objects.get(action="export.document")
    assert json.loads(taken.changes)[0]["of"][-3:] == [2023, 1, "pdf"]


def test_a_median_is_of_three_signed_regions_and_names_none(panel):
    result = signed(panel)
    beside(panel, "3.5", ("3.4", "3.6"))
    unsigned = beside(panel, "1", ("1", "1"))
    Signature.objects.create(result=unsigned, user=panel.chair, capacity="chair", turn=1)
    beside(panel, "1", ("1", "1"), edition="gsc-sleman")
    found = feedback_of(whole(result), LATER)
    assert (found.others.count, found.others.median, found.others.components) == (2, None, {})
    page = compact(signed_in(panel.coordinator).get(f"{AT}umpan-balik/1/").text)
    assert "Mulai 3 daerah; per 21 November 2023 baru 2" in page

    beside(panel, "2.5", ("2.4", "2.6"))
    found = feedback_of(whole(result), LATER)
    assert (found.others.count, found.others.median) == (3, found.index)
    assert found.others.components["quick_win"] == 3.5
    assert found.others.places is None
    page = compact(signed_in(panel.coordinator).get(f"{AT}umpan-balik/1/").text)
    assert "3 daerah, per 21 November 2023" in page
    assert "Tetangga" not in page
    assert "Peringkat" not in page


def test_places_are_shared_where_intervals_overlap_and_only_if_they_are_shown(panel):
    result = signed(panel)  # 2.975; 2.85 and 3.1 of one assessor alone
    beside(panel, "3", ("2.95", "3.1"))
    beside(panel, "3.6", ("3.5", "3.7"))
    beside(panel, "2", (None, "2"))
    owner = somebody(None)
    type(owner).objects.filter(pk=owner.pk).update(is_owner=True)
    owner.refresh_from_db()
    of_site = Panel.objects.get(pk=panel.panel.pk)
    found = feedback_of(whole(result), LATER)
    assert (found.interval, found.others.places) == ((2.85, 3.1), None)

    client = signed_in(owner)
    form = compact(client.get(f"/panel/{of_site.pk}/").text)
    assert "Tampilkan peringkat" in form
    assert client.post(f"/panel/{of_site.pk}/", {"do": "ranks", "shows": "1"}).status_code == 302
    # The last one's interval is the whole scale: nobody is told apart from it.
    assert feedback_of(whole(result), LATER).others.places == (1, 4)
    Result.objects.filter(content__index="2").delete()
    found = feedback_of(whole(result), LATER)
    assert (found.others.places, found.places) == ((2, 3), "2–3")
    page = compact(signed_in(panel.coordinator).get(f"{AT}umpan-balik/1/").text)
    assert "2–3" in page
    assert "yang sama tidak dibedakan" in page
    set_ranks(of_site, shows=False, by=owner, at=LATER)
    assert feedback_of(whole(result), LATER).others.places is None


def test_a_rehearsal_has_no_ranks_to_show(panel):
    page = signed_in(panel.coordinator).get(f"/panel/{panel.panel.pk}/").text
    assert "Tampilkan peringkat" not in page


def test_the_queries_do_not_grow_with_the_regions(panel):
    signed(panel)
    client = signed_in(panel.coordinator)
    counts = []
    for n in range(2):
        for _ in range(4 * n + 1):
            beside(panel, "3.5", ("3.4", "3.6"))
        client.get(f"{AT}umpan-balik/1/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{AT}umpan-balik/1/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 24


def test_what_the_chair_appreciates_stands_in_both_once_minutes_say_it(panel):
    signed(panel)
    said = "Layanan terpadu patut dicontoh."
    meeting = Meeting.objects.create(
        review=panel.review, begins_at=NOW, place="Command Center", appreciation=said
    )
    client = signed_in(panel.coordinator)
    assert said not in client.get(f"{AT}umpan-balik/1/").text
    content = {"appreciation": said}
    Minutes.objects.create(
        meeting=meeting, number=1, content=content, sha256="", by=panel.chair, at=NOW
    )
    assert "Layanan terpadu patut dicontoh." in client.get(f"{AT}umpan-balik/1/").text
    assert "Layanan terpadu" in pdf_text(client.get(f"{AT}umpan-balik/1/unduh/").content)
