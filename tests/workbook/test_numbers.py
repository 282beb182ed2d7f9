"""Numbers: true ones, and text in Indonesian or English notation."""

from contextlib import suppress
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotacerdas.workbook import numerals
from kotacerdas.workbook.reading import read_bytes
from workbook.builder import csv_zip, good, issues_of, put, told, values_of, xlsx


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234.567", 1234567),
        ("1,234,567", 1234567),
        ("1.234.567,89", 1234567.89),
        ("12", 12),
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("0.875", 0.875),
        ("0,875", 0.875),
        ("00.875", 0.875),
        ("1.2345", 1.2345),
        ("1234.567", 1234.567),
        (",5", 0.5),
        (".125", 0.125),
        ("-12,5", -12.5),
        ("+12.5", 12.5),
        ("\N{MINUS SIGN}12.5", -12.5),
        (" 7 ", 7),
    ],
)
def test_both_notations_are_read(text: str, value: object):
    assert values_of(put(good(), "Capacity!F2", text), "Capacity", "target") == [value]


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("1.234", "1234", "1.234"),
        ("12,345", "12345", "12.345"),
        ("-123.456", "-123456", "-123.456"),
        ("999,999", "999999", "999.999"),
    ],
)
def test_ambiguous_text_is_refused_with_both_readings(text: str, one: str, other: str):
    issue = read_bytes(xlsx(put(good(), "Capacity!F2", text))).issues[0]

    assert (issue.problem.name, issue.place(), issue.found) == (
        "AMBIGUOUS_NUMBER",
        "Capacity!F2",
        text,
    )
    assert issue.message("en").startswith(f"This can be read as {one} or as {other};")
    assert f" {one} atau {other.replace('.', ',')};" in issue.message("id")


@pytest.mark.parametrize(
    "text",
    ["dua", "1.2.3", "1,2,3", "1.234,5.6", "12.", "Rp1000", "1e5", "--1", "1 000", "", "0.123.456"],
)
def test_other_text_is_no_number(text: str):
    with pytest.raises(ValueError):  # noqa: PT011 - its text is the number's
        numerals.parse(text)


@pytest.mark.parametrize("junk", ["dua", True, "nan", "inf", "1e999", "9" * 400])
def test_what_is_no_number_is_told_of_at_its_cell(junk: object):
    assert issues_of(put(good(), "Capacity!F2", junk)) == ["NOT_A_NUMBER Capacity!F2"]


@pytest.mark.parametrize("stored", ["1e999", "nan", "-inf"])
def test_a_number_cell_that_holds_no_finite_number_is_refused(stored: str):
    class Stored(float):
        def __str__(self) -> str:
            return stored

    assert issues_of(put(good(), "Capacity!F2", Stored())) == ["NOT_A_NUMBER Capacity!F2"]


@pytest.mark.parametrize("number", [2.5, "1,5", 2**53 + 2.0, "dua"])
def test_a_year_and_a_count_are_whole(number: object):
    wrong = "NOT_A_NUMBER" if number == "dua" else "NOT_WHOLE"
    sheets = good()
    sheets["Region"] = [[*sheets["Region"][0], "population"], [*sheets["Region"][1], number]]

    assert issues_of(sheets) == [f"{wrong} Region!D2"]
    assert issues_of(put(good(), "Budget!B2", number)) == ["NOT_A_YEAR Budget!B2"]


def test_a_number_in_a_text_column_is_its_plain_digits():
    assert values_of(put(good(), "Regulations!C2", 3.125), "Regulations", "number") == ["3.125"]
    assert values_of(put(good(), "Regulations!C2", 12.0), "Regulations", "number") == ["12"]


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_written_number_is_read_back_in_either_notation(number: float):
    text = numerals.as_text(number)

    assert numerals.parse(text) == number
    assert numerals.parse(text.replace(".", ",")) == number


@given(st.text(alphabet="0123456789.,+-eE \N{MINUS SIGN}x٣", max_size=12))
def test_any_text_is_a_finite_number_or_refused(text: str):
    with suppress(ValueError):
        assert -inf < numerals.parse(text) < inf


def test_numbers_in_csv_are_text_of_either_notation():
    sheets = put(good(), "Budget!D2", "1.000.000,50")

    assert read_bytes(csv_zip(sheets, ";")).frames["Budget"]["ceiling"].to_list() == [1000000.5]
    assert told(read_bytes(csv_zip(put(good(), "Capacity!F2", "1.234")))) == [
        "AMBIGUOUS_NUMBER Capacity!F2"
    ]
