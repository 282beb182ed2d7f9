"""Every number of the example comes out again from its traced cells alone."""

from collections import defaultdict
from pathlib import Path

import pytest

from figures.oracle import recomputed
from kotacerdas.figures.number import numbers
from kotacerdas.figures.result import as_dict
from kotacerdas.figures.trace import trace
from kotacerdas.frameworks.loading import load
from kotacerdas.scoring.evaluation import evaluate
from kotacerdas.scoring.periods import year_end
from kotacerdas.scoring.question import Basis, Question
from kotacerdas.workbook.reading import read

WORKBOOK = Path(__file__).parents[2] / "examples" / "batang" / "batang.xlsx"
SET_BY_THE_EDITION = {"minimum", "weight"}


@pytest.mark.parametrize("basis", Basis)
@pytest.mark.parametrize("year", [2018, 2020, 2021, 2022])
def test_every_number_from_its_traced_cells_alone(year, basis):
    frames = read(WORKBOOK).frames
    question = Question("33.25", year, year_end(year), basis)
    card = evaluate(frames, question, load(), input_sha256="", version="")
    cells = {
        sheet: {row["row"]: row for row in frame.to_dicts()} for sheet, frame in frames.items()
    }
    traced = trace(card)
    checked = 0
    for number, value in numbers(as_dict(card)).items():
        if value is None or number.measure in SET_BY_THE_EDITION:
            continue
        by_row = defaultdict(dict)
        for sheet, row, field in traced.fields(number):
            by_row[sheet, row][field] = cells[sheet][row][field]
        rows = defaultdict(list)
        for (sheet, _), fields in by_row.items():
            rows[sheet].append(fields)
        found = recomputed(number, rows, year, question.as_of)
        assert float(found) == pytest.approx(value, abs=1e-9), number
        checked += 1
    assert checked > 300
