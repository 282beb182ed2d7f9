"""The panel's pages: what each reader sees and what is kept from them."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

import kotacerdas
from kotacerdas.accounts.models import Role, User
from kotacerdas.audit.models import Entry
from kotacerdas.outbox.models import Letter
from kotacerdas.panel.actions.assigning import declare_conflict
from kotacerdas.panel.actions.settling import conclude, correct, set_result
from kotacerdas.panel.models import ItemScore, Panel, Result, Signature
from kotacerdas.panel.progress import STATES, Row, counts_of, members_and_conflicts, rows_of
from kotacerdas.panel.templatetags.panel import region_tiles
from markup import compact
from pages.regions import OWN, begun, somebody
from pages.test_access import signed_in
from panel.panels import NOW, judged, seen_by, submitted

pytestmark = pytest.mark.django_db
AT = f"/{OWN}/2023/penilaian/s2/"
LOGIN = {"do": "sign"}


@pytest.fixture
def panel(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=1))
    return judged(begun(OWN))


def scored_by(client, member, scores):
    for n, score in enumerate(scores, 1):
        seen = seen_by(member.user, f"{n}.1")
        typed = {"do": "score", "score": score, "comment": f"Kata {member}", "seen": seen}
        assert client.post(f"{AT}butir/{n}.1/", typed).status_code == 302, n


def test_an_assessor_goes_through_the_items_and_sends_them(panel):
    first, second = (signed_in(one.user) for one in panel.members[:2])
    assert first.get(f"{AT}butir/").url == f"{AT}butir/1.1/"
    page = compact(first.get(f"{AT}butir/1.1/").text)
    assert "Jawaban 1.1" in page
    assert "hampir penuh" in page
    answer = first.post(f"{AT}butir/1.1/", {"do": "score", "level": "3", "comment": "Cukup"})
    assert answer.url == f"{AT}butir/2.1/"
    assert first.get(f"{AT}butir/").url == f"{AT}butir/2.1/"
    refused = first.post(f"{AT}butir/2.1/", {"do": "score", "score": "5", "comment": "Bagus"})
    assert refused.status_code == 422
    assert "Bagus" in refused.text
    scored_by(first, panel.members[0], ["3,5", "3", "3", "3", "0"])
    again = first.post(f"{AT}butir/1.1/", {"do": "score", "score": "2", "seen": "0"})
    assert again.status_code == 422
    assert "diubah di tempat lain menjadi 3,5" in again.text

    assert "Nilai asesor lain tersembunyi" in first.get(f"{AT}butir/1.1/").text
    assert first.get(f"{AT}musyawarah/").status_code == 403
    assert first.post(f"{AT}butir/1.1/", {"do": "send"}).status_code == 302
    scored_by(second, panel.members[1], ["1", "1", "1", "1", "1"])
    page = second.get(f"{AT}butir/1.1/").text
    assert "Kata Asesor 2" in page
    assert "Kata Asesor 1" not in page
    assert "tersembunyi" not in first.get(f"{AT}butir/1.1/").text
    assert first.get(f"{AT}musyawarah/").status_code == 200


def test_who_is_not_of_the_panel_sees_no_score(panel):
    assessor = signed_in(panel.members[0].user)
    scored_by(assessor, panel.members[0], ["4"] * 5)
    assessor.post(f"{AT}butir/1.1/", {"do": "send"})
    coordinator = signed_in(panel.coordinator)
    assert "sudah mengirim" in coordinator.get(AT).text
    for address in (f"{AT}butir/1.1/", f"{AT}musyawarah/"):
        assert coordinator.get(address).status_code == 403
    strangers = [somebody(None), somebody(panel.review.cycle.region, Role.VIEWER)]
    for one in strangers:
        assert signed_in(one).get(AT).status_code in {403, 404}
        assert signed_in(one).get(f"/panel/{panel.panel.pk}/").status_code == 404
    evaluator = signed_in(somebody(panel.review.cycle.region, Role.EVALUATOR))
    assert evaluator.get(AT).status_code == 200
    assert evaluator.get(f"{AT}butir/1.1/").status_code == 403
    assert evaluator.post(f"{AT}butir/1.1/", {"do": "score", "level": "4"}).status_code == 403
    assert ItemScore.objects.count() == 5


def test_a_member_with_a_conflict_opens_nothing_by_a_guessed_address(panel):
    barred, region = panel.members[0], panel.review.cycle.region
    declare_conflict(barred, region, "Saudara", by=barred.user, at=NOW + timedelta(hours=1))
    client = signed_in(barred.user)
    assert client.get(f"{AT}butir/1.1/").status_code == 404  # no role in the region is left
    barred.user.appointments.create(region=region, role=Role.EVALUATOR, from_at=NOW)
    for address in (AT, f"{AT}butir/1.1/", f"{AT}musyawarah/"):
        assert client.get(address).status_code == 403


def test_the_region_answers_what_the_panel_asks(panel):
    assessor, coordinator = signed_in(panel.members[0].user), signed_in(panel.coordinator)
    asked = assessor.post(f"{AT}butir/2.1/", {"do": "ask", "question": "Mana DPA-nya?"})
    assert asked.url.endswith("butir/2.1/#pertanyaan")
    assert "Mana DPA-nya?" in coordinator.get(AT).text
    question = panel.review.questions.get()
    sent = coordinator.post(AT, {"do": "answer", "question": question.pk, "text": "Lampiran 3"})
    assert sent.status_code == 302
    assert "Lampiran 3" in assessor.get(f"{AT}butir/2.1/").text


def test_from_scores_to_signatures_by_the_pages(panel):
    leader = somebody(panel.review.cycle.region, Role.LEADER)
    chair = signed_in(panel.chair)
    for member, scores in zip(panel.members, (["4"] * 5, ["2"] * 5, ["3"] * 5), strict=True):
        client = signed_in(member.user)
        scored_by(client, member, scores)
        client.post(f"{AT}butir/1.1/", {"do": "send"})
    assert chair.post(f"{AT}musyawarah/", {"do": "conclude"}).status_code == 302
    board = compact(chair.get(f"{AT}musyawarah/").text)
    assert "selisih di atas 1 harus diputus" in board
    assert "0 dari 5 butir sepakat" in board
    refused = chair.post(f"{AT}musyawarah/", {"do": "set"})
    assert "5 butir belum sepakat, mulai 1.1" in refused.text
    for n in range(1, 6):
        typed = {"do": "settle", "item": f"{n}.1", "score": "3,25", "reason": "Bukti diterima"}
        assert chair.post(f"{AT}musyawarah/", typed).status_code == 302
    assert chair.post(f"{AT}musyawarah/", {"do": "set"}).status_code == 302
    result = Result.objects.get()
    page = compact(chair.get(f"{AT}hasil/1/").text)
    assert "3,25" in page
    assert "Bukti diterima" in page
    assert "Asesor 1" in page

    for one in [*(one.user for one in panel.members), panel.chair, leader]:
        one.set_password("rahasia")
        one.save()
        client = signed_in(one)
        typed = {"do": "sign", "sha256": result.sha256}
        asked = client.post(f"{AT}hasil/1/", typed)
        assert asked.url.startswith(f"/{settings.ACCOUNT_PATH}")  # to sign in again
        assert not Signature.objects.filter(user=one, signed_at__isnull=False).exists()
    assert signed_in(panel.coordinator).get(f"{AT}hasil/1/").status_code == 200


def test_the_panels_page_is_for_its_members_and_who_holds_it(panel):
    manager = signed_in(panel.coordinator)
    page = manager.get(f"/panel/{panel.panel.pk}/").text
    assert "Universitas A" in page
    added = {"do": "add", "email": "empat@example.org", "name": "Empat", "institution": "BRIN"}
    assert manager.post(f"/panel/{panel.panel.pk}/", added).status_code == 302
    letter = Letter.objects.get(to="empat@example.org")
    assert "/akun/" in letter.body  # to set a password
    assert manager.post(f"/panel/{panel.panel.pk}/", added).status_code == 302
    assert Letter.objects.filter(to="empat@example.org").count() == 1
    refused = manager.post(f"/panel/{panel.panel.pk}/", added | {"email": "bukan alamat"})
    assert refused.status_code == 422
    assert "bukan alamat surel" in refused.text
    member = signed_in(panel.members[0].user)
    assert member.get(f"/panel/{panel.panel.pk}/").status_code == 200
    assert member.post(f"/panel/{panel.panel.pk}/", added).status_code == 403
    assert panel.panel.title in member.get("/panel/").text


def test_a_panel_is_listed_for_who_is_of_it_or_holds_it_with_its_stage_as_the_edition_names_it(
    panel,
):
    for user in (panel.chair, panel.members[0].user, panel.coordinator):
        page = compact(signed_in(user).get("/panel/").text)
        assert panel.panel.title in page
        assert "2023 · tahap II" in page
    another = signed_in(somebody(begun("33.26"), Role.COORDINATOR))
    assert panel.panel.title not in another.get("/panel/").text
    own = signed_in(panel.chair).get(f"/panel/{panel.panel.pk}/")
    assert "2023 · tahap II" in compact(own.text)


@pytest.mark.parametrize("room", ["evaluation", "panel"])
def test_no_stage_is_named_as_a_half_year(room):
    """A stage has the code of a window of reports, whose name is another."""
    templates = (Path(kotacerdas.__file__).parent / room / "templates" / room).glob("*.html")
    assert not [one.name for one in templates if 'term:"period"' in one.read_text()]


def test_the_owner_begins_a_panel_of_all_regions_with_a_stage():
    regions = [begun(OWN), begun("33.26")]
    for region in regions:
        submitted(region, somebody(region, Role.COORDINATOR))
    owner = User.objects.create(email="pemilik@example.org", is_owner=True)
    client = signed_in(owner)
    page = client.get("/panel/").text
    assert re.findall('<option value="(.*?)">', page) == ["2023 s2"]
    for wrong in ("", "2023", "2023 s1", "x s2", "s2 2023"):
        assert client.post("/panel/", {"stage": wrong, "title": "Nasional"}).status_code == 422
    made = client.post("/panel/", {"stage": "2023 s2", "title": "Nasional"})
    held = Panel.objects.get()
    assert made.url == f"/panel/{held.pk}/"
    assert {one.cycle.region for one in held.reviews.all()} == set(regions)
    assert "Nasional" in client.get("/panel/").text
    assert re.findall('<option value="(.*?)">', client.get("/panel/").text) == []


def test_who_is_awaited_is_reminded_once_a_day(panel):
    chair = signed_in(panel.chair)
    for _ in range(2):
        assert chair.post(f"{AT}musyawarah/", {"do": "remind"}).status_code == 302
    assert Letter.objects.filter(key__startswith="panel/").count() == 3


def test_a_region_begins_a_panel_of_its_own():
    region = begun(OWN)
    coordinator = somebody(region, Role.COORDINATOR)
    cycle = submitted(region, coordinator)
    client = signed_in(coordinator)
    assert client.get(f"/{OWN}/penilaian/").url == f"/{OWN}/penilaian/mulai/"
    stage = cycle.stages.get()
    nameless = client.post(f"/{OWN}/penilaian/mulai/", {"stage": stage.pk, "title": " "})
    assert nameless.status_code == 422
    made = client.post(f"/{OWN}/penilaian/mulai/", {"stage": stage.pk, "title": "Gladi"})
    assert made.url == f"/panel/{Panel.objects.get().pk}/"
    assert client.get(f"/{OWN}/penilaian/").url == AT


def test_the_script_asks_for_the_item_alone(panel):
    client = signed_in(panel.members[0].user)
    part = {"HX-Request": "true", "HX-Target": "butir"}
    asked = client.get(f"{AT}butir/1.1/", headers=part).text
    whole = client.get(f"{AT}butir/1.1/").text
    assert 'id="butir"' in asked
    assert 'id="butir"' in whole
    assert ("<nav" in asked, "<html" in asked) == (True, False)
    assert 'class="panel regions"' in whole
    assert 'class="panel regions"' not in asked
    typed = {"do": "score", "level": "3", "comment": "Cukup"}
    after = client.post(f"{AT}butir/1.1/", typed, headers=part, follow=True)
    assert after.redirect_chain == [(f"{AT}butir/2.1/", 302)]
    asked = client.get(f"{AT}butir/2.1/", headers=part).text
    assert '<span class="end" id="given" hx-swap-oob="true">1/5</span>' in asked


def row(n, state, *, code="33.25", url="/x/"):
    return Row(code, f"Kota <{n}>", state, 3 if n else 0, min(n, 2), 0, None, url, "")


def test_the_map_has_a_tile_of_every_region_in_words():
    rows = [row(n, state) for n, state in enumerate(STATES)]
    rows.append(row(1, STATES[1], code="zz", url=""))
    tiles = region_tiles(tuple(rows))
    assert tiles.count("region-tile") == len(rows)
    assert tiles.count("<a ") == len(STATES)
    assert "<h3>33 Jawa Tengah</h3>" in tiles
    said = "33.25 Kota &lt;1&gt;: sedang dinilai, 1 dari 3 asesor sudah mengirim"
    assert f'title="{said}" aria-label="{said}"' in tiles
    assert "Kota &lt;4&gt;: ditandatangani" in tiles
    assert "<1>" not in tiles
    assert dict(counts_of(rows)) == dict.fromkeys(STATES, 1) | {STATES[1]: 2}


def test_the_regions_of_a_panel_are_a_table(panel):
    address = f"/panel/{panel.panel.pk}/daerah/"
    for member in panel.members:
        panel.score_all(member, [300] * 5)
    chair, assessor = signed_in(panel.chair), signed_in(panel.members[0].user)
    page, name = chair.get(address), str(panel.review.cycle.region)
    assert "Jawa Tengah" in page.text
    assert (page.context["table"].total, "3,00" in page.text) == (1, True)
    assert "3,00" not in assessor.get(address).text  # the index is the chair's
    for query, n in (("?state=scoring", 1), ("?state=signed", 0), (f"?q={name}", 1), ("?q=x", 0)):
        assert len(chair.get(address + query).context["table"].ordered) == n, query
    file = chair.get(f"{address}?unduh=csv")
    assert file.headers["Content-Type"].startswith("text/csv")
    assert name in file.content.decode("utf-8-sig")
    assert Entry.objects.filter(chain_id=f"{OWN}/access", action="export.table").count() == 1
    outsider = signed_in(somebody(panel.review.cycle.region, Role.EVALUATOR))
    assert outsider.get(address).status_code == 404


def test_a_member_sees_how_far_all_regions_are(panel):
    def state():
        at = NOW + timedelta(days=1)
        [found] = rows_of(panel.panel, members_and_conflicts(panel.panel, at)[0][0], at)
        return found.state

    chair = {"by": panel.chair, "at": NOW}
    assert state() == "scoring"
    for member in panel.members:
        panel.score_all(member, [300] * 5)
    assert members_and_conflicts(panel.panel, NOW)[0][1][-2:] == (1, 1)
    conclude(panel.review, **chair)
    assert state() == "discussing"
    somebody(panel.review.cycle.region, Role.LEADER)
    result = set_result(panel.review, **chair)
    assert state() == "signing"
    Signature.objects.filter(result=result).update(signed_at=NOW)
    assert state() == "signed"
    correct(panel.review, "Keliru", **chair)
    assert state() == "discussing"
    page = signed_in(panel.chair).get(f"/panel/{panel.panel.pk}/").text
    assert "Peta kemajuan" not in page  # of one region there is none
    assert "1 daerah · 1 sudah dikirim" in compact(page)
