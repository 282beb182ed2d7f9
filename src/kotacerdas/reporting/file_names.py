"""When a file is the one that a workbook calls by a name. Pure.

People write a name as they remember it: in other letters' case, with blanks for underscores, with
the folder that it lies in, with the ending that it had before a phone or a chat gave it another.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

from kotacerdas.casework.file_kinds import Kind
from kotacerdas.wording.matching import composed

T = TypeVar("T")

_BLANKS = re.compile(r"[\s_-]+")
_FOLDERS = re.compile(r"[/\\]")
_SAME = {ending: kind for kind in Kind for ending in kind.endings}
# Of what is sent as another kind than it was: printed to PDF, or taken again as a picture.
_OTHER = frozenset(
    {
        ".doc",
        ".docx",
        ".ppt",
        ".pptx",
        ".xls",
        ".odt",
        ".odp",
        ".rtf",
        ".gif",
        ".bmp",
        ".tif",
        ".tiff",
    }
)


def parts_of(name: str) -> tuple[str, str]:
    """The stem and the ending of a name by which it is compared; of two endings of one kind one.

    An ending that says no kind of file belongs to the stem: `laporan v1.2`.
    """
    plain = composed(composed(_FOLDERS.split(name.strip())[-1]).casefold())
    stem, dot, ending = plain.rpartition(".")
    said = f"{dot}{ending.strip()}"
    if not stem or (said not in _SAME and said not in _OTHER):
        stem, said = plain, ""
    return _BLANKS.sub(" ", stem).strip(), _SAME.get(said, said)


class NameIndex(Generic[T]):
    """What can be found by names of files."""

    def __init__(self, named: Iterable[tuple[str, T]]) -> None:
        self._by_stem: defaultdict[str, list[tuple[str, T]]] = defaultdict(list)
        for name, of in named:
            stem, ending = parts_of(name)
            if stem:
                self._by_stem[stem].append((ending, of))

    def of(self, file: str) -> list[T]:
        """What a file's name means: with the same ending, or where nothing has that, with any."""
        stem, ending = parts_of(file)
        found = self._by_stem.get(stem, [])
        exact = [of for other, of in found if other == ending]
        return exact or [of for _, of in found]
