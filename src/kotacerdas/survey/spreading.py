"""Who has to spread a survey where its quota is not reached: the agencies of its programmes."""

from collections.abc import Sequence
from dataclasses import dataclass

from kotacerdas.core.words import language, words
from kotacerdas.records.models import Agency
from kotacerdas.survey.models import Survey
from kotacerdas.survey.selectors import Progress, forms_of, progress_of, topics_of
from kotacerdas.survey.views.answering import named
from kotacerdas.wording.dates import long_date


@dataclass(frozen=True)
class Spreader:
    """An agency, and the forms about its programmes that lack answers."""

    agency: Agency
    lacking: Sequence[Progress]


def spreaders_of(survey: Survey) -> list[Spreader]:
    """In the order of the edition; no agency where every form has what is wanted."""
    topics = topics_of(survey)
    found: dict[Agency, list[Progress]] = {}
    for one in progress_of(survey, forms_of(survey)):
        subs = [part.sub_dimension for part in one.form.parts] if one.lacking else []
        agencies = (topics[sub].agency for sub in subs if sub in topics)
        for agency in dict.fromkeys(agencies):
            found.setdefault(agency, []).append(one)
    return [Spreader(agency, lacking) for agency, lacking in found.items()]


def message_of(one: Spreader, survey: Survey, site: str) -> str:
    """What is sent to the agency, to paste into a chat too: what lacks, until when, the links."""
    say = words()
    lines = [
        say(
            "survey.spread_line",
            name=named(part.form),
            n=part.count,
            quota=part.quota,
            link=f"{site}/s/{part.form.code}/",
        )
        for part in one.lacking
    ]
    day = long_date(survey.closes_on, language())
    return "\n".join([say("survey.spread", agency=one.agency, year=survey.year, day=day), *lines])
