"""Good workbooks damaged at random: reading never raises, and what is read can be scored."""

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kotacerdas.figures.result import as_dict
from kotacerdas.frameworks.loading import load
from kotacerdas.scoring.evaluation import evaluate
from kotacerdas.scoring.periods import year_end
from kotacerdas.scoring.question import Basis, Question
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.reading import Reading, read_bytes
from workbook.builder import Failed, Formula, Sheets, csv_zip, good, xlsx
from workbook.records import TEXTS

pytestmark = pytest.mark.slow

JUNK = st.one_of(
    st.none(),
    TEXTS,
    st.booleans(),
    st.integers(-(10**18), 10**18),
    st.integers(2019, 2024),
    st.floats(),
    st.dates(date(1901, 1, 1)),
    st.sampled_from(
        ["q1", "s1", "m12", "sum", "mean", "range", "lower", "impact", "p1", "i1", "i2", "yes"]
    ),
    st.sampled_from(
        [Formula("A1"), Formula("1", 5), Formula('""', ""), Failed("#N/A"), 0, -1, 1e308]
    ),
)


def assert_told_or_scored(reading: Reading) -> None:
    for issue in reading.issues:
        for language in Language:
            assert issue.message(language)
            assert issue.expected(language)
    if not reading.is_ok:
        return
    for region, year, basis in zip(
        reading.regions * 2, (2021, 2022), (Basis.VERIFIED, Basis.REPORTED), strict=False
    ):
        day = year_end(year) - timedelta(days=100)
        card = evaluate(
            reading.frames,
            Question(region, year, day, basis),
            load(),
            input_sha256=reading.sha256,
            version="",
        )
        assert as_dict(card)


@st.composite
def _damaged(draw: st.DrawFn) -> Sheets:
    sheets = good()
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(list(sheets)))
        rows = sheets[name]
        row = draw(st.integers(0, len(rows) - 1))
        column = draw(st.integers(0, len(rows[0]) - 1))
        match draw(st.integers(0, 9)):
            case 0:
                del rows[row]
                sheets[name] = rows or [[None]]
            case 1:
                sheets[name] = [[*cells[:column], *cells[column + 1 :]] or [None] for cells in rows]
            case 2:
                rows[row], rows[0] = rows[0], rows[row]
            case 3:
                for cells in rows:
                    cells[0], cells[column] = cells[column], cells[0]
            case 4:
                rows.append(list(rows[row]))
            case _:
                rows[row][column] = draw(JUNK)
    return sheets


@settings(max_examples=80)
@given(_damaged())
def test_a_damaged_workbook_is_told_of_or_scored(sheets: Sheets):
    assert_told_or_scored(read_bytes(xlsx(sheets)))


@settings(max_examples=25)
@given(_damaged(), st.sampled_from(",;"))
def test_a_damaged_csv_is_told_of_or_scored(sheets: Sheets, delimiter: str):
    assert_told_or_scored(read_bytes(csv_zip(sheets, delimiter)))


_PACKED = {"xlsx": xlsx(good()), "zip": csv_zip(good())}
_PARTS = ZipFile(BytesIO(_PACKED["xlsx"]))


@settings(max_examples=150)
@given(st.data())
def test_flipped_bytes_are_told_of(data: st.DataObject):
    packed = bytearray(_PACKED[data.draw(st.sampled_from(list(_PACKED)))])
    for _ in range(data.draw(st.integers(1, 3))):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))

    assert_told_or_scored(read_bytes(bytes(packed)))


@settings(max_examples=60)
@given(st.data())
def test_xml_with_flipped_characters_is_told_of(data: st.DataObject):
    """Damage below the zip's own checksums, where only the readers of XML stand."""
    part = data.draw(
        st.sampled_from(["xl/workbook.xml", "xl/worksheets/sheet5.xml", "xl/styles.xml"])
    )
    text = list(_PARTS.read(part).decode())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text) - 1))
        text[at] = data.draw(
            st.sampled_from(["<", ">", '"', "/", "&", "9", "Z", " ", "\x00", "é", ""])
        )

    assert_told_or_scored(read_bytes(xlsx(good(), parts={part: "".join(text)})))


@settings(max_examples=60)
@given(st.binary(max_size=200), st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18)]))
def test_any_bytes_are_told_of(junk: bytes, start: bytes):
    assert_told_or_scored(read_bytes(start + junk))
