"""The minutes of a meeting as a document, from what was written down alone."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from kotacerdas.casework.models import StoredFile
from kotacerdas.casework.small_pictures import small_jpeg
from kotacerdas.core.words import language, words
from kotacerdas.documents.minutes import Attendance, Exchange, MinutesText, NoteText, Promised
from kotacerdas.documents.minutes import minutes as document
from kotacerdas.evaluation.questionnaires import questionnaire_of
from kotacerdas.panel.models import Minutes
from kotacerdas.wording.dates import long_date

PIXELS = 900  # of a picture's longer side
_HASH = 12  # letters of it that are said


def minutes_pdf(made: Minutes) -> bytes:
    """The same for good but for the language, which is the reader's."""
    content, review = made.content, made.meeting.review
    say, region = words(), review.cycle.region
    return document(
        MinutesText(
            title=say("panel.minutes_title", n=made.number, year=content["year"]),
            region=str(region),
            panel=content["panel"],
            begins_at=timezone.localtime(datetime.fromisoformat(content["begins_at"])),
            place=content["place"],
            agenda=content["agenda"],
            attendance=[Attendance(**one) for one in content["attendance"]],
            exchanges=_exchanges(made),
            appreciation=content["appreciation"],
            notes=_notes(made),
            promised=[
                Promised(
                    one["number"], one["text"], one["agency"], date.fromisoformat(one["due_on"])
                )
                for one in content["commitments"]
            ],
            signatories=[
                (say.term("signs", one["capacity"]).capitalize(), one["name"])
                for one in content["signatories"]
            ],
            source=say("panel.minutes_source", n=made.number, sha256=made.sha256[:_HASH]),
            made_on=timezone.localdate(made.at),
            language=language(),
        )
    )


def _exchanges(made: Minutes) -> list[Exchange]:
    asked = questionnaire_of(made.meeting.review.cycle).by_code
    return [
        Exchange(
            f"{one['item']} {asked[one['item']].name(language())}" if one["item"] in asked else "",
            one["by"],
            one["text"],
            one["answer"],
            one["answered_as"],
        )
        for one in made.content["questions"]
    ]


def _notes(made: Minutes) -> list[NoteText]:
    notes: list[dict[str, Any]] = made.content["notes"]
    hashes = {each["sha256"] for one in notes for each in one["pictures"]}
    region = made.meeting.review.cycle.region_id
    files = StoredFile.objects.filter(region=region, sha256__in=hashes).select_related("copy")
    by_hash = {one.sha256: one for one in files}
    found = []
    for one in notes:
        drawn = [
            (each["title"], small_jpeg(by_hash.get(each["sha256"]), each["title"], PIXELS))
            for each in one["pictures"]
        ]
        day = long_date(date.fromisoformat(one["held_on"]), language())
        heading = words().term("note_kind", one["kind"])
        found.append(
            NoteText(
                f"{heading}: {one['subject']}, {day}",
                one["text"],
                one["by"],
                [(title, jpeg) for title, jpeg in drawn if jpeg is not None],
            )
        )
    return found
