"""What a picture is, and the copy of it that others see. Pure."""

import io

import pillow_heif
from PIL import Image, ImageOps

from kotacerdas.casework.file_kinds import Kind
from kotacerdas.core.errors import RefusedError

# Enough for the cameras of today's phones.
MOST_PIXELS = 64_000_000
Image.MAX_IMAGE_PIXELS = None  # the size is judged here, where it can be said
pillow_heif.register_heif_opener(thumbnails=False)

_FORMATS = {Kind.PNG: "PNG", Kind.JPEG: "JPEG", Kind.WEBP: "WEBP", Kind.HEIC: "HEIF"}
_QUALITY = 90
# What the file says of the colours; everything else it says is left out of the copy.
_OF_COLOURS = ("icc_profile", "transparency")
_WITH_ALPHA = frozenset({"RGBA", "LA", "PA", "La", "RGBa"})


def copy_kind(kind: Kind) -> Kind:
    """A PNG stays one; every other picture is copied to a JPEG, which all browsers show."""
    return kind if kind is Kind.PNG else Kind.JPEG


def copy_without_metadata(name: str, kind: Kind, data: bytes) -> bytes:
    """The picture drawn anew: turned upright, without position, camera, author and comments.

    Of several pictures in one file it is the first.

    Raises:
        RefusedError: it is broken, or larger than `MOST_PIXELS`.
    """
    try:
        with Image.open(io.BytesIO(data), formats=[_FORMATS[kind]]) as image:
            _refuse_size(name, image.size)
            image.load()
            return _drawn(ImageOps.exif_transpose(image), copy_kind(kind))
    except (OSError, ValueError, SyntaxError, IndexError, KeyError, EOFError) as error:
        raise RefusedError("evidence.broken", name=name) from error


def _refuse_size(name: str, size: tuple[int, int]) -> None:
    width, height = size
    if width * height > MOST_PIXELS:
        most = MOST_PIXELS // 1_000_000
        values = {"name": name, "width": width, "height": height, "most": most}
        raise RefusedError("evidence.too_many_pixels", **values)


def _drawn(image: Image.Image, kind: Kind) -> bytes:
    image.info = {name: image.info[name] for name in _OF_COLOURS if name in image.info}
    out = io.BytesIO()
    if kind is Kind.PNG:
        image.save(out, "PNG", compress_level=1)
    else:
        _opaque(image).save(
            out, "JPEG", quality=_QUALITY, icc_profile=image.info.get("icc_profile")
        )
    return out.getvalue()


def _opaque(image: Image.Image) -> Image.Image:
    """On white, for a JPEG knows no transparency."""
    if image.mode in {"L", "RGB", "CMYK"}:
        return image
    if image.mode not in _WITH_ALPHA and "transparency" not in image.info:
        return image.convert("RGB")
    image = image.convert("RGBA")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground
