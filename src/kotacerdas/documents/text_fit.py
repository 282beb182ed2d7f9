"""Whether the text of a deck fits the boxes it stands in, by the widths that Inter has."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

from pptx.oxml.ns import qn
from pptx.util import Pt

from kotacerdas.wording.cutting import width_in_ems

LINE = 1.2  # of the size
_USUAL_INSETS = (91440, 45720)  # at the sides, above and below, as Office has them
_USUAL_SIZE = Pt(18)
_TOLERANCE = 1.03


def overflows(presentation: Any) -> list[str]:
    """Each text that needs more room than it has: the number of its slide, and how it begins."""
    return [
        f"{number}: {text[:60]}"
        for number, slide in enumerate(presentation.slides, 1)
        for shape in slide.shapes
        for text in _too_long(shape)
    ]


def _too_long(shape: Any) -> Iterator[str]:
    if shape.has_text_frame and shape.text_frame.text.strip():
        side, above = insets_of(shape)
        frame = shape.text_frame
        texts = [(one.text, size_of(shape, one)) for one in frame.paragraphs]
        if not is_fitting(texts, shape.width - 2 * side, shape.height - 2 * above):
            yield frame.text
    elif shape.has_table:
        for row in shape.table.rows:
            for cell, column in zip(row.cells, shape.table.columns, strict=True):
                texts = [(one.text, size_of(shape, one)) for one in cell.text_frame.paragraphs]
                width = column.width - cell.margin_left - cell.margin_right
                height = row.height - cell.margin_top - cell.margin_bottom
                if not is_fitting(texts, width, height):
                    yield cell.text_frame.text


def is_fitting(texts: Sequence[tuple[str, int]], width: int, height: int) -> bool:
    """Whether the paragraphs, each with its size, fit into so much."""
    needed = sum(_lines(text, width / size) * size * LINE for text, size in texts)
    return needed <= height * _TOLERANCE


def _lines(text: str, room: float) -> int:
    """How many a paragraph takes, broken between its words."""
    lines, left = 1, room
    for word in text.replace("\v", " ").split(" "):
        width = width_in_ems(word)
        if width > left and left < room:
            lines, left = lines + 1, room
        if width > room:
            more = math.ceil(width / room) - 1
            lines, width = lines + more, width - more * room
        left -= width + 0.28
    return lines


def size_of(shape: Any, paragraph: Any = None) -> int:
    """The size of the paragraph's text, as it is or comes from the layout and the master."""
    runs = paragraph.runs if paragraph is not None else ()
    own = max((run.font.size for run in runs if run.font.size is not None), default=None)
    if own is not None:
        return int(own)
    for one in _ancestors(shape):
        found = one.find(f".//{qn('a:lstStyle')}/{qn('a:lvl1pPr')}/{qn('a:defRPr')}")
        if found is not None and found.get("sz"):
            return int(Pt(int(found.get("sz")) / 100))
    return _of_master(shape)


def _of_master(shape: Any) -> int:
    """What the master says of its titles, or of its texts."""
    if not shape.is_placeholder:
        return int(_USUAL_SIZE)
    style = "titleStyle" if shape.placeholder_format.type in _TITLES else "bodyStyle"
    master = shape.part.slide_layout.slide_master
    path = f"{qn('p:txStyles')}/{qn('p:' + style)}/{qn('a:lvl1pPr')}/{qn('a:defRPr')}"
    found = master.element.find(path)
    size = found.get("sz") if found is not None else None
    return int(Pt(int(size) / 100)) if size else int(_USUAL_SIZE)


_TITLES = (1, 3)  # PP_PLACEHOLDER: a title, and one in the middle


def insets_of(shape: Any) -> tuple[int, int]:
    """At a side and above, as the shape has them or those that it comes from."""
    side, above = _USUAL_INSETS
    for one in reversed(list(_ancestors(shape))):
        body = one.find(f".//{qn('a:bodyPr')}")
        if body is not None:
            side = max(int(body.get("lIns", side)), int(body.get("rIns", side)))
            above = max(int(body.get("tIns", above)), int(body.get("bIns", above)))
    return side, above


def _ancestors(shape: Any) -> Iterator[Any]:
    """The element of the shape, of the layout's placeholder and of the master's."""
    while shape is not None:
        yield shape._element
        is_placeholder = getattr(shape, "is_placeholder", False)
        shape = getattr(shape, "_base_placeholder", None) if is_placeholder else None
