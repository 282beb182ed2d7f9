"""What the program writes it reads back to the same records."""

from functools import cache
from pathlib import Path

import pytest

from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.reading import Reading, read
from kotacerdas.workbook.writing import write

BATANG = Path(__file__).parents[2] / "examples" / "batang" / "batang.xlsx"


@cache
def example() -> Reading:
    return read(BATANG)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", ["out.xlsx", "out.zip", "out"])
def test_the_example_comes_back_whole(tmp_path, language, name):
    first = example()
    records = {
        sheet: frame.drop("row", "region").to_dicts() for sheet, frame in first.frames.items()
    }
    write(records, tmp_path / name, language=language)
    second = read(tmp_path / name)
    assert second.is_ok
    for sheet, frame in first.frames.items():
        assert second.frames[sheet].drop("row").equals(frame.drop("row")), sheet
