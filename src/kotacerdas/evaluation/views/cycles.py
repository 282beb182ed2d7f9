"""Beginning a cycle, its dates, and its moves."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right, require
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.words import sentence, words
from kotacerdas.evaluation.actions.beginning import begin_cycle
from kotacerdas.evaluation.actions.cycles import (
    move_cycle,
    set_dates,
    set_figures_year,
)
from kotacerdas.evaluation.actions.showing import show_to_assessors
from kotacerdas.evaluation.cycle import MOVES, Move, moves_of
from kotacerdas.evaluation.hidden import hidden_uses
from kotacerdas.evaluation.models import Cycle, OwnQuestionnaire, Questionnaire, Submission
from kotacerdas.evaluation.questionnaires import keep, questionnaire_of
from kotacerdas.evaluation.selectors import next_stage, phase, stages_of
from kotacerdas.evaluation.views.doors import of_cycle, require_reading
from kotacerdas.evaluation.views.showing import hide_named, say_shown
from kotacerdas.frameworks import questionnaire as rules
from kotacerdas.records.models import Agency

_YEARS_AROUND = 6


@in_region(Right.READ)
def begin(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Where a region's cycles begin; who may not begin one learns who can."""
    require_reading(here)
    refused = ""
    if request.method == "POST":
        try:
            cycle = _begin(request, here)
        except RefusedError as error:
            refused = sentence(error)
        else:
            messages.success(request, words()("cycle.done_begin", year=cycle.year))
            return redirect("evaluation:cycle", here.region.code, cycle.year)
    today = timezone.localdate()
    begun = set(Cycle.objects.filter(region=here.region).values_list("year", flat=True))
    around = range(today.year + 1, today.year - _YEARS_AROUND - 1, -1)
    context = {
        "here": here,
        "refused": refused,
        "may_begin": Right.PREPARE in here.rights,
        "years": [year for year in around if year not in begun],
        "this_year": key_in(request.GET.get("tahun", "")) or today.year,
        "agencies": Agency.objects.filter(region=here.region, retired_on__isnull=True),
        "questionnaires": _choices(here),
        "typed": request.POST,
    }
    return render(request, "evaluation/begin.html", context, status=422 if refused else 200)


def _choices(here: Here) -> list[tuple[str, str]]:
    """Value and title of every questionnaire that a cycle may begin with."""
    own = OwnQuestionnaire.objects.filter(region=here.region).order_by("-pk")
    kept = own.values_list("questionnaire", "questionnaire__title")
    return [*kept, *((name, rules.packaged_one(name).title) for name in rules.packaged())]


def _begin(request: HttpRequest, here: Here) -> Cycle:
    """Raises as `begin_cycle`, and RefusedError: no year, agency or questionnaire is chosen.

    Who may not begin one learns that first, and leaves no questionnaire behind.
    """
    typed, now = request.POST, timezone.now()
    require(here.user, here.region, Right.PREPARE, now)
    year = key_in(typed.get("year", ""))
    home = Agency.objects.filter(region=here.region, code=typed.get("home", "")).first()
    chosen = typed.get("questionnaire", "")
    own = OwnQuestionnaire.objects.filter(region=here.region, questionnaire=chosen)
    if chosen in rules.packaged():
        asked = keep(rules.table_of(chosen), f"{chosen}.toml")
    elif own.exists():
        asked = Questionnaire.objects.get(pk=chosen)
    else:
        raise RefusedError("cycle.choose_questionnaire")
    if not year or home is None:
        raise RefusedError("cycle.choose_home")
    return begin_cycle(here.region, year, asked, home, by=here.user, at=now)


@of_cycle
def cycle_page(request: HttpRequest, here: Here, cycle: Cycle) -> HttpResponseBase:
    """Stages and their dates, and what may be done with the cycle now."""
    refused = ""
    if request.method == "POST":
        act = _ACTS.get(request.POST.get("do", ""))
        if act is None:
            raise PermissionDenied
        try:
            done = act(request, here, cycle)
        except RefusedError as error:
            refused = sentence(error)
        else:
            said = words()(f"cycle.done_{request.POST['do']}")
            say_shown(request, said, request.path, done if isinstance(done, list) else ())
            return redirect("evaluation:cycle", here.region.code, cycle.year)
    return _page(request, here, cycle, refused)


def _page(request: HttpRequest, here: Here, cycle: Cycle, refused: str) -> HttpResponse:
    stages, now, asked = stages_of(cycle), phase(cycle), questionnaire_of(cycle)
    submissions = Submission.objects.filter(stage__cycle=cycle).select_related(
        "by", "stage__window"
    )
    following = next_stage(cycle, stages)
    # Of a cycle that is closed nothing is submitted any more.
    is_asked = Right.PREPARE in here.rights and cycle.closed_at is None
    hidden = hidden_uses(item__cycle=cycle) if is_asked else []
    context: dict[str, Any] = {
        "here": here,
        "cycle": cycle,
        "hidden": list(dict.fromkeys(use.item.code for use in hidden)),
        "hidden_said": words().count("cycle.hidden", len({use.evidence_id for use in hidden})),
        "asked": asked,
        "phase": now.value,
        "stages": [(one, asked.stage(one.window.code)) for one in stages],
        "next_stage": asked.stage(following.window.code) if following else None,
        "moves": [
            (move.value, MOVES[now, move].needs_reason)
            for move in moves_of(now, has_next_stage=following is not None)
        ],
        "may_move": Right.PREPARE in here.rights,
        "may_take": Right.REPORTS in here.rights,
        "submissions": [
            (one, asked.stage(one.stage.window.code)) for one in submissions.order_by("-pk")
        ],
        "refused": refused,
        "typed": request.POST if refused else {},
        "years": sorted(
            Cycle.objects.filter(region=here.region).values_list("year", flat=True), reverse=True
        ),
    }
    return render(request, "evaluation/cycle.html", context, status=422 if refused else 200)


def _move(move: Move) -> Callable[[HttpRequest, Here, Cycle], object]:
    def act(request: HttpRequest, here: Here, cycle: Cycle) -> object:
        reason = request.POST.get("reason", "")
        return move_cycle(cycle, move, reason, by=here.user, at=timezone.now())

    return act


def _dates(request: HttpRequest, here: Here, cycle: Cycle) -> None:
    stage = get_object_or_404(cycle.stages, pk=key_in(request.POST.get("stage", "")) or 0)
    try:
        begins_on, deadline = (
            date.fromisoformat(request.POST.get(name, "")) for name in ("begins_on", "deadline")
        )
    except ValueError as error:
        raise RefusedError("evidence.no_day") from error
    reason = request.POST.get("reason", "")
    set_dates(stage, begins_on, deadline, reason, by=here.user, at=timezone.now())


def _figures(request: HttpRequest, here: Here, cycle: Cycle) -> None:
    year = key_in(request.POST.get("figures_year", ""))
    if not year:
        raise RefusedError("cycle.choose_year")
    set_figures_year(cycle, year, by=here.user, at=timezone.now())


def _show(request: HttpRequest, here: Here, cycle: Cycle) -> list[int]:
    del request
    return show_to_assessors(cycle, by=here.user, at=timezone.now())


def _hide(request: HttpRequest, here: Here, cycle: Cycle) -> None:
    hide_named(cycle, request.POST.dict(), here.user, timezone.now())


_ACTS: dict[str, Callable[[HttpRequest, Here, Cycle], object]] = {
    **{move.value: _move(move) for move in Move},
    "dates": _dates,
    "figures": _figures,
    "show": _show,
    "hide": _hide,
}
