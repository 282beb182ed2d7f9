"""Large but honest files are read whole."""

import pytest

from kotacerdas.workbook.reading import read_bytes
from workbook.builder import good, put, sheet_xml, told, values_of, worksheet, xlsx

pytestmark = pytest.mark.slow


def test_a_million_empty_rows_are_no_rows():
    rows = worksheet(good()["Region"]).partition("<sheetData>")[2].partition("</sheetData>")[0]
    empty = "".join(f'<row r="{at}" ht="15.0"><c r="A{at}" s="0"/></row>' for at in range(3, 10**6))
    data = xlsx(good(), parts={"xl/worksheets/sheet1.xml": sheet_xml(rows + empty)})

    reading = read_bytes(data)

    assert not reading.issues
    assert reading.frames["Region"].height == 1


def test_cells_of_32767_characters_emoji_and_right_to_left():
    for text in ("ab" * 16_383 + "c", "👩‍🌾" * 4_096, "مدينة " * 5_461):
        kept = text.strip()
        assert values_of(put(good(), "Missions!C2", text), "Missions", "text") == [kept]


def test_twenty_thousand_wrong_cells_are_all_told_of():
    sheets = good()
    sheets["Missions"] += [[f"n{at}", "RPJMD", None] for at in range(20_000)]

    assert len(told(read_bytes(xlsx(sheets)))) == 20_000
