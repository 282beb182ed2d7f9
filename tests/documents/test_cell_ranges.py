import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import rows_from_range

from kotacerdas.documents.cell_ranges import ranges


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([], []),
        (["B2"], ["B2"]),
        (["B2", "B3", "C2", "C3"], ["B2:C3"]),
        (["A1", "A2", "A4"], ["A1:A2", "A4"]),
        (["Z1", "AA1"], ["Z1:AA1"]),
        (["A1", "C1"], ["A1", "C1"]),
        (["row 3", "A1", "row 3"], ["A1", "row 3"]),
    ],
)
def test_cells_in_few_words(cells: list[str], said: list[str]):
    assert ranges(cells) == said


@given(st.sets(st.tuples(st.integers(1, 60), st.integers(1, 30))))
def test_the_ranges_cover_exactly_the_cells(places: set[tuple[int, int]]):
    cells = {f"{get_column_letter(column)}{row}" for column, row in places}
    covered = [cell for each in ranges(cells) for row in rows_from_range(each) for cell in row]
    assert sorted(covered) == sorted(cells)
