"""A page of a PDF as a picture, drawn in a process of its own, so that nothing of it runs."""

import io

import pypdfium2

from kotacerdas.core.errors import RefusedError
from kotacerdas.sandbox.calls import call
from kotacerdas.sandbox.errors import SandboxError
from kotacerdas.sandbox.messages import Message

WIDTH, MOST_HEIGHT = 1240, 3508  # pixels: an A4 at 150 dots an inch, and something longer
_QUALITY = 85


def page_picture(data: bytes, number: int) -> bytes:
    """The page of that number, from 1, as a JPEG.

    Raises:
        RefusedError: there is no such page, or it can't be drawn.
    """
    try:
        answer = call(draw_page, data, number=number)
    except SandboxError as error:
        raise RefusedError("evidence.not_drawn") from error
    return bytes(answer.blobs[0])


def draw_page(data: bytes, *, number: int) -> Message:
    """The job. Raises IndexError where there is no such page, PdfiumError where it is broken."""
    with pypdfium2.PdfDocument(data) as pdf:
        if not 1 <= number <= len(pdf):
            raise IndexError(number)
        page = pdf[number - 1]
        width, height = page.get_size()
        scale = min(WIDTH / width, MOST_HEIGHT / height)
        image = page.render(scale=scale, may_draw_forms=False).to_pil()
        out = io.BytesIO()
        image.convert("RGB").save(out, "JPEG", quality=_QUALITY)
    return Message({}, (out.getvalue(),))
