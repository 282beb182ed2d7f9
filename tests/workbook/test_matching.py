"""Names of sheets, columns and fixed words: without case, spaces, _ and -, in two languages."""

from collections.abc import Callable
from functools import cache

import pytest

from kotacerdas.frameworks.loading import load
from kotacerdas.workbook.columns import Column, Sheet
from kotacerdas.workbook.reading import read_bytes
from kotacerdas.workbook.schema import sheets_of
from workbook.builder import every_sheet, issues_of, put, values_of, xlsx

Spell = Callable[[Sheet | Column], str]
EXPECTED = cache(lambda: read_bytes(xlsx(every_sheet())).frames)


def _renamed(sheet: Sheet, spell: Spell) -> bytes:
    sheets = every_sheet()
    rows = sheets.pop(sheet.name)
    columns = [sheet.by_name[str(name)] for name in rows[0]]
    sheets[spell(sheet)] = [[spell(column) for column in columns], *rows[1:]]
    return xlsx(sheets)


SHEETS = sheets_of(load())
SPELLINGS: dict[str, Spell] = {
    "indonesian": lambda part: part.alias,
    "capitals": lambda part: part.name.upper(),
    "title with blanks": lambda part: part.alias.title().replace(" ", "  "),
    "underscores": lambda part: part.alias.replace(" ", "_"),
    "hyphens": lambda part: part.name.replace("_", "-"),
    "blanks around": lambda part: f" {part.name} ",
}


@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=SPELLINGS.keys())
@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_sheets_and_columns_are_matched_in_every_spelling(sheet: Sheet, spell: Spell):
    reading = read_bytes(_renamed(sheet, spell))

    assert not reading.issues
    assert reading.frames[sheet.name].equals(EXPECTED()[sheet.name])


VOCABULARIES = [(sheet, column) for sheet in SHEETS for column in sheet.columns if column.words]


@pytest.mark.parametrize(
    ("sheet", "column"), VOCABULARIES, ids=[f"{s.name}.{c.name}" for s, c in VOCABULARIES]
)
def test_every_word_is_matched_by_name_and_alias(sheet: Sheet, column: Column):
    names = [(word, name) for word, alias in column.words.items() for name in (word, alias)]
    spellings = [
        (word, said)
        for word, name in names
        for said in (name, name.upper(), f" {name.replace(' ', '_')} ", name.replace("-", " "))
    ]
    sheets = {sheet.name: [[column.name], *([said] for _, said in spellings)]}

    reading = read_bytes(xlsx(sheets))

    assert reading.frames[sheet.name][column.name].to_list() == [word for word, _ in spellings]


@pytest.mark.parametrize("said", ["Smart Living", "smart-living", "SMARTLIVING", "living"])
def test_a_dimension_may_be_written_with_smart(said: object):
    assert values_of(put(every_sheet(), "Programmes!C2", said), "Programmes", "dimension") == [
        "living"
    ]


def test_a_word_that_is_not_in_the_list_is_refused_with_the_list():
    issue = read_bytes(xlsx(put(every_sheet(), "Budget!C2", "apbdes"))).issues[0]

    assert (issue.problem.name, issue.place(), issue.found) == ("NOT_A_WORD", "Budget!C2", "apbdes")
    assert issue.expected("en") == "apbd; apbd-prov; apbn; csr; other (lainnya)"


@pytest.mark.parametrize("junk", [1, True, 2022.5])
def test_a_number_is_no_word(junk: object):
    assert issues_of(put(every_sheet(), "Budget!C2", junk)) == ["NOT_A_WORD Budget!C2"]


def test_the_order_of_columns_is_free():
    sheets = every_sheet()
    sheets["Programmes"] = [list(reversed(row)) for row in sheets["Programmes"]]

    assert read_bytes(xlsx(sheets)).frames["Programmes"].equals(EXPECTED()["Programmes"])


def test_an_unknown_column_is_warned_of_and_left_out():
    sheets = every_sheet()
    for row, extra in zip(sheets["Agencies"], ("Warna", "biru"), strict=True):
        row.insert(1, extra)

    reading = read_bytes(xlsx(sheets))

    assert [(i.problem.name, i.place(), i.found) for i in reading.issues] == [
        ("UNKNOWN_COLUMN", "Agencies!B1", "Warna")
    ]
    assert reading.is_ok
    assert reading.frames["Agencies"]["name"].to_list() == ["Diskominfo"]


def test_data_below_no_title_is_warned_of():
    sheets = every_sheet()
    sheets["Agencies"][1].append("tercecer")

    assert issues_of(sheets) == ["UNKNOWN_COLUMN Agencies!C1"]


def test_an_unknown_sheet_is_warned_of_and_left_out():
    assert issues_of(every_sheet() | {"Catatan": [["apa saja"]]}) == ["UNKNOWN_SHEET Catatan"]


def test_a_sheet_of_only_unknown_columns_lacks_every_column_it_needs():
    assert issues_of(every_sheet() | {"Missions": [["x", "y"], ["1", "2"]]}) == [
        "UNKNOWN_COLUMN Missions!A1",
        *["MISSING_COLUMN Missions!A1"] * 3,
        "UNKNOWN_COLUMN Missions!B1",
        "UNKNOWN_REFERENCE Programmes!H2",
    ]


def test_a_column_twice_is_an_error():
    sheets = every_sheet()
    for row, extra in zip(sheets["Agencies"], ("Nama", "Lain"), strict=True):
        row.append(extra)

    assert issues_of(sheets) == ["COLUMN_TWICE Agencies!C1"]


def test_a_sheet_twice_is_an_error_also_by_its_alias():
    sheets = every_sheet()

    assert issues_of(sheets | {"agencies ": sheets["Agencies"], "Anggaran": sheets["Budget"]}) == [
        "SHEET_TWICE agencies ",
        "SHEET_TWICE Anggaran",
    ]


@pytest.mark.parametrize("name", ["Region", "Agencies", "Programmes"])
def test_a_required_sheet_must_be_there(name: str):
    sheets = every_sheet()
    del sheets[name]

    assert issues_of(sheets)[0] == f"MISSING_SHEET {name}"


def test_other_sheets_may_be_left_out():
    sheets = every_sheet()
    required = {name: sheets[name] for name in ("Region", "Agencies", "Programmes")}
    required["Programmes"] = [row[:7] for row in required["Programmes"]]

    assert not issues_of(required)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_column_without_question_mark_must_be_there_and_filled(sheet: Sheet):
    for at, name in enumerate(every_sheet()[sheet.name][0]):
        column = sheet.by_name[str(name)]
        if column.optional:
            continue
        without, empty = every_sheet(), every_sheet()
        for row in without[sheet.name]:
            del row[at]
        empty[sheet.name][1][at] = None
        letter = "ABCDEFGHIJK"[at]

        assert f"MISSING_COLUMN {sheet.name}!A1" in issues_of(without)
        assert f"EMPTY {sheet.name}!{letter}2" in issues_of(empty)
