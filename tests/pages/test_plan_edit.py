"""Records of the plan on their forms: what is written, what is refused, and two people at once."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.audit.models import Entry
from kotacerdas.exchange import edits
from kotacerdas.pages.plan_kinds import BY_SLUG
from kotacerdas.plan.models import Budget, Capacity, Mission, Programme, Target
from kotacerdas.records.models import Agency, Region
from kotacerdas.scorecards.actions import publish_run
from kotacerdas.scorecards.models import Run
from markup import compact
from pages.forms import form_of
from pages.regions import AT, OWN, begun, somebody

pytestmark = pytest.mark.django_db
EDITED = (
    *("daerah", "opd", "misi", "regulasi", "program", "indikator"),
    *("target", "anggaran", "inovasi", "kapasitas", "indeks", "kematangan", "indikator-pemda"),
)


@pytest.fixture
def region() -> Region:
    return begun(OWN)


@pytest.fixture
def client(region: Region) -> Client:
    return signed_in(somebody(region, Role.COORDINATOR))


def test_a_form_opens_in_the_place_where_one_reads(client: Client):
    year = f"/{OWN}/2022/"
    pages = [
        *("program/p1", "indikator/i1", "opd/a1", "misi/m1", "regulasi/r1", "inovasi/n1"),
        "kapasitas/c1",
    ]
    for page in pages:
        text = client.get(f"{year}{page}/").text
        [form] = re.findall(r'<a\s+class="btn edit-button"\s+href="([^"]+)"', text)
        assert text.count('id="record"') == 1, page
        assert len(re.findall(r'<form[^>]*id="record"', client.get(html.unescape(form)).text)) == 1


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(kind: str, record: int | None = None) -> str:
    if record is None:
        return reverse("pages:plan-add", args=[OWN, kind])
    return reverse("pages:plan-change", args=[OWN, kind, record])


def opened(client: Client, where: str) -> dict[str, object]:
    return form_of(client.get(where).text)


def save(client: Client, where: str, sent: dict[str, object], **typed: object):
    fields = {f"f:{name}": value for name, value in typed.items()}
    return client.post(where, sent | {"do": "save"} | fields)


def newest() -> Entry:
    return Entry.objects.filter(chain_id=OWN).latest("number")


LINES = {
    "program/p1": {"agency", "dimension", "missions", "weight", "description"},
    "indikator/i1": {"level", "unit", "polarity", "aggregation", "baseline", "weight"},
    "misi/m1": {"plan", "text"},
    "regulasi/r1": {"type", "number", "year", "title", "valid_from", "valid_to", "url"},
    "inovasi/n1": {"agency", "form", "public_service", "digital"},
    "kapasitas/c1": {"kind", "item", "agency", "unit", "target", "realised"},
}
A_LINE = re.compile(r'<a\s+class="line-button"\s+href="([^"]+baris=(\w+)[^"]*)"')


def lines_of(text: str) -> dict[str, str]:
    """The address of each line's form, by its field."""
    return {field: html.unescape(url) for url, field in A_LINE.findall(text)}


@pytest.mark.parametrize("page", LINES)
def test_each_line_of_a_record_opens_a_form_of_its_own(client: Client, page: str):
    lines = lines_of(client.get(f"/{OWN}/2022/{page}/").text)

    assert lines.keys() >= LINES[page]
    assert not lines.keys() & {"code", "end_year", "last_year"}
    for field, where in lines.items():
        form = client.get(where).text
        assert form.count(f'id="line-{field}"') == 1
        assert set(re.findall(r'name="f:(\w+)"', form)) == {field}


def test_a_line_keeps_the_others_and_leads_back(client: Client):
    back = f"/{OWN}/2022/program/p1/"
    where = lines_of(client.get(back).text)["partners"]
    fields = [one.name for one in Programme._meta.fields if not one.name.startswith("origin")]
    before = Programme.objects.filter(code="p1").values(*fields).get()
    answer = client.post(
        where,
        opened(client, where) | {"f:partners": "BKKBN; TP PKK"},
        headers={"HX-Request": "true"},
    )

    assert (answer.status_code, answer["HX-Redirect"]) == (200, back)
    after = Programme.objects.filter(code="p1").values(*fields).get()
    assert after == before | {"partners": ["BKKBN", "TP PKK"]}
    assert "BKKBN; TP PKK" in compact(client.get(back).text)


def test_a_line_that_is_refused_stays_as_it_was_typed(client: Client):
    where = lines_of(client.get(f"/{OWN}/2022/program/p1/").text)["weight"]
    answer = client.post(where, opened(client, where) | {"f:weight": "berat"})

    assert answer.status_code == 422
    assert 'id="line-weight"' in answer.text
    assert 'value="berat"' in answer.text
    assert "field-problem" in answer.text


def test_a_line_of_a_record_that_somebody_removed_becomes_its_whole_form(client: Client):
    where = lines_of(client.get(f"/{OWN}/2022/kapasitas/c1/").text)["item"]
    sent = opened(client, where)
    other = address("kapasitas", Capacity.objects.get(code="c1").pk)
    shown = client.post(other, opened(client, other) | {"do": "remove"}).text
    client.post(other, form_of(shown) | {"do": "remove", "reason": "Perda"})
    assert not Capacity.objects.filter(code="c1").exists()
    answer = client.post(where, sent | {"f:item": "Maju"})

    assert "sudah dihapus orang lain" in answer.text
    assert 'id="record"' in answer.text
    assert "Maju" in answer.text


@pytest.mark.parametrize("field", ["code", "end_year", "no_such", "f:name"])
def test_what_is_no_line_opens_the_whole_form(client: Client, field: str):
    where = address("program", Programme.objects.get(code="p1").pk)
    text = client.get(where, {"baris": field}).text

    assert 'id="record"' in text
    assert 'name="f:name"' in text


def test_who_may_not_edit_sees_the_lines_without_their_buttons(region: Region):
    viewer = signed_in(somebody(region, Role.VIEWER))
    page = f"/{OWN}/2022/inovasi/n1/"
    text = viewer.get(page).text

    assert 'id="line-agency"' in text
    assert lines_of(text) == {}
    assert 'id="line-replicates"' not in text, "an empty one is there to be filled in alone"
    assert 'id="line-replicates"' in signed_in(somebody(region, Role.COORDINATOR)).get(page).text


@pytest.mark.parametrize(
    "kind",
    [
        "opd",
        "misi",
        "regulasi",
        "program",
        "indikator",
        "target",
        "anggaran",
        "inovasi",
        "kapasitas",
        "daerah",
    ],
)
def test_a_form_sent_back_as_it_is_changes_nothing(client: Client, region: Region, kind: str):
    model = BY_SLUG[kind].model
    own = (
        model.objects.filter(pk=region.pk)
        if model is Region
        else model.objects.filter(region=region)
    )
    where = address(kind, own.first().pk)
    number = newest().number
    answer = save(client, where, opened(client, where))
    assert answer.status_code == 302, compact(answer.text)[:4000]
    assert newest().number == number


def test_a_text_is_kept_at_once_and_undone_from_the_notice(client: Client):
    one = Mission.objects.first()
    before, where = one.text, address("misi", one.pk)
    answer = save(client, where, opened(client, where), text="Sejahtera dan maju")
    assert answer.url == reverse("pages:plan-rows", args=[OWN, "misi"])
    entry = newest()
    assert (entry.action, entry.added, entry.changed) == ("record.edit", 0, 1)
    page = client.get(answer.url).text
    assert f"Misi {one.code} disimpan." in page
    undo = reverse("exchange:undo", args=[OWN, entry.number])
    assert f'action="{undo}"' in page
    assert client.post(undo, {"at_once": "yes"}).status_code == 302
    one.refresh_from_db()
    assert one.text == before
    assert newest().undoes == entry


def test_what_changes_the_achievement_is_shown_before_and_asks_a_reason(client: Client):
    programme = Programme.objects.get(code="p1")
    run = Run.objects.get(region=programme.region, year=2021, basis="verified")
    publish_run(run, User.objects.get(appointments__role=Role.COORDINATOR), AT, "Sudah lengkap")
    where = address("program", programme.pk)
    answer = save(client, where, opened(client, where), start_year="2022")
    assert answer.status_code == 200
    assert "Dampaknya sebelum disimpan" in answer.text
    assert re.search(r"effect-figures", answer.text)
    programme.refresh_from_db()
    assert programme.start_year != 2022
    answer = save(client, where, form_of(answer.text))
    assert answer.status_code == 422
    assert "Tulis alasannya" in answer.text
    answer = save(client, where, form_of(answer.text) | {"reason": "SK Bupati 12"})
    assert answer.status_code == 302
    programme.refresh_from_db()
    assert programme.start_year == 2022
    assert newest().reason == "SK Bupati 12"


def test_what_was_not_seen_is_not_kept(client: Client):
    programme = Programme.objects.get(code="p1")
    where = address("program", programme.pk)
    seen = form_of(save(client, where, opened(client, where), start_year="2022").text)
    answer = save(client, where, seen | {"reason": "SK"}, start_year="2020")
    assert answer.status_code == 422
    assert "berubah sejak dampaknya ditampilkan" in answer.text


@pytest.mark.parametrize(
    ("kind", "code", "typed", "sentence"),
    [
        ("program", "p1", {"name": " "}, "kolom nama wajib diisi"),
        ("program", "p1", {"weight": "dua"}, "bukan angka"),
        ("program", "p1", {"weight": "1.500"}, "bermakna ganda"),
        ("program", "p1", {"weight": "0"}, "di luar batas"),
        ("program", "p1", {"start_year": "22"}, "di luar batas"),
        ("program", "p1", {"start_year": "kemarin"}, "bukan tahun"),
        ("program", "p1", {"start_year": "2199"}, "lebih dulu daripada mulainya"),
        ("program", "p1", {"agency": "a99"}, "tidak ada di lembar"),
        ("program", "p1", {"dimension": "udara"}, "pilih dari daftar"),
        ("program", "p1", {"quick_win": "mungkin"}, "ya atau tidak"),
        ("misi", "m1", {"code": "x" * 101}, "terlalu panjang"),
        ("misi", "m1", {"code": ".."}, "alamat halaman"),
        ("indikator", "i1", {"programme": ""}, "kolom program wajib diisi"),
    ],
)
def test_the_workbooks_sentences(client: Client, kind: str, code: str, typed, sentence: str):
    one = BY_SLUG[kind].model.objects.get(code=code)
    where, number = address(kind, one.pk), newest().number
    answer = save(client, where, opened(client, where), **typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    for text in typed.values():
        assert html.escape(text) in answer.text
    assert newest().number == number


def test_a_new_record_and_the_same_form_again(client: Client):
    where = address("opd")
    sent = opened(client, where)
    typed = {"code": "a9", "name": "Badan Riset"}
    assert save(client, where, sent, **typed).status_code == 302
    number = newest().number
    assert save(client, where, sent, **typed).status_code == 302
    assert (Agency.objects.filter(code="a9").count(), newest().number) == (1, number)
    answer = save(client, where, opened(client, where), **typed | {"code": "A9"})
    assert answer.status_code == 422
    assert "mirip a9" in answer.text


def test_the_same_form_in_two_tabs_at_once_is_one_entry(client: Client, monkeypatch):
    where, number = address("opd"), newest().number
    sent, typed = opened(client, where), {"code": "a9", "name": "Badan Riset"}
    consequence_of, answers = edits.consequence_of, []

    def meanwhile(plan, today):
        if not answers:  # the other tab's, between what this one read and what it writes
            answers.append(None)
            answers.append(save(client, where, sent, **typed))
        return consequence_of(plan, today)

    monkeypatch.setattr(edits, "consequence_of", meanwhile)
    late = save(client, where, sent, **typed)
    assert (answers[1].status_code, late.status_code) == (302, 302), compact(late.text)
    assert (Agency.objects.filter(code="a9").count(), newest().number) == (1, number + 1)


def test_a_part_is_added_from_its_whole(client: Client):
    programme = Programme.objects.get(code="p1")
    page = client.get(address("program", programme.pk)).text
    assert f"{address('indikator')}?induk=p1" in page
    sent = opened(client, f"{address('anggaran')}?induk=p1")
    assert sent["f:programme"] == "p1"
    answer = save(
        client, address("anggaran"), sent, year="2022", source="csr", ceiling="1.250.000.000"
    )
    assert answer.status_code == 302, answer.text
    assert Budget.objects.get(programme=programme, source="csr").ceiling == 1_250_000_000


def test_what_is_named_stays(client: Client):
    one = Agency.objects.get(code="a1")
    where = address("opd", one.pk)
    answer = client.post(where, opened(client, where) | {"do": "remove"})
    assert answer.status_code == 422
    assert "masih dirujuk" in answer.text
    assert Agency.objects.filter(code="a1").exists()


def test_a_removal_is_shown_then_done(client: Client):
    one = Target.objects.first()
    where = address("target", one.pk)
    answer = client.post(where, opened(client, where) | {"do": "remove"})
    assert "Yang akan dihapus" in answer.text
    sent = form_of(answer.text) | {"do": "remove", "reason": "Salah ketik"}
    assert client.post(where, sent).status_code == 302
    assert not Target.objects.filter(pk=one.pk).exists()


# Two people


@pytest.fixture
def other(region: Region) -> Client:
    """Another coordinator."""
    user = User.objects.create_user("siti@example.org", "rahasia", "Siti")
    Appointment.objects.create(
        user=user, region=region, role=Role.COORDINATOR, from_at=AT - timedelta(days=900)
    )
    return signed_in(user)


def test_what_two_people_change_apart_is_both_kept(client: Client, other: Client):
    one = Agency.objects.get(code="a1")
    where = address("opd", one.pk)
    mine, theirs = opened(client, where), opened(other, where)
    assert save(other, where, theirs, head="Siti Rahma").status_code == 302
    assert save(client, where, mine, name="Dinas TIK").status_code == 302
    one.refresh_from_db()
    assert (one.head, one.name) == ("Siti Rahma", "Dinas TIK")


def test_where_both_changed_one_field_the_second_sees_both_and_decides(
    client: Client, other: Client
):
    one = Agency.objects.get(code="a1")
    where = address("opd", one.pk)
    mine, theirs = opened(client, where), opened(other, where)
    save(other, where, theirs, name="Badan TIK", head="Siti Rahma")
    answer = save(client, where, mine, name="Dinas TIK", email="tik@example.org")
    assert answer.status_code == 422
    assert "siti@example.org mengubahnya dari Diskominfo menjadi Badan TIK" in html.unescape(
        answer.text
    )
    sent = form_of(answer.text)
    assert (sent["f:name"], sent["f:email"], sent["f:head"]) == (
        "Dinas TIK",
        "tik@example.org",
        "Siti Rahma",
    )
    one.refresh_from_db()
    assert one.name == "Badan TIK"
    assert save(client, where, sent).status_code == 302
    one.refresh_from_db()
    assert (one.name, one.head, one.email) == ("Dinas TIK", "Siti Rahma", "tik@example.org")


def test_what_somebody_removed_meanwhile_can_be_added_again(client: Client, other: Client):
    one = Target.objects.first()
    where = address("target", one.pk)
    mine, theirs = opened(client, where), opened(other, where)
    seen = form_of(other.post(where, theirs | {"do": "remove"}).text)
    assert other.post(where, seen | {"do": "remove", "reason": "Salah"}).status_code == 302
    answer = save(client, where, mine, target="77")
    assert answer.status_code == 422
    assert "sudah dihapus orang lain" in answer.text
    assert form_of(answer.text)["f:target"] == "77"


def test_nothing_that_others_changed_is_removed_unseen(client: Client, other: Client):
    one = Target.objects.first()
    where = address("target", one.pk)
    mine, theirs = opened(client, where), opened(other, where)
    assert save(other, where, theirs, target="55").status_code == 302
    answer = client.post(where, mine | {"do": "remove"})
    assert answer.status_code == 422
    assert "Periksa lagi sebelum menghapusnya" in answer.text


# Bad input


@pytest.mark.parametrize("base", ["", "x", "-1", "9999", "1" * 30])
def test_a_form_of_no_known_state_loses_nothing(client: Client, base: str):
    one = Agency.objects.get(code="a1")
    where = address("opd", one.pk)
    answer = save(client, where, opened(client, where) | {"base": base}, name="Dinas TIK")
    assert answer.status_code == 422
    assert form_of(answer.text)["f:name"] == "Dinas TIK"
    assert save(client, where, form_of(answer.text)).status_code == 302


@pytest.mark.parametrize("name", ["code", "retired_on", "region", "origin", "pk"])
def test_a_field_that_is_not_its_own(client: Client, name: str):
    one = Agency.objects.get(code="a1")
    where = address("opd", one.pk)
    answer = save(client, where, opened(client, where), **{name: "2022-01-01"})
    assert answer.status_code == 422
    assert "tidak dapat diubah di halaman ini" in answer.text


def test_who_may(region: Region, client: Client):
    for role in set(Role) - {Role.COORDINATOR}:
        assert signed_in(somebody(region, role)).get(address("opd")).status_code == 403
    for where in (address("opd", 10**9), address("nonsense"), address("daerah")):
        assert client.get(where).status_code == 404
    another = begun("33.74")
    theirs = Agency.objects.filter(region=another).first()
    assert client.get(address("opd", theirs.pk)).status_code == 404
    assert client.post(address("opd", theirs.pk), {"base": "1", "f:name": "x"}).status_code != 302


PAGES = {
    "program": "2022/program/p1/",
    "indikator": "2022/indikator/i1/",
    "opd": "2022/opd/a1/",
    "misi": "2022/misi/m1/",
}


def test_a_page_leads_whoever_may_to_its_form(client: Client, region: Region):
    reader = signed_in(somebody(region, Role.VERIFIER))
    for kind, place in PAGES.items():
        one = BY_SLUG[kind].model.objects.get(region=region, code=place.split("/")[2])
        path = f"/{OWN}/{place}"
        link = f'href="{address(kind, one.pk)}?dari={path}"'
        assert link in compact(client.get(path).text), kind
        assert "/isi/" not in reader.get(path).text
        assert form_of(client.get(f"{address(kind, one.pk)}?dari={path}").text)["back"] == path
    assert reverse("pages:plan", args=[OWN]) in client.get(f"/{OWN}/langkah/").text
