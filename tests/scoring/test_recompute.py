"""Every number of the example comes out again from its traced cells alone."""

from collections import defaultdict
from pathlib import Path

import pytest

from kotacerdas.frameworks.framework import load
from kotacerdas.scoring.evaluation import evaluate
from kotacerdas.scoring.periods import year_end
from kotacerdas.scoring.question import Basis, Question
from kotacerdas.scoring.result import as_dict
from kotacerdas.scoring.trace import numbers, trace
from kotacerdas.workbook.reading import read
from scoring.oracle import recomputed

WORKBOOK = Path(__file__).parents[2] / "examples" / "batang" / "batang.xlsx"
SET_BY_OTHERS = {"/year", "/innovations/minimum"}


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
    for path, number in numbers(as_dict(card)):
        if path in SET_BY_OTHERS or path.endswith("/weight"):
            continue
        by_row = defaultdict(dict)
        for sheet, row, field in traced[path]:
            by_row[sheet, row][field] = cells[sheet][row][field]
        rows = defaultdict(list)
        for (sheet, _), fields in by_row.items():
            rows[sheet].append(fields)
        found = recomputed(path, rows, year, question.as_of)
        assert float(found) == pytest.approx(number, abs=1e-9), path
        checked += 1
    assert checked > 300
