"""Many records changed at once: what is chosen in a table, seen first, and taken back as one."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.audit.models import Entry
from kotacerdas.exchange.edit_plan import Edit, TypedRow
from kotacerdas.exchange.edit_sides import newest_entry
from kotacerdas.exchange.edits import save_edit
from kotacerdas.plan.models import Indicator, Programme
from kotacerdas.records.models import Agency, Region
from markup import compact
from pages.regions import AT, OWN, begun, sheets_of, somebody

BULK = reverse("pages:plan-bulk", args=[OWN, "program"])


@pytest.fixture
def region(db) -> Region:
    sheets = sheets_of(OWN)
    header, row = sheets["Programmes"]
    others = [[f"x{at}", f"Program {at}", *row[2:]] for at in range(3)]
    others[1][header.index("end_year")] = 2023
    sheets["Programmes"] = [header, row, *others]
    return begun(OWN, sheets)


@pytest.fixture
def client(region: Region) -> Client:
    client = Client()
    client.force_login(somebody(region, Role.COORDINATOR))
    return client


def keys(region: Region) -> list[int]:
    return list(
        Programme.objects.filter(region=region).order_by("code").values_list("pk", flat=True)
    )


def fields(page: str) -> dict[str, str]:
    """The hidden fields of the form that are not rows."""
    return dict(re.findall(r'<input type="hidden" name="(base|digest)" value="([^"]*)">', page))


def test_the_table_offers_its_rows_to_whoever_may_change_them(client: Client, region: Region):
    page = compact(client.get(f"/{OWN}/2022/program/").text)
    assert page.count(" data-pick aria-label") == 4
    assert f'formaction="{BULK}"' in page
    reader = Client()
    reader.force_login(somebody(region, Role.VIEWER))
    page = reader.get(f"/{OWN}/2022/program/").text
    assert "/massal/" not in page
    assert "/ubah/" not in page
    assert "Unduh yang dipilih" in page


def test_a_field_of_three_programmes_in_one_entry_that_is_taken_back_as_one(
    client: Client, region: Region
):
    chosen = keys(region)[1:]
    form = client.post(BULK, {"pick": chosen}).text
    data = {"pick": chosen, "column": "dimension", "f:dimension": "economy", "do": "save"}
    data |= fields(form)
    before = Entry.objects.count()

    seen = client.post(BULK, data)
    assert Entry.objects.count() == before, "figures change, so it is shown first"
    assert "Smart Economy" in seen.text
    done = client.post(BULK, data | fields(seen.text) | {"reason": "Rapat"}, follow=True)

    assert "Batalkan" in done.text
    moved = Programme.objects.filter(region=region, dimension="economy")
    assert {one.pk for one in moved} >= {*chosen}
    entry = Entry.objects.latest("pk")
    assert (entry.changed, Entry.objects.count()) == (3, before + 1)


def test_all_that_match_are_chosen_by_one_box(client: Client, region: Region):
    every = ",".join(map(str, keys(region)))
    page = client.post(BULK, {"pick_all": every, "pick": keys(region)[:1]}).text

    assert "4 data dipilih" in page


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"pick": []}, "Belum ada yang dipilih"),
        ({"column": "code"}, "Pilih kolom yang akan diubah"),
        ({"column": ""}, "Pilih kolom yang akan diubah"),
        ({"pick": ["9" * 30, "x"]}, "Belum ada yang dipilih"),
        ({"pick": [str(10**9)]}, "tidak"),
        ({"pick": [str(n) for n in range(501)]}, "paling banyak 500"),
        ({"f:weight": "berat"}, "berat"),
        ({"base": "999999"}, ""),
    ],
)
def test_what_is_not_saved_gets_a_sentence(client: Client, region: Region, more, said: str):
    chosen = keys(region)
    form = fields(client.post(BULK, {"pick": chosen}).text)
    data = {"pick": chosen, "column": "weight", "f:weight": "2", "do": "save", **form} | more
    before = Entry.objects.count()
    answer = client.post(BULK, data)

    assert answer.status_code == 422
    assert said in answer.text
    assert Entry.objects.count() == before


def test_what_somebody_else_changed_meanwhile_is_told_by_record_and_kept(
    client: Client, region: Region
):
    chosen = keys(region)[1:]
    data = {"pick": chosen, "column": "weight", "f:weight": "2", "do": "save"}
    data |= fields(client.post(BULK, {"pick": chosen}).text)
    edit(region, "x0", weight="3")
    before = Entry.objects.count()

    answer = client.post(BULK, data | {"reason": "Rapat"})
    assert answer.status_code == 422
    page = compact(answer.text)
    assert re.search(r"Program x0: colleague@example.org mengubahnya dari 1 menjadi 3", page)
    assert "Program x1:" not in page
    assert Entry.objects.count() == before
    again = client.post(BULK, data | fields(answer.text))
    done = client.post(BULK, data | fields(again.text) | {"reason": "Rapat"})
    assert done.status_code == 302
    assert set(Programme.objects.filter(pk__in=chosen).values_list("weight", flat=True)) == {2}


def test_what_others_changed_from_the_value_that_is_wanted_is_not_left_so(
    client: Client, region: Region
):
    chosen = keys(region)
    data = {"pick": chosen, "column": "dimension", "f:dimension": "governance", "do": "save"}
    data |= fields(client.post(BULK, {"pick": chosen}).text)
    edit(region, "x1", dimension="economy")

    answer = client.post(BULK, data)

    assert answer.status_code == 422
    assert "Program x1: " in compact(answer.text)


def test_what_was_removed_meanwhile_is_told_and_the_others_can_be_saved(
    client: Client, region: Region
):
    chosen = keys(region)[1:]
    data = {"pick": chosen, "column": "weight", "f:weight": "2", "do": "save"}
    data |= fields(client.post(BULK, {"pick": chosen}).text)
    edit(region, "x2", is_removed=True)
    before = Entry.objects.count()

    answer = client.post(BULK, data)
    assert answer.status_code == 422
    assert "Program x2: sudah dihapus orang lain" in compact(answer.text)
    assert Entry.objects.count() == before
    left = [int(pk) for pk in re.findall(r'name="pick" value="(\d+)"', answer.text)]
    assert left == chosen[:2]
    seen = client.post(BULK, data | {"pick": left} | fields(answer.text))
    done = client.post(BULK, data | {"pick": left} | fields(seen.text) | {"reason": "Rapat"})
    assert done.status_code == 302
    assert Programme.objects.filter(region=region, weight=2).count() == 2
    stale = client.post(BULK, {"pick": chosen})
    assert "1 data yang dipilih sudah dihapus orang lain." in stale.text


def test_what_is_wrong_with_one_of_them_is_told_of_that_one(client: Client, region: Region):
    chosen = keys(region)[2:]
    data = {"pick": chosen, "column": "start_year", "f:start_year": "2023", "do": "save"}
    answer = client.post(BULK, data | fields(client.post(BULK, {"pick": chosen}).text))

    assert answer.status_code == 422
    assert re.search(r"x2 · Program 2: [^<]*lebih dulu", compact(answer.text))


def test_programmes_move_to_an_agency(client: Client, region: Region):
    to = Agency.objects.create(region=region, code="a2", name="Bappeda")
    chosen = keys(region)[1:]
    form = client.post(BULK, {"pick": chosen, "only": "agency"}).text
    assert form.count('name="f:') == 1
    data = {"pick": chosen, "only": "agency", "column": "agency", "f:agency": "a2", "do": "save"}
    seen = client.post(BULK, data | fields(form))
    done = client.post(BULK, data | fields(seen.text) | {"reason": "Perda"}, follow=True)
    assert "Batalkan" in done.text
    assert Programme.objects.filter(agency=to).count() == 3


def acts(act: str, kind: str = "program") -> str:
    return reverse("pages:acts", args=[OWN, kind, act])


def test_many_are_retired_in_one_entry_that_is_taken_back_as_one(client: Client, region: Region):
    chosen = keys(region)
    begun = client.post(acts("purna"), {"pick": chosen})
    assert "4 data dipilih" in begun.text
    typed = {"pick": chosen, "year": "2022", "reason": "RPJMD berakhir"}
    seen = client.post(acts("purna"), typed | {"show": "yes"})
    assert seen.text.count("Program x") >= 1
    before = Entry.objects.count()

    done = client.post(acts("purna"), typed | digest(seen.text) | {"confirm": "yes"}, follow=True)

    entry = Entry.objects.latest("pk")
    assert (entry.action, entry.reason) == ("record.retire", "RPJMD berakhir")
    assert (entry.changed, Entry.objects.count()) == (1, before + 1), "what ended by then stays"
    assert set(Programme.objects.values_list("end_year", flat=True)) == {2022}
    assert "Batalkan" in done.text
    client.post(reverse("exchange:undo", args=[OWN, entry.number]), {"at_once": "yes"})
    assert Programme.objects.get(code="x1").end_year == 2023


def test_what_is_said_to_be_saved_is_what_changed(client: Client, region: Region):
    typed = {"pick": keys(region), "year": "2024", "reason": "RPJMD baru"}
    Programme.objects.filter(code__in=("x0", "x1")).update(end_year=2030)
    seen = client.post(acts("pulih"), typed | {"show": "yes"})
    done = client.post(acts("pulih"), typed | digest(seen.text) | {"confirm": "yes"}, follow=True)
    assert Entry.objects.latest("pk").changed == 2
    assert "2 data disimpan" in done.text


def test_an_act_on_the_only_row_that_was_chosen_carries_it_on(client: Client, region: Region):
    chosen = keys(region)[2:3]
    form = client.post(acts("purna"), {"pick": chosen}).text
    assert picks(form) == chosen
    typed = {"year": "2022", "reason": "RPJMD berakhir"}
    seen = client.post(acts("purna"), typed | {"pick": picks(form), "show": "yes"}).text
    sent = typed | {"pick": picks(seen), "confirm": "yes"} | digest(seen)
    assert client.post(acts("purna"), sent).status_code == 302
    assert Entry.objects.latest("pk").action == "record.retire"


LISTS = (f"/{OWN}/2022/indikator/?urut=code&hal=1", f"/{OWN}/isi/indikator/?urut=-code")


@pytest.mark.parametrize("begun", LISTS)
def test_an_act_leads_back_to_the_list_on_which_it_was_begun(
    client: Client, region: Region, begun: str
):
    page = client.get(begun).text
    back = re.search(r'<input type="hidden" name="back" value="([^"]+)">', page)[1]
    own = Indicator.objects.get(region=region, code="i1")
    sent = {"pick": [own.pk], "back": unescape(back)}
    for address, typed in (
        (acts("purna", "indikator"), {"year": "2022", "reason": "Rapat", "show": "yes"}),
        (reverse("pages:plan-bulk", args=[OWN, "indikator"]), {}),
    ):
        form = client.post(address, sent | typed).text
        assert f'name="back" value="{back}"' in form
    seen = client.post(acts("purna", "indikator"), sent | {"year": "2022", "show": "yes"}).text
    sent |= {"year": "2022", "reason": "Rapat", "confirm": "yes"} | digest(seen)
    assert client.post(acts("purna", "indikator"), sent).url == begun

    done = client.get(begun).text
    undo = re.search(rf'action="(/{OWN}/catatan/[^"]+)"', done)[1]
    assert client.post(undo, {"at_once": "yes", "back": begun}).url == begun


@pytest.mark.parametrize("begun", ["", "javascript:alert(1)", "//example.org/", "https://x.org"])
def test_an_act_leads_to_no_other_site(client: Client, begun: str):
    own = reverse("pages:plan-rows", args=[OWN, "program"])
    answer = client.post(acts("purna"), {"pick": [], "back": begun})
    assert answer.url == own
    page = client.get(reverse("pages:plan-add", args=[OWN, "program"]), {"dari": begun}).text
    assert f'<a class="btn" href="{own}">' in compact(page)


def picks(page: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'name="pick" value="(\d+)"', page)]


def test_an_act_on_many_is_done_as_it_was_seen_or_not_at_all(client: Client, region: Region):
    chosen = keys(region)
    typed = {"pick": chosen, "year": "2024", "reason": "RPJMD baru"}
    seen = client.post(acts("pulih"), typed | {"show": "yes"})
    edit(region, "x2", is_removed=True)
    before = Entry.objects.count()

    answer = client.post(acts("pulih"), typed | digest(seen.text) | {"confirm": "yes"})
    assert answer.status_code == 422
    assert "1 data yang dipilih sudah dihapus orang lain." in answer.text
    assert Entry.objects.count() == before
    answer = client.post(acts("pulih"), typed | digest(answer.text) | {"confirm": "yes"})
    assert answer.status_code == 302
    assert set(Programme.objects.values_list("end_year", flat=True)) == {2024}
    again = client.post(acts("pulih"), typed | digest(seen.text) | {"confirm": "yes"})
    assert again.status_code == 422
    assert "Tidak ada yang berubah" in again.text
    Appointment.objects.filter(user__email="coordinator-33.25@example.org").update(to_at=AT)
    assert client.post(acts("purna"), typed | {"confirm": "yes"}).status_code == 404


@pytest.mark.parametrize(
    ("act", "typed", "status"),
    [
        ("purna", {"year": "2019"}, 422),
        ("purna", {"year": "x"}, 422),
        ("pulih", {"year": "9999"}, 422),
        ("nama", {"name": "Sama"}, 404),
        ("purna", {"pick": []}, 302),
        ("purna", {"pick": [10**9]}, 302),
        ("purna", {"pick": list(range(501))}, 302),
    ],
)
def test_an_act_on_many_that_can_not_be_is_told(
    client: Client, region: Region, act: str, typed: dict[str, object], status: int
):
    data = {"pick": keys(region), "year": "2022", "reason": "Rapat", "show": "yes"} | typed
    assert client.post(acts(act), data).status_code == status


def test_what_an_act_asks_of_the_database_does_not_grow_with_the_records(
    client: Client, region: Region
):
    agencies = [Agency(region=region, code=f"z{n}", name=f"Badan {n}") for n in range(300)]
    Agency.objects.bulk_create(agencies)
    pks = list(Agency.objects.filter(code__startswith="z").values_list("pk", flat=True))
    counts = []
    for n in (10, 300):
        typed = {"pick": pks[:n], "day": "2022-12-31", "reason": "Perda", "show": "yes"}
        with CaptureQueriesContext(connection) as asked:
            assert client.post(acts("purna", "opd"), typed).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def digest(page: str) -> dict[str, str]:
    return {"digest": re.findall(r'name="digest" value="(\w*)"', page)[-1]}


def edit(region: Region, code: str, *, is_removed: bool = False, **texts: str) -> None:
    """Change or remove a programme, seen and confirmed, as somebody else."""
    by = colleague(region)
    pk = Programme.objects.get(region=region, code=code).pk
    row = TypedRow(pk, None if is_removed else texts)
    change = Edit("Programmes", newest_entry(region), [row])
    seen = save_edit(region, change, by=by, at=AT)
    if seen.entry is None:
        digest = seen.plan.digest
        assert save_edit(region, change, by=by, at=AT, reason="Rapat", digest=digest).entry


def colleague(region: Region) -> User:
    user = User.objects.create_user("colleague@example.org", "rahasia", "Rekan")
    Appointment.objects.create(user=user, region=region, role=Role.COORDINATOR, from_at=AT)
    return user
