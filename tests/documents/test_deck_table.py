"""A table on a slide: as much of its text as the box has room for, and never more."""

import pptx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx.util import Inches

from kotacerdas.documents.deck_table import LINES, MOST_LINES, MOST_ROWS, add_table
from kotacerdas.documents.slides import Table

WIDTH, HEIGHT = Inches(12), Inches(4.8)
LONG = " ".join(["kelembagaan"] * 40)
HEADS = [("No.", 1.0), ("Butir", 4.0), ("Jawaban", 6.0)]


def drawn(rows, height=HEIGHT):
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    texts = [(str(n), "Butir", LONG) for n in range(rows)]
    add_table(slide, Table(HEADS, texts, "Butir"), (0, 0, WIDTH, height))
    return slide.shapes[0].table


def words_of(table):
    return len(table.cell(1, 2).text_frame.text.split())


def test_few_rows_say_more_than_many():
    assert words_of(drawn(2)) > words_of(drawn(MOST_ROWS))
    assert words_of(drawn(2)) / words_of(drawn(MOST_ROWS)) < MOST_LINES / LINES + 1


@pytest.mark.parametrize("rows", [1, MOST_ROWS])
def test_a_higher_box_shows_more(rows):
    low, high = Inches(3.2), Inches(9)
    assert words_of(drawn(rows, high)) >= words_of(drawn(rows, low))


@given(rows=st.integers(1, 12), inches=st.floats(1, 12))
def test_it_is_never_higher_than_its_box(rows, inches):
    table = drawn(rows, Inches(inches))
    assert sum(row.height for row in table.rows) <= Inches(inches)
