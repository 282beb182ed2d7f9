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
        ("😀!", "□!"),
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
    assert {path.stem for path in fonts.DIRECTORY.glob("*.ttf")} >= {
        f"Inter-{style}" for style in fonts.STYLES
    }
