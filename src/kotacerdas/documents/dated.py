"""Office files that are the same bytes whenever they are made of the same facts."""

import io
import re
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)\b[^>]*>)[^<]*")
_PROPERTIES = "docProps/core.xml"


def dated(content: bytes, day: date) -> bytes:
    """The file as of that day instead of by the clock, and so the workbooks within it."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(made, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == _PROPERTIES:
                part = _MOMENT.sub(rb"\g<1>" + f"{day.isoformat()}T00:00:00Z".encode(), part)
            elif name.endswith(".xlsx"):
                part = dated(part, day)
            # A ZipInfo of no date is of the first that a zip knows.
            new.writestr(ZipInfo(name), part, ZIP_DEFLATED)
    return made.getvalue()
