"""The state at any earlier entry, from the present and the log alone, and undoing the last act."""

import pytest
from django.db import transaction
from hypothesis import given

from cases import examples
from exchange.test_round_trips import importer
from kotacerdas.audit.models import Entry
from kotacerdas.exchange.actions import begin_region
from kotacerdas.exchange.outcome import Decisions
from kotacerdas.exchange.undo import undo_entry
from kotacerdas.ops.verification import state_findings
from kotacerdas.records.inverse import Kind, inverse, present_keys
from pages.regions import AT
from records.histories import STEPS, WORKBOOKS, packed, state, take

pytestmark = pytest.mark.django_db


def begun(records):
    region = begin_region(packed(records), "buku", AT, confirmed=True)
    importer(region)
    return region


def patched(now, patches):
    then = dict(now)
    for record, patch in patches.items():
        if patch.kind is Kind.GONE:
            then.pop(record, None)
        elif patch.kind is Kind.SET:
            then[record] = patch.values, patch.origin
        else:
            values, _ = then[record]
            then[record] = values | patch.values, patch.origin
    return then


def newest() -> int:
    return Entry.objects.order_by("-number")[0].number


@examples(12)
@given(WORKBOOKS, STEPS)
def test_the_state_at_any_entry_equals_the_copy_made_then(records, steps):
    with transaction.atomic():
        region = begun(records)
        copies = {newest(): state(region)}
        for step in steps:
            take(region, step)
            copies[newest()] = state(region)
        now = state(region)
        for number, copy in copies.items():
            assert patched(now, inverse(region, number, present_keys(region))) == copy
        transaction.set_rollback(True)


@examples(12)
@given(WORKBOOKS, STEPS)
def test_an_act_undone_leaves_the_identical_records_and_so_does_its_undo(records, steps):
    with transaction.atomic():
        region = begun(records)
        for step in steps:
            before, number = state(region), newest()
            take(region, step)
            after = state(region)
            if newest() == number:
                continue
            for expected in (before, after):
                undo_entry(region, newest(), Decisions(), by=None, at=AT, reason="Keliru")
                assert state(region) == expected
        if not {name for name, *_ in steps} & {"recode", "exchange_codes"}:
            unlogged = [one.of[0] for one in state_findings(region)]
            assert unlogged == ["accounts.appointment"]  # that of whoever imports here
        transaction.set_rollback(True)
