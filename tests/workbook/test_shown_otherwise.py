"""What a spreadsheet shows is not what its file holds: percent cells and columns out of sight."""

import io
from collections.abc import Callable

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.reading import read_bytes
from kotacerdas.workbook.report_reading import read_reports
from kotacerdas.workbook.report_sheets import About
from kotacerdas.workbook.report_writing import write_reports
from workbook.builder import Sheets, good, put, told, worksheet, xlsx

Alter = Callable[[Worksheet], None]


def _saved(sheets: Sheets, **alter: Alter) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name in alter:
            alter[name](sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _formatted(cell: str, number_format: str) -> Alter:
    def alter(sheet: Worksheet) -> None:
        sheet[cell].number_format = number_format

    return alter


def _in_unit(unit: str, value: object) -> Sheets:
    return put(put(good(), "Indicators!E2", unit), "Realisation!F3", value)


@pytest.mark.parametrize("number_format", ["0%", "0.00%", "0.0 %", "#,##0.0%;[Red]-0.0%"])
@pytest.mark.parametrize(
    ("stored", "value"), [(0.85, 85), (0.57, 57), (0.0085, 0.85), (1, 100), (-0.035, -3.5), (0, 0)]
)
def test_a_percent_cell_is_what_it_shows(number_format: str, stored: float, value: float):
    alter = _formatted("F3", number_format)
    reading = read_bytes(_saved(_in_unit("persentase", stored), Realisation=alter))

    assert not reading.issues
    assert reading.frames["Realisation"]["value"].to_list()[1] == value


@pytest.mark.parametrize(
    ("sheet", "cell", "column"),
    [("Targets", "D2", "target"), ("Capacity", "F2", "target"), ("Realisation", "F3", "value")],
)
def test_every_figure_of_the_plan_is(sheet: str, cell: str, column: str):
    sheets = put(put(good(), "Indicators!E2", "%"), "Capacity!E2", "persen")
    alter = {sheet: _formatted(cell, "0%")}
    reading = read_bytes(_saved(put(sheets, f"{sheet}!{cell}", 0.12), **alter))

    assert not reading.issues
    assert 12 in reading.frames[sheet][column].to_list()


@pytest.mark.parametrize("cell", ["D2", "E2"])
def test_money_is_no_percentage(cell: str):
    sheets = put(good(), f"Budget!{cell}", 0.85)

    assert told(read_bytes(_saved(sheets, Budget=_formatted(cell, "0%")))) == [
        f"NOT_A_NUMBER Budget!{cell}"
    ]


def test_so_is_a_baseline():
    sheets = put(good(), "Indicators!E2", "%")
    for row, extra in zip(sheets["Indicators"], ("baseline", 0.07, None), strict=True):
        row.append(extra)
    reading = read_bytes(_saved(sheets, Indicators=_formatted("H2", "0%")))

    assert not reading.issues
    assert reading.frames["Indicators"]["baseline"].to_list()[0] == 7


def test_a_small_percentage_that_says_so_is_not_asked_about():
    sheets = put(_in_unit("%", 0.004), "Targets!D2", 85)

    assert not read_bytes(_saved(sheets, Realisation=_formatted("F3", "0.0%"))).issues


@pytest.mark.parametrize("number_format", ['0 "%"', "0\\%", "General", "0.00"])
def test_a_sign_that_only_stands_there_changes_nothing(number_format: str):
    reading = read_bytes(_saved(_in_unit("%", 85), Realisation=_formatted("F3", number_format)))

    assert 85 in reading.frames["Realisation"]["value"].to_list()


@pytest.mark.parametrize("unit", ["orang", "indeks", "rasio"])
def test_a_percent_cell_of_another_unit_is_refused(unit: str):
    reading = read_bytes(_saved(_in_unit(unit, 0.85), Realisation=_formatted("F3", "0%")))

    assert told(reading) == ["OTHER_UNIT Realisation!F3"]
    assert reading.issues[0].found == "0.85"
    assert unit in reading.issues[0].message("id")


def test_a_weight_in_percent_is_the_share_that_it_is():
    reading = read_bytes(
        _saved(put(good(), "Programmes!J2", 0.25), Programmes=_formatted("J2", "0%"))
    )

    assert not reading.issues
    assert reading.frames["Programmes"]["weight"].to_list() == [0.25]


def _report(sheet: str, column: str, number_format: str) -> object:
    row: dict[str, object] = {"programme": "p1", column: 0.85}
    row |= {"indicator": "i1"} if sheet == "Values" else {}
    data = write_reports({sheet: [row]}, About("33.25", "a1", "2022/q1"), Language.EN)
    book = load_workbook(io.BytesIO(data))
    titles = [cell.value for cell in book[sheet][1]]
    book[sheet].cell(2, titles.index(column) + 1).number_format = number_format
    stream = io.BytesIO()
    book.save(stream)
    return read_reports(stream.getvalue()).rows(sheet)[0][column]


def test_so_it_is_in_a_reporting_workbook():
    assert _report("Values", "value", "0%") == "85 %"
    assert _report("Values", "value", "0.00") == "0.85"
    assert _report("Reports", "progress_pct", "0%") == 85
    assert _report("Reports", "progress_pct", "General") == 0.85


def _hide(sheet: Worksheet) -> None:
    sheet.column_dimensions["J"].hidden = True


def _fold(sheet: Worksheet) -> None:
    sheet.column_dimensions.group("I", "J", outline_level=1, hidden=True)


@pytest.mark.parametrize(("alter", "cells"), [(_hide, ["J1"]), (_fold, ["I1", "J1"])])
def test_a_column_out_of_sight_is_read_and_warned_of(alter: Alter, cells: list[str]):
    reading = read_bytes(_saved(put(good(), "Programmes!J2", 7), Programmes=alter))

    assert told(reading) == [f"HIDDEN_COLUMN Programmes!{cell}" for cell in cells]
    assert reading.is_ok
    assert reading.frames["Programmes"]["weight"].to_list() == [7]
    assert "weight" in reading.issues[-1].message(Language.ID)


@pytest.mark.parametrize("width", ["0", "0.1", "0.99"])
def test_a_column_too_narrow_for_a_character_is_out_of_sight_too(width):
    sheets = good()
    part = f"xl/worksheets/sheet{list(sheets).index('Budget') + 1}.xml"
    columns = f'<cols><col min="4" max="5" width="{width}" customWidth="1"/></cols><sheetData>'
    xml = worksheet(sheets["Budget"]).replace("<sheetData>", columns)

    assert told(read_bytes(xlsx(sheets, parts={part: xml}))) == [
        "HIDDEN_COLUMN Budget!D1",
        "HIDDEN_COLUMN Budget!E1",
    ]


def test_a_hidden_column_that_is_not_read_is_nobodys_business():
    sheets = good()
    for row, extra in zip(sheets["Budget"], ("selisih", 1), strict=True):
        row.append(extra)

    def alter(sheet: Worksheet) -> None:
        sheet.column_dimensions["F"].hidden = True
        sheet.column_dimensions["Q"].hidden = True

    assert told(read_bytes(_saved(sheets, Budget=alter))) == ["UNKNOWN_COLUMN Budget!F1"]
