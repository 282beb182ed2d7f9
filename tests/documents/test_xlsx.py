import io
from typing import Any, NamedTuple

import pytest
from openpyxl import load_workbook

from documents.invented import HOSTILE_TEXTS, batang, hostile
from kotacerdas.documents.xlsx import annex
from kotacerdas.figures.number import Number, numbers
from kotacerdas.figures.result import as_dict
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.numbers import Language


class Cell(NamedTuple):
    sheet: str
    cell: str
    value: object


TRACE = {
    Number("overall", "", "planned"): [
        Cell("Program", f"{c}{n}", 2019) for c in "JK" for n in range(2, 82)
    ],
    Number("dimensions", "governance", "planned"): [Cell("Program", "J2", 2019)],
}


def _open(card: Scorecard, language: Language = Language.ID) -> Any:
    return load_workbook(io.BytesIO(annex(card, TRACE, language)))


@pytest.fixture(scope="module")
def book(card: Scorecard) -> Any:
    return _open(card)


@pytest.fixture(scope="module")
def any_book(any_card: Scorecard) -> Any:
    return _open(any_card)


def test_every_number_of_the_result_is_in_the_trace(any_card: Scorecard, any_book: Any):
    rows = any_book["Asal angka"].iter_rows(min_row=2, values_only=True)
    shown = {row[0]: row[1] for row in rows}
    result = numbers(as_dict(any_card))
    expected = {str(number): value for number, value in result.items() if value is not None}
    assert shown == pytest.approx(expected, rel=1e-14)


def test_a_number_names_its_cells(book: Any):
    rows = list(book["Asal angka"].iter_rows(min_row=2, values_only=True))
    (planned,) = [row for row in rows if row[0] == "overall/planned"]
    assert planned[2:] == ("Program", "J2:K81", 160, None)
    (governance,) = [row for row in rows if row[0] == "dimensions/governance/planned"]
    assert governance[2:] == ("Program", "J2", 1, 2019)


@pytest.mark.parametrize(
    ("language", "names"),
    [
        (Language.ID, ["Ringkasan", "Dimensi", "Sub-dimensi", "Perangkat daerah", "Program"]),
        (Language.EN, ["Summary", "Dimensions", "Sub-dimensions", "Agencies", "Programmes"]),
    ],
)
def test_sheets_are_named_frozen_and_filtered(
    card: Scorecard, language: Language, names: list[str]
):
    book = _open(card, language)
    assert book.sheetnames[:5] == names
    assert len(book.sheetnames) == 12
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.column_dimensions["A"].width > 7
        assert all(cell.font.bold for cell in sheet[1])
    assert book[names[4]].auto_filter.ref == "A1:M81"


def test_sheets_print_on_the_width_of_a_page(any_book: Any):
    for sheet in any_book:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows == "$1:$1"
        assert "2022" in sheet.oddFooter.left.text


def test_long_text_has_the_lines_it_takes():
    sheet = _open(batang(names=["Satu Data Batang", "Satu Data Batang dan Portal Data Terbuka"]))
    heights = [sheet["Program"].row_dimensions[row].height for row in (2, 3)]
    assert heights == [None, 30]


def test_dimensions_have_their_names(book: Any):
    for sheet, column in (("Sub-dimensi", "A"), ("Program", "C"), ("Anggaran", "B")):
        assert book[sheet][f"{column}2"].value == "Smart Governance"


def test_the_summary_says_what_its_figures_are(book: Any):
    forms = {row[0].value: row[1].number_format for row in book["Ringkasan"]}
    assert forms["Capaian (%)"] == "0.0"
    assert forms["Anggaran: Pagu (Rp)"] == '"Rp"#,##0'
    assert forms["Keadaan per"] == "yyyy-mm-dd"
    assert forms["Tahun"] == "General"


def test_figures_are_unrounded(book: Any):
    sheet = book["Dimensi"]
    assert sheet["G2"].value == pytest.approx(35 / 39 * 100, rel=1e-15)
    assert sheet["G2"].number_format == "0.0"


def test_what_looks_like_a_formula_stays_text():
    sheet = _open(hostile())["Program"]
    cells = {cell.value: cell for (cell,) in sheet["B2:B9"]}
    for text in HOSTILE_TEXTS:
        assert cells[text].data_type == "s"
    for text in ("=1+1", "@SUM(A1)", "-- --- ~ ' \" [ ] { } {title}"):
        assert cells[text].quotePrefix


def test_text_comes_back_as_it_was():
    texts = ["#REF!", "+62 812", "-", "\x0b=1", "http://a.id", "TRUE", "007"]
    cells = [cell for (cell,) in _open(batang(names=texts))["Program"]["B2:B8"]]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells] == [text.replace("\x0b", "") for text in texts]


def test_not_reported_is_empty_and_named_not_zero(book: Any):
    rows = list(book["Anggaran"].iter_rows(min_row=2, values_only=True))
    missing = [row for row in rows if row[4] is None]
    assert len(missing) == 4
    assert all(row[5] == "belum dilaporkan" for row in missing)
    rows = list(book["Kapasitas"].iter_rows(min_row=2, values_only=True))
    missing = [row for row in rows if row[6] is None]
    assert missing
    assert all(row[7:] == (None, "belum dilaporkan") for row in missing)
