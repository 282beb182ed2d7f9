"""How large a picture is, read from its header; nothing is ever unpacked. Pure."""

from collections.abc import Callable, Mapping

Size = tuple[int, int]  # width and height in pixels

_MOST_PARTS = 10_000  # of a JPEG before its frame

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
# The markers of JPEG after which the size stands, and those that have no length.
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_BARE = {0x01, *range(0xD0, 0xD9)}


def is_png(data: bytes) -> bool:
    return data.startswith(_PNG)


def is_jpeg(data: bytes) -> bool:
    return data.startswith(_JPEG)


def is_webp(data: bytes) -> bool:
    return data.startswith(b"RIFF") and data[8:12] == b"WEBP"


def png_size(data: bytes) -> Size:
    """Raises ValueError where the header is not whole."""
    if data[12:16] != b"IHDR" or len(data) < 33:  # noqa: PLR2004 - the end of the first chunk
        raise ValueError
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


def jpeg_size(data: bytes) -> Size:
    """Raises ValueError where no frame is found."""
    at = 2
    for _ in range(_MOST_PARTS):
        if at + 9 > len(data):
            break
        if data[at] != 0xFF:  # noqa: PLR2004 - what every marker begins with
            raise ValueError
        marker = data[at + 1]
        if marker == 0xFF:  # noqa: PLR2004 - filling between markers
            at += 1
        elif marker in _BARE:
            at += 2
        elif marker in _FRAMES:
            return int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7])
        else:
            at += 2 + max(2, int.from_bytes(data[at + 2 : at + 4]))
    raise ValueError


def webp_size(data: bytes) -> Size:
    """Raises ValueError where the header is not whole."""
    part = data[12:16]
    if len(data) < 30 or part not in _WEBP:  # noqa: PLR2004 - the end of the longest header
        raise ValueError
    return _WEBP[part](data)


def _lossy(data: bytes) -> Size:
    width, height = (int.from_bytes(data[at : at + 2], "little") for at in (26, 28))
    return width & 0x3FFF, height & 0x3FFF


def _lossless(data: bytes) -> Size:
    bits = int.from_bytes(data[21:25], "little")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


def _extended(data: bytes) -> Size:
    width, height = (int.from_bytes(data[at : at + 3], "little") for at in (24, 27))
    return width + 1, height + 1


_WEBP: Mapping[bytes, Callable[[bytes], Size]] = {
    b"VP8 ": _lossy,
    b"VP8L": _lossless,
    b"VP8X": _extended,
}
