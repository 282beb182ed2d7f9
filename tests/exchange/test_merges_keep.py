"""Whatever is done between an export and its return, each side's own changes stay."""

import pytest
from django.db import transaction
from hypothesis import assume, given
from hypothesis import strategies as st

from cases import examples
from exchange.bringing import PRESET
from exchange.test_round_trips import importer, taken_out
from kotacerdas.audit.models import Entry
from kotacerdas.core.one_moment import one_moment
from kotacerdas.exchange.actions import apply_import, begin_region, send_file
from kotacerdas.exchange.bases import base_of
from kotacerdas.exchange.choices import Choices
from kotacerdas.exchange.merge import merge_of
from kotacerdas.exchange.sides import sides_of
from kotacerdas.scorecards.sheets import records_of
from kotacerdas.workbook.reading import read_bytes
from pages.regions import AT
from records.histories import STEPS, WORKBOOKS, packed, state, take

pytestmark = pytest.mark.django_db
OTHERS = STEPS.filter(lambda steps: all(step[0] != "bring_in" for step in steps))


def begun(records):
    region = begin_region(packed(records), "buku", AT, confirmed=True)
    return region, importer(region)


@examples(12)
@given(WORKBOOKS, OTHERS)
def test_an_untouched_export_never_changes_what_others_did_since(records, steps):
    """C1, where the file's side touched nothing."""
    with transaction.atomic():
        region, _ = begun(records)
        reading = read_bytes(taken_out(region))
        for step in steps:
            take(region, step)
        with one_moment():
            sides = sides_of(region, base_of(region, reading).entry)
        merge = merge_of(sides, reading, None, Choices())
        assert (merge.changes, merge.conflicts, merge.left) == ([], [], [])
        transaction.set_rollback(True)


@examples(8)
@given(WORKBOOKS, WORKBOOKS, OTHERS)
def test_without_a_base_and_a_tick_no_sheet_loses_a_row(first, second, steps):
    """C3."""
    with transaction.atomic():
        region, by = begun(first)
        for step in steps:
            take(region, step)
        before = {name: len(rows) for name, rows in records_of(region).items()}
        sent = send_file(region, "buku", packed(second), by, AT).sent
        apply_import(sent, PRESET, by=by, at=AT, reason="Rapat", confirmed=True)
        after = {name: len(rows) for name, rows in records_of(region).items()}
        assert all(after[name] >= number for name, number in before.items())
        transaction.set_rollback(True)


@examples(8)
@given(WORKBOOKS, OTHERS, st.integers(0, 10**6))
def test_what_the_file_alone_changed_is_taken_and_the_rest_is_as_others_left_it(
    records, steps, pick
):
    """C1, with one field changed in the file."""
    with transaction.atomic():
        region, _ = begun(records)
        rows = records_of(region)["Agencies"]
        assume(rows)
        pk = rows[pick % len(rows)]["pk"]
        file = {name: [dict(row) for row in own] for name, own in records_of(region).items()}
        file["Agencies"][pick % len(rows)]["email"] = "baru@example.org"
        number = Entry.objects.latest("number").number
        data = packed(file)
        for step in steps:
            take(region, step)
        before = state(region)
        with one_moment():
            sides = sides_of(region, number)
        merge = merge_of(sides, read_bytes(data), None, Choices())
        named = [(one.pk, one.changed) for one in merge.changes]
        present = ("records.agency", pk) in before
        assert named == ([(pk, ["email"])] if present else [])
        transaction.set_rollback(True)
