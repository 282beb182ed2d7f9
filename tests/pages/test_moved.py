"""Addresses with a code that its record no longer has."""

import pytest
from django.test import Client

from kotacerdas.casework.actions.steps import submit
from kotacerdas.records.actions import Change, apply_changes
from kotacerdas.records.storage import origin_of, own_values
from kotacerdas.scorecards.actions import refresh_scorecards
from kotacerdas.scorecards.models import Run
from kotacerdas.scorecards.sheets import MODELS, records_of
from pages.regions import OWN
from reporting.cast import AT, COMPLETE, Stage, stage

pytestmark = pytest.mark.django_db
CODES = {"Programmes": {"p1": "EKO/1"}, "Indicators": {"i1": "EKO/1.1"}, "Agencies": {"a1": "b1"}}


@pytest.fixture
def stage_() -> Stage:
    found = stage()
    submit(found.act(found.people.operator), COMPLETE)
    refresh_scorecards(found.region, AT)
    return found


@pytest.fixture
def client(stage_: Stage) -> Client:
    client = Client()
    client.force_login(stage_.people.coordinator)
    return client


def recode(found: Stage) -> None:
    for sheet, codes in CODES.items():
        changes = [
            Change(
                MODELS[sheet],
                (row["code"],),
                own_values(row),
                own_values(row) | {"code": codes[row["code"]]},
                row["pk"],
                was=origin_of(row),
            )
            for row in records_of(found.region)[sheet]
            if row["code"] in codes
        ]
        apply_changes(found.region, changes, "edit", actor="", at=AT)
    refresh_scorecards(found.region, AT)


MOVED = {
    "2022/program/p1/": "2022/program/EKO/1/",
    "2022/indikator/i1/": "2022/indikator/EKO/1.1/",
    "2022/opd/a1/": "2022/opd/b1/",
    "2022/angka/programmes/p1/achievement_pct": "2022/angka/programmes/EKO/1/achievement_pct",
    "2022/angka/agencies/a1/planned": "2022/angka/agencies/b1/planned",
    "laporan/2022/q1/p1/": "laporan/2022/q1/EKO/1/",
    "bukti/2022/p1/": "bukti/2022/EKO/1/",
}


def test_old_addresses_lead_on_with_their_query(stage_: Stage, client: Client):
    recode(stage_)
    for old, new in MOVED.items():
        answer = client.get(f"/{OWN}/{old}?basis=verified&x=%C3%A9")
        assert answer.status_code == 302, old
        assert answer.url == f"/{OWN}/{new}?basis=verified&x=%C3%A9"
        assert client.get(answer.url).status_code == 200, new


def test_a_result_of_before_has_the_codes_of_before(stage_: Stage, client: Client):
    old = Run.objects.filter(year=2022).latest("pk")
    recode(stage_)
    query = f"?hasil={old.pk}"
    assert client.get(f"/{OWN}/2022/program/p1/{query}").status_code == 200
    answer = client.get(f"/{OWN}/2022/program/EKO/1/{query}")
    assert (answer.status_code, answer.url) == (302, f"/{OWN}/2022/program/p1/{query}")


def test_a_form_that_was_open_still_sends_what_was_typed(stage_: Stage, client: Client):
    recode(stage_)
    client.force_login(stage_.people.operator)
    answer = client.post(f"/{OWN}/laporan/2022/q1/p1/", {"do": "comment", "text": "Halo"})
    assert (answer.status_code, answer.url) == (307, f"/{OWN}/laporan/2022/q1/EKO/1/")


def test_an_operator_of_elsewhere_is_led_to_the_same_refusal(stage_: Stage, client: Client):
    recode(stage_)
    client.force_login(stage_.people.neighbour)
    answer = client.get(f"/{OWN}/laporan/2022/q1/p1/", follow=True)
    assert answer.status_code == 403


def test_search_finds_by_old_codes(stage_: Stage, client: Client):
    recode(stage_)
    page = client.get(f"/{OWN}/cari/?q=p1").text
    assert f"/{OWN}/2022/program/EKO/1/" in page
    assert "Satu Data" in page


def test_what_is_of_other_years_says_so(stage_: Stage, client: Client):
    rows = records_of(stage_.region)["Programmes"]
    row = next(one for one in rows if one["code"] == "p3")
    before = own_values(row)
    after = before | {"start_year": 2021, "end_year": 2021}
    change = Change(MODELS["Programmes"], ("p3",), before, after, row["pk"], was=origin_of(row))
    apply_changes(stage_.region, [change], "edit", actor="", at=AT)
    refresh_scorecards(stage_.region, AT)
    for address in ("program/p3/", "angka/programmes/p3/achievement_pct"):
        answer = client.get(f"/{OWN}/2022/{address}")
        assert answer.status_code == 404
        assert "Jaringan Desa tidak ada dalam hasil 2022" in answer.text
        assert f'href="/{OWN}/2022/"' in answer.text
    assert client.get(f"/{OWN}/2022/program/p9/").status_code == 404
    assert "tidak ada dalam hasil" not in client.get(f"/{OWN}/2022/program/p9/").text
