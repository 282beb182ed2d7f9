"""Yes and no, dates, lists and text."""

from datetime import date

import pytest

from kotacerdas.workbook.reading import read_bytes
from workbook.builder import csv_zip, good, issues_of, put, told, values_of, xlsx


@pytest.mark.parametrize("said", ["yes", "YA", "True", "1", 1, 1.0, True, " ya "])
def test_yes_in_every_form(said: object):
    assert values_of(put(good(), "Programmes!E2", said), "Programmes", "quick_win") == [True]


@pytest.mark.parametrize("said", ["no", "Tidak", "false", "0", 0, 0.0, False])
def test_no_in_every_form(said: object):
    assert values_of(put(good(), "Programmes!E2", said), "Programmes", "quick_win") == [False]


@pytest.mark.parametrize("said", ["mungkin", 2, 0.5, "y"])
def test_neither_yes_nor_no(said: object):
    assert issues_of(put(good(), "Programmes!E2", said)) == ["NOT_YES_NO Programmes!E2"]


@pytest.mark.parametrize(
    "said", [date(2020, 2, 29), "2020-02-29", " 2020-02-29 ", "2020-02-29T10:30:00"]
)
def test_a_date_is_a_true_date_or_iso_text(said: object):
    assert values_of(put(good(), "Regulations!F2", said), "Regulations", "valid_from") == [
        date(2020, 2, 29)
    ]


@pytest.mark.parametrize("said", ["29/02/2020", "2021-02-29", "kemarin", 43890, True])
def test_anything_else_is_no_date(said: object):
    assert issues_of(put(good(), "Regulations!F2", said)) == ["NOT_A_DATE Regulations!F2"]


def test_a_date_counted_from_1904_is_the_day_excel_shows():
    days = (date(2020, 2, 29) - date(1904, 1, 1)).days
    sheets = put(good(), "Regulations!F2", date.fromordinal(date(1899, 12, 30).toordinal() + days))

    reading = read_bytes(xlsx(put(sheets, "Regulations!G2", None), attributes='date1904="1"'))

    assert reading.frames["Regulations"]["valid_from"].to_list() == [date(2020, 2, 29)]


def test_a_year_formatted_as_a_date_is_no_year():
    assert issues_of(put(good(), "Budget!B2", date(2022, 1, 1))) == ["NOT_A_YEAR Budget!B2"]


def test_a_list_is_split_at_semicolons_and_empty_items_dropped():
    sheets = good()
    sheets["Region"] = [
        [*sheets["Region"][0], "aims"],
        [*sheets["Region"][1], " kota industri; ;kota wisata;"],
    ]

    assert values_of(sheets, "Region", "aims") == [["kota industri", "kota wisata"]]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("  Maju \n", "Maju"),
        ("satu\r\ndua\rtiga", "satu\ndua\ntiga"),
        ("مدينة ذكية", "مدينة ذكية"),
        ("👩‍🌾 desa", "👩‍🌾 desa"),
        (date(2022, 5, 1), "2022-05-01"),
        (12, "12"),
        (True, "yes"),
        ("#N/A", "#N/A"),
        ("x" * 32_767, "x" * 32_767),
    ],
)
def test_text_is_kept_apart_from_blanks_around_it(written: object, read: object):
    assert values_of(put(good(), "Missions!C2", written), "Missions", "text") == [read]


@pytest.mark.parametrize("blank", ["", "  ", "\N{NO-BREAK SPACE}", "\n"])
def test_blanks_are_an_empty_cell(blank: str):
    assert issues_of(put(good(), "Missions!C2", blank)) == ["EMPTY Missions!C2"]


def test_characters_that_cannot_be_shown_are_left_out():
    reading = read_bytes(csv_zip(put(good(), "Missions!C2", "ma\x07ju\x1b")))

    assert reading.is_ok
    assert reading.frames["Missions"]["text"].to_list() == ["maju"]


def test_text_that_no_cell_could_hold_is_refused():
    reading = read_bytes(csv_zip(put(good(), "Missions!C2", "x" * 32_768)))

    assert [(i.problem.name, i.place(), len(i.found or "")) for i in reading.issues] == [
        ("TEXT_TOO_LONG", "Missions!C2", 80)
    ]


def test_defaults_stand_where_a_cell_or_its_column_is_empty():
    sheets = put(good(), "Programmes!J2", None)

    assert values_of(sheets, "Programmes", "weight") == [1.0]
    assert values_of(good(), "Indicators", "weight") == [1.0, 1.0]
    assert values_of(good(), "Realisation", "verified") == [False] * 3


@pytest.mark.parametrize("cell", ["Regulations!C2", "Missions!C2", "Agencies!B2", "Programmes!B2"])
def test_a_date_in_a_column_of_text_is_warned_of_at_its_cell(cell: str):
    reading = read_bytes(xlsx(put(good(), cell, date(2022, 3, 1))))

    assert told(reading) == [f"DATE_AS_TEXT {cell}"]
    assert reading.is_ok
    assert reading.issues[0].found == "2022-03-01"


def test_a_date_in_a_list_is_warned_of_too_and_iso_text_is_not():
    sheets = good()
    for row, extra in zip(sheets["Region"], ("aims", date(2022, 3, 1)), strict=True):
        row.append(extra)

    assert issues_of(sheets) == ["DATE_AS_TEXT Region!D2"]
    assert not issues_of(put(good(), "Missions!C2", "2022-03-01"))
