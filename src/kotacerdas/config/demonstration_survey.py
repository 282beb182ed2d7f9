"""The citizens' survey of a demonstration: half of what is wanted came in, some of it odd."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from random import Random

from django.utils import timezone

from kotacerdas.accounts.models import Appointment, Role
from kotacerdas.plan.models import Realisation
from kotacerdas.records.models import Region
from kotacerdas.survey.actions.answering import Said, keep_answer
from kotacerdas.survey.actions.entering import Paper, enter_papers
from kotacerdas.survey.actions.helping import make_helper
from kotacerdas.survey.actions.running import Plan, begin_survey, edition_of, move_survey
from kotacerdas.survey.models import Form, Helper
from kotacerdas.survey.rules import Move
from kotacerdas.survey.selectors import fitting_programmes, forms_of

ANSWERS = 214
_SHARES = (50, 41, 38, 37, 27, 21)  # of them, by form
_ON_PAPER = 9  # of the last form
_FROM_ONE_PLACE = 12  # of the second form, within minutes
_ALIKE = 3  # of the third
_DAYS_OPEN, _DAYS_LEFT = 20, 10
_AGES = ("17-24", "25-34", "25-34", "35-44", "35-44", "45-54", "55-64", "65", "")
# How content people are with each programme in turn, as a step.
_CONTENT = (
    4.2,
    3.6,
    3.4,
    3.9,
    3.7,
    3.5,
    3.5,
    3.8,
    4.0,
    3.3,
    4.1,
    3.4,
    4.0,
    3.9,
    3.6,
    3.3,
    4.0,
    4.1,
)


def ask_the_citizens(region: Region, at: datetime) -> None:
    """Survey the year after the last that was told of, by the actions of the pages.

    The same answers each time, only the days follow the day of today. Nothing happens where no
    programme is planned in that year.
    """
    last = Realisation.objects.filter(region=region).order_by("-year").first()
    held = Appointment.objects.filter(region=region, role=Role.COORDINATOR).first()
    if last is None or held is None:
        return
    year, by = last.year + 1, held.user
    fitting = fitting_programmes(region, year, edition_of(region)[0])
    programmes = {sub: one.pk for sub, one in fitting.items()}
    if not programmes:
        return
    today = timezone.localdate(at)
    plan = Plan(
        today - timedelta(days=_DAYS_OPEN), today + timedelta(days=_DAYS_LEFT), {}, programmes
    )
    survey = begin_survey(region, year, plan, by=by, at=at)
    survey = move_survey(survey, Move.OPEN, by=by, at=at)
    helper = make_helper(survey, "Mal Pelayanan Publik", by=by, at=at)
    chance = Random(214)  # noqa: S311 - a demonstration is the same each time
    forms = forms_of(survey)
    for place, (form, wanted) in enumerate(zip(forms, _SHARES, strict=False)):
        form.survey = survey
        said = _answers(form, chance, len(_SHARES[:place]) * 3)
        on_paper = _ON_PAPER if place == len(_SHARES) - 1 else 0
        for number in range(wanted - on_paper):
            is_alike = place == 2 and number < _ALIKE  # noqa: PLR2004 - the third
            is_crowd = place == 1 and number < _FROM_ONE_PLACE
            _keep(form, next(said), at, chance, number, helper, is_alike, is_crowd)
        papers = [
            Paper(next(said), f"demo-paper-{number}", today - timedelta(days=3))
            for number in range(on_paper)
        ]
        if papers:
            enter_papers(form, papers, by=by, at=at)


def _keep(  # noqa: PLR0913, PLR0917 - one answer and what is odd about it
    form: Form,
    said: Said,
    at: datetime,
    chance: Random,
    number: int,
    helper: Helper,
    is_alike: bool,  # noqa: FBT001
    is_crowd: bool,  # noqa: FBT001
) -> None:
    day = at - timedelta(days=8 if is_crowd else chance.randrange(1, _DAYS_OPEN))
    if is_alike:
        said = Said("5" * len(said.steps), said.uses, said.age, said.sex)
    keep_answer(
        form,
        said,
        nonce=f"demo-{form.dimension}-{number}"[:24],
        begun_at=day,
        address="203.0.113.7" if is_crowd else f"198.51.100.{number}",
        at=day,
        helper=helper if number % 4 == 0 and not is_crowd else None,
    )


def _answers(form: Form, chance: Random, first: int) -> Iterator[Said]:
    """As many as are asked for: people are more or less content as a whole, and by statement."""
    for _ in count():
        mood, steps, uses = chance.gauss(0, 0.5), "", ""
        for place, part in enumerate(form.parts):
            content = _CONTENT[(first + place) % len(_CONTENT)]
            use = chance.choices("210", (7, 3, 1))[0]
            uses += use
            steps += "".join(_step(use, content + mood, chance) for _ in part.statements)
        sex = chance.choices(("f", "m", ""), (54, 44, 2))[0]
        yield Said(steps, uses, chance.choice(_AGES), sex)


def _step(use: str, content: float, chance: Random) -> str:
    if use == "0":
        return "-"
    if chance.random() < 0.04:  # noqa: PLR2004 - now and then somebody does not know
        return "0"
    return str(min(5, max(1, round(chance.gauss(content, 0.8)))))
