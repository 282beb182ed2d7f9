"""Small files of each kind, and files that are not what they seem, for the tests of evidence."""

import io
import struct
import zipfile
import zlib

import pikepdf
import pillow_heif
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetPicture
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

pillow_heif.register_heif_opener()


def png(width: int = 2, height: int = 2, mark: bytes = b"") -> bytes:
    """A picture that says its size; it is drawn only where it is small."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    small = width * height <= 1_000_000
    rows = (b"\0" + b"\x2a\x6d\xb0" * width) * height if small else b""
    parts = [(b"IHDR", header), (b"tEXt", b"mark\0" + mark), (b"IDAT", zlib.compress(rows))]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in [*parts, (b"IEND", b"")])


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def picture(kind: str, size: tuple[int, int] = (4, 2), mode: str = "RGB", **more: object) -> bytes:
    """A picture of that kind as Pillow writes it, blue."""
    out = io.BytesIO()
    Image.new(mode, size, "blue").save(out, kind, **more)
    return out.getvalue()


def jpeg() -> bytes:
    return picture("JPEG")


def webp() -> bytes:
    return picture("WEBP")


def heic() -> bytes:
    return picture("HEIF")


def jpeg_of(width: int, height: int) -> bytes:
    """A JPEG that says another size than it has."""
    data = jpeg()
    frame = data.index(b"\xff\xc0") + 5
    return data[:frame] + struct.pack(">HH", height, width) + data[frame + 4 :]


def pdf(**catalogue: object) -> bytes:
    """A page of text, with more in its catalogue."""
    made = pikepdf.new()
    made.add_blank_page()
    for key, value in catalogue.items():
        made.Root[f"/{key}"] = value
    return saved(made)


def pdf_with_links() -> bytes:
    """Pages with links, a form and an outline, not packed, so that a fault hits what it says."""
    made = pikepdf.new()
    for number in range(3):
        page = made.add_blank_page()
        link = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=[0, 0, 9, 9],
            A=Dictionary(S=Name.URI, URI=String(f"https://batangkab.go.id/{number}")),
        )
        page.Annots = Array([made.make_indirect(link)])
    with made.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Isi", 0))
    return saved(made, object_stream_mode=pikepdf.ObjectStreamMode.disable)


def saved(made: pikepdf.Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    made.save(out, **options)
    return out.getvalue()


def workbook() -> bytes:
    """One of many kinds of parts: a chart, a picture, a comment, links, a formula."""
    book = Workbook()
    sheet = book.active
    for row in (["nama", "nilai"], ["a", 1], ["b", -2], ["jumlah", "=SUM(B2:B3)"]):
        sheet.append(row)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "E5")
    sheet.add_image(SheetPicture(io.BytesIO(png(8, 8))), "E20")
    sheet["A1"].comment = Comment("Diperiksa", "Budi")
    sheet["A2"].hyperlink = "https://batangkab.go.id/a?b=1"
    sheet["A3"].hyperlink = "mailto:diskominfo@batangkab.go.id"
    sheet["C2"] = '=HYPERLINK("https://batangkab.go.id", "situs")'
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_parts(data: bytes, **parts: bytes) -> bytes:
    """A zip with parts added or replaced, named as in `packed`."""
    given = {_part(name): content for name, content in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name not in given:
                new.writestr(name, old.read(name))
        for name, content in given.items():
            new.writestr(name, content)
    return out.getvalue()


def replaced(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A zip with a piece of one part replaced by another."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read(part)
    assert old in content
    return with_parts(data, **{part: content.replace(old, new, 1)})


def _part(name: str) -> str:
    return name.replace("__", "/").replace("_dot_", ".")


def packed(**members: bytes) -> bytes:
    """A zip of the members, `__` in their names for a slash."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(_part(name), data)
    return out.getvalue()


def ods(**more: bytes) -> bytes:
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return packed(**{"mimetype": kind, "content_dot_xml": b"<office/>"} | more)


CSV = b"nama;nilai\nPuskesmas Batang;12\nPuskesmas Tulis;9\n"
