"""Names of what is in a bundle: readable, in the questionnaire's order, safe everywhere. Pure."""

from collections.abc import Sequence

from pathvalidate import sanitize_filename

from kotacerdas.casework.file_kinds import Kind, without_ending
from kotacerdas.casework.safe_names import safe_text

# Bytes of a path's parts; with what numbers them and the ending they stay below 200, so that a
# folder of Windows has room for where the bundle is unpacked.
_COMPONENT, _ITEM, _FILE = 36, 64, 72
_NAMELESS = "-"


def component_folder(place: int, name: str) -> str:
    """`02 Output`; the place counts from one, and what belongs to no component has none."""
    return f"{place:02} {_part(name, _COMPONENT)}"


def item_folder(code: str, name: str) -> str:
    """`2.2 Kelembagaan dewan, tim pelaksana, dan forum`."""
    return f"{code} {_part(name, _ITEM)}"


def file_names(titled: Sequence[tuple[str, Kind]]) -> list[str]:
    """`01 SK Dewan Smart City.pdf`: titles of the files of a folder, numbered in their order."""
    wide = max(2, len(str(len(titled))))
    return [
        f"{place:0{wide}} {_part(without_ending(safe_text(title), kind), _FILE)}{kind.ending}"
        for place, (title, kind) in enumerate(titled, 1)
    ]


def _part(text: str, most: int) -> str:
    """What can be read of a text as a part of a path, cut at a word where one ends nearby."""
    said = str(sanitize_filename(safe_text(text).replace(": ", " "), "-", max_len=10 * most))
    cut = said.encode()[:most].decode(errors="ignore")
    if len(cut) < len(said):
        whole = cut.rpartition(" ")[0]
        cut = whole if len(whole) > len(cut) // 2 else cut
    return cut.strip(" .,;:-") or _NAMELESS
