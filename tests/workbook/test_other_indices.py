"""The sheet of other indices: each value on the scale of its own index."""

import pytest

from kotacerdas.wording.numbers import Language
from workbook.builder import every_sheet, good, issues_of, put, read_bytes, xlsx


@pytest.mark.parametrize(
    ("index", "value", "issues"),
    [
        ("SPBE", 1, []),
        ("spbe", "2,34", []),
        ("SPBE", 0.99, ["BEYOND_SCALE OtherIndices!C2"]),
        ("SPBE", 51.2, ["BEYOND_SCALE OtherIndices!C2"]),  # what another index may be
        ("IMDI", 51.2, []),
        ("SAKIP", 0, []),
        ("SAKIP", 101, ["OUT_OF_BOUNDS OtherIndices!C2"]),  # beyond every scale: said once
        ("IID", -1, ["OUT_OF_BOUNDS OtherIndices!C2"]),
        ("PISA", 50, ["NOT_A_WORD OtherIndices!A2"]),
        ("IMDI", None, ["EMPTY OtherIndices!C2"]),
    ],
)
def test_a_value_is_held_to_the_scale_of_its_index(index, value, issues):
    sheets = put(put(every_sheet(), "OtherIndices!A2", index), "OtherIndices!C2", value)
    assert issues_of(sheets) == issues


def test_the_sentence_names_the_index_and_its_scale():
    issue = read_bytes(xlsx(put(every_sheet(), "OtherIndices!C2", 51.2))).issues[0]
    assert issue.message(Language.ID) == "SPBE dinilai dari 1 sampai 5; angka ini di luarnya."
    assert issue.message(Language.EN) == "SPBE runs from 1 to 5; this number is beyond it."


def test_a_value_without_a_source_and_a_second_one_of_a_year_are_refused():
    sheets = put(every_sheet(), "OtherIndices!D2", None)
    sheets["OtherIndices"].append(["SPBE", 2022, 3, "Lain", None])
    assert issues_of(sheets) == ["EMPTY OtherIndices!D2", "DUPLICATE OtherIndices!A3"]


def test_a_workbook_without_the_sheet_is_fine():
    reading = read_bytes(xlsx(good()))
    assert reading.is_ok
    assert reading.frames["OtherIndices"].is_empty()
