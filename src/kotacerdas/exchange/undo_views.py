"""The page that takes an entry of the log back: what it would do, the conflicts, the reason."""

from collections import Counter
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.audit.models import Entry
from kotacerdas.core.addresses import begun_on
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence, words
from kotacerdas.exchange.outcome import Conflict, Decisions, Left
from kotacerdas.exchange.undo import undo_entry, undo_of
from kotacerdas.records.actions import logged
from kotacerdas.records.merging import WHOLE
from kotacerdas.scorecards.display import change_view, record_name

CHANGES_A_PAGE = 50
MOST_CONFLICTS = 200  # that are decided one by one; the others are decided together
MOST_LEFT = 200
_CHOICES = {"keep": False, "take": True}


@in_region(Right.UNDO)
def undo(request: HttpRequest, here: Here, number: int) -> HttpResponseBase:
    """What taking an entry back would do; done by a POST that confirms it."""
    entry = get_object_or_404(Entry, chain_id=here.region.code, number=number)
    asked = _at_once(here, entry) if "at_once" in request.POST else request.POST
    decisions, reason, refused = _decisions(asked), asked.get("reason", ""), ""
    if "confirm" in asked:
        try:
            done = undo_entry(
                here.region,
                number,
                decisions,
                by=here.user,
                at=timezone.now(),
                reason=reason,
                digest=asked.get("digest", ""),
            )
        except RefusedError as error:
            refused = sentence(error)
        else:
            messages.success(request, words().count("undo.done", len(done.changes)))
            return redirect(begun_on(request) or reverse("pages:log", args=[here.region.code]))
    return _page(request, here, entry, decisions, refused)


def _at_once(here: Here, entry: Entry) -> Mapping[str, str]:
    """The confirmation of an undo that leaves nothing to decide, straight from a notice."""
    try:
        undo = undo_of(here.region, entry, timezone.now())
    except RefusedError:
        return {}  # the page says why
    if undo.conflicts or undo.left or not undo.changes:
        return {}
    return {"confirm": "yes", "digest": undo.digest, "reason": words()("undo.at_once")}


def _decisions(asked: Mapping[str, str]) -> Decisions:
    if "all" in asked:
        return Decisions(others=asked["all"] == "take")
    by_id = {name: _CHOICES[value] for name, value in asked.items() if value in _CHOICES}
    return Decisions(by_id, others=by_id.pop("others", None))


def _page(
    request: HttpRequest, here: Here, entry: Entry, decisions: Decisions, refused: str
) -> HttpResponse:
    context: dict[str, Any] = {"here": here, "entry": entry, "reason": ""}
    try:
        shown = undo_of(here.region, entry, timezone.now(), decisions)
    except RefusedError as error:
        context["refused"] = sentence(error)
        return render(
            request, "exchange/undo.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    page = Paginator(shown.changes, CHANGES_A_PAGE).get_page(request.POST.get("p"))
    changes = [change_view(logged(change)) for change in page]
    context |= {
        "refused": refused,
        "reason": request.POST.get("reason", ""),
        "undo": shown,
        "others": decisions.others,
        "conflicts": [_conflict(one) for one in shown.conflicts[:MOST_CONFLICTS]],
        "more_conflicts": len(shown.conflicts[MOST_CONFLICTS:]),
        "left": [_left(one) for one in shown.left[:MOST_LEFT]],
        "more_left": len(shown.left[MOST_LEFT:]),
        "counts": Counter(change.kind for change in shown.changes),
        "page": page,
        "changes": changes,
    }
    return render(request, "exchange/undo.html", context, status=422 if refused else 200)


def _conflict(one: Conflict) -> dict[str, object]:
    """Both values as the log's pages show them."""
    of = [*one.record, *one.key]
    if one.name == WHOLE:
        say = words()
        now, wanted = (
            say("undo.is_there" if values is not None else "undo.is_not_there")
            for values in (one.now, one.wanted)
        )
        name = ""
    else:
        before, after = ({one.name: (of_it or {}).get(one.name)} for of_it in (one.now, one.wanted))
        (field,) = change_view({"of": of, "before": before, "after": after}).fields
        name, now, wanted = field.name, field.before, field.after
    return {
        "id": one.id,
        "record": record_name(one.record[0], one.key),
        "name": name,
        "now": now,
        "wanted": wanted,
        "later": one.later,
        "is_taken": one.is_taken,
    }


def _left(one: Left) -> dict[str, str]:
    return {"record": record_name(one.record[0], one.key), "why": sentence(one.why)}
