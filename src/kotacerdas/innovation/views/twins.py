"""Likely twins beside each other, to be decided on; and what was decided."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.core.addresses import begun_on
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.undoing import say_with_undo
from kotacerdas.core.words import sentence, words
from kotacerdas.innovation.actions.deciding import decide, take_back
from kotacerdas.innovation.models import LikelyPair, TwinDecision, Verdict
from kotacerdas.innovation.selectors import decisions_in, open_pairs, pairs_among, search_of
from kotacerdas.innovation.twins import alike_in, ask_for_search
from kotacerdas.plan.models import Innovation
from kotacerdas.wording.likeness import Text, shared_parts

PAIRS_A_PAGE = 10
DECIDED = "keputusan"  # in an address: what was decided, in place of what is open
OF_ONE = "inovasi"  # in an address: the pairs of an innovation, by its primary key


@dataclass(frozen=True)
class Side:
    """One of two that are alike, its texts with the words that both have."""

    innovation: Innovation
    name: SafeString
    summary: SafeString


@dataclass(frozen=True)
class Beside:
    """A pair, or what was decided of one, with its sides."""

    pair: LikelyPair | TwinDecision
    sides: tuple[Side, Side]


@in_region(Right.RECORDS)
def twins(request: HttpRequest, here: Here) -> HttpResponse:
    """The likeliest first; with `?keputusan` what was decided, the newest first."""
    is_decided, one = DECIDED in request.GET, key_in(request.GET.get(OF_ONE, ""))
    undecided = open_pairs(here.region) if one is None else pairs_among(here.region, [one])
    decided = decisions_in(here.region)
    chosen: QuerySet[Any] = decided if is_decided else undecided
    rows = Paginator(chosen, PAIRS_A_PAGE)
    page = rows.get_page(request.GET.get("hal"))
    context = {
        "here": here,
        "is_decided": is_decided,
        "page": page,
        "pairs": [_beside(pair) for pair in page],
        "open_count": undecided.count() if is_decided else rows.count,
        "decided_count": rows.count if is_decided else decided.count(),
        "search": search_of(here.region),
    }
    return render(request, "innovation/twins.html", context)


def _beside(pair: LikelyPair | TwinDecision) -> Beside:
    one, other = pair.first, pair.second
    return Beside(pair, (_side(one, other), _side(other, one)))


def _side(own: Innovation, other: Innovation) -> Side:
    theirs = f"{other.name} {other.summary}"
    return Side(own, _marked(own.name, theirs), _marked(own.summary, theirs))


def _marked(text: str, other: str) -> SafeString:
    """The text with the words that both have marked; a template takes ten times as long."""
    parts = ((_MARK[is_shared], part) for part, is_shared in shared_parts(text, other))
    return SafeString("".join(form.format(escape(part)) for form, part in parts))


_MARK = {True: "<mark>{}</mark>", False: "{}"}


@in_region(Right.RECORDS)
def search(request: HttpRequest, here: Here) -> HttpResponse:
    """By a POST the search among all is asked for; by a GET how far it is."""
    if request.method == "POST":
        ask_for_search(here.region)
        return redirect("innovation:twins", here.region.code)
    asked = search_of(here.region)
    if asked is None or not asked.is_waiting:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "innovation/twin_search.html", {"here": here, "search": asked})


@in_region(Right.READ)
def alike(request: HttpRequest, here: Here) -> HttpResponse:
    """Beside a form: which innovations are like the one that is being typed."""
    asked = request.GET  # a form of the plan has its columns behind a prefix
    name, summary = (asked.get(one) or asked.get(f"f:{one}", "") for one in ("name", "summary"))
    found = alike_in(here.region, Text("", name, summary)) if name.strip() else []
    return render(request, "innovation/alike.html", {"here": here, "found": found})


@in_region(Right.RECORDS)
def decide_pair(request: HttpRequest, here: Here, pair: int) -> HttpResponse:
    verdict = request.POST.get("verdict", "")
    if verdict not in Verdict.values:
        return _back(request, here)
    try:
        made, entry = decide(
            here.region,
            pair,
            Verdict(verdict),
            key_in(request.POST.get("original", "")),
            by=here.user,
            at=timezone.now(),
            reason=request.POST.get("reason", ""),
        )
    except RefusedError as error:
        messages.error(request, sentence(error))
        return _back(request, here)
    text = words()(f"twins.done_{verdict}")
    if verdict == Verdict.DIFFERENT or entry is None:
        url = reverse("innovation:take-back-twins", args=[here.region.code, made.pk])
        say_with_undo(request, text, url)
    else:
        url = reverse("exchange:undo", args=[here.region.code, entry.number])
        say_with_undo(request, text, url, at_once="yes")
    return _back(request, here)


@in_region(Right.RECORDS)
def take_back_decision(request: HttpRequest, here: Here, decision: int) -> HttpResponse:
    if request.method != "POST":
        return _back(request, here)
    try:
        take_back(here.region, decision, by=here.user, at=timezone.now())
    except RefusedError as error:
        messages.error(request, sentence(error))
    else:
        messages.success(request, words()("twins.taken_back"))
    return _back(request, here)


def _back(request: HttpRequest, here: Here) -> HttpResponse:
    return redirect(begun_on(request) or reverse("innovation:twins", args=[here.region.code]))
