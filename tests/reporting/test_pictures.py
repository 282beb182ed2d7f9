"""The copy of a picture that others see."""

import io

import pytest
from PIL import Image, PngImagePlugin

from kotacerdas.casework.file_kinds import Kind
from kotacerdas.casework.judging import judged
from reporting import files

PLACE = "-6.9081"
KINDS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp", "HEIF": "heic"}


def described(**more: object) -> dict[str, object]:
    """What a camera or a program writes into a picture."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "KameraKota", "Model 9"
    exif[0x013B], exif[0x9C9B] = "Budi Santoso", "judul".encode("utf-16-le")
    exif[0x8825] = {1: "S", 2: (6.0, 54.0, 29.0), 3: "E", 4: (109.0, 43.0, 49.0)}
    exif[0x0112] = 6
    return {"exif": exif, "xmp": f"<x:xmpmeta>{PLACE} Budi Santoso</x:xmpmeta>".encode()} | more


def picture(kind: str) -> bytes:
    more = described()
    if kind == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Author", "Budi Santoso")
        texts.add_itxt("XML:com.adobe.xmp", more.pop("xmp").decode())
        more["pnginfo"] = texts
    if kind == "JPEG":
        more["comment"] = b"Budi Santoso"
    return files.picture(kind, (40, 20), **more)


@pytest.mark.parametrize("kind", KINDS)
def test_a_copy_says_nothing_of_place_and_people(kind: str):
    data = picture(kind)
    assert b"Budi Santoso" in data
    copy = judged(f"foto.{KINDS[kind]}", data).copy

    shown = Image.open(io.BytesIO(copy))
    assert shown.format == ("PNG" if kind == "PNG" else "JPEG")
    assert not shown.getexif()
    assert not {"exif", "xmp", "comment", "Author", "XML:com.adobe.xmp"} & shown.info.keys()
    for said in (b"Budi Santoso", b"KameraKota", PLACE.encode()):
        assert said not in copy


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_copy_stands_upright(kind: str):
    shown = Image.open(io.BytesIO(judged(f"foto.{KINDS[kind]}", picture(kind)).copy))

    assert shown.size == (20, 40)


def test_what_follows_a_picture_is_not_in_its_copy():
    for name, data in (("a.jpg", files.jpeg()), ("a.png", files.png()), ("a.webp", files.webp())):
        copy = judged(name, data + b"<script>alert(1)</script>").copy
        assert b"<script" not in copy


def test_colours_and_transparency_are_kept():
    clear = files.picture("PNG", mode="RGBA")
    assert Image.open(io.BytesIO(judged("a.png", clear).copy)).mode == "RGBA"
    for mode in ("1", "L", "P", "RGBA", "I;16"):
        copy = judged("a.png", files.picture("PNG", mode=mode) if mode != "I;16" else deep()).copy
        assert Image.open(io.BytesIO(copy)).size == (4, 2)
    for mode in ("L", "RGB", "CMYK"):
        copy = judged("a.jpg", grey(mode)).copy
        assert Image.open(io.BytesIO(copy)).mode == mode
    seen = Image.open(io.BytesIO(judged("a.webp", transparent()).copy))
    assert seen.mode == "RGB"
    assert min(seen.getpixel((0, 0))) > 250


def deep() -> bytes:
    out = io.BytesIO()
    Image.new("I;16", (4, 2)).save(out, "PNG")
    return out.getvalue()


def grey(mode: str) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (4, 2)).save(out, "JPEG")
    return out.getvalue()


def transparent() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (4, 2), (255, 0, 0, 0)).save(out, "WEBP", lossless=True)
    return out.getvalue()


def test_other_kinds_have_no_copy():
    for name, data in (("a.pdf", files.pdf()), ("a.csv", files.CSV), ("a.ods", files.ods())):
        assert judged(name, data).copy == b""
    assert judged("a.heic", files.heic()).kind is Kind.HEIC
