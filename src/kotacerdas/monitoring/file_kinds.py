"""What a file is by its content, whatever its name says, and what is refused of it. Pure."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import PurePosixPath

from kotacerdas.core.errors import RefusedError
from kotacerdas.monitoring import pictures
from kotacerdas.monitoring.active_pdf import has_active_content, is_encrypted
from kotacerdas.workbook.archive import UnusableFileError, is_workbook, open_archive
from kotacerdas.workbook.issues import Problem


class Kind(StrEnum):
    """The kinds of file that may be evidence."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"
    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"

    @property
    def told(self) -> str:
        """Its name, which is the same in every language."""
        return "WebP" if self is Kind.WEBP else self.upper()

    @property
    def ending(self) -> str:
        """What the name of such a file ends in."""
        return ".jpg" if self is Kind.JPEG else f".{self}"

    @property
    def is_picture(self) -> bool:
        return self in _SIZES

    @property
    def content_type(self) -> str:
        return _CONTENT_TYPES[self]


MOST_BYTES = 20_000_000
# Enough for the cameras of today's phones; a browser needs four bytes for each to show them.
MOST_PIXELS = 64_000_000
ACCEPTED = ", ".join(kind.told for kind in Kind)

_SIZES: Mapping[Kind, Callable[[bytes], pictures.Size]] = {
    Kind.PNG: pictures.png_size,
    Kind.JPEG: pictures.jpeg_size,
    Kind.WEBP: pictures.webp_size,
}
_CONTENT_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
    Kind.WEBP: "image/webp",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    Kind.CSV: "text/csv",
}
# What a name's ending says. An ending that is not here says nothing.
ENDINGS: Mapping[str, str] = {kind.ending: kind.told for kind in Kind} | {
    ".jpeg": "JPEG",
    ".jfif": "JPEG",
    ".tsv": "CSV",
    ".txt": "CSV",
    ".xlsm": "XLSM",
    ".xlsb": "XLSB",
    ".xls": "XLS",
    ".doc": "DOC",
    ".docx": "DOCX",
    ".pptx": "PPTX",
    ".gif": "GIF",
    ".heic": "HEIC",
    ".svg": "SVG",
    ".html": "HTML",
    ".htm": "HTML",
    ".xml": "XML",
    ".js": "JavaScript",
    ".php": "PHP",
    ".zip": "ZIP",
    ".exe": "EXE",
    ".mp4": "MP4",
}
# How the content of what is not accepted begins.
_FOREIGN = {
    b"GIF8": "GIF",
    b"MZ": "EXE",
    b"\x7fELF": "ELF",
    b"{\\rtf": "RTF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7Z",
    b"BM": "BMP",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
}
_MARKUP = {
    "<svg": "SVG",
    "<!doctype html": "HTML",
    "<html": "HTML",
    "<script": "HTML",
    "<body": "HTML",
    "<?php": "PHP",
    "<?xml": "XML",
    "#!": "script",
}
_LOOKED_AT = 4096  # characters of a text
_BIG_OLE = b"\xd0\xcf\x11\xe0"
_PARTS = {"word/document.xml": "DOCX", "ppt/presentation.xml": "PPTX", "xl/workbook.bin": "XLSB"}
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_MACROS = re.compile(r"(?i)^(basic/|scripts/|xl/macrosheets/|xl/activex/)|vbaproject\.bin$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# What a spreadsheet would compute or call, where a cell may begin and in a cell.
_MAY_RUN = re.compile(r"""(?:^|[\r\n,;\t"])\s*(?:[=@]|[-+][^|\r\n]{0,99}\|)""")
_RUNS = re.compile(r"\s*(?:[=@]|[-+][^|]*\|)")


def checked(name: str, data: bytes) -> Kind:
    """The kind of a file that may be evidence.

    Raises:
        RefusedError: it is empty, too large, not what its name says, not of an accepted kind,
            locked, or holds something that runs, unpacks or grows without end.
    """
    if not data:
        raise RefusedError("evidence.empty_file", name=name)
    if len(data) > MOST_BYTES:
        raise RefusedError("evidence.too_large", name=name, most=MOST_BYTES // 1_000_000)
    found = _found(name, data)
    _refuse_lie(name, found)
    try:
        kind = Kind(found.lower())
    except ValueError as error:
        raise RefusedError(
            "evidence.not_accepted", name=name, kind=found, kinds=ACCEPTED
        ) from error
    _refuse_content(name, kind, data)
    return kind


def ending_of(name: str) -> str:
    return PurePosixPath(name.strip()).suffix.casefold()


def _refuse_lie(name: str, found: str) -> None:
    ending = ending_of(name)
    said = ENDINGS.get(ending)
    if said is not None and said != found:
        key = "evidence.lies" if found else "evidence.lies_unknown"
        raise RefusedError(key, name=name, ending=ending, kind=found, said=said)
    if not found:
        raise RefusedError("evidence.unknown_kind", name=name, kinds=ACCEPTED)


def _found(name: str, data: bytes) -> str:
    """What the content is, in a word; empty where it is not known."""
    for kind, is_it in _BEGINNINGS.items():
        if is_it(data):
            return kind.told
    if data.startswith(b"PK\x03\x04"):
        return _packed(name, data)
    if data.startswith(_BIG_OLE):
        return _old_office(name, data)
    if data[4:8] == b"ftyp":
        return "HEIC" if data[8:11] in {b"hei", b"mif"} else "MP4"
    for beginning, told in _FOREIGN.items():
        if data.startswith(beginning):
            return told
    return _text_kind(name, data)


_BEGINNINGS: Mapping[Kind, Callable[[bytes], bool]] = {
    Kind.PDF: lambda data: data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"),
    Kind.PNG: pictures.is_png,
    Kind.JPEG: pictures.is_jpeg,
    Kind.WEBP: pictures.is_webp,
}


def _packed(name: str, data: bytes) -> str:
    try:
        with open_archive(data) as archive:
            names = archive.namelist()
            if any(map(_MACROS.search, names)):
                raise RefusedError("evidence.macros", name=name)
            if is_workbook(archive):
                return Kind.XLSX.told
            return _other_packed(name, archive, names)
    except UnusableFileError as error:
        raise RefusedError(_REASONS[error.issue.problem], name=name) from error


_REASONS = {
    Problem.MACROS: "evidence.macros",
    Problem.ENCRYPTED: "evidence.encrypted",
    Problem.TOO_LARGE: "evidence.bomb",
    Problem.UNREADABLE: "evidence.broken",
}


def _other_packed(name: str, archive: zipfile.ZipFile, names: list[str]) -> str:
    for part, told in _PARTS.items():
        if part in names:
            return told
    if "mimetype" not in names or archive.read("mimetype").strip() != _ODS_TYPE:
        return "ZIP"
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in archive.read(manifest):
        raise RefusedError("evidence.encrypted", name=name)
    return Kind.ODS.told


def _old_office(name: str, data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise RefusedError("evidence.encrypted", name=name)
    return "DOC" if "WordDocument".encode("utf-16-le") in data else "XLS"


def _text_kind(name: str, data: bytes) -> str:
    text = text_of(data)
    if text is None:
        return ""
    beginning = text[:_LOOKED_AT].casefold().lstrip("\ufeff \t\r\n")
    for mark, told in _MARKUP.items():
        if beginning.startswith(mark):
            # An XML of any kind may be a drawing that runs scripts.
            return "SVG" if told == "XML" and "<svg" in beginning else told
    if any(mark in beginning for mark in ("<script", "<html", "<svg", "<?php")):
        return "HTML"
    return Kind.CSV.told if _has_rows(name, text) else ""


def text_of(data: bytes) -> str | None:
    """What the bytes say, None where they are no text."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None


def _has_rows(name: str, text: str) -> bool:
    """Whether it is a table: at least two rows, all with the same number of cells."""
    first = text.lstrip("\ufeff\r\n").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    may_run = _MAY_RUN.search(text) is not None
    count, width = 0, 0
    try:
        for row in filter(None, csv.reader(io.StringIO(text), delimiter=delimiter)):
            count, width = count + 1, width or len(row)
            if len(row) != width or width == 1:
                return False
            if may_run and any(map(_RUNS.match, row)):
                raise RefusedError("evidence.formula", name=name)
    except csv.Error:
        return False
    return count > 1


def _refuse_content(name: str, kind: Kind, data: bytes) -> None:
    if kind is Kind.PDF:
        if is_encrypted(data):
            raise RefusedError("evidence.encrypted", name=name)
        if has_active_content(data):
            raise RefusedError("evidence.active", name=name)
    if kind not in _SIZES:
        return
    try:
        width, height = _SIZES[kind](data)
    except ValueError as error:
        raise RefusedError("evidence.broken", name=name) from error
    if not width or not height:
        raise RefusedError("evidence.broken", name=name)
    if width * height > MOST_PIXELS:
        most = MOST_PIXELS // 1_000_000
        values = {"name": name, "width": width, "height": height, "most": most}
        raise RefusedError("evidence.too_many_pixels", **values)
