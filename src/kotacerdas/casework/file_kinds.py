"""What a file is by its content, whatever its name says. Pure."""

import re
import zipfile
import zlib
from enum import StrEnum
from pathlib import PurePosixPath

import pillow_heif
import puremagic

from kotacerdas.casework.allowed_sheets import ContentTypes
from kotacerdas.casework.text_tables import is_table, text_of
from kotacerdas.core.errors import RefusedError
from kotacerdas.workbook.archive import UnusableFileError, open_archive
from kotacerdas.workbook.problems import Problem


class Kind(StrEnum):
    """The kinds of file that may be evidence."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"
    HEIC = "heic"
    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"

    @property
    def label(self) -> str:
        """Its name, which is the same in every language."""
        return "WebP" if self is Kind.WEBP else self.upper()

    @property
    def endings(self) -> tuple[str, ...]:
        """What the name of such a file may end in, the usual one first."""
        return _ENDINGS.get(self, (f".{self}",))

    @property
    def ending(self) -> str:
        return self.endings[0]

    @property
    def is_picture(self) -> bool:
        return self in _PICTURES

    @property
    def content_type(self) -> str:
        return _CONTENT_TYPES[self]


MOST_BYTES = 20_000_000
ACCEPTED = ", ".join(kind.label for kind in Kind)

_ENDINGS = {
    Kind.JPEG: (".jpg", ".jpeg", ".jfif", ".jpe"),
    Kind.HEIC: (".heic", ".heif", ".hif"),
    Kind.CSV: (".csv", ".tsv", ".txt"),
}
_PICTURES = frozenset({Kind.PNG, Kind.JPEG, Kind.WEBP, Kind.HEIC})
_CONTENT_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
    Kind.WEBP: "image/webp",
    Kind.HEIC: "image/heic",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    Kind.CSV: "text/csv",
}
_OPENS = {match.extension for match in puremagic.magic_header_array} - {""}
_BY_ENDING = {ending: kind for kind in Kind for ending in kind.endings}
_OLE = b"\xd0\xcf\x11\xe0"
_LOOKED_AT = 8192  # bytes in which every kind says what it is
_MARKUP = ("<script", "<html", "<svg", "<?php")


def refuse_too_large(name: str, size: int) -> None:
    """Raises RefusedError: a file of so many bytes is more than evidence may be."""
    if size > MOST_BYTES:
        raise RefusedError("evidence.too_large", name=name, most=MOST_BYTES // 1_000_000)


def kind_of(name: str, data: bytes) -> Kind:
    """The kind of a file by its content.

    A picture may be called like any other picture: phones and chats give it such names.

    Raises:
        RefusedError: it is of no accepted kind, locked, or not what its name says.
    """
    label = _label(name, data)
    kind = next((kind for kind in Kind if kind.label == label), None)
    said = ending_of(name)
    if said in _BY_ENDING if kind is None else _is_other(said, kind):
        key = "evidence.lies" if label else "evidence.lies_unknown"
        raise RefusedError(key, name=name, ending=said, kind=label, said=_said(said))
    if kind is None:
        key = "evidence.not_accepted" if label else "evidence.unknown_kind"
        raise RefusedError(key, name=name, kind=label, kinds=ACCEPTED)
    return kind


def ending_of(name: str) -> str:
    return PurePosixPath(name.strip()).suffix.casefold()


def without_ending(name: str, kind: Kind) -> str:
    """A name without the ending that says this kind, or another kind of picture."""
    ending = ending_of(name)
    is_own = ending in _BY_ENDING and not _is_other(ending, kind)
    return name[: -len(ending)] if is_own else name


def _is_other(ending: str, kind: Kind) -> bool:
    """Whether files with this ending are opened as another kind."""
    said = _BY_ENDING.get(ending)
    if said is None:
        return ending in _OPENS
    return said is not kind and not (said.is_picture and kind.is_picture)


def _said(ending: str) -> str:
    kind = _BY_ENDING.get(ending)
    return kind.label if kind else ending[1:].upper()


def _label(name: str, data: bytes) -> str:
    """What the content is, in a word; empty where it is not known."""
    if data[:_LOOKED_AT].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return Kind.PDF.label
    if pillow_heif.get_file_mimetype(data[:_LOOKED_AT]).startswith("image/hei"):
        return Kind.HEIC.label
    if data.startswith(b"PK\x03\x04"):
        return _packed(name, data)
    if data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        raise RefusedError("evidence.encrypted", name=name)
    text = text_of(data)
    if text is not None:
        return _of_text(text) or _by_signature(data)
    return _by_signature(data)


def _by_signature(data: bytes) -> str:
    try:
        ending = puremagic.from_string(data[:_LOOKED_AT])
    except puremagic.PureError:
        return ""
    kind = _BY_ENDING.get(ending)
    return kind.label if kind else ending[1:].upper()


def _of_text(text: str) -> str:
    beginning = text[:_LOOKED_AT].casefold().lstrip()
    if beginning.startswith("<") or any(mark in beginning for mark in _MARKUP):
        return "SVG" if "<svg" in beginning else "HTML"
    return Kind.CSV.label if is_table(text) else ""


def _packed(name: str, data: bytes) -> str:
    try:
        with open_archive(data) as archive:
            return _of_parts(name, archive)
    except UnusableFileError as error:
        raise RefusedError(_REASONS[error.issue.problem], name=name) from error
    except (zipfile.BadZipFile, zlib.error, ValueError) as error:
        raise RefusedError("evidence.broken", name=name) from error


_REASONS = {
    Problem.ENCRYPTED: "evidence.encrypted",
    Problem.TOO_LARGE: "evidence.bomb",
    Problem.UNREADABLE: "evidence.broken",
}
_ODF = b"application/vnd.oasis.opendocument."
_OFFICE = {"spreadsheetml.sheet.main": "XLSX", "wordprocessingml": "DOCX", "presentationml": "PPTX"}


def _of_parts(name: str, archive: zipfile.ZipFile) -> str:
    parts = archive.namelist()
    types = " ".join(ContentTypes(name, archive).all())
    if "macroEnabled" in types or any(map(_MACROS.search, parts)):
        raise RefusedError("evidence.macros", name=name)
    for mark, label in _OFFICE.items():
        if mark in types:
            return label
    mimetype = archive.read("mimetype").strip() if "mimetype" in parts else b""
    if not mimetype.startswith(_ODF):
        return "ZIP"
    manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in parts else b""
    if b"encryption-data" in manifest:
        raise RefusedError("evidence.encrypted", name=name)
    kind = mimetype.removeprefix(_ODF).decode("ascii", "replace")
    return Kind.ODS.label if kind == "spreadsheet" else f"OpenDocument ({kind})"


_MACROS = re.compile(r"(?i)^(basic/|scripts/|xl/macrosheets/)|vbaproject\.bin$")
