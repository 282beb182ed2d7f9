"""What may be in a PDF that is evidence: what is not on these lists is refused. Pure."""

import io
import tomllib
from collections.abc import Iterator
from importlib import resources

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from kotacerdas.casework.allowed_addresses import is_link
from kotacerdas.core.errors import RefusedError

MOST_OBJECTS = 400_000

_LISTS = tomllib.loads((resources.files(__package__) / "allowed.toml").read_text("utf-8"))["pdf"]
_ACTIONS, _OTHER_ACTIONS, _ANNOTATIONS, _NAMES, _NOWHERE, _NOWHERE_IN_STREAMS = (
    frozenset(f"/{name}" for name in _LISTS[key])
    for key in ("actions", "other_actions", "annotations", "names", "nowhere", "nowhere_in_streams")
)
# Where an action may stand; other things may stand under /A and /Next too, but have no /S.
_ACTED_AT = frozenset({"/A", "/OpenAction", "/Next", "/PA", "/NA"})


def pages_of(name: str, data: bytes) -> int:
    """How many pages it has, if it can be opened without a password and does nothing when it is.

    Every object is looked at, those that are packed and those that nothing refers to. A file that
    has to be repaired is refused, because each reader repairs it otherwise.

    Raises:
        RefusedError: it needs a password, is broken, or holds what is not allowed.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            forbidden = _first_forbidden(pdf)
            is_broken = bool(pdf.get_warnings()) or "/Pages" not in pdf.Root
            pages = 0 if is_broken else len(pdf.pages)
    except pikepdf.PasswordError as error:
        raise RefusedError("evidence.encrypted", name=name) from error
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError) as error:
        raise RefusedError("evidence.broken", name=name) from error
    if forbidden:
        raise RefusedError("evidence.active", name=name, what=forbidden.lstrip("/"))
    if is_broken:
        raise RefusedError("evidence.broken", name=name)
    return pages


def _first_forbidden(pdf: pikepdf.Pdf) -> str:
    """The name of what is not allowed; empty where all is."""
    if not isinstance(pdf.trailer.get("/Root"), Dictionary):
        raise pikepdf.PdfError
    for number, one in enumerate(_dictionaries(pdf)):
        if number > MOST_OBJECTS:
            return "Objects"
        if forbidden := _forbidden_in(one):
            return forbidden
    return ""


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Object]:
    for root in (pdf.trailer, *pdf.objects):
        pending = [root]
        while pending:
            one = pending.pop()
            if isinstance(one, Dictionary | Stream):
                yield one
                parts: list[object] = [part for _, part in one.items()]
            elif isinstance(one, Array):
                parts = list(one)
            else:
                continue
            # What has a number of its own is reached by it, so no circle is walked.
            pending += [part for part in parts if isinstance(part, Object) and not part.is_indirect]


def _forbidden_in(one: Object) -> str:
    if isinstance(one, Stream):
        for key in _NOWHERE_IN_STREAMS:
            if key in one:
                return key
    if one.get("/Type") == Name("/EmbeddedFile"):
        return "/EmbeddedFile"
    if one.get("/Type") == Name("/Action") or _kind(one, "/S") in _OTHER_ACTIONS:
        return _forbidden_action(one)
    for key, value in one.items():
        if forbidden := _forbidden_at(key, value):
            return forbidden
    return ""


def _forbidden_at(key: str, value: object) -> str:
    if key in _NOWHERE:
        return key
    if key == "/OpenAction" and any(_kind(one, "/S") != "/GoTo" for one in _listed(value)):
        return key
    if key in _ACTED_AT:
        return next(filter(None, map(_forbidden_action, _listed(value))), "")
    if key == "/Annots":
        kinds = (_kind(one, "/Subtype") for one in _listed(value))
        return next((kind for kind in kinds if kind not in _ANNOTATIONS), "")
    if key == "/Names" and isinstance(value, Dictionary):
        return next((kind for kind in value.keys() if kind not in _NAMES), "")  # noqa: SIM118 - iterating a Dictionary gives no keys
    return ""


def _forbidden_action(action: Object) -> str:
    kind = _kind(action, "/S")
    if kind and kind not in _ACTIONS:
        return kind
    if kind != "/URI":
        return ""
    address = str(action.get("/URI", "")).strip()
    return "" if is_link(address) else address[:80]


def _listed(value: object) -> list[Object]:
    """The dictionaries that stand there, alone or in an array."""
    several = list(value) if isinstance(value, Array) else [value]
    return [one for one in several if isinstance(one, Dictionary)]


def _kind(one: Object, key: str) -> str:
    value = one.get(key)
    return str(value) if isinstance(value, Name) else ""
