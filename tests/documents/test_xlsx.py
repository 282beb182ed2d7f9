import io
from typing import Any, NamedTuple

import pytest
from openpyxl import load_workbook

from documents.invented import HOSTILE_TEXTS, batang, hostile
from kotacerdas.documents.xlsx import annex
from kotacerdas.scoring.result import as_dict
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.scoring.trace import numbers
from kotacerdas.wording.numbers import Language


class Cell(NamedTuple):
    sheet: str
    cell: str
    value: object


TRACE = {
    "/overall/planned": [Cell("Program", f"{c}{n}", 2019) for c in "JK" for n in range(2, 82)],
    "/dimensions/0/planned": [Cell("Program", "J2", 2019)],
}


def _open(card: Scorecard, language: Language = Language.ID) -> Any:
    return load_workbook(io.BytesIO(annex(card, TRACE, language)))


def test_every_number_of_the_result_is_in_the_trace(any_card: Scorecard):
    rows = _open(any_card)["Jejak"].iter_rows(min_row=2, values_only=True)
    shown = {row[0]: row[1] for row in rows}
    expected = {path: value for path, value in numbers(as_dict(any_card)) if value is not None}
    assert shown == pytest.approx(expected, rel=1e-14)


def test_a_number_names_its_cells(card: Scorecard):
    rows = list(_open(card)["Jejak"].iter_rows(min_row=2, values_only=True))
    (planned,) = [row for row in rows if row[0] == "/overall/planned"]
    assert planned[2:] == ("Program", "J2:K81", 160, None)
    (governance,) = [row for row in rows if row[0] == "/dimensions/0/planned"]
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


def test_figures_are_unrounded(card: Scorecard):
    sheet = _open(card)["Dimensi"]
    assert sheet["G2"].value == pytest.approx(35 / 39 * 100, rel=1e-15)
    assert sheet["G2"].number_format == "0.0"


def test_what_looks_like_a_formula_stays_text():
    sheet = _open(hostile())["Program"]
    cells = {cell.value: cell for (cell,) in sheet["B2:B9"]}
    for text in HOSTILE_TEXTS:
        assert cells[text].data_type == "s"
    for text in ("=1+1", "@SUM(A1)", "-- --- ~ ' \" [ ] { } {title}"):
        assert cells[text].quotePrefix


@pytest.mark.parametrize("text", ["#REF!", "+62 812", "-", "\x0b=1", "http://a.id", "TRUE", "007"])
def test_text_comes_back_as_it_was(text: str):
    cell = _open(batang(names=[text]))["Program"]["B2"]
    assert cell.data_type == "s"
    assert cell.value == text.replace("\x0b", "")


def test_not_reported_is_empty_and_named_not_zero(card: Scorecard):
    rows = list(_open(card)["Anggaran"].iter_rows(min_row=2, values_only=True))
    missing = [row for row in rows if row[4] is None]
    assert len(missing) == 4
    assert all(row[5] == "belum dilaporkan" for row in missing)
