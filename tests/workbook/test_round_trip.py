"""What is written is read back to the same records: every container, both languages."""

from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.reading import Reading, read
from kotacerdas.workbook.schema import SHEETS
from kotacerdas.workbook.writing import write
from workbook.builder import told
from workbook.records import TEXTS, Records, workbooks

pytestmark = pytest.mark.slow

CONTAINERS = ("buku.xlsx", "buku.zip", "buku")
WAYS = list(product(CONTAINERS, Language))

REGION = {"code": "33.25", "name": "Batang", "level": "regency"}


def records_of(reading: Reading) -> dict[str, list[dict[str, Any]]]:
    return {name: frame.drop("row").to_dicts() for name, frame in reading.frames.items()}


def expected_of(records: Records) -> dict[str, list[dict[str, Any]]]:
    """The records with the region that each row belongs to."""
    only = records["Region"][0]["code"]
    return {
        sheet.name: [
            {"region": row["code"] if sheet.name == "Region" else only} | row
            for row in records[sheet.name]
        ]
        for sheet in SHEETS
    }


def _written(records: Records, name: str, language: Language, folder: str) -> Reading:
    path = Path(folder) / name
    write(records, path, language=language)
    return read(path)


@settings(max_examples=40)
@given(workbooks(), st.sampled_from(WAYS))
def test_any_good_workbook_is_read_back_as_it_was_written(
    records: Records, way: tuple[str, Language]
):
    with TemporaryDirectory() as folder:
        reading = _written(records, *way, folder)

    assert reading.is_ok, told(reading)
    assert records_of(reading) == expected_of(records)


@settings(max_examples=10)
@given(workbooks(), st.sampled_from(WAYS), st.sampled_from(WAYS))
def test_what_was_read_is_written_and_read_again_to_the_same(
    records: Records, way: tuple[str, Language], other: tuple[str, Language]
):
    with TemporaryDirectory() as first, TemporaryDirectory() as second:
        once = records_of(_written(records, *way, first))
        twice = records_of(_written(once, *other, second))

    assert once == twice


@settings(max_examples=20)
@given(st.lists(TEXTS, min_size=10, max_size=40), st.sampled_from(WAYS))
def test_any_text_survives(texts: list[str], way: tuple[str, Language]):
    missions = [{"code": f"m{at}", "plan": text, "text": text} for at, text in enumerate(texts)]
    with TemporaryDirectory() as folder:
        reading = _written({"Region": [REGION], "Missions": missions}, *way, folder)

    assert reading.frames["Missions"]["text"].to_list() == texts


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "#N/A", "=cmd|' /C calc'!A0"])
def test_text_like_a_formula_is_stored_as_text(text: str, tmp_path: Path):
    records = {"Region": [REGION | {"vision": text}]}
    book, archive = tmp_path / "buku.xlsx", tmp_path / "buku.zip"
    write(records, book)
    write(records, archive)

    cell = load_workbook(book)["Daerah"]["F2"]
    assert (cell.value, cell.data_type) == (text, "s")
    line = ZipFile(archive).read("Daerah.csv").decode("utf-8-sig").splitlines()[1]
    assert line.split(";")[5] == f"'{text}"


def test_the_same_records_give_the_same_bytes(tmp_path: Path):
    for name in CONTAINERS[:2]:
        first, second = tmp_path / f"1{name}", tmp_path / f"2{name}"
        write({"Region": [REGION]}, first)
        write({"Region": [REGION]}, second)
        assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    ("language", "name", "line"),
    [
        (Language.ID, "Anggaran.csv", "p1;2022;lainnya;1,2340;"),
        (Language.EN, "Budget.csv", "p1,2022,other,1.2340,"),
    ],
)
def test_numbers_in_csv_have_the_marks_of_the_language_and_one_reading(
    language: Language, name: str, line: str, tmp_path: Path
):
    budget = {"programme": "p1", "year": 2022, "source": "other", "ceiling": 1.234}
    write({"Region": [REGION], "Budget": [budget]}, tmp_path / "buku", language=language)

    assert (tmp_path / "buku" / name).read_text("utf-8-sig").splitlines()[1] == line
