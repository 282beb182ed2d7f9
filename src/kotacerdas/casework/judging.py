"""Whether a file may be evidence, judged in a process of its own."""

from dataclasses import dataclass

from kotacerdas.casework import pictures
from kotacerdas.casework.allowed_pdf import pages_of
from kotacerdas.casework.allowed_sheets import refuse_ods, refuse_xlsx
from kotacerdas.casework.file_kinds import Kind, kind_of, refuse_too_large
from kotacerdas.casework.text_tables import refuse_formulas, text_of
from kotacerdas.core.errors import RefusedError
from kotacerdas.sandbox.calls import call
from kotacerdas.sandbox.errors import SandboxError
from kotacerdas.sandbox.messages import Message
from kotacerdas.workbook.archive import open_archive


@dataclass(frozen=True)
class Judgement:
    """What a file is, the copy of a picture that others see, empty for other kinds, and how many
    pages it has, none but of a PDF.
    """

    kind: Kind
    copy: bytes
    pages: int


def judged(name: str, data: bytes) -> Judgement:
    """What a file is that may be evidence.

    Raises:
        RefusedError: it is empty, too large, not what its name says, not of an accepted kind,
            locked, broken, or holds what may not be in such a file; or its judge died of it.
    """
    if not data:
        raise RefusedError("evidence.empty_file", name=name)
    refuse_too_large(name, len(data))
    try:
        answer = call(judge, data, name=name)
    except SandboxError as error:
        raise RefusedError("evidence.bomb", name=name) from error
    if "refused" in answer.value:
        raise RefusedError(answer.value["refused"], **answer.value["values"])
    return Judgement(Kind(answer.value["kind"]), bytes(answer.blobs[0]), answer.value["pages"])


def judge(data: bytes, *, name: str) -> Message:
    """The job: the kind of the file, its copy and pages, or why it is refused: key and values."""
    try:
        kind = kind_of(name, data)
        copy, pages = _looked_through(name, kind, data)
    except RefusedError as error:
        return Message({"refused": error.key, "values": error.values})
    return Message({"kind": kind, "pages": pages}, (copy,))


def _looked_through(name: str, kind: Kind, data: bytes) -> tuple[bytes, int]:
    """The copy of a picture, and how many pages there are."""
    match kind:
        case Kind.PDF:
            return b"", pages_of(name, data)
        case Kind.XLSX | Kind.ODS:
            with open_archive(data) as archive:
                (refuse_xlsx if kind is Kind.XLSX else refuse_ods)(name, archive)
        case Kind.CSV:
            refuse_formulas(name, text_of(data) or "")
        case _:
            return pictures.copy_without_metadata(name, kind, data), 0
    return b"", 0
