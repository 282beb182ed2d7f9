"""What only the file's own format shows: formulas, errors, merged and hidden cells."""

import pytest

from kotacerdas.workbook.reading import read_bytes
from workbook.builder import (
    Failed,
    Formula,
    Oddities,
    csv_zip,
    good,
    issues_of,
    put,
    sheet_xml,
    told,
    values_of,
    xlsx,
)


@pytest.mark.parametrize(
    ("cell", "formula", "sheet", "column", "value"),
    [
        ("Budget!D2", Formula("5e6*2", 10_000_000), "Budget", "ceiling", 10_000_000),
        ("Missions!C2", Formula('"Ma"&"ju"', "Maju"), "Missions", "text", "Maju"),
        ("Realisation!F3", Formula("0", 0), "Realisation", "value", 0),
    ],
)
def test_a_formula_counts_with_its_stored_result(
    cell: str, formula: Formula, sheet: str, column: str, value: object
):
    assert value in values_of(put(good(), cell, formula), sheet, column)


def test_a_formula_may_give_an_empty_text():
    assert values_of(put(good(), "Programmes!K2", Formula('""', "")), "Programmes", "name")


def test_a_formula_without_stored_result_is_an_error_and_not_an_empty_cell():
    sheets = put(good(), "Budget!D2", Formula("500*2"))

    assert issues_of(sheets) == ["NO_CACHED_VALUE Budget!D2"]
    assert issues_of(put(good(), "Budget!E2", Formula("1"))) == ["NO_CACHED_VALUE Budget!E2"]


def test_a_row_of_nothing_but_a_formula_without_result_is_told_of():
    sheets = good()
    sheets["Missions"].append([None, Formula("A1")])

    assert issues_of(sheets) == ["NO_CACHED_VALUE Missions!B3"]


def test_a_formula_in_a_column_that_is_not_read_does_no_harm():
    sheets = good()
    for row, extra in zip(sheets["Budget"], ("selisih", Formula("D2-E2")), strict=True):
        row.append(extra)

    assert issues_of(sheets) == ["UNKNOWN_COLUMN Budget!F1"]


def test_formulas_are_found_where_the_file_leaves_out_the_places_of_cells():
    body = (
        "<row><c t='inlineStr'><is><t>code</t></is></c>"
        "<c t='inlineStr'><is><t>name</t></is></c></row>"
        "<row><c t='inlineStr'><is><t>a1</t></is></c><c><f>A1</f></c></row>"
    )
    data = xlsx(good(), parts={"xl/worksheets/sheet2.xml": sheet_xml(body)})

    assert told(read_bytes(data)) == ["NO_CACHED_VALUE Agencies!B2"]


def test_formulas_of_extensions_behind_the_cells_are_none_of_theirs():
    sheets = put(good(), "Budget!D2", Formula("5e6*2", 10_000_000))
    plain = xlsx(sheets)
    at = list(sheets).index("Agencies") + 1
    body = '<row r="1"><c r="A1" t="inlineStr"><is><t>code</t></is></c></row>'
    extended = sheet_xml(body, '<extLst><xm:f xmlns:xm="x">A1</xm:f></extLst>')

    assert not told(read_bytes(plain))
    assert "NO_CACHED_VALUE" not in "".join(
        told(read_bytes(xlsx(sheets, parts={f"xl/worksheets/sheet{at}.xml": extended})))
    )


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?"])
def test_an_error_value_is_told_of_in_xlsx_and_in_csv(error: str):
    assert issues_of(put(good(), "Budget!E2", Failed(error))) == ["ERROR_VALUE Budget!E2"]
    assert told(read_bytes(csv_zip(put(good(), "Budget!E2", error)))) == ["ERROR_VALUE Budget!E2"]
    assert told(read_bytes(csv_zip(put(good(), "Missions!C2", error)))) == [
        "ERROR_VALUE Missions!C2"
    ]


def test_hidden_sheets_and_rows_are_read_and_warned_of():
    oddities = {
        "Budget": Oddities(hidden_sheet=True),
        "Targets": Oddities(hidden_rows=[1, 3, 40]),
    }
    reading = read_bytes(xlsx(good(), oddities))

    assert told(reading) == ["HIDDEN_ROW Targets!A3", "HIDDEN_SHEET Budget"]
    assert reading.is_ok
    assert reading.frames["Targets"].height == 3


def test_hidden_columns_and_hidden_empty_rows_are_nobodys_business():
    sheets = good()
    sheets["Targets"] += [[None], [None]]

    assert not told(read_bytes(xlsx(sheets, {"Targets": Oddities(hidden_rows=[5, 6])})))


def test_merged_cells_are_warned_of():
    reading = read_bytes(xlsx(good(), {"Agencies": Oddities(merged=["A2:A3", "B2:C2"])}))

    assert told(reading) == ["MERGED Agencies!A2", "MERGED Agencies!B2"]
    assert "A2:A3" in reading.issues[0].message("en")
    assert reading.is_ok


def test_empty_rows_between_and_behind_are_ignored():
    sheets = good()
    rows = sheets["Targets"]
    sheets["Targets"] = [rows[0], rows[1], [], [" ", None], *rows[2:], [], [None, ""]]

    reading = read_bytes(xlsx(sheets))

    assert not reading.issues
    assert reading.frames["Targets"]["row"].to_list() == [2, 5, 6]
