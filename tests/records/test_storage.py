"""Records read while somebody adds to them, and written in an order of the writer's own."""

import pytest
from django.db import IntegrityError, transaction

from kotacerdas.core.rows import new_keys
from kotacerdas.ops.restore import _reset_sequences
from kotacerdas.plan.models import Indicator, Programme, Target
from kotacerdas.records.actions import Change, apply_changes
from kotacerdas.records.storage import (
    TYPED_IN,
    Codes,
    create,
    deferred_fk_check,
    own_values,
    values_in,
)
from kotacerdas.scorecards.sheets import records_of
from pages.regions import AT, OWN, begun

pytestmark = pytest.mark.django_db


def test_what_names_a_record_added_since_is_left_out():
    region = begun(OWN)
    programmes = {one.pk: one.code for one in Programme.objects.filter(region=region)}
    indicators = values_in(Indicator, region, {Programme: programmes})
    added = indicators[0]["programme"]
    earlier = {pk: code for pk, code in programmes.items() if code != added}
    left = [one for one in indicators if one["programme"] != added]
    assert values_in(Indicator, region, {Programme: earlier}) == left != indicators


def test_a_record_may_be_added_after_others_of_its_kind_were_named():
    region = begun(OWN)
    known = records_of(region)
    programme, indicator = (
        known[name][0] | {"code": "baru"} for name in ("Programmes", "Indicators")
    )
    changes = [
        Change(Indicator, ("baru",), None, indicator),
        Change(Programme, ("baru",), None, programme),
        Change(Indicator, ("lagi",), None, indicator | {"code": "lagi"}),
    ]
    apply_changes(region, changes, "import", actor="", at=AT)
    made = records_of(region)
    assert [one["code"] for one in made["Indicators"]][-2:] == ["baru", "lagi"]
    links = ("agency", "missions", "regulations")
    assert [made["Programmes"][-1][name] for name in links] == [programme[name] for name in links]


def test_a_primary_key_is_given_once_though_the_tables_were_restored():
    region = begun(OWN)
    row = records_of(region)["Targets"][-1]
    key = (row["indicator"], row["year"], row["period"])
    gone = Change(Target, key, own_values(row), None, row["pk"])
    apply_changes(region, [gone], "edit", actor="", at=AT)
    _reset_sequences()
    added = Change(Target, key, None, own_values(row))
    apply_changes(region, [added], "edit", actor="", at=AT)
    assert Target.objects.latest("pk").pk > row["pk"]


@pytest.mark.django_db(transaction=True)
def test_a_record_that_names_what_is_not_there_is_refused():
    region = begun(OWN)
    indicator = records_of(region)["Indicators"][0] | {"code": "baru"}
    known = Indicator.objects.count()

    def add(codes: Codes) -> None:
        with transaction.atomic():
            create(Indicator, codes, new_keys(Indicator, 1), [indicator], [TYPED_IN])
            with deferred_fk_check():
                pass

    wrong = Codes(region)
    wrong[Programme] = {indicator["programme"]: 10**6}
    with pytest.raises(IntegrityError):
        add(wrong)
    assert Indicator.objects.count() == known

    add(Codes(region))
    assert Indicator.objects.count() == known + 1
