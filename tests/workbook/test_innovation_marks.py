"""The sheets of the regional innovation index: one row for each indicator that is marked."""

import pytest

from kotacerdas.frameworks import innovation_index
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.schema import BY_NAME
from workbook.builder import every_sheet, good, issues_of, put, read_bytes, xlsx


@pytest.mark.parametrize(
    ("cell", "value", "issues"),
    [
        ("InnovationMarks!B2", 16, []),  # as Excel holds what looks like a number
        ("InnovationMarks!B2", "35", []),
        ("InnovationMarks!B2", 15, ["NOT_A_WORD InnovationMarks!B2"]),  # one of the region
        ("InnovationMarks!B2", 16.5, ["NOT_A_WORD InnovationMarks!B2"]),
        ("RegionMarks!B2", "2A", []),
        ("RegionMarks!B2", 2, ["NOT_A_WORD RegionMarks!B2"]),  # it has two parts
        ("RegionMarks!B2", 1, []),
        ("RegionMarks!B2", True, ["NOT_A_WORD RegionMarks!B2"]),
        ("InnovationMarks!C2", 0, []),
        ("InnovationMarks!C2", 4, ["OUT_OF_BOUNDS InnovationMarks!C2"]),
        ("RegionMarks!C2", -1, ["OUT_OF_BOUNDS RegionMarks!C2"]),
        ("RegionMarks!C2", 1.5, ["NOT_WHOLE RegionMarks!C2"]),
        ("InnovationMarks!C2", None, ["EMPTY InnovationMarks!C2"]),
        ("InnovationMarks!A2", "n9", ["UNKNOWN_REFERENCE InnovationMarks!A2"]),
        ("InnovationMarks!E2", None, ["NO_EVIDENCE InnovationMarks!E2"]),
        ("RegionMarks!E2", None, ["NO_EVIDENCE RegionMarks!E2"]),
    ],
)
def test_each_cell_is_held_to_the_list_of_the_index(cell: str, value: object, issues: list[str]):
    assert issues_of(put(every_sheet(), cell, value)) == issues


def test_a_parameter_without_evidence_keeps_nothing_out():
    reading = read_bytes(xlsx(put(every_sheet(), "InnovationMarks!E2", None)))
    assert reading.is_ok
    said = reading.issues[0].message(Language.ID)
    assert said == "Parameter 2 tanpa bukti belum bernilai; isi kolom bukti."


def test_of_a_parameter_of_zero_no_evidence_is_asked():
    sheets = put(every_sheet(), "InnovationMarks!C2", 0)
    assert not issues_of(put(sheets, "InnovationMarks!E2", None))


def test_an_indicator_is_marked_once():
    sheets = every_sheet()
    sheets["InnovationMarks"].append(["n1", "16", 3, None, "perda.pdf", None])
    sheets["RegionMarks"].append([2023, "2a", 3, None, "apbd-2023.pdf", None])  # another year
    assert issues_of(sheets) == ["DUPLICATE InnovationMarks!A3"]


def test_the_indicators_are_those_of_every_edition():
    for name in innovation_index.packaged():
        edition = innovation_index.load(name)
        for sheet, unit in (("InnovationMarks", "innovation"), ("RegionMarks", "government")):
            words = BY_NAME[sheet].by_name["indicator"].words
            assert {one.code for one in getattr(edition, unit)} <= words.keys()


def test_a_workbook_without_the_sheets_is_fine():
    reading = read_bytes(xlsx(good()))
    assert reading.is_ok
    assert reading.frames["InnovationMarks"].is_empty()
    assert reading.frames["RegionMarks"].is_empty()
