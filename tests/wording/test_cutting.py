import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotacerdas.wording.cutting import breakable, cut, cut_to_width, width_in_ems


@pytest.mark.parametrize(
    ("text", "at_most", "said"),
    [
        ("pendek", 10, "pendek"),
        ("", 10, ""),
        ("dua kata", 8, "dua kata"),
        ("tiga kata ini", 10, "tiga kata…"),
        ("  banyak \n\t blanko ", 20, "banyak blanko"),
        ("W" * 32_767, 5, "WWWW…"),
        ("a\u202eb", 5, "ab"),
    ],
)
def test_cutting(text: str, at_most: int, said: str):
    assert cut(text, at_most) == said


@given(st.text(), st.integers(2, 50))
def test_no_text_is_longer_than_allowed(text: str, at_most: int):
    assert len(cut(text, at_most)) <= at_most


@given(st.text(), st.integers(3, 40))
def test_no_text_is_wider_than_allowed(text: str, ems: int):
    assert width_in_ems(cut_to_width(text, ems)) <= ems + 1e-9


@given(st.text(alphabet="abcW 1.-", max_size=200))
def test_breaking_adds_nothing_that_is_seen(text: str):
    assert breakable(text).replace("\u200b", "") == text


def test_only_overlong_words_may_break():
    assert "\u200b" not in breakable("pertanggungjawaban keuangan daerah")
    assert "\u200b" in breakable("W" * 40)
