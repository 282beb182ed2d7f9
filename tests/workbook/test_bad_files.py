"""Files that are no workbook: each is refused with a sentence, never with a traceback."""

from pathlib import Path

import pytest

from kotacerdas.workbook.reading import read, read_bytes
from workbook.builder import csv_bytes, csv_zip, good, told, xlsx, zipped
from workbook.hostile import BAD


@pytest.mark.parametrize(("data", "problem"), BAD.values(), ids=BAD.keys())
def test_it_is_refused_as_a_whole(data: bytes, problem: str):
    reading = read_bytes(data)

    assert told(reading) == [problem]
    assert not reading.is_ok
    assert all(frame.is_empty() for frame in reading.frames.values())


@pytest.mark.parametrize("data", [xlsx(good()), csv_zip(good())], ids=["xlsx", "zip"])
@pytest.mark.parametrize("tenths", range(10))
def test_a_file_cut_off_at_any_length_is_refused(data: bytes, tenths: int):
    assert told(read_bytes(data[: len(data) * tenths // 10])) == ["UNREADABLE"]


def test_a_folder_without_csv_is_refused(tmp_path: Path):
    (tmp_path / "catatan.txt").write_text("halo")

    assert told(read(tmp_path)) == ["UNREADABLE"]


def test_a_missing_file_is_an_error_of_the_call(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "tiada.xlsx")


def test_a_workbook_without_any_known_sheet_lacks_the_required_ones():
    assert told(read_bytes(xlsx({"Sheet1": [["halo"]]}))) == [
        *("MISSING_SHEET Region", "MISSING_SHEET Agencies", "MISSING_SHEET Programmes"),
        "UNKNOWN_SHEET Sheet1",
    ]


def test_empty_sheets_lack_their_columns():
    said = told(read_bytes(xlsx({name: [] for name in good()})))

    assert said.count("MISSING_COLUMN Region!A1") == 3
    assert "NO_REGION Region!A2" in said


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b";;;\n,,,"])
def test_csv_of_nothing_lacks_its_columns(data: bytes):
    members = {f"{name}.csv": csv_bytes(rows) for name, rows in good().items()}

    assert "MISSING_COLUMN Agencies!A1" in told(
        read_bytes(zipped(members | {"Agencies.csv": data}))
    )
