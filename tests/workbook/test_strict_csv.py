"""CSV is read strictly: what could lose a row or shift a cell is an error at its line."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotacerdas.workbook.csv_text import CsvError, rows_of
from kotacerdas.workbook.reading import Reading, read_bytes
from kotacerdas.workbook.schema import BY_NAME
from workbook.builder import csv_bytes, csv_zip, good, told, xlsx, zipped

DELIMITERS = [",", ";", "\t", "|"]


def _with(name: str, text: str | bytes) -> Reading:
    members: dict[str, str | bytes] = {
        f"{sheet}.csv": csv_bytes(rows) for sheet, rows in good().items()
    }
    return read_bytes(zipped(members | {f"{name}.csv": text}))


def _budget(*lines: str, delimiter: str = ",") -> str:
    rows = ["programme,year,source,ceiling,realised", *lines]
    return "\n".join(row.replace("|", delimiter).replace(",", delimiter) for row in rows)


def _notes(*notes: str) -> str:
    return "\n".join(
        ["code,plan,text", *(f"m{at},RPJMD,{text}" for at, text in enumerate(notes, 1))]
    )


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize(
    ("notes", "problem", "line"),
    [
        (["Maju", '"Mundur', "Tetap", "Tetap"], "UNCLOSED_QUOTE", "3"),
        (["Maju", '"Mundur', '"Tetap"', "Tetap"], "UNCLOSED_QUOTE", "3"),
        (['"Maju" sekali', "Tetap"], "UNCLOSED_QUOTE", "2"),
        (['"satu\ndua"', '"Mundur', "Tetap"], "UNCLOSED_QUOTE", "4"),
        (["Maju", 'Pipa 12" PVC'], "STRAY_QUOTE", "3"),
        (["Maju", ' "Tetap"'], "STRAY_QUOTE", "3"),
        (['"Pipa 12"" PVC"', 'Kata "kutip"'], "STRAY_QUOTE", "3"),
        (["Maju", "Te\0tap"], "NUL_CHARACTER", "3"),
    ],
)
def test_quotes_that_do_not_match_are_an_error_with_their_line(
    notes: list[str], problem: str, line: str, delimiter: str
):
    reading = _with("Missions", _notes(*notes).replace(",", delimiter))

    assert [issue.problem.name for issue in reading.issues] == [problem]
    assert f"aris teks {line} " in reading.issues[0].message("id").replace(";", " ").replace(
        ",", " "
    )
    assert f"ine {line} " in reading.issues[0].message("en")
    assert reading.issues[0].sheet == "Missions"
    assert not reading.is_ok


def test_the_row_is_that_of_the_spreadsheet_and_the_line_that_of_the_text():
    issue = _with("Missions", _notes('"satu\ndua\ntiga"', 'empat "lima"')).issues[0]

    assert (issue.place(), dict(issue.parts)) == ("Missions!A3", {"line": "5"})


def test_every_file_that_cannot_be_read_is_told_of_and_nothing_that_follows_from_it():
    members = {f"{sheet}.csv": csv_bytes(rows) for sheet, rows in good().items()}
    broken = {"Missions.csv": 'code,"plan', "Programmes.csv": "code,na\0me"}

    assert told(read_bytes(zipped(members | broken))) == [
        "UNCLOSED_QUOTE Missions!A1",
        "NUL_CHARACTER Programmes!A1",
    ]


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize(
    ("line", "cell", "cells"),
    [
        ("p1,2022,apbd,243|500|000,200000000", "F2", 7),
        ("p1,2022,apbd,243500000,200|000", "F2", 6),
        ("p1,2022,apbd,243500000,200000000,,,x", "H2", 8),
    ],
)
def test_a_row_with_more_cells_than_titles_is_an_error(
    line: str, cell: str, cells: int, delimiter: str
):
    reading = _with("Budget", _budget(line, delimiter=delimiter))

    assert told(reading) == [f"TOO_MANY_CELLS Budget!{cell}"]
    assert dict(reading.issues[0].parts) == {"line": "2", "cells": f"{cells}", "columns": "5"}


def test_titles_with_empty_ones_behind_give_no_room_for_a_shifted_row():
    text = "programme,year,source,ceiling,realised,,\np1,2022,apbd,243,500,000,"

    assert told(_with("Budget", text)) == ["TOO_MANY_CELLS Budget!F2"]


def test_empty_cells_behind_the_titles_and_missing_ones_of_optional_columns_do_no_harm():
    assert not told(_with("Budget", _budget("p1,2022,apbd,10000000,9000000,,,")))
    assert not told(_with("Budget", _budget("p1,2022,apbd,10000000")))
    assert told(_with("Budget", _budget("p1,2022,apbd"))) == ["EMPTY Budget!D2"]


def test_a_cell_that_holds_what_looks_like_another_row_is_asked_about():
    quiet = '"satu, dua,\ntiga"'
    swallowed = 'p1,2022,apbd,"10000000\np2,2022,apbd,10000000,9000000\np3,2022,csr",9000000'

    assert not told(_with("Missions", _notes(quiet)))
    assert "ROWS_IN_A_CELL Budget!A2" in told(_with("Budget", _budget(swallowed)))


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;\r"])
def test_excels_own_first_line_names_the_delimiter(first: str):
    sheets = {name: csv_bytes(rows, ";").decode() for name, rows in good().items()}
    reading = read_bytes(zipped({f"{n}.csv": f"{first}\n{text}" for n, text in sheets.items()}))

    assert not told(reading)
    broken = f'{first}\ncode;plan;text\nm1;RPJMD;"Maju'
    assert "aris teks 3 " in _with("Missions", broken).issues[0].message("id")


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_every_delimiter_is_found_by_the_titles(delimiter: str):
    assert not told(read_bytes(csv_zip(good(), delimiter)))
    text = delimiter.join(("code", "name")) + f'\na1{delimiter}"Satu, dua, tiga; empat\t, lima"\n'
    assert not told(_with("Agencies", text))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_with_its_mark_is_read(encoding: str):
    reading = _with("Missions", _notes("Café – “maju”").encode(encoding))

    assert reading.frames["Missions"]["text"].to_list() == ["Café – “maju”"]


def test_utf_16_in_the_other_order_is_read():
    text = codecs.BOM_UTF16_BE + _notes("Café").encode("utf-16-be")

    assert _with("Missions", text).frames["Missions"]["text"].to_list() == ["Café"]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (_notes("Maju", "Café").encode("cp1252"), "NOT_UTF8"),
        (_notes("Maju", "Harga 5 €").encode("cp1252"), "NOT_UTF8"),
        (_notes("Maju", "Café").encode("utf-16-le"), "NOT_UTF8"),
        (_notes("Maju", "Cafe").encode("utf-16-le"), "NUL_CHARACTER"),
    ],
)
def test_other_encodings_are_refused_with_the_line_and_how_to_save(data: bytes, problem: str):
    issues = _with("Missions", data).issues

    assert [issue.problem.name for issue in issues] == [problem]
    assert "CSV UTF-8" in issues[0].message("id")


@pytest.mark.parametrize("name", ["batang - {}", "Smart City - batang - {}", "batang-{}", "b_{}"])
@pytest.mark.parametrize("language", ["name", "alias"])
def test_names_that_begin_with_the_workbooks_are_known(name: str, language: str):
    members = {
        f"{name.format(getattr(BY_NAME[sheet], language))}.csv": csv_bytes(rows)
        for sheet, rows in good().items()
    }

    assert not told(read_bytes(zipped(members)))


def test_a_sheet_of_a_workbook_is_not_taken_for_another_by_the_end_of_its_name():
    assert told(read_bytes(xlsx(good() | {"Draf - Program": [["kode"]]}))) == [
        "UNKNOWN_SHEET Draf - Program"
    ]


cells = st.text(st.sampled_from("ab,;\t\"\n '="), max_size=6)


@given(
    st.lists(st.lists(cells, min_size=2, max_size=4), min_size=1, max_size=5),
    st.sampled_from(DELIMITERS),
)
def test_what_the_standard_writer_writes_is_read_cell_by_cell(
    rows: list[list[str]], delimiter: str
):
    titled = [["code", "name", "year", "value"], *rows]

    assert rows_of(csv_bytes(titled, delimiter)).cells == titled


@given(st.text(st.sampled_from('ab,"\n'), max_size=30))
def test_no_row_and_no_character_is_lost_or_the_text_is_refused(text: str):
    try:
        rows = rows_of(f"code,name\n{text}".encode()).cells[1:]
    except CsvError:
        return
    letters = [character for row in rows for cell in row for character in cell if character in "ab"]
    assert letters == [character for character in text if character in "ab"]
    breaks = sum(cell.count("\n") for row in rows for cell in row)
    assert len(rows) + breaks in {text.count("\n"), text.count("\n") + 1}
