"""A panel's feedback as sentences and as PDF, whatever stands in it."""

import io
from dataclasses import replace

import altair as alt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from documents.feedback import PARTS, feedback, items
from kotacerdas.charts.compared_components import Component, compared_components
from kotacerdas.charts.rendering import to_svg
from kotacerdas.charts.theme import DARK, LIGHT
from kotacerdas.documents.feedback import Others, Part
from kotacerdas.documents.feedback_report import feedback_report
from kotacerdas.wording.numbers import Language

ALONE = {"others": None, "earlier": None, "improvement": None, "interval": None}


def text_of(pdf: bytes) -> str:
    pages = [page.get_textpage().get_text_bounded() for page in PdfDocument(io.BytesIO(pdf))]
    return " ".join(" ".join(pages).split())


@pytest.mark.parametrize(
    ("improvement", "said"),
    [(0.05, "naik 0,05 dari 2022"), (-0.2, "turun 0,20 dari 2022"), (0.004, "sama dengan 2022")],
)
def test_the_headline_says_how_it_moved(improvement, said):
    assert feedback(improvement=improvement).headline == f"Indeks 3,25 dari 4, {said}"
    assert feedback(**ALONE).headline == "Indeks 3,25 dari 4"


def test_components_that_read_the_same_are_named_together():
    assert feedback().components_headline == "Quick win tertinggi, 4,00; Baseline terendah, 2,75"
    scores = [2.7, 2.704, 3.0, 3.0, 2.9]
    parts = [
        Part(code, name, weight, score, None, ())
        for (code, name, weight, _), score in zip(PARTS, scores, strict=True)
    ]
    said = feedback(parts=parts).components_headline
    assert said == "Outcome dan Impact tertinggi, 3,00; Baseline dan Output terendah, 2,70"
    same = [Part(*one[:3], 3.0, None, ()) for one in PARTS]
    assert feedback(parts=same).components_headline == "Semua komponen bernilai 3,00"


def test_the_facts_are_those_that_are_known():
    labels = [label for label, *_ in feedback().facts]
    assert labels == [
        *("Indeks 2023", "Indeks 2022", "Tanpa satu asesor", "Median daerah", "Peringkat")
    ]
    assert [label for label, *_ in feedback(**ALONE).facts] == ["Indeks 2023"]
    few = feedback(others=Others(2, 3, None, {}, None))
    assert few.facts[-1][1:] == (
        "–",
        "Mulai 3 daerah; per 1 Desember 2023 baru 2 yang hasilnya ditandatangani",
    )
    assert few.chart_heads[-1] == "2022"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("more", [{}, ALONE | {"recommendations": (), "appreciation": ""}])
def test_the_pdf_holds_all_of_it(language, more):
    made = feedback(language, **more)
    text = text_of(feedback_report(made))
    for said in (made.headline, made.components_headline, made.strengths_headline):
        assert said in text
    for one in made.recommendations:
        assert one.text in text
    for part in made.parts:
        assert all(f"{one.code} Butir {one.code}" in text for one in part.items)
    assert made.sha256 in text
    assert "5 yang pertama dari 30" in text or language is Language.EN


def test_a_gain_that_would_read_as_none_is_said_to_be_small():
    small = replace(items(1)[0], gain=0.004)
    pending = feedback(to_mend=[small, replace(small, gain=0.005)]).mend_summaries
    assert [one.gain for one in pending] == ["indeks naik kurang dari 0,01", "indeks +0,01"]


def test_nothing_strong_and_nothing_to_mend_are_said():
    said = text_of(feedback_report(feedback(strengths=(), to_mend=())))
    assert "Belum ada butir yang memenuhi syarat kekuatan" in said
    assert "Tidak ada butir di bawah klaimnya" in said


@settings(max_examples=8, deadline=None)
@given(st.text(max_size=400))
def test_whatever_people_write_is_drawn(text):
    parts = [Part("baseline", "Baseline", 100, 2.0, None, items(1, 2))]
    made = feedback(appreciation=text, panel=text, corrects=text, parts=parts)
    assert feedback_report(made).startswith(b"%PDF")


def encodings(spec):
    for layer in spec.get("layer", ()):
        yield layer.get("encoding", {})
        yield from encodings(layer)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_chart_marks_the_year_before_and_the_median_where_they_are_known(theme):
    both = compared_components(
        [Component("A", 50, 3, 2, 2.5), Component("B", 50, 1)], (1, 5), 2, 2022, Language.ID, theme
    )
    alt.Chart.from_dict(both)  # refuses what Vega-Lite's schema does
    drawn = to_svg(both)
    assert 'aria-roledescription="tick"' in drawn
    assert "2022" in drawn
    assert "median daerah" in drawn
    assert "NaN" not in drawn
    # No bar begins left of the plot, where the scale begins.
    assert {one["x2"]["datum"] for one in encodings(both) if "x2" in one} == {1}
    none = to_svg(compared_components([Component("A", 100, 3)], (0, 4), 2, None, Language.ID))
    assert 'aria-roledescription="tick"' not in none
    assert "median" not in none
