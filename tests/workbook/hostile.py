"""Files that are no workbook or made to harm, as bytes."""

import io
import struct
import zipfile

from workbook.builder import csv_bytes, good, sheet_xml, xlsx, zipped

SHEET = "xl/worksheets/sheet1.xml"
XML_PARTS = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET)
PATHS = ("../../{}.csv", "/etc/{}.csv", "C:\\{}.csv", "a/../{}.csv")
RATIO_BOMB = zipped({"Region.csv": b"0" * 2_000_000})
_BOMB = "".join(
    f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' if at else '<!ENTITY e0 "ha">' for at in range(10)
)

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
    "CSV in another encoding": (
        zipped({"Region.csv": "k\xf6de".encode("latin-1")}),
        "NOT_UTF8 Region!A1",
    ),
}

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


def with_directory_size(data: bytes, size: int) -> bytes:
    at = data.rindex(b"PK\x01\x02") + 24
    return data[:at] + struct.pack("<I", size) + data[at + 4 :]


def rarely_zipped() -> bytes:
    """A member by a method that no spreadsheet program uses."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as file:
        file.writestr("Region.csv", "code")
    return stream.getvalue()


def locked() -> bytes:
    """A member with a password."""
    data = bytearray(zipped({"Region.csv": "code"}))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def elsewhere(name: str) -> bytes:
    """The good workbook as CSV under such names; {} stands for the sheet's."""
    return zipped({name.format(sheet): csv_bytes(rows) for sheet, rows in good().items()})


def entity_bomb(part: str, encoding: str) -> bytes:
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [{_BOMB}]><a>&e9;</a>'
    return xlsx(good(), parts={part: text.encode(encoding)})


def entity_in_a_cell() -> bytes:
    body = '<row r="1"><c r="A1" t="inlineStr"><is><t>&e9;</t></is></c></row>'
    return xlsx(good(), parts={SHEET: sheet_xml(body)})


def wide_and_long() -> bytes:
    """One wide line and many long ones, of texts without a pattern: what packs is no bomb."""
    texts = b"".join(b"%x\n" % (at * at * 7919) for at in range(1_000))
    return zipped({"Region.csv": b"code" + b"," * 100_000 + b"\n" + texts})
