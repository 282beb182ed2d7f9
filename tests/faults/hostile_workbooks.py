"""Workbooks made to harm, by a table of generators: each gives named files."""
# ruff: noqa: E501 - a case stands on one line

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import product

from faults.good_workbooks import by_openpyxl
from workbook.builder import csv_bytes, csv_zip, good, sheet_xml, xlsx, zipped

Cases = Iterator[tuple[str, bytes]]

SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
NEAR = '<row r="1"><c r="A1"><v>1</v></c></row>'
READ_PARTS = (
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "[Content_Types].xml",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
    SHEET,
)

# A cell at {row} and {column}, spelled in every way that is one to a reader of XML, or nearly so.
SPELLINGS = {
    "plainly": '<row r="{row}"><c r="{column}{row}"><v>1</v></c></row>',
    "in single quotes": "<row r='{row}'><c r='{column}{row}'><v>1</v></c></row>",
    "with spaces around =": '<row r = "{row}"><c r = "{column}{row}"><v>1</v></c></row>',
    "with line ends around =": '<row\nr\n=\n"{row}"><c\nr\n=\n"{column}{row}"><v>1</v></c></row>',
    "with tabs": '<row\tr="{row}"><c\tr="{column}{row}"><v>1</v></c></row>',
    "with spaces in end tags": '<row r="{row}"><c r="{column}{row}"><v>1</v ></c ></row\n>',
    "with another attribute first": '<row x="1" r="{row}"><c s="0" r="{column}{row}"><v>1</v></c></row>',
    "with its kind first": '<row r="{row}"><c t="n" s="0" r="{column}{row}"><v>1</v></c></row>',
    "without a row's number": '<row><c r="{column}{row}"><v>1</v></c></row>',
    "in another row": '<row r="2"><c r="{column}{row}"><v>1</v></c></row>',
    "in no row": '<c r="{column}{row}"><v>1</v></c>',
    "in small letters": '<row r="{row}"><c r="{small}{row}"><v>1</v></c></row>',
    "with a numeric reference": '<row r="{row}"><c r="{column}{row_as_reference}"><v>1</v></c></row>',
    "its letters as references": '<row r="{row}"><c r="{column_as_reference}{row}"><v>1</v></c></row>',
    "its row as references": '<row r="{row_as_reference}"><c r="{column}{row}"><v>1</v></c></row>',
    "under a prefix": '<m:row r="{row}" xmlns:m="{namespace}"><m:c r="{column}{row}"><m:v>1</m:v></m:c></m:row>',
    "its value under a prefix": '<row r="{row}"><c r="{column}{row}"><m:v xmlns:m="{namespace}">1</m:v></c></row>',
    "in a strange namespace": '<row r="{row}" xmlns="x"><c r="{column}{row}"><v>1</v></c></row>',
    "with a prefixed place": '<row r="{row}"><c xmlns:r="x" r:r="A1" r="{column}{row}"><v>1</v></c></row>',
    "with a comment inside": '<row r="{row}"><c r="{column}{row}"><!-- --><v>1</v></c></row>',
    "with an instruction inside": '<row r="{row}"><c r="{column}{row}"><?a b?><v>1</v></c></row>',
    "with its value as CDATA": '<row r="{row}"><c r="{column}{row}"><v><![CDATA[1]]></v></c></row>',
    "with an empty value": '<row r="{row}"><c r="{column}{row}"><v></v></c></row>',
    "with a value without text": '<row r="{row}"><c r="{column}{row}"><v/></c></row>',
    "as a text": '<row r="{row}"><c r="{column}{row}" t="inlineStr"><is><t>x</t></is></c></row>',
    "as a rich text": '<row r="{row}"><c r="{column}{row}" t="inlineStr"><is><r><t>x</t></r></is></c></row>',
    "as an error": '<row r="{row}"><c r="{column}{row}" t="e"><v>#N/A</v></c></row>',
    "as a truth": '<row r="{row}"><c r="{column}{row}" t="b"><v>1</v></c></row>',
    "as a formula": '<row r="{row}"><c r="{column}{row}"><f>A1</f><v>1</v></c></row>',
    "as a formula without result": '<row r="{row}"><c r="{column}{row}"><f>A1</f></c></row>',
    "as a text that a formula gives": '<row r="{row}"><c r="{column}{row}" t="str"><f>A1</f><v></v></c></row>',
    "its value first": '<row r="{row}"><c r="{column}{row}"><v>1</v><f>A1</f></c></row>',
    "behind an empty cell": '<row r="{row}"><c r="A1"/><c r="{column}{row}"><v>1</v></c></row>',
    "before the first": '</sheetData><sheetData><row r="{row}"><c r="{column}{row}"><v>1</v></c></row>',
    "in a row in a row": '<row r="1"><row r="{row}"><c r="{column}{row}"><v>1</v></c></row></row>',
    "in a cell in a cell": '<row r="1"><c r="A1"><c r="{column}{row}"><v>1</v></c></c></row>',
    "in a list of nothing": '<x><row r="{row}"><c r="{column}{row}"><v>1</v></c></row></x>',
    "with its place twice": '<row r="{row}"><c r="A1" r="{column}{row}"><v>1</v></c></row>',
    "with zeros before": '<row r="{row}"><c r="{column}0{row}"><v>1</v></c></row>',
    "with dollars": '<row r="{row}"><c r="${column}${row}"><v>1</v></c></row>',
    "with a space behind": '<row r="{row}"><c r="{column}{row} "><v>1</v></c></row>',
    "in capitals": '<ROW R="{row}"><C R="{column}{row}"><V>1</V></C></ROW>',
}  # fmt: skip
PLACES = {"the last cell": ("XFD", 1_048_576), "400,000 x 100": ("CV", 400_000)}


def far_cells() -> Cases:
    for (spelling, body), (place, (column, row)) in product(SPELLINGS.items(), PLACES.items()):
        cell = body.format(
            row=row, column=column, small=column.lower(), namespace=NAMESPACE,
            row_as_reference="".join(f"&#{ord(one)};" for one in str(row)),
            column_as_reference="".join(f"&#x{ord(one):x};" for one in column),
        )  # fmt: skip
        for order, text in (("behind", NEAR + cell), ("before", cell + NEAR)):
            yield f"{place} {spelling}, {order} the near one", sheet(text)


def sheet(body: str, after: str = "", before: str = "") -> bytes:
    text = sheet_xml(body, after).replace("<sheetData>", before + "<sheetData>", 1)
    return xlsx(good(), parts={SHEET: text})


DIMENSIONS = (
    "A1",
    "A1:XFD1048576",
    "XFD1048576",
    "A1:A0",
    "B2:A1",
    "",
    "A1:ZZZZ99999999",
    "x",
    ":",
)


def lying_dimensions() -> Cases:
    for ref in DIMENSIONS:
        yield f"a dimension of {ref!r}", sheet(NEAR, before=f'<dimension ref="{ref}"/>')
    for row in (0, -1, "x", "", "1.5", 2**31, 2**32, 2**64, "１"):
        yield f"row {row!r}", sheet(f'<row r="{row}"><c><v>1</v></c></row>')
        yield f"cell A{row!r}", sheet(f'<row><c r="A{row}"><v>1</v></c></row>')
    for column in ("", "AAAA", "ZZZZZZZZZZZZZ", "1", "Ａ", "A" * 70_000):
        yield f"column {column[:20]!r}", sheet(f'<row r="1"><c r="{column}1"><v>1</v></c></row>')
    yield (
        "a place left out behind the last column",
        sheet('<row r="1"><c r="XFD1"><v>1</v></c><c><v>1</v></c></row>'),
    )
    yield "20,000 places left out", sheet(f"<row>{'<c><v>1</v></c>' * 20_000}</row>" * 2)
    yield (
        "a column for ever",
        sheet(NEAR, before='<cols><col min="1" max="4294967295" hidden="1"/></cols>'),
    )
    yield "a column from nowhere", sheet(NEAR, before='<cols><col hidden="1"/></cols>')
    yield (
        "a width that is none",
        sheet(NEAR, before='<cols><col min="1" max="2" width="x"/></cols>'),
    )


# Document types

DOCTYPES = {
    "a bare one": "<!DOCTYPE a>",
    "a bomb": "<!DOCTYPE a [<!ENTITY e0 'ha'>"
    + "".join(f"<!ENTITY e{at} '{f'&e{at - 1};' * 10}'>" for at in range(1, 10))
    + "]>",
    "a file of the server": "<!DOCTYPE a [<!ENTITY e9 SYSTEM 'file:///etc/passwd'>]>",
    "an address": "<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/a.dtd'>",
    "a parameter": "<!DOCTYPE a [<!ENTITY % b SYSTEM 'file:///etc/passwd'> %b;]>",
}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-7", "utf-32", "cp037")


def document_types() -> Cases:
    for part, (kind, doctype) in product(READ_PARTS, DOCTYPES.items()):
        for encoding in ENCODINGS:
            text = f'<?xml version="1.0" encoding="{encoding}"?>{doctype}<a>&e9;</a>'
            yield f"{kind} in {part} as {encoding}", with_part(part, text.encode(encoding))


def with_part(part: str, content: bytes) -> bytes:
    if part != "xl/sharedStrings.xml":
        return xlsx(good(), parts={part: content})
    with zipfile.ZipFile(io.BytesIO(by_openpyxl())) as archive:
        return zipped({name: archive.read(name) for name in archive.namelist()} | {part: content})


def encodings() -> Cases:
    """A good sheet that declares, or is in, another encoding."""
    text = sheet_xml(NEAR)
    for declared, real in product(("utf-8", "utf-16", "utf-7", "cp037", "latin-1", "x"), ENCODINGS):
        xml = f'<?xml version="1.0" encoding="{declared}"?>{text}'
        yield f"declares {declared}, is {real}", xlsx(good(), parts={SHEET: xml.encode(real)})


# Much of everything


def large() -> Cases:
    yield (
        "400,000 x 100, sparse",
        sheet(
            "".join(
                f'<row r="{at}"><c r="A{at}"><v>1</v></c></row>' for at in range(1, 400_000, 40)
            )
            + '<row r="400000"><c r="CV400000"><v>1</v></c></row>'
        ),
    )
    yield "400,000 x 100, dense", promised(SHEET, 640_000_000)
    yield "100,000 x 80, dense", sheet(f"<row>{'<c><v>1</v></c>' * 80}</row>" * 100_000)
    yield (
        "a row of 16,384 and 10,000 of one",
        sheet(f"<row>{'<c><v>1</v></c>' * 16_384}</row>" + "<row><c><v>1</v></c></row>" * 10_000),
    )
    yield "a million rows", sheet("<row><c/></row>" * 1_000_000)
    yield "a million empty elements", sheet("", after="<x/>" * 1_000_000)
    yield "a million merged", sheet(NEAR, after='<mergeCell ref="A1:B2"/>' * 1_000_000)
    yield "200,000 formulas", sheet("<row><c><f>A1</f></c></row>" * 200_000)
    yield "100,000 deep", sheet("<x>" * 100_000 + "</x>" * 100_000)
    yield (
        "100,000 attributes",
        sheet("<row " + " ".join(f'a{at}="1"' for at in range(100_000)) + "/>"),
    )
    yield "an attribute of 6 MB", sheet(f'<row r="1" x="{noise(6_000_000)}"/>')
    yield (
        "a text of 6 MB",
        sheet(f'<row><c t="inlineStr"><is><t>{noise(6_000_000)}</t></is></c></row>'),
    )
    yield "a comment of 6 MB", sheet(f"<!-- {noise(6_000_000)} -->")
    yield "a number of a million digits", sheet(f"<row><c><v>{'9' * 1_000_000}</v></c></row>")
    yield "1,900 sheets", xlsx({f"Lembar {at}": [["a"]] for at in range(1_900)})
    yield (
        "one sheet 3,000 times",
        xlsx(
            good(),
            parts={
                "xl/workbook.xml": f'<workbook xmlns="{NAMESPACE}" xmlns:r="r"><sheets>'
                + "".join(f'<sheet name="a{at}" r:id="rId1"/>' for at in range(3_000))
                + "</sheets></workbook>"
            },
        ),
    )
    yield (
        "a million shared texts",
        with_part("xl/sharedStrings.xml", b"<sst>" + b"<si><t>x</t></si>" * 1_000_000 + b"</sst>"),
    )
    yield (
        "a million styles",
        with_part(
            "xl/styles.xml", b"<a><cellXfs>" + b"<xf numFmtId='9'/>" * 1_000_000 + b"</cellXfs></a>"
        ),
    )
    formats = "".join(
        f'<numFmt numFmtId="{at}" formatCode="{"0.%_" * 500}"/>' for at in range(1_000)
    )
    yield "long formats", with_part("xl/styles.xml", f"<a>{formats}</a>".encode())
    yield "30,000 members", zipped({f"a{at}": "" for at in range(30_000)})
    yield "1,900 tables", zipped({f"a{at}.csv": "" for at in range(1_900)})


def noise(length: int) -> str:
    """Text that does not pack, so that it is no bomb."""
    return random.Random(0).randbytes(length // 2).hex()  # noqa: S311


def promised(name: str, size: int) -> bytes:
    """A workbook with a member that really unpacks to `size` bytes, of one repeated block."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    packer.compress(b"")
    block = packer.compress(b"<c><v>1</v></c>" * 66_000) + packer.flush(zlib.Z_FULL_FLUSH)
    times = size // 990_000
    content = block * times + packer.flush()
    data = bytearray(zipped({"xl/workbook.xml": "<a/>", name: "x"}))
    head = data.rindex(b"PK\x03\x04", 0, data.index(b"PK\x01\x02"))
    directory = data.index(b"PK\x01\x02")
    entry = data.rindex(b"PK\x01\x02")
    sizes = struct.pack("<II", len(content), 990_000 * times)
    data[entry + 20 : entry + 28] = sizes
    data[head + 18 : head + 26] = sizes
    start = head + 30 + len(name)
    moved = start + len(content) - directory
    end = data.rindex(b"PK\x05\x06")
    data[end + 16 : end + 20] = struct.pack("<I", directory + moved)
    return bytes(data[:start]) + content + bytes(data[directory:])


# Cells

CELLS = {
    "a shared text that is not there": '<c t="s"><v>999999999</v></c>',
    "a shared text below nothing": '<c t="s"><v>-1</v></c>',
    "a shared text by a name": '<c t="s"><v>x</v></c>',
    "a style that is not there": '<c s="4294967295"><v>1</v></c>',
    "a style by a name": '<c s="x"><v>1</v></c>',
    "a kind that is none": '<c t="z"><v>1</v></c>',
    "a date by text": '<c t="d"><v>2022-13-99</v></c>',
    "a date for ever": '<c s="1"><v>1e300</v></c>',
    "a date before time": '<c s="1"><v>-1e9</v></c>',
    "not a number": "<c><v>NaN</v></c>",
    "without an end": "<c><v>1e999</v></c>",
    "a number by other digits": "<c><v>١٢٣</v></c>",
    "no number": "<c><v>x</v></c>",
    "a truth that is none": '<c t="b"><v>7</v></c>',
    "an error that is none": '<c t="e"><v>#HAHA!</v></c>',
    "a text in a text": '<c t="inlineStr"><is><is><t>a</t></is><t>b</t></is></c>',
    "a character that is none": '<c t="inlineStr"><is><t>&#0;</t></is></c>',
    "half a character": '<c t="inlineStr"><is><t>&#xD800;</t></is></c>',
    "a control": '<c t="inlineStr"><is><t>&#x1;</t></is></c>',
    "a name that nothing gave": '<c t="inlineStr"><is><t>&haha;</t></is></c>',
    "two values": "<c><v>1</v><v>2</v></c>",
    "a formula in a value": "<c><v><f>1</f></v></c>",
    "a formula of arrays": '<c><f t="array" ref="A1:XFD1048576">1</f></c>',
    "a shared formula": '<c><f t="shared" si="99" ref="A1:XFD1048576"/></c>',
}


def cells() -> Cases:
    for name, cell in CELLS.items():
        yield name, sheet(f"<row>{cell}</row><row>{cell * 3}</row>")


# Containers


def containers() -> Cases:
    book = xlsx(good())
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    ods = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}
    yield "also an .ods", zipped(ods | members)
    yield "only an .ods", zipped(ods)
    yield "also an .xlsb", zipped(members | {"xl/workbook.bin": bytes(range(256)) * 40})
    yield "only an .xlsb", zipped({"[Content_Types].xml": "<a/>", "xl/workbook.bin": bytes(9_000)})
    yield "an .xls in front", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + book
    yield "a PDF in front", b"%PDF-1.7\n" + book
    yield "a PDF behind", book + b"%PDF-1.7\n%%EOF"
    yield "twice", book + book
    yield "a remark of 60,000", remarked(book, b"PK\x05\x06" + bytes(60_000))
    for name in members:
        yield f"{name} twice", doubled(members, name, name)
        yield f"{name} twice, once in capitals", doubled(members, name, name.upper())
        yield f"{name} empty", zipped(members | {name: b""})
        yield (
            f"{name} in capitals",
            zipped({n.upper() if n == name else n: c for n, c in members.items()}),
        )
        yield f"{name} as a bomb", zipped(members | {name: bytes(300_000_000 // len(members))})
    for target in (
        "/",
        "..",
        "../../x",
        "x" * 70_000,
        "",
        "\\",
        "http://127.0.0.1/",
        "workbook.xml",
    ):
        text = members["xl/_rels/workbook.xml.rels"].decode()
        text = text.replace("worksheets/sheet1.xml", target)
        yield f"a sheet at {target[:20]!r}", zipped(members | {"xl/_rels/workbook.xml.rels": text})


def remarked(data: bytes, remark: bytes) -> bytes:
    return data[:-2] + struct.pack("<H", len(remark)) + remark


def doubled(members: dict[str, bytes], name: str, other: str) -> bytes:
    """A second member of the name; which of them is read differs from reader to reader."""
    stream = io.BytesIO(zipped(members))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.NameToInfo.clear()
        archive.writestr(zipfile.ZipInfo(other), sheet_xml(NEAR + SPELLINGS["plainly"].format(
            row=1_048_576, column="XFD")), zipfile.ZIP_DEFLATED)  # fmt: skip
    return stream.getvalue()


# CSV

TEXTS = {
    "nothing": b"",
    "only delimiters": b"," * 1_000_000,
    "only lines": b"\n" * 1_500_000,
    "only quotation marks": b'"' * 1_000_001,
    "an open quotation mark": b'code,name\n"' + b"a,b\n" * 500_000,
    "no characters": bytes(1_000_000),
    "half of UTF-16": "kode;nama\n".encode("utf-16")[:-1],
    "UTF-16": "kode;nama\n1;a\n".encode("utf-16"),
    "UTF-32": "kode;nama\n1;a\n".encode("utf-32"),
    "Latin 1": "k\xf6de;n\xe4me\n".encode("latin-1"),
    "a long line": b"code," + b"x" * 5_000_000,
    "a wide line and many": b"code" + b"," * 200_000 + b"\n" + b"1\n" * 1_000,
    "a separator that is none": b"sep=\x00\ncode\x00name\n",
    "formulas": b'=cmd|"/c calc"!A1,@SUM(1),+1,-1\n',
    "old line ends": b"code,name\ra1,b\r" * 1_000,
    "quoted line ends": b'"a\r\n\r\n"\r\n' * 50_000,
}


def texts() -> Cases:
    for name, data in TEXTS.items():
        yield f"CSV of {name}", csv_with("Region.csv", data)
    for name in (
        "..csv",
        ".csv",
        "a/../Region.csv",
        "C:\\Region.csv",
        "Region.csv\x00.txt",
        "R" * 60_000,
    ):
        yield f"CSV called {name[:20]!r}", csv_with(name, csv_bytes(good()["Region"]))
    for delimiter in ",;\t|":
        yield f"CSV by {delimiter!r}", csv_zip(good(), delimiter)


def csv_with(name: str, data: bytes) -> bytes:
    members = {f"{one}.csv": csv_bytes(rows) for one, rows in good().items() if one != "Region"}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for one, content in members.items():
            archive.writestr(zipfile.ZipInfo(one), content)
        archive.writestr(zipfile.ZipInfo(name), data)
    return stream.getvalue()


TABLE: tuple[Callable[[], Cases], ...] = (
    far_cells, lying_dimensions, document_types, encodings, large, cells, containers, texts,
)  # fmt: skip
