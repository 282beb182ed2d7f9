"""Many records changed at once: what is chosen in a table, seen first, and taken back as one."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from kotacerdas.accounts.models import Role
from kotacerdas.audit.models import Entry
from kotacerdas.plan.models import Programme
from kotacerdas.records.models import Region
from markup import compact
from pages.regions import OWN, begun, sheets_of, somebody

BULK = reverse("pages:plan-bulk", args=[OWN, "program"])


@pytest.fixture
def region(db) -> Region:
    sheets = sheets_of(OWN)
    header, row = sheets["Programmes"]
    others = [[f"x{at}", f"Program {at}", *row[2:]] for at in range(3)]
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
    assert f'action="{BULK}"' in page
    reader = Client()
    reader.force_login(somebody(region, Role.VIEWER))
    assert "data-pick" not in reader.get(f"/{OWN}/2022/program/").text


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
