"""What assessors give: scores, item by item, until they send them; and what they ask."""

import re
from datetime import datetime

from django.db import transaction

from kotacerdas.accounts.models import Role, User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.accounts.selectors import in_force_at
from kotacerdas.audit.actions import record_entry
from kotacerdas.casework.notices import tell
from kotacerdas.core.errors import RefusedError
from kotacerdas.evaluation.questionnaires import framework_of, questionnaire_of
from kotacerdas.panel.access import own_seat, require_chair
from kotacerdas.panel.actions.standing import keep_standing
from kotacerdas.panel.logged import (
    element,
    of_assignment,
    of_question,
    values_of_assignment,
    values_of_question,
)
from kotacerdas.panel.models import Assignment, ItemScore, Question, Review
from kotacerdas.panel.outcomes import newest_submission, scores_of
from kotacerdas.panel.places import place
from kotacerdas.records.actions import lock_region
from kotacerdas.scoring.panel import HUNDREDTHS
from kotacerdas.workbook.cells import printable

LONGEST = 4000
_SCORE = re.compile(r"(-?[0-9]{1,4})(?:[.,]([0-9]{1,2}))?")


class ChangedError(Exception):
    """The own score was changed in another place since it was seen; `theirs` is what it is now."""

    def __init__(self, theirs: ItemScore) -> None:
        super().__init__(theirs)
        self.theirs = theirs


def hundredths_of(text: str) -> int | None:
    """A score as it is typed, `3`, `3,5` or `3.25`, in hundredths; None where it is none."""
    match = _SCORE.fullmatch(text.strip())
    if match is None:
        return None
    whole, part = match[1], (match[2] or "").ljust(2, "0")
    value = abs(int(whole)) * HUNDREDTHS + int(part)
    return -value if whole.startswith("-") else value


def checked_score(review: Review, item: str, hundredths: int | None) -> int:
    """The score, where the questionnaire asks the item and the edition's scale has it.

    Raises RefusedError otherwise.
    """
    if item not in questionnaire_of(review.cycle).by_code:
        raise RefusedError("panel.no_item", code=item)
    low, high = framework_of(review.cycle).scale
    if hundredths is None or not low * HUNDREDTHS <= hundredths <= high * HUNDREDTHS:
        raise RefusedError("panel.no_score", low=low, high=high)
    return hundredths


def give_score(  # noqa: PLR0913 - the whole score, as what it was seen, who and when
    review: Review,
    item: str,
    hundredths: int | None,
    comment: str,
    *,
    is_finding: bool,
    seen: int,
    by: User,
    at: datetime,
) -> ItemScore:
    """Score an item, in place of what was given before; `seen` is the revision of that, else 0.

    Raises:
        PermissionDenied: `by` has no seat there now.
        RefusedError: they sent their scores, scoring was concluded, nothing was submitted, the
            scale has no such score, the comment is too long, or a finding has none.
        ChangedError: what was given before was changed since it was seen.
    """
    comment = printable(comment).strip()
    with transaction.atomic():
        seat = own_seat(by, review, at)
        refuse_closed(seat)
        value = checked_score(review, item, hundredths)
        submission = newest_submission(review)
        if submission is None:
            raise RefusedError("panel.nothing_submitted")
        if len(comment) > LONGEST:
            raise RefusedError("panel.too_long", most=LONGEST)
        if is_finding and not comment:
            raise RefusedError("panel.finding_without_text")
        known = ItemScore.objects.filter(assignment=seat, item=item).first()
        said = {"hundredths": value, "comment": comment, "is_finding": is_finding}
        if known is None:
            return ItemScore.objects.create(assignment=seat, item=item, at=at, **said)
        if all(getattr(known, name) == said[name] for name in said):
            if known.at < submission.at:  # looked at again since the region submitted again
                known.at = at
                known.save(update_fields=["at"])
            return known
        if known.revision != seen:
            raise ChangedError(known)
        known.hundredths, known.comment, known.is_finding = value, comment, is_finding
        known.revision, known.at = known.revision + 1, at
        known.save()
    return known


def refuse_closed(seat: Assignment) -> None:
    """Raises RefusedError where nothing is scored from the seat any more."""
    if Review.objects.get(pk=seat.review_id).concluded_at is not None:
        raise RefusedError("panel.concluded")
    if seat.sent_at is not None:
        raise RefusedError("panel.sent_already")


def send_scores(review: Review, *, by: User, at: datetime) -> Assignment:
    """Let the own scores stand; from now on the others who sent theirs see them.

    Raises:
        PermissionDenied: `by` has no seat there now.
        RefusedError: they were sent, scoring was concluded, or items are not scored; who took over
            a seat may leave what was scored from it.
    """
    with transaction.atomic():
        lock_region(review.cycle.region)
        seat = own_seat(by, review, at)
        refuse_closed(seat)
        left = left_open(seat, review)
        if left:
            raise RefusedError("panel.items_left", n=len(left), first=left[0])
        before = values_of_assignment(seat)
        seat.sent_at = at
        seat.save(update_fields=["sent_at"])
        said = [element(_named(seat), before, values_of_assignment(seat))]
        record_entry(review.cycle.region.code, "panel.send", said, actor=by.email, at=at)
        keep_standing(review)
    return seat


def left_open(seat: Assignment, review: Review) -> list[str]:
    """The items that are not scored from the seat, by its holder or by who held it before."""
    seats = scores_of(review).seats.values()
    holders = next([one.pk for one in chain] for chain in seats if chain[0].pk == seat.pk)
    given = ItemScore.objects.filter(assignment__in=holders).values_list("item", flat=True)
    known = set(given)
    return [code for code in questionnaire_of(review.cycle).by_code if code not in known]


def give_back(assignment: Assignment, reason: str, *, by: User, at: datetime) -> None:
    """Let an assessor score again what they sent.

    Raises:
        PermissionDenied: `by` does not chair the panel.
        RefusedError: nothing was sent, scoring was concluded, or the reason is missing.
    """
    review, reason = _review(assignment), printable(reason).strip()
    with transaction.atomic():
        lock_region(review.cycle.region)
        require_chair(by, review)
        seat = Assignment.objects.select_for_update().get(pk=assignment.pk)
        if Review.objects.get(pk=review.pk).concluded_at is not None:
            raise RefusedError("panel.concluded")
        if seat.sent_at is None:
            raise RefusedError("panel.not_sent")
        if not reason:
            raise RefusedError("panel.needs_reason")
        before = values_of_assignment(seat)
        seat.sent_at = None
        seat.save(update_fields=["sent_at"])
        said = [element(_named(seat), before, values_of_assignment(seat))]
        code = review.cycle.region.code
        record_entry(code, "panel.give_back", said, actor=by.email, at=at, reason=reason)
        keep_standing(review)


def ask_region(review: Review, item: str, text: str, *, by: User, at: datetime) -> Question:
    """Ask the region about an item; its coordinators are told.

    Raises:
        PermissionDenied: `by` has no seat there now.
        RefusedError: the text is missing or too long, or the questionnaire has no such item.
    """
    region = review.cycle.region
    with transaction.atomic():
        lock_region(region)
        own_seat(by, review, at)
        if item not in questionnaire_of(review.cycle).by_code:
            raise RefusedError("panel.no_item", code=item)
        made, is_new = write_question(review, item, text, by, by, at)
        if is_new:
            held = in_force_at(at).filter(region=region, role=Role.COORDINATOR)
            coordinators = [one.user for one in held.select_related("user")]
            url, values = place(review, "review"), {"item": item, "text": made.text}
            tell(coordinators, region, "panel_question", values, at, url=url)
    return made


def write_question(  # noqa: PLR0913, PLR0917 - what, by whom, who says so and when
    review: Review, item: str, text: str, asked_by: User, by: User, at: datetime
) -> tuple[Question, bool]:
    """The question, about an item or none, and whether it was not asked before.

    For who is entitled by a rule of theirs; the region is locked. Raises RefusedError: the text is
    missing or too long.
    """
    text = _checked_text(text)
    same = Question.objects.filter(review=review, item=item, text=text, asked_by=asked_by).first()
    if same is not None:
        return same, False
    made = Question.objects.create(
        review=review, item=item, text=text, asked_by=asked_by, asked_at=at
    )
    keep_standing(review)
    said = element(of_question(made), None, values_of_question(made))
    record_entry(review.cycle.region.code, "panel.ask", [said], actor=by.email, at=at)
    return made, True


def answer_question(question: Question, text: str, *, by: User, at: datetime) -> Question:
    """Answer for the region, in place of an answer that was given before.

    Raises:
        NotAllowedError: `by` does not prepare evaluations there.
        RefusedError: the text is missing or too long.
    """
    region = question.review.cycle.region
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.PREPARE, at)
        return write_answer(question, text, "", by, at)


def write_answer(
    question: Question, text: str, answered_as: str, by: User, at: datetime
) -> Question:
    """The same for who is entitled by another rule; `answered_as` is who said it aloud."""
    text, review = _checked_text(text), question.review
    held = Question.objects.select_related("review__cycle", "asked_by").get(pk=question.pk)
    if (held.answer, held.answered_as) == (text, answered_as):
        return held
    before = values_of_question(held)
    held.answer, held.answered_as = text, answered_as
    held.answered_by, held.answered_at = by, at
    held.save(update_fields=["answer", "answered_as", "answered_by", "answered_at"])
    said, region = element(of_question(held), before, values_of_question(held)), review.cycle.region
    record_entry(region.code, "panel.answer", [said], actor=by.email, at=at)
    if held.item:
        url = place(review, "item", held.item)
        tell([held.asked_by], region, "panel_answered", {"item": held.item}, at, url=url)
    return held


def _checked_text(text: str) -> str:
    text = printable(text).strip()
    if not text:
        raise RefusedError("panel.no_text")
    if len(text) > LONGEST:
        raise RefusedError("panel.too_long", most=LONGEST)
    return text


def _named(seat: Assignment) -> list[object]:
    related = ("review__cycle", "member__user")
    return of_assignment(Assignment.objects.select_related(*related).get(pk=seat.pk))


def _review(assignment: Assignment) -> Review:
    related = ("panel__home", "cycle__region", "stage__window")
    return Review.objects.select_related(*related).get(pk=assignment.review_id)
