"""What is read from the fields of a report, whatever was typed there."""

from math import isfinite

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from kotacerdas.core.words import phrase
from kotacerdas.reporting.content import LONGEST_TEXT, Content, kept, known_names, read
from kotacerdas.reporting.due import Due
from kotacerdas.workbook.schema import LARGEST
from reporting.dues import due_of

VALUE, KEY = "value:i1|q2", "i1|q2"
MONEY = "money:apbd"


def content(due: Due | None = None, /, **typed: str) -> Content:
    return read(typed, due or due_of())[0]


def problems(due: Due | None = None, /, **typed: str) -> list[tuple[str, str]]:
    """The field and the phrase of each problem of a report that is realised."""
    found = read({"realised": "yes"} | typed, due or due_of())[1]
    return [(one.name, one.key) for one in found]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9,5", 9.5),
        ("9.5", 9.5),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234.567", 1_234_567),
        ("  12 ", 12),
        ("-3", -3),
        ("\N{MINUS SIGN}3,5", -3.5),
        ("+3", 3),
        ("0", 0),
        ("-0", 0),
        ("1234", 1234),
        ("1.2340", 1.234),
        ("\N{NO-BREAK SPACE}7\x00", 7),
        ("1000000000000000", LARGEST),
    ],
)
def test_numbers_are_read_as_indonesians_and_the_english_write_them(text, value):
    found = content(**{VALUE: text}).values[KEY]
    assert found == value
    assert f"{found}".startswith("-") is (value < 0)
    assert not problems(**{VALUE: text})


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("1.234", "ambiguous"),
        ("-12,345", "ambiguous"),
        ("nan", "no_number"),
        ("inf", "no_number"),
        ("-Infinity", "no_number"),
        ("1e400", "no_number"),
        ("1e3", "no_number"),
        ("0x10", "no_number"),
        ("sembilan", "no_number"),
        ("9 dan 5", "no_number"),
        ("1,2,3", "no_number"),
        ("1_000", "no_number"),
        ("%", "no_number"),
        ("Rp", "no_number"),
        ("--1", "no_number"),
        ("9" * 400, "no_number"),
        ("1000000000000001", "too_large"),
        ("-1000000000000001", "too_small"),
    ],
)
def test_what_is_no_number_is_told_and_no_value(text, key):
    assert problems(**{VALUE: text}) == [(VALUE, key)]
    assert content(**{VALUE: text}).values == {KEY: None}


@pytest.mark.parametrize("text", ["", "   ", "\x00", "\r\n"])
def test_empty_is_not_told_and_nought_is(text):
    assert content(**{VALUE: text}).values[KEY] is None
    assert not problems(**{VALUE: text})
    assert content(**{VALUE: "0"}).values[KEY] == 0


@pytest.mark.parametrize("text", ["85", "85%", "85 %", "85,0 %"])
def test_a_percent_sign_may_stand_where_percent_are_asked(text):
    assert content(progress_pct=text).progress_pct == 85
    assert content(due_of(unit="Persen"), **{VALUE: text}).values[KEY] == 85


def test_a_percent_sign_is_no_part_of_any_other_number():
    assert problems(**{VALUE: "85%", MONEY: "85%"}) == [(VALUE, "other_unit"), (MONEY, "no_number")]


@pytest.mark.parametrize(
    "text",
    ["450.000", "450,000", "450000", "Rp450.000", "Rp 450.000", "rp. 450.000,00", "Rp450.000,-"],
)
def test_money_is_read_as_rupiah(text):
    assert content(**{MONEY: text}).money == {"apbd": 450_000}
    assert not problems(**{MONEY: text})


def test_rupiah_are_no_percent():
    assert problems(progress_pct="Rp 50") == [("progress_pct", "other_unit")]
    assert content(due_of(unit="Rp juta"), **{VALUE: "Rp 50"}).values[KEY] == 50


def test_nobody_spends_less_than_nothing():
    assert problems(**{MONEY: "-1"}) == [(MONEY, "too_small")]
    assert content(**{MONEY: "0"}).money == {"apbd": 0}


@pytest.mark.parametrize(
    ("text", "key"), [("-0,1", "too_small"), ("100,1", "too_large"), ("1.000", "ambiguous")]
)
def test_progress_lies_between_nothing_and_all(text, key):
    assert problems(progress_pct=text) == [("progress_pct", key)]


@pytest.mark.parametrize(
    "text", ["tidak berlaku", "Tidak  Berlaku", "not applicable", "NOT_APPLICABLE", "tidak-berlaku"]
)
def test_what_is_not_applicable_has_no_value(text):
    found = content(**{VALUE: text})
    assert found.not_applicable == {KEY}
    assert found.values == {KEY: None}
    assert not problems(**{VALUE: text})


def test_only_a_value_can_be_not_applicable():
    assert problems(**{MONEY: "tidak berlaku"}) == [(MONEY, "no_number")]


@pytest.mark.parametrize(
    ("text", "realised"),
    [("yes", True), ("Ya", True), ("1", True), ("no", False), ("TIDAK", False), ("0", False)],
)
def test_whether_it_was_realised(text, realised):
    assert content(realised=text).realised is realised


@pytest.mark.parametrize("text", ["", "mungkin", "yesno"])
def test_whether_it_was_realised_has_to_be_said(text):
    assert problems(realised=text) == [("realised", "yes_or_no")]
    assert content(realised=text).realised is None


def test_what_was_not_realised_says_why():
    assert problems(realised="no") == [("obstacles", "why_not")]
    assert problems(realised="no", obstacles=" \r\n ") == [("obstacles", "why_not")]
    assert not problems(realised="no", obstacles="Lahan")


@pytest.mark.parametrize("name", ["obstacles", "follow_up", "note"])
def test_a_text_may_be_long_and_not_too_long(name):
    assert not problems(**{name: "a" * LONGEST_TEXT})
    assert problems(**{name: "a" * (LONGEST_TEXT + 1)}) == [(name, "too_long")]


def test_a_line_end_counts_once_as_the_browser_counts_it():
    assert not problems(note="\r\n".join("a" * (LONGEST_TEXT // 2 + 1)).removesuffix("a"))


def test_problems_come_in_the_order_of_the_fields():
    wrong = {
        "answer:no_evidence|": "a" * (LONGEST_TEXT + 1),
        "note": "a" * (LONGEST_TEXT + 1),
        MONEY: "x",
        VALUE: "x",
        "progress_pct": "x",
        "realised": "x",
    }
    found = problems(**wrong)
    assert [name for name, _ in found] == [*reversed(wrong)]


def test_only_what_belongs_to_the_report_is_kept():
    typed = {
        "csrfmiddlewaretoken": "x",
        "value:i2|q2": "1",
        "money:lain": "1",
        "answer:jump|i2|q2": "x",
        "answer:jump": "x",
        "seen": "3",
        "progress_pct": " 5 ",
        "note": "  ",
        "answer:jump|i1|q2": "x",
        "answer:above_ceiling|apbd": "y",
        "answer:no_evidence|": "z",
    }
    assert kept(due_of(), typed) == {
        "progress_pct": "5",
        "answer:jump|i1|q2": "x",
        "answer:above_ceiling|apbd": "y",
        "answer:no_evidence|": "z",
    }


def test_no_database_is_given_what_it_can_not_hold():
    typed = {"note": "satu\x00\r\ndua\ud800\x1b"}
    assert kept(due_of(), typed) == {"note": "satu\ndua"}


def test_the_dossier_is_told_what_hinders_or_else_the_note():
    assert content(obstacles="Lahan", follow_up="Pindah", note="n").summary == "Lahan → Pindah"
    assert content(obstacles="Lahan").summary == "Lahan"
    assert content(note="n").summary == "n"
    assert not content().summary


NAMES = [*known_names(due_of()), "answer:jump|i1|q2", "answer:no_evidence|", "seen", "value:"]
numbers = st.one_of(
    st.floats().map(str),
    st.integers().map(str),
    st.text("0123456789.,-+%Rp eE", max_size=12),
    st.integers(0, 10**16).map(lambda number: f"{number:,}".replace(",", ".")),
)
typed_texts = st.dictionaries(
    st.sampled_from(NAMES) | st.text(max_size=5),
    st.text(max_size=20) | numbers | st.sampled_from(["yes", "no", "tidak berlaku"]),
)


@given(typed_texts, st.sampled_from(["layanan", "%", "Rp"]))
@example({VALUE: "1e400", MONEY: "NaN", "progress_pct": "\u0663"}, "%")
def test_anything_can_be_typed_and_numbers_keep_their_bounds(typed, unit):
    found, wrong = read(typed, due_of(unit=unit))

    assert found.progress_pct is None or 0 <= found.progress_pct <= 100
    for value in found.values.values():
        assert value is None or (isfinite(value) and abs(value) <= LARGEST)
    for money in found.money.values():
        assert money is None or 0 <= money <= LARGEST
    assert {one.name for one in wrong} <= {*NAMES}


@given(typed_texts)
def test_a_number_that_was_typed_is_read_or_said_to_be_wrong(typed):
    found, wrong = read(typed, due_of())
    said = {one.name for one in wrong}
    filled = kept(due_of(), typed)
    assert (found.progress_pct is None) is ("progress_pct" not in filled or "progress_pct" in said)
    for key, value in found.values.items():
        told = value is not None or key in found.not_applicable
        assert told is (f"value:{key}" in filled and f"value:{key}" not in said)


@given(typed_texts)
def test_what_was_kept_is_read_as_what_was_typed(typed):
    filled = kept(due_of(), typed)
    assert kept(due_of(), filled) == filled
    assert read(filled, due_of()) == read(typed, due_of())


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_problem_has_its_words(language):
    wrong = [
        {"realised": "no"},
        {"note": "a" * (LONGEST_TEXT + 1)},
        *({VALUE: text} for text in ("1.234", "x", "1" * 17, "-" + "1" * 17)),
    ]
    with translation.override(language):
        for typed in wrong:
            for one in read(typed, due_of())[1]:
                assert "{" not in phrase(f"problem.{one.key}", one.values)
