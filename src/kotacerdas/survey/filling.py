"""A form as it is filled in, screen by screen; what was chosen travels in the page. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kotacerdas.scoring.impact_survey import DONT_KNOW, NOT_ANSWERED, UNKNOWN, USES, Part
from kotacerdas.survey.actions.answering import Said
from kotacerdas.survey.models import Sex

AGE, SEX = "age", "sex"


@dataclass(frozen=True)
class Filled:
    """What was chosen by the names of the fields, of which only those that there can be count."""

    parts: Sequence[Part]
    steps: int  # of the scale
    ages: Sequence[str]
    chosen: Mapping[str, str]

    @property
    def about(self) -> int:
        """The number of the last screen, on the respondent."""
        return len(self.parts)

    def value(self, name: str, allowed: Sequence[str]) -> str:
        value = self.chosen.get(name, "")
        return value if value in allowed else ""

    def use(self, place: int) -> str:
        return self.value(use_name(place), USES)

    def step(self, place: int, at: int) -> str:
        return self.value(step_name(place, at), self.step_values)

    @property
    def step_values(self) -> list[str]:
        return [DONT_KNOW, *(str(step) for step in range(1, self.steps + 1))]

    @property
    def age(self) -> str:
        return self.value(AGE, self.ages)

    @property
    def sex(self) -> str:
        return self.value(SEX, Sex.values)

    def missing(self, place: int) -> list[str]:
        """The names of the fields of a screen that are not answered, the use first.

        Who does not know a programme is asked no statement on it.
        """
        if place >= self.about:
            return []
        use = self.use(place)
        names = [] if use else [use_name(place)]
        if use == UNKNOWN:
            return names
        statements = range(len(self.parts[place].statements))
        return names + [step_name(place, at) for at in statements if not self.step(place, at)]

    @property
    def first_missing(self) -> int | None:
        """The first screen that lacks an answer."""
        return next((place for place in range(self.about) if self.missing(place)), None)

    def elsewhere(self, place: int) -> dict[str, str]:
        """What was chosen on the other screens, to travel on."""
        values = {
            name: self.step(other, at) if at is not None else self.use(other)
            for other, part in enumerate(self.parts)
            if other != place
            for name, at in _names(other, part)
        }
        if place != self.about:
            values |= {AGE: self.age, SEX: self.sex}
        return {name: value for name, value in values.items() if value}

    def said(self) -> Said:
        """As it is kept."""
        steps = "".join(
            NOT_ANSWERED if self.use(place) == UNKNOWN else self.step(place, at) or NOT_ANSWERED
            for place, part in enumerate(self.parts)
            for at in range(len(part.statements))
        )
        uses = "".join(self.use(place) or NOT_ANSWERED for place in range(self.about))
        return Said(steps, uses, self.age, self.sex)


def _names(place: int, part: Part) -> list[tuple[str, int | None]]:
    statements = range(len(part.statements))
    return [(use_name(place), None), *((step_name(place, at), at) for at in statements)]


def use_name(place: int) -> str:
    return f"u{place}"


def step_name(place: int, at: int) -> str:
    return f"s{place}-{at}"
