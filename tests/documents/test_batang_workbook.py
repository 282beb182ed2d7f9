"""The example workbook, all the way to its dossier."""

import io
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook

from kotacerdas.documents import dossier
from kotacerdas.figures.number import numbers
from kotacerdas.figures.result import as_dict
from kotacerdas.figures.trace import trace
from kotacerdas.frameworks.loading import load
from kotacerdas.scoring.evaluation import evaluate
from kotacerdas.scoring.question import Question
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.reading import read

WORKBOOK = Path(__file__).parents[2] / "examples" / "batang" / "batang.xlsx"


@pytest.mark.slow
def test_the_dossier_of_batang_2022(tmp_path: Path):
    reading = read(WORKBOOK)
    question = Question("33.25", 2022, date(2022, 12, 31))
    card = evaluate(reading.frames, question, load(), input_sha256=reading.sha256, version="0.1.0")
    traced = trace(card)
    cells = {one: reading.cells(traced.fields(one)) for one in numbers(as_dict(card))}
    pdf, _, xlsx = dossier.write(card, cells, tmp_path, Language.ID)
    with pypdfium2.PdfDocument(pdf) as document:
        brief = document[1].get_textpage().get_text_range()
    assert "70 dari 80 program terealisasi: capaian 87,5\u00a0%" in brief
    sheet = load_workbook(io.BytesIO(xlsx.read_bytes()))["Asal angka"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    without_cells = {row[0] for row in rows if row[3] is None}
    assert "overall/achievement_pct" not in without_cells
    assert "innovations/minimum" in without_cells
