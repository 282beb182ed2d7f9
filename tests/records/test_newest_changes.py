"""Who changed a field last, by the index of records: of one field as fast as of many."""

import pytest

from kotacerdas.exchange.actions import begin_region
from kotacerdas.records.actions import Change, apply_changes
from kotacerdas.records.inverse import newest_changes
from kotacerdas.records.models import Agency, Region
from kotacerdas.records.storage import own_values
from kotacerdas.scorecards.sheets import records_of
from pages.regions import AT, OWN, sheets_of
from workbook.builder import xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
MANY = 60


@pytest.fixture
def region(db) -> Region:
    sheets = sheets_of(OWN)
    sheets["Agencies"] += [[f"x{n}", f"Dinas {n}"] for n in range(MANY)]
    return begin_region(xlsx(sheets), "buku", AT)


def edit(region: Region, actor: str, rows: slice, **values: object) -> None:
    changes = [
        Change(Agency, (row["code"],), own_values(row), own_values(row) | values, row["pk"])
        for row in records_of(region)["Agencies"][rows]
    ]
    apply_changes(region, changes, "edit", actor=actor, at=AT)


@pytest.mark.parametrize("number", [1, MANY])
def test_two_queries_however_many_fields(region, django_assert_num_queries, number):
    edit(region, "ani", slice(None), head="Ani")
    edit(region, "budi", slice(None), head="Budi")
    keys = [("records.agency", row["pk"]) for row in records_of(region)["Agencies"][:number]]
    with django_assert_num_queries(2):
        newest = newest_changes(region, 1, [(key, "head") for key in keys])
    assert {one.actor for one in newest.values()} == {"budi"}
    assert len(newest) == number


def test_each_field_has_its_own_and_a_record_the_newest_of_all(region):
    edit(region, "ani", slice(1), head="Ani")
    edit(region, "budi", slice(1), email="b@example.org")
    [pk] = [row["pk"] for row in records_of(region)["Agencies"][:1]]
    names = ("head", "email", "", "name")
    record = ("records.agency", pk)
    newest = newest_changes(region, 1, [(record, name) for name in names])
    actors = [newest[record, name].actor if (record, name) in newest else None for name in names]
    assert actors == ["ani", "budi", "budi", None]
    assert newest_changes(region, 0, [(record, "name")])[record, "name"].number == 1
