"""Deliberating: the scores side by side, spreads settled, the result set."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from kotacerdas.core.addresses import site_address
from kotacerdas.core.keys import key_in
from kotacerdas.core.words import words
from kotacerdas.panel.actions.reminding import remind
from kotacerdas.panel.actions.scoring import give_back, hundredths_of
from kotacerdas.panel.actions.settling import (
    conclude,
    correct,
    resume,
    set_result,
    settle,
    unsettle,
)
from kotacerdas.panel.boards import board_of
from kotacerdas.panel.models import Assignment
from kotacerdas.panel.outcomes import (
    earlier_index,
    newest_submission,
    phase,
    scores_of,
    standing_result,
)
from kotacerdas.panel.phases import MOVES, moves_of
from kotacerdas.panel.views.acts import Act, attempt, day_in
from kotacerdas.panel.views.doors import Reader, of_review


@of_review
def consensus(request: HttpRequest, reader: Reader) -> HttpResponseBase:
    """The items by their spread; a POST is what the chair does.

    403 for who does not see others' scores yet.
    """
    if not reader.sees_scores:
        key = "panel.hidden" if reader.seat is not None else "panel.of_chair"
        raise PermissionDenied(words()(key))
    refused = ""
    if request.method == "POST":
        refused = attempt(request, _acts(request, reader))
        if not refused:
            return redirect(request.path)
    return _page(request, reader, refused)


def _acts(request: HttpRequest, reader: Reader) -> dict[str, Act]:
    review, typed = reader.review, request.POST
    who: dict[str, Any] = {"by": reader.here.user, "at": reader.at}
    reason, item = typed.get("reason", ""), typed.get("item", "")
    score = hundredths_of(typed.get("score", ""))
    return {
        "conclude": lambda: conclude(review, reason, **who),
        "resume": lambda: resume(review, reason, **who),
        "settle": lambda: settle(review, item, score, reason, **who),
        "unsettle": lambda: unsettle(review, item, **who),
        "set": lambda: set_result(review, day_in(request, "due_on"), **who),
        "correct": lambda: correct(review, reason, **who),
        "give_back": lambda: give_back(_assignment(request, reader), reason, **who),
        "remind": lambda: remind(review, site=site_address(request), **who),
    }


def _assignment(request: HttpRequest, reader: Reader) -> Assignment:
    key = key_in(request.POST.get("assignment", "")) or 0
    return get_object_or_404(Assignment, review=reader.review, pk=key)


def _page(request: HttpRequest, reader: Reader, refused: str) -> HttpResponse:
    review = reader.review
    found = scores_of(review, earlier_index(review.cycle))
    board = board_of(found, newest_submission(review))
    now = phase(review)
    chosen = request.GET.get("butir", "")
    wanted = next((one for one in board.items if one.code == chosen), None)
    first_wide = next((one for one in board.items if one.is_wide), None)
    item, typed = wanted or first_wide, request.POST if refused else {}
    holders = [chain[0] for chain in found.seats.values()]
    noted = [one for own in found.counted.values() for one in own.values() if one.is_finding]
    context: dict[str, Any] = {
        "here": reader.here,
        "reader": reader,
        "review": review,
        "board": board,
        "phase": now.value,
        "moves": {move.value: MOVES[now, move].needs_reason for move in moves_of(now)},
        "item": item,
        "score": typed.get("score", item.settled_text if item else ""),
        "reason": typed.get("reason", item.reason if item else ""),
        "sent": [one for one in holders if one.sent_at],
        "awaited": [one for one in holders if not one.sent_at],
        "result": standing_result(review),
        "findings": len(noted),
        "refused": refused,
        "typed": typed,
    }
    return render(request, "panel/consensus.html", context, status=422 if refused else 200)
