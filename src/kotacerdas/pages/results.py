"""The results of a year, the page of each at its own address, and what is published of them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.core.addresses import lasting
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.undoing import say_with_undo
from kotacerdas.core.words import language, sentence, words
from kotacerdas.documents.facts import Facts
from kotacerdas.frameworks.loading import load
from kotacerdas.pages.documents import DOCUMENTS
from kotacerdas.pages.years import YearPage, facts_of, run_gone
from kotacerdas.records.models import Region
from kotacerdas.scorecards.actions import ask_for_dropped, publish_run, take_back_publication
from kotacerdas.scorecards.models import Publication, Run
from kotacerdas.scorecards.results import Result, results_of
from kotacerdas.scorecards.selectors import (
    decided_for,
    decisions_on,
    dropped_run,
    newest_by_basis,
    newest_run,
    publication_of,
    publications_of,
    published_before,
    runs_with,
)
from kotacerdas.scoring.question import Basis
from kotacerdas.wording.dates import long_date
from kotacerdas.wording.numbers import change, percent

MOST_ACTIONS = 2  # kinds of acts that are named as the cause of a result


def result_view(one: Result) -> dict[str, Any]:
    """A result with the one before it, and the cause in words."""
    return {
        "run": one.run,
        "before": one.before,
        "change_points": one.change_points,
        "cause": _cause(one),
        "entry": one.acts[0].number if len(one.acts) == 1 else None,
    }


def _cause(one: Result) -> str:
    say = words()
    if one.reason is not None:
        return say(f"cause.{one.reason}")
    if len(one.acts) == 1:
        [act] = one.acts
        actor = act.actor or say("log.by_command")
        return say("cause.act", action=say.term("log_action", act.action), actor=actor)
    parts = [
        say("cause.acts", n=number, action=say.term("log_action", action))
        for action, number in one.actions[:MOST_ACTIONS]
    ]
    others = sum(number for _, number in one.actions[MOST_ACTIONS:])
    return "; ".join([*parts, *([say("cause.others", n=others)] if others else [])])


@in_region(Right.READ)
def result(request: HttpRequest, here: Here, number: int) -> HttpResponseBase:
    """A result at the address that lasts, with its documents; of one not kept what is known."""
    run = runs_with(here.region, number).get(number)
    if run is None:
        dropped = dropped_run(here.region, number)
        if dropped is None:
            raise Http404
        return run_gone(request, here, dropped)
    [found] = results_of(here.region, [run])
    publications = publications_of(run)
    is_shown = any(one.until_entry is None for one in publications)
    may_publish = Right.PUBLISH in here.rights and run.basis == Basis.VERIFIED
    context = {
        "here": here,
        "run": run,
        "edition": load(run.framework),
        "result": result_view(found),
        "facts": _facts(run),
        "publications": publications,
        "newest": newest_by_basis(here.region, run.year).get(run.basis),
        "documents": DOCUMENTS,
        "may_publish": may_publish and not is_shown,
        "may_take_back": may_publish and is_shown,
    }
    return render(request, "pages/result.html", context)


def _facts(run: Run) -> Facts:
    decided = decided_for(run, decisions_on(run.region).decided)
    return facts_of(run, language(), decided)


def lasting_address(region: Region, number: object) -> str:
    """Where a result stays, for what leaves the site; empty where the site's address is unknown."""
    return lasting("pages:result", region.code, number)


@require_POST
@in_region(Right.READ)
def ask_again(request: HttpRequest, here: Here, number: int) -> HttpResponseBase:
    """Have a result made again that was not kept."""
    dropped = dropped_run(here.region, number)
    if dropped is not None:
        ask_for_dropped(dropped, here.user, timezone.now())
    return redirect("pages:result", here.region.code, number)


@in_region(Right.READ)
def made_again(request: HttpRequest, here: Here, number: int) -> HttpResponseBase:
    """What the page of a result that was asked for asks each second: 204 while it is not made."""
    del request
    dropped = dropped_run(here.region, number)
    if dropped is not None and dropped.is_awaited:
        return HttpResponse(status=204)
    return HttpResponse(headers={"HX-Refresh": "true"})


@in_region(Right.PUBLISH)
def publish(request: HttpRequest, here: Here, one: int) -> HttpResponseBase:
    """What becomes of the publication, and why; a POST publishes."""
    run, refused = _run(here, one), ""
    if request.method == "POST":
        try:
            publish_run(
                run,
                here.user,
                timezone.now(),
                request.POST.get("reason", ""),
                replacing=key_in(request.POST.get("replacing", "")),
            )
        except RefusedError as error:
            refused = sentence(error)
        else:
            address, say = reverse("pages:take-back", args=[here.region.code, run.pk]), words()
            said = say("publish.published", run=run, year=run.year)
            say_with_undo(request, said, address, reason=say("publish.undone_at_once"))
            return redirect("pages:runs", here.region.code, run.year)
    context = {"here": here, "run": run, "refused": refused, **_publishing(run)}
    return render(request, "pages/publish.html", context, status=422 if refused else 200)


def _publishing(run: Run) -> Mapping[str, Any]:
    """What is shown then, what it replaces, and how much of the year is not verified."""
    current = publication_of(run.region, run.year)
    newest = newest_run(run.region, run.year, Basis.VERIFIED)
    return {
        "current": current,
        "replaces": _replaces(run, current),
        "facts": _facts(run),
        "newer": newest if newest and newest.pk > run.pk else None,
        "is_shown": current is not None and current.run_id == run.pk,
        "is_verified": run.basis == Basis.VERIFIED,
        **_unverified(run),
    }


def _replaces(run: Run, current: Publication | None) -> str:
    if current is None:
        return words()("publish.replaces_none", year=run.year)
    day = long_date(_day(current), language())
    return words()("publish.replaces", run=current.run, day=day)


def _unverified(run: Run) -> dict[str, str]:
    """What the provisional result counts beside it; nothing where all reports are verified."""
    reported, say = newest_run(run.region, run.year, Basis.REPORTED), words()
    facts = None if reported is None else _facts(reported)
    if facts is None or facts.verified == facts.overall.reported:
        return {}
    total = facts.overall.reported
    figure = percent(facts.overall.achievement_pct, language())
    return {
        "unverified": say("publish.unverified", n=total - facts.verified, total=total),
        "provisional": say("publish.provisional", figure=figure),
    }


@in_region(Right.PUBLISH)
def take_back(request: HttpRequest, here: Here, one: int) -> HttpResponse:
    """Asks what is shown then, and why; a POST undoes the publication of that run."""
    run, problem = _run(here, one), ""
    current = publication_of(here.region, run.year)
    if request.method == "POST":
        try:
            take_back_publication(run, here.user, timezone.now(), request.POST.get("reason", ""))
        except RefusedError as refused:
            problem = sentence(refused)
        else:
            messages.success(request, words()("publish.taken_back", run=run))
            return redirect("pages:runs", here.region.code, run.year)
    elif current is None or current.run_id != run.pk:
        return redirect("pages:runs", here.region.code, run.year)
    before = published_before(current) if current else None
    context = {"here": here, "run": run, "before": before, "problem": problem}
    return render(request, "pages/take_back.html", context, status=422 if problem else 200)


def _run(here: Here, pk: int) -> Run:
    return get_object_or_404(Run.objects.select_related("region"), region=here.region, pk=pk)


def published_line(page: YearPage) -> str:
    """What is published of the year, by whom, and how the page's achievement differs from it.

    In one query; empty where nothing is.
    """
    own = publication_of(page.here.region, page.year) if page.published is not None else None
    if own is None:
        return ""
    say, by = words(), own.published_by
    if own.run_id == page.run.pk:
        return say("published.this", by=by, day=long_date(_day(own), language()))
    said = say("published.other", run=own.run, by=by, day=long_date(_day(own), language()))
    official, shown = own.run.achievement_pct, page.run.achievement_pct
    if official is None or shown is None or not page.facts.is_complete:
        return said
    figure, points = percent(official, language()), change(shown - official, 1, language())
    return f"{said} {say('published.differs', figure=figure, points=points)}"


def _day(publication: Publication) -> date:
    return timezone.localdate(publication.published_at)
