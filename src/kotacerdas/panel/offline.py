"""Scoring without a connection: a sheet out, and what of it is taken as it comes back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kotacerdas.accounts.models import User
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import language
from kotacerdas.evaluation.models import Submission
from kotacerdas.evaluation.questionnaires import framework_of, questionnaire_of
from kotacerdas.frameworks.questionnaire import levels_of
from kotacerdas.panel.access import assignment_of
from kotacerdas.panel.actions.scoring import ChangedError, give_score
from kotacerdas.panel.models import Assignment, ItemScore, Review
from kotacerdas.panel.places import stage_of
from kotacerdas.panel.selectors import scores_by_item
from kotacerdas.scoring.panel import HUNDREDTHS
from kotacerdas.workbook.score_sheet import ScoreRow, ScoreSheetReading, write_score_sheet


@dataclass(frozen=True)
class RejectedRow:
    """A row that was not taken: the score of the site differs from the one it was made of
    (`theirs`), or why it is none.
    """

    row: ScoreRow
    theirs: ItemScore | None = None
    refused: RefusedError | None = None


@dataclass(frozen=True)
class ImportedSheet:
    """What became of a sheet: how many scores were kept or were the same, and what was left."""

    kept: int
    same: int
    left: Sequence[RejectedRow]


def sheet_file(review: Review, seat: Assignment, submission: Submission) -> bytes:
    """The items with what is claimed, each level's sentence, and what the assessor gave so far."""
    region, year, stage = stage_of(review)
    asked, given = questionnaire_of(review.cycle), scores_by_item(seat)
    levels = levels_of(framework_of(review.cycle))
    rows = []
    for item in asked.items:
        own = given.get(item.code)
        texts = zip(levels, item.levels(language()), strict=True)
        rows.append(
            {
                "item": item.code,
                "name": item.name(language()),
                "claim": submission.answers.get(item.code, {}).get("level"),
                "levels": "\n".join(f"{level}: {text}" for level, text in texts),
                "score": None if own is None else own.hundredths / HUNDREDTHS,
                "comment": own.comment or None if own is not None else None,
                "finding": own.is_finding if own is not None else False,
                "revision": own.revision if own is not None else 0,
            }
        )
    about = {
        "code": region,
        "year": year,
        "stage": stage,
        "assessor": str(seat.member),
        "submission": submission.sha256,
    }
    return write_score_sheet(about, rows, language())


def import_sheet(
    review: Review, submission: Submission, read: ScoreSheetReading, *, by: User, at: datetime
) -> ImportedSheet:
    """Give the scores of a sheet, one by one as on the page: what was changed on the site since it
    was taken out is left as it is, and so is what the scale has not.

    Raises:
        PermissionDenied: `by` has no seat there now.
        RefusedError: the sheet is of another region, stage or submission, or the own scores were
            sent.
    """
    if (read.region, read.year, read.stage) != stage_of(review):
        raise RefusedError("panel.sheet_of_another", region=read.region, year=read.year)
    if read.submission != submission.sha256:
        raise RefusedError("panel.sheet_of_submission")
    seat = assignment_of(by, review, at)
    known = scores_by_item(seat) if seat is not None else {}
    kept, same, left = 0, 0, []
    for row in read.rows:
        if row.score is None:
            continue
        try:
            made = give_score(
                review,
                row.item,
                _hundredths(row.score),
                row.comment,
                is_finding=row.is_finding,
                seen=row.revision,
                by=by,
                at=at,
            )
        except ChangedError as changed:
            left.append(RejectedRow(row, theirs=changed.theirs))
        except RefusedError as refused:
            if refused.key in _OF_ALL:
                raise
            left.append(RejectedRow(row, refused=refused))
        else:
            before = known.get(row.item)
            is_same = before is not None and before.revision == made.revision
            kept, same = kept + (not is_same), same + is_same
    return ImportedSheet(kept, same, left)


# What is refused of one score is refused of every other.
_OF_ALL = {"panel.concluded", "panel.sent_already", "panel.no_seat", "panel.nothing_submitted"}


def _hundredths(score: float) -> int | None:
    """None where it has more than two decimals."""
    scaled = score * HUNDREDTHS
    return round(scaled) if abs(scaled - round(scaled)) < _ROUNDING else None


_ROUNDING = 1e-6
