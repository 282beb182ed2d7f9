"""What a code means: who has it, or else who had it last."""

import pytest

from kotacerdas.accounts.models import Role
from kotacerdas.audit.models import Entry
from kotacerdas.exchange.undo import Decisions, undo_entry
from kotacerdas.plan.models import Programme
from kotacerdas.records.actions import Change, apply_changes
from kotacerdas.records.identity import codes_since, resolve
from kotacerdas.records.models import Alias, Region
from kotacerdas.records.storage import origin_of, own_values
from kotacerdas.scorecards.sheets import records_of
from pages.regions import somebody
from reporting.cast import AT, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Region:
    return stage(is_open=False).region


def recoded(region: Region, **codes: str) -> None:
    """Each programme by its code gets the other one, all in one act."""
    changes = [
        Change(
            Programme,
            (row["code"],),
            own_values(row),
            own_values(row) | {"code": codes[row["code"]]},
            row["pk"],
            was=origin_of(row),
        )
        for row in records_of(region)["Programmes"]
        if row["code"] in codes
    ]
    apply_changes(region, changes, "edit", actor="", at=AT)


def keys(region: Region) -> dict[str, int]:
    return dict(Programme.objects.filter(region=region).values_list("code", "pk"))


def test_an_old_code_leads_on(region: Region):
    p1 = keys(region)["p1"]
    recoded(region, p1="EKO-1")
    recoded(region, **{"EKO-1": "EKO-2"})

    assert [resolve(region, Programme, code) for code in ("p1", "EKO-1", "EKO-2")] == [p1] * 3
    assert resolve(region, Programme, "p9") is None


def test_a_living_code_wins_then_the_newest_alias(region: Region):
    before = keys(region)
    recoded(region, p1="x", p2="p1")
    assert resolve(region, Programme, "p1") == before["p2"]
    recoded(region, p1="y")  # which p2 was called: both have had the code by now
    assert resolve(region, Programme, "p1") == before["p2"]
    recoded(region, y="z", x="p1")
    assert resolve(region, Programme, "p1") == before["p1"]


def test_codes_exchanged_in_one_act(region: Region):
    before = keys(region)
    recoded(region, p1="p2", p2="p1")
    assert resolve(region, Programme, "p1") == before["p2"]
    assert Alias.objects.count() == 2


def test_a_code_is_compared_as_it_is_composed(region: Region):
    p1 = keys(region)["p1"]
    recoded(region, p1="É-1")
    recoded(region, **{"É-1": "E-1"})
    assert resolve(region, Programme, "E\u0301-1\u200b") == p1


def test_undoing_gives_the_code_back_and_keeps_the_other(region: Region):
    p1 = keys(region)["p1"]
    recoded(region, p1="EKO-1")
    by = somebody(region, Role.COORDINATOR)
    number = Entry.objects.latest("number").number
    undo_entry(region, number, Decisions(), by=by, at=AT, reason="Salah")
    assert keys(region)["p1"] == p1
    assert resolve(region, Programme, "EKO-1") == p1


def test_what_is_gone_leads_nowhere(region: Region):
    recoded(region, p3="q3")
    row = next(one for one in records_of(region)["Programmes"] if one["code"] == "q3")
    gone = Change(Programme, ("q3",), own_values(row), None, row["pk"])
    apply_changes(region, [gone], "edit", actor="", at=AT)
    assert resolve(region, Programme, "p3") is None


def test_codes_of_an_earlier_moment_mean_the_records_that_had_them_then(region: Region):
    def newest() -> int:
        return Entry.objects.filter(chain_id=region.code).latest("number").number

    first = newest()
    recoded(region, p1="x", p2="p1")  # p1 passes on to another
    second = newest()
    recoded(region, x="y")
    recoded(region, y="x", p3="y")
    third = newest()

    since = codes_since(region, Programme)
    assert since(first) == {"p1": "x", "p2": "p1", "p3": "y"}
    assert since(second) == {"x": "x", "p3": "y"}
    assert since(third) == {}
