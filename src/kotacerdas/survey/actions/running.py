"""A survey begun, changed while nobody answered, opened, closed, opened again, and thrown away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from secrets import choice
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.audit.actions import record_entry
from kotacerdas.core.errors import RefusedError
from kotacerdas.frameworks.framework import Framework
from kotacerdas.frameworks.impact_survey import OF_SUB_DIMENSION, ImpactSurvey, rules_of, survey_of
from kotacerdas.frameworks.loading import DEFAULT, load
from kotacerdas.plan.models import Programme
from kotacerdas.records.actions import lock_region
from kotacerdas.records.models import Region
from kotacerdas.survey.models import Answer, Form, State, Survey, Topic
from kotacerdas.survey.rules import ACTIONS, MOVES, NEEDS_REASON, Move
from kotacerdas.workbook.cells import printable

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that another looks like
_CODE_LENGTH = 8
LONGEST_REASON = 2000
Element = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """What a coordinator chose: the days, each dimension's variant, a programme's key by part."""

    opens_on: date
    closes_on: date
    variants: Mapping[str, str]
    programmes: Mapping[str, int]


def edition_of(region: Region) -> tuple[Framework, Any]:
    """The region's edition, and what it says of the survey.

    Raises:
        RefusedError: it says nothing of one.
    """
    framework = load(region.framework or DEFAULT)
    rules = rules_of(framework)
    if rules is None:
        raise RefusedError("survey.no_rules", edition=framework.title)
    return framework, rules


def begin_survey(region: Region, year: int, plan: Plan, *, by: User, at: datetime) -> Survey:
    """Raises NotAllowedError; RefusedError where there is one, or the plan can't be carried out."""
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.SURVEY, at)
        if Survey.objects.filter(region=region, year=year).exists():
            raise RefusedError("survey.exists", year=year)
        framework, rules = edition_of(region)
        programmes = _checked(region, year, plan, framework)
        survey = Survey.objects.create(
            region=region,
            year=year,
            framework=framework.id,
            rules=rules,
            opens_on=plan.opens_on,
            closes_on=plan.closes_on,
            begun_by=by,
        )
        elements = [_element(survey, None, _values(survey))]
        elements += _set_topics(survey, programmes)
        elements += _set_forms(survey, plan, survey_of(rules, framework))
        record_entry(region.code, "survey.begin", elements, actor=by.email, at=at)
    return survey


def change_survey(survey: Survey, plan: Plan, *, by: User, at: datetime, reason: str) -> None:
    """Other days at any time, with a reason once it is open; other questions before any answer.

    Raises:
        NotAllowedError: `by` runs no surveys here.
        RefusedError: the plan can't be carried out, or answers came to what it would change.
    """
    region, reason = survey.region, printable(reason)
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.SURVEY, at)
        survey = Survey.objects.get(pk=survey.pk)
        programmes = _checked(region, survey.year, plan, survey.edition)
        if survey.state != State.PLANNED:
            _require_reason(reason)
        is_answered = Answer.objects.filter(form__survey=survey).exists()
        before = _values(survey)
        survey.opens_on, survey.closes_on = plan.opens_on, plan.closes_on
        survey.save(update_fields=["opens_on", "closes_on"])
        try:
            elements = _set_topics(survey, programmes) + _set_forms(survey, plan, survey.questions)
        except ProtectedError as error:
            raise RefusedError("survey.answered") from error
        if elements and is_answered:
            raise RefusedError("survey.answered")
        if before != _values(survey):
            elements.insert(0, _element(survey, before, _values(survey)))
        if elements:
            record_entry(
                region.code, "survey.change", elements, actor=by.email, at=at, reason=reason
            )


def move_survey(survey: Survey, move: Move, *, by: User, at: datetime, reason: str = "") -> Survey:
    """Open it, close it, or open it again.

    Raises:
        NotAllowedError: `by` runs no surveys here.
        RefusedError: that does not follow from its state, or a reason is missing.
    """
    region, reason = survey.region, printable(reason)
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.SURVEY, at)
        survey = Survey.objects.get(pk=survey.pk)
        state = MOVES.get((State(survey.state), move))
        if state is None:
            raise RefusedError("survey.no_such_move")
        if move in NEEDS_REASON:
            _require_reason(reason)
        before = survey.state
        survey.state = state
        survey.closed_at = at if state == State.CLOSED else None
        survey.save(update_fields=["state", "closed_at"])
        changed = {"before": {"state": before}, "after": {"state": survey.state}}
        record_entry(
            region.code,
            ACTIONS[move],
            [{"of": _of(survey), **changed}],
            actor=by.email,
            at=at,
            reason=reason,
        )
    return survey


def discard_survey(survey: Survey, *, by: User, at: datetime) -> None:
    """Raises NotAllowedError, or RefusedError where somebody answered."""
    region = survey.region
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.SURVEY, at)
        if Answer.objects.filter(form__survey=survey).exists():
            raise RefusedError("survey.answered")
        elements = [
            *(_topic_element(one, _topic_values(one), None) for one in _topics(survey)),
            *(_form_element(one, _form_values(one), None) for one in survey.forms.order_by("pk")),
            *(
                {
                    "of": ["survey.helper", one.pk, survey.year, one.name],
                    "before": {"is_revoked": one.revoked_at is not None},
                    "after": None,
                }
                for one in survey.helpers.order_by("pk")
            ),
            _element(survey, _values(survey), None),
        ]
        record_entry(region.code, "survey.discard", elements, actor=by.email, at=at)
        survey.delete()


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise RefusedError("survey.needs_reason")
    if len(reason) > LONGEST_REASON:
        raise RefusedError("survey.reason_too_long", most=LONGEST_REASON)


def _checked(region: Region, year: int, plan: Plan, framework: Framework) -> dict[str, Programme]:
    """The programmes by sub-dimension, each of the dimension that it is asked for."""
    if plan.opens_on > plan.closes_on:
        raise RefusedError("survey.days_out_of_order")
    if not plan.programmes:
        raise RefusedError("survey.no_programmes")
    dimension_of = {
        sub.code: one.code for one in framework.dimensions for sub in one.sub_dimensions
    }
    found = Programme.objects.filter(region=region).in_bulk(list(plan.programmes.values()))
    chosen = {}
    for sub, key in plan.programmes.items():
        programme = found.get(key)
        if programme is None or programme.dimension != dimension_of.get(sub):
            raise RefusedError("survey.no_such_programme")
        if not programme.start_year <= year <= programme.end_year:
            raise RefusedError("survey.not_planned", code=programme.code, year=year)
        chosen[sub] = programme
    return chosen


def _set_topics(survey: Survey, programmes: Mapping[str, Programme]) -> list[Element]:
    """What became of the topics, as elements of an entry."""
    known = {one.sub_dimension: one for one in _topics(survey)}
    elements = []
    for sub, one in known.items():
        if sub not in programmes:
            elements.append(_topic_element(one, _topic_values(one), None))
            one.delete()
    for sub, programme in programmes.items():
        topic = known.get(sub)
        if topic is not None and topic.programme_id == programme.pk:
            continue
        before = _topic_values(topic) if topic else None
        topic = topic or Topic(survey=survey, sub_dimension=sub)
        topic.programme = programme
        topic.save()
        elements.append(_topic_element(topic, before, _topic_values(topic)))
    return elements


def _set_forms(survey: Survey, plan: Plan, rules: ImpactSurvey) -> list[Element]:
    """One for each dimension, or for each sub-dimension, of those that have a programme."""
    wanted: dict[tuple[str, str], list[tuple[str, list[str]]]] = {}
    for dimension in survey.edition.dimensions:
        for sub in dimension.sub_dimensions:
            if sub.code not in plan.programmes:
                continue
            is_apart = plan.variants.get(dimension.code) == OF_SUB_DIMENSION
            codes = [one.code for one in rules.statements[sub.code]]
            key = (dimension.code, sub.code if is_apart else "")
            wanted.setdefault(key, []).append((sub.code, codes))
    elements = []
    known = {(one.dimension, one.sub_dimension): one for one in survey.forms.order_by("pk")}
    for key, one in known.items():
        if key not in wanted:
            elements.append(_form_element(one, _form_values(one), None))
            one.delete()
    for key, asked in wanted.items():
        as_kept = [[sub, codes] for sub, codes in asked]
        form = known.get(key)
        if form is not None and form.asked == as_kept:
            continue
        before = _form_values(form) if form else None
        named = {"dimension": key[0], "sub_dimension": key[1]}
        form = form or Form(survey=survey, code=_new_code(), **named)
        form.asked = as_kept
        form.save()
        elements.append(_form_element(form, before, _form_values(form)))
    return elements


def _new_code() -> str:
    return "".join(choice(_LETTERS) for _ in range(_CODE_LENGTH))


def _topics(survey: Survey) -> Sequence[Topic]:
    return list(survey.topics.select_related("programme").order_by("pk"))


def _of(survey: Survey) -> list[object]:
    return ["survey.survey", survey.pk, survey.year]


def _values(survey: Survey) -> dict[str, object]:
    return {
        "framework": survey.framework,
        "opens_on": survey.opens_on,
        "closes_on": survey.closes_on,
        "state": survey.state,
    }


def _element(survey: Survey, before: Element | None, after: Element | None) -> Element:
    if before and after:
        names = [name for name in after if before[name] != after[name]]
        before, after = ({name: one[name] for name in names} for one in (before, after))
    return {"of": _of(survey), "before": before, "after": after}


def _topic_values(topic: Topic) -> Element:
    return {"programme": topic.programme.code}


def _topic_element(topic: Topic, before: Element | None, after: Element | None) -> Element:
    of = ["survey.topic", topic.pk, topic.survey.year, topic.sub_dimension]
    return {"of": of, "before": before, "after": after}


def _form_values(form: Form) -> Element:
    return {"sub_dimensions": [sub for sub, _ in form.asked]}


def _form_element(form: Form, before: Element | None, after: Element | None) -> Element:
    of = ["survey.form", form.pk, form.survey.year, form.dimension, form.sub_dimension or None]
    return {"of": of, "before": before, "after": after}
