"""A sheet is read the same whether its plain rows are matched at once or looked at one by one."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kotacerdas.workbook.sheet_xml import Marks, XmlError, marks

PERCENTS = frozenset({"7", "12"})


def _mostly(plain: list[str], odd: list[str]) -> st.SearchStrategy[str]:
    """One of the plain ones in four of five draws, so that rows with a single oddity are common."""
    return st.integers(0, 4).flatmap(lambda at: st.sampled_from(plain if at else odd))


_letters = _mostly(["A", "B", "Z"], ["AA", "XFD"])
_values = _mostly(
    ["<v>4</v>", "<v>Jalan &amp; \u00e9</v>", '<is><t xml:space="preserve">a\nb</t></is>', "", ""],
    ["<v/>", "<v></v>", "<f>A1</f><v>3</v>", "<f>A1</f>", "<x:v>1</x:v>", "<v>&#10;</v>",
     "<v><![CDATA[<row r='1'>]]></v>", "<!-- <row r='7'> --><v>1</v>"],
)  # fmt: skip
_kinds = _mostly(
    ["", ' t="s"', ' t="inlineStr"', ' s="1"', ' s="71"'],
    [' t="e"', ' s="7"', ' s="12" t="n"', " t='e'", ' t = "e"', ' x="1"'],
)
_row_attributes = _mostly(
    ["", ' spans="1:3"', ' hidden="0"', ' ht="12.5" customHeight="1"'],
    [' hidden="1"', ' hidden="true"', ' ht="0"', ' ht="0.0"', " hidden='1'"],
)


@st.composite
def _cell(draw: st.DrawFn, row: int) -> str:
    number = draw(_mostly([str(row)], ["99999", "1048576"]))
    place = draw(_mostly([f' r="{draw(_letters)}{number}"'], [""]))
    return f"<c{place}{draw(_kinds)}>{draw(_values)}</c>"


@st.composite
def _row(draw: st.DrawFn) -> str:
    number = draw(st.sampled_from([1, 2, 3, 40, 99_999, 100_000, 1_048_576]))
    named = draw(_mostly([f' r="{number}"'], [""]))
    cells = "".join(draw(st.lists(_cell(number), max_size=2)))
    return f"<row{named}{draw(_row_attributes)}>{cells}</row>"


@st.composite
def _sheet(draw: st.DrawFn) -> bytes:
    rows = "".join(draw(st.lists(_row(), max_size=4)))
    after = draw(st.sampled_from(["", '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>']))
    return (
        f'<worksheet xmlns="m" xmlns:x="x"><cols><col min="2" max="2" hidden="1"/></cols>'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    ).encode()


@settings(max_examples=300)
@given(_sheet())
def test_nothing_is_seen_otherwise(sheet: bytes) -> None:
    one_by_one = sheet.replace(b"<row ", b"<row  ")  # the same to every reader, but not plain
    assert _seen(sheet) == _seen(one_by_one)


def _seen(sheet: bytes) -> Marks | None:
    with suppress(XmlError):
        return marks(sheet, PERCENTS)
    return None


@pytest.mark.parametrize(
    "row",
    [
        b'<row r="2"><c r="A2"><v>\xff</v></c></row>',
        b'<row r="2"><c r="A2"><v>&other;</v></c></row>',
        b'<row r="2"><c r="A2"><v>\x01</v></c></row>',
        b'<row r="2" r="3"><c r="A2"><v>1</v></c></row>',
        b'<row r="2"><c r="A2"><v>1</c></v></row>',
    ],
)
def test_what_is_no_xml_is_refused_in_a_plain_row_too(row: bytes) -> None:
    with pytest.raises(XmlError):
        marks(b"<worksheet><sheetData>" + row + b"</sheetData></worksheet>")


def test_a_sheet_of_the_most_plain_rows_is_measured_to_its_last_cell() -> None:
    rows = b"".join(b'<row r="%d"><c r="C%d"><v>1</v></c></row>' % (n, n) for n in range(1, 99_999))
    found = marks(b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>")
    assert (found.last_row, found.last_column) == (99_998, 3)
