import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotacerdas.charts import fonts
from kotacerdas.documents.drawable import drawable, line


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Kabupaten Batang", "Kabupaten Batang"),
        ("a\u0301", "á"),
        ("😀!", "😀!"),
        ("👩\u200d🌾 ☀\ufe0f", "👩🌾 ☀"),
        ("智慧城市 東京 デジタル 한국어", "智慧城市 東京 デジタル 한국어"),
        ("個別體圖書館 ㈱①Ⅳ", "個別體圖書館 ㈱①Ⅳ"),
        ("ไทย ᮞᮥᮔ꧀ 𝒳", "□□□ □□□ □"),
        ("مسجد", "مسجد"),
        ("a\u200db\ufeff", "ab"),
        ("a\u3000b", "a b"),
        ("a\tb\nc", "a b c"),
    ],
)
def test_what_the_fonts_lack_is_marked(text: str, drawn: str):
    assert line(text, 40) == drawn


@given(st.text())
def test_drawing_twice_changes_nothing(text: str):
    assert drawable(drawable(text)) == drawable(text)


def test_the_typeface_is_there():
    assert {path.stem for path in fonts.DIRECTORY.iterdir()} == {
        *(f"Inter-{style}" for style in fonts.STYLES),
        *fonts.CJK,
        fonts.EMOJI,
    }
