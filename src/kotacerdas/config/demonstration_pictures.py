"""Pictures that a demonstration may show everybody, drawn here: each is of nobody and nowhere."""

import io
from collections.abc import Callable
from datetime import datetime

from PIL import Image, ImageDraw

from kotacerdas.accounts.models import User
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.records.models import Region
from kotacerdas.reporting.actions.row_evidence import RowCommand, Visibility, bring_file
from kotacerdas.reporting.models import RowKind
from kotacerdas.reporting.named_rows import named_rows

_SIZE = (1200, 900)
_SKY, _WALL, _DESK = "#dbeafe", "#f8fafc", "#94a3b8"
_INK, _BLUE, _TEAL, _AMBER, _WHITE = "#1e293b", "#1d4ed8", "#0f766e", "#b45309", "#ffffff"
_SKIN, _PALE = ("#8d5524", "#c68642", "#a56a3a"), "#e2e8f0"
_STARS, _BEHIND = 4, 2  # how many are given, and which row is late

Draw = ImageDraw.ImageDraw


def show_pictures(region: Region, coordinator: User, at: datetime) -> None:
    """Bring a picture for each innovation that has a slide of its own, for everybody to see.

    Nothing happens for one that the region has not, or whose row names no evidence.
    """
    rows = {one.code: one for one in named_rows(region) if one.kind is RowKind.INNOVATION}
    command = RowCommand(region, coordinator, at)
    for code, (title, draw) in _PICTURES.items():
        if code in rows:
            shown = Visibility(Seen.PUBLIC)
            bring_file(command, f"{title}.png", _drawn(draw), [rows[code]], shown)


def _drawn(draw: Callable[[Draw], None]) -> bytes:
    image = Image.new("RGB", _SIZE, _SKY)
    draw(ImageDraw.Draw(image))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _person(draw: Draw, x: int, base: int, shirt: str, skin: str) -> None:
    """From the waist up, as wide as 180 pixels."""
    draw.rounded_rectangle((x - 90, base - 190, x + 90, base), 60, fill=shirt)
    draw.rectangle((x - 90, base - 60, x + 90, base), fill=shirt)
    draw.rectangle((x - 22, base - 230, x + 22, base - 170), fill=skin)
    draw.ellipse((x - 62, base - 340, x + 62, base - 210), fill=skin)
    draw.pieslice((x - 66, base - 350, x + 66, base - 220), 180, 360, fill=_INK)


def _code(draw: Draw, x: int, y: int, cell: int) -> None:
    """What looks like a QR code and leads nowhere."""
    draw.rectangle((x, y, x + 13 * cell, y + 13 * cell), fill=_WHITE)
    for row in range(11):
        for column in range(11):
            if (row * 7 + column * 5 + row * column) % 3 == 0:
                left, top = x + (column + 1) * cell, y + (row + 1) * cell
                draw.rectangle((left, top, left + cell - 1, top + cell - 1), fill=_INK)
    for column, row in ((1, 1), (9, 1), (1, 9)):
        left, top = x + column * cell, y + row * cell
        draw.rectangle((left, top, left + 3 * cell, top + 3 * cell), fill=_INK)
        inner = (left + cell, top + cell, left + 2 * cell, top + 2 * cell)
        draw.rectangle(inner, fill=_WHITE)


def _counter(draw: Draw) -> None:
    """A counter with a code to scan, and somebody on each side of it."""
    draw.rectangle((0, 0, 1200, 620), fill=_WALL)
    draw.rounded_rectangle((70, 60, 690, 190), 16, fill=_BLUE)
    for n in range(3):
        draw.rounded_rectangle((110 + 190 * n, 100, 250 + 190 * n, 150), 8, fill=_SKY)
    _person(draw, 260, 620, _TEAL, _SKIN[0])
    _person(draw, 560, 620, _BLUE, _SKIN[1])
    draw.rectangle((0, 610, 1200, 900), fill=_DESK)
    draw.rectangle((0, 610, 1200, 636), fill=_PALE)
    draw.rounded_rectangle((800, 190, 1090, 620), 18, fill=_WHITE, outline=_INK, width=6)
    _code(draw, 841, 240, 16)
    for n in range(5):
        look = _PALE if n == _STARS else _AMBER
        draw.ellipse((838 + 44 * n, 510, 872 + 44 * n, 544), fill=look)


def _screen(draw: Draw) -> None:
    """Two people before the same sheet on one screen."""
    draw.rectangle((0, 0, 1200, 700), fill=_WALL)
    draw.rounded_rectangle((300, 90, 1110, 560), 18, fill=_INK)
    draw.rectangle((322, 112, 1088, 538), fill=_WHITE)
    draw.rectangle((322, 112, 1088, 160), fill=_BLUE)
    for row in range(6):
        top = 190 + 56 * row
        draw.rounded_rectangle((350, top, 640, top + 24), 6, fill=_PALE)
        share = (row * 37 + 40) % 100
        draw.rounded_rectangle((680, top, 960, top + 24), 6, fill=_PALE)
        draw.rounded_rectangle((680, top, 690 + share * 27 // 10, top + 24), 6, fill=_TEAL)
        draw.ellipse((1000, top, 1024, top + 24), fill=_AMBER if row == _BEHIND else _TEAL)
    draw.rectangle((670, 560, 740, 640), fill=_INK)
    draw.rectangle((0, 640, 1200, 900), fill=_DESK)
    _person(draw, 170, 900, _AMBER, _SKIN[2])
    _person(draw, 480, 900, _TEAL, _SKIN[0])


def _village(draw: Draw) -> None:
    """A village office, and who leaves it with a paper."""
    draw.polygon(
        ((0, 560), (330, 250), (620, 520), (880, 300), (1200, 540), (1200, 900), (0, 900)),
        fill="#99bfa4",
    )
    draw.rectangle((0, 640, 1200, 900), fill="#7da98a")
    draw.rectangle((420, 380, 1040, 700), fill=_WHITE)
    draw.polygon(((370, 390), (730, 200), (1090, 390)), fill="#9a3412")
    for x in (470, 880):
        draw.rectangle((x, 450, x + 110, 560), fill=_SKY, outline=_INK, width=5)
    draw.rectangle((660, 470, 800, 700), fill=_AMBER)
    draw.rounded_rectangle((600, 400, 860, 446), 8, fill=_BLUE)
    draw.rectangle((330, 330, 342, 700), fill=_INK)
    draw.rectangle((342, 330, 440, 362), fill="#dc2626")
    draw.rectangle((342, 362, 440, 394), fill=_WHITE)
    _person(draw, 210, 900, _BLUE, _SKIN[1])
    draw.rounded_rectangle((270, 690, 350, 790), 6, fill=_WHITE, outline=_INK, width=4)
    for n in range(4):
        draw.line((284, 712 + 18 * n, 336, 712 + 18 * n), fill=_DESK, width=5)


# Of the innovations that the example's decks show, by their codes: a title and what is drawn.
_PICTURES: dict[str, tuple[str, Callable[[Draw], None]]] = {
    "INO-2022-001": ("Kode survei di loket, gambar contoh", _counter),
    "INO-2022-007": ("Kertas kerja bersama di layar, gambar contoh", _screen),
    "INO-2022-118": ("Surat selesai di desa, gambar contoh", _village),
}
