"""Whether a PowerPoint file may be a template of decks, judged in a process of its own."""

import io
import re
import zipfile

from lxml.etree import LxmlError
from pptx import Presentation
from pptx.exc import PythonPptxError

from kotacerdas.core.errors import RefusedError
from kotacerdas.documents.own_template import NoLayoutError, stripped
from kotacerdas.sandbox.calls import call
from kotacerdas.sandbox.errors import SandboxError
from kotacerdas.sandbox.messages import Message
from kotacerdas.workbook.archive import UnusableFileError, open_archive

MOST_BYTES = 20_000_000
KIND = "pptx"

_MACROS = re.compile(r"(?i)vbaproject|macroenabled|activex")
# Of the parts that are left once the slides are gone; anything else is refused.
_PARTS = re.compile(
    r"image/(png|jpe?g|gif|bmp|tiff|webp|svg\+xml|x-emf|x-wmf|emf|wmf)"
    r"|application/(xml|x-fontdata|vnd\.openxmlformats-package\.(core-properties|relationships)\+xml"
    r"|vnd\.openxmlformats-officedocument\.(presentationml\."
    r"(presentation\.main|slideMaster|slideLayout|notesMaster|handoutMaster|presProps|viewProps"
    r"|tableStyles|tags|commentAuthors|printerSettings)|theme|themeOverride|extended-properties"
    r"|custom-properties|customXmlProperties|presentationml\.printerSettings)(\+xml)?"
    r"|vnd\.ms-powerpoint\.(changesinfo|revisioninfo|authors)\+xml|vnd\.ms-office\."
    r"(classificationlabels|chartstyle|chartcolorstyle)\+xml)"
)
_BROKEN = (
    *(PythonPptxError, LxmlError, zipfile.BadZipFile, KeyError, ValueError, AttributeError),
    *(IndexError, TypeError, StopIteration),
)


def judged(name: str, data: bytes) -> bytes:
    """The file without its slides, which may be a template.

    Raises:
        RefusedError: it is empty, too large, no PowerPoint file or a broken one, has macros, links
            to the outside or what no template needs; or its judge died of it.
    """
    if not data:
        raise RefusedError("evidence.empty_file", name=name)
    if len(data) > MOST_BYTES:
        most = MOST_BYTES // 1_000_000
        raise RefusedError("presenting.template_too_large", name=name, most=most)
    try:
        answer = call(judge, data, name=name)
    except SandboxError as error:
        raise RefusedError("evidence.bomb", name=name) from error
    if "refused" in answer.value:
        raise RefusedError(answer.value["refused"], **answer.value["values"])
    return bytes(answer.blobs[0])


def judge(data: bytes, *, name: str) -> Message:
    """The job: the file without its slides, or why it is refused: key and values."""
    try:
        return Message({}, (_looked_through(name, data),))
    except RefusedError as error:
        return Message({"refused": error.key, "values": error.values})


def _looked_through(name: str, data: bytes) -> bytes:
    try:
        with open_archive(data) as archive:
            _refuse_other(name, archive)
        content = stripped(data)
        _refuse_parts(name, content)
    except NoLayoutError as error:
        raise RefusedError("presenting.template_no_layout", name=name) from error
    except UnusableFileError as error:
        raise RefusedError("presenting.template_broken", name=name) from error
    except _BROKEN as error:
        raise RefusedError("presenting.template_broken", name=name) from error
    return content


def _refuse_other(name: str, archive: zipfile.ZipFile) -> None:
    """What is no PowerPoint file, or one with macros wherever they are."""
    parts = archive.namelist()
    types = archive.read("[Content_Types].xml").decode(errors="replace") if _TYPES in parts else ""
    if any(map(_MACROS.search, (*parts, types))):
        raise RefusedError("evidence.macros", name=name)
    if "presentationml.presentation.main+xml" not in types:
        raise RefusedError("presenting.template_not_pptx", name=name)


_TYPES = "[Content_Types].xml"


def _refuse_parts(name: str, content: bytes) -> None:
    """What is left in the file that no template needs, or that leads out of it."""
    package = Presentation(io.BytesIO(content)).part.package
    for relation in package.iter_rels():
        if relation.is_external:
            raise RefusedError(
                "presenting.template_outside", name=name, what=relation.target_ref[:200]
            )
    for part in package.iter_parts():
        if not _PARTS.fullmatch(part.content_type):
            raise RefusedError("presenting.template_part", name=name, what=str(part.partname)[:200])
