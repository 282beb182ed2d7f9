"""An item before an assessor: read, scored, and on to the next."""

from collections.abc import Collection, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from kotacerdas.casework.evidence_view import pieces_seen
from kotacerdas.casework.models import Evidence
from kotacerdas.casework.views.viewer import Viewer, viewer_of
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.words import sentence, words
from kotacerdas.evaluation.questionnaires import framework_of, questionnaire_of
from kotacerdas.panel.actions.scoring import (
    ChangedError,
    ask_region,
    give_score,
    hundredths_of,
    left_open,
    send_scores,
)
from kotacerdas.panel.models import Assignment, ItemScore, Review
from kotacerdas.panel.outcomes import CountedScore, scores_of
from kotacerdas.panel.places import place
from kotacerdas.panel.selectors import OwnScore, own_regions, questions_about, scores_by_item
from kotacerdas.panel.sheet import Sheet, sheet_of, submitted_of
from kotacerdas.panel.shown import score_text
from kotacerdas.panel.views.doors import Reader, of_review
from kotacerdas.scoring.panel import HUNDREDTHS

PART = "butir"  # the element that holds the item


@of_review
def first(request: HttpRequest, reader: Reader) -> HttpResponseBase:
    """To the first item that the reader has not scored."""
    del request
    codes = list(questionnaire_of(reader.review.cycle).by_code)
    given = scores_by_item(reader.seat) if reader.seat is not None else {}
    code = next((one for one in codes if one not in given), codes[0])
    return redirect(place(reader.review, "item", code))


@of_review
def item(request: HttpRequest, reader: Reader, code: str) -> HttpResponseBase:
    """An item; a POST scores it and leads to the next, asks the region, or sends all scores.

    The page's script asks for the item alone, and puts it in the place of the one before.
    403 for who is not of the panel.
    """
    if reader.assignment is None and not reader.is_chair:
        raise PermissionDenied(words()("panel.of_panel"))
    sheet = sheet_of(reader.review, submitted_of(reader.review), code)
    if sheet is None:
        raise Http404
    if request.method != "POST":
        return _page(request, reader, sheet)
    act = _ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise PermissionDenied
    try:
        return redirect(act(request, reader, sheet))
    except RefusedError as refused:
        return _page(request, reader, sheet, sentence(refused))
    except ChangedError as changed:
        return _page(request, reader, sheet, _changed(changed), changed.theirs)


def _changed(changed: ChangedError) -> str:
    score = score_text(changed.theirs.hundredths)
    return words()("panel.changed_meanwhile", score=score, comment=changed.theirs.comment or "–")


def _score(request: HttpRequest, reader: Reader, sheet: Sheet) -> str:
    typed = request.POST
    give_score(
        reader.review,
        sheet.item.code,
        hundredths_of(typed.get("score", "").strip() or typed.get("level", "")),
        typed.get("comment", ""),
        is_finding="is_finding" in typed,
        seen=key_in(typed.get("seen", "")) or 0,
        by=reader.here.user,
        at=reader.at,
    )
    return place(reader.review, "item", sheet.after or sheet.item.code)


def _ask(request: HttpRequest, reader: Reader, sheet: Sheet) -> str:
    text = request.POST.get("question", "")
    ask_region(reader.review, sheet.item.code, text, by=reader.here.user, at=reader.at)
    return f"{place(reader.review, 'item', sheet.item.code)}#pertanyaan"


def _send(request: HttpRequest, reader: Reader, sheet: Sheet) -> str:
    del request
    send_scores(reader.review, by=reader.here.user, at=reader.at)
    return place(reader.review, "item", sheet.item.code)


_ACTS = {"score": _score, "ask": _ask, "send": _send}


def _page(
    request: HttpRequest,
    reader: Reader,
    sheet: Sheet,
    refused: str = "",
    theirs: ItemScore | OwnScore | None = None,
) -> HttpResponse:
    review, seat, code = reader.review, reader.seat, sheet.item.code
    given = scores_by_item(seat) if seat is not None else {}
    own = theirs or given.get(code)
    typed = request.POST if refused else None
    viewer, names, hidden = _evidence(request, reader, sheet) if sheet.evidence else (None, (), 0)
    is_part = request.htmx.target == PART  # type: ignore[attr-defined] # of django-htmx
    can_score = seat is not None and seat.sent_at is None and review.concluded_at is None
    context: dict[str, Any] = {
        "here": reader.here,
        "reader": reader,
        "review": review,
        "sheet": sheet,
        "own": own,
        "score": _typed_score(own, typed),
        "level": _level(own, typed),
        "comment": typed.get("comment", "") if typed else own.comment if own else "",
        "is_finding": "is_finding" in typed if typed else bool(own and own.is_finding),
        "seen": own.revision if own else 0,
        "is_outdated": own is not None
        and sheet.submitted_at is not None
        and own.at < sheet.submitted_at,
        "given": len(given),
        "marks": _marks(review, code, given),
        "can_score": can_score,
        "can_send": can_score and _is_complete(seat, review, given),
        "others": _others(reader, code),
        "part": PART,
        "swap": "outerHTML show:window:top",
        "is_part": is_part,
        "regions": () if is_part else own_regions(reader.here.user, review.panel, reader.at),
        "questions": questions_about(review, code),
        "viewer": viewer,
        "pieces": names,
        "hidden": hidden,
        "refused": refused,
        "scale": framework_of(review.cycle).scale,
    }
    template = "panel/item_part.html" if is_part else "panel/item.html"
    return render(request, template, context, status=422 if refused else 200)


def _is_complete(seat: Assignment | None, review: Review, given: Collection[str]) -> bool:
    """Whether the seat has a score for every item; who took it over may leave those before."""
    if seat is None:
        return False
    if seat.follows_id is not None:
        return not left_open(seat, review)
    return len(given) == len(questionnaire_of(review.cycle).items)


def _typed_score(own: ItemScore | OwnScore | None, typed: Any) -> str:
    """What stands in the field for decimals: only what no level says."""
    if typed is not None:
        return str(typed.get("score", ""))
    if own is None or own.hundredths % HUNDREDTHS == 0:
        return ""
    return score_text(own.hundredths)


def _level(own: ItemScore | OwnScore | None, typed: Any) -> int | None:
    if typed is not None:
        return key_in(typed.get("level", ""))
    if own is None or own.hundredths % HUNDREDTHS:
        return None
    return own.hundredths // HUNDREDTHS


def _marks(review: Review, at: str, given: Collection[str]) -> Sequence[tuple[str, str]]:
    """For each item how it stands: the one that is shown, scored, or left."""
    codes = questionnaire_of(review.cycle).by_code
    return [(one, "is-here" if one == at else "is-done" if one in given else "") for one in codes]


def _others(reader: Reader, code: str) -> list[CountedScore] | None:
    """What others gave the item; None while the own scores are not sent."""
    if not reader.sees_scores:
        return None
    found = scores_of(reader.review).counted.get(code, {})
    assignments = {one.pk for one in (reader.assignment,) if one is not None}
    return [one for one in found.values() if one.assignment_id not in assignments]


def _evidence(
    request: HttpRequest, reader: Reader, sheet: Sheet
) -> tuple[Viewer | None, Sequence[tuple[Evidence, bool]], int]:
    """The piece that is open, all that can be opened, and how many are not for assessors."""
    pieces = Evidence.objects.filter(pk__in=sheet.evidence, removed_at=None)
    found = pieces_seen(
        reader.here, pieces.select_related("file__copy", "case__region", "region").order_by("pk")
    )
    hidden = len(sheet.evidence) - len(found)
    looked_at = [one for one in found if one.is_picture or one.pages]
    wanted = key_in(request.GET.get("bukti", "")) or 0
    at = next((n for n, one in enumerate(looked_at) if one.evidence.pk == wanted), 0)
    names = [(one.evidence, bool(looked_at) and one is looked_at[at]) for one in found]
    if not looked_at:
        return None, names, hidden
    open_, following = looked_at[at], looked_at[(at + 1) % len(looked_at)]
    after = f"bukti={following.evidence.pk}" if len(looked_at) > 1 else ""
    query = f"bukti={open_.evidence.pk}&hlm={{}}".format
    region = reader.here.region.code
    return viewer_of(request, region, open_, query, after), names, hidden
