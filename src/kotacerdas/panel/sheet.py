"""An item as an assessor sees it: what the region claims beside what its records say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kotacerdas.core.words import language
from kotacerdas.evaluation.answering import Part, parts_of
from kotacerdas.evaluation.figures import in_words, url_of
from kotacerdas.evaluation.models import Submission
from kotacerdas.evaluation.questionnaires import framework_of, questionnaire_of
from kotacerdas.frameworks.questionnaire import Item, levels_of
from kotacerdas.panel.models import Review


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
    """An item before an assessor. `claim` is the level the region claims, None for none;
    `suggestion` the one that its figures come to.
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


def sheet_of(review: Review, submission: Submission | None, code: str) -> Sheet | None:
    """Of what was submitted, for good; None where the questionnaire has no such item."""
    asked = questionnaire_of(review.cycle)
    codes = list(asked.by_code)
    item = asked.by_code.get(code)
    if item is None:
        return None
    at = codes.index(code)
    levels = levels_of(framework_of(review.cycle))
    said = submission.answers.get(code, {}) if submission is not None else {}
    figures = _figures(review, submission, item, said.get("figures", {}))
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
        levels=list(zip(levels, item.levels(language()), strict=True)),
        submitted_at=submission.at if submission is not None else None,
    )


def _figures(
    review: Review,
    submission: Submission | None,
    item: Item,
    values: Mapping[str, float | None],
) -> list[SheetFigure]:
    cycle = review.cycle
    run = submission.run if submission is not None else None
    found = []
    for one in item.figures:
        value = values.get(one.code)
        text = in_words(one, value, language())
        url = url_of(one, cycle.region.code, cycle.year, cycle.figures_year, run, value)
        found.append(SheetFigure(one.code, one.name(language()), value, text, url))
    return found
