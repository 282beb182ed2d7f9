"""The sheets of an .xlsx: their values from the fast reader, all else from our own look at the XML.

The fast reader never sees the file that was sent. It is given one that is made here from the parts
that were looked at, so that neither a second part of the same name nor a second kind of workbook in
one archive is read by it; and a sheet only once the place of its last cell is known, because it
takes memory for every cell up to there.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from python_calamine import CalamineWorkbook

from kotacerdas.workbook.archive import WORKBOOK_PART, UnusableFileError
from kotacerdas.workbook.problems import Problem
from kotacerdas.workbook.sheet_xml import (
    Marks,
    elements,
    marks,
    percent_styles,
    require_plain,
)

MAX_CELLS = 10_000_000  # up to the last one, whether filled or not
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384  # as in every spreadsheet program
# Tags of all parts together. Two million filled cells have as many; reading them takes seconds.
MAX_TAGS = 8_000_000

_TRUE = frozenset({"1", "true"})


@dataclass(frozen=True)
class XlsxSheet:
    """One sheet: its rows from the first one on, all of one length."""

    name: str
    cells: Sequence[Sequence[object]]
    marks: Marks
    is_hidden: bool


@dataclass(frozen=True)
class _Entry:
    name: str
    part: str
    is_hidden: bool


def sheets(archive: zipfile.ZipFile) -> list[XlsxSheet]:
    """The worksheets in the order of the file.

    Raises:
        UnusableFileError: a sheet sprawls, or there is too much.
        XmlError, KeyError, CalamineError: it is damaged.
    """
    book = _Book(archive)
    with ThreadPoolExecutor(1) as reader:  # it reads one sheet while the next is looked at
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(book.copy()))
        pending = [
            (entry, sheet_marks, reader.submit(workbook.get_sheet_by_index, at))
            for at, (entry, sheet_marks) in enumerate(book.looked_at())
        ]
        return [
            XlsxSheet(
                entry.name,
                loading.result().to_python(skip_empty_area=False),
                sheet_marks,
                entry.is_hidden,
            )
            for entry, sheet_marks, loading in pending
        ]


def refuse_sprawl(name: str, rows: int, columns: int) -> None:
    """Raises UnusableFileError where a sheet reaches too far, or further than there are places."""
    if rows * columns > MAX_CELLS or rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise UnusableFileError(Problem.SPRAWLING, sheet=name, rows=f"{rows}", columns=f"{columns}")


class _Book:
    """The parts of an archive that are read, each once."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        workbook = archive.read(WORKBOOK_PART)
        targets = _targets(archive.read(_RELATIONS))
        self._entries = list(_entries(workbook, targets["worksheet"]))
        self._is_1904 = _is_1904(workbook)
        self._sheets = {entry.part: archive.read(entry.part) for entry in self._entries}
        self._others = {
            kind: archive.read(part)
            for kind in ("sharedStrings", "styles")
            for part in targets[kind].values()
            if part in archive.namelist()
        }
        parts = (*self._sheets.values(), *self._others.values())
        if sum(part.count(b"<") for part in parts) > MAX_TAGS:
            raise UnusableFileError(Problem.TOO_LARGE, size=f"{sum(map(len, parts)) / 1e6:,.0f} MB")
        for part in self._others.values():
            require_plain(part)

    def looked_at(self) -> Iterator[tuple[_Entry, Marks]]:
        """Each sheet and what its XML shows; it does not sprawl."""
        percents = (
            percent_styles(self._others["styles"]) if "styles" in self._others else frozenset()
        )
        for entry in self._entries:
            sheet_marks = marks(self._sheets[entry.part], percents)
            refuse_sprawl(entry.name, sheet_marks.last_row, sheet_marks.last_column)
            yield entry, sheet_marks

    def copy(self) -> bytes:
        """A workbook of these parts alone; sheets have their numbers for names."""
        own = {kind: (kind, f"{kind}.xml", part) for kind, part in self._others.items()} | {
            f"s{at}": ("worksheet", f"worksheets/sheet{at}.xml", self._sheets[entry.part])
            for at, entry in enumerate(self._entries)
        }
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as copy:
            copy.writestr("_rels/.rels", _relations({"w": ("officeDocument", WORKBOOK_PART)}))
            copy.writestr(WORKBOOK_PART, self._workbook())
            copy.writestr(_RELATIONS, _relations({id_: one[:2] for id_, one in own.items()}))
            for _, target, part in own.values():
                copy.writestr(f"xl/{target}", part)
        return stream.getvalue()

    def _workbook(self) -> str:
        inner = "".join(
            f'<sheet name="{at}" sheetId="{at + 1}" r:id="s{at}"/>'
            for at in range(len(self._entries))
        )
        return (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}">'
            f'<workbookPr date1904="{self._is_1904:d}"/><sheets>{inner}</sheets></workbook>'
        )


_RELATIONS = "xl/_rels/workbook.xml.rels"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """A part of relations: by their ids the kind of part and where it is."""
    inner = "".join(
        f'<Relationship Id="{id_}" Type="{_DOCUMENT}/{kind}" Target="{target}"/>'
        for id_, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}">{inner}</Relationships>'


def _targets(relations: bytes) -> dict[str, dict[str, str]]:
    """By the kind of part, the parts by the ids of their relations."""
    targets: dict[str, dict[str, str]] = {"worksheet": {}, "sharedStrings": {}, "styles": {}}
    for name, relation in elements(relations):
        kind = relation.get("Type", "").rpartition("/")[2]
        if name == "Relationship" and kind in targets:
            part = posixpath.normpath(posixpath.join("/xl", relation.get("Target", "")))
            targets[kind][relation.get("Id", "")] = part.removeprefix("/")
    return targets


def _entries(workbook: bytes, parts: dict[str, str]) -> Iterator[_Entry]:
    """The worksheets in order; charts that are sheets of their own have no rows."""
    for name, sheet in elements(workbook):
        if name == "sheet":
            ids = {value for key, value in sheet.items() if key.rpartition(":")[2] == "id"}
            part = next((parts[one] for one in sorted(ids) if one in parts), None)
            if part is not None:
                yield _Entry(
                    sheet.get("name", ""), part, sheet.get("state", "visible") != "visible"
                )


def _is_1904(workbook: bytes) -> bool:
    return any(
        attributes.get("date1904", "") in _TRUE
        for name, attributes in elements(workbook)
        if name == "workbookPr"
    )
