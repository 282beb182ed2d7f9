"""Pictures made small for documents."""

import io

from PIL import Image

from kotacerdas.casework.models import StoredFile
from kotacerdas.core import stored_files

_QUALITY = 85


def small_jpeg(file: StoredFile | None, title: str, longest: int) -> bytes | None:
    """The copy without what a camera wrote, which is all that others than the agency may see, as
    JPEG, so many pixels long at most; None where the file is damaged or none.
    """
    shown = file and (file.copy or file)
    try:
        data = stored_files.read(str(shown.content), shown.sha256, title) if shown else b""
        with Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as image:
            image.draft("RGB", (longest, longest))
            image.thumbnail((longest, longest))
            ground = Image.new("RGB", image.size, "white")
            clear = image.convert("RGBA")
            ground.paste(clear, mask=clear)
            out = io.BytesIO()
            ground.save(out, "JPEG", quality=_QUALITY)
            return out.getvalue()
    except (stored_files.StoredFileError, OSError, ValueError, SyntaxError):
        return None
