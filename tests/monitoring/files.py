"""Small files of each kind, and files that are not what they seem, for the tests of evidence."""

import io
import struct
import zipfile
import zlib

from workbook.builder import good, xlsx


def png(width: int = 2, height: int = 2, mark: bytes = b"") -> bytes:
    """A picture that says its size; it is drawn only where it is small."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    small = width * height <= 1_000_000
    rows = (b"\0" + b"\x2a\x6d\xb0" * width) * height if small else b""
    parts = [(b"IHDR", header), (b"tEXt", b"mark\0" + mark), (b"IDAT", zlib.compress(rows))]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in [*parts, (b"IEND", b"")])


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def jpeg(width: int = 2, height: int = 2) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 3) + bytes(9)
    parts = [(0xE0, b"JFIF\0" + bytes(9)), (0xC4, bytes(20)), (0xC2, frame)]
    told = b"".join(struct.pack(">BBH", 0xFF, mark, len(d) + 2) + d for mark, d in parts)
    return b"\xff\xd8" + told + b"\xff\xd9"


def webp(width: int = 2, height: int = 2) -> bytes:
    sizes = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + (10).to_bytes(4, "little") + bytes(4) + sizes
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def webp_lossless(width: int, height: int) -> bytes:
    bits = (width - 1) | (height - 1) << 14
    body = b"WEBPVP8L" + (5).to_bytes(4, "little") + b"\x2f" + bits.to_bytes(4, "little")
    return b"RIFF" + len(body).to_bytes(4, "little") + body + bytes(8)


def webp_lossy(width: int, height: int) -> bytes:
    frame = b"\0\0\0\x9d\x01\x2a" + width.to_bytes(2, "little") + height.to_bytes(2, "little")
    body = b"WEBPVP8 " + len(frame).to_bytes(4, "little") + frame
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def pdf(more: bytes = b"") -> bytes:
    catalogue = b"1 0 obj\n<</Type /Catalog /Pages 2 0 R " + more + b">>\nendobj\n"
    pages = b"2 0 obj\n<</Type /Pages /Kids [] /Count 0>>\nendobj\n"
    return b"%PDF-1.7\n" + catalogue + pages + b"trailer\n<</Root 1 0 R>>\n%%EOF\n"


def pdf_with_packed(objects: bytes) -> bytes:
    packed = zlib.compress(objects)
    head = b"3 0 obj\n<</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d>>\nstream\n"
    return pdf() + head % len(packed) + packed + b"\nendstream\nendobj\n"


def workbook() -> bytes:
    return xlsx(good())


def packed(**members: bytes) -> bytes:
    """A zip of the members, `__` in their names for a slash."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


def ods(**more: bytes) -> bytes:
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return packed(mimetype=kind, content_dot_xml=b"<office/>", **more)


CSV = b"nama;nilai\nPuskesmas Batang;12\nPuskesmas Tulis;9\n"
