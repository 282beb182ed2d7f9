"""Small workbooks for tests: sheets as rows of cells, to .xlsx, CSV folder or zip of CSV."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from openpyxl.utils import get_column_letter

from kotacerdas.workbook.reading import Reading, read_bytes

Rows = list[list[object]]
Sheets = dict[str, Rows]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


@dataclass(frozen=True)
class Formula:
    """A formula with the result that the file stores, None where it stores none."""

    text: str
    result: object = None


@dataclass(frozen=True)
class Failed:
    """A cell that holds an error such as #N/A."""

    error: str


@dataclass(frozen=True)
class Oddities:
    """What a file may have beside its cells."""

    hidden_sheet: bool = False
    hidden_rows: Iterable[int] = ()
    merged: Iterable[str] = ()


def good() -> Sheets:
    """A workbook of nearly every sheet without issues; tests change the cell they are about."""
    return {
        "Region": [["code", "name", "level"], ["33.25", "Kabupaten Batang", "regency"]],
        "Agencies": [["code", "name"], ["a1", "Diskominfo"]],
        "Missions": [["code", "plan", "text"], ["m1", "RPJMD 2017-2022", "Maju"]],
        "Regulations": [
            ["code", "type", "number", "year", "title", "valid_from", "valid_to"],
            ["r1", "perbup", "12", 2020, "Tentang", date(2020, 1, 1), date(2022, 12, 31)],
        ],
        "Programmes": [
            [
                *("code", "name", "dimension", "agency", "quick_win", "start_year", "end_year"),
                *("missions", "regulations", "weight", "sub_dimension"),
            ],
            ["p1", "Satu", "living", "a1", "yes", 2021, 2022, "m1", "r1", 1, "kesehatan"],
        ],
        "Indicators": [
            ["code", "programme", "name", "level", "unit", "polarity", "aggregation"],
            ["i1", "p1", "Jumlah", "output", "orang", "higher", "sum"],
            ["i2", "p1", "Suhu", "outcome", "derajat", "range", "last"],
        ],
        "Targets": [
            ["indicator", "year", "period", "target", "target_max"],
            ["i1", 2022, "q1", 10, None],
            ["i1", 2022, "q2", 20, None],
            ["i2", 2022, None, 5, 7],
        ],
        "Realisation": [
            ["programme", "indicator", "year", "period", "realised", "value", "status"],
            ["p1", None, 2022, None, "yes", None, None],
            [None, "i1", 2022, "q1", None, 9, None],
            [None, "i2", 2022, None, None, None, "not_applicable"],
        ],
        "Budget": [
            ["programme", "year", "source", "ceiling", "realised"],
            ["p1", 2022, "apbd", 10_000_000, 9_000_000],
        ],
        "Innovations": [
            [
                *("code", "agency", "name", "year", "public_service", "form", "digital", "stage"),
                *("programme", "effective"),
            ],
            ["n1", "a1", "Lapor", 2022, "yes", "public-service", "yes", "trial", "p1", 4],
        ],
        "Capacity": [
            ["code", "kind", "item", "year", "unit", "target", "agency"],
            ["c1", "hr", "Pelatihan", 2022, "orang", 10, "a1"],
        ],
        "Index": [
            ["year", "framework", "component", "dimension", "assessor", "score"],
            [2022, "gsc-2021", "baseline", None, "A", 3.5],
            [2022, "gsc-2021", "impact", "living", "A", 3],
        ],
    }


def every_sheet() -> Sheets:
    """The same with the sheets that not every region has."""
    return good() | {
        "Stewardships": [["programme", "from_year", "agency"], ["p1", 2021, "a1"]],
        "OtherRegions": [
            ["place", "year", "value", "source", "url"],
            ["Kota Contoh", 2022, 3.17, "Berita", None],
        ],
        "OtherIndices": [
            ["index", "year", "value", "source", "url"],
            ["SPBE", 2022, 2.34, "Keputusan Menteri", None],
        ],
        "InnovationMarks": [
            ["innovation", "indicator", "parameter", "note", "evidence", "verified"],
            ["n1", "16", 2, "Perbup 5/2021", "perbup-5-2021.pdf", "yes"],
        ],
        "RegionMarks": [
            ["year", "indicator", "parameter", "note", "evidence", "verified"],
            [2022, "2a", 1, None, "apbd-2022.pdf", "no"],
        ],
    }


def put(sheets: Sheets, cell: str, value: object) -> Sheets:
    """`sheets` with `value` in the cell named as in `Budget!D2`; row 1 is the header."""
    name, _, place = cell.partition("!")
    row = sheets[name][int(place[1:]) - 1]
    row[ord(place[0]) - ord("A")] = value
    return sheets


def xlsx(
    sheets: Mapping[str, Sequence[Sequence[object]]],
    oddities: Mapping[str, Oddities] | None = None,
    *,
    attributes: str = "",
    parts: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """The sheets as an .xlsx; `attributes` go into workbookPr, `parts` replace or add members."""
    told = oddities or {}
    names = list(sheets)
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook(names, told, attributes),
        "xl/_rels/workbook.xml.rels": _relations(
            [
                *(
                    (f"rId{at}", "worksheet", f"worksheets/sheet{at}.xml")
                    for at in range(1, len(names) + 1)
                ),
                ("rIdS", "styles", "styles.xml"),
            ]
        ),
        "xl/styles.xml": _STYLES,
    }
    for at, name in enumerate(names, 1):
        rows = sheets[name]
        members[f"xl/worksheets/sheet{at}.xml"] = worksheet(rows, told.get(name, Oddities()))
    return zipped(members | dict(parts or {}))


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """The same bytes from the same members, whatever the time."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def worksheet(rows: Sequence[Sequence[object]], oddities: Oddities | None = None) -> str:
    odd = oddities or Oddities()
    body = "".join(_row(number, row, odd) for number, row in enumerate(rows, 1))
    merged = "".join(f'<mergeCell ref="{cells}"/>' for cells in odd.merged)
    return sheet_xml(body, f"<mergeCells>{merged}</mergeCells>" if merged else "")


def sheet_xml(body: str, after: str = "") -> str:
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData>{after}</worksheet>'


def _row(number: int, row: Sequence[object], odd: Oddities) -> str:
    hidden = ' hidden="1"' if number in odd.hidden_rows else ""
    cells = "".join(
        _cell(f"{get_column_letter(at)}{number}", value)
        for at, value in enumerate(row, 1)
        if value is not None
    )
    return f'<row r="{number}"{hidden}>{cells}</row>'


def _cell(place: str, value: object) -> str:
    match value:
        case Formula(text, result):
            stored = "" if result is None else f"<v>{escape(str(result))}</v>"
            kind = ' t="str"' if isinstance(result, str) else ""
            return f'<c r="{place}"{kind}><f>{escape(text)}</f>{stored}</c>'
        case Failed(error):
            return f'<c r="{place}" t="e"><v>{error}</v></c>'
        case bool():
            return f'<c r="{place}" t="b"><v>{value:d}</v></c>'
        case date():
            return f'<c r="{place}" s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
        case str():
            text = escape(value)
            return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def _workbook(names: Sequence[str], told: Mapping[str, Oddities], attributes: str) -> str:
    hidden = {name for name, odd in told.items() if odd.hidden_sheet}
    entries = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"'
        + (' state="hidden"/>' if name in hidden else "/>")
        for at, name in enumerate(names, 1)
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><workbookPr {attributes}/>'
        f"<sheets>{entries}</sheets></workbook>"
    )


def _relations(entries: Iterable[tuple[str, str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{id_}" Type="{_DOCUMENT}/{kind}" Target="{target}"/>'
        for id_, kind, target in entries
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _content_types() -> str:
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}"/></Types>'
    )


# CSV


def csv_bytes(
    rows: Sequence[Sequence[object]], delimiter: str = ",", *, mark: bool = False
) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    return stream.getvalue().encode("utf-8-sig" if mark else "utf-8")


def csv_zip(sheets: Sheets, delimiter: str = ",", *, mark: bool = False) -> bytes:
    return zipped(
        {f"{name}.csv": csv_bytes(rows, delimiter, mark=mark) for name, rows in sheets.items()}
    )


def csv_folder(sheets: Sheets, folder: Path, delimiter: str = ",", *, mark: bool = False) -> Path:
    folder.mkdir()
    for name, rows in sheets.items():
        (folder / f"{name}.csv").write_bytes(csv_bytes(rows, delimiter, mark=mark))
    return folder


# What the reader says


def told(reading: Reading) -> list[str]:
    """The issues as `PROBLEM Sheet!Cell`, in reading order."""
    return [" ".join(filter(None, (i.problem.name, i.place()))) for i in reading.issues]


def issues_of(sheets: Sheets) -> list[str]:
    return told(read_bytes(xlsx(sheets)))


def values_of(sheets: Sheets, sheet: str, column: str) -> list[object]:
    """The values read from a column of a workbook that must be free of errors."""
    reading = read_bytes(xlsx(sheets))
    assert reading.is_ok, told(reading)
    return reading.frames[sheet][column].to_list()
