"""The minutes of a meeting as PDF, with a block for signatures; archivable and readable aloud."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kotacerdas.documents.catalogue import as_svg
from kotacerdas.documents.facts import TEXT
from kotacerdas.documents.pdf import compiled
from kotacerdas.documents.report import colours
from kotacerdas.wording.catalogue import terms
from kotacerdas.wording.cutting import breakable
from kotacerdas.wording.dates import clock, long_date
from kotacerdas.wording.numbers import NOTHING, Language


@dataclass(frozen=True)
class Attendance:
    """Somebody who was expected, and whether they came."""

    name: str
    capacity: str
    is_present: bool


@dataclass(frozen=True)
class Exchange:
    """A question with who asked it and of what, and its answer with who gave it; empty: none."""

    of: str
    by: str
    question: str
    answer: str
    answered_by: str


@dataclass(frozen=True)
class NoteText:
    """A note of an interview or a visit; `pictures` are JPEG, each with what it is called."""

    heading: str
    text: str
    by: str
    pictures: Sequence[tuple[str, bytes]]


@dataclass(frozen=True)
class Promised:
    """A commitment with the number of its finding, the agency, and the day."""

    number: int
    text: str
    agency: str
    due_on: date


@dataclass(frozen=True)
class MinutesText:
    """All that the minutes say; `begins_at` in the zone of the region.

    `signatories` are pairs of a capacity and a name; `source` tells where they are kept and their
    hash.
    """

    title: str
    region: str
    panel: str
    begins_at: datetime
    place: str
    agenda: Sequence[str]
    attendance: Sequence[Attendance]
    exchanges: Sequence[Exchange]
    appreciation: str
    notes: Sequence[NoteText]
    promised: Sequence[Promised]
    signatories: Sequence[tuple[str, str]]
    source: str
    made_on: date
    language: Language


def minutes(text: MinutesText) -> bytes:
    """The document, each part in its order; of a part without anything it says so."""
    say, language = terms(text.language, TEXT), text.language
    begins = text.begins_at
    content = {
        "title": text.title,
        "region": text.region,
        "created": [text.made_on.year, text.made_on.month, text.made_on.day],
        "lang": language.value,
        "colours": colours(),
        "page": say("footer.page", n="\1", total="\2"),
        "source": text.source,
        "facts": [
            [say("minutes.panel"), breakable(text.panel)],
            [
                say("minutes.time"),
                f"{long_date(begins.date(), language)}, {clock(begins, language)}",
            ],
            [say("minutes.place"), breakable(text.place)],
        ],
        "nothing": say("minutes.nothing"),
        "heads": {
            "agenda": say("minutes.agenda"),
            "attendance": say("minutes.attendance"),
            "questions": say("minutes.questions"),
            "appreciation": say("minutes.appreciation"),
            "notes": say("minutes.notes"),
            "commitments": say("minutes.commitments"),
            "signatures": say("minutes.signatures"),
        },
        "agenda": [breakable(one) for one in text.agenda],
        "attendance_head": [
            say("minutes.name"),
            say("minutes.capacity"),
            say("minutes.presence"),
        ],
        "attendance": [
            [
                breakable(one.name),
                breakable(one.capacity) or NOTHING,
                say("minutes.present" if one.is_present else "minutes.absent"),
            ]
            for one in text.attendance
        ],
        "questions": [
            {
                "head": breakable(" · ".join(filter(None, (one.of, one.by)))),
                "question": breakable(one.question),
                "answer": breakable(one.answer),
                "by": breakable(one.answered_by),
            }
            for one in text.exchanges
        ],
        "no_answer": say("minutes.no_answer"),
        "appreciation": breakable(text.appreciation),
        "notes": [
            {
                "heading": breakable(one.heading),
                "text": breakable(one.text),
                "by": breakable(one.by),
                "pictures": [
                    {"picture": as_svg(jpeg), "title": breakable(title)}
                    for title, jpeg in one.pictures
                ],
            }
            for one in text.notes
        ],
        "commitment_head": [
            say("minutes.number"),
            say("minutes.commitment"),
            say("minutes.agency"),
            say("minutes.due_on"),
        ],
        "commitments": [
            [
                str(one.number),
                breakable(one.text),
                breakable(one.agency),
                long_date(one.due_on, language),
            ]
            for one in text.promised
        ],
        "signatories": [
            {"capacity": breakable(capacity), "name": breakable(name)}
            for capacity, name in text.signatories
        ],
        "sign_place": say("minutes.sign_place"),
    }
    return compiled("minutes.typ", {"content": json.dumps(content, ensure_ascii=False)})
