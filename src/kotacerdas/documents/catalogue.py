"""A catalogue of innovations as PDF: two on a page, archivable and readable aloud."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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
    """An innovation as the catalogue shows it; `facts` are pairs of a label and a text."""

    name: str
    lead: str
    text: str
    facts: Sequence[tuple[str, str]]


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
                "text": breakable(cut(one.text, _LONGEST_TEXT)),
                "facts": [
                    [label, breakable(cut(text, _LONGEST_FACT))] for label, text in one.facts
                ],
            }
            for one in entries
        ],
    }
    return compiled("catalogue.typ", {"content": json.dumps(content, ensure_ascii=False)})
