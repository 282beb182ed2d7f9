"""What kind of file this is, judged by its content, and whether it is safe to unpack."""

import io
import zipfile
import zlib

from kotacerdas.workbook.issues import Issue
from kotacerdas.workbook.problems import Problem
from kotacerdas.workbook.sheet_xml import XmlError, elements

MAX_UNPACKED_BYTES = 200_000_000
MAX_RATIO = 100
MAX_MEMBERS = 2_000  # a workbook of every sheet with pictures has a few hundred

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and any password-protected .xlsx
_LOCAL_HEADER_BYTES = 30
_OUT_OF_MEMORY = ("out of memory", "Error -4 ")  # as expat and zlib say it
WORKBOOK_PART = "xl/workbook.xml"


class UnusableFileError(Exception):
    """The file is refused as a whole; carries the issue to show."""

    def __init__(self, problem: Problem, *, sheet: str | None = None, **parts: str) -> None:
        super().__init__(problem.name)
        self.issue = Issue(problem, sheet, parts=tuple(parts.items()))


def damaged(error: BaseException) -> Exception:
    """What is raised of a file that a reader failed at: it can't be read, or takes too much memory.

    A reader that finds no memory may fail in another way while it gives up what it holds.
    """
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, MemoryError) or any(said in str(seen) for said in _OUT_OF_MEMORY):
            return MemoryError(str(error))
        seen = seen.__cause__ or seen.__context__
    return UnusableFileError(Problem.UNREADABLE)


def open_archive(data: bytes) -> zipfile.ZipFile:
    """`data` as a zip archive that is safe to unpack.

    Raises:
        UnusableFileError: an old or encrypted Excel file, no zip, a broken one, a bomb.
    """
    if data.startswith(_OLE_MAGIC):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise UnusableFileError(Problem.ENCRYPTED if encrypted else Problem.OLD_EXCEL)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _refuse_bomb(archive, len(data))
        _refuse_odd_names(archive)
        _refuse_false_sizes(archive, data)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, IndexError) as error:
        raise damaged(error) from error
    return archive


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """Whether the archive is an .xlsx; otherwise it may hold CSV files.

    Raises:
        UnusableFileError: it carries macros, or does not say in XML what it carries.
    """
    names = archive.namelist()
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        raise UnusableFileError(Problem.MACROS)
    if WORKBOOK_PART not in names:
        return False
    if "[Content_Types].xml" in names and _have_macros(archive.read("[Content_Types].xml")):
        raise UnusableFileError(Problem.MACROS)
    return True


def _have_macros(types: bytes) -> bool:
    try:
        kinds = [named.get("ContentType", "").casefold() for _, named in elements(types)]
    except XmlError as error:
        raise damaged(error) from error
    return any("macroenabled" in kind or "vbaproject" in kind for kind in kinds)


def _refuse_bomb(archive: zipfile.ZipFile, packed: int) -> None:
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise UnusableFileError(Problem.ENCRYPTED)
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED_BYTES or unpacked > MAX_RATIO * packed:
        raise UnusableFileError(Problem.TOO_LARGE, size=f"{unpacked / 1e6:,.0f} MB")


def _refuse_odd_names(archive: zipfile.ZipFile) -> None:
    """Too many; or two with one name, of which one reader takes the first, another the last."""
    names = [name.casefold() for name in archive.namelist()]
    if len(set(names)) < len(names) or len(names) > MAX_MEMBERS:
        raise UnusableFileError(Problem.UNREADABLE)


def _refuse_false_sizes(archive: zipfile.ZipFile, data: bytes) -> None:
    """A directory that understates a member would let it unpack beyond the limit unseen."""
    for member in archive.infolist():
        header = member.header_offset
        names = data[header + 26 : header + _LOCAL_HEADER_BYTES]
        start = (
            header
            + _LOCAL_HEADER_BYTES
            + sum(int.from_bytes(names[at : at + 2], "little") for at in (0, 2))
        )
        packed = data[start : start + member.compress_size]
        if member.compress_type == zipfile.ZIP_DEFLATED:
            unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
            size = len(unpacker.decompress(packed, member.file_size + 1))
        elif member.compress_type == zipfile.ZIP_STORED:
            size = len(packed)
        else:
            raise UnusableFileError(Problem.UNREADABLE)
        if size != member.file_size:
            raise UnusableFileError(Problem.UNREADABLE)
