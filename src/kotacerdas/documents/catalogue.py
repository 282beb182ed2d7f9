"""A catalogue of innovations as PDF, archivable and readable aloud; on a page at least two."""

import base64
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PIL import Image

from kotacerdas.documents.facts import TEXT
from kotacerdas.documents.pdf import compiled
from kotacerdas.documents.report import colours
from kotacerdas.wording.catalogue import terms
from kotacerdas.wording.cutting import breakable, cut
from kotacerdas.wording.dates import long_date
from kotacerdas.wording.numbers import Language

MOST = 200  # innovations of a catalogue
_LONGEST_NAME, _LONGEST_TEXT, _LONGEST_FACT = 160, 900, 240


@dataclass(frozen=True)
class Entry:
    """An innovation as the catalogue shows it; `facts` are pairs of a label and a text.

    `picture` is a JPEG that everybody may see.
    """

    name: str
    lead: str
    text: str
    facts: Sequence[tuple[str, str]]
    picture: bytes | None = None


def as_svg(jpeg: bytes) -> str:
    """The picture as a text: Typst takes in no bytes but a list of numbers, many times as long."""
    with Image.open(io.BytesIO(jpeg)) as image:
        width, height = image.size
    data = base64.b64encode(jpeg).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{data}"/></svg>'
    )


def catalogue(
    title: str, region: str, entries: Sequence[Entry], language: Language, on: date
) -> bytes:
    """The catalogue of that day. What is too long for half a page is cut with a mark of it."""
    say = terms(language, TEXT)
    content = {
        "title": title,
        "region": region,
        "day": long_date(on, language),
        "created": [on.year, on.month, on.day],
        "lang": language.value,
        "colours": colours(),
        "page": say("footer.page", n="\1", total="\2"),
        "entries": [
            {
                "name": breakable(cut(one.name, _LONGEST_NAME)),
                "lead": breakable(cut(one.lead, _LONGEST_FACT)),
                "text": breakable(cut(one.text, _LONGEST_TEXT // (2 if one.picture else 1))),
                "facts": [
                    [label, breakable(cut(text, _LONGEST_FACT))] for label, text in one.facts
                ],
                "picture": as_svg(one.picture) if one.picture else "",
            }
            for one in entries
        ],
    }
    return compiled("catalogue.typ", {"content": json.dumps(content, ensure_ascii=False)})
