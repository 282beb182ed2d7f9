"""Likely twins: found as they are saved, decided on by a coordinator, and taken back."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from innovation.adding import JAGA, POSYANDU, RONDA, add, change
from kotacerdas.accounts.models import Role
from kotacerdas.audit.models import Entry
from kotacerdas.innovation import twins
from kotacerdas.innovation.models import LikelyPair, TwinDecision, TwinSearch
from kotacerdas.innovation.selectors import open_pairs
from kotacerdas.innovation.twins import ask_for_search
from kotacerdas.ops.verification import state_findings
from kotacerdas.outbox.worker import do_all
from kotacerdas.plan.changes import changes_of
from kotacerdas.plan.models import Innovation
from kotacerdas.records.actions import apply_changes
from kotacerdas.records.models import Region
from kotacerdas.scorecards.selectors import newest_run
from kotacerdas.scoring.question import Basis
from markup import compact
from pages.forms import form_of
from pages.regions import OTHER, OWN, begun, somebody

pytestmark = pytest.mark.django_db
AT = datetime(2023, 3, 1, tzinfo=UTC)
PAGE = f"/{OWN}/inovasi/mirip/"


@pytest.fixture
def region() -> Region:
    return begun(OWN)


@pytest.fixture
def client(region: Region) -> Client:
    client = Client()
    client.force_login(somebody(region, Role.COORDINATOR))
    return client


def pairs(region: Region) -> list[tuple[str, str]]:
    return [(pair.first.code, pair.second.code) for pair in open_pairs(region)]


def send(client: Client, region: Region, verdict: str, original: object = "", **more: str):
    pair = open_pairs(region)[0]
    address = reverse("innovation:decide-twins", args=[OWN, pair.pk])
    return client.post(address, {"verdict": verdict, "original": original} | more, follow=True)


def newest() -> Entry:
    return Entry.objects.filter(chain_id=OWN).latest("number")


def test_what_is_saved_is_compared_with_all_others_at_once(region: Region):
    add(region, x1=RONDA, x3=POSYANDU)
    assert pairs(region) == []
    _, jaga = add(region, x1a=POSYANDU, x2=JAGA)
    assert ("x1", "x2") in pairs(region)
    change(region, jaga, name="KELAS PESISIR", summary="Jam belajar menurut musim melaut")
    assert ("x1", "x2") not in pairs(region)


def test_another_region_has_its_own_pairs(region: Region):
    other = begun(OTHER)
    add(region, x1=RONDA)
    add(other, x2=JAGA)
    assert pairs(region) == pairs(other) == []


def test_many_at_once_are_compared_by_a_worker_in_steps(
    region: Region, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(twins, "MOST_AT_ONCE", 1)
    add(region, x1=RONDA, x2=JAGA)
    search = TwinSearch.objects.get(region=region)
    assert search.is_waiting
    assert pairs(region) == []
    do_all()
    search.refresh_from_db()
    assert not search.is_waiting
    count = Innovation.objects.filter(region=region).count()
    assert search.compared == search.pairs == count * (count - 1) // 2
    assert pairs(region) == [("x1", "x2")]


def test_what_is_saved_while_a_search_waits_is_in_its_result(region: Region):
    add(region, x1=RONDA)
    ask_for_search(region)
    (jaga,) = add(region, x2=JAGA)
    assert TwinSearch.objects.get(region=region).asked == 2
    jaga.delete()
    do_all()
    assert TwinSearch.objects.get(region=region).made == 2
    assert pairs(region) == []


def test_the_page_shows_both_beside_each_other_with_the_words_of_both(
    client: Client, region: Region
):
    add(region, x1=RONDA, x2=JAGA)
    page = compact(client.get(PAGE).text)
    assert re.search(r'Belum diputuskan\s*<span\s+class="count"\s*>1<', page)
    assert re.search(r"\d+\s%\s+mirip", page)
    assert "<mark>RONDA</mark>NYALA" in page
    assert "JAGA<mark>RONDA</mark>" in page
    assert "<mark>kamling</mark>" in page
    assert "setiap" in page
    assert "<mark>setiap</mark>" not in page


def test_of_two_that_are_the_same_one_counts_until_that_is_undone(client: Client, region: Region):
    ronda, jaga = add(region, x1=RONDA, x2=JAGA)
    answer = send(client, region, "same", ronda.pk, reason="Satu kegiatan")
    assert "hanya yang dipertahankan yang terhitung" in answer.text
    jaga.refresh_from_db()
    assert jaga.same_as == "x1"
    assert (newest().action, newest().changed, newest().reason) == (
        "twins.decide",
        1,
        "Satu kegiatan",
    )
    do_all()
    run = newest_run(region, 2022, Basis.REPORTED)
    assert run.result["innovations"]["total"] == 2  # n1 is being tried, x1 applied
    assert pairs(region) == []
    assert "Satu kegiatan" in client.get(f"{PAGE}?keputusan").text

    undo = reverse("exchange:undo", args=[OWN, newest().number])
    assert client.post(undo, {"at_once": "yes"}).status_code == 302
    jaga.refresh_from_db()
    assert jaga.same_as == ""
    assert pairs(region) == [("x1", "x2")]


def test_what_was_the_same_as_the_copy_is_the_same_as_the_original(client: Client, region: Region):
    ronda, jaga, third = add(region, x1=RONDA, x2=JAGA, x3=POSYANDU)
    change(region, third, same_as="x2")
    send(client, region, "same", ronda.pk)
    third.refresh_from_db()
    jaga.refresh_from_db()
    assert third.same_as == jaga.same_as == "x1"


def test_a_replication_says_of_what_and_still_counts(client: Client, region: Region):
    ronda, jaga = add(region, x1=RONDA, x2=JAGA)
    send(client, region, "replication", jaga.pk)
    ronda.refresh_from_db()
    assert ronda.replicates == f"x2 · JAGA RONDA · {region.name}"
    assert ronda.same_as == ""
    assert pairs(region) == []
    ask_for_search(region)
    do_all()
    assert pairs(region) == []  # it says so itself


def test_two_that_are_different_do_not_come_up_again(client: Client, region: Region):
    ronda, _ = add(region, x1=RONDA, x2=JAGA)
    answer = send(client, region, "different")
    assert "tidak muncul lagi" in answer.text
    assert newest().action == "twins.decide"
    change(region, ronda, summary=f"{RONDA[1]} desa")
    ask_for_search(region)
    do_all()
    assert pairs(region) == []
    assert LikelyPair.objects.filter(region=region).count() == 1
    assert not [one for one in state_findings(region) if one.of[0].startswith("innovation")]


@pytest.mark.parametrize("verdict", ["same", "replication", "different"])
def test_a_decision_that_is_taken_back_leaves_the_pair_open(
    client: Client, region: Region, verdict: str
):
    ronda, jaga = add(region, x1=RONDA, x2=JAGA)
    send(client, region, verdict, ronda.pk)
    decision = TwinDecision.objects.get(region=region)
    address = reverse("innovation:take-back-twins", args=[OWN, decision.pk])
    assert f'action="{address}"' in client.get(f"{PAGE}?keputusan").text
    assert "ditarik kembali" in client.post(address, follow=True).text
    jaga.refresh_from_db()
    assert (jaga.same_as, jaga.replicates) == ("", "")
    ask_for_search(region)
    do_all()
    assert pairs(region) == [("x1", "x2")]
    assert newest().action == "twins.take_back"
    again = client.post(address, follow=True)
    assert "sudah diputuskan atau berubah" in again.text


@pytest.mark.parametrize(
    ("verdict", "now"),
    [
        ("same", {"same_as": "n1"}),
        ("replication", {"replicates": "n1 · Lapor · Kabupaten Uji"}),
        ("replication", {"replicates": "Ronda di kota lain"}),
    ],
)
def test_what_was_written_since_stays_as_a_decision_is_taken_back(
    client: Client, region: Region, verdict: str, now: dict[str, str]
):
    ronda, jaga = add(region, x1=RONDA, x2=JAGA)
    send(client, region, verdict, ronda.pk)
    Innovation.objects.filter(pk=jaga.pk).update(**now)
    decision = TwinDecision.objects.get(region=region)
    client.post(reverse("innovation:take-back-twins", args=[OWN, decision.pk]))
    assert not TwinDecision.objects.exists()
    assert Innovation.objects.filter(pk=jaga.pk, **now).exists()
    assert newest().action == "twins.take_back"


def test_nothing_is_decided_without_the_one_that_stays(client: Client, region: Region):
    add(region, x1=RONDA, x2=JAGA)
    (own,) = Innovation.objects.filter(region=region, code="n1")
    for original in ("", own.pk, "x"):
        answer = send(client, region, "same", original)
        assert "Pilih dulu inovasi" in answer.text
    assert not TwinDecision.objects.exists()


def test_a_removed_innovation_takes_its_pairs_and_decisions_with_it(client: Client, region: Region):
    ronda, jaga = add(region, x1=RONDA, x2=JAGA)
    send(client, region, "different")
    (change,) = changes_of(region, Innovation, {jaga.pk: None})
    apply_changes(region, [change], "record.edit", actor="uji@example.org", at=AT)
    assert not LikelyPair.objects.exists()
    assert not TwinDecision.objects.exists()
    assert Innovation.objects.filter(pk=ronda.pk).exists()


def test_how_far_the_search_is_stands_on_the_page(client: Client, region: Region):
    TwinSearch.objects.create(region=region, asked=1, compared=25, pairs=100)
    page = client.get(PAGE).text
    assert "25 dari 100 pasangan dibandingkan" in page
    assert 'value="25"' in page
    address = reverse("innovation:search-twins", args=[OWN])
    assert "25 dari 100" in client.get(address).text
    do_all()
    assert client.get(address)["HX-Refresh"] == "true"


def test_a_page_of_pairs_takes_the_same_queries_however_many_there_are(
    client: Client, region: Region
):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE).status_code == 200
        return len(asked)

    add(region, x1=RONDA, x2=JAGA)
    queries()
    few = queries()
    add(region, **{f"y{at}": (f"{RONDA[0]} {at}", RONDA[1]) for at in range(12)})
    assert open_pairs(region).count() > 50
    assert queries() == few


def test_the_form_and_what_is_said_after_it_name_what_is_alike(client: Client, region: Region):
    add(region, x1=RONDA)
    form = f"/{OWN}/isi/inovasi/baru/"
    address = reverse("innovation:alike", args=[OWN])
    assert f'hx-get="{address}"' in client.get(form).text
    assert "RONDA NYALA" in client.get(address, {"f:name": JAGA[0], "f:summary": JAGA[1]}).text
    assert not client.get(address, {"f:name": "KELAS PESISIR"}).text.strip()

    typed = {"code": "x2", "agency": "a1", "name": JAGA[0], "summary": JAGA[1], "year": "2022"}
    typed |= {"public_service": "yes", "digital": "yes", "form": "public-service"}
    typed |= {"stage": "idea"}
    sent = form_of(client.get(form).text) | {f"f:{name}": text for name, text in typed.items()}
    saved = client.post(form, sent | {"do": "save"}, follow=True)
    own = Innovation.objects.get(code="x2")
    assert "Mirip RONDA NYALA" in saved.text
    assert f'href="{PAGE}?inovasi={own.pk}"' in saved.text
    assert "RONDA" in client.get(f"{PAGE}?inovasi={own.pk}").text
