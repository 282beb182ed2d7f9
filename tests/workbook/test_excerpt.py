"""A row in its sheet: what is shown of it, and what of the cells around it."""

from datetime import date

from kotacerdas.workbook.excerpt import AROUND, LONGEST, MOST_COLUMNS, Excerpt, excerpt
from workbook.builder import csv_zip, xlsx


def sheet(rows: int = 20, columns: int = 3) -> dict[str, list[list[object]]]:
    head: list[object] = [f"kolom {at}" for at in range(columns)]
    return {"Data": [head, *([f"{row}.{at}" for at in range(columns)] for row in range(2, rows))]}


def of(data: bytes, row: int, column: str = "A", name: str = "Data") -> Excerpt | None:
    return excerpt(data, sheet=name, row=row, column=column)


def test_the_row_with_as_many_on_either_side_as_there_are():
    data = xlsx(sheet())
    for row, expected in ((2, range(2, 6)), (10, range(7, 14)), (19, range(16, 20))):
        found = of(data, row)
        assert found
        assert [number for number, _ in found.rows] == list(expected)
        assert len(found.rows) <= 2 * AROUND + 1
        assert found.header == ["kolom 0", "kolom 1", "kolom 2"]


def test_an_empty_row_keeps_the_numbers_and_is_none_itself():
    sheets = sheet(8)
    sheets["Data"][4] = [None, None, None]
    data = xlsx(sheets)

    assert of(data, 5) is None
    found = of(data, 6)
    assert found
    assert [number for number, _ in found.rows] == [2, 3, 4, 6, 7]
    assert of(data, 99) is None
    assert of(data, 2, name="Lain") is None


def test_cells_of_every_kind():
    data = xlsx({"Data": [["a"] * 6, ["teks", 1.5, True, date(2022, 3, 1), None, "x" * 5000]]})
    found = of(data, 2)

    assert found
    [(_, cells)] = found.rows
    assert cells[:5] == ["teks", 1.5, "TRUE", "2022-03-01", None]
    assert len(str(cells[5])) == LONGEST


def test_of_many_columns_the_first_and_the_one_that_is_asked_for():
    data = xlsx(sheet(4, 120))
    found = of(data, 2, "DA")

    assert found
    assert found.columns[-1] == "DA"
    assert len(found.columns) == MOST_COLUMNS + 1
    assert found.left_out == 120 - MOST_COLUMNS - 1
    assert found.rows[0][1][-1] == "2.104"


def test_csv_is_read_as_a_sheet():
    found = of(csv_zip(sheet(5)), 3, "B")

    assert found
    assert found.rows[1] == (3, ["3.0", "3.1", "3.2"])


def test_it_comes_through_the_other_process_as_it_is():
    found = of(xlsx(sheet()), 10, "B")

    assert found
    assert Excerpt.loaded(found.dumped()) == found
