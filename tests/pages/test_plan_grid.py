"""Targets, budget and capacity in a grid: what is typed in its cells is kept together or not."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from kotacerdas.accounts.models import Role
from kotacerdas.audit.models import Entry
from kotacerdas.casework.actions.steps import submit, verify
from kotacerdas.plan.models import Budget, Capacity, Indicator, Programme, Target
from pages.forms import form_of
from pages.regions import OWN, begun, somebody
from reporting.cast import CHECKED, COMPLETE, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(somebody(begun(OWN), Role.COORDINATOR))
    return client


def address(kind: str, **query: str) -> str:
    return reverse("pages:plan-grid", args=[OWN, kind], query=query)


def saved(client: Client, where: str, cells: dict[str, str], **more: object):
    """Once more with what was shown, where it is to be confirmed."""
    answer = client.post(where, form_of(client.get(where).text) | cells | more)
    if answer.status_code == 200:
        answer = client.post(where, form_of(answer.text) | {"reason": "Rapat"} | more)
    return answer


def newest() -> Entry:
    return Entry.objects.filter(chain_id=OWN).latest("number")


@pytest.mark.parametrize("kind", ["target", "anggaran", "kapasitas"])
@pytest.mark.parametrize("place", [0, 1])
def test_sent_back_as_it_is_nothing_changes(client: Client, kind: str, place: int):
    measure = {"target": ("target", "target_max"), "kapasitas": ("target", "realised")}
    where = address(kind, ukuran=measure.get(kind, ("ceiling", "realised"))[place])
    number = newest().number
    assert saved(client, where, {}).status_code == 302
    assert newest().number == number


def test_cells_that_are_changed_added_and_emptied_are_one_entry(client: Client):
    page = form_of(client.get(address("target")).text)
    one, two = Target.objects.order_by("pk")[:2]
    new = next(name for name in page if name.startswith("n:"))
    cells = {f"c:{one.pk}": "12,5", f"c:{two.pk}": "", new: "7"}
    number = newest().number
    assert saved(client, address("target"), cells).status_code == 302
    assert Target.objects.get(pk=one.pk).target == 12.5
    assert not Target.objects.filter(pk=two.pk).exists()
    _, year, key = new.split(":", 2)
    added = Target.objects.get(indicator=key.partition("|")[0], year=year)
    assert added.target == 7
    entry = newest()
    assert entry.number == number + 1
    assert (entry.added, entry.changed, entry.removed) == (1, 1, 1)


def test_words_among_numbers_are_each_at_their_place_and_nothing_is_kept(client: Client):
    one, two, three = Target.objects.order_by("pk")[:3]
    cells = {f"c:{one.pk}": "12", f"c:{two.pk}": "banyak", f"c:{three.pk}": "1.500"}
    number = newest().number
    answer = saved(client, address("target"), cells)
    assert answer.status_code == 422
    assert "2 sel perlu diperbaiki" in answer.text
    for target, sentence in ((two, "Ini bukan angka"), (three, "bermakna ganda")):
        place = rf'#cell-c:{target.pk}">[^<]*{target.year}</a>: [^<]*{sentence}'
        assert re.search(place, answer.text)
    sent = form_of(answer.text)
    assert [sent[name] for name in cells] == [*cells.values()]
    assert newest().number == number


def test_a_block_of_4000_cells_with_words_is_told_cell_by_cell_and_none_is_kept(client: Client):
    programme = Programme.objects.get(code="p1")
    Programme.objects.filter(pk=programme.pk).update(start_year=2000, end_year=2039)
    one = Indicator.objects.get(code="i1")
    for at in range(100):
        one.pk, one.code = None, f"x{at:03}"
        one.save()
    where = address("target", q="x")
    shown = form_of(client.get(where).text)
    cells = [name for name in shown if re.fullmatch(r"n:20\d\d:\d+\|", name)]
    assert len(cells) == 4000
    words = set(cells[::40])
    before = Target.objects.count(), newest().number
    typed = {name: "kira-kira" if name in words else "12,5" for name in cells}
    answer = client.post(where, shown | typed)
    assert answer.status_code == 422
    assert "100 sel perlu diperbaiki" in answer.text
    wrong = re.findall(r'<input[^>]* value="kira-kira"[^>]* aria-invalid="true"', answer.text)
    assert len(wrong) == len(words)
    assert answer.text.count('value="12,5"') == len(cells) - len(words)
    assert (Target.objects.count(), newest().number) == before


def test_of_a_cell_that_both_changed_the_second_sees_both(client: Client):
    one, two = Target.objects.order_by("pk")[:2]
    where = address("target")
    mine = form_of(client.get(where).text)
    assert saved(client, where, {f"c:{one.pk}": "55"}).status_code == 302
    answer = client.post(where, mine | {f"c:{one.pk}": "66", f"c:{two.pk}": "77"})
    assert answer.status_code == 422
    assert "menjadi 55" in html.unescape(answer.text)
    sent = form_of(answer.text)
    assert (sent[f"c:{one.pk}"], sent[f"c:{two.pk}"]) == ("66", "77")
    assert Target.objects.get(pk=one.pk).target == 55
    answer = client.post(where, sent)
    if answer.status_code == 200:
        answer = client.post(where, form_of(answer.text) | {"reason": "Rapat"})
    assert answer.status_code == 302
    assert Target.objects.get(pk=one.pk).target == 66


def test_a_ceiling_with_money_spent_is_not_emptied(client: Client):
    one = Budget.objects.exclude(realised=None).first()
    answer = saved(client, address("anggaran"), {f"c:{one.pk}": ""})
    assert answer.status_code == 422
    assert "kolom pagu wajib diisi" in answer.text


def test_capacity_of_another_year_is_the_same_item(client: Client):
    one = Capacity.objects.order_by("-year").first()
    cells = {f"n:{one.year + 1}:{one.code}": "9"}
    assert saved(client, address("kapasitas"), cells).status_code == 302
    added = Capacity.objects.get(code=one.code, year=one.year + 1)
    assert (added.item, added.unit, added.agency, added.target) == (
        one.item,
        one.unit,
        one.agency,
        9,
    )


def test_what_a_report_holds_leads_to_the_report():
    found = stage()
    submit(found.act(found.people.operator), COMPLETE)
    verify(found.act(found.people.verifier), CHECKED)
    client = Client()
    client.force_login(found.people.coordinator)
    one = Budget.objects.get(programme__code="p1", year=2022)
    where = address("anggaran", ukuran="realised")
    page = client.get(where).text
    assert f'name="c:{one.pk}"' not in page
    assert f'href="/{OWN}/laporan/2022/q1/p1/"' in page
    answer = client.post(where, form_of(page) | {f"c:{one.pk}": "1"})
    assert answer.status_code == 422
    assert "dipegang laporan Satu Data, Triwulan I 2022" in html.unescape(answer.text)
    edit = reverse("pages:plan-change", args=[OWN, "anggaran", one.pk])
    form = client.get(edit).text
    assert f'href="/{OWN}/laporan/2022/q1/p1/"' in form
    assert "f:realised" not in form_of(form)
    answer = client.post(edit, form_of(form) | {"f:ceiling": "600.000", "do": "save"})
    assert "Alasan (wajib" in answer.text  # of a year of which a report is verified


@pytest.mark.parametrize(
    "query", [{"p": "99"}, {"p": "x"}, {"opd": "x"}, {"opd": "9" * 20}, {"q": "tidak ada"}]
)
def test_odd_questions(client: Client, query: dict[str, str]):
    assert client.get(address("target", **query)).status_code == 200


def test_what_is_no_cell_of_it(client: Client):
    for where in (address("target", ukuran="year"), address("misi")):
        assert client.get(where).status_code == 404
    where = address("target")
    sent = form_of(client.get(where).text)
    for name in ("c:999999", "n:2022:1|tw9", "n:2022:999|"):
        answer = client.post(where, sent | {name: "5"})
        assert answer.status_code == 422, name


def test_a_page_asks_as_much_of_one_line_as_of_many(client: Client, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        client.get(address("target"))
    programme = Programme.objects.get(code="p1")
    one = Indicator.objects.get(code="i1")
    for at in range(30):
        one.pk, one.code, one.programme = None, f"x{at}", programme
        one.save()
        Target.objects.create(region=programme.region, indicator=one, year=2022, target=at)
    with django_assert_max_num_queries(12):
        client.get(address("target"))
