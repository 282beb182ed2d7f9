"""Workbooks into the database and out again: nothing is lost, and nothing changes."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import examples
from exchange.bringing import REPLACING, brought_in
from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.audit.hashing import breaks
from kotacerdas.audit.models import Entry
from kotacerdas.exchange.actions import begin_region
from kotacerdas.exchange.export import exported
from kotacerdas.records.models import Region
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.reading import Reading, read_bytes
from kotacerdas.workbook.writing import write
from pages.regions import AT
from workbook.builder import good, put, told, xlsx
from workbook.records import Records, workbooks


def coded(records: Records) -> Records:
    """A region's code is part of addresses, so that a new one may not be any text."""
    records["Region"][0]["code"] = "33.25"
    return records


ONE_REGION = workbooks(most_regions=1).map(coded)
ENDINGS = st.sampled_from((".xlsx", ".zip"))
LANGUAGES = st.sampled_from(Language)
pytestmark = pytest.mark.django_db


def packed(records: Records, ending: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"buku{ending}"
        write(records, path)
        return path.read_bytes()


def taken_out(region: Region, language: Language = Language.ID) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "buku.xlsx"
        exported(region, path, language)
        return path.read_bytes()


def records_in(reading: Reading) -> dict[str, list[dict[str, object]]]:
    assert reading.is_ok, told(reading)
    return {name: frame.drop("row").to_dicts() for name, frame in reading.frames.items()}


def importer(region: Region) -> User:
    user = User.objects.create_user("koordinator@example.org")
    Appointment.objects.create(user=user, region=region, role=Role.COORDINATOR, from_at=AT)
    return user


def changed(region: Region, data: bytes, by: User) -> int:
    """How many changes the file made."""
    return brought_in(region, data, by, AT, REPLACING).changes


@examples(8)
@given(ONE_REGION, ENDINGS, LANGUAGES)
def test_what_is_taken_out_is_what_was_brought_in(
    records: Records, ending: str, language: Language
):
    data = packed(records, ending)
    with transaction.atomic():
        region = begin_region(data, "buku", AT, confirmed=True)
        out = taken_out(region, language)
        assert records_in(read_bytes(out)) == records_in(read_bytes(data))

        assert changed(region, out, importer(region)) == 0
        assert list(Entry.objects.values_list("number", flat=True)) == [1]
        transaction.set_rollback(True)


@settings(max_examples=3)
@given(ONE_REGION, ONE_REGION)
def test_any_workbook_follows_any_other(first: Records, second: Records):
    second["Region"][0]["code"] = first["Region"][0]["code"]
    data = packed(second, ".xlsx")
    with transaction.atomic():
        region = begin_region(packed(first, ".xlsx"), "satu", AT, confirmed=True)
        user = importer(region)
        changed(region, data, user)

        assert in_order(taken_out(region)) == in_order(data)
        assert changed(region, data, user) == 0
        assert breaks(Entry.objects.order_by("number")) == []
        transaction.set_rollback(True)


def in_order(data: bytes) -> dict[str, list[dict[str, object]]]:
    """What stays in the database stays at its place, wherever the file has it."""
    return {name: sorted(rows, key=repr) for name, rows in records_in(read_bytes(data)).items()}


def test_a_record_named_twice_in_a_list_is_named_once():
    sheets = put(put(good(), "Programmes!H2", "m1; m1"), "Programmes!I2", "r1;r1; r1")
    region = begin_region(xlsx(sheets), "buku.xlsx", AT)
    out = taken_out(region)

    assert read_bytes(out).frames["Programmes"]["missions"].to_list() == [["m1"]]
    assert changed(region, out, importer(region)) == 0
