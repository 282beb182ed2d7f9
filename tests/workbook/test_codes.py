"""Codes are text, kept as written."""

from datetime import date

import pytest

from kotacerdas.workbook.reading import read_bytes
from workbook.builder import csv_zip, good, issues_of, put, told, values_of, xlsx


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("33.10", "33.10"),
        ("007", "007"),
        (" a1 ", "a1"),
        (33, "33"),
        (33.0, "33"),
        (0, "0"),
        (9007199254740991, "9007199254740991"),
        ("=1+1", "=1+1"),
        ("🏙️", "🏙️"),
    ],
)
def test_a_code_is_kept_as_written_and_a_whole_number_as_its_digits(written: object, read: object):
    assert values_of(put(good(), "Region!A2", written), "Region", "code") == [read]


def test_zeros_survive_csv_too():
    reading = read_bytes(csv_zip(put(good(), "Region!A2", "0033.10")))

    assert reading.regions == ["0033.10"]


@pytest.mark.parametrize("number", [33.1, -0.5, 1e20, True])
def test_any_other_number_asks_for_text(number: object):
    assert issues_of(put(good(), "Region!A2", number)) == ["NUMBER_AS_CODE Region!A2"]


@pytest.mark.parametrize("cell", ["Region!A2", "Agencies!A2", "Programmes!H2"])
def test_what_a_spreadsheet_made_a_date_of_asks_for_text(cell: str):
    assert f"DATE_AS_CODE {cell}" in issues_of(put(good(), cell, date(2022, 3, 1)))


def test_a_reference_as_a_whole_number_names_the_same_code():
    sheets = put(good(), "Missions!A2", "12")

    assert values_of(put(sheets, "Programmes!H2", 12), "Programmes", "missions") == [["12"]]


def test_a_list_of_codes_that_became_a_number_asks_for_text():
    sheets = put(good(), "Programmes!H2", 1.5)

    assert issues_of(sheets) == ["NUMBER_AS_CODE Programmes!H2"]


def test_a_code_of_over_100_characters_is_refused():
    assert not issues_of(put(good(), "Region!A2", "k" * 100))
    assert issues_of(put(good(), "Region!A2", "k" * 101)) == ["CODE_TOO_LONG Region!A2"]


@pytest.mark.parametrize("code", [".", "..", " .. ", "a/../b", "./a", "a/."])
def test_a_code_that_a_browser_takes_out_of_an_address_is_refused(code: str):
    assert issues_of(put(good(), "Region!A2", code)) == ["CODE_OF_DOTS Region!A2"]


@pytest.mark.parametrize("code", ["...", "a.", ".a", "a..b", "33.10", "a/.b"])
def test_any_other_dot_is_part_of_a_code(code: str):
    assert not issues_of(put(good(), "Region!A2", code))


def test_what_was_found_is_shown_in_plain_digits():
    issue = read_bytes(xlsx(put(good(), "Region!A2", 1234567.125))).issues[0]

    assert issue.found == "1234567.125"


def test_a_list_of_nothing_is_empty():
    reading = read_bytes(xlsx(put(good(), "Programmes!H2", " ; ;")))

    assert not told(reading)
    assert reading.frames["Programmes"]["missions"].to_list() == [None]


def test_a_code_named_twice_in_a_list_counts_once():
    sheets = put(good(), "Programmes!H2", "m1; m1 ;m1")

    assert values_of(sheets, "Programmes", "missions") == [["m1"]]
