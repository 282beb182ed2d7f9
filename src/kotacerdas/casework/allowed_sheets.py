"""What may be in an .xlsx or .ods that is evidence: what is not on these lists is refused. Pure.

Both are zips of XML. Parts are judged by the kind that the file itself gives them, because that is
what a program opens them by; addresses and formulas wherever they stand.
"""

import re
import tomllib
import zipfile
import zlib
from collections.abc import Callable, Container, Iterator
from importlib import resources
from xml.parsers import expat

from kotacerdas.casework.allowed_addresses import is_inside, is_link
from kotacerdas.core.errors import RefusedError

TYPES = "[Content_Types].xml"

Attributes = dict[str, str]

_LISTS = tomllib.loads((resources.files(__package__) / "allowed.toml").read_text("utf-8"))
_XLSX, _ODS = _LISTS["xlsx"], _LISTS["ods"]
_XLSX_TYPES = frozenset(
    [
        "application/xml",
        *(f"application/vnd.openxmlformats-{kind}" for kind in _XLSX["open_xml"]),
        *(f"application/vnd.ms-{kind}+xml" for kind in _XLSX["microsoft"]),
        *(f"image/{kind}" for kind in _XLSX["pictures"]),
    ]
)
_XML_OF_DATA = re.compile(r"(docProps|customXml)/[^/]+\.xml")  # that is only read

_ODS_PARTS = re.compile("|".join(_ODS["parts"]), re.IGNORECASE)
_ODS_EMPTY = re.compile(r"Configurations2/.*")
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ODS_NOWHERE = frozenset(f"{_ODF}{name}" for name in _ODS["nowhere"])
_ODS_NAMESPACES_NOWHERE = (f"{_ODF}script:", "http://openoffice.org/2000/script", f"{_ODF}form:")
_XLINK = "http://www.w3.org/1999/xlink href"
# A conversation with another program (`cmd|'...'!A0`), other files, functions that fetch or call.
_REACHES_OUT = re.compile(
    r"(?i)\|[^|!]*!|\[[^\]]+\.(?:xl|ods|csv)|\b(?:dde|webservice|rtd|call|register(?:\.id)?|exec"
    r"|image|import(?:xml|data|html|feed|range))\s*\("
)
_IN_QUOTES = re.compile(r'"[^"]*"')
_LINKED = re.compile(r'(?i)\bhyperlink\s*\(\s*"([^"]*)"')


def refuse_xlsx(name: str, archive: zipfile.ZipFile) -> None:
    """Nothing, if all its parts, relations, addresses and formulas are allowed.

    Raises:
        RefusedError: one is not, or a part can't be read.
    """
    types = ContentTypes(name, archive)
    for part in _parts(name, archive):
        kind = types.of(part)
        is_data = kind != "application/xml" or _XML_OF_DATA.fullmatch(part)
        if part != TYPES and not (kind in _XLSX_TYPES and is_data):
            raise RefusedError("evidence.active_sheets", name=name, what=part)
        if part.casefold().endswith(".rels"):
            _read(name, archive, part, _forbidden_relation)
        elif kind.endswith(("xml", "vmlDrawing")):
            _read(name, archive, part, _forbidden_in_xlsx, formulas=_XLSX["formulas"])


def refuse_ods(name: str, archive: zipfile.ZipFile) -> None:
    """The same of an .ods."""
    for part in _parts(name, archive):
        is_empty = _ODS_EMPTY.fullmatch(part) and archive.getinfo(part).file_size == 0
        if not (is_empty or _ODS_PARTS.fullmatch(part)):
            raise RefusedError("evidence.active_sheets", name=name, what=part)
        if part.endswith((".xml", ".rdf", ".svg")) and not is_empty:
            _read(name, archive, part, _forbidden_in_ods)


class ContentTypes:
    """What the parts of an Office file say they are."""

    def __init__(self, name: str, archive: zipfile.ZipFile) -> None:
        self._by_ending: dict[str, str] = {}
        self._by_part: dict[str, str] = {}
        if TYPES in archive.namelist():
            _read(name, archive, TYPES, self._keep)

    def of(self, part: str) -> str:
        """The kind of a part, empty where none is said."""
        ending = part.rpartition(".")[2].casefold()
        return self._by_part.get(f"/{part}".casefold(), self._by_ending.get(ending, ""))

    def all(self) -> set[str]:
        return {*self._by_ending.values(), *self._by_part.values()}

    def _keep(self, _: str, attributes: Attributes) -> str:
        kind = attributes.get("ContentType", "")
        self._by_ending[attributes.get("Extension", "").casefold()] = kind
        self._by_part[attributes.get("PartName", "").casefold()] = kind
        return ""


def _parts(name: str, archive: zipfile.ZipFile) -> Iterator[str]:
    """The names of all that is in it but folders; two of one name are read as either."""
    parts = archive.namelist()
    if len({part.casefold() for part in parts}) < len(parts):
        raise RefusedError("evidence.broken", name=name)
    return (part for part in parts if not part.endswith("/"))


def _forbidden_relation(_: str, attributes: Attributes) -> str:
    target, kind = attributes.get("Target", ""), attributes.get("Type", "").rpartition("/")[2]
    if kind and kind not in _XLSX["relationships"]:
        return kind
    is_outside = attributes.get("TargetMode", "").casefold() == "external"
    is_allowed = is_link(target) and kind == "hyperlink" if is_outside else is_inside(target)
    return "" if is_allowed else target


def _forbidden_in_xlsx(element: str, attributes: Attributes) -> str:
    for attribute, value in attributes.items():
        local = _local(attribute)
        if (local == "src" and not is_inside(value)) or (local == "href" and not is_link(value)):
            return value
    return element if _local(element) in _XLSX["nowhere"] else ""


def _forbidden_in_ods(element: str, attributes: Attributes) -> str:
    if element in _ODS_NOWHERE or element.startswith(_ODS_NAMESPACES_NOWHERE):
        return _local(element)
    address = attributes.get(_XLINK, "")
    is_clicked = _local(element) == "a"
    if not (is_link(address) if is_clicked else is_inside(address) and ".." not in address):
        return address
    formulas = (value for key, value in attributes.items() if _local(key) in _ODS["formulas"])
    return next(filter(None, map(_forbidden_formula, formulas)), "")


def _forbidden_formula(formula: str) -> str:
    reaches = _REACHES_OUT.search(_IN_QUOTES.sub('""', formula))
    leads_elsewhere = any(not is_link(link) for link in _LINKED.findall(formula))
    return formula if reaches or leads_elsewhere else ""


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _read(
    name: str,
    archive: zipfile.ZipFile,
    part: str,
    forbidden: Callable[[str, Attributes], str],
    formulas: Container[str] = (),
) -> None:
    """Go through the elements of a part; `formulas` are those whose text is one.

    Raises:
        RefusedError: `forbidden` gives what is not allowed of an element, or a formula is not;
            the part is no XML, or declares a document type.
    """
    written: list[str] = []

    def start(element: str, attributes: Attributes) -> None:
        written.clear()
        parser.CharacterDataHandler = written.append if _local(element) in formulas else None
        refuse(forbidden(element, attributes))

    def end(_: str) -> None:
        if written:
            refuse(_forbidden_formula("".join(written)))
            written.clear()
        parser.CharacterDataHandler = None

    def refuse(what: str) -> None:
        if what:
            raise RefusedError("evidence.active_sheets", name=name, what=what[:100])

    def doctype(*_: object) -> None:
        refuse("DOCTYPE")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = doctype
    try:
        with archive.open(part) as content:
            parser.ParseFile(content)
    except (expat.ExpatError, zipfile.BadZipFile, zlib.error, ValueError, LookupError) as error:
        raise RefusedError("evidence.broken", name=name) from error
