"""Files that are no workbook: each is refused with a sentence, never with a traceback."""

from pathlib import Path

import pytest

from kotacerdas.workbook.reading import read, read_bytes
from workbook.builder import csv_bytes, csv_zip, good, sheet_xml, told, xlsx, zipped

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
_MACROS = (
    '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
)

BAD = {
    "empty": (b"", "UNREADABLE"),
    "a sentence": (b"Ini bukan buku kerja.", "UNREADABLE"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "UNREADABLE"),
    "an empty zip": (zipped({}), "UNREADABLE"),
    "a zip of other things": (zipped({"surat.txt": "halo"}), "UNREADABLE"),
    "a zip in a zip": (zipped({"buku.xlsx": xlsx(good())}), "UNREADABLE"),
    ".xls": (_OLE, "OLD_EXCEL"),
    "a password": (_OLE + "EncryptedPackage".encode("utf-16-le"), "ENCRYPTED"),
    "macros by their part": (xlsx(good(), parts={"xl/vbaProject.bin": b"x"}), "MACROS"),
    "macros by their type": (xlsx(good(), parts={"[Content_Types].xml": _MACROS}), "MACROS"),
    "no workbook part": (zipped({"xl/worksheets/sheet1.xml": sheet_xml("")}), "UNREADABLE"),
    "no relations": (zipped({"xl/workbook.xml": "<workbook/>"}), "UNREADABLE"),
    "broken XML": (xlsx(good(), parts={"xl/workbook.xml": "<workbook><sheets>"}), "UNREADABLE"),
    "a sheet's XML broken": (
        xlsx(good(), parts={"xl/worksheets/sheet1.xml": "<worksheet><sheetData><row"}),
        "UNREADABLE",
    ),
    "a shared string that is not there": (
        xlsx(
            good(),
            parts={
                "xl/worksheets/sheet1.xml": sheet_xml(
                    '<row r="1"><c r="A1" t="s"><v>7</v></c></row>'
                )
            },
        ),
        "UNREADABLE",
    ),
    "CSV in another encoding": (zipped({"Region.csv": "k\xf6de".encode("latin-1")}), "UNREADABLE"),
}


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


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b'"', b"\x00", b";;;\n,,,"])
def test_csv_of_nothing_lacks_its_columns(data: bytes):
    members = {f"{name}.csv": csv_bytes(rows) for name, rows in good().items()}

    assert "MISSING_COLUMN Agencies!A1" in told(
        read_bytes(zipped(members | {"Agencies.csv": data}))
    )
