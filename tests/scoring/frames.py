"""Frames as the workbook's reader gives them, from a few records."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from kotacerdas.figures.result import as_dict
from kotacerdas.frameworks.loading import load
from kotacerdas.scoring.evaluation import evaluate
from kotacerdas.scoring.question import Basis, Question
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.workbook.schema import SHEETS
from kotacerdas.workbook.sheets import empty_frame

Records = Mapping[str, Iterable[Mapping[str, Any]]]

REGION = {"code": "33.25", "name": "Kabupaten Batang", "level": "regency"}
AGENCY = {"code": "a1", "name": "Diskominfo"}


def programme(code: str = "p1", **fields: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name": f"Program {code}",
        "dimension": "living",
        "agency": "a1",
        "quick_win": False,
        "start_year": 2022,
        "end_year": 2022,
    } | fields


def indicator(code: str = "i1", **fields: Any) -> dict[str, Any]:
    return {
        "code": code,
        "programme": "p1",
        "name": f"Indikator {code}",
        "level": "output",
        "unit": "unit",
        "polarity": "higher",
        "aggregation": "sum",
    } | fields


def frames_of(records: Records) -> dict[str, pl.DataFrame]:
    """Every sheet, with defaults filled in and `row` counted from 2."""
    records = {"Region": [REGION], "Agencies": [AGENCY]} | dict(records)
    frames = {}
    for sheet in SHEETS:
        schema = empty_frame(sheet).schema
        defaults = {c.name: c.default for c in sheet.columns if c.default is not None}
        rows = [
            defaults | {"region": REGION["code"], "row": at} | dict(record)
            for at, record in enumerate(records.get(sheet.name, ()), 2)
        ]
        frames[sheet.name] = pl.DataFrame(rows, schema=schema)
    return frames


def card_of(
    records: Records,
    *,
    year: int = 2022,
    as_of: date | None = None,
    basis: Basis = Basis.REPORTED,
    framework: str = "gsc-2021",
) -> Scorecard:
    question = Question(REGION["code"], year, as_of or date(year, 12, 31), basis)
    return evaluate(
        frames_of(records), question, load(framework), input_sha256="0" * 64, version="test"
    )


def result_of(records: Records, **asked: Any) -> dict[str, Any]:
    return as_dict(card_of(records, **asked))
