from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotacerdas.wording.numbers import (
    Language,
    change,
    counted,
    number,
    percent,
    plain,
    round_half_up,
    rupiah,
    rupiah_short,
)

ID, EN = Language.ID, Language.EN


@pytest.mark.parametrize(
    ("value", "decimals", "said"),
    [
        (3.475, 2, "3,48"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (0.05, 1, "0,1"),
        (89.74358974358975, 1, "89,7"),
        (0.0, 1, "0,0"),
        (-0.04, 1, "0,0"),
        (1234567.5, 1, "1.234.567,5"),
        (0.1 + 0.2, 1, "0,3"),
    ],
)
def test_half_up_with_indonesian_marks(value: float, decimals: int, said: str):
    assert number(value, decimals, ID) == said


def test_what_is_missing_is_a_dash_and_never_zero():
    for say in (percent, rupiah, rupiah_short, plain):
        assert say(None, ID) == "–"
        assert say(0, ID).startswith(("0", "Rp0"))
    assert number(None, 1, ID) == change(None, 1, EN) == "–"


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_rounding_is_that_of_exact_decimals(thousandths: int, decimals: int):
    exact = Decimal(thousandths) / 1000
    expected = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    assert round_half_up(thousandths / 1000, decimals) == expected


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_the_languages_differ_in_marks_only(value: float, decimals: int):
    swapped = number(value, decimals, EN).translate(str.maketrans(",.", ".,"))
    assert number(value, decimals, ID) == swapped


@pytest.mark.parametrize(
    ("value", "said"),
    [(2.64, "+2,6"), (-10, "−10,0"), (0, "±0,0"), (0.04, "±0,0"), (-0.04, "±0,0"), (0.05, "+0,1")],
)
def test_a_change_has_its_sign(value: float, said: str):
    assert change(value, 1, ID) == said


def test_money():
    assert rupiah(18_755_371_000, ID) == "Rp18.755.371.000"
    assert rupiah_short(18_755_371_000, ID) == "Rp18,8 M"
    assert rupiah_short(18_755_371_000, EN) == "Rp18.8 bn"
    assert rupiah_short(999, ID) == "Rp999"


@pytest.mark.parametrize(
    ("count", "indonesian", "english"), [(0, "nol", "no"), (6, "enam", "six"), (39, "39", "39")]
)
def test_small_counts_are_words(count: int, indonesian: str, english: str):
    assert counted(count, ID) == indonesian
    assert counted(count, EN) == english


def test_a_percent_sign_stands_as_each_language_writes_it_and_never_alone_on_a_line():
    assert percent(87.5, ID) == "87,5\u00a0%"
    assert percent(87.5, EN) == "87.5%"
    assert percent(0.0, ID) == "0,0\u00a0%"
    assert percent(None, EN) == "–"
