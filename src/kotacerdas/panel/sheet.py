"""An item as an assessor sees it: what the region claims beside what its records say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models.fields.json import KeyTransform

from kotacerdas.core.words import language
from kotacerdas.evaluation.answering import Part, parts_of
from kotacerdas.evaluation.figures import in_words, url_of
from kotacerdas.evaluation.models import Submission
from kotacerdas.evaluation.questionnaires import framework_of, questionnaire_of
from kotacerdas.frameworks.questionnaire import Item, levels_of
from kotacerdas.panel.models import Review


class Submitted(NamedTuple):
    """What a region submitted last at a stage, as far as it is before an assessor; each as a
    `Submission` has it.
    """

    answers: Mapping[str, Any]
    run: int | None
    at: datetime | None
    findings: Sequence[Mapping[str, Any]] | None = None


@dataclass(frozen=True)
class SheetFigure:
    """A figure of the system as it was submitted, written out, and where it leads to."""

    code: str
    name: str
    value: float | None
    text: str
    url: str


@dataclass(frozen=True)
class Sheet:
    """An item before an assessor, as it was submitted. `claim` is the level the region claims,
    None for none; `suggestion` the one that its figures come to.
    """

    item: Item
    place: int
    total: int
    before: str
    after: str
    claim: int | None
    suggestion: int | None
    parts: Sequence[tuple[Part, SheetFigure | None]]
    figures: Sequence[SheetFigure]
    evidence: Sequence[int]  # the keys of the pieces, as they were submitted
    findings: Sequence[Mapping[str, Any]]  # each as the submission's snapshot has it
    levels: Sequence[tuple[int, str]]
    submitted_at: datetime | None

    @property
    def name(self) -> str:
        return self.item.name(language())

    @property
    def is_above(self) -> bool:
        """Whether more is claimed than the figures come to."""
        return (
            self.claim is not None and self.suggestion is not None and self.claim > self.suggestion
        )


def submitted_of(review: Review) -> Submitted:
    """In one query; of the snapshot, which is large, the findings alone are read."""
    columns = ("answers", "run", "at", KeyTransform("findings", "snapshot"))
    own = Submission.objects.filter(stage=review.stage_id).order_by("-pk")
    newest = own.values_list(*columns).first()
    return Submitted({}, None, None) if newest is None else Submitted(*newest)


def sheet_of(review: Review, submitted: Submitted, code: str) -> Sheet | None:
    """None where the questionnaire has no such item."""
    asked = questionnaire_of(review.cycle)
    codes = list(asked.by_code)
    item = asked.by_code.get(code)
    if item is None:
        return None
    at = codes.index(code)
    levels = levels_of(framework_of(review.cycle))
    said = submitted.answers.get(code, {})
    figures = _figures(review, submitted.run, item, said.get("figures", {}))
    by_code = {one.code: one for one in figures}
    chosen = item.suggestion
    value = by_code[chosen.figure].value if chosen is not None else None
    return Sheet(
        item=item,
        place=at + 1,
        total=len(codes),
        before=codes[at - 1] if at else "",
        after=codes[at + 1] if at + 1 < len(codes) else "",
        claim=said.get("level"),
        suggestion=item.suggested(value, levels[0]),
        parts=[
            (part, by_code.get(part.figure)) for part in parts_of(said.get("answer", ""), by_code)
        ],
        figures=figures,
        evidence=[one["evidence"] for one in said.get("evidence", ())],
        findings=[one for one in submitted.findings or () if one["item"] == code],
        levels=list(zip(levels, item.levels(language()), strict=True)),
        submitted_at=submitted.at,
    )


def _figures(
    review: Review, run: int | None, item: Item, values: Mapping[str, float | None]
) -> list[SheetFigure]:
    cycle = review.cycle
    found = []
    for one in item.figures:
        value = values.get(one.code)
        text = in_words(one, value, language())
        url = url_of(one, cycle.region.code, cycle.year, cycle.figures_year, run, value)
        found.append(SheetFigure(one.code, one.name(language()), value, text, url))
    return found
