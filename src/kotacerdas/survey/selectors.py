"""What there is of a survey: its parts, what came in, and what somebody should look at."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Q

from kotacerdas.frameworks.framework import Dimension, Framework
from kotacerdas.plan.models import Programme
from kotacerdas.records.models import Region
from kotacerdas.survey.models import Answer, Form, Survey
from kotacerdas.survey.places import MANY

ZONE = ZoneInfo(settings.TIME_ZONE)
_FEWEST_ALIKE = 6  # steps; three that are the same say little


@dataclass(frozen=True)
class Progress:
    """How many answers of a form count, of how many that are wanted."""

    form: Form
    count: int
    quota: int

    @property
    def lacking(self) -> int:
        return max(0, self.quota - self.count)

    @property
    def share_pct(self) -> float:
        return min(100.0, 100 * self.count / self.quota)


@dataclass(frozen=True)
class Suspects:
    """Answers that somebody should look at for one reason: `place`, `alike` or `late`."""

    kind: str
    form: Form
    day: date | None
    answers: Sequence[Answer]


def fitting_programmes(region: Region, year: int, edition: Framework) -> dict[str, Programme]:
    """One for each sub-dimension that the plan names, a quick win where there is one."""
    codes = {
        (one.code, said.casefold()): sub.code
        for one in edition.dimensions
        for sub in one.sub_dimensions
        for said in (sub.code, sub.name_id, sub.name_en)
    }
    chosen: dict[str, Programme] = {}
    for one in planned_programmes(region, year):
        code = codes.get((one.dimension, one.sub_dimension.strip().casefold()))
        if code is not None:
            chosen.setdefault(code, one)
    return chosen


def planned_programmes(region: Region, year: int) -> list[Programme]:
    """Quick wins first."""
    planned = Programme.objects.filter(region=region, start_year__lte=year, end_year__gte=year)
    return list(planned.order_by("-quick_win", "code"))


def survey_of_year(region: Region, year: int) -> Survey | None:
    return Survey.objects.filter(region=region, year=year).select_related("region").first()


def forms_of(survey: Survey) -> list[Form]:
    """In the order of the edition."""
    dimensions = survey.edition.dimensions
    order = [(one.code, sub) for one in dimensions for sub in _subs(one)]
    found = list(survey.forms.all())
    return sorted(found, key=lambda one: order.index((one.dimension, one.sub_dimension)))


def _subs(dimension: Dimension) -> list[str]:
    return ["", *(sub.code for sub in dimension.sub_dimensions)]


def topics_of(survey: Survey) -> dict[str, Programme]:
    """The programme of each sub-dimension."""
    found = survey.topics.select_related("programme", "programme__agency")
    return {one.sub_dimension: one.programme for one in found}


def quota_of(form: Form, survey: Survey) -> int:
    return survey.questions.quota["sub_dimension" if form.sub_dimension else "dimension"]


def progress_of(survey: Survey, forms: Sequence[Form]) -> list[Progress]:
    counts = dict(
        Answer.objects.filter(form__in=forms, is_set_aside=False)
        .values_list("form")
        .annotate(Count("pk"))
    )
    return [Progress(one, counts.get(one.pk, 0), quota_of(one, survey)) for one in forms]


def people_of(forms: Sequence[Form]) -> Mapping[str, Counter[str]]:
    """How many answers count by sex, age band and the way they came; "" where it was not said."""
    rows = Answer.objects.filter(form__in=forms, is_set_aside=False)
    counts: dict[str, Counter[str]] = {"sex": Counter(), "age": Counter(), "channel": Counter()}
    for sex, age, channel, number in rows.values_list("sex", "age", "channel").annotate(
        Count("pk")
    ):
        for name, value in (("sex", sex), ("age", age), ("channel", channel)):
            counts[name][value] += number
    return counts


def suspects_of(forms: Sequence[Form]) -> list[Suspects]:
    """What warnings speak of: many from one place within minutes, all steps the same, late ones."""
    by_form = {one.pk: one for one in forms}
    found = Answer.objects.filter(form__in=forms).select_related("place").order_by("day", "pk")
    odd = found.filter(Q(place__count__gte=MANY) | Q(is_late=True) | _alike(forms))
    groups: dict[tuple[str, int, object], list[Answer]] = {}
    for one in odd:
        if one.place is not None and one.place.count >= MANY:
            groups.setdefault(("place", one.form_id, one.place_id), []).append(one)
        if is_alike(one.steps):
            groups.setdefault(("alike", one.form_id, None), []).append(one)
        if one.is_late:
            groups.setdefault(("late", one.form_id, None), []).append(one)
    return [
        Suspects(kind, by_form[form], answers[0].day if kind == "place" else None, answers)
        for (kind, form, _), answers in sorted(groups.items(), key=lambda item: str(item[0][0]))
    ]


def _alike(forms: Sequence[Form]) -> Q:
    """Asked of the database, so that a hundred thousand answers need not be read."""
    lengths = {sum(len(part.statements) for part in form.parts) for form in forms}
    same = [step * length for length in lengths if length >= _FEWEST_ALIKE for step in "123456789"]
    return Q(steps__in=same)


def is_alike(steps: str) -> bool:
    return len(steps) >= _FEWEST_ALIKE and steps[0] in "123456789" and len(set(steps)) == 1
