"""The slides of chosen innovations: what stands on them, and that it fits."""

import io
from dataclasses import replace
from itertools import pairwise
from typing import Any

import polars as pl
import pytest
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Pt

from documents.invented import batang, hostile
from kotacerdas.documents.facts import Facts
from kotacerdas.documents.pptx import NO_PICTURES, deck, slides
from kotacerdas.documents.slides import MOST_WORDS
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.numbers import Language

SUMMARY = "Survei dengan kode QR di setiap loket. Hasilnya tampil hari itu juga."
MEASURED: dict[str, Any] = {
    "measured": "Warga yang menilai layanan",
    "value_before": 6.0,
    "value_after": 41.0,
    "unit": "%",
    "measured_by": "Rekap survei",
}
LONG: dict[str, Any] = {
    "summary": "kata " * 400,
    "measured": "panjang sekali " * 40,
    "value_before": 123456789012.25,
    "value_after": 987654321098.125,
    "unit": "orang per kecamatan per bulan",
}
TEXTS = ("summary", "measured", "unit", "measured_by", "programme")


def with_chosen(card: Scorecard, *chosen: dict[str, Any]) -> Scorecard:
    """The card with its first innovations in the deck, with these values."""
    rows = card.innovations.to_dicts()
    for row, values in zip(rows, chosen, strict=False):
        row |= {"in_deck": True, **values}
    types = dict.fromkeys(TEXTS, pl.String) | dict.fromkeys(
        ("value_before", "value_after"), pl.Float64
    )
    types["in_deck"] = pl.Boolean
    frame = pl.DataFrame(rows, schema={**card.innovations.schema, **types})
    return replace(card, innovations=frame)


def picture(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "JPEG")
    return out.getvalue()


def opened(card: Scorecard, pictures: dict[str, bytes]) -> Any:
    return Presentation(io.BytesIO(deck(card, Language.ID, pictures)))


def test_a_slide_says_what_it_is_and_what_it_changed():
    card = batang()
    programme = card.programmes.row(0, named=True)
    card = with_chosen(card, {"summary": SUMMARY, "programme": programme["code"], **MEASURED})
    facts = Facts(card, Language.ID)
    before, after = slides(Facts(batang(), Language.ID)), slides(facts)
    assert len(after) == len(before) + 1
    [slide] = [one for one in after if one not in before]
    row = card.innovations.row(0, named=True)
    assert (slide.title, slide.figure) == (row["name"], "6 → 41 %")
    assert [line.text for line in slide.lines] == [
        "Warga yang menilai layanan",
        "Survei dengan kode QR di setiap loket.",
        f"{row['agency_name']} · diterapkan",
    ]
    assert slide.colour == facts.colours[programme["dimension"]]
    assert "Hasilnya tampil hari itu juga." in slide.notes


def test_without_any_the_deck_is_as_it_was():
    facts = Facts(batang(), Language.ID)
    assert len(slides(facts, NO_PICTURES)) == 13


def test_what_was_not_measured_has_no_figure():
    card = with_chosen(batang(), {"summary": SUMMARY, **MEASURED, "value_after": None})
    [slide] = [one for one in slides(Facts(card, Language.ID)) if one.colour]
    assert not slide.figure
    assert len(slide.lines) == 2


def test_a_measured_zero_is_a_figure():
    card = with_chosen(batang(), MEASURED | {"value_before": 45.0, "value_after": 0.0})
    [slide] = [one for one in slides(Facts(card, Language.ID)) if one.colour]
    assert slide.figure == "45 → 0 %"


@pytest.mark.parametrize("made", [batang, hostile])
@pytest.mark.parametrize("shape", [(900, 600), (300, 900), (4, 4)])
def test_the_longest_texts_keep_to_the_slide(made: Any, shape: tuple[int, int]):
    card = with_chosen(made(), LONG, {"summary": SUMMARY, **MEASURED}, LONG)
    codes = card.innovations["code"].to_list()
    presentation = opened(card, {codes[0]: picture(*shape), codes[1]: picture(*shape)})
    found = [
        slide
        for slide in presentation.slides
        if any(one.shape_type == MSO_SHAPE_TYPE.PICTURE for one in slide.shapes)
    ]
    assert len(found) == 2
    for slide in presentation.slides:
        for one in slide.shapes:
            assert one.left >= 0
            assert one.left + one.width <= presentation.slide_width
            assert one.top + one.height <= presentation.slide_height
    for slide in found:
        image = next(one for one in slide.shapes if one.shape_type == MSO_SHAPE_TYPE.PICTURE)
        texts = [one for one in slide.shapes if one.shape_type == MSO_SHAPE_TYPE.TEXT_BOX]
        boxes = sorted(texts, key=lambda one: one.top)
        for upper, lower in pairwise(boxes):
            assert upper.top + upper.height <= lower.top
        assert all(one.left + one.width <= image.left for one in texts)
        assert all(one.top + one.height <= Pt(504) for one in texts)  # above the footer
        ratio = image.width / image.height
        assert abs(ratio - shape[0] / shape[1]) < 0.01
        assert image._element.nvPicPr.cNvPr.get("descr")
    for slide in slides(Facts(card, Language.ID)):
        assert slide.words <= MOST_WORDS + 1
