"""Files made to harm: refused before they take memory or time."""

import io
import struct
import zipfile
import zlib

import pytest

from kotacerdas.workbook import archive
from kotacerdas.workbook.reading import read_bytes
from workbook.builder import Formula, csv_bytes, good, put, sheet_xml, told, xlsx, zipped

SHEET = "xl/worksheets/sheet1.xml"
_BOMB = "".join(
    f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' if at else '<!ENTITY e0 "ha">' for at in range(10)
)


def test_a_bomb_by_its_ratio_is_refused():
    data = zipped({"Region.csv": b"0" * 2_000_000})

    assert told(read_bytes(data)) == ["TOO_LARGE"]
    assert "2 MB" in read_bytes(data).issues[0].message("en")


def test_more_than_200_mb_by_the_directory_is_refused_without_unpacking(
    monkeypatch: pytest.MonkeyPatch,
):
    data = _with_directory_size(zipped({"Region.csv": "x" * 50}), archive.MAX_UNPACKED_BYTES + 1)
    monkeypatch.setattr(zlib, "decompressobj", None)

    assert told(read_bytes(data)) == ["TOO_LARGE"]


@pytest.mark.parametrize("size", [1, 49, 51, 4_000])
def test_a_directory_that_lies_about_a_size_is_refused(size: int):
    data = zipped({"Region.csv": "x" * 50})

    assert told(read_bytes(_with_directory_size(data, size))) == ["UNREADABLE"]


def _with_directory_size(data: bytes, size: int) -> bytes:
    at = data.rindex(b"PK\x01\x02") + 24
    return data[:at] + struct.pack("<I", size) + data[at + 4 :]


def test_a_member_by_a_rare_method_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as file:
        file.writestr("Region.csv", "code")

    assert told(read_bytes(stream.getvalue())) == ["UNREADABLE"]


def test_a_member_with_a_password_is_refused():
    data = bytearray(zipped({"Region.csv": "code"}))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1

    assert told(read_bytes(bytes(data))) == ["ENCRYPTED"]


@pytest.mark.parametrize("name", ["../../{}.csv", "/etc/{}.csv", "C:\\{}.csv", "a/../{}.csv"])
def test_paths_that_lead_elsewhere_are_only_names(name: str):
    members = {name.format(sheet): csv_bytes(rows) for sheet, rows in good().items()}
    reading = read_bytes(zipped(members))

    assert reading.is_ok or told(reading)[0] == "MISSING_SHEET Region"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_every_part_that_is_read(part: str, encoding: str):
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [{_BOMB}]><a>&e9;</a>'

    assert not read_bytes(xlsx(good(), parts={part: text.encode(encoding)})).is_ok


def test_entities_in_a_cell_are_refused():
    body = '<row r="1"><c r="A1" t="inlineStr"><is><t>&e9;</t></is></c></row>'

    assert told(read_bytes(xlsx(good(), parts={SHEET: sheet_xml(body)}))) == ["UNREADABLE"]


FAR = {
    "opposite corners": '<row r="1"><c r="A1"><v>1</v></c></row>'
    '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "beyond any sheet": '<row r="1"><c r="A1"><v>1</v></c></row>'
    '<row r="4000000000"><c r="A4000000000"><v>1</v></c></row>',
    "rows in no order": '<row r="900000"><c r="AA900000"><v>1</v></c></row>'
    '<row r="1"><c r="A1"><v>1</v></c></row>',
    "small letters": '<row r="1"><c r="a1"><v>1</v></c><c r="xfd1048576"><v>1</v></c></row>',
    "places left out": f'<row r="1">{"<c><v>1</v></c>" * 200}</row>'
    '<row r="99999"><c r="A99999"><v>1</v></c></row>',
    "a prefix": '<row r="1"><x:c xmlns:x="x" r="A1"><x:v>1</x:v></x:c></row>'
    '<row r="1"><x:c xmlns:x="x" r="XFD1048576"><x:v>1</x:v></x:c></row>',
    "no letters known": '<row r="1"><c r="A1"><v>1</v></c><c r="ZZZZZZ9"><v>1</v></c></row>',
}


@pytest.mark.parametrize("body", FAR.values(), ids=FAR.keys())
def test_cells_far_apart_do_not_take_the_memory_between_them(body: str):
    problem = told(read_bytes(xlsx(good(), parts={SHEET: sheet_xml(body)})))[0]

    assert problem in {"SPRAWLING Region", "UNREADABLE"}


def test_one_wide_and_many_long_lines_of_csv_do_not_take_the_memory_between_them():
    # Texts without a pattern, because a file that packs too well is refused for that already.
    texts = b"".join(b"%x\n" % (at * at * 7919) for at in range(1_000))
    lines = b"code" + b"," * 100_000 + b"\n" + texts

    assert told(read_bytes(zipped({"Region.csv": lines}))) == ["SPRAWLING Region"]


def test_tags_in_comments_do_not_take_the_time_of_their_square():
    comments = "".join(f'<!-- <c r="A{at}"> -->' for at in range(40_000))
    sheets = put(good(), "Agencies!B2", Formula("A1", "Diskominfo"))
    body = f'<row r="1"><c r="A1" t="str"><f>"code"</f><v>code</v></c></row>{comments}'

    assert "MISSING_COLUMN Region!A1" in told(
        read_bytes(xlsx(sheets, parts={SHEET: sheet_xml(body)}))
    )
