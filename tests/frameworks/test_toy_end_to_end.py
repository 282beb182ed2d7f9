"""An edition that nothing knows of, from workbook to index, report, deck and annex."""

from fractions import Fraction
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook
from pptx import Presentation

from cli.calls import call, saved
from kotacerdas.wording.numbers import Language
from workbook.builder import Sheets, good

CODES = ("land", "water", "air", "people")
NAMES = {
    Language.ID: ("Tanah Lestari", "Air Bersih", "Udara Segar", "Warga Sehat"),
    Language.EN: ("Lasting Land", "Clean Water", "Fresh Air", "Healthy People"),
}


def sheets() -> Sheets:
    """A programme for each dimension, of which that of the air was not realised; scored 1 to 5."""
    found = good()
    head, row = found["Programmes"]
    at = {name: place for place, name in enumerate(head)}
    found["Programmes"] = [head]
    for code in CODES:
        own = [*row]
        own[at["code"]] = "p1" if code == "land" else code
        own[at["name"]], own[at["dimension"]] = f"Program {code}", code
        found["Programmes"].append(own)
    head, row, *others = found["Realisation"]
    place = head.index("realised")
    found["Realisation"] = [head, row, *others]
    for code in CODES[1:]:
        own = [*row]
        own[0], own[place] = code, "no" if code == "air" else "yes"
        found["Realisation"].append(own)
    found["Index"] = [
        ["year", "framework", "component", "dimension", "assessor", "score"],
        [2022, "toy", "plan", None, "A", 5],
        [2022, "toy", "work", None, "A", 2],
        *([2022, "toy", "worth", code, "A", score] for score, code in enumerate(CODES, 1)),
    ]
    return found


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return saved(tmp_path, sheets())


def test_its_result_has_its_dimensions_and_components(workbook: Path, toy_file: Path):
    said = call("evaluate", workbook, "--framework", toy_file, "--json")
    assert said.code == 0, said.err
    result = said.json

    assert [one["code"] for one in result["dimensions"]] == list(CODES)
    assert [one["achievement_pct"] for one in result["dimensions"]] == [100, 100, 0, 100]
    assert result["overall"]["achievement_pct"] == 75
    assert result["index"]["value"] == float(Fraction(19, 6))  # a third of 5, of 2 and of 10 / 4
    assert list(result["index"]["components"]) == ["plan", "work", "worth"]


@pytest.mark.parametrize("language", Language)
def test_its_documents_speak_of_it_alone(
    workbook: Path, toy_file: Path, tmp_path: Path, language: Language
):
    out = tmp_path / "out"
    said = call("evaluate", workbook, "--framework", toy_file, "--out", out, "--lang", language)
    assert said.code == 0, said.err
    assert all(name in said.out for name in NAMES[language])
    [pdf], [pptx], [xlsx] = (list(out.glob(f"*.{kind}")) for kind in ("pdf", "pptx", "xlsx"))

    with pypdfium2.PdfDocument(pdf) as document:
        report = " ".join(page.get_textpage().get_text_bounded() for page in document)
    deck = " ".join(
        shape.text_frame.text
        for slide in Presentation(str(pptx)).slides
        for shape in (*slide.shapes, *slide.notes_slide.shapes)
        if shape.has_text_frame
    )
    annex = " ".join(
        str(cell)
        for sheet in load_workbook(xlsx).worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    )
    for text in (report, deck, annex):
        assert all(name in " ".join(text.split()) for name in NAMES[language])
        assert not any(name in text for name in ("Smart Governance", "Impact"))
    assert "3,17" in report or "3.17" in report


@pytest.mark.parametrize("count", [3, 9])
def test_an_edition_may_have_from_three_to_nine_dimensions(
    tmp_path: Path, toy_file: Path, count: int
):
    """The pictures and slides make room for them."""
    head, *dimensions = toy_file.read_text(encoding="utf-8").split("[[dimensions]]")
    more = [
        dimensions[at % 4]
        .replace('code = "', f'code = "d{at}_')
        .replace('name_id = "', f'name_id = "{at} ')
        for at in range(count)
    ]
    crosswalk = head.replace('environment = "land"', 'environment = "d0_land"')
    toy_file.write_text("[[dimensions]]".join([crosswalk, *more]), encoding="utf-8")
    found = sheets()
    at = found["Programmes"][0].index("dimension")
    for place, row in enumerate(found["Programmes"][1:]):
        row[at] = f"d{place % count}_{CODES[place % count % 4]}"
    found["Index"] = found["Index"][:1]
    out = tmp_path / "out"
    workbook = saved(tmp_path, found, "lain.xlsx")
    said = call("evaluate", workbook, "--framework", toy_file, "--out", out)
    assert said.code == 0, said.err
    assert len(list(out.iterdir())) == 3
