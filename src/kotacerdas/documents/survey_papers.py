"""A survey on paper: a poster with a QR code for each form, and the forms themselves."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from kotacerdas.documents.facts import TEXT
from kotacerdas.documents.pdf import compiled
from kotacerdas.documents.qr import qr_code
from kotacerdas.documents.report import colours
from kotacerdas.wording.catalogue import terms
from kotacerdas.wording.cutting import breakable, cut
from kotacerdas.wording.dates import long_date
from kotacerdas.wording.numbers import Language

_LONGEST_NAME, _LONGEST_TEXT = 120, 200


@dataclass(frozen=True)
class Days:
    """Of the survey, and the one on which the document is made."""

    opens_on: date
    closes_on: date
    made_on: date


@dataclass(frozen=True)
class Topic:
    """A programme and the statements on it."""

    sub_dimension: str
    programme: str
    text: str
    statements: Sequence[str]


@dataclass(frozen=True)
class SurveyForm:
    """A form: what it is of, where it is filled in, and what it asks."""

    name: str
    address: str
    topics: Sequence[Topic]


def posters(region: str, forms: Sequence[SurveyForm], days: Days, language: Language) -> bytes:
    """A page for each form, to be hung up where people wait."""
    say = terms(language, TEXT)
    period = say(
        "survey_poster.days",
        first=long_date(days.opens_on, language),
        last=long_date(days.closes_on, language),
    )
    content = _common(region, say("survey_poster.title"), days, language) | {
        "days": period,
        "lead": say("survey_poster.lead"),
        "scan": say("survey_poster.scan"),
        "promise": say("survey_poster.promise"),
        "forms": [
            {
                "name": one.name,
                "address": one.address,
                "code": qr_code(one.address),
                "topics": [breakable(cut(topic.programme, _LONGEST_NAME)) for topic in one.topics],
            }
            for one in forms
        ],
    }
    return compiled("survey_poster.typ", {"content": json.dumps(content, ensure_ascii=False)})


def paper_forms(  # noqa: PLR0913, PLR0917 - all that stands on paper
    region: str,
    forms: Sequence[SurveyForm],
    scale: Sequence[str],
    ages: Sequence[str],
    days: Days,
    language: Language,
) -> bytes:
    """Each form on paper, numbered as it is typed in; `scale` are the words of the steps."""
    say = terms(language, TEXT)
    content = _common(region, say("survey_paper.title"), days, language) | {
        "lead": say("survey_paper.lead"),
        "day": say("survey_paper.day"),
        "use": [say(f"survey_paper.use_{use}") for use in ("2", "1", "0")],
        "use_title": say("survey_paper.use"),
        "dont_know": say("survey_paper.dont_know"),
        "statement": say("survey_paper.statement"),
        "scale": list(scale),
        "age": say("survey_paper.age"),
        "ages": list(ages),
        "sex": say("survey_paper.sex"),
        "sexes": [say("survey_paper.female"), say("survey_paper.male")],
        "promise": say("survey_paper.promise"),
        "forms": [
            {
                "name": one.name,
                "topics": [
                    asdict(topic)
                    | {
                        "programme": breakable(cut(topic.programme, _LONGEST_NAME)),
                        "text": breakable(cut(topic.text, _LONGEST_TEXT)),
                    }
                    for topic in one.topics
                ],
            }
            for one in forms
        ],
    }
    return compiled("survey_paper.typ", {"content": json.dumps(content, ensure_ascii=False)})


def _common(region: str, title: str, days: Days, language: Language) -> dict[str, object]:
    on = days.made_on
    return {
        "title": title,
        "region": region,
        "created": [on.year, on.month, on.day],
        "lang": language.value,
        "colours": colours(),
    }
