"""Codes that look alike, and characters that can't be seen."""

import unicodedata
from sys import maxunicode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotacerdas.wording.matching import composed
from kotacerdas.workbook.cells import printable
from kotacerdas.workbook.issues import shortened
from kotacerdas.workbook.reading import read_bytes
from workbook.builder import Sheets, csv_zip, good, issues_of, put, told, values_of, xlsx

SEEN = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
EGYPTIAN = range(0x13430, 0x13456)  # they arrange hieroglyphs
FORMAT = [
    chr(point)
    for point in range(maxunicode + 1)
    if unicodedata.category(chr(point)) == "Cf" and point not in {*SEEN, *EGYPTIAN}
]


def test_format_characters_are_dropped_from_codes_and_text():
    assert len(FORMAT) > 100
    for character in FORMAT:
        assert printable(f"GOV{character}-01{character}") == "GOV-01", ascii(character)


@pytest.mark.parametrize("text", ["👩‍🌾", "می‌خواهم", "क्‍ष"])
def test_joiners_stay_where_they_mean_something(text: str):
    assert printable(text) == text


def test_arabic_signs_that_can_be_seen_stay():
    assert printable("\u0600١٢") == "\u0600١٢"


@given(st.text(st.sampled_from([*FORMAT[:20], "e", "\u0301", "👩", "🌾", "a", " ", "-", "\u200d"])))
def test_to_compose_again_changes_nothing(text: str):
    assert composed(composed(text)) == composed(text)
    assert unicodedata.is_normalized("NFC", composed(text))


@pytest.mark.parametrize("code", ["p1\u200b", "\ufeffp1", "p\u00ad1", "p1\u2060"])
@pytest.mark.parametrize("container", [xlsx, csv_zip])
def test_a_code_with_an_unseen_character_is_the_code(code: str, container: object):
    reading = read_bytes(container(put(good(), "Budget!A2", code)))  # type: ignore[operator]

    assert not told(reading)
    assert reading.frames["Budget"]["programme"].to_list() == ["p1"]


def test_composed_and_decomposed_letters_are_one_code():
    sheets = put(put(good(), "Programmes!A2", "café"), "Budget!A2", "cafe\u0301")
    sheets = put(put(sheets, "Indicators!B2", "café"), "Indicators!B3", "cafe\u0301")
    sheets = put(put(sheets, "Realisation!A2", "cafe\u0301"), "Innovations!I2", "café")

    assert values_of(sheets, "Budget", "programme") == ["café"]


def _second(code: object) -> Sheets:
    sheets = good()
    sheets["Agencies"] += [["GOV-01", "Satu"], [code, "Dua"]]
    return sheets


def test_the_same_code_with_an_unseen_character_is_there_twice():
    reading = read_bytes(xlsx(_second("GOV-01\u200b")))

    assert told(reading) == ["DUPLICATE Agencies!A4"]
    assert reading.issues[0].found == "GOV-01⟨U+200B⟩"


@pytest.mark.parametrize(
    "code",
    [
        *("gov-01", "GOV–01", "GOV\N{NON-BREAKING HYPHEN}01", "GOV\N{MINUS SIGN}01"),
        *("ＧＯＶ-01", "GOV\ufe0e-01", "Gov—01"),
    ],
)
def test_codes_that_differ_only_in_what_nobody_sees_are_refused(code: str):
    reading = read_bytes(xlsx(_second(code)))

    assert told(reading) == ["TWIN_CODE Agencies!A4"]
    assert not reading.is_ok
    assert "GOV-01 di baris 3" in reading.issues[0].message("id")


def test_a_kind_of_space_is_not_seen_either():
    sheets = good()
    sheets["Agencies"] += [["GOV 01", "Satu"], ["GOV\u00a001", "Dua"]]
    issue = read_bytes(xlsx(sheets)).issues[0]

    assert (issue.problem.name, issue.found) == ("TWIN_CODE", "GOV⟨U+00A0⟩01")


@pytest.mark.parametrize("code", ["GOV-1", "GOV01", "GOV_01", "GOV-01a", "GÓV-01"])
def test_codes_that_anybody_can_tell_apart_are_two(code: str):
    assert not issues_of(_second(code))


def test_twins_of_other_regions_and_other_sheets_are_none():
    sheets = put(good(), "Missions!A2", "A1")

    assert not issues_of(put(sheets, "Programmes!H2", "A1"))


def test_a_reference_spelled_otherwise_says_which_code_may_be_meant():
    issue = read_bytes(xlsx(put(good(), "Budget!A2", "P1"))).issues[0]

    assert (issue.problem.name, issue.expected("id")) == ("OTHER_SPELLING", "p1")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("GOV\u200b-01", "GOV⟨U+200B⟩-01"),
        ("a\u00adb", "a⟨U+00AD⟩b"),
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("a\x00b", "a⟨U+0000⟩b"),
        ("a\u3000b", "a⟨U+3000⟩b"),
        ("a\U000e0001b", "a⟨U+E0001⟩b"),
        ("a\n b", "a b"),
        ("👩‍🌾🏙️", "👩‍🌾🏙️"),
    ],
)
def test_what_cannot_be_seen_is_shown_by_its_number(text: str, shown: str):
    assert shortened(text) == shown
