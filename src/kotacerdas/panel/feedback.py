"""What a signed result gives its region back."""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.utils import timezone

from kotacerdas.core.addresses import lasting
from kotacerdas.core.words import language, words
from kotacerdas.documents.feedback import Feedback, Followed, Item, Others, Part, Recommendation
from kotacerdas.evaluation.questionnaires import framework_of, questionnaire_of
from kotacerdas.evaluation.snapshot import findings_of
from kotacerdas.frameworks import questionnaire
from kotacerdas.frameworks.framework import Framework
from kotacerdas.frameworks.questionnaire import levels_of
from kotacerdas.panel.meeting import standing_minutes
from kotacerdas.panel.models import Result, Review
from kotacerdas.panel.outcomes import signed_results
from kotacerdas.panel.places import stage_of
from kotacerdas.panel.results import outcome_in
from kotacerdas.scoring.comparison import (
    LEAST,
    Interval,
    Judged,
    interval,
    judged,
    median,
    ranks,
    strengths,
    to_mend,
    whole,
)


def appreciation_of(review: Review) -> str:
    """What the chair appreciates, in their words; empty while no minutes of a meeting say it."""
    minutes = standing_minutes(review)
    return "" if minutes is None else str(minutes.content["appreciation"])


def feedback_of(result: Result, at: datetime) -> Feedback:
    """Of a result of a whole review (`selectors.whole_reviews`) that all have signed.

    What the panel gave follows from the result's content alone. The other regions, and what became
    of the recommendations, are as they are at `at`.
    """
    review, content = result.review, result.content
    cycle, framework = review.cycle, framework_of(review.cycle)
    asked, today = questionnaire_of(cycle), timezone.localdate(at)
    claims = {one["code"]: one["claim"] for one in content["items"]}
    found = judged(outcome_in(content, framework), claims)
    comments = _comments(content)
    items = {
        one.code: _item(one, asked.by_code[one.code], framework, comments[one.code])
        for one in found
    }
    earlier, moved = content["earlier"], content["improvement"]
    before = earlier["components"] if earlier is not None else {}
    weights, scores = content["weights"], content["components"]
    reach = _interval(content["index"], content["without_each"])
    signed = result.signatures.select_related("user").order_by("turn", "pk")
    return Feedback(
        region=str(cycle.region),
        year=cycle.year,
        stage=asked.stage(review.stage.window.code).name(language()),
        panel=review.panel.title,
        edition=framework.id,
        language=language(),
        result=result.number,
        sha256=result.sha256,
        set_on=timezone.localdate(result.at),
        signatures=[
            (str(one.user), words().term("signs", one.capacity), timezone.localdate(one.signed_at))
            for one in signed
        ],
        scale=framework.scale,
        decimals=framework.index_decimals,
        index=float(Fraction(content["index"])),
        earlier=earlier and (earlier["year"], float(Fraction(earlier["value"]))),
        improvement=None if moved is None else float(Fraction(moved)),
        interval=None if reach is None else (float(reach.low), float(reach.high)),
        assessors=len(content["without_each"]),
        parts=[
            Part(
                one.code,
                one.name(language()),
                float(Fraction(weights[one.code]) * 100),
                float(Fraction(scores[one.code])),
                float(Fraction(before[one.code])) if one.code in before else None,
                [items[item.code] for item in asked.of_component(one.code) if item.code in items],
            )
            for one in framework.components
        ],
        strengths=[items[one.code] for one in strengths(found, framework)],
        to_mend=[items[one.code] for one in to_mend(found, framework)],
        recommendations=_recommendations(result),
        others=None if review.panel.home_id is not None else _others(result, framework),
        on=today,
        appreciation=appreciation_of(review),
        corrects=result.reason,
        corrected=None
        if result.corrected_at is None
        else (timezone.localdate(result.corrected_at), result.correction),
        address=lasting("panel:feedback", *stage_of(review), result.number),
    )


def _comments(content: Mapping[str, Any]) -> dict[str, list[str]]:
    """What assessors said of each item, without what became a recommendation."""
    given = {(one["item"], one["text"]) for one in content["recommendations"]}
    return {
        one["code"]: [
            text
            for score in one["scores"]
            if (text := score["comment"].strip()) and (one["code"], text) not in given
        ]
        for one in content["items"]
    }


def _item(
    one: Judged, asked: questionnaire.Item, framework: Framework, comments: list[str]
) -> Item:
    return Item(
        one.code,
        asked.name(language()),
        one.claim,
        float(one.value),
        one.goal,
        float(one.gain),
        dict(zip(levels_of(framework), asked.levels(language()), strict=False)),
        comments,
    )


def _recommendations(result: Result) -> list[Recommendation]:
    now = {one.number: one for one in findings_of(result.review.cycle)}
    found = []
    for one in result.content["recommendations"]:
        follows = now.get(one["number"])
        found.append(
            Recommendation(
                one["number"],
                one["item"],
                one["text"],
                one["agency"],
                date.fromisoformat(one["due_on"]),
                None
                if follows is None
                else Followed(follows.state, follows.agency, follows.due_on),
            )
        )
    return found


def _interval(index: str, without_each: Mapping[str, str | None]) -> Interval | None:
    """None of a single assessor, too."""
    if len(without_each) < 2:  # noqa: PLR2004 - leaving out one of two says something
        return None
    values = [None if value is None else Fraction(value) for value in without_each.values()]
    return interval(Fraction(index), values)


def _others(result: Result, framework: Framework) -> Others:
    """Those that were judged by the same edition: no other index is like this one."""
    panel = result.review.panel
    own = signed_results(panel).filter(content__edition=result.content["edition"])
    columns = ("pk", "content__index", "content__components", "content__without_each")
    rows = list(own.order_by("pk").values_list(*columns))
    indices = [Fraction(index) for _, index, _, _ in rows]
    middles = {
        code: median([Fraction(scores[code]) for _, _, scores, _ in rows])
        for code in framework.component_codes
    }
    places = None
    keys = [pk for pk, *_ in rows]
    # A result that was corrected stands among none.
    if panel.shows_ranks and result.pk in keys:
        reaches = [_interval(index, without) or whole(framework) for _, index, _, without in rows]
        span = ranks(reaches)[keys.index(result.pk)]
        places = span.first, span.last
    middle = median(indices)
    return Others(
        len(rows),
        LEAST,
        None if middle is None else float(middle),
        {code: float(value) for code, value in middles.items() if value is not None},
        places,
    )
